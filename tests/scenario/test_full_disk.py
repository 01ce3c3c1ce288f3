"""The disk is full when the bot starts: one sentence, and whoever started it may start it again."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sandbox.patience import PATIENCE
from sandbox.telegram_client import Person
from tests.support.small_disk import SmallDisk, mounted
from tests.support.stage import Stage


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with mounted(tmp_path / "disk") as disk:
        yield disk


async def says_that_it_is_full(stage: Stage, command: str = "run") -> None:
    """Fail unless the program ends at once, and says in one sentence why."""
    process = await stage.launch(command)
    async with asyncio.timeout(PATIENCE):
        errors = (await process.communicate())[1].decode()
    (sentence,) = [line for line in errors.splitlines() if line.startswith("huabot: ")]
    assert (process.returncode, "the disk is full" in sentence, "Traceback" in errors) == (1, True, False), errors


async def test_a_full_disk_at_the_start_may_pass(stage: Stage, alice: Person, disk: SmallDisk) -> None:
    stage.options |= {"database_url": f"sqlite:///{disk.folder}/huabot.db", "secret_key": ""}
    disk.fill()
    await says_that_it_is_full(stage)
    await says_that_it_is_full(stage, "migrate")

    disk.clear()
    process = await stage.run()
    await stage.provider.settings(paint_seconds=1.0)
    await stage.telegram.say(alice, "/draw a fox")
    await stage.submitted()
    process.kill()
    await stage.ended(process)

    # As long as the database's log has room of its own, the bot can do without the disk's.
    with closing(sqlite3.connect(disk.folder / "huabot.db")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    disk.fill()
    await says_that_it_is_full(stage)
    disk.clear()
    process = await stage.run()
    await stage.picture(alice)
    process.terminate()
    assert (await stage.ended(process))[0] == 0
