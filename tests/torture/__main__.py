"""Runs `make torture`: thousands of orders while faults are injected and the bot is killed again and again.

Reads from the environment: `JOBS`, `KILLS`, `SEED`, `WITHOUT` (troubles to leave out, separated by commas), `FOLDER`
(keeps journals and logs; without it they are deleted at the end), `DATABASE` (`postgresql` for several processes) and
`PROCESSES` (how many).
"""

import os
import random
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.support.instrument import run, say
from tests.torture.director import Plan
from tests.torture.run import torture


def main() -> None:
    """Read the environment, run the torture, print the table, and exit with 1 unless the verdict holds."""
    environment = os.environ
    plan = Plan(
        int(environment.get("JOBS") or 4_000),
        int(environment.get("KILLS") or 100),
        int(environment.get("SEED") or random.randrange(1_000_000)),
        frozenset(filter(None, environment.get("WITHOUT", "").split(","))),
        int(environment.get("PROCESSES") or 3) if environment.get("DATABASE") == "postgresql" else 0,
    )
    say(f"{plan.jobs} orders, {plan.kills} kills, SEED={plan.seed}")
    with ExitStack() as stack:
        kept = environment.get("FOLDER")
        folder = Path(kept or stack.enter_context(tempfile.TemporaryDirectory())).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        verdict, text = run(torture(plan, folder, _progress))
    say(f"\n{text}")
    sys.exit(0 if verdict.holds else 1)


def _progress(line: str) -> None:
    sys.stdout.write(line + ("\r" if sys.stdout.isatty() else "\n"))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
