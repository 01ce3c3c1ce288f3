"""What a worker may no longer write: under a claim it has lost, or from a state the job has left."""

import pytest

from bot.clock import SECOND
from bot.deadlines import Terms
from bot.job import Outcome, State
from storage.claims import LEASE
from storage.database import Database
from storage.jobs import Jobs
from tests.support.manual_clock import ManualClock
from tests.support.orders import DEADLINE, GRACE, accepted, found, queued, ready, submitting


async def test_who_was_overtaken_cannot_give_up(jobs: Jobs, clock: ManualClock) -> None:
    first = await submitting(jobs)
    clock.advance(GRACE / SECOND)
    (second,) = await jobs.claim(State.SUBMITTING, 5)
    assert await jobs.give_up(first, Outcome.FAILED) is None
    assert await jobs.give_up(second, Outcome.EXPIRED) is not None


async def test_the_queue_is_left_under_a_new_claim(jobs: Jobs) -> None:
    waiting = await queued(jobs)
    (posting,) = await jobs.claim_submit(5, Terms(8, GRACE, DEADLINE))
    assert posting.epoch == waiting.epoch + 1
    assert not await jobs.postpone(waiting, 0)


@pytest.mark.parametrize("outcome", list(Outcome))
async def test_an_outcome_that_stands_is_not_given_up(jobs: Jobs, outcome: Outcome) -> None:
    job = await ready(jobs, outcome)
    assert await jobs.give_up(job, Outcome.FAILED, "too late") is None
    assert (await found(jobs, job)).outcome is outcome


async def test_a_step_is_written_back_once(jobs: Jobs, clock: ManualClock) -> None:
    job = await submitting(jobs)
    assert await jobs.submitted(job, "uid-1", clock.now() + LEASE)
    assert not await jobs.requeue(job, clock.now())
    assert not await jobs.resubmit(job)
    assert not await jobs.submitted(job, "uid-2", clock.now())
    assert ((await found(jobs, job)).state, (await found(jobs, job)).uid) == (State.SUBMITTED, "uid-1")


async def test_a_step_is_written_back_from_its_own_state(jobs: Jobs, clock: ManualClock) -> None:
    await accepted(jobs)
    (job,) = await jobs.claim(State.ACCEPTED, 5)
    assert not await jobs.submitted(job, "uid-1", clock.now())
    assert not await jobs.requeue(job, clock.now())
    assert not await jobs.resubmit(job)
    assert not await jobs.delivered(job, 55, "file-1")
    assert not await jobs.undeliverable(job)
    assert not await jobs.asked(job, 5, clock.now())
    assert not await jobs.forget_draft(job)
    assert await found(jobs, job) == job
    assert await jobs.announced(job, 5, job.order.options)
    assert not await jobs.announced(job, 6, job.order.options)


async def test_what_expires_in_the_queue_is_given_back(jobs: Jobs, database: Database, clock: ManualClock) -> None:
    await queued(jobs)
    clock.advance(10.0)
    assert len(await jobs.expire_waiting(10 * SECOND, 5 * SECOND)) == 1
    assert [row["charged"] for row in await database.rows("SELECT charged FROM jobs", {})] == [None]


async def test_what_is_just_being_announced_does_not_expire(jobs: Jobs, clock: ManualClock) -> None:
    """Its placeholder would be nobody's, and stand for ever."""
    job = await accepted(jobs)
    clock.advance(10.0)
    await jobs.claim(State.ACCEPTED, 5)
    assert await jobs.expire_waiting(10 * SECOND, 5 * SECOND) == []
    clock.advance(LEASE / SECOND)
    assert [expired.id for expired in await jobs.expire_waiting(10 * SECOND, 5 * SECOND)] == [job.id]
