"""Orders taken in: once each, and never past a quota."""

import asyncio

import pytest

from bot.admission import Limits
from bot.clock import DAY, SECOND, day_of
from bot.errors import UserError
from bot.job import Job, Outcome
from storage.database import Database
from storage.jobs import Jobs
from tests.support.manual_clock import ManualClock
from tests.support.orders import order


async def test_an_order_is_taken_in_once_even_when_it_has_used_up_its_quota(jobs: Jobs) -> None:
    limits = Limits(person=1, group=None, total=1, in_flight=1)
    first, second = await asyncio.gather(jobs.insert(order(), limits), jobs.insert(order(), limits))
    assert (first is None) != (second is None)
    assert await jobs.insert(order(), limits) is None


async def test_orders_at_once_do_not_slip_past_the_quota(jobs: Jobs, database: Database) -> None:
    limits = Limits(person=3, group=None, total=None, in_flight=None)
    ends = await asyncio.gather(*(jobs.insert(order(n), limits) for n in range(10)), return_exceptions=True)
    assert sum(isinstance(end, Job) for end in ends) == 3
    assert sum(isinstance(end, UserError) for end in ends) == 7
    assert len(await database.rows("SELECT id FROM jobs", {})) == 3


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(person=2, group=None, total=None, in_flight=None), "quota-person"),
        (Limits(person=None, group=2, total=None, in_flight=None), "quota-group"),
        (Limits(person=None, group=None, total=2, in_flight=None), "quota-total"),
        (Limits(person=None, group=None, total=None, in_flight=2), "in-flight"),
    ],
)
async def test_each_limit_is_counted_and_given_back(jobs: Jobs, limits: Limits, code: str) -> None:
    first = await jobs.insert(order(1, chat_id=-5), limits)
    await jobs.insert(order(2, chat_id=-5), limits)
    with pytest.raises(UserError) as refusal:
        await jobs.insert(order(3, chat_id=-5), limits)
    assert refusal.value.code == code
    assert first is not None
    await jobs.finish(first.id, Outcome.REFUSED)
    assert await jobs.insert(order(3, chat_id=-5), limits) is not None
    with pytest.raises(UserError):  # once, that is
        await jobs.insert(order(4, chat_id=-5), limits)


async def test_a_limit_is_each_person_s_and_each_group_s_own(jobs: Jobs) -> None:
    limits = Limits(person=1, group=1, total=None, in_flight=1)
    assert await jobs.insert(order(1, owner_id=7), limits)
    assert await jobs.insert(order(1, owner_id=8), limits)
    assert await jobs.insert(order(1, owner_id=9, chat_id=-5), limits)
    assert await jobs.insert(order(1, owner_id=10, chat_id=-6), limits)


async def test_quotas_start_over_at_midnight(jobs: Jobs, clock: ManualClock) -> None:
    limits = Limits(person=1, group=None, total=None, in_flight=None)
    await jobs.insert(order(1), limits)
    clock.advance_to((day_of(clock.now()) + 1) * DAY - SECOND)
    with pytest.raises(UserError):
        await jobs.insert(order(2), limits)
    clock.advance(1.0)
    assert await jobs.insert(order(2), limits)
