"""The processes that share a database: who lives, who leads, what the database's clock says. PostgreSQL only."""

from dataclasses import dataclass

from bot.clock import SECOND, Clock
from storage.database import Database, Transaction

DEAD_AFTER = 10 * SECOND
"""Whoever has given no sign of life for so long is dead: others take over what it had claimed."""

SILENT_AFTER = 7 * SECOND
"""Whoever could give none for so long says and claims nothing: it may be taken for dead soon."""

LEAD_FOR = 4 * SECOND
"""A leader leads for so long after each sign of life."""

LEAD_MARGIN = SECOND
"""It stops so long before another one may begin."""

REGISTER = """
    INSERT INTO processes (holder, started_at, beat_at, version, key_id)
    VALUES (:holder, :now, :now, :version, :key_id)
    ON CONFLICT (holder) DO UPDATE SET beat_at = excluded.beat_at
"""

# A sign of life, the leader's role if it can be had, and what else changes from time to time: one statement a second.
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
    """One process, as others see it.

    Attributes:
        holder: Its name.
        started_at: When it started (UTC microseconds).
        beat_at: Its last sign of life.
        version: The schema its program knows.
        key_id: Tells its signing keys from others, and nothing else.
    """

    holder: str
    started_at: int
    beat_at: int
    version: int
    key_id: str


@dataclass(frozen=True, slots=True)
class Beat:
    """What came of a sign of life.

    Attributes:
        known: Nobody has taken this process for dead.
        leads: It leads.
        dead: How many others are dead.
        provider: The provider's state, as it was stored last; '' if it never was.
        oldest: The oldest schema whose programs may still run.
    """

    known: bool
    leads: bool
    dead: int
    provider: str
    oldest: int


class Processes:
    """The tables `processes` and `roles`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def register(self, version: int, key_id: str) -> None:
        """Say that this process is there."""
        me = {"holder": self._database.holder, "now": self._clock.now(), "version": str(version), "key_id": key_id}
        await self._database.rows(REGISTER, me)

    async def beat(self, *, leads: bool) -> Beat:
        """Give a sign of life, and lead if nobody else does.

        Args:
            leads: Whether this process may lead.
        """
        now = self._clock.now()
        me = {"holder": self._database.holder, "now": now, "until": now + LEAD_FOR, "leads": leads}
        row = await self._database.row(BEAT, me | {"dead_before": now - DEAD_AFTER})
        assert row is not None
        return Beat(row["beats"] > 0, row["term"] is not None, row["dead"], row["provider"], int(row["oldest"] or 0))

    async def living(self) -> list[Process]:
        """Return the processes that live, the oldest first."""
        after = self._clock.now() - DEAD_AFTER
        return [process for process in await self._all() if process.beat_at >= after]

    async def dead(self) -> list[Process]:
        """Return those that do not, and have not been buried."""
        after = self._clock.now() - DEAD_AFTER
        return [process for process in await self._all() if process.beat_at < after]

    async def bury(self, transaction: Transaction, process: Process) -> bool:
        """Note that somebody has seen to what a dead process had claimed: true together with that.

        Returns:
            False if it lives, or somebody else has.
        """
        dead = {"holder": process.holder, "dead_before": self._clock.now() - DEAD_AFTER}
        return await transaction.row(BURY, dead) is not None

    async def leave(self) -> None:
        """This process ends, in order."""
        for statement in (STEP_DOWN, LEAVE):
            await self._database.rows(statement, {"holder": self._database.holder})

    async def time(self) -> int:
        """Return what the database's clock says (UTC microseconds)."""
        row = await self._database.row(GET_TIME, {})
        return int(row["now"]) if row else 0

    async def _all(self) -> list[Process]:
        rows = await self._database.rows(LIST_PROCESSES, {})
        return [
            Process(row["holder"], row["started_at"], row["beat_at"], int(row["version"]), row["key_id"])
            for row in rows
        ]
