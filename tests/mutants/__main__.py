"""Runs `python -m tests.mutants`: makes mistakes in a copy of the code, and shows which test detects each.

Takes up to twenty minutes on two cores. Exits with 1 if no test detects a mistake, or if a mistake no longer applies.
Arguments select the mistakes whose names contain one of them; `--list` only lists all mistakes. With
`DATABASE=postgresql` in the environment, all tests run on PostgreSQL, with the mistakes that are mistakes there.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from tests.mutants import fifty
from tests.mutants.mistakes import MISTAKES, Mistake
from tests.mutants.patches import DoesNotApplyError, sources

ROOT = Path(__file__).parents[2]
AT_ONCE = 2
SECONDS, SECONDS_FOR_ALL = 240.0, 900.0
"""Timeouts: for the tests of one mistake, and for all of these tests without a mistake."""

NOT_COPIED = (
    ".git",
    ".venv",
    ".hypothesis",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    "__pycache__",
    "demo",
    "mutants-*",
)

NONE = "no mistake at all"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Holds the result for a mistake: the first red test, and whether that is as it should be."""

    name: str
    seen_by: str
    seconds: float
    well: bool


def apply(mistake: Mistake, root: Path) -> dict[Path, str]:
    """Make a mistake in a copy; return the original texts of the changed files.

    Raises:
        DoesNotApplyError: The mistake does not apply; no file was changed.
    """
    before = sources(root)
    after = dict(before)
    for patch in mistake.patches:
        path, text = patch.apply(after)
        after[path] = text
    changed = {path: text for path, text in before.items() if after[path] != text}
    for path in changed:
        path.write_text(after[path], encoding="utf-8")
    return changed


def try_out(mistake: Mistake, root: Path) -> Verdict:
    """Make a mistake in a copy, run its tests there, and restore the files."""
    began = time.monotonic()
    try:
        changed = apply(mistake, root)
    except DoesNotApplyError as exc:
        return Verdict(mistake.name, f"NO LONGER APPLIES, {exc}", 0.0, well=False)
    try:
        seen_by = first_red(mistake.tests, root, SECONDS if mistake.patches else SECONDS_FOR_ALL)
    finally:
        for path, text in changed.items():
            path.write_text(text, encoding="utf-8")
    well = (seen_by == "nobody") == (mistake.name == NONE) and not seen_by.startswith("!")
    return Verdict(mistake.name, seen_by, time.monotonic() - began, well)


def first_red(tests: tuple[str, ...], root: Path, seconds: float) -> str:
    """Return the first test that fails; `nobody` if none does; `!` and the reason if pytest did not finish properly."""
    with tempfile.TemporaryDirectory() as temporary:
        command = [sys.executable, "-m", "pytest", "-x", "-rfE", "-p", "no:cacheprovider", "--tb=no"]
        command += [f"--basetemp={temporary}/t", "--hypothesis-profile=mutants", *tests]
        process = subprocess.Popen(
            command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )
        try:
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.communicate()
            return f"! not done in {seconds:.0f} s"
    red = re.search(r"^(?:FAILED|ERROR) (\S+)", output, re.MULTILINE)
    if process.returncode == 1 and red:
        return red[1]
    return "nobody" if process.returncode == 0 else f"! pytest ended with {process.returncode}: {output[-300:]}"


@contextmanager
def copies(number: int) -> Iterator[SimpleQueue[Path]]:
    """Yield a queue of copies of the tree, from which a test run takes one and puts it back."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        free: SimpleQueue[Path] = SimpleQueue()
        for index in range(number):
            copy = Path(folder, str(index))
            shutil.copytree(ROOT, copy, symlinks=True, ignore=shutil.ignore_patterns(*NOT_COPIED))
            (copy / ".venv").symlink_to(Path(sys.prefix))
            (copy / "sandbox" / "patience.py").write_text("PATIENCE = 20.0\n", encoding="utf-8")  # many would use it up
            free.put(copy)
        yield free


def main(wanted: list[str]) -> int:
    """Try all mistakes, or the wanted ones; return the exit status."""
    shared = os.environ.get("DATABASE") == "postgresql"
    possible = [mistake for mistake in MISTAKES if not (shared and mistake.equivalent)]
    chosen = [mistake for mistake in possible if not wanted or any(word in mistake.name for word in wanted)]
    none = Mistake(NONE, (), tuple(dict.fromkeys(test for mistake in chosen for test in mistake.tests)))
    with copies(AT_ONCE) as free, ThreadPoolExecutor(AT_ONCE) as pool:

        def with_copy(mistake: Mistake) -> Verdict:
            copy = free.get()
            try:
                return try_out(mistake, copy)
            finally:
                free.put(copy)

        bad = 0
        for verdict in pool.map(with_copy, [none, *chosen]):
            bad += not verdict.well
            mark = " " if verdict.well else "✗"
            print(f"{mark} {verdict.name:<66} {verdict.seconds:5.0f} s  {verdict.seen_by}", flush=True)  # noqa: T201
        if not wanted:
            bad += fifty.survivors(free.get())
    print(f"{len(chosen)} mistakes and what a tool made up: {bad} not seen" if bad else "every mistake was seen")  # noqa: T201
    return 1 if bad else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--list"]:
        for mistake in MISTAKES:
            for patch in mistake.patches:
                print(f"{patch.apply(sources(ROOT))[0].relative_to(ROOT)}: {mistake.name}")  # noqa: T201
    else:
        sys.exit(main(sys.argv[1:]))
