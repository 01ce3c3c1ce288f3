"""Orders made by buttons: under what they were pressed, and that a second press does not pay twice."""

import asyncio
from dataclasses import replace

import pytest

from bot.admission import Limits
from bot.deadlines import Terms
from bot.errors import UserError
from bot.job import Job, Order, Outcome, State
from storage.jobs import Jobs
from tests.support.manual_clock import ManualClock
from tests.support.orders import DEADLINE, GRACE, OPEN, delivered, draft, found, order, ready, remix

ONCE_ONLY = ("hd", "anime-jojo", "retry")


def pressed(parent: Job, action: str, press: int, kind: Order | None = None) -> Order:
    """Return the order that a press on a button of a job is."""
    return replace(kind or order(), origin=f"q:{press}:0", parent=parent.id, action=action)


async def ended(jobs: Jobs, job: Job, outcome: Outcome, *, lost: bool = False) -> None:
    (claim,) = await jobs.claim(State.ACCEPTED, 5)
    assert await jobs.announced(claim, 60, claim.order.options)
    assert await jobs.claim_submit(5, Terms(8, GRACE, DEADLINE))
    assert await jobs.finish(job.id, outcome, urls=("https://a/2",))
    (claim,) = await jobs.claim(State.READY, 5)
    assert await jobs.delivered(claim, 60, None, lost=lost)


async def insert(jobs: Jobs, wanted: Order) -> Job:
    job = await jobs.insert(wanted, OPEN)
    assert job is not None
    return job


@pytest.fixture
async def picture(jobs: Jobs) -> Job:
    return await delivered(jobs, 100)


async def test_a_child_knows_its_parent(jobs: Jobs, picture: Job) -> None:
    child = await insert(jobs, pressed(picture, "hd", 1))
    assert (child.order.parent, child.order.action) == (picture.id, "hd")
    assert await found(jobs, child) == child
    assert ((await found(jobs, picture)).order.parent, picture.order.action) == ("", "")


@pytest.mark.parametrize("action", [*ONCE_ONLY, "again", "vary"])
async def test_while_one_is_under_way_there_is_no_second(jobs: Jobs, picture: Job, action: str) -> None:
    await insert(jobs, pressed(picture, action, 1))
    with pytest.raises(UserError, match="press-already"):
        await jobs.insert(pressed(picture, action, 2), OPEN)
    assert await jobs.insert(pressed(picture, action, 1), OPEN) is None, "the same press is no second one"


@pytest.mark.parametrize("action", ONCE_ONLY)
async def test_what_was_brought_is_not_paid_again(jobs: Jobs, picture: Job, action: str) -> None:
    await ended(jobs, await insert(jobs, pressed(picture, action, 1)), Outcome.PICTURE)
    with pytest.raises(UserError, match="press-already"):
        await jobs.insert(pressed(picture, action, 2), OPEN)


@pytest.mark.parametrize("action", ["again", "vary"])
async def test_what_is_another_each_time_can_be_had_many_times(
    jobs: Jobs, picture: Job, clock: ManualClock, action: str
) -> None:
    for press in range(3):
        await ended(jobs, await insert(jobs, pressed(picture, action, press)), Outcome.PICTURE)
        with pytest.raises(UserError, match="press-already"):
            await jobs.insert(pressed(picture, action, 9), OPEN)
        clock.advance(1.0)


@pytest.mark.parametrize("action", ONCE_ONLY)
@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome is not Outcome.PICTURE])
async def test_what_brought_no_picture_can_be_tried_again(
    jobs: Jobs, picture: Job, action: str, outcome: Outcome
) -> None:
    await ended(jobs, await insert(jobs, pressed(picture, action, 1)), outcome)
    await insert(jobs, pressed(picture, action, 2))


async def test_a_lost_and_a_cancelled_one_can_be_tried_again(jobs: Jobs, picture: Job) -> None:
    await ended(jobs, await insert(jobs, pressed(picture, "hd", 1)), Outcome.PICTURE, lost=True)
    second = await insert(jobs, pressed(picture, "hd", 2))
    assert await jobs.cancel(second.id)
    await insert(jobs, pressed(picture, "hd", 3))


async def test_other_buttons_and_other_pictures_are_others(jobs: Jobs, picture: Job) -> None:
    other = await delivered(jobs, 101)
    for press, (parent, action) in enumerate(
        [(picture, "hd"), (picture, "anime-jojo"), (picture, "anime-cute"), (other, "hd")]
    ):
        await insert(jobs, pressed(parent, action, press))
    await insert(jobs, replace(order(102), action="hd"))
    await insert(jobs, replace(order(103), action="hd"))


async def test_a_question_is_asked_anew_after_a_while(jobs: Jobs, picture: Job, clock: ManualClock) -> None:
    await insert(jobs, pressed(picture, "remix", 1, remix()))
    clock.advance(9.9)
    with pytest.raises(UserError, match="press-already"):
        await jobs.insert(pressed(picture, "remix", 2, remix()), OPEN)
    clock.advance(0.1)
    await insert(jobs, pressed(picture, "remix", 3, remix()))


async def test_a_child_may_have_a_draft_for_its_parent(jobs: Jobs) -> None:
    parent = await draft(jobs, 50)
    await insert(jobs, pressed(parent, "hd", 1))
    assert (await found(jobs, parent)).state is State.DRAFT


async def test_of_presses_at_once_one_is_taken_whatever_the_quota(jobs: Jobs, picture: Job) -> None:
    limits = Limits(person=2, group=None, total=None, in_flight=None)
    presses = (jobs.insert(pressed(picture, "again", press), limits) for press in range(10))
    ends = await asyncio.gather(*presses, return_exceptions=True)
    assert sum(isinstance(end, Job) for end in ends) == 1
    assert {end.code for end in ends if isinstance(end, UserError)} == {"press-already"}, "told before the quota"
    usage = await jobs.usage(7, 7)
    assert (usage.person, usage.in_flight) == (2, 1)


async def test_a_picture_on_its_way_is_under_way(jobs: Jobs, picture: Job) -> None:
    first = await insert(jobs, pressed(picture, "hd", 1))
    assert await jobs.finish(first.id, Outcome.FAILED)
    with pytest.raises(UserError, match="press-already"):
        await jobs.insert(pressed(picture, "hd", 2), OPEN)
    (claim,) = await jobs.claim(State.READY, 5)
    assert await jobs.undeliverable(claim)
    await insert(jobs, pressed(picture, "hd", 3))


async def test_one_that_nobody_could_be_told_of_was_not_brought(jobs: Jobs) -> None:
    parent = await ready(jobs, message_id=70)
    assert await jobs.undeliverable(parent)
    child = await insert(jobs, pressed(parent, "hd", 1))
    assert await jobs.finish(child.id, Outcome.PICTURE)
    (claim,) = await jobs.claim(State.READY, 5)
    assert await jobs.undeliverable(claim)
    await insert(jobs, pressed(parent, "hd", 2))
