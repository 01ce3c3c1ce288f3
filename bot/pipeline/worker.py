"""Runs the loop of every step: claims the jobs that are due, runs the step for each, sleeps until more are due."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import structlog

from bot.clock import SECOND, Clock
from bot.errors import TransientError
from bot.job import Job, State
from bot.metrics import Metrics
from bot.tasks import Pauses, Tasks
from storage.claims import LEASE
from storage.jobs import Jobs

log = structlog.get_logger(__name__)

T = TypeVar("T")

STEP_SECONDS = LEASE / SECOND - 30.0
"""Seconds that a step may take: it ends before its lease does, so that no two workers have the same job. (The lease
of a submit is its grace period, which is no shorter than the timeout of a POST; there, the epoch protects the job.)"""

MAX_STRIKES = 3
"""How often a step may end in a bug, or with the process, before its job is set aside."""

STRIKE_PAUSE = 5.0
"""Seconds after the first strike; four times as long after the second."""


async def retry_until_committed(write: Callable[[], Awaitable[T]]) -> T:
    """Commit the result of an external call, however long the database refuses.

    A lost result would mean paying or sending twice. The retries end when the calling step is cancelled.
    """
    pauses = Pauses(0.1, 5.0)
    while True:
        try:
            return await write()
        except TransientError as exc:
            log.warning("write_held_up", error=str(exc))
        await asyncio.sleep(pauses.next())


@dataclass(frozen=True, slots=True)
class Step:
    """Describes what a worker does.

    Attributes:
        name: The name in logs and metrics.
        run: Runs the step for one claimed job. Returns the seconds after which to retry, None if a result has been
            committed.
        set_aside: Ends a job with `MAX_STRIKES`; None where strikes are not counted because something else ends it.
    """

    name: str
    run: Callable[[Job], Awaitable[float | None]]
    set_aside: Callable[[Job], Awaitable[None]] | None = None


class Source(Protocol):
    """Provides a worker with jobs.

    Attributes:
        state: The state of the jobs.
        also: States whose commits may make room for more.
    """

    state: State
    also: Sequence[State]

    async def claim(self, limit: int) -> Sequence[Job]:
        """Claim up to `limit` due jobs."""

    async def next_due(self) -> int | None:
        """Return when the next job can be claimed (UTC microseconds); None if there is none."""


class DueJobs:
    """Provides the jobs of one state when they are due."""

    also: Sequence[State] = ()

    def __init__(self, jobs: Jobs, state: State) -> None:
        self.state = state
        self._jobs = jobs

    async def claim(self, limit: int) -> Sequence[Job]:
        """Claim up to `limit` jobs that are due."""
        return await self._jobs.claim(self.state, limit)

    async def next_due(self) -> int | None:
        """Return when the next job is due."""
        return await self._jobs.next_due(self.state)


class Worker:
    """Runs one step for the jobs that are due for it, and for those that are handed over to it.

    Args:
        step: The step to run.
        source: Provides the jobs.
        jobs: Postpones jobs, counts strikes, and notifies of commits.
        clock: Decides what is due.
        metrics: Counts retries and bugs.
        limit: Steps under way at once.
    """

    def __init__(self, step: Step, source: Source, jobs: Jobs, clock: Clock, metrics: Metrics, *, limit: int) -> None:
        self._step = step
        self._source = source
        self._jobs = jobs
        self._clock = clock
        self._metrics = metrics
        self._limit = limit
        self._poll = jobs.changes.poll_seconds
        self._listener = jobs.changes.listen(source.state, *source.also, wakes_for=self._wakes_for)
        self._looked_at = 0
        self._reserved = 0
        self._wants_place = False
        self._is_idle = False
        self._steps = Tasks(metrics)
        self._loops = Tasks(metrics)
        self._stopping = False

    @property
    def alive(self) -> bool:
        """Return whether the loop runs."""
        return len(self._loops) > 0

    def start(self) -> None:
        """Start the loop, and accept jobs that are handed over."""
        # A turn may fail because another process has locked the database for a moment: the pauses are short.
        self._loops.repeat(self._step.name, self._turn, pauses=Pauses(1.0, 5.0), sleep=self._listener.wait)
        self._jobs.changes.serve(self._source.state, self)

    async def stop(self, seconds: float) -> None:
        """Claim no more jobs, finish the steps under way within `seconds`, then cancel."""
        self._stopping = True
        self._listener.wake()
        until = time.monotonic() + seconds
        await self._loops.stop(seconds)  # first: it may be claiming, and starts the jobs it gets
        await self._steps.stop(max(until - time.monotonic(), 0.0))

    def cut_off(self) -> None:
        """Cancel the steps under way: their claims belong to other processes now."""
        self._steps.cancel()

    def reserve(self) -> bool:
        """Reserve a place for one job. Returns False if there is none."""
        if self._stopping or self._free <= 0:
            return False
        self._reserved += 1
        return True

    def release(self) -> None:
        """Release a reserved place."""
        self._reserved -= 1
        self._on_step_end()

    def take(self, job: Job) -> None:
        """Start a claimed job, in the reserved place."""
        self._reserved -= 1
        if not self._stopping:  # otherwise its claim is released when the process ends, or starts again
            self._begin(job)

    @property
    def is_free(self) -> bool:
        """Return whether there is a place for one more job."""
        return not self._stopping and self._free > 0

    @property
    def _free(self) -> int:
        return self._limit - len(self._steps) - self._reserved

    async def _turn(self) -> float | None:
        if self._stopping:
            return None
        now = self._clock.now()
        self._is_idle = False
        if not 0 <= now - self._looked_at < self._poll * SECOND:  # the clock may have been set back
            self._listener.learn(self._source.state, await self._source.next_due())
            self._looked_at = now
        due = self._listener.next_due(self._source.state)
        is_full = self._free <= 0
        self._wants_place = is_full or (due is not None and due <= now)  # set first: a step may end during the claim
        if is_full:
            return self._poll
        if due is not None and due <= now:
            return 0.0 if await self._claim(self._free) else self._seconds_held_up()
        self._is_idle = True
        looks_at = self._looked_at + int(self._poll * SECOND)
        return max((min(due or looks_at, looks_at) - now) / SECOND, 0.005)

    def _wakes_for(self, due_at: int) -> bool:
        """Return whether a commit must wake the loop: not while it is idle, if it polls in time anyway."""
        return not self._is_idle or due_at < self._clock.now() + self._poll * SECOND

    async def _claim(self, wanted: int) -> bool:
        state = self._source.state
        self._looked_at = self._clock.now()
        self._listener.forget(state)
        try:
            jobs = await self._source.claim(wanted)
            for job in jobs:
                self._begin(job)
            due = self._looked_at if len(jobs) == wanted else await self._source.next_due()
        except BaseException:
            self._listener.learn(state, 0)
            raise
        self._listener.learn(state, due)
        return bool(jobs)

    def _seconds_held_up(self) -> float:
        """Return the seconds to wait after a claim that brought nothing; a commit ends the wait earlier."""
        due = self._listener.next_due(self._source.state)
        if due is None or due <= self._looked_at:
            return self._poll
        return min(max((due - self._clock.now()) / SECOND, 0.005), self._poll)  # a job may have become due meanwhile

    def _begin(self, job: Job) -> None:
        claim = (job.id, job.epoch)
        self._jobs.working.add(claim)
        task = self._steps.start(self._step.name, self._guarded(job))
        task.add_done_callback(lambda _: self._jobs.working.discard(claim))
        task.add_done_callback(lambda _: self._on_step_end())

    def _on_step_end(self) -> None:
        """Wake the loop when a step ends while more is due: a place is free, or the claim is not blocked any more."""
        if self._wants_place:
            self._wants_place = False
            self._listener.wake()

    async def _guarded(self, job: Job) -> None:
        step = self._step
        try:
            async with asyncio.timeout(STEP_SECONDS):
                if step.set_aside and job.strikes >= MAX_STRIKES:
                    log.error("job_set_aside", worker=step.name, job=job.id, strikes=job.strikes)
                    await step.set_aside(job)
                    return
                again = await step.run(job)
                if again is not None:
                    self._metrics.retries.labels(step.name).inc()
                    await retry_until_committed(lambda: self._jobs.postpone(job, int(again * SECOND)))
                return
        except TimeoutError:
            log.warning("step_cut_off", worker=step.name, job=job.id)
        except Exception:
            log.exception("step_bug", worker=step.name, job=job.id)
            self._metrics.bugs.labels(step.name).inc()
        if step.set_aside:
            pause = STRIKE_PAUSE * 4 ** min(job.strikes, MAX_STRIKES)
            await retry_until_committed(lambda: self._jobs.strike(job, int(pause * SECOND)))
