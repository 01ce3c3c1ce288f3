"""What operators have switched, for the whole bot. A switch is on while its row is there."""

from bot.clock import Clock
from storage.database import Database

IS_ON = "SELECT name FROM switches WHERE name = :name"

# No row comes back for what is on, or off, already.
SWITCH_ON = "INSERT INTO switches (name, at) VALUES (:name, :now) ON CONFLICT (name) DO NOTHING RETURNING name"

SWITCH_OFF = "DELETE FROM switches WHERE name = :name RETURNING name"


class Switches:
    """The table `switches`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def is_on(self, name: str) -> bool:
        """Return whether this is switched on; at first everything is off."""
        return await self._database.row(IS_ON, {"name": name}) is not None

    async def set(self, name: str, *, on: bool) -> bool:
        """Switch something on or off. Returns True if that changed anything."""
        statement = SWITCH_ON if on else SWITCH_OFF
        return await self._database.row(statement, {"name": name, "now": self._clock.now()}) is not None
