"""Tests that each line of `docs/using.md`, which says what people can do, names an existing scenario test."""

import ast
import re
from pathlib import Path

import pytest

from tests.support.sources import tree

ROOT = Path(__file__).parents[2]
USING = (ROOT / "docs" / "using.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
GRAMMAR = (ROOT / "bot" / "grammar.py").read_text(encoding="utf-8")
ENGLISH = (ROOT / "bot" / "texts" / "en.ftl").read_text(encoding="utf-8")


def lines() -> list[str]:
    """Return the rows of the tables, without their headers."""
    tables = re.findall(r"^\|-.*\n((?:\|.*\n)+)", USING.partition("\n## Options\n")[0], re.MULTILINE)
    return [line for table in tables for line in table.splitlines()]


def names_in(path: Path) -> set[str]:
    """Return the names of the tests in a file."""
    found = ast.walk(tree(path))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in found if isinstance(node, kinds) and node.name.startswith("test_")}


def test_there_are_tables() -> None:
    assert len(lines()) > 40


@pytest.mark.parametrize("line", lines(), ids=lambda line: line.split("|")[1].strip())
def test_each_line_is_held_by_a_scenario(line: str) -> None:
    found = re.fullmatch(r"\[([\w ]+)\]\(\.\./(tests/scenario/[\w/]+\.py)\)", line.split("|")[3].strip())
    assert found, line
    assert "test_" + found[1].replace(" ", "_") in names_in(ROOT / found[2])


@pytest.mark.parametrize("command", re.findall(r"^menu-(\w+) =", ENGLISH, re.MULTILINE))
def test_every_command_is_there(command: str) -> None:
    for text in (USING, README):
        assert re.search(rf"`/{command}\b", text)


@pytest.mark.parametrize("option", re.findall(r"^    [A-Z]+ = \(\"(\w+)\"", GRAMMAR, re.MULTILINE))
def test_every_option_is_there(option: str) -> None:
    assert f"`--{option} " in USING


def test_there_are_options() -> None:
    assert len(re.findall(r"^    [A-Z]+ = \(\"(\w+)\"", GRAMMAR, re.MULTILINE)) >= 10
