"""The bot's owner gives it another name while it runs."""

import asyncio
import io
from itertools import pairwise

import pytest

from bot.telegram import renaming
from bot.telegram.handled import HandledHere
from sandbox.telegram_client import Group, Person
from tests.support.stage import Stage


@pytest.fixture
async def group(stage: Stage, alice: Person) -> Group:
    return await stage.telegram.group("Painters", alice)


@pytest.mark.on_both
@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_it_goes_by_its_new_name(
    stage: Stage, alice: Person, group: Group, mode: str, stream: io.StringIO
) -> None:
    await stage.start(telegram_mode=mode)
    await stage.telegram.rename_bot("Pictor")
    order = await stage.telegram.say(alice, "/draw@pictor a fox", chat=group.id)
    placeholder = await stage.reply(group, order["message_id"])
    await stage.picture(group)
    help_asked = await stage.telegram.say(alice, "/help@Pictor", chat=group.id)
    assert "@Pictor" in (await stage.reply(group, help_asked["message_id"]))["text"]
    assert len(await stage.telegram.calls("getMe")) == 2
    assert placeholder["reply_to_message_id"] == order["message_id"]
    assert await stage.billed() == 1
    assert await stage.bugs() == []
    assert '"renamed"' in stream.getvalue()


@pytest.mark.on_both
async def test_its_name_may_be_learned_before_the_command_is_done_with(
    stage: Stage, alice: Person, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = HandledHere.end

    async def end_late(handled: HandledHere, key: str) -> None:
        await asyncio.sleep(0.5)
        await end(handled, key)

    await stage.start()
    monkeypatch.setattr(HandledHere, "end", end_late)
    await stage.telegram.rename_bot("Pictor")
    order = await stage.telegram.say(alice, "/draw@pictor a fox", chat=group.id)
    assert (await stage.picture(group))["reply_to_message_id"] == order["message_id"]


async def test_in_private_the_name_does_not_matter(stage: Stage, alice: Person) -> None:
    await stage.start()
    await stage.telegram.rename_bot("pictor")
    for count, name in enumerate(("huabot", "pictor", "somebody_else"), start=1):
        await stage.telegram.say(alice, f"/draw@{name} a fox")
        await stage.pictures(alice, count)
    assert len(await stage.telegram.calls("getMe")) == 1


async def test_other_bots_are_no_reason_to_ask_often(
    stage: Stage, alice: Person, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And yet a command that comes meanwhile is obeyed, when it is known whose it is."""
    monkeypatch.setattr(renaming, "ASK_EVERY", 0.5)
    await stage.telegram.settings(privacy=False)
    await stage.start()
    await stage.telegram.say(alice, "/draw@other_bot a wolf", chat=group.id)
    await stage.telegram.wait_calls("getMe", count=2)
    await stage.telegram.rename_bot("pictor")
    await stage.telegram.fault("getMe", "body", [200, '{"ok": true}'])
    for number in range(5):
        await stage.telegram.say(alice, f"/draw@other_bot wolf {number}", chat=group.id)
    order = await stage.telegram.say(alice, "/draw@pictor a fox", chat=group.id)
    await stage.telegram.say(alice, "/draw@huabot a hare", chat=group.id)  # it does not know better yet
    await stage.reply(group, order["message_id"])
    await stage.pictures(group, 2)
    asked = [call["received"] for call in await stage.telegram.calls("getMe")][1:]
    assert len(asked) == 3
    assert min(later - earlier for earlier, later in pairwise(asked)) >= 0.5
    assert sorted(submit["params"]["text"] for submit in await stage.provider.submits()) == ["a fox", "a hare"]


async def test_it_stops_while_it_wonders(stage: Stage, alice: Person, group: Group) -> None:
    await stage.telegram.settings(privacy=False)
    await stage.start()
    await stage.telegram.fault("getMe", "delay", 30, times=None)
    await stage.telegram.say(alice, "/draw@other_bot a wolf", chat=group.id)
    await stage.telegram.say(alice, "/draw a fox", chat=group.id)
    await stage.picture(group)
    await stage.stop()
