"""What people say that is no order: answered kindly, shortly, once a minute, and never painted."""

import asyncio

import pytest

from sandbox.telegram_client import Group, Person
from tests.support.stage import Stage, a_photo, is_picture
from tests.support.talk import answered, painted

pytestmark = pytest.mark.asyncio(loop_scope="module")

SETTINGS = {"daily_pictures": 100, "max_in_flight": None}

WELCOME = "You're welcome"


async def test_thanks_are_answered_once_a_minute(running: Stage, alice: Person) -> None:
    picture = await painted(running, alice, "/draw a fox")
    before = len(await running.provider.submits())
    thanks = await answered(running, alice, "Thank you so much! 😊", WELCOME, reply_to=picture["message_id"])
    assert thanks["buttons"] == []
    for words in ("спасибо", "谢谢", "👍"):
        await running.telegram.say(alice, words)
    await answered(running, alice, "/quota", "left today")
    assert [WELCOME in message["text"] for message in await running.bot_messages(alice)].count(True) == 1
    await answered(running, alice, "thank heavens for foxes", "Shall I paint this?")
    assert len(await running.provider.submits()) == before


async def test_a_sticker_and_a_voice_message_are_answered(running: Stage, alice: Person, bo: Person) -> None:
    sticker = await running.telegram.sticker(alice, a_photo(1))
    await running.reply(alice, sticker["message_id"], "/remix as an oil painting")
    voice = await running.telegram.voice(bo)
    await running.reply(bo, voice["message_id"], "I can't listen")


async def test_an_unknown_command_is_always_answered(running: Stage, alice: Person, bo: Person, group: Group) -> None:
    for name in ("paint", "draww", "paint"):
        await answered(running, alice, f"/{name} a fox", f"I don't know /{name}")
    await answered(running, bo, "/paint@huabot a fox", "I don't know /paint", group)
    unheard = await running.telegram.say(bo, "/paint a fox", chat=group.id)
    await answered(running, bo, "/quota", "left today", group)
    assert all(message["reply_to_message_id"] != unheard["message_id"] for message in await running.bot_messages(group))


async def test_who_wants_it_has_words_painted_at_once(running: Stage, alice: Person, bo: Person, group: Group) -> None:
    await answered(running, alice, "a fox", "Shall I paint this?")
    settings = await answered(running, alice, "/settings", "Your settings")
    assert await running.pressed(alice, settings, "⚡ Paint at once: no") == ""
    settings = await running.changed(settings, lambda seen: "at once?" in seen["text"])
    assert await running.pressed(alice, settings, "yes") == ""
    await running.changed(settings, lambda seen: "⚡ Paint at once: yes" in str(seen["buttons"]))
    said, submit = await running.ordered(running.telegram.say(alice, "a red fox\nin the snow --n 2 --seed 7"))
    assert submit["params"]["text"] == "a red fox\nin the snow"
    await running.pictures(alice, 2)
    picture = await running.changed(await running.reply(alice, said["message_id"]), is_picture)
    before = len(await running.provider.submits())
    await answered(running, alice, "thanks!", WELCOME)
    await answered(running, alice, "as a watercolour", "Shall I paint this?", reply_to=picture["message_id"])
    await answered(running, alice, "рыжая лиса", "reads English and Chinese")
    await answered(running, alice, "a fox --steps lots", "For example --steps 30")
    await running.telegram.say(alice, "a fox", chat=group.id)
    await answered(running, bo, "a wolf", "Shall I paint this?")
    await asyncio.gather(answered(running, alice, "/quota", "left today"), answered(running, bo, "/quota", "left"))
    assert len(await running.provider.submits()) == before
