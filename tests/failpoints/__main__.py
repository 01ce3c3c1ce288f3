"""Runs `make failpoints`: every journey with a kill at every point; prints a table, and exits with 1 on any fault.

Reads from the environment: `JOURNEYS` (names, separated by commas), `AT_ONCE` and `DATABASE` (`postgresql` for a
server instead of files).
"""

import os
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

from tests.failpoints.examine import complaints, examine, open_theatres, table
from tests.failpoints.journeys import DRAW, OTHERS
from tests.support.instrument import run, say
from tests.support.postgresql import own


async def main(folder: Path) -> int:
    """Examine the journeys; return the exit code."""
    wanted = os.environ.get("JOURNEYS", "")
    journeys = [candidate for candidate in (DRAW, *OTHERS) if not wanted or candidate.name in wanted.split(",")]
    wrong: list[str] = []
    async with AsyncExitStack() as stack:
        server = stack.enter_context(own()) if os.environ.get("DATABASE") == "postgresql" else None
        theatres = await open_theatres(stack, folder, int(os.environ.get("AT_ONCE") or 4), server)
        for journey in journeys:
            outcomes = await examine(journey, theatres)
            wrong += complaints(journey, outcomes)
            say(table(journey, outcomes) + "\n")
    say("\n".join(wrong) or "Every journey ends as promised, wherever the bot dies.")
    return 1 if wrong else 0


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        sys.exit(run(main(Path(name))))
