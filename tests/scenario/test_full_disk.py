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
    async with stage.painting():
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


async def test_prometheus_is_told_while_the_disk_is_nearly_full(
    stage: Stage, disk: SmallDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.pipeline.space.EVERY", 0.02)
    monkeypatch.setattr("storage.sqlite.MIN_FREE_BYTES", 10_000_000)
    await stage.start(database_url=f"sqlite:///{disk.folder}/huabot.db")

    async def told(*, room: bool) -> None:
        async with asyncio.timeout(PATIENCE):
            while True:
                if await stage.part_is_well("disk") is room:
                    return
                await asyncio.sleep(0.02)

    await told(room=True)
    disk.fill(free=5_000_000)
    await told(room=False)
    disk.clear()
    await told(room=True)
