"""What people are told while they wait: their place, their quota, and whose question an answer is for."""

import pytest

from bot.admission import Limits, Usage
from bot.clock import SECOND
from bot.deadlines import Terms
from bot.job import Job, Order, Outcome, State
from storage.jobs import Jobs
from tests.support.manual_clock import ManualClock
from tests.support.orders import (
    DEADLINE,
    GRACE,
    OPEN,
    accepted,
    anime,
    delivered,
    draft,
    found,
    order,
    photo,
    queued,
    ready,
    remix,
    submitting,
)


async def asked(jobs: Jobs, clock: ManualClock, wanted: Order, message_id: int) -> Job:
    job = await jobs.insert(wanted, OPEN)
    assert job is not None
    claim = next(candidate for candidate in await jobs.claim(State.DRAFT, 10) if candidate.id == job.id)
    assert await jobs.asked(claim, message_id, clock.now() + 3_600 * SECOND)
    return await found(jobs, job)


async def line(jobs: Jobs, clock: ManualClock, length: int) -> list[Job]:
    made = []
    for number in range(length):
        clock.advance(1.0)
        made.append(await queued(jobs, number))
    return made


async def test_the_place_in_the_line_is_by_the_order(jobs: Jobs, clock: ManualClock) -> None:
    made = await line(jobs, clock, 3)
    clock.advance(1.0)
    made.append(await accepted(jobs, 10))
    await draft(jobs, 11)
    assert [(await jobs.count_before(job))[0] for job in made] == [0, 1, 2, 3]
    assert [job.id for job in await jobs.claim_submit(1, Terms(8, GRACE, DEADLINE))] == [made[0].id]
    assert await jobs.cancel(made[1].id)
    assert [(await jobs.count_before(job))[0] for job in made[2:]] == [0, 1]


async def test_who_chose_late_is_behind_who_ordered_meanwhile(jobs: Jobs, clock: ManualClock) -> None:
    waiting = await draft(jobs)
    clock.advance(1.0)
    before = await accepted(jobs, 2)
    clock.advance(1.0)
    chosen = await jobs.choose(waiting, anime().options, 5, OPEN)
    assert chosen is not None
    assert [(await jobs.count_before(job))[0] for job in (before, chosen)] == [0, 1]


async def test_the_line_is_told_in_the_order_it_will_be_submitted(jobs: Jobs, clock: ManualClock) -> None:
    made = await line(jobs, clock, 4)
    clock.advance(1.0)
    silent = await accepted(jobs, 10)
    (claim,) = await jobs.claim(State.ACCEPTED, 1)
    assert await jobs.announced(claim, None, claim.order.options)
    (first,) = await jobs.claim_submit(1, Terms(8, GRACE, DEADLINE))
    assert await jobs.requeue(first, clock.now() + 30 * SECOND)
    assert await jobs.waiting(10) == [await found(jobs, job) for job in (*made[1:], silent, made[0])]
    assert [job.id for job in await jobs.waiting(2)] == [made[1].id, made[2].id]
    clock.advance(30.0)
    order_of_submits = [job.id for _ in range(5) for job in await jobs.claim_submit(1, Terms(8, GRACE, DEADLINE))]
    assert order_of_submits == [made[1].id, made[2].id, made[3].id, silent.id, made[0].id]
    assert await jobs.waiting(10) == []


async def test_what_has_been_used_is_told(jobs: Jobs, clock: ManualClock) -> None:
    assert await jobs.usage(7, -5) == Usage(person=0, group=0, total=0, in_flight=0)
    await delivered(jobs, 1)
    await submitting(jobs, 2, chat_id=-5)
    refused = await ready(jobs, Outcome.REFUSED, message_id=3)
    assert await jobs.delivered(refused, 1, None)
    await draft(jobs, 4)
    await accepted(jobs, 1, owner_id=8, chat_id=-5)
    assert await jobs.usage(7, 7) == Usage(person=2, group=None, total=3, in_flight=1)
    assert await jobs.usage(7, -5) == Usage(person=2, group=2, total=3, in_flight=1)
    assert await jobs.usage(8, -5) == Usage(person=1, group=2, total=3, in_flight=1)
    clock.advance(86_400.0)
    assert await jobs.usage(7, 7) == Usage(person=0, group=None, total=0, in_flight=1)


async def test_the_usage_is_what_the_quota_goes_by(jobs: Jobs) -> None:
    await accepted(jobs, 1, chat_id=-5)
    used = await jobs.usage(7, -5)
    assert used.group is not None
    more = Limits(person=used.person + 1, group=used.group + 1, total=used.total + 1, in_flight=used.in_flight + 1)
    assert await jobs.insert(order(2, chat_id=-5), more)


@pytest.mark.parametrize("make", [anime, remix, photo])
async def test_the_message_that_asks_is_found(jobs: Jobs, clock: ManualClock, make: type) -> None:
    job = await asked(jobs, clock, make(1, 7, -5), 41)
    assert await jobs.find_asked(-5, 41) == job
    assert await jobs.find_asked(-6, 41) is None
    assert await jobs.find_asked(-5, 42) is None


async def test_only_a_draft_asks(jobs: Jobs, clock: ManualClock) -> None:
    await queued(jobs)
    assert await jobs.find_asked(7, 55) is None, "a placeholder asks nothing"
    await asked(jobs, clock, remix(2), 41)
    await jobs.cancel_all(7, None)
    assert await jobs.find_asked(7, 41) is None


async def test_a_question_on_its_way_is_known(jobs: Jobs, clock: ManualClock) -> None:
    before = clock.now() - 1
    assert not await jobs.is_asking(7, 7, before)
    await accepted(jobs, 9)
    assert not await jobs.is_asking(7, 7, before), "an order asks nothing"
    job = await jobs.insert(remix(1), OPEN)
    assert job is not None
    assert await jobs.is_asking(7, 7, before)
    assert not await jobs.is_asking(8, 7, before)
    assert not await jobs.is_asking(7, -5, before)
    assert not await jobs.is_asking(7, 7, clock.now())
    (claim,) = await jobs.claim(State.DRAFT, 1)
    assert await jobs.asked(claim, 41, clock.now() + SECOND)
    assert not await jobs.is_asking(7, 7, before), "now it stands"
