"""Tests that each promise of the documents names an existing instrument that checks it."""

import ast
import re
from pathlib import Path

import pytest

from tests.support.sources import tree

ROOT = Path(__file__).parents[2]
DESIGN = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")

HEAD = "| promise | held by |\n|---|---|\n"
TEST = re.compile(r"\[([\w ]+)\]\(\.\./(tests/[\w/]+\.py)\)")
PROGRAM = re.compile(r"`make ([a-z-]+)[^`]*`")


def rows(text: str) -> list[str]:
    """Return the rows of a document's table of promises."""
    return text.partition(HEAD)[2].partition("\n\n")[0].splitlines()


def names_in(path: Path) -> set[str]:
    """Return the names of the functions in a file."""
    found = ast.walk(tree(path))
    return {node.name for node in found if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def exists(instrument: str) -> bool:
    """Return whether the program or the test exists."""
    if program := PROGRAM.fullmatch(instrument):
        return bool(re.search(rf"^{program[1]}:", MAKEFILE, re.MULTILINE))
    if test := TEST.fullmatch(instrument):
        return "test_" + test[1].replace(" ", "_") in names_in(ROOT / test[2])
    return False


def is_test(instrument: str) -> bool:
    """Return whether the instrument is an existing test file or folder."""
    return instrument.startswith("tests/") and (ROOT / instrument).exists()


def test_there_are_promises() -> None:
    assert len(rows(DESIGN)) > 20
    assert len(rows(SECURITY)) > 10


@pytest.mark.parametrize("row", rows(DESIGN), ids=lambda row: row.split("|")[1].strip())
def test_each_promise_is_held(row: str) -> None:
    instruments = row.split("|")[2].strip().split("; ")
    assert [instrument for instrument in instruments if not exists(instrument)] == []


@pytest.mark.parametrize("row", rows(SECURITY), ids=lambda row: row.split("|")[1].strip())
def test_each_guard_is_held(row: str) -> None:
    instruments = row.split("|")[2].strip().split(", ")
    assert [instrument for instrument in instruments if not exists(instrument) and not is_test(instrument)] == []
