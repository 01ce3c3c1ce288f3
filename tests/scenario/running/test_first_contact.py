"""First contact: what /start offers, and what a group reads that has added the bot."""

import pytest

from sandbox.telegram_client import Group, Person, buttons
from tests.support.stage import Stage
from tests.support.talk import answered

pytestmark = pytest.mark.asyncio(loop_scope="module")

SETTINGS = {"daily_pictures": 100}

GREETING = "👋 I paint pictures."


async def test_start_paints_an_example(running: Stage, alice: Person) -> None:
    start = await answered(running, alice, "/start", "I paint what you describe")
    assert buttons(start) == ["🎨 Try: a red fox in the snow", "🌐 Language"]
    popup, submit = await running.ordered(running.pressed(alice, start, "🎨"))
    assert (popup, submit["params"]["text"]) == ("", "a red fox in the snow")
    assert (await running.picture(alice))["reply_to_message_id"] == start["message_id"]


async def test_start_asks_for_the_language(running: Stage, alice: Person) -> None:
    start = await answered(running, alice, "/start", "I paint what you describe")
    assert await running.pressed(alice, start, "🌐") == ""
    page = await running.said(alice, "Which language should I speak?")
    assert await running.pressed(alice, page, "Español") == ""
    again = await answered(running, alice, "/start", "Pinto lo que describes")
    assert buttons(again)[1] == "🌐 Idioma"


async def test_a_group_has_no_buttons_under_start(running: Stage, alice: Person, group: Group) -> None:
    start = await answered(running, alice, "/start", "I paint what you describe", group)
    assert start["buttons"] == []
    for choice in ("try", "language", "nonsense"):
        assert "no longer works" in await running.made_up(alice, start, f"start::{choice}")


async def test_a_group_that_adds_the_bot_is_greeted_once(running: Stage, alice: Person, group: Group) -> None:
    for status in ("left", "member"):
        await running.telegram.bot_status(group.id, status, alice)
    await running.said(group, GREETING)
    for status in ("administrator", "left", "member"):
        await running.telegram.bot_status(group.id, status, alice)
    await answered(running, alice, "/quota", "left today", group)
    greetings = [message for message in await running.bot_messages(group) if GREETING in message["text"]]
    assert len(greetings) == 1
    assert "/settings@huabot" in greetings[0]["text"]


async def test_a_channel_that_adds_the_bot_is_not_greeted(running: Stage, alice: Person, group: Group) -> None:
    news = await running.telegram.channel("News", alice)
    for status in ("left", "administrator"):
        await running.telegram.bot_status(news.id, status, alice)
    await answered(running, alice, "/quota", "left today", group)
    assert await running.bot_messages(news) == []
