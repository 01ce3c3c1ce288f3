"""Strangers, people, the provider and pictures attack the bot, in short; `make attack` does so for long."""

from pathlib import Path

from tests.attack.attacks import attack
from tests.attack.report import table
from tests.attack.size import SHORT

SHORTEST = ("forged", "inside", "bombs", "fuzz")
"""What costs little; crowds and large requests are held off in `tests/scenario/test_strangers.py` as well."""

SHARED = ("forged", "canaries")
"""What several processes on one database might do otherwise."""


async def test_nothing_gives_way(tmp_path: Path) -> None:
    rows = await attack(tmp_path, SHORT, SHORTEST, lambda _: None)
    assert all(row.holds for row in rows), table(rows)


async def test_nothing_gives_way_with_three_processes_on_one_database(tmp_path: Path) -> None:
    rows = await attack(tmp_path, SHORT, SHARED, lambda _: None, processes=3)
    assert all(row.holds for row in rows), table(rows)
