"""Stores the switches of operators, for the whole bot. A switch is on while its row exists."""

from bot.clock import Clock
from storage.database import Database

IS_ON = "SELECT name FROM switches WHERE name = :name"

# These return no row if the switch is on, or off, already.
SWITCH_ON = "INSERT INTO switches (name, at) VALUES (:name, :now) ON CONFLICT (name) DO NOTHING RETURNING name"

SWITCH_OFF = "DELETE FROM switches WHERE name = :name RETURNING name"


class Switches:
    """Reads and writes the table `switches`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def is_on(self, name: str) -> bool:
        """Return whether a switch is on; at first all are off."""
        return await self._database.row(IS_ON, {"name": name}) is not None

    async def set(self, name: str, *, on: bool) -> bool:
        """Turn a switch on or off. Returns True if that changed anything."""
        statement = SWITCH_ON if on else SWITCH_OFF
        return await self._database.row(statement, {"name": name, "now": self._clock.now()}) is not None
