"""Tracks the processes that share a database: which live, which one leads, and the database's time. PostgreSQL only."""

from dataclasses import dataclass

from bot.clock import SECOND, Clock
from storage.database import Database, Transaction

DEAD_AFTER = 10 * SECOND
"""A process without a heartbeat for this long is dead: others take over its claims."""

SILENT_AFTER = 7 * SECOND
"""A process that could write no heartbeat for this long sends and claims nothing: others may soon take it for dead."""

LEAD_FOR = 4 * SECOND
"""How long a leader leads after a heartbeat."""

LEAD_MARGIN = SECOND
"""The leader stops leading this long before another process may begin."""

REGISTER = """
    INSERT INTO processes (holder, started_at, beat_at, version, key_id)
    VALUES (:holder, :now, :now, :version, :key_id)
    ON CONFLICT (holder) DO UPDATE SET beat_at = excluded.beat_at
"""

# The heartbeat, the leader's role if it is free, and whatever else changes from time to time: one statement a second.
BEAT = """
    WITH beat AS (
        UPDATE processes SET beat_at = :now WHERE holder = :holder RETURNING holder),
    lead AS (
        INSERT INTO roles (name, holder, until) SELECT 'leader', holder, :until FROM beat WHERE :leads
        ON CONFLICT (name) DO UPDATE
        SET holder = excluded.holder, until = excluded.until,
            term = roles.term + CASE WHEN roles.holder = excluded.holder THEN 0 ELSE 1 END
        WHERE roles.holder = excluded.holder OR roles.until <= :now
        RETURNING term)
    SELECT (SELECT count(*) FROM beat) AS beats, (SELECT term FROM lead) AS term,
           (SELECT count(*) FROM processes WHERE beat_at < :dead_before AND holder <> :holder) AS dead,
           (SELECT state FROM locks WHERE name = 'provider') AS provider,
           (SELECT state FROM locks WHERE name = 'schema') AS oldest
"""

LIST_PROCESSES = "SELECT holder, started_at, beat_at, version, key_id FROM processes ORDER BY started_at, holder"

BURY = """
    DELETE FROM processes WHERE holder = :holder AND beat_at < :dead_before RETURNING holder
"""

LEAVE = "DELETE FROM processes WHERE holder = :holder"

STEP_DOWN = "UPDATE roles SET until = 0 WHERE holder = :holder"

GET_TIME = "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT) AS now"


@dataclass(frozen=True, slots=True)
class Process:
    """Describes one process as others see it.

    Attributes:
        holder: The process's name.
        started_at: When it started (UTC microseconds).
        beat_at: When its last heartbeat was (UTC microseconds).
        version: The newest schema that its program knows.
        key_id: Distinguishes its signing keys from others, and reveals nothing else of them.
    """

    holder: str
    started_at: int
    beat_at: int
    version: int
    key_id: str


@dataclass(frozen=True, slots=True)
class Beat:
    """Reports the result of a heartbeat.

    Attributes:
        known: Whether no other process has taken this one for dead.
        leads: Whether this process leads.
        dead: How many other processes are dead.
        provider: The provider's state, as it was stored last; '' if it never was.
        oldest: The oldest schema whose programs may still run.
    """

    known: bool
    leads: bool
    dead: int
    provider: str
    oldest: int


class Processes:
    """Reads and writes the tables `processes` and `roles`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def register(self, version: int, key_id: str) -> None:
        """Register this process."""
        me = {"holder": self._database.holder, "now": self._clock.now(), "version": str(version), "key_id": key_id}
        await self._database.rows(REGISTER, me)

    async def beat(self, *, leads: bool) -> Beat:
        """Write a heartbeat, and take the lead if no other process leads.

        Args:
            leads: Whether this process may lead.
        """
        now = self._clock.now()
        me = {"holder": self._database.holder, "now": now, "until": now + LEAD_FOR, "leads": leads}
        row = await self._database.row(BEAT, me | {"dead_before": now - DEAD_AFTER})
        assert row is not None
        return Beat(row["beats"] > 0, row["term"] is not None, row["dead"], row["provider"], int(row["oldest"] or 0))

    async def living(self) -> list[Process]:
        """Return the living processes, the oldest first."""
        after = self._clock.now() - DEAD_AFTER
        return [process for process in await self._all() if process.beat_at >= after]

    async def dead(self) -> list[Process]:
        """Return the dead processes that have not been removed yet."""
        after = self._clock.now() - DEAD_AFTER
        return [process for process in await self._all() if process.beat_at < after]

    async def bury(self, transaction: Transaction, process: Process) -> bool:
        """Remove a dead process, in the transaction that releases its claims.

        Returns:
            False if the process lives, or another process has removed it.
        """
        dead = {"holder": process.holder, "dead_before": self._clock.now() - DEAD_AFTER}
        return await transaction.row(BURY, dead) is not None

    async def leave(self) -> None:
        """Give up the lead and unregister this process, which ends in an orderly way."""
        for statement in (STEP_DOWN, LEAVE):
            await self._database.rows(statement, {"holder": self._database.holder})

    async def time(self) -> int:
        """Return the time of the database's clock (UTC microseconds)."""
        row = await self._database.row(GET_TIME, {})
        return int(row["now"]) if row else 0

    async def _all(self) -> list[Process]:
        rows = await self._database.rows(LIST_PROCESSES, {})
        return [
            Process(row["holder"], row["started_at"], row["beat_at"], int(row["version"]), row["key_id"])
            for row in rows
        ]
