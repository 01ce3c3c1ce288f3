"""Everything at once, with kills, in short; `make torture` does the same for a quarter of an hour.

The seed is in the table of a failure: run it again with `TORTURE_SEED=… make test`.
"""

import os
import random
from pathlib import Path

from tests.torture.director import Plan
from tests.torture.run import torture

JOBS, KILLS = 40, 4
SEED = int(os.environ.get("TORTURE_SEED", str(random.randrange(1_000_000))))


async def test_nothing_is_lost_doubled_or_given_to_somebody_else(tmp_path: Path) -> None:
    verdict, table = await torture(Plan(JOBS, KILLS, SEED), tmp_path, lambda _: None)
    assert verdict.holds, table
