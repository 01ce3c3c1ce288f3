"""The README says what people can do; each line of it is held by a scenario test that exists."""

import ast
import re
from pathlib import Path

import pytest

from bot.telegram.commands import MENU
from bot.telegram.operators import Operators

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """Return what stands under a heading, subheadings included."""
    return re.split(r"^## ", README.split(f"\n## {title}\n")[1], maxsplit=1, flags=re.MULTILINE)[0]


def lines() -> list[str]:
    """Return the lines of the table, without its head."""
    table = re.findall(r"^\|.*\|$", section("What people can do").split("\n### ")[0], re.MULTILINE)
    return table[2:]


def names_in(path: Path) -> set[str]:
    """Return the names of a file's tests."""
    found = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in found if isinstance(node, kinds) and node.name.startswith("test_")}


def test_there_is_a_table() -> None:
    assert len(lines()) > 40


@pytest.mark.parametrize("line", lines(), ids=lambda line: line.split("|")[1].strip())
def test_each_line_is_held_by_a_scenario(line: str) -> None:
    found = re.fullmatch(r"`(test_\w+\.py)::(test_\w+)`", line.split("|")[3].strip())
    assert found, line
    (path,) = (ROOT / "tests" / "scenario").rglob(found[1])
    assert found[2] in names_in(path)


@pytest.mark.parametrize("command", [*MENU, *Operators.menu])
def test_every_command_is_there(command: str) -> None:
    assert re.search(rf"`/{command}\b", section("What people can do"))
