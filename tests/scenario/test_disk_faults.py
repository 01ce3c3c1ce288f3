"""The disk is full at any write of a picture's journey, and has room again later: nobody notices but by waiting."""

import asyncio

from bot.edges import Edges
from sandbox.telegram_client import Person
from tests.support.full_disk import FullDisk
from tests.support.stage import Stage
from tests.support.talk import answered, painted

REFUSES = 1
"""Writes that find no room, one after the other: whoever tries again does so a second later."""


async def test_wherever_the_disk_is_full_the_picture_comes_once(stage: Stage, alice: Person) -> None:
    disk = FullDisk()
    stage.edges = Edges(open_database=disk.open)
    await stage.start(submit_grace=180.0)
    await painted(stage, alice, "/draw to warm up")
    people: list[Person] = []
    while True:
        disk.fill(fits=len(people), refuses=REFUSES)
        person = await stage.telegram.person("Somebody")
        async with asyncio.timeout(20):
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
