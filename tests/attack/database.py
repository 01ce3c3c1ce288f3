"""Makes the database unusable for ten seconds while people order, in each possible way."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, AsyncExitStack, ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.attack.ground import OneFile, Shared
from tests.attack.house import House
from tests.attack.report import Row
from tests.attack.size import Size
from tests.support.server_faults import FAULTS
from tests.support.small_disk import SmallDisk, mounted

SECONDS = 10.0
PEOPLE = 12

Trouble = Callable[[], AbstractContextManager[None]]


async def attack(house: House, _: Size) -> list[Row]:
    """Let people order during each fault; in the end everyone must have one picture, paid for once."""
    async with AsyncExitStack() as stack:
        troubles = _troubles(house, stack.enter_context(ExitStack()))
        await house.start(stack, DATABASE_URL=house.ground.url)
        rows = [await _row(house, name, trouble) for name, trouble in troubles.items()]
        await house.stop()
    return rows


def _troubles(house: House, stack: ExitStack) -> dict[str, Trouble]:
    """Return the faults of the database; a SQLite file moves to a small disk, if one can be mounted."""
    if isinstance(house.ground, Shared):
        return {f"a server that is {name}": partial(fault, house.ground.cluster) for name, fault in FAULTS.items()}
    assert isinstance(house.ground, OneFile)
    disk = _disk(house.folder / "disk", stack)
    if disk:
        house.ground = OneFile(disk.folder / "huabot.db")
    troubles: dict[str, Trouble] = {"a locked database": partial(_locked, house.ground.path)}
    return troubles | ({"a full disk": partial(_full, disk)} if disk else {})


async def _row(house: House, attack: str, trouble: Trouble) -> Row:
    await house.provider.clear_faults()
    seen = len(await house.provider.submits())
    people = [await house.telegram.person("Mallory") for _ in range(PEOPLE)]
    with trouble():
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


def _disk(folder: Path, stack: ExitStack) -> SmallDisk | None:
    """Mount a small disk; return None if that is impossible."""
    try:
        return stack.enter_context(mounted(folder))
    except pytest.skip.Exception:
        return None


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as stranger:
        stranger.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def _full(disk: SmallDisk) -> Iterator[None]:
    disk.fill()
    try:
        yield
    finally:
        disk.clear()
