"""Fifty mistakes that mutmut makes up, in what can be tested without a network: `[tool.mutmut]` says where.

Which fifty is drawn by `SEED` (1 if it is not set) from the more than a thousand there are.
"""

import os
import random
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

COUNT = 50
SEED = int(os.environ.get("SEED", "1"))
SECONDS = 1200.0

_RESULT = re.compile(r"^ *(\S+__mutmut_\d+): (.+)$", re.MULTILINE)

SEEN = frozenset({"killed", "timeout"})


def survivors(root: Path) -> int:
    """Run fifty mutants in a copy of the tree, show those that no test sees, and return how many they are."""
    _mutmut(root, "run", "none*", check=False)  # makes them all, finds out which test runs what, and runs none of them
    names = sorted(name for name, _ in _results(root))
    drawn = random.Random(SEED).sample(names, min(COUNT, len(names)))
    _mutmut(root, "run", "--max-children", "2", *drawn)
    ends = {name: end for name, end in _results(root) if name in set(drawn)}
    modules = Counter(_module(name) for name in drawn)
    seen = Counter(_module(name) for name, end in ends.items() if end in SEEN)
    for module, count in sorted(modules.items()):
        _say(f"{' ' if seen[module] == count else '✗'} {module:<66} {seen[module]:2} of {count:2} seen")
    left = [(name, end) for name, end in ends.items() if end not in SEEN]
    for name, end in left:
        _say(f"\n✗ {name}: {end}\n{_mutmut(root, 'show', name)}")
    _say(f"  {len(drawn) - len(left)} of {len(drawn)} made up by mutmut out of {len(names)} (SEED={SEED}) were seen")
    return len(left) + (not drawn)


def _module(name: str) -> str:
    return name.rpartition(".")[0]


def _results(root: Path) -> list[tuple[str, str]]:
    return _RESULT.findall(_mutmut(root, "results", "--all", "true"))


def _mutmut(root: Path, *arguments: str, check: bool = True) -> str:
    command = [sys.executable, "-m", "mutmut", *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=SECONDS, check=False)
    if check and done.returncode:
        output = re.sub(r"^[⠀-⣿].*\s", "", done.stdout + done.stderr, flags=re.MULTILINE)  # without its spinner
        _say(f"mutmut {arguments[0]} ended with {done.returncode}: {output[-2000:]}")
    return done.stdout


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201
