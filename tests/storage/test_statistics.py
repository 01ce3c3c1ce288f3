"""The operators' statistics: what counts as an order, what became of it, and that reading it holds nobody up."""

from dataclasses import replace
from typing import Any

import pytest

from bot.clock import DAY, SECOND, day_of
from bot.job import Kind, Outcome, Source, State
from bot.options import Options, Style
from storage import statistics
from storage.database import Database
from storage.jobs import Jobs
from storage.statistics import BusyChat, Report, Statistics, Waits
from tests.support.manual_clock import ManualClock
from tests.support.orders import OPEN, anime, draft, order, queued, ready
from tests.support.query_plans import plan, scans, sorts

INSERT = """
    INSERT INTO jobs (id, origin, kind, chat_id, owner_id, language, prompt, options, state, due_at, created_at,
                      outcome, reason, outcome_at)
    VALUES (:id, :id, :kind, :chat_id, :owner_id, 'en', :prompt, :options, :state, :due_at, :created_at,
            :outcome, :reason, :outcome_at)
"""


class Past:
    """Jobs of former days, as rows."""

    def __init__(self, database: Database, clock: ManualClock) -> None:
        self._database = database
        self._clock = clock
        self._number = 0

    async def job(self, *, days: int = 0, at: int | None = None, **values: Any) -> None:
        """Insert one of so many days ago: a picture after ten seconds, unless the values say something else."""
        self._number += 1
        at = self._clock.now() - days * DAY if at is None else at
        row: dict[str, Any] = {
            "id": f"{at:013x}{self._number:013x}",
            "kind": "draw",
            "chat_id": 7,
            "owner_id": 7,
            "prompt": "a fox",
            "options": "{}",
            "state": "delivered",
            "due_at": None,
            "created_at": at,
            "outcome": "picture",
            "reason": "",
            "outcome_at": at + 10 * SECOND,
        }
        await self._database.rows(INSERT, row | values)


@pytest.fixture
def past(database: Database, clock: ManualClock) -> Past:
    return Past(database, clock)


@pytest.fixture
def lately(database: Database, clock: ManualClock) -> Statistics:
    return Statistics(database, clock)


def results(report: Report) -> dict[str, int]:
    """Return what there was."""
    assert tuple(report.results) == statistics.RESULTS
    assert sum(report.results.values()) == report.orders == sum(sum(day.orders.values()) for day in report.days)
    return {name: number for name, number in report.results.items() if number}


async def test_nothing_yet(lately: Statistics, clock: ManualClock) -> None:
    report = await lately.last_days(30)
    assert [day.day for day in report.days] == list(range(day_of(clock.now()) - 29, day_of(clock.now()) + 1))
    assert all(day.orders == {"draw": 0, "remix": 0, "anime": 0, "hd": 0} and day.waits is None for day in report.days)
    assert (results(report), report.orders, report.waits, report.busiest, report.people) == ({}, 0, None, (), 0)


async def test_each_outcome_counts_once(jobs: Jobs, lately: Statistics) -> None:
    ends = [outcome for outcome in Outcome if outcome is not Outcome.CANCELLED]
    for number, outcome in enumerate(ends):
        await ready(jobs, outcome, number)
    gone = await ready(jobs, Outcome.PICTURE, 10)
    assert await jobs.undeliverable(gone)
    lost = await ready(jobs, Outcome.PICTURE, 11)
    assert await jobs.delivered(lost, 60, None, lost=True)
    assert await jobs.cancel((await queued(jobs, 12)).id)
    await queued(jobs, 13)
    report = await lately.last_days()
    assert results(report) == dict.fromkeys(Outcome, 1) | {"undeliverable": 2, "under-way": 1}
    assert report.days[-1].orders[Kind.DRAW] == report.orders == 9
    assert (report.people, report.busiest) == (1, (BusyChat(7, 9),))


async def test_what_was_never_chosen_is_no_order(jobs: Jobs, lately: Statistics, clock: ManualClock) -> None:
    photo = Source("AgAC", checked=True)
    asking = [anime(1), replace(order(2), prompt=""), replace(order(3), kind=Kind.REMIX, prompt="", source=photo)]
    asking.append(replace(order(4), kind=Kind.PHOTO, prompt="", source=photo))
    for request in asking:
        job = await jobs.insert(request, OPEN)
        assert job
        assert job.state is State.DRAFT
    assert (await lately.last_days()).orders == 0
    clock.advance(7200)
    for claim in await jobs.claim(State.DRAFT, 10):
        assert await jobs.forget_draft(claim)
    assert (await lately.last_days()).orders == 0

    styled = replace(anime(5), options=Options(seed=1, style=Style.JOJO))
    for request in (styled, order(6), replace(order(7), kind=Kind.HD, prompt="", source=photo)):
        job = await jobs.insert(request, OPEN)
        assert job
        assert await jobs.cancel(job.id)
    report = await lately.last_days()
    assert results(report) == {"cancelled": 3}
    assert report.days[-1].orders == {"draw": 1, "remix": 0, "anime": 1, "hd": 1}
    await draft(jobs, 8)
    assert (await lately.last_days()).orders == 3


async def test_days_begin_at_midnight_and_older_ones_are_left_out(
    past: Past, lately: Statistics, clock: ManualClock
) -> None:
    midnight = day_of(clock.now()) * DAY
    for at in (midnight - 2 * DAY - 1, midnight - 2 * DAY, midnight - 1, midnight, midnight + 1, clock.now()):
        await past.job(at=at)
    report = await lately.last_days(3)
    assert [day.orders[Kind.DRAW] for day in report.days] == [1, 1, 3]
    assert report.orders == 5


async def test_waits_are_nearest_ranks(past: Past, lately: Statistics) -> None:
    for seconds in range(1, 101):
        created = 1_700_000_000 * SECOND
        await past.job(created_at=created, outcome_at=created + seconds * SECOND + 60_000)
    await past.job(days=1, created_at=0, outcome_at=1_000 * SECOND)
    await past.job(days=2, outcome="failed")
    report = await lately.last_days()
    assert report.days[-1].waits == Waits(50.0, 95.0)
    assert report.days[-2].waits == Waits(1_000.0, 1_000.0)
    assert report.days[-3].waits is None
    assert report.waits == Waits(51.0, 96.0)


async def test_the_busiest_chats_and_all_people(past: Past, lately: Statistics) -> None:
    for chat in range(1, 8):
        for number in range(chat):
            await past.job(days=number, chat_id=-chat, owner_id=number % 3)
    report = await lately.last_days()
    assert report.busiest == tuple(BusyChat(-chat, chat) for chat in (7, 6, 5, 4, 3))
    assert report.people == 3


async def test_no_statement_reads_much(
    past: Past, lately: Statistics, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    for days in range(7):
        await past.job(days=days)
    whole = await lately.last_days()
    for size in (1, 3, 7, 8):
        monkeypatch.setattr(statistics, "PAGE", size)
        assert await lately.last_days() == whole
    assert whole.orders == 7
    steps = await plan(database, statistics.READ_ORDERS)
    assert not scans(steps)
    assert not sorts(steps)
