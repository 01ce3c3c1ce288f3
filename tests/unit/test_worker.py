"""The loop under the steps."""

import asyncio
from collections.abc import Sequence

from bot.job import Job, State
from bot.metrics import Metrics
from bot.pipeline.worker import Step, Worker
from sandbox.patience import PATIENCE
from storage.jobs import Jobs
from tests.support.manual_clock import ManualClock
from tests.support.orders import accepted


class SlowSource:
    """Has one job, and lets whoever claims it wait."""

    state = State.ACCEPTED
    also: Sequence[State] = ()

    def __init__(self, job: Job) -> None:
        self._job = job
        self.asked, self.given = asyncio.Event(), asyncio.Event()

    async def claim(self, _limit: int) -> Sequence[Job]:
        self.asked.set()
        await self.given.wait()
        return [self._job]

    async def next_due(self) -> int | None:
        return None


async def test_what_is_claimed_while_it_is_told_to_stop_is_done_before_it_has_stopped(
    jobs: Jobs, clock: ManualClock
) -> None:
    ordered = await accepted(jobs)
    source, done = SlowSource(ordered), list[Job]()

    async def run(job: Job) -> None:
        await asyncio.sleep(0.01)
        done.append(job)

    worker = Worker(Step("step", run), source, jobs, clock, Metrics(), limit=1)
    worker.start()
    async with asyncio.timeout(PATIENCE):
        await source.asked.wait()
        stopping = asyncio.create_task(worker.stop(PATIENCE))
        await asyncio.sleep(0.01)
        source.given.set()
        await stopping
    assert done == [ordered]


class JustDue:
    """Has a job that becomes due between a claim and the question for the next one."""

    state = State.ACCEPTED
    also: Sequence[State] = ()

    def __init__(self, job: Job, clock: ManualClock) -> None:
        self._jobs, self._clock = [[], [job]], clock

    async def claim(self, _limit: int) -> Sequence[Job]:
        return self._jobs.pop(0) if self._jobs else []

    async def next_due(self) -> int | None:
        due = self._clock.now() + 1_000
        self._clock.advance(1.0)
        return due if self._jobs else None


async def test_what_becomes_due_while_the_worker_looks_is_claimed_at_once(jobs: Jobs, clock: ManualClock) -> None:
    ordered, done = await accepted(jobs), asyncio.Event()

    async def run(_: Job) -> None:
        done.set()

    worker = Worker(Step("step", run), JustDue(ordered, clock), jobs, clock, Metrics(), limit=1)
    worker._looked_at = clock.now()
    worker.start()
    async with asyncio.timeout(jobs.changes.poll_seconds / 2):
        await done.wait()
    await worker.stop(0.0)


class OneAtATime:
    """Has due jobs, and gives none while one of them is under way."""

    state = State.ACCEPTED
    also: Sequence[State] = ()

    def __init__(self, ordered: list[Job]) -> None:
        self._ordered = ordered
        self.is_busy = False
        self.was_asked = asyncio.Event()

    async def claim(self, _limit: int) -> Sequence[Job]:
        if self.is_busy or not self._ordered:
            return []
        self.is_busy = True
        return [self._ordered.pop(0)]

    async def next_due(self) -> int | None:
        self.was_asked.set()
        return 0 if self._ordered else None


async def test_what_waits_for_the_end_of_another_step_is_claimed_then(jobs: Jobs, clock: ManualClock) -> None:
    """As orders do while one of them tries whether the account is taken again: its end need not be a commit."""
    source = OneAtATime([await accepted(jobs, message_id=number) for number in (1, 2, 3)])
    done = asyncio.Semaphore(0)

    async def run(_: Job) -> None:
        await asyncio.sleep(0.05)  # the loop has looked for more meanwhile
        source.is_busy = False
        done.release()

    worker = Worker(Step("step", run), source, jobs, clock, Metrics(), limit=8)
    worker.start()
    async with asyncio.timeout(jobs.changes.poll_seconds / 2):
        for _ in range(3):
            await done.acquire()
    await worker.stop(0.0)


async def test_a_clock_that_was_put_back_keeps_no_worker_from_looking(jobs: Jobs, clock: ManualClock) -> None:
    """Somebody else's job, released without a word, is found as soon as at any other time."""
    jobs.changes.poll_seconds = 0.05
    ordered, source, done = await accepted(jobs), OneAtATime([]), asyncio.Event()

    async def run(_: Job) -> None:
        done.set()

    worker = Worker(Step("step", run), source, jobs, clock, Metrics(), limit=1)
    worker.start()
    await source.was_asked.wait()
    clock.advance(-3_600.0)
    source._ordered.append(ordered)
    async with asyncio.timeout(PATIENCE):
        await done.wait()
    await worker.stop(0.0)
