"""What was done a moment ago, as all processes know it: updates handled, words said. PostgreSQL only."""

from enum import Enum

from bot.clock import SECOND, Clock
from storage.database import Database, Transaction

AT_IT_FOR = 20 * SECOND
"""Whoever began something and died is thought to be at it for so long."""

# No row comes back for what is remembered; what has been forgotten may be begun anew.
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
    """What came of wanting to begin something."""

    NOW = "now"
    DONE = "done"
    UNDER_WAY = "under way"


class Memories:
    """The table `memories`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def begin(self, key: str) -> Begun:
        """Begin something that only one process is to do; `end` or `forget` it."""
        now = self._clock.now()
        begun = {"key": key, "now": now, "until": now + AT_IT_FOR, "holder": self._database.holder}
        if await self._database.row(BEGIN, begun):
            return Begun.NOW
        row = await self._database.row(FIND, {"key": key, "now": now})
        return Begun.DONE if row and row["holder"] is None else Begun.UNDER_WAY

    async def end(self, key: str, lasts: int) -> None:
        """It is done, and is not to be done again for so long (microseconds)."""
        await self._database.rows(END, {"key": key, "until": self._clock.now() + lasts})

    async def forget(self, key: str) -> None:
        """It was not done, and may be begun again."""
        await self._database.rows(FORGET_ONE, {"key": key, "holder": self._database.holder})

    async def reopen(self, key: str) -> None:
        """It was done, and may be begun again."""
        await self._database.rows(FORGET_DONE, {"key": key})

    async def allow(self, key: str, lasts: int) -> bool:
        """Return whether a thing was not done lately; if so, it is now, for so long (microseconds)."""
        now = self._clock.now()
        done = {"key": key, "now": now, "until": now + lasts, "holder": None}
        return await self._database.row(BEGIN, done) is not None

    async def forget_of(self, transaction: Transaction, holder: str) -> None:
        """Forget what a process was at that is dead, or ends."""
        await transaction.rows(FORGET_HELD, {"holder": holder})

    async def forget_old(self) -> None:
        """Forget what need not be remembered."""
        await self._database.rows(FORGET_OLD, {"now": self._clock.now()})
