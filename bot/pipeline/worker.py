"""The loop under every step: claim what is due, run the step for each, sleep until more is due."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Literal, TypeVar

import structlog

from bot.clock import SECOND, Clock
from bot.errors import TransientError
from bot.job import Job
from bot.metrics import Metrics
from bot.tasks import Pauses, Tasks
from storage.jobs import LEASE

log = structlog.get_logger(__name__)

T = TypeVar("T")

STEP_SECONDS = LEASE / SECOND - 30.0
"""What a step may take: it ends before its lease does, so that no job is in two hands. (The submit's lease is
its grace, which is no shorter than a POST's time-out; there the epoch guards.)"""

LONGEST_SLEEP = 5.0
"""Seconds after which a loop looks even if nobody rang."""


async def insist(write: Callable[[], Awaitable[T]]) -> T:
    """Commit what an external call has told us, however long the database refuses.

    Losing it would mean paying or speaking twice. Ends with the step that asked, when that is cut off.
    """
    pauses = Pauses(0.1, 5.0)
    while True:
        try:
            return await write()
        except TransientError as exc:
            log.warning("write_held_up", error=str(exc))
        await asyncio.sleep(pauses.next())


MAX_STRIKES = 3
"""So often a step may end in a bug, or with the process, before its job is set aside."""

STRIKE_PAUSE = 5.0
"""Seconds after the first strike; four times as long after the second."""

Step = Callable[[Job], Awaitable[float | None]]
"""What to do with a job. Returns the seconds after which to try again, None if it has committed a result."""

WorkerName = Literal["draft", "announce", "submit", "deliver", "sweep-submitting", "sweep-submitted"]
WatchName = Literal["sweep", "line", "forget", "erase"]


class Bells:
    """One bell for each worker and watch, by name: rung after a commit that gives it something to do."""

    def __init__(self) -> None:
        self._bells: dict[WorkerName | WatchName, asyncio.Event] = defaultdict(asyncio.Event)

    def ring(self, worker: WorkerName | WatchName) -> None:
        """Wake a worker or watch now."""
        self._bells[worker].set()

    async def wait(self, worker: WorkerName | WatchName, seconds: float) -> None:
        """Return when rung, or after `seconds`."""
        bell = self._bells[worker]
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await bell.wait()
        bell.clear()


class Worker:
    """Runs one step for the jobs that are due for it.

    Args:
        name: The step's name, and its bell's.
        claim: Takes up to so many due jobs.
        step: What to do with one of them.
        put_off: Makes a job due for the same step again, so many microseconds later.
        strike: Counts a step that ended in a bug, and makes the job due again so many microseconds later.
        set_aside: Ends a job with `MAX_STRIKES`; None where something else does.
        next_due: When to look again (UTC microseconds), None if only a bell can bring work.
        limit: Steps under way at once.
    """

    def __init__(
        self,
        name: WorkerName,
        *,
        claim: Callable[[int], Awaitable[Sequence[Job]]],
        step: Step,
        put_off: Callable[[Job, int], Awaitable[bool]],
        next_due: Callable[[], Awaitable[int | None]],
        limit: int,
        bells: Bells,
        clock: Clock,
        metrics: Metrics,
        strike: Callable[[Job, int], Awaitable[bool]] | None = None,
        set_aside: Callable[[Job], Awaitable[None]] | None = None,
    ) -> None:
        self.name = name
        self._strike = strike
        self._set_aside = set_aside
        self._claim = claim
        self._step = step
        self._put_off = put_off
        self._next_due = next_due
        self._limit = limit
        self._bells = bells
        self._clock = clock
        self._metrics = metrics
        self._steps = Tasks(metrics)
        self._loops = Tasks(metrics)
        self._stopping = False

    @property
    def alive(self) -> bool:
        """Whether the loop runs."""
        return len(self._loops) > 0

    def start(self) -> None:
        """Start the loop."""
        # Who waits for the same lock is in the way: the pauses are short.
        self._loops.repeat(
            self.name, self._turn, pauses=Pauses(1.0, LONGEST_SLEEP), sleep=partial(self._bells.wait, self.name)
        )

    async def stop(self, seconds: float) -> None:
        """Claim nothing more, let the steps under way finish, cut off what takes longer."""
        self._stopping = True
        self._bells.ring(self.name)
        await asyncio.gather(self._loops.stop(seconds), self._steps.stop(seconds))

    async def _turn(self) -> float | None:
        if self._stopping:
            return None
        return 0.0 if await self._claim_some() else await self._seconds_to_sleep()

    async def _claim_some(self) -> bool:
        free = self._limit - len(self._steps)
        if free <= 0:
            return False
        jobs = await self._claim(free)
        for job in jobs:
            task = self._steps.start(self.name, self._guarded(job))
            task.add_done_callback(lambda _: self._bells.ring(self.name))
        return bool(jobs)

    async def _seconds_to_sleep(self) -> float:
        if len(self._steps) >= self._limit:
            return LONGEST_SLEEP
        due = await self._next_due()
        if due is None:
            return LONGEST_SLEEP
        return min(max((due - self._clock.now()) / SECOND, 0.005), LONGEST_SLEEP)

    async def _guarded(self, job: Job) -> None:
        try:
            async with asyncio.timeout(STEP_SECONDS):
                if self._set_aside and job.strikes >= MAX_STRIKES:
                    log.error("job_set_aside", worker=self.name, job=job.id, strikes=job.strikes)
                    await self._set_aside(job)
                    return
                again = await self._step(job)
                if again is not None:
                    self._metrics.retries.labels(self.name).inc()
                    await insist(lambda: self._put_off(job, int(again * SECOND)))
                return
        except TimeoutError:
            log.warning("step_cut_off", worker=self.name, job=job.id)
        except Exception:
            log.exception("step_bug", worker=self.name, job=job.id)
            self._metrics.bugs.labels(self.name).inc()
        if strike := self._strike:
            pause = STRIKE_PAUSE * 4 ** min(job.strikes, MAX_STRIKES)
            await insist(lambda: strike(job, int(pause * SECOND)))
