"""The mistakes of `make mutants` can still be made, and are made where the code says so."""

from pathlib import Path

import pytest

from tests.mutants.mistakes import MISTAKES, Mistake
from tests.mutants.patches import DoesNotApplyError, Patch, sources

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
    root = Path(__file__).parents[2]
    before = after = sources(root)
    for patch in mistake.patches:
        path, text = patch.apply(after)
        compile(text, path, "exec")
        after = after | {path: text}
    assert after != before
    assert all((root / test.partition("::")[0]).exists() for test in mistake.tests)
