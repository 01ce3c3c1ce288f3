"""Stores what is known of a chat: its language, its preferences, and until when Telegram has rate-limited it.

`language` is that of the last order there, or else of the first preferences; '' if there are neither.
"""

from dataclasses import dataclass, field
from typing import Literal

from bot.clock import Clock
from bot.job import State
from bot.preferences import Preferences, read, write
from storage.database import Database, Row
from storage.statements import MOVE, PAUSE_CHAT

# An order came from this chat. Writes nothing if the language is unchanged.
SEEN = """
    INSERT INTO chats (chat_id, language) VALUES (:chat_id, :language)
    ON CONFLICT (chat_id) DO UPDATE SET language = excluded.language WHERE chats.language <> excluded.language
"""

# Telegram's retry_after outlives a restart; a shorter one does not shorten it. A limit on all calls holds for new
# messages, too, so `no_new_before` is never the earlier one.
PAUSE = """
    INSERT INTO chats (chat_id, language, not_before, no_new_before)
    VALUES (:chat_id, '', CASE WHEN :new_only THEN NULL ELSE :until END, :until)
    ON CONFLICT (chat_id) DO UPDATE
    SET not_before = greatest(coalesce(chats.not_before, 0), coalesce(excluded.not_before, 0)),
        no_new_before = greatest(coalesce(chats.no_new_before, 0), excluded.no_new_before)
"""

# The chat and the person who writes there, in one query.
FIND_CHATS = "SELECT * FROM chats WHERE chat_id IN (:first, :last)"

# At start: the chats that are still rate-limited.
LIST_PAUSED = "SELECT chat_id, not_before, no_new_before FROM chats WHERE no_new_before > :now"

# The group's settings move with it, once; a supergroup that is known already keeps its own settings. A group cannot
# escape an operator's decision by moving.
MOVE_CHAT = """
    INSERT INTO chats (chat_id, language, not_before, no_new_before, defaults, access, daily, refused)
    SELECT :new, language, not_before, no_new_before, defaults, access, daily, refused FROM chats
    WHERE chat_id = :old AND coalesce(moved_to, 0) <> :new
    ON CONFLICT (chat_id) DO UPDATE
    SET language = CASE WHEN chats.language = '' THEN excluded.language ELSE chats.language END,
        defaults = CASE WHEN chats.defaults = '{}' THEN excluded.defaults ELSE chats.defaults END,
        access = CASE WHEN 'denied' IN (chats.access, excluded.access) THEN 'denied'
                      ELSE coalesce(chats.access, excluded.access) END,
        daily = coalesce(chats.daily, excluded.daily), refused = chats.refused OR excluded.refused
"""

# The new id of a group that has moved; a group that never ordered is stored, too, because a setting may list it.
MOVED = """
    INSERT INTO chats (chat_id, language, moved_to) VALUES (:old, '', :new)
    ON CONFLICT (chat_id) DO UPDATE SET moved_to = excluded.moved_to
"""

# The former ids of a chat: `ALLOWED_CHATS` may still list one of them.
LIST_FORMER = "SELECT chat_id FROM chats WHERE moved_to = :chat_id"

SET_PREFERENCES = """
    INSERT INTO chats (chat_id, language, defaults) VALUES (:chat_id, :language, :defaults)
    ON CONFLICT (chat_id) DO UPDATE
    SET defaults = excluded.defaults,
        language = CASE WHEN chats.language = '' THEN excluded.language ELSE chats.language END
"""

# A chat that is allowed now will be told again if it is refused later.
SET_ACCESS = """
    INSERT INTO chats (chat_id, language, access) VALUES (:chat_id, '', :access)
    ON CONFLICT (chat_id) DO UPDATE
    SET access = excluded.access, refused = chats.refused AND coalesce(excluded.access, '') <> 'allowed'
"""

SET_DAILY = """
    INSERT INTO chats (chat_id, language, daily) VALUES (:chat_id, '', :daily)
    ON CONFLICT (chat_id) DO UPDATE SET daily = excluded.daily
"""

# Returns no row for a chat that has been told before.
REFUSE_CHAT = """
    INSERT INTO chats (chat_id, language, refused) VALUES (:chat_id, '', TRUE)
    ON CONFLICT (chat_id) DO UPDATE SET refused = TRUE WHERE chats.refused = FALSE
    RETURNING chat_id
"""

# Operators' decisions and Telegram's rate limits stay.
FORGET_CHAT = "UPDATE chats SET language = '', defaults = '{}' WHERE chat_id = :chat_id"

DROP_EMPTY_CHAT = """
    DELETE FROM chats
    WHERE chat_id = :chat_id AND access IS NULL AND daily IS NULL AND refused = FALSE
          AND coalesce(no_new_before, 0) <= :now AND moved_to IS NULL
"""


