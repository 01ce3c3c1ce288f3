"""Runs `make attack`: attacks on the bot by strangers, users, the provider and pictures.

Reads from the environment: `ONLY` (names of attacks, separated by commas), `SHORT` (as in `make test`), `FOLDER` (keeps
the logs), `DATABASE` (`postgresql` for several processes, by default without `APART`) and `PROCESSES` (how many).
"""

import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.attack.attacks import APART, ATTACKS, attack
from tests.attack.report import table
from tests.attack.size import SHORT, WHOLE
from tests.support.instrument import run, say


def main() -> None:
    """Read the environment, run the attacks, print the table, and exit with 1 if one succeeded."""
    only = frozenset(filter(None, os.environ.get("ONLY", "").split(",")))
    processes = int(os.environ.get("PROCESSES") or 3) if os.environ.get("DATABASE") == "postgresql" else 0
    if unknown := only - ATTACKS.keys():
        sys.exit(f"no such attack: {', '.join(sorted(unknown))}; there are {', '.join(ATTACKS)}")
    with ExitStack() as stack:
        folder = Path(os.environ.get("FOLDER") or stack.enter_context(tempfile.TemporaryDirectory())).resolve()
        size = SHORT if os.environ.get("SHORT") else WHOLE
        names = only or (ATTACKS.keys() - APART if processes else ATTACKS.keys())
        rows = run(attack(folder, size, names, say, processes))
    say(f"\n{table(rows)}")
    sys.exit(0 if all(row.holds for row in rows) else 1)


if __name__ == "__main__":
    main()
