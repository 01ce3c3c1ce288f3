"""`/quota`, `/cancel`, `/privacy`: what people can learn and change about what is theirs."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Unpack

import pytest
import pytest_asyncio

from sandbox.telegram_client import Group, Person, Where, buttons
from tests.support.stage import Stage, a_photo
from tests.support.talk import answered, says

pytestmark = pytest.mark.asyncio(loop_scope="module")

SETTINGS = {"daily_pictures": 5, "daily_pictures_group": 4, "provider_concurrency": 1}
"""A bot that gives the provider one order at a time."""

RENEWS = re.compile(r"🕛 Resets in about ([1-9]|1[0-9]|2[0-4]) h\.")


@pytest_asyncio.fixture(loop_scope="module")
async def busy(running: Stage) -> AsyncIterator[None]:
    """The provider takes an order, and paints nothing as long as the scenario does not let it."""
    await running.provider.settings(concurrency=0)
    yield
    await running.provider.settings(concurrency=4)


async def asked(stage: Stage, person: Person, text: str, group: Group | None = None, **where: Unpack[Where]) -> str:
    """Send a command; return the words of its answer."""
    return str((await answered(stage, person, text, "", group, **where))["text"])


async def test_what_is_left_is_told(running: Stage, alice: Person, bo: Person, group: Group) -> None:
    left, renews = (await asked(running, alice, "/quota")).split("\n")
    assert left == "🎨 You have 5 of 5 pictures left today"
    assert RENEWS.match(renews)
    for text, words in (("/draw a fox", "art · "), ("/draw a nude", "safety check"), ("/draw boom", "couldn't finish")):
        await says(running, await answered(running, alice, text, group=group), words)
    await says(running, await answered(running, bo, "/draw a heron", group=group), "art · ")
    own, shared, renews = (await asked(running, alice, "/quota@huabot", group)).split("\n")
    assert (own, shared) == ("🎨 You have 4 of 5 pictures left today", "👥 This group has 2 of 4 pictures left today")
    assert RENEWS.match(renews)
    assert (await asked(running, bo, "/quota nonsense")).startswith("🎨 You have 4 of 5 pictures left today\n🕛")
    other = await running.telegram.group("Others", alice)
    assert "👥 This group has 4 of 4 pictures left today" in await asked(running, alice, "/quota", other)
    assert await asked(running, alice, "/quota", group, as_chat=group.id) == (
        f"🎨 You have 5 of 5 pictures left today\n👥 This group has 2 of 4 pictures left today\n{renews}"
    ), "who speaks for the group has a day of the group's own"


async def test_what_is_under_way_is_told(running: Stage, busy: None, bo: Person, group: Group) -> None:
    first, second = [await answered(running, bo, f"/draw {what}", group=group) for what in ("a fox", "a heron")]
    lines = (await asked(running, bo, "/quota", group)).split("\n")
    assert lines[:3] == [
        "🎨 You have 3 of 5 pictures left today",
        "👥 This group has 2 of 4 pictures left today",
        "⏳ In progress: 2 pictures",
    ]
    await asked(running, bo, "/cancel", group)
    await says(running, second, "Cancelled")
    assert "You have 4 of 5 pictures left today" in (answer := await asked(running, bo, "/quota", group))
    assert "⏳ In progress: 1 picture\n" in answer
    await running.provider.settings(concurrency=4)
    await says(running, first, "art · ")
    assert "In progress" not in await asked(running, bo, "/quota", group)


async def test_the_last_one_is_the_last_one(running: Stage, alice: Person, bo: Person, group: Group) -> None:
    for number in range(4):
        await says(running, await answered(running, bo, f"/draw {number} foxes", group=group), "art · ")
    answer = await asked(running, bo, "/quota", group)
    assert answer.startswith("🎨 You have 1 of 5 pictures left today\n👥 This group has 0 of 4 pictures left today\n")
    assert "This group has used its 4 pictures" in await asked(running, bo, "/draw a fifth", group)
    assert "🎨 You have 5 of 5 pictures left today" in await asked(running, alice, "/quota", group)


async def test_what_waits_is_cancelled_and_what_is_painted_is_not(
    running: Stage, busy: None, alice: Person, group: Group
) -> None:
    before = len(await running.provider.submits())
    placeholders = [await answered(running, alice, f"/draw {what}", group=group) for what in ("a fox", "two", "three")]
    await running.submitted(before + 1)
    answer = await asked(running, alice, "/cancel", group)
    assert answer.startswith(
        "✖ Cancelled: 2 pictures. They don't count against your daily limit. 1 picture is already being painted"
    )
    for message in placeholders[1:]:
        cancelled = await says(running, message, "✖ Cancelled. It doesn't count against your daily limit.")
        assert buttons(cancelled) == []
    assert "is already being painted" in (again := await asked(running, alice, "/cancel", group))
    assert again.startswith("You have nothing in the queue.")
    assert "You have 4 of 5 pictures left today" in await asked(running, alice, "/quota", group)
    await running.provider.settings(concurrency=4)
    await says(running, placeholders[0], "a fox\nart")
    assert await asked(running, alice, "/cancel", group) == "You have nothing in the queue."
    await says(running, await answered(running, alice, "/draw what was given back", group=group), "art · ")
    submits = (await running.provider.submits())[before:]
    assert [submit["params"]["text"] for submit in submits] == ["a fox", "what was given back"]


async def test_in_a_group_what_waits_there_and_in_private_what_waits_anywhere(
    running: Stage, busy: None, alice: Person, bo: Person, group: Group
) -> None:
    other = await running.telegram.group("Others", alice, bo)
    await answered(running, bo, "/draw what keeps the painter busy", group=other)
    here, there = (
        await answered(running, alice, "/draw here", group=group),
        await answered(running, alice, "/draw there", group=other),
    )
    his = await answered(running, bo, "/draw a heron", group=group)
    assert (
        await asked(running, alice, "/cancel", other)
        == "✖ Cancelled: 1 picture. It doesn't count against your daily limit."
    )
    await says(running, there, "Cancelled")
    assert (
        await asked(running, alice, "/cancel") == "✖ Cancelled: 1 picture. It doesn't count against your daily limit."
    )
    await says(running, here, "Cancelled")
    await running.provider.settings(concurrency=4)
    await says(running, his, "a heron\nart")


async def test_many_and_few_are_told_in_the_right_number(running: Stage, busy: None, group: Group, bo: Person) -> None:
    """Russian has a form for one, one for two to four, and one for more."""
    await answered(running, bo, "/draw what keeps the painter busy", group=group)
    ivan = await running.telegram.person("Ivan", "ru")
    await running.telegram.join(ivan, group.id)
    answers = []
    for count in (1, 2, 3):
        for number in range(count):
            await answered(running, ivan, f"/draw {count} {number}", group=group)
        answers.append(await asked(running, ivan, "/cancel", group))
        if len(answers) == 2:
            group = await running.telegram.group("More", ivan)
    nouns = [re.findall(r"\d+ (\w+)", answer)[0] for answer in answers]
    assert nouns[0] != nouns[1] == nouns[2]


async def test_questions_are_cancelled_too(running: Stage, alice: Person, group: Group) -> None:
    words = await answered(running, alice, "/draw", group=group)
    photo = await running.telegram.photo(alice, a_photo(), "/anime", chat=group.id)
    style = await running.reply(group, photo["message_id"])
    assert (await asked(running, alice, "/cancel", group)).startswith("✖ Cancelled: 2 pictures.")
    assert buttons(await says(running, style, "Cancelled")) == []
    stale = await running.telegram.press_label(alice, style, "JoJo")  # on a screen that has not caught up
    assert "no longer works" in (await running.telegram.answer_to(stale))["text"]
    # What asks for words cannot be edited: it goes.
    await running.telegram.until(
        group.id, lambda seen: all(message["message_id"] != words["message_id"] for message in seen)
    )
    assert "You have 5 of 5 pictures left today" in await asked(running, alice, "/quota", group)


async def test_cancelled_at_once_from_everywhere(running: Stage, busy: None, alice: Person, group: Group) -> None:
    """However many say it: each order is given back once."""
    await answered(running, alice, "/draw what keeps the painter busy", group=group)
    waiting = await answered(running, alice, "/draw a fox", group=group)
    presses = [running.pressed(alice, waiting, "✖") for _ in range(3)]
    commands = [asked(running, alice, "/cancel", group) for _ in range(3)]
    answers = await asyncio.gather(*presses, *commands)
    assert answers[:3] == [""] * 3
    assert sum("Cancelled: 1 picture" in answer for answer in answers[3:]) <= 1
    await says(running, waiting, "✖ Cancelled")
    assert "You have 4 of 5 pictures left today" in await asked(running, alice, "/quota", group)


async def test_what_is_kept_is_told_in_everybodys_language(running: Stage, alice: Person) -> None:
    answer = await asked(running, alice, "/privacy")
    for words in ("APISpace", "30 days", "/deleteme", "/history", "daily limit resets"):
        assert words in answer
    for language in ("zh-hans", "zh-hant", "ru", "es"):
        person = await running.telegram.person("Somebody", language)
        theirs = await asked(running, person, "/privacy")
        assert theirs != answer
        assert all(words in theirs for words in ("APISpace", "30", "/deleteme"))


async def test_where_nothing_is_limited(running: Stage, alice: Person, group: Group) -> None:
    await says(running, await answered(running, alice, "/draw a fox", group=group), "art · ")
    await running.restart(daily_pictures=None, daily_pictures_group=None)
    lines = (await asked(running, alice, "/quota", group)).split("\n")
    assert lines[:2] == [
        "🎨 Your pictures today: 1. There is no limit.",
        "👥 This group's pictures today: 1. There is no limit.",
    ]
    await running.restart(daily_pictures=0)  # less than was painted is not less than none
    assert "🎨 You have 0 of 0 pictures left today" in await asked(running, alice, "/quota", group)
