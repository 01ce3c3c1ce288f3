"""The disk takes no write at some point of a picture's journey, and does later: nobody notices but by waiting."""

import asyncio

import pytest

from bot.edges import Edges
from sandbox.patience import PATIENCE
from sandbox.telegram_client import Person
from storage.database import Database
from storage.sqlite import SQLite
from tests.support.full_disk import WHYS, FullDisk
from tests.support.stage import Stage
from tests.support.talk import answered, painted

REFUSES = 1
"""Writes that find no room, one after the other: whoever tries again does so a second later."""


@pytest.mark.sqlite_only
@pytest.mark.parametrize("why", WHYS)
async def test_wherever_the_disk_takes_nothing_the_picture_comes_once(stage: Stage, alice: Person, why: str) -> None:
    disk = FullDisk(why)
    stage.edges = Edges(open_database=disk.open)
    await stage.start(submit_grace=180.0)
    await painted(stage, alice, "/draw to warm up")
    people: list[Person] = []
    while True:
        disk.fill(fits=len(people), refuses=REFUSES)
        person = await stage.telegram.person("Somebody")
        async with asyncio.timeout(PATIENCE):
            await painted(stage, person, f"/draw a fox, after {len(people)} writes")
        if not disk.refused:
            break  # that was its last write
        people.append(person)
    assert len(people) >= 5, "as many commits as a picture has"
    disk.fill(fits=1_000_000, refuses=0)
    for person in people:
        assert "29 of 30" in (await answered(stage, person, "/quota"))["text"]
        assert len(await stage.pictures(person)) == 1
    assert await stage.billed() == len(people) + 2
    assert await stage.bugs() == []


@pytest.mark.sqlite_only
async def test_a_database_that_became_read_only_takes_no_order_and_loses_none(stage: Stage, alice: Person) -> None:
    opened: list[Database] = []

    async def open_and_keep(url: str) -> Database:
        opened.append(await SQLite.open(url))
        return opened[-1]

    stage.edges = Edges(open_database=open_and_keep)
    await stage.start(submit_grace=180.0, telegram_mode="webhook")
    await stage.ready()
    (database,) = opened
    await stage.provider.fault("submit", "hold")
    await stage.telegram.say(alice, "/draw before")
    await stage.provider.wait("held")
    await database.rows("PRAGMA query_only=ON", {})  # what SQLite says then is what it says of such a disk
    await stage.provider.clear_faults()
    bo = await stage.telegram.person("Bo", "en")
    await stage.refused(stage.telegram.say(bo, "/draw meanwhile"))
    await stage.called_back(2)  # the first was not taken
    assert [message["text"] for message in await stage.bot_messages(bo)] == []
    await database.rows("PRAGMA query_only=OFF", {})
    for person in (alice, bo):
        await stage.picture(person)
    assert await stage.billed() == 2
    assert await stage.bugs() == []
