"""A year of use in short, on both databases; `make year` lives through a long one."""

import pytest

from storage.database import Database
from storage.drivers import open_database
from storage.migrate import migrate
from tests.support.manual_clock import ManualClock
from tests.support.query_plans import scanned
from tests.year.meter import meter
from tests.year.months import SHORT, Month, live
from tests.year.rows import ended, put
from tests.year.verdict import faults


@pytest.mark.parametrize("driver", ["sqlite", "postgresql"])
async def test_the_last_month_costs_what_the_first_one_did(database_url: str) -> None:
    clock = ManualClock()
    database = await open_database(database_url, 1)
    try:
        await migrate(database, clock)
        months = await live(database, clock, await meter(database), SHORT, lambda _: None)
        assert faults(months) == [], months
        assert months[-1].jobs == SHORT.jobs
        assert await _left_of_a_made_up_row(database) == set()
        assert await scanned(database) == []
    finally:
        await database.close()


def year(*work: float) -> list[Month]:
    """Return months in which an order costs so much, and all else is as it must be."""
    return [Month(1_000 * n, cost, 100.0, 1.0, 1_000_000 * n, 1_000) for n, cost in enumerate(work, 1)]


def test_what_costs_more_with_every_month_is_seen() -> None:
    assert faults(year(550, 530, 923, 895, 910, 596, 894, 952, 906, 947, 874, 961)) == []
    assert faults(year(*range(100, 1_300, 100))) == ["an order costs up to 1200 in the last quarter, 300 in the first"]
    assert faults(year(*[100] * 9, 100, 160, 100)) != []


async def _left_of_a_made_up_row(database: Database) -> set[str]:
    """Return the columns that are filled in a row of the bot's own, or in one of ours, but not in both."""
    newest = await database.row("SELECT * FROM jobs ORDER BY id DESC LIMIT 1", {})
    assert newest
    await put(database, iter([ended(999_999, ManualClock().now(), 5, 5)]))
    ours = await database.row("SELECT * FROM jobs WHERE owner_id = 5", {})
    assert ours
    filled = [{name for name in row.keys() if row[name] is not None} for row in (newest, ours)]  # noqa: SIM118
    return filled[0] ^ filled[1]
