"""The database's disk is full, or the database locked, for ten seconds while people order."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, closing, contextmanager

import pytest

from tests.attack.house import House
from tests.attack.report import Row
from tests.attack.size import Size
from tests.support.small_disk import SmallDisk, mounted

SECONDS = 10.0
PEOPLE = 12


async def attack(house: House, size: Size) -> list[Row]:
    """Let people order in the middle of each trouble; all have one picture in the end, and it was paid once."""
    rows = []
    async with AsyncExitStack() as stack:
        disk = stack.enter_context(_disk(house))
        troubles: dict[str, Callable[[], Iterator[None]]] = {"a locked database": lambda: _locked(house)}
        if disk:
            house.database = disk.folder / "huabot.db"
            troubles["a full disk"] = lambda: _full(disk)
        await house.start(stack, DATABASE_URL=f"sqlite:///{house.database}")
        for name, trouble in troubles.items():
            rows.append(await _row(house, name, contextmanager(trouble)))
        await house.process.stop()
    return rows


async def _row(house: House, attack: str, trouble: Callable[[], object]) -> Row:
    await house.provider.clear_faults()
    seen = len(await house.provider.submits())
    people = [await house.telegram.person("Mallory") for _ in range(PEOPLE)]
    with trouble():  # type: ignore[attr-defined]
        for person in people:
            await house.telegram.say(person, f"/draw {attack}")
        await asyncio.sleep(SECONDS)
    pictures = 0
    for person in people:
        seconds = 60.0 if pictures else 120.0
        photos = await house.telegram.until(
            person.chat_id, lambda shown: [m for m in shown if m["kind"] == "photo"], seconds
        )
        pictures += len(photos) == 1
    paid = len((await house.provider.submits())[seen:])
    bugs = await house.bugs()
    found = f"{pictures} have their picture, {paid} paid, {bugs} bugs"
    return Row(f"{attack}, {SECONDS:.0f} s", PEOPLE, found, pictures == paid == PEOPLE and not bugs)


@contextmanager
def _disk(house: House) -> Iterator[SmallDisk | None]:
    """Mount a small disk, if that is to be had."""
    try:
        mount = mounted(house.folder / "disk")
        disk = mount.__enter__()
    except pytest.skip.Exception:
        yield None
        return
    try:
        yield disk
    finally:
        mount.__exit__(None, None, None)


def _locked(house: House) -> Iterator[None]:
    with closing(sqlite3.connect(house.database, isolation_level=None)) as stranger:
        stranger.execute("BEGIN IMMEDIATE")
        yield


def _full(disk: SmallDisk) -> Iterator[None]:
    disk.fill()
    yield
    disk.clear()
