"""A year of use: each month brings old orders, forgets words, and lets some orders go through all statements."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count, islice
from statistics import median

from bot.admission import Limits
from bot.clock import DAY, SECOND
from bot.deadlines import Terms
from bot.job import Kind, Order, Outcome, State
from bot.options import Options
from storage.database import Database
from storage.history import History
from storage.jobs import Jobs
from tests.support.manual_clock import ManualClock
from tests.year.meter import Meter
from tests.year.rows import ADDRESS, FILE, ended, people, put

MONTHS = 12
MONTH = 365 * DAY // MONTHS
KEPT_FOR = 30 * DAY

COUNT = "SELECT count(*) AS n, CAST(coalesce(sum(1 - forgotten), 0) AS BIGINT) AS words FROM jobs"

LIMITS = Limits(person=1_000, group=100_000, total=10**6, in_flight=3)
TERMS = Terms(8, 180 * SECOND, 600 * SECOND)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a year is.

    Attributes:
        jobs: Orders in all.
        people: Of so many people.
        orders: Of those that are counted, a month.
        at_once: Orders whose words are forgotten by one statement.
    """

    jobs: int
    people: int
    orders: int
    at_once: int = 200


WHOLE = Size(1_000_000, 10_000, 200)
SHORT = Size(2_400, 60, 3, 50)


@dataclass(frozen=True, slots=True)
class Month:
    """How it is at the end of a month.

    Attributes:
        jobs: Rows in the table.
        work: What an order costs the database, as `Meter` counts it.
        forgetting: The same of forgetting the words of `at_once` orders; 0 in the first month.
        milliseconds: What an order takes.
        size: Bytes of the database.
        remembered: Rows that still have words.
    """

    jobs: int
    work: float
    forgetting: float
    milliseconds: float
    size: int
    remembered: int


async def live(
    database: Database, clock: ManualClock, meter: Meter, size: Size, say: Callable[[Month], None]
) -> list[Month]:
    """Live through a year, and return its months."""
    jobs, history = Jobs(database, clock), History(database, clock)
    who, numbers = people(size.people), count(1)
    months: list[Month] = []
    for _ in range(MONTHS):
        began, rows = clock.now(), size.jobs // MONTHS - size.orders
        times = (began + at * MONTH // rows for at in range(rows))
        await put(database, (ended(next(numbers), at, *next(who)) for at in times))
        clock.advance_to(began + MONTH)
        forgetting = await _forget(history, clock, meter, size.at_once)
        await meter.settle()
        works, seconds = [], []
        for owner_id, chat_id in islice(who, size.orders):
            clock.advance(1)
            before, started = await meter.read(), time.perf_counter()
            await _order(jobs, history, next(numbers), owner_id, chat_id)
            seconds.append(time.perf_counter() - started)
            works.append(await meter.read() - before)
        row = await database.row(COUNT, {})
        assert row
        month = Month(row["n"], median(works), forgetting, median(seconds) * 1e3, await meter.size(), row["words"])
        say(month)
        months.append(month)
    return months


async def _forget(history: History, clock: ManualClock, meter: Meter, at_once: int) -> float:
    """Forget what is older than thirty days; return what `at_once` of them cost."""
    works = []
    while True:
        before = await meter.read()
        forgotten = await history.forget_old(clock.now() - KEPT_FOR, at_once)
        if forgotten < at_once:
            return median(works) if works else 0.0
        works.append(await meter.read() - before)


async def _order(jobs: Jobs, history: History, number: int, owner_id: int, chat_id: int) -> None:
    """Let an order go its way through all statements, and its owner look at what they have."""
    order = Order(
        origin=f"m:{chat_id}:{number}:0",
        kind=Kind.DRAW,
        chat_id=chat_id,
        thread_id=None,
        message_id=number,
        owner_id=owner_id,
        language="en",
        prompt="a lighthouse in a storm, oil on canvas",
        options=Options(number),
    )
    job = await jobs.insert(order, LIMITS)
    assert job
    (claimed,) = await jobs.claim(State.ACCEPTED, 1)
    assert await jobs.announced(claimed, number + 1, order.options)
    (posted,) = await jobs.claim_submit(1, TERMS)
    assert await jobs.submitted(posted, f"{number:032x}", posted.due_at or 0)
    assert await jobs.finish(job.id, Outcome.PICTURE, urls=(f"{ADDRESS}/{number:032x}.png",))
    (told,) = await jobs.claim(State.READY, 1)
    assert await jobs.delivered(told, number + 1, FILE)
    assert (await history.pictures(owner_id, limit=2))[0].id == job.id
    await jobs.usage(owner_id, chat_id)
