"""What is wanted no more: given back as long as the provider cannot have it, and never painted."""

import asyncio

import pytest

from bot.clock import SECOND
from bot.deadlines import Terms
from bot.job import Job, Outcome, State
from storage.database import Database
from storage.jobs import Jobs
from tests.support.manual_clock import ManualClock
from tests.support.orders import (
    DEADLINE,
    GRACE,
    OPEN,
    accepted,
    delivered,
    draft,
    found,
    photo,
    queued,
    ready,
    submitting,
)


async def row_of(database: Database, job: Job) -> dict[str, object]:
    row = await database.row("SELECT state, charged, due_at, finished_at FROM jobs WHERE id = :id", {"id": job.id})
    assert row is not None
    return dict(row)


@pytest.mark.parametrize("make", [accepted, queued])
async def test_who_waits_can_cancel_and_has_it_back(
    jobs: Jobs, database: Database, clock: ManualClock, make: type
) -> None:
    job = await make(jobs)
    clock.advance(5.0)
    cancelled = await jobs.cancel(job.id)
    assert cancelled is not None
    assert (cancelled.is_cancelled, cancelled.epoch) == (True, job.epoch + 1)
    assert cancelled.placeholder_id == job.placeholder_id
    assert (cancelled.state is State.READY) == (job.placeholder_id is not None), "its message says so first"
    if cancelled.state is State.READY:
        (telling,) = await jobs.claim(State.READY, 5)
        assert (await row_of(database, job))["charged"] is None
        assert await jobs.end_cancelled(telling)
        assert not await jobs.end_cancelled(telling), "once"
    assert await row_of(database, job) == {
        "state": "cancelled",
        "charged": None,
        "due_at": None,
        "finished_at": clock.now(),
    }
    assert await jobs.cancel(job.id) is None, "once"
    assert await jobs.claim(State.ACCEPTED, 5) == await jobs.claim_submit(5, Terms(8, GRACE, DEADLINE)) == []


async def test_who_is_being_announced_can_cancel_and_the_announcer_is_overtaken(jobs: Jobs) -> None:
    job = await accepted(jobs)
    (claim,) = await jobs.claim(State.ACCEPTED, 1)
    assert await jobs.cancel(job.id)
    assert not await jobs.announced(claim, 5, claim.order.options)
    assert not await jobs.postpone(claim, 0)
    assert await jobs.give_up(claim, Outcome.FAILED) is None


async def test_what_the_provider_may_have_is_not_cancelled(jobs: Jobs, clock: ManualClock) -> None:
    posted = await submitting(jobs, 1)
    repeated = await submitting(jobs, 2)
    assert await jobs.resubmit(repeated)
    named = await submitting(jobs, 3)
    assert await jobs.submitted(named, "uid", clock.now() + SECOND)
    brought = await delivered(jobs, 4)
    for job in (posted, repeated, named, brought):
        before = await found(jobs, job)
        assert await jobs.cancel(job.id) is None
        assert await found(jobs, job) == before
    assert await jobs.cancel("0" * 26) is None


async def test_what_the_provider_did_not_take_can_still_be_cancelled(jobs: Jobs, clock: ManualClock) -> None:
    job = await submitting(jobs)
    assert await jobs.requeue(job, clock.now() + SECOND)
    assert await jobs.cancel(job.id)


async def test_a_draft_is_cancelled_with_everything_only(jobs: Jobs) -> None:
    job = await draft(jobs)
    assert await jobs.cancel(job.id) is None
    assert [cancelled.id for cancelled in await jobs.cancel_all(7, None)] == [job.id]
    assert (await found(jobs, job)).state is State.CANCELLED


async def test_a_command_means_nothing_that_stands_below_it_in_its_chat(jobs: Jobs) -> None:
    above, below = await queued(jobs, 1, chat_id=-5), await queued(jobs, 3, chat_id=-5)
    elsewhere = await queued(jobs, 4, chat_id=-6)
    cancelled = await jobs.cancel_all(7, None, here=-5, command_id=2)
    assert {job.id for job in cancelled} == {above.id, elsewhere.id}
    assert [job.id for job in await jobs.cancel_all(7, None)] == [below.id]


async def test_all_of_a_person_s_and_nobody_else_s(jobs: Jobs) -> None:
    others = [await ready(jobs, message_id=9), await queued(jobs, 5, owner_id=8, chat_id=-5)]
    others += [await draft(jobs, 6, owner_id=8)]
    wanted = [await queued(jobs, 1, chat_id=-5), await accepted(jobs, 2), await draft(jobs, 3)]
    asked_about = await jobs.insert(photo(4), OPEN)
    assert asked_about is not None
    before = [await found(jobs, job) for job in others]

    here = await jobs.cancel_all(7, -5)
    assert [job.id for job in here] == [wanted[0].id]
    everywhere = await jobs.cancel_all(7, None)
    assert {job.id for job in everywhere} == {wanted[1].id, wanted[2].id, asked_about.id}
    assert all(job.is_cancelled for job in here + everywhere)
    assert [await found(jobs, job) for job in others] == before
    assert await jobs.cancel_all(7, None) == []
    usage = await jobs.usage(7, 7)
    assert (usage.person, usage.in_flight) == (1, 0), "the picture stays charged"


@pytest.mark.parametrize("outcome", list(Outcome))
async def test_nothing_comes_of_what_was_cancelled_or_never_ordered(jobs: Jobs, outcome: Outcome) -> None:
    asked, cancelled = await draft(jobs, 1), await accepted(jobs, 2)
    assert await jobs.cancel(cancelled.id)
    for job in (asked, cancelled):
        before = await found(jobs, job)
        assert await jobs.finish(job.id, outcome, urls=("https://a/1",)) is None
        assert await jobs.give_up(before, outcome) is None
        assert await found(jobs, job) == before


async def test_of_a_cancel_and_a_submit_at_once_one_wins(jobs: Jobs) -> None:
    made = [await queued(jobs, number) for number in range(8)]
    ends = await asyncio.gather(
        *(jobs.cancel(job.id) for job in made[:4]),
        jobs.claim_submit(8, Terms(8, GRACE, DEADLINE)),
        *(jobs.cancel(job.id) for job in made[4:]),
    )
    posted = {job.id for job in ends[4]}  # type: ignore[union-attr]
    taken_back = {end.id for end in ends[:4] + ends[5:] if isinstance(end, Job)}
    assert posted | taken_back == {job.id for job in made}
    assert not posted & taken_back
