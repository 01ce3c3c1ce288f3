"""Who wants to be forgotten, and is not yet: noted until it is done and told, restarts included."""

import asyncio
from dataclasses import asdict, dataclass

from bot.clock import Clock
from storage.changes import ERASURES
from storage.database import Database
from storage.erased import ErasedList

# Asking twice changes where the answer goes, nothing else.
NOTE_ERASURE = """
    INSERT INTO erasures (person_id, message_id, language) VALUES (:person_id, :message_id, :language)
    ON CONFLICT (person_id) DO UPDATE SET message_id = excluded.message_id, language = excluded.language
"""

LIST_ERASURES = "SELECT person_id, message_id, language FROM erasures ORDER BY person_id"

END_ERASURE = "DELETE FROM erasures WHERE person_id = :person_id AND message_id = :message_id"


@dataclass(frozen=True, slots=True)
class Erasure:
    """A wish to be forgotten.

    Attributes:
        person_id: Whose; also their private chat's id.
        message_id: The bot's message there that asked, and will say that it is done.
        language: In which.
    """

    person_id: int
    message_id: int
    language: str


class Erasures:
    """The table `erasures`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._list = ErasedList(database.path) if database.path else None

    async def note(self, erasure: Erasure) -> None:
        """Store that somebody wants to be forgotten, here and in backups that are restored."""
        if self._list:
            await asyncio.to_thread(self._list.add, erasure.person_id, self._clock.now())
        await self._database.rows(NOTE_ERASURE, asdict(erasure))
        self._database.changes.notify(ERASURES)

    async def pending(self) -> list[Erasure]:
        """Return those that are not done."""
        rows = await self._database.rows(LIST_ERASURES, {})
        return [Erasure(row["person_id"], row["message_id"], row["language"]) for row in rows]

    async def end(self, erasure: Erasure) -> None:
        """Note that one is done and told."""
        parameters = {"person_id": erasure.person_id, "message_id": erasure.message_id}
        await self._database.rows(END_ERASURE, parameters)
