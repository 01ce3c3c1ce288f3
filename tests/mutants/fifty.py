"""Fifty mistakes that mutmut makes up, in what can be tested without a network: `[tool.mutmut]` says where.

Which fifty is drawn by `SEED` (1 if it is not set) from the nearly two thousand there are.
"""

import os
import re
import subprocess
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path

from tests.support.instrument import say

COUNT = 50
SEED = int(os.environ.get("SEED", "1"))
SECONDS = 1200.0

_RESULT = re.compile(r"^ *(\S+__mutmut_\d+): (.+)$", re.MULTILINE)

_WORDS = re.compile(r'(?P<before> *raise (?!UserError)\w+Error\()f?"[^"]*"\).*')
"""An exception that nobody is told of: what it says is for whoever reads the code."""

EQUAL = {
    "return round(abs(log(size[0] / size[1] / ratio)), 10)": "what differs in the tenth digit differs much earlier",
    "self._probing = None": "it is asked only whether it is true",
}
"""What may stand there instead, and why."""

SEEN = frozenset({"killed", "timeout"})


def survivors(root: Path) -> int:
    """Run fifty mutants in a copy of the tree, show those that no test sees, and return how many they are."""
    _mutmut(root, "run", "none*", check=False)  # makes them all, finds out which test runs what, and runs none of them
    names = sorted(name for name, _ in _results(root))
    drawn = sorted(names, key=_lot)[:COUNT]
    _mutmut(root, "run", "--max-children", "2", *drawn)
    ends = {name: end for name, end in _results(root) if name in set(drawn)}
    modules = Counter(_module(name) for name in drawn)
    seen = Counter(_module(name) for name, end in ends.items() if end in SEEN)
    for module, count in sorted(modules.items()):
        say(f"{' ' if seen[module] == count else '✗'} {module:<66} {seen[module]:2} of {count:2} seen")
    left = 0
    for name, end in ends.items():
        if end not in SEEN:
            change = _mutmut(root, "show", name)
            equal = end == "survived" and is_equal(change)
            left += not equal
            say(f"\n{'=' if equal else '✗'} {name}: {end}\n{change}")
    say(
        f"  {len(drawn) - left} of {len(drawn)} made up by mutmut out of {len(names)} (SEED={SEED}) were seen, or equal"
    )
    return left + (not drawn)


def is_equal(change: str) -> bool:
    """Whether a changed line does what it did: another word for whoever reads the code, or one of `EQUAL`."""
    lines = [line for line in change.splitlines() if line[:1] in {"-", "+"} and line[:3] not in {"---", "+++"}]
    old, new = ([line[1:] for line in lines if line[0] == sign] for sign in "-+")
    if len(old) != 1 or len(new) != 1:
        return False
    words = [_WORDS.fullmatch(line) for line in (*old, *new)]
    return new[0].strip() in EQUAL or (all(words) and words[0]["before"] == words[1]["before"])


def _lot(name: str) -> bytes:
    """Return where a mutant comes in the draw: code that changes elsewhere does not change that."""
    return sha256(f"{SEED} {name}".encode()).digest()


def _module(name: str) -> str:
    return name.rpartition(".")[0]


def _results(root: Path) -> list[tuple[str, str]]:
    return _RESULT.findall(_mutmut(root, "results", "--all", "true"))


def _mutmut(root: Path, *arguments: str, check: bool = True) -> str:
    command = [sys.executable, "-m", "mutmut", *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=SECONDS, check=False)
    if check and done.returncode:
        output = re.sub(r"^[⠀-⣿].*\s", "", done.stdout + done.stderr, flags=re.MULTILINE)  # without its spinner
        say(f"mutmut {arguments[0]} ended with {done.returncode}: {output[-2000:]}")
    return done.stdout
