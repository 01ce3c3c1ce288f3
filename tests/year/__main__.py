"""`make year`: a million orders of ten thousand people in twelve months, on SQLite and on PostgreSQL.

From the environment: `JOBS`, `PEOPLE`, `DATABASE` (one of the two).
"""

import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from storage.drivers import open_database
from storage.migrate import migrate
from storage.sqlite import SQLite
from tests.support.instrument import run, say
from tests.support.manual_clock import ManualClock
from tests.support.postgresql import own
from tests.support.query_plans import scanned
from tests.year.meter import meter
from tests.year.months import WHOLE, Month, Size, live
from tests.year.verdict import faults

QUICKLY = ("synchronous=OFF", "cache_size=-200000")
"""Nothing needs to survive a crash here."""


async def main(url: str, size: Size) -> list[str]:
    """Live through a year on one database, tell of it, and return what is not as it must be."""
    clock = ManualClock()
    database = await open_database(url, 1)
    try:
        await migrate(database, clock)
        for pragma in QUICKLY if isinstance(database, SQLite) else ():
            await database.rows(f"PRAGMA {pragma}", {})
        counts = await meter(database)
        say(f"{'orders':>10}  {'an order':>16}  {'ms':>6}  {'forgetting 200':>16}  {'with words':>10}  {'size':>8}")

        def tell(month: Month) -> None:
            costs = f"{month.work:>9.0f} {counts.unit:<6}  {month.milliseconds:>6.2f}  "
            costs += f"{month.forgetting:>9.0f} {counts.unit:<6}"
            say(f"{month.jobs:>10,}  {costs}  {month.remembered:>10,}  {month.size / 1e6:>5.0f} MB")

        months = await live(database, clock, counts, size, tell)
        return faults(months) + [f"{name}: {step}" for name, step in await scanned(database)]
    finally:
        await database.close()


if __name__ == "__main__":
    wanted = Size(
        int(os.environ.get("JOBS") or WHOLE.jobs), int(os.environ.get("PEOPLE") or WHOLE.people), WHOLE.orders
    )
    wrong: list[str] = []
    if os.environ.get("DATABASE") not in {None, "", "sqlite", "postgresql"}:
        sys.exit("DATABASE is sqlite, postgresql, or left out for both")
    with ExitStack() as stack:
        for name in ("sqlite", "postgresql"):
            if os.environ.get("DATABASE") in {None, "", name}:
                say(f"\n{name}, {wanted.jobs:,} orders of {wanted.people:,} people")
                if name == "sqlite":
                    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
                    where = f"sqlite:///{folder}/huabot.db"
                else:
                    where = stack.enter_context(own(shared_buffers="256MB")).url("postgres")
                wrong += run(main(where, wanted))
    say("\n".join(["", *wrong]) if wrong else "\nAn order costs in the last quarter what it cost in the first.")
    sys.exit(1 if wrong else 0)
