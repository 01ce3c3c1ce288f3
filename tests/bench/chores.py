"""Measures the bot's database operations with few and with many old jobs, while no bot runs."""

import itertools
import sqlite3
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from statistics import median

from bot.admission import Limits
from bot.clock import DAY, Clock, day_of
from bot.job import Kind, Order, State, new_job_id
from bot.options import Options
from storage import history, statements
from storage.database import Database
from storage.drivers import open_database
from storage.history import History
from storage.jobs import Jobs
from storage.rows import stored_order
from storage.sqlite import path_of
from storage.statistics import Statistics
from tests.bench.past import BUSY, KEPT_DAYS, SELDOM, Past

TIMES = 40
A_BATCH = 200

COUNTED, ERASED = "Statistics.last_days, 72 / 72,000 orders", "History.erase, 10 / 10,000 jobs"
ONCE = frozenset({COUNTED, ERASED})
"""Operations that are slow enough to be measured only once."""

Costs = dict[str, tuple[float, float]]
"""Median milliseconds by operation: with few old jobs, with many."""

Work = Callable[[], Awaitable[object]]


async def measure(pasts: Sequence[Past], group_id: int) -> Costs:
    """Run every operation on both databases in turn."""
    databases = [await open_database(past.url) for past in pasts]
    try:
        works = [await _works(database, group_id) for database in databases]
        seen: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in works[0]}
        for name, times in seen.items():
            for number in range(2 if name in ONCE else 2 * TIMES):
                which = number % 2
                began = time.perf_counter()
                await works[which][name]()
                times[which].append((time.perf_counter() - began) * 1000)
    finally:
        for database in databases:
            await database.close()
    return _alone(pasts) | {name: (median(few), median(many)) for name, (few, many) in seen.items()}


async def _works(database: Database, group_id: int) -> dict[str, Work]:
    clock, numbers = Clock(), itertools.count()
    jobs, pictures = Jobs(database, clock), History(database, clock)
    limits = Limits(person=None, group=None, total=10**6, in_flight=None)
    newest = (await pictures.pictures(BUSY, limit=1))[0]

    async def forget() -> None:  # with the cutoff a tenth of a day later each time, as in normal operation
        await pictures.forget_old(clock.now() - KEPT_DAYS * DAY + next(numbers) * DAY // 10, A_BATCH)

    return {
        "Jobs.insert": lambda: jobs.insert(_order(next(numbers)), limits),
        "History.pictures, 2 of 10,000": lambda: pictures.pictures(BUSY, limit=2),
        "History.pictures, 2 of 10": lambda: pictures.pictures(SELDOM, limit=2),
        "History.pictures, the next older one": lambda: pictures.pictures(BUSY, before=newest.id, limit=1),
        "History.pictures, 2 of 3 in a group": lambda: pictures.pictures(BUSY, chat_id=group_id, limit=2),
        "History.recent_waits": lambda: pictures.recent_waits(50),
        "History.forget_old, 0 / 200 jobs": forget,
        "History.drop_erased": pictures.drop_erased,
        "Jobs.count_before": lambda: jobs.count_before(newest),
        "Jobs.waiting": lambda: jobs.waiting(20),
        "Jobs.usage": lambda: jobs.usage(BUSY, group_id),
        "Jobs.next_due": lambda: jobs.next_due(State.READY),
        COUNTED: Statistics(database, clock).last_days,
        ERASED: lambda: pictures.erase(BUSY),
    }


def _alone(pasts: Sequence[Past]) -> Costs:
    """Measure the two most important statements alone: without thread, transaction and objects."""
    seen: dict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    with ExitStack() as stack:
        files = [
            stack.enter_context(closing(sqlite3.connect(path_of(past.url), isolation_level=None))) for past in pasts
        ]
        for file in files:
            file.execute("PRAGMA synchronous=FULL")
        for number in range(2 * TIMES):
            values = _row(number)
            newest = {"owner_id": BUSY, "before": history.AFTER_ALL, "limit": 2}
            for name, sql, parameters in (
                ("  floor: its INSERT alone", statements.INSERT, values),
                ("  floor: its SELECT alone", history.LIST_OLDER, newest),
            ):
                seen[name][number % 2].append(_milliseconds(files[number % 2], sql, parameters))
    return {name: (median(few), median(many)) for name, (few, many) in seen.items()}


def _milliseconds(file: sqlite3.Connection, sql: str, parameters: Mapping[str, object]) -> float:
    began = time.perf_counter()
    file.execute(sql, parameters).fetchall()
    return (time.perf_counter() - began) * 1000


def _order(number: int) -> Order:
    return Order(
        origin=f"m:{SELDOM}:{number}:bench",
        kind=Kind.DRAW,
        chat_id=SELDOM,
        thread_id=None,
        message_id=number,
        owner_id=SELDOM,
        language="en",
        prompt="a lighthouse in a storm, oil on canvas",
        options=Options(number),
    )


def _row(number: int) -> dict[str, object]:
    order, now = _order(number), Clock().now()
    values = stored_order(order) | {"origin": f"m:{SELDOM}:{number}:alone"}
    values |= {"id": new_job_id(now), "now": now, "day": day_of(now), "state": str(State.ACCEPTED)}
    return values | {"epoch": 0, "due_at": now, "holder": None, "kind": str(order.kind)}
