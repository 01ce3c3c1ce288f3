"""A year of use in short, on both databases; `make year` lives through a long one."""

import pytest

from storage.database import Database
from storage.drivers import open_database
from storage.migrate import migrate
from tests.support.hand_clock import HandClock
from tests.support.query_plans import scanned
from tests.year.meter import meter
from tests.year.months import SHORT, live
from tests.year.rows import ended, put
from tests.year.verdict import faults


@pytest.mark.parametrize("driver", ["sqlite", "postgresql"])
async def test_the_last_month_costs_what_the_first_one_did(database_url: str) -> None:
    clock = HandClock()
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


async def _left_of_a_made_up_row(database: Database) -> set[str]:
    """Return the columns that are filled in a row of the bot's own, or in one of ours, but not in both."""
    newest = await database.row("SELECT * FROM jobs ORDER BY id DESC LIMIT 1", {})
    assert newest
    await put(database, iter([ended(999_999, HandClock().now(), 5, 5)]))
    ours = await database.row("SELECT * FROM jobs WHERE owner_id = 5", {})
    assert ours
    filled = [{name for name in row.keys() if row[name] is not None} for row in (newest, ours)]  # noqa: SIM118
    return filled[0] ^ filled[1]
