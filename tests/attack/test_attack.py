"""Tests the bot with short attacks; `make attack` runs the long ones."""

from pathlib import Path

from tests.attack.attacks import attack
from tests.attack.report import table
from tests.attack.size import SHORT

SHORTEST = ("forged", "inside", "bombs", "fuzz")
"""The cheap attacks; `tests/scenario/test_strangers.py` covers crowds and large requests, too."""

SHARED = ("forged", "canaries")
"""The attacks to which several processes on one database might react differently."""


async def test_nothing_gives_way(tmp_path: Path) -> None:
    rows = await attack(tmp_path, SHORT, SHORTEST, lambda _: None)
    assert all(row.holds for row in rows), table(rows)


async def test_nothing_gives_way_with_three_processes_on_one_database(tmp_path: Path) -> None:
    rows = await attack(tmp_path, SHORT, SHARED, lambda _: None, processes=3)
    assert all(row.holds for row in rows), table(rows)
