"""Checks the architecture of the tests: shared helpers are in `support`, and no test imports another test."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sources import tree

TESTS = Path(__file__).parents[1]
MODULES = sorted(TESTS.rglob("*.py"))
HELPERS = "support"
INSTRUMENTS = {"attack", "bench", "failpoints", "image", "mutants", "sbom", "screenshots", "torture", "year"}
"""Packages that are programs, with their helpers and their tests in the same folder."""

PYTEST_S_OWN = {"conftest.py", "__init__.py"}
NOT_TO_IMPORT = {path.stem for path in MODULES if path.name.startswith("test_")} | {"conftest"}


def name_of(path: Path) -> str:
    return path.relative_to(TESTS).as_posix()


def is_test(path: Path) -> bool:
    return path.name.startswith("test_")


def imports(module: ast.Module) -> Iterator[str]:
    """Yield the dotted names that a module imports, anywhere in it; those relative to it begin with a dot."""
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom):
            origin = "." * node.level + (node.module or "")
            yield from (f"{origin}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def foreign_tests(module: ast.Module) -> list[str]:
    """Return the imports from test modules, or from modules that only pytest loads."""
    return [name for name in imports(module) if NOT_TO_IMPORT & set(name.split("."))]


def strange_rooms(module: ast.Module) -> list[str]:
    """Return the imports from the tests that are neither from the helpers nor from an instrument."""
    own = {path.name for path in TESTS.iterdir() if path.is_dir()} - {"sandbox", "storage"} | {"conftest"}
    allowed = {HELPERS, *INSTRUMENTS}
    found = []
    for name in imports(module):
        first, _, rest = name.partition(".")
        if first in {"", *own} or (first == "tests" and rest.partition(".")[0] not in allowed):
            found.append(name)
    return found


def test_there_is_something_to_look_at() -> None:
    assert len([path for path in MODULES if is_test(path)]) > 100
    assert {path.name for path in TESTS.iterdir()} >= {HELPERS, *INSTRUMENTS}


def test_helpers_are_imported_from_their_room_by_one_name_and_tests_from_nowhere() -> None:
    assert {name_of(path): found for path in MODULES if (found := foreign_tests(tree(path)))} == {}
    assert {name_of(path): found for path in MODULES if (found := strange_rooms(tree(path)))} == {}


def test_helpers_are_in_their_room_and_tests_are_not() -> None:
    outside = [path for path in MODULES if path.relative_to(TESTS).parts[0] not in {HELPERS, *INSTRUMENTS}]
    assert [name_of(path) for path in outside if not is_test(path) and path.name not in PYTEST_S_OWN] == []
    assert [name_of(path) for path in (TESTS / HELPERS).rglob("*") if is_test(path)] == []


@pytest.mark.parametrize(
    "line",
    [
        "from tests.unit.test_wire import a",
        "from tests.unit import test_wire",
        "import tests.unit.test_wire",
        "from .test_wire import a",
        "from . import test_wire",
        "from unit.test_wire import a",
        "def f():\n    from .conftest import a",
    ],
)
def test_an_import_from_another_test_is_seen(line: str) -> None:
    assert len(foreign_tests(ast.parse(line))) == 1


def test_other_rooms_are_seen() -> None:
    for line in ("from tests.scenario.stage import a", "from .stage import a", "from scenario.stage import a"):
        assert len(strange_rooms(ast.parse(line))) == 1, line
    for line in ("from tests.support.stage import a", "from tests.torture import a", "import storage.jobs, pytest"):
        assert strange_rooms(ast.parse(line)) == [], line
