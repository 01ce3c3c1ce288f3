"""The mistakes of `make mutants` can still be made, and are made where the code says so."""

import ast
import tomllib
from pathlib import Path

import pytest

from tests.mutants.fifty import is_equal
from tests.mutants.mistakes import MISTAKES, Mistake
from tests.mutants.patches import DoesNotApplyError, Patch, sources

ROOT = Path(__file__).parents[2]
HERE = Path("a.py")
SAMPLE = '''
SQL = """
    UPDATE jobs SET state = :state
    WHERE id = :id AND epoch = :epoch
"""

async def take(self, raw):
    await self._inner.sink.take(
        raw
    )
'''


@pytest.mark.parametrize(
    ("code", "instead", "expected"),
    [
        ("WHERE id = :id AND epoch = :epoch", "WHERE id = :id", "state = :state\n    WHERE id = :id\n"),
        ("SET state = :state WHERE", "SET x = 1 WHERE", "UPDATE jobs SET x = 1 WHERE id = :id AND"),
        ("await …sink.take(raw)", "later(…sink.take(raw))", "    later(self._inner.sink.take(raw))\n"),
        ("AND epoch=:epoch", "", "WHERE id = :id \n"),
    ],
)
def test_code_is_found_however_it_is_laid_out(code: str, instead: str, expected: str) -> None:
    path, text = Patch(code, instead).apply({HERE: SAMPLE, Path("b.py"): "pass"})
    assert path == HERE
    assert expected in text


@pytest.mark.parametrize("code", ["state", "WHERE id = :id AND epoch = :epo", "nowhere", "ake(raw)"])
def test_code_that_is_not_there_once_is_refused(code: str) -> None:
    with pytest.raises(DoesNotApplyError):
        Patch(code, "").apply({HERE: SAMPLE})


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_every_mistake_can_still_be_made(mistake: Mistake) -> None:
    before = after = sources(ROOT)
    for patch in mistake.patches:
        path, text = patch.apply(after)
        compile(text, path, "exec")
        after = after | {path: text}
    assert after != before
    assert all((ROOT / test.partition("::")[0]).exists() for test in mistake.tests)


def test_what_mutmut_runs_has_the_same_names_each_time() -> None:
    """It collects twice in one process, and pytest escapes the names that a function makes anew each time."""
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mutmut"]
    assert [path for path in tool["only_mutate"] if not (ROOT / path).exists()] == []
    for path in tool["pytest_add_cli_args_test_selection"]:
        calls = [node for node in ast.walk(ast.parse((ROOT / path).read_text())) if isinstance(node, ast.keyword)]
        made = [node.value.lineno for node in calls if node.arg == "ids" and isinstance(node.value, ast.Lambda)]
        assert not made, f"{path}: {made}"


@pytest.mark.parametrize(
    ("old", "new", "equal"),
    [
        (' raise NotAPictureError("no pixels")', ' raise NotAPictureError("XXno pixelsXX")', True),
        (' raise NotAPictureError("no pixels")', " raise NotAPictureError(None)", False),
        (' raise UserError("press-stale")', ' raise UserError("PRESS-STALE")', False),
        (' raise TooManyPixelsError("no", "too-many")', ' raise TooManyPixelsError("no", "XXtoo-manyXX")', False),
        (" return 1", " return 2", False),
    ],
)
def test_only_words_that_nobody_is_told_are_equal(old: str, new: str, equal: bool) -> None:
    assert is_equal(f"# name\n--- a.py\n+++ a.py\n@@ -1 +1 @@\n def f():\n-{old}\n+{new}\n") is equal
