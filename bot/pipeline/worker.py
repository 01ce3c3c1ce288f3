"""The loop under every step: claim what is due, run the step for each job, sleep until more is due."""

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
"""What a step may take: it ends before its lease does, so that no job is in two hands. (The submit's lease is
its grace, which is no shorter than a POST's time-out; there the epoch guards.)"""

MAX_STRIKES = 3
"""So often a step may end in a bug, or with the process, before its job is set aside."""

STRIKE_PAUSE = 5.0
"""Seconds after the first strike; four times as long after the second."""


async def retry_until_committed(write: Callable[[], Awaitable[T]]) -> T:
    """Commit what an external call has told us, however long the database refuses.

    Losing it would mean paying or speaking twice. Ends with the step that asked, when that is cancelled.
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
    """What a worker does.

    Attributes:
        name: In logs and metrics.
        run: Does the step for one claimed job. Returns the seconds after which to try again, None if it has committed
            a result.
        set_aside: Ends a job with `MAX_STRIKES`; None where strikes are not counted because something else ends it.
    """

    name: str
    run: Callable[[Job], Awaitable[float | None]]
    set_aside: Callable[[Job], Awaitable[None]] | None = None


class Source(Protocol):
    """Where a worker's jobs come from.

    Attributes:
        state: The state they are in.
        also: States whose commits may make room for more.
    """

    state: State
    also: Sequence[State]

    async def claim(self, limit: int) -> Sequence[Job]:
        """Claim up to `limit` due jobs."""

    async def next_due(self) -> int | None:
        """Return when the next one can be claimed (UTC microseconds); None if there is none."""


class DueJobs:
    """The jobs of one state, as they are due."""

    also: Sequence[State] = ()

    def __init__(self, jobs: Jobs, state: State) -> None:
        self.state = state
        self._jobs = jobs

    async def claim(self, limit: int) -> Sequence[Job]:
        """Claim up to `limit` of them."""
        return await self._jobs.claim(self.state, limit)

    async def next_due(self) -> int | None:
        """Return when the next one is due."""
        return await self._jobs.next_due(self.state)


class Worker:
    """Runs one step for the jobs that are due for it, and for those that are handed on to it.

    Args:
        step: What to do with a job.
        source: Where the jobs come from.
        jobs: Puts them off, counts strikes, and tells what is committed.
        clock: Tells what is due.
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
        """Whether the loop runs."""
        return len(self._loops) > 0

    def start(self) -> None:
        """Start the loop, and take what is handed on."""
        # Who waits for the same lock is in the way: the pauses are short.
        self._loops.repeat(self._step.name, self._turn, pauses=Pauses(1.0, 5.0), sleep=self._listener.wait)
        self._jobs.changes.serve(self._source.state, self)

    async def stop(self, seconds: float) -> None:
        """Claim nothing more, let the steps under way finish, cancel what takes longer."""
        self._stopping = True
        self._listener.wake()
        until = time.monotonic() + seconds
        await self._loops.stop(seconds)  # first: it may just be claiming, and begins with what it gets
        await self._steps.stop(max(until - time.monotonic(), 0.0))

    def cut_off(self) -> None:
        """Cancel the steps under way: what they had claimed is not theirs any more."""
        self._steps.cancel()

    def reserve(self) -> bool:
        """Keep a place for one job. Returns False if there is none."""
        if self._stopping or self._free <= 0:
            return False
        self._reserved += 1
        return True

    def release(self) -> None:
        """Give the place back."""
        self._reserved -= 1
        self._on_step_end()

    def take(self, job: Job) -> None:
        """Begin with a claimed job, in the place that was kept."""
        self._reserved -= 1
        if not self._stopping:  # else its claim is released at the next start
            self._begin(job)

    @property
    def is_free(self) -> bool:
        """Whether it has a place for one more job."""
        return not self._stopping and self._free > 0

    @property
    def _free(self) -> int:
        return self._limit - len(self._steps) - self._reserved

    async def _turn(self) -> float | None:
        if self._stopping:
            return None
        now = self._clock.now()
        self._is_idle = False
        if not 0 <= now - self._looked_at < self._poll * SECOND:  # the clock may have been put back
            self._listener.learn(self._source.state, await self._source.next_due())
            self._looked_at = now
        due = self._listener.next_due(self._source.state)
        is_full = self._free <= 0
        self._wants_place = is_full or (due is not None and due <= now)  # first: a step may end during the claim
        if is_full:
            return self._poll
        if due is not None and due <= now:
            return 0.0 if await self._claim(self._free) else self._seconds_held_up()
        self._is_idle = True
        looks_at = self._looked_at + int(self._poll * SECOND)
        return max((min(due or looks_at, looks_at) - now) / SECOND, 0.005)

    def _wakes_for(self, due_at: int) -> bool:
        """Whether to look at what was committed: not while idle, if it will be looked at in time anyway."""
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
        """Return how long to wait after a claim that brought nothing: until something is committed, at the most."""
        due = self._listener.next_due(self._source.state)
        if due is None or due <= self._looked_at:
            return self._poll
        return min(max((due - self._clock.now()) / SECOND, 0.005), self._poll)  # it may have become due meanwhile

    def _begin(self, job: Job) -> None:
        claim = (job.id, job.epoch)
        self._jobs.working.add(claim)
        task = self._steps.start(self._step.name, self._guarded(job))
        task.add_done_callback(lambda _: self._jobs.working.discard(claim))
        task.add_done_callback(lambda _: self._on_step_end())

    def _on_step_end(self) -> None:
        """Wake the loop when a step ends while more is due: a place is free, or what blocked the claim is gone."""
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