@dataclass(frozen=True, slots=True)
class Pause:
    """Holds until when Telegram has rate-limited a chat (UTC microseconds).

    Attributes:
        not_before: Until when nothing may be sent or edited.
        no_new_before: Until when no new message may be sent; not earlier than `not_before`.
    """

    not_before: int
    no_new_before: int


Access = Literal["", "allowed", "denied"]


@dataclass(frozen=True, slots=True)
class Chat:
    """Describes a group, or a person's private chat, which has the person's id. The defaults describe an unknown chat.

    Attributes:
        id: Its id at Telegram.
        language: The catalogue of the last order there, or else of the first preferences; None if there are neither.
        preferences: The preferences that were set there.
        access: An operator's decision, whatever the settings list; '' for none.
        daily: Pictures a day by an operator's decision; None for what the settings allow.
        refused: Whether it may not order, and has been told so.
    """

    id: int
    language: str | None = None
    preferences: Preferences = field(default_factory=Preferences)
    access: Access = ""
    daily: int | None = None
    refused: bool = False


class Chats:
    """Reads and writes the table `chats`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def pause(self, chat_id: int, until: int, *, new_only: bool = False) -> None:
        """Pause a chat until a moment (UTC microseconds), its waiting jobs included, across restarts.

        With `new_only`, existing messages may be edited meanwhile.
        """
        pause = {"chat_id": chat_id, "until": until, "new_only": new_only}
        async with self._database.transaction() as transaction:
            await transaction.rows(PAUSE, pause)
            await transaction.rows(PAUSE_CHAT, pause)

    async def move(self, old: int, new: int) -> None:
        """Move all that is known of a group to the supergroup it became. Repeating the call is harmless."""
        async with self._database.transaction() as transaction:
            for statement in (MOVE, MOVE_CHAT, MOVED):
                await transaction.rows(statement, {"old": old, "new": new, "now": self._clock.now()})
        self._database.changes.notify(State.DRAFT)  # questions are asked anew there

    async def former_ids(self, chat_id: int) -> list[int]:
        """Return the ids of the groups that became this supergroup."""
        rows = await self._database.rows(LIST_FORMER, {"chat_id": chat_id})
        return [int(row["chat_id"]) for row in rows]

    async def find(self, *chat_ids: int) -> dict[int, Chat]:
        """Return what is known of one chat or two, even if that is nothing."""
        rows = await self._database.rows(FIND_CHATS, {"first": chat_ids[0], "last": chat_ids[-1]})
        return {chat_id: Chat(chat_id) for chat_id in chat_ids} | {row["chat_id"]: _chat(row) for row in rows}

    async def get(self, chat_id: int) -> Chat:
        """Return what is known of one chat."""
        return (await self.find(chat_id))[chat_id]

    async def set_preferences(self, chat_id: int, preferences: Preferences, *, language: str) -> None:
        """Store the preferences of a chat; `language` is stored, too, if none is known yet."""
        parameters = {"chat_id": chat_id, "defaults": write(preferences), "language": language}
        await self._database.rows(SET_PREFERENCES, parameters)

    async def set_access(self, chat_id: int, access: Access) -> None:
        """Store an operator's decision on who may order; an allowed chat is told anew when that ends."""
        await self._database.rows(SET_ACCESS, {"chat_id": chat_id, "access": access or None})

    async def set_daily(self, chat_id: int, daily: int | None) -> None:
        """Store an operator's decision on the pictures a day; None for what the settings allow."""
        await self._database.rows(SET_DAILY, {"chat_id": chat_id, "daily": daily})

    async def refuse(self, chat_id: int) -> bool:
        """Note that a chat is told that it may not order. Returns True the first time."""
        return await self._database.row(REFUSE_CHAT, {"chat_id": chat_id}) is not None

    async def forget(self, chat_id: int) -> None:
        """Forget the preferences and the language of a person."""
        async with self._database.transaction() as transaction:
            for statement in (FORGET_CHAT, DROP_EMPTY_CHAT):
                await transaction.rows(statement, {"chat_id": chat_id, "now": self._clock.now()})

    async def paused(self) -> dict[int, Pause]:
        """Return the chats that are rate-limited."""
        rows = await self._database.rows(LIST_PAUSED, {"now": self._clock.now()})
        return {row["chat_id"]: Pause(row["not_before"] or 0, row["no_new_before"]) for row in rows}


def _chat(row: Row) -> Chat:
    return Chat(
        row["chat_id"],
        row["language"] or None,
        read(row["defaults"]),
        row["access"] or "",
        row["daily"],
        bool(row["refused"]),
    )
