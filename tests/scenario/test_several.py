"""`--n`: each picture has a placeholder of its own; the first makes a sound, and captions count."""

import re

import pytest

from sandbox.telegram_client import Json, Person
from tests.support.stage import Stage
from tests.support.studio import FREE


async def silent_ones(stage: Stage, where: int, method: str = "sendMessage") -> list[bool]:
    """Return which of the new messages in a chat made no sound, in their order; not what follows a long wait."""
    calls = [call["params"] for call in await stage.telegram.calls(method, where)]
    return ["disable_notification" in params for params in calls if "is ready" not in params.get("text", "")]


def counted(pictures: list[Json]) -> list[str]:
    return sorted(picture["text"].splitlines()[-1] for picture in pictures)


@pytest.mark.on_both
async def test_only_the_first_makes_a_sound_and_captions_count(stage: Stage, alice: Person) -> None:
    await stage.start(**FREE)
    group = await stage.telegram.group("Painters", alice)
    await stage.telegram.say(alice, "/draw a fox --n 4", chat=group.id)
    pictures = await stage.pictures(group, 4)
    assert counted(pictures) == [f"{number} of 4 · art · 512×512" for number in (1, 2, 3, 4)]
    assert sorted(await silent_ones(stage, group.id)) == [False, True, True, True]
    loud = [
        call
        for call in await stage.telegram.calls("sendMessage", group.id)
        if "disable_notification" not in call["params"] and "is ready" not in call["params"]["text"]
    ]
    first = next(picture for picture in pictures if picture["text"].splitlines()[-1].startswith("1 of 4"))
    assert [call["message_id"] for call in loud] == [first["message_id"]]
    assert await silent_ones(stage, group.id, "sendPhoto") == []


async def test_one_line_tells_that_they_are_ready(stage: Stage, alice: Person) -> None:
    await stage.start(**FREE)
    await hear_always(stage, alice)
    await stage.telegram.say(alice, "/draw a fox --n 3")
    await stage.pictures(alice, 3)
    await stage.telegram.until(alice.chat_id, ready_lines)
    await stage.stop()  # whatever is to be said has been said
    assert len(ready_lines(await stage.bot_messages(alice))) == 1


async def test_the_line_waits_for_its_turn(stage: Stage, alice: Person) -> None:
    """Who has just been sent much is sent no more for a moment, by Telegram or by ourselves."""
    await stage.start(**FREE)
    await hear_always(stage, alice)
    async with stage.painting():
        asked = await stage.telegram.say(alice, "/draw a fox")
        await stage.reply(alice, asked["message_id"], "Painting")
        await stage.telegram.fault("sendMessage", "retry_after", 1, chat_id=alice.chat_id)
    await stage.picture(alice)
    await stage.telegram.until(alice.chat_id, ready_lines)


def ready_lines(messages: list[Json]) -> list[Json]:
    return [message for message in messages if "picture is ready" in message["text"]]


async def hear_always(stage: Stage, person: Person) -> None:
    """Let somebody set that a line tells when a picture is ready."""
    menu = await settings(stage, person)
    for label in ("🔔", "always"):
        assert await stage.pressed(person, menu, label) == ""
        menu = await stage.changed(menu, lambda seen, before=menu["version"]: seen["version"] > before)


async def settings(stage: Stage, person: Person) -> Json:
    asked = await stage.telegram.say(person, "/settings")
    return await stage.reply(person, asked["message_id"], "Your settings")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "2 of 2"),
        ("zh-hans", "第 2 张，共 2 张"),
        ("zh-hant", "第 2 張，共 2 張"),
        ("ru", "2 из 2"),
        ("es", "2 de 2"),
    ],
)
async def test_they_are_counted_in_every_language(stage: Stage, language: str, words: str) -> None:
    await stage.start(**FREE)
    person = await stage.telegram.person("Somebody", language)
    await stage.telegram.say(person, "/draw 雪 --n 2")
    assert any(f"\n{words} · art" in picture["text"] for picture in await stage.pictures(person, 2))


async def test_what_is_made_of_one_is_one(stage: Stage, alice: Person) -> None:
    await stage.start(**FREE)
    await stage.telegram.say(alice, "/draw a fox --n 2")
    pictures = await stage.pictures(alice, 2)
    assert await stage.pressed(alice, pictures[1], "🔁") == ""
    (another,) = [picture for picture in await stage.pictures(alice, 3) if " of " not in picture["text"]]
    assert re.fullmatch(r"a fox\nart · 512×512 · seed \d+ · \d+ s", another["text"])


async def test_styles_that_are_chosen_are_counted_too(stage: Stage, alice: Person) -> None:
    await stage.start(**FREE)
    await stage.telegram.say(alice, "/draw a fox")
    picture = await stage.picture(alice)
    asked = await stage.telegram.say(alice, "/anime --n 2", reply_to=picture["message_id"])
    question = await stage.reply(alice, asked["message_id"], "Which style")
    assert await stage.pressed(alice, question, "JoJo") == ""
    pictures = (await stage.pictures(alice, 3))[1:]
    assert [drawing["text"].partition(" · ")[0] for drawing in pictures] == ["1 of 2", "2 of 2"]
