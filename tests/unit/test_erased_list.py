"""What keeps the copies of forgotten words from being deleted, said as a sentence."""

from pathlib import Path

import pytest

from bot.clock import DAY
from bot.errors import HuabotError
from storage.drivers import open_database
from storage.erased import ErasedList
from storage.migrate import drop_backups


def test_a_list_that_cannot_be_written_anew_says_so_and_stays(tmp_path: Path) -> None:
    erased = ErasedList(tmp_path / "huabot.db")
    erased.add(7, 1 * DAY)
    erased.add(8, 3 * DAY)
    (tmp_path / "huabot.db.erased.new").mkdir()
    with pytest.raises(HuabotError, match=r"huabot\.db\.erased"):
        erased.drop(2 * DAY)
    assert erased.since(0) == {7, 8}


def test_a_list_that_is_none_says_so(tmp_path: Path) -> None:
    (tmp_path / "huabot.db.erased").mkdir()
    with pytest.raises(HuabotError, match=r"huabot\.db\.erased"):
        ErasedList(tmp_path / "huabot.db").since(0)


async def test_a_copy_that_cannot_be_deleted_keeps_no_other_copy(tmp_path: Path) -> None:
    database = await open_database(f"sqlite:///{tmp_path}/huabot.db")
    stuck, other, young = (tmp_path / f"huabot.db.before-7.{moment}" for moment in (1, 2, 30))
    stuck.mkdir()
    for copy in (other, young):
        copy.touch()
    with pytest.raises(HuabotError, match=r"before-7\.1"):
        drop_backups(database, 10)
    await database.close()
    assert [path.exists() for path in (stuck, other, young)] == [True, False, True]
