"""What is remembered of a chat: its language, and until when Telegram wants it left alone."""

from bot.clock import Clock
from storage.database import Database
from storage.statements import MOVE, PAUSE_CHAT

# An order came from this chat. Writes nothing when nothing is new.
SEEN = """
    INSERT INTO chats (chat_id, language) VALUES (:chat_id, :language)
    ON CONFLICT (chat_id) DO UPDATE SET language = excluded.language WHERE language <> excluded.language
"""

# Telegram's retry_after outlives a restart; a shorter one does not shorten it. Somebody who never ordered
# gets a row by this, with a language that their first order corrects.
PAUSE = """
    INSERT INTO chats (chat_id, language, not_before) VALUES (:chat_id, 'en', :not_before)
    ON CONFLICT (chat_id) DO UPDATE SET not_before = max(coalesce(not_before, 0), excluded.not_before)
"""

FIND_LANGUAGE = "SELECT language FROM chats WHERE chat_id = :chat_id"

# At start: which chats are still to be left alone.
LIST_PAUSED = "SELECT chat_id, not_before FROM chats WHERE not_before > :now"

# The group's settings go with it, unless the supergroup has been heard of already.
MOVE_CHAT = """
    INSERT INTO chats (chat_id, language, not_before, defaults)
    SELECT :new, language, not_before, defaults FROM chats WHERE chat_id = :old
    ON CONFLICT (chat_id) DO NOTHING
"""

# What the old number leads to; a group that never ordered is noted too, because a setting may list it.
MOVED = """
    INSERT INTO chats (chat_id, language, moved_to) VALUES (:old, 'en', :new)
    ON CONFLICT (chat_id) DO UPDATE SET moved_to = excluded.moved_to
"""

# By which numbers a chat was known before: `ALLOWED_CHATS` may still list one of them.
LIST_FORMER = "SELECT chat_id FROM chats WHERE moved_to = :chat_id"


class Chats:
    """The table `chats`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def pause(self, chat_id: int, not_before: int) -> None:
        """Leave a chat alone until then, its waiting jobs included, across restarts."""
        async with self._database.transaction() as transaction:
            await transaction.rows(PAUSE, {"chat_id": chat_id, "not_before": not_before})
            await transaction.rows(PAUSE_CHAT, {"chat_id": chat_id, "not_before": not_before})

    async def move(self, old: int, new: int) -> None:
        """A group became a supergroup: all that is known of it goes along. Harmless if repeated."""
        async with self._database.transaction() as transaction:
            for statement in (MOVE, MOVE_CHAT, MOVED):
                await transaction.rows(statement, {"old": old, "new": new, "now": self._clock.now()})

    async def former_ids(self, chat_id: int) -> list[int]:
        """Return the ids of the groups that became this supergroup."""
        rows = await self._database.rows(LIST_FORMER, {"chat_id": chat_id})
        return [int(row["chat_id"]) for row in rows]

    async def find_language(self, chat_id: int) -> str | None:
        """Return the catalogue in which a chat was spoken to last."""
        row = await self._database.row(FIND_LANGUAGE, {"chat_id": chat_id})
        return str(row["language"]) if row else None

    async def paused(self) -> dict[int, int]:
        """Return the chats to be left alone and until when (UTC microseconds)."""
        rows = await self._database.rows(LIST_PAUSED, {"now": self._clock.now()})
        return {row["chat_id"]: row["not_before"] for row in rows}
