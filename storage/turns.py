"""Allots turns to call Telegram among processes that share a database. PostgreSQL only.

One row stands for all chats, and each chat has its own; a turn takes one statement.
"""

from dataclasses import dataclass

from bot.clock import SECOND, Clock
from storage.database import Database

INTERVAL = 2 * SECOND // 53
"""The time between two turns: Telegram counts thirty calls a second on arrival, and processes are not equally fast."""

LONGEST_LINE = 3 * SECOND
"""No turn is given further ahead of now than this."""

# The next turn of all chats, unless this chat must wait. The row of all chats is locked first, so turns are given one
# after the other. The chat's own row is checked again when it is written: another process may have taken a turn
# meanwhile.
TAKE_TURN = """
    WITH slot AS (
        UPDATE turns SET next_at = greatest(next_at, :now) + :interval
        WHERE chat_id = 0 AND next_at <= :now + :longest
          AND NOT EXISTS (SELECT 1 FROM turns AS own
                          WHERE own.chat_id = :chat_id AND :limit > 0 AND own.next_at > greatest(turns.next_at, :now))
          AND NOT EXISTS (SELECT 1 FROM chats WHERE chats.chat_id = :chat_id
                          AND CASE WHEN :limit > 0 THEN no_new_before ELSE not_before END > :now)
        RETURNING next_at - :interval AS at),
    own AS (
        INSERT INTO turns (chat_id, next_at, taken)
        SELECT :chat_id, CASE WHEN :limit = 1 THEN at + :span ELSE at END, ARRAY[at] FROM slot WHERE :limit > 0
        ON CONFLICT (chat_id) DO UPDATE
        SET taken = (turns.taken || excluded.taken)[greatest(1, cardinality(turns.taken) + 2 - :limit):],
            next_at = CASE WHEN cardinality(turns.taken) + 1 < :limit THEN excluded.taken[1]
                           ELSE (turns.taken || excluded.taken)[cardinality(turns.taken) + 2 - :limit] + :span END
        WHERE turns.next_at <= excluded.taken[1]
        RETURNING taken[cardinality(taken)] AS at)
    SELECT CASE WHEN :limit > 0 THEN (SELECT at FROM own) ELSE (SELECT at FROM slot) END AS at,
           (SELECT next_at FROM turns WHERE chat_id = 0) AS everybody,
           (SELECT next_at FROM turns WHERE chat_id = :chat_id) AS own,
           (SELECT CASE WHEN :limit > 0 THEN no_new_before ELSE not_before END FROM chats
            WHERE chats.chat_id = :chat_id) AS paused
"""

# Telegram may have rate-limited the chat, in an answer to another process, while this one waited for its turn.
GET_PAUSE = """
    SELECT CASE WHEN :limit > 0 THEN no_new_before ELSE not_before END AS until FROM chats WHERE chat_id = :chat_id
"""

# A turn that came too late to be used does not count toward the chat's own limit.
GIVE_BACK = """
    UPDATE turns SET taken = array_remove(taken, :at),
                     next_at = CASE WHEN :limit = 1 AND next_at <> :at + :span THEN next_at ELSE :at END
    WHERE chat_id = :chat_id AND :at = ANY (taken)
"""

# Telegram has rate-limited all processes.
HOLD_ALL = "UPDATE turns SET next_at = greatest(next_at, :until) WHERE chat_id = 0"

FORGET_TURNS = "DELETE FROM turns WHERE chat_id <> 0 AND next_at < :before"


@dataclass(frozen=True, slots=True)
class Turn:
    """Represents a turn, or when to ask again (UTC microseconds).

    Attributes:
        at: When to send; None if no turn was given.
        opens: When a turn may be given, as far as is known.
    """

    at: int | None
    opens: int


class Turns:
    """Reads and writes the table `turns`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def take(self, chat_id: int, limit: int, span: int) -> Turn:
        """Take the next turn to send to a chat.

        Args:
            chat_id: The chat.
            limit: New messages that the chat may get within `span`; 0 for an edit, which does not count.
            span: The period of the limit (microseconds).
        """
        wanted = {"chat_id": chat_id, "limit": limit, "span": span, "now": self._clock.now()}
        row = await self._database.row(TAKE_TURN, wanted | {"interval": INTERVAL, "longest": LONGEST_LINE})
        assert row is not None
        own = (row["own"] or 0) if limit else 0
        crowd = row["everybody"] - LONGEST_LINE if row["everybody"] > wanted["now"] + LONGEST_LINE else 0
        return Turn(row["at"], max(own, row["paused"] or 0, crowd))

    async def paused_until(self, chat_id: int, limit: int) -> int:
        """Return until when Telegram has rate-limited a chat (UTC microseconds); arguments as for `take`."""
        row = await self._database.row(GET_PAUSE, {"chat_id": chat_id, "limit": limit})
        return int(row["until"] or 0) if row else 0

    async def give_back(self, chat_id: int, at: int, limit: int, span: int) -> None:
        """Give back an unused turn, so that it does not count toward a chat's limit; arguments as for `take`."""
        if limit:
            await self._database.rows(GIVE_BACK, {"chat_id": chat_id, "at": at, "limit": limit, "span": span})

    async def hold_all(self, until: int) -> None:
        """Give no process a turn before `until` (UTC microseconds)."""
        await self._database.rows(HOLD_ALL, {"until": until})

    async def forget(self) -> None:
        """Delete the rows of chats that have had no turn for long."""
        await self._database.rows(FORGET_TURNS, {"before": self._clock.now() - 120 * SECOND})
