"""Runs a process among others on one database: heartbeats, leadership, dead processes' claims, a common clock."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import takewhile
from typing import TypeVar

import structlog

from bot.clock import SECOND, Clock
from bot.errors import TransientError
from bot.metrics import Metrics
from bot.pipeline.worker import retry_until_committed
from bot.tasks import Pauses, Tasks
from storage.database import Database, StorageError
from storage.jobs import Jobs
from storage.memories import Memories
from storage.migrate import migrate, missing_in, newest_version
from storage.processes import DEAD_AFTER, LEAD_FOR, LEAD_MARGIN, SILENT_AFTER, Beat, Process, Processes
from storage.turns import Turns

log = structlog.get_logger(__name__)

BEAT_EVERY = 1.0
"""Seconds between two heartbeats."""

BEAT_SECONDS = 3.0
"""Seconds that a heartbeat may take."""

CLOCK_EVERY = 60 * SECOND
TIDY_EVERY = 60 * SECOND

EXACT = SECOND // 5
"""Microseconds that reading the database's clock may take: a slower answer is ignored, except the first."""


T = TypeVar("T")


async def until_there(open_at: Callable[[], Awaitable[T]], *, is_shared: bool) -> T:
    """Open the database; wait for one that several processes share, because it may start later than they do."""
    pauses = Pauses(0.5, 5.0)
    while True:
        try:
            return await open_at()
        except TransientError as exc:
            if not is_shared:
                raise
            log.warning("database_awaited", error=str(exc))
        await asyncio.sleep(pauses.next())


class Presence:
    """Represents a process to the others that share its database. Call `join`, `start`, then `stop`.

    Args:
        key_ids: Identify the signing keys of this process.
        on_beat: Called with the result of each heartbeat.
        on_death: Called when other processes have taken this one for dead: its claims are theirs.
    """

    def __init__(
        self,
        database: Database,
        jobs: Jobs,
        clock: Clock,
        metrics: Metrics,
        *,
        key_ids: frozenset[str],
        on_beat: Callable[[Beat], None],
        on_death: Callable[[], None],
    ) -> None:
        self._database = database
        self._processes = Processes(database, clock)
        self._memories = Memories(database, clock)
        self._turns = Turns(database, clock)
        self._jobs = jobs
        self._clock = clock
        self._key_ids = key_ids
        self._on_beat = on_beat
        self._on_death = on_death
        self._beaten_at = self._set_at = self._tidied_at = 0
        self._bury_after = 0
        self._stopping = False
        self._version = newest_version(database.migrations)
        self._barred = asyncio.Event()
        self._tasks = Tasks(metrics)

    async def set_clock(self) -> None:
        """Follow the database's clock: the processes' own clocks may be seconds apart.

        Raises:
            TransientError: The database does not answer.
        """
        before = self._clock.now()
        told = await self._processes.time()
        took = self._clock.now() - before
        if took < EXACT or not self._set_at:
            self._clock.follow(told + took // 2)
        self._set_at = self._clock.now()

    async def fit_in(self) -> None:
        """Check the database and the living processes, before anything is changed.

        Raises:
            StorageError: The database is another program's, or another process signs its addresses with other keys.
            TransientError: A process runs that could not continue after the migrations, or the database is away.
        """
        await self._database.require_ours()
        if not await self._database.has_table("processes"):
            return
        living = await self._processes.living()
        self._require_same_keys(living)
        oldest = max((migration.oldest for migration in await missing_in(self._database)), default=0)
        if older := sum(process.version < oldest for process in living):
            raise TransientError(f"the schema is changed when the older processes that still run have ended: {older}")

    async def join(self) -> None:
        """Register this process, once the schema exists.

        Raises:
            StorageError: This program may not run any more, or has other keys than one that began at the same moment.
            TransientError: The database does not answer.
        """
        await self._register()
        try:
            living = await self._processes.living()
            self._require_same_keys([*takewhile(lambda process: process.holder != self._database.holder, living)])
            await self._turn()
            self._require_allowed()
        except StorageError:
            await self._processes.leave()
            raise

    async def enter(self) -> None:
        """Follow the database's clock, migrate its schema, register and start, as soon as the database answers."""
        for do in (self.set_clock, self.fit_in, self._migrate, self.join):
            await retry_until_committed(do)
        self.start()

    async def until_barred(self) -> None:
        """Wait for ever, unless another process changes the schema so that this program may not continue.

        Raises:
            StorageError: This program may not run on the schema any more.
        """
        await self._barred.wait()
        self._require_allowed()

    def start(self) -> None:
        """Send heartbeats in a task of its own."""
        self._tasks.repeat("presence", self._turn, pauses=Pauses(0.25, 1.0))

    def resign(self) -> None:
        """Give up leadership: this process is about to end."""
        self._stopping = True
        self._database.standing.leads_until = 0

    async def stop(self) -> None:
        """Release everything that this process has claimed or begun, and unregister."""
        self.resign()
        await self._tasks.stop()
        self._database.standing.acts_until = 0
        async with self._database.transaction() as transaction:
            await self._jobs.release_held(transaction, self._database.holder)
            await self._memories.forget_of(transaction, self._database.holder)
        await self._processes.leave()

    def _require_same_keys(self, others: list[Process]) -> None:
        if any(self._key_ids.isdisjoint(process.key_id.split(",")) for process in others):
            raise StorageError(
                "another process on this database has a different SECRET_KEY: all of them need the same one"
            )

    def _require_allowed(self) -> None:
        if self._barred.is_set():
            raise StorageError(
                f"{self._database.name} has a schema on which this Huabot may not run any more: install the newer one"
            )

    async def _migrate(self) -> None:
        await migrate(self._database, self._clock)

    async def _register(self) -> None:
        await self._processes.register(self._version, ",".join(sorted(self._key_ids)))

    async def _turn(self) -> float | None:
        began = self._clock.now()
        try:
            async with asyncio.timeout(BEAT_SECONDS):
                beat = await self._processes.beat(leads=not self._stopping)
        except TimeoutError:
            raise TransientError("the database is slow to answer") from None
        if beat.oldest > self._version:  # a newer program has changed the schema while this one was away
            self._database.standing.acts_until = 0
            self._barred.set()
            return None
        if began - self._beaten_at > DEAD_AFTER // 3:  # after an absence, a process cannot tell who is dead
            self._bury_after = began + DEAD_AFTER
        if not beat.known:
            log.warning("taken_for_dead")
            self._on_death()
            await self._register()
        self._beaten_at = began
        standing = self._database.standing
        standing.acts_until = began + SILENT_AFTER
        standing.leads_until = began + LEAD_FOR - LEAD_MARGIN if beat.leads and not self._stopping else 0
        self._on_beat(beat)
        if beat.dead and began >= self._bury_after:
            await self._bury()
        await self._jobs.release_lost()
        if began - self._set_at > CLOCK_EVERY:
            await self.set_clock()
        if beat.leads and began - self._tidied_at > TIDY_EVERY:
            self._tidied_at = began
            await self._turns.forget()
            await self._memories.forget_old()
        return BEAT_EVERY

    async def _bury(self) -> None:
        """Release the claims of dead processes. If this process dies meanwhile, they are left to the others."""
        for process in await self._processes.dead():
            async with self._database.transaction() as transaction:
                if not await self._processes.bury(transaction, process):
                    continue
                await self._jobs.release_held(transaction, process.holder)
                await self._memories.forget_of(transaction, process.holder)
            log.warning("process_dead", holder=process.holder)
