"""Remembers for all processes what was done lately: updates handled, messages sent. PostgreSQL only."""

from enum import Enum

from bot.clock import SECOND, Clock
from storage.database import Database, Transaction

AT_IT_FOR = 20 * SECOND
"""How long a process that began something and died is assumed to be still at work on it."""

# Returns no row for a key that is remembered; an expired key may be begun anew.
BEGIN = """
    INSERT INTO memories (key, until, holder) VALUES (:key, :until, :holder)
    ON CONFLICT (key) DO UPDATE SET until = excluded.until, holder = excluded.holder WHERE memories.until <= :now
    RETURNING key
"""

FIND = "SELECT holder FROM memories WHERE key = :key AND until > :now"

END = "UPDATE memories SET until = :until, holder = NULL WHERE key = :key"

FORGET_ONE = "DELETE FROM memories WHERE key = :key AND holder = :holder"

FORGET_DONE = "DELETE FROM memories WHERE key = :key AND holder IS NULL"

FORGET_HELD = "DELETE FROM memories WHERE holder = :holder"

FORGET_OLD = "DELETE FROM memories WHERE until <= :now"


class Begun(Enum):
    """Names the results of `Memories.begin`."""

    NOW = "now"
    DONE = "done"
    UNDER_WAY = "under way"


class Memories:
    """Reads and writes the table `memories`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def begin(self, key: str) -> Begun:
        """Begin the work named `key`, which only one process is to do; `end` or `forget` must follow."""
        now = self._clock.now()
        begun = {"key": key, "now": now, "until": now + AT_IT_FOR, "holder": self._database.holder}
        if await self._database.row(BEGIN, begun):
            return Begun.NOW
        row = await self._database.row(FIND, {"key": key, "now": now})
        return Begun.DONE if row and row["holder"] is None else Begun.UNDER_WAY

    async def end(self, key: str, lasts: int) -> None:
        """Note that the work named `key` is done, and is not to be done again for `lasts` microseconds."""
        await self._database.rows(END, {"key": key, "until": self._clock.now() + lasts})

    async def forget(self, key: str) -> None:
        """Note that the work named `key` was not done, and may be begun again."""
        await self._database.rows(FORGET_ONE, {"key": key, "holder": self._database.holder})

    async def reopen(self, key: str) -> None:
        """Note that the work named `key`, which was done, may be begun again."""
        await self._database.rows(FORGET_DONE, {"key": key})

    async def allow(self, key: str, lasts: int) -> bool:
        """Return whether the work named `key` was not done lately; if so, note it as done for `lasts` microseconds."""
        now = self._clock.now()
        done = {"key": key, "now": now, "until": now + lasts, "holder": None}
        return await self._database.row(BEGIN, done) is not None

    async def forget_of(self, transaction: Transaction, holder: str) -> None:
        """Forget the unfinished work of a process that is dead, or ends."""
        await transaction.rows(FORGET_HELD, {"holder": holder})

    async def forget_old(self) -> None:
        """Delete the keys that have expired."""
        await self._database.rows(FORGET_OLD, {"now": self._clock.now()})
