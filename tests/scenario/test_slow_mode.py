"""A group's slow mode: new messages wait, what stands there is edited meanwhile."""

import asyncio
import time

import pytest

from bot.clock import SECOND
from bot.telegram import pacing
from sandbox.telegram_client import Person
from tests.support.stage import Stage


@pytest.mark.parametrize("restart", [False, True], ids=["running", "restarted"])
async def test_a_refused_second_order_does_not_hold_up_the_first_ones_picture(
    stage: Stage, alice: Person, bo: Person, restart: bool
) -> None:
    telegram = stage.telegram
    group = await telegram.group("Slow painters", alice, bo)
    await telegram.slow_mode(group.id, 6)
    await stage.start()
    async with stage.painting():
        first = await telegram.say(alice, "/draw a fox", chat=group.id)
        placeholder = await stage.reply(group, first["message_id"], "Painting")
        second = await telegram.say(bo, "/draw a heron", chat=group.id)
        refused = (await telegram.wait_calls("sendMessage", group.id, count=2))[1]
        assert (refused["status"], refused["ok"]) == (429, False)
        if restart:
            await stage.restart()
    picture = await stage.picture(group)
    assert picture["message_id"] == placeholder["message_id"]
    until = refused["at"] + int(refused["description"].rpartition(" ")[2])
    assert time.time() < until
    assert len(await telegram.calls("send*", group.id)) == 2
    await stage.reply(group, second["message_id"])
    await stage.pictures(group, 2)
    sends = await telegram.calls("send*", group.id)
    assert [call["received"] >= until for call in sends] == [False, False, True]
    assert await stage.billed() == 2


async def test_slow_groups_silence_nobody_else(
    stage: Stage, alice: Person, bo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several groups that say at once that they want to hear nothing for an hour are not the bot's own limit."""
    monkeypatch.setattr(pacing, "GROUP_FLOOD_PAUSE", SECOND)
    telegram = stage.telegram
    groups = [await telegram.group(f"Slow {number}", bo) for number in range(pacing.MANY_CHATS)]
    for group in groups:
        await telegram.slow_mode(group.id, 3_600)
    await stage.start()
    for _ in range(2):
        await asyncio.gather(*(telegram.say(bo, "/id", chat=group.id) for group in groups))
        for group in groups:
            await telegram.wait_calls("sendMessage", group.id, count=1)
    for group in groups:
        assert (await telegram.wait_calls("sendMessage", group.id, count=2))[1]["status"] == 429
    await telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
