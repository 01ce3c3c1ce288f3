"""Stores requests to be forgotten until they are fulfilled and reported, across restarts."""

import asyncio
from dataclasses import asdict, dataclass

from bot.clock import Clock
from storage.changes import ERASURES
from storage.database import Database
from storage.erased import ErasedList

# A second request only changes where the answer goes.
NOTE_ERASURE = """
    INSERT INTO erasures (person_id, message_id, language) VALUES (:person_id, :message_id, :language)
    ON CONFLICT (person_id) DO UPDATE SET message_id = excluded.message_id, language = excluded.language
"""

LIST_ERASURES = "SELECT person_id, message_id, language FROM erasures ORDER BY person_id"

END_ERASURE = "DELETE FROM erasures WHERE person_id = :person_id AND message_id = :message_id"


@dataclass(frozen=True, slots=True)
class Erasure:
    """Represents a request to be forgotten.

    Attributes:
        person_id: The person; also the id of the person's private chat.
        message_id: The bot's message there that asked, and will report the fulfilment.
        language: The language of that message.
    """

    person_id: int
    message_id: int
    language: str


class Erasures:
    """Reads and writes the table `erasures`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._list = ErasedList(database.path) if database.path else None

    async def note(self, erasure: Erasure) -> None:
        """Store that a person wants to be forgotten, here and in backups that are restored."""
        if self._list:
            await asyncio.to_thread(self._list.add, erasure.person_id, self._clock.now())
        await self._database.rows(NOTE_ERASURE, asdict(erasure))
        self._database.changes.notify(ERASURES)

    async def pending(self) -> list[Erasure]:
        """Return the requests that are not fulfilled."""
        rows = await self._database.rows(LIST_ERASURES, {})
        return [Erasure(row["person_id"], row["message_id"], row["language"]) for row in rows]

    async def end(self, erasure: Erasure) -> None:
        """Delete a request that is fulfilled and reported."""
        parameters = {"person_id": erasure.person_id, "message_id": erasure.message_id}
        await self._database.rows(END_ERASURE, parameters)
