"""`/settings`: people set things once for all their orders, administrators for their group."""

import asyncio
from collections.abc import Callable

import pytest

from sandbox.telegram_client import Group, Json, Person, TelegramClient, buttons
from tests.support.stage import Stage
from tests.support.talk import painted

pytestmark = pytest.mark.asyncio(loop_scope="module")

SETTINGS = {"daily_pictures": 1}

AT_FIRST = [
    "🌐 Language: automatic",
    "🖌 Model: art",
    "📐 Size: 512×512",
    "🚫 Avoid: nothing",
    "📄 Pictures as files: no",
    "🔔 Notify me: after long waits",
    "⚡ Paint at once: no",
    "🫣 Pictures covered: no",
    "🧹 Delete pictures: never",
    "🔗 Link in captions: no",
]
OF_A_GROUP = [
    "🌐 Language: automatic",
    "👥 Who can paint: everyone",
    "🖼 Pictures a day: default",
    "🔁 Make more: everyone",
    "🫣 Pictures covered: no",
    "🧹 Delete pictures: never",
]
FOREIGN = "Only this group's administrators can change its settings."
STALE = "This button no longer works"


async def opened(stage: Stage, person: Person, group: Group | None = None, words: str = "settings") -> Json:
    """Send `/settings`; return the menu."""
    telegram = stage.telegram
    sent = await telegram.say(person, "/settings", chat=group.id if group else None)
    return await stage.reply(group or person, sent["message_id"], words)


async def shown(stage: Stage, menu: Json, holds: Callable[[list[str]], bool]) -> Json:
    """Return the message with a menu as soon as its buttons are so."""
    return await stage.telegram.until(
        menu["chat_id"],
        lambda messages: next(
            (
                message
                for message in messages
                if message["message_id"] == menu["message_id"] and holds(buttons(message))
            ),
            None,
        ),
    )


async def leads_to(stage: Stage, person: Person, menu: Json, label: str, then: str) -> Json:
    """Press a button; return the menu when it has a button that begins so."""
    query = await stage.telegram.press_label(person, menu, label)
    assert (await stage.telegram.answer_to(query))["text"] == ""
    return await shown(stage, menu, lambda labels: any(text.startswith(then) for text in labels))


async def choose(stage: Stage, person: Person, menu: Json, field: str, choice: str, then: str) -> Json:
    """Open a page and make a choice there; return the menu when it shows the choice."""
    page = await leads_to(stage, person, menu, field, "↩ Back")
    return await leads_to(stage, person, page, choice, then)


async def popup(telegram: TelegramClient, query_id: str) -> str:
    """Return what pops up after a press."""
    return str((await telegram.answer_to(query_id))["text"])


async def test_what_is_set_holds_for_every_order(running: Stage, alice: Person, bo: Person) -> None:
    menu = await opened(running, alice, words="Your settings")
    assert buttons(menu) == AT_FIRST
    page = await leads_to(running, alice, menu, "📐", "✓ 512×512")
    assert buttons(page) == ["✓ 512×512", "768×768", "768×512", "512×768", "768×448", "448×768", "↩ Back"]
    menu = await leads_to(running, alice, page, "↩ Back", "📐 Size: 512×512")
    menu = await choose(running, alice, menu, "📐", "768×448", "📐 Size: 768×448")
    menu = await choose(running, alice, menu, "🖌", "anime", "🖌 Model: anime")
    menu = await choose(running, alice, menu, "🚫", "blurry", "🚫 Avoid: blurry, low quality")
    menu = await choose(running, alice, menu, "📄", "yes", "📄 Pictures as files: yes")
    menu = await choose(running, alice, menu, "🔔", "always", "🔔 Notify me: always")
    page = await leads_to(running, alice, menu, "🚫", "✓ blurry")
    assert "✓ blurry, low quality" in buttons(page)
    assert "Now: blurry, low quality" in page["text"]
    _, submit = await running.ordered(running.telegram.say(alice, "/draw a fox"))
    asked = submit["params"]
    assert (asked["model"], asked["w"], asked["h"]) == ("anime", 768, 448)
    assert asked["negative_prompt"] == "blurry, low quality"
    assert (await running.picture(alice))["kind"] == "document"
    await running.said(alice, "Your picture is ready ↑")
    assert len([message for message in await running.bot_messages(alice) if message["buttons"]]) == 2, (
        "one menu, one picture"
    )
    _, submit = await running.ordered(running.telegram.say(bo, "/draw a fox"))
    assert (submit["params"]["w"], submit["params"]["h"]) == (512, 512), "what one sets is one's own"
    assert (await running.picture(bo))["kind"] == "photo"


async def test_an_order_s_own_options_come_first(running: Stage, alice: Person) -> None:
    menu = await opened(running, alice)
    menu = await choose(running, alice, menu, "📐", "768×448", "📐 Size: 768×448")
    await choose(running, alice, menu, "🚫", "people", "🚫 Avoid: people")
    sent = running.telegram.say(alice, "/draw a fox --size 512x768 --no snow")
    _, submit = await running.ordered(sent)
    asked = submit["params"]
    assert (asked["w"], asked["h"], asked["negative_prompt"]) == (512, 768, "snow")


async def test_the_language_is_as_it_was_chosen(running: Stage, alice: Person) -> None:
    menu = await opened(running, alice)
    page = await leads_to(running, alice, menu, "🌐", "✓ automatic")
    query = await running.telegram.press(alice, page["message_id"], "set::language.ru")
    assert await popup(running.telegram, query) == ""
    menu = await shown(running, menu, lambda labels: labels[0] == "🌐 Язык: Русский")
    await running.telegram.say(alice, "/help")
    await running.said(alice, "Что я умею")
    query = await running.telegram.press(alice, menu["message_id"], "set::language.auto", made_up=True)
    assert await popup(running.telegram, query) == ""
    menu = await shown(running, menu, lambda labels: labels[0] == "🌐 Language: automatic")
    await running.telegram.press(alice, menu["message_id"], "set::language.ru", made_up=True)
    menu = await shown(running, menu, lambda labels: labels[0] == "🌐 Язык: Русский")
    stale = await running.telegram.press(alice, menu["message_id"], "set::model.cubism", made_up=True)
    assert "кнопка" in (await popup(running.telegram, stale)).lower()


async def test_words_of_one_s_own(running: Stage, alice: Person) -> None:
    telegram = running.telegram
    menu = await opened(running, alice)
    page = await leads_to(running, alice, menu, "🚫", "✓ nothing")
    await leads_to(running, alice, page, "✏️", "🚫 Avoid: nothing")
    question = await running.said(alice, "Reply to this message with a few words")
    assert question["force_reply"]
    assert not question["buttons"]
    sent = await telegram.answer(alice, question, "x" * 301)
    question = await running.reply(alice, sent["message_id"], "at most 300 characters")
    sent = await telegram.answer(alice, question, "  <b>text</b> &\n людей 👩‍🚀 ")
    noted = await running.reply(alice, sent["message_id"], "From now on I'll avoid: <b>text</b> & людей 👩‍🚀")
    assert "🚫 Avoid: <b>text</b> & людей 👩‍🚀" in buttons(noted)
    # They were asked for once.
    sent = await telegram.say(alice, "no words", reply_to=noted["message_id"])
    await running.reply(alice, sent["message_id"], "/help")
    _, submit = await running.ordered(telegram.say(alice, "/draw a fox"))
    assert submit["params"]["negative_prompt"] == "<b>text</b> & людей 👩‍🚀"
    page = await leads_to(running, alice, noted, "🚫", "↩ Back")
    assert not any(label.startswith("✓") for label in buttons(page))
    assert "Now: <b>text</b> & людей 👩‍🚀" in page["text"]
    await leads_to(running, alice, page, "nothing", "🚫 Avoid: nothing")


async def test_who_changes_their_mind_is_not_taken_at_their_word(running: Stage, alice: Person) -> None:
    menu = await opened(running, alice)
    page = await leads_to(running, alice, menu, "🚫", "✓ nothing")
    menu = await leads_to(running, alice, page, "✏️", "🚫 Avoid: nothing")
    question = await running.said(alice, "Reply to this message with a few words")
    menu = await choose(running, alice, menu, "🚫", "people", "🚫 Avoid: people")
    sent = await running.telegram.answer(alice, question, "snow")
    await running.reply(alice, sent["message_id"], "/help")
    assert "🚫 Avoid: people" in buttons(await opened(running, alice))


NONSENSE = (
    "set::model.cubism",
    "set::model.",
    "set::model.art.art",
    "set::.art",
    "set::.",
    "set::modelart",
    "set::asked_until.9",
    "set::as_file.1",
    "set::negative.own.own",
    "set::language.own",
    "set::orderers.admins",
    "set::daily.200",
    "set::daily",
    "set:60a24181e4000fa525faa3356a:model.anime",
)


async def test_made_up_buttons_change_nothing(running: Stage, alice: Person) -> None:
    menu = await opened(running, alice)
    presses = [
        await running.telegram.press(alice, menu["message_id"], data, made_up=True) for data in (*NONSENSE, "set:x:y")
    ]
    answers = await asyncio.gather(*(popup(running.telegram, press) for press in presses))
    assert all(STALE in answer for answer in answers)
    assert buttons(await opened(running, alice)) == AT_FIRST
    (menu, _) = [message for message in await running.bot_messages(alice) if message["buttons"]]
    assert menu["version"] == 0


async def test_a_message_that_is_not_shown_to_us_any_more(running: Stage, alice: Person) -> None:
    menu = await opened(running, alice)
    query = await running.telegram.press(alice, menu["message_id"], "set::model", inaccessible=True)
    assert await popup(running.telegram, query) == ""
    await shown(running, menu, lambda labels: "✓ art" in labels)


async def test_presses_at_once_all_count(running: Stage, alice: Person, group: Group, bo: Person) -> None:
    telegram = running.telegram
    await telegram.promote(bo, group.id)
    menu, ours = await opened(running, alice), await opened(running, alice, group)
    private = ("model.anime", "size.768x768", "negative.text", "file.yes", "tell.never", "link.yes")
    shared = ("orderers.admins", "daily.20", "language.en", "orderers.admins")
    queries = await asyncio.gather(
        *(telegram.press(alice, menu["message_id"], f"set::{choice}", made_up=True) for choice in private),
        *(
            telegram.press(who, ours["message_id"], f"set::{choice}", chat=group.id, made_up=True)
            for who, choice in zip((alice, bo, alice, bo), shared, strict=True)
        ),
    )
    assert await asyncio.gather(*(popup(telegram, query) for query in queries)) == [""] * 10
    assert buttons(await opened(running, alice)) == [
        "🌐 Language: automatic",
        "🖌 Model: anime",
        "📐 Size: 768×768",
        "🚫 Avoid: text, watermark, logo",
        "📄 Pictures as files: yes",
        "🔔 Notify me: never",
        "⚡ Paint at once: no",
        "🫣 Pictures covered: no",
        "🧹 Delete pictures: never",
        "🔗 Link in captions: yes",
    ]
    assert buttons(await opened(running, alice, group)) == [
        "🌐 Language: English",
        "👥 Who can paint: admins",
        "🖼 Pictures a day: 20",
        "🔁 Make more: everyone",
        "🫣 Pictures covered: no",
        "🧹 Delete pictures: never",
    ]


async def test_a_group_s_settings_are_its_administrators(
    running: Stage, alice: Person, bo: Person, group: Group
) -> None:
    telegram = running.telegram
    menu = await opened(running, alice, group, "This group's settings")
    assert buttons(menu) == OF_A_GROUP
    refused = await opened(running, bo, group, "Only this group's administrators")
    assert "@huabot" in refused["text"].lower()
    assert not refused["buttons"]
    for data in ("set:", "set::orderers", "set::orderers.admins", "set::nonsense"):
        query = await telegram.press(bo, menu["message_id"], data, chat=group.id, made_up=True)
        assert await popup(telegram, query) == FOREIGN
    menu = await choose(running, alice, menu, "🖼", "50", "🖼 Pictures a day: 50")
    menu = await choose(running, alice, menu, "👥", "admins", "👥 Who can paint: admins")
    stale = await telegram.press(alice, menu["message_id"], "set::model.anime", chat=group.id, made_up=True)
    assert STALE in await popup(telegram, stale)
    sent = await telegram.say(bo, "/draw a fox", chat=group.id)
    assert not is_accepted(await running.reply(group, sent["message_id"]))
    sent = await telegram.say(alice, "/draw a fox", chat=group.id)
    await running.reply(group, sent["message_id"], "a fox")
    assert buttons(await opened(running, bo, words="Your settings")) == AT_FIRST


def is_accepted(message: Json) -> bool:
    """Whether a reply is a picture, or says that there will be one."""
    return message["kind"] != "text" or "Painting" in message["text"]


async def test_who_speaks_for_the_group_may_and_a_channel_may_not(
    running: Stage, alice: Person, bo: Person, group: Group
) -> None:
    telegram = running.telegram
    await telegram.promote(bo, group.id, anonymous=True)
    before = len(await telegram.calls("getChat*", group.id))
    sent = await telegram.say(bo, "/settings", chat=group.id, as_chat=group.id)
    menu = await running.reply(group, sent["message_id"], "This group's settings")
    assert len(await telegram.calls("getChat*", group.id)) == before, "what needs no asking is not asked"
    await leads_to(running, bo, menu, "👥", "✓ everyone")
    news = await telegram.channel("News", alice, bot="left")
    sent = await telegram.say(alice, "/settings", chat=group.id, as_chat=news.id)
    await running.reply(group, sent["message_id"], "Only this group's administrators")


async def test_the_group_s_language_is_everybody_s_there(
    running: Stage, alice: Person, bo: Person, group: Group
) -> None:
    menu = await opened(running, alice, group)
    page = await leads_to(running, alice, menu, "🌐", "↩ Back")
    query = await running.telegram.press(alice, page["message_id"], "set::language.zh", chat=group.id)
    assert await popup(running.telegram, query) == ""
    await shown(running, menu, lambda labels: len(labels) == len(OF_A_GROUP))
    sent = await running.telegram.say(bo, "/help", chat=group.id)
    await running.reply(group, sent["message_id"], "我会做什么")
    picture = await painted(running, alice, "/draw a fox", group)
    assert await running.pressed(alice, picture, "⋯ 更多") == ""
    unfolded = await shown(running, picture, lambda labels: len(labels) == 10)
    assert buttons(unfolded)[0] == buttons(picture)[0] == "🔁 再来一张"
    assert "只有" in await running.pressed(bo, unfolded, "ℹ️")
    await running.telegram.say(bo, "/help")
    await running.said(bo, "What I can do")


async def test_where_telegram_does_not_tell_who_administers(running: Stage, alice: Person, bo: Person) -> None:
    telegram = running.telegram
    group = await telegram.group("Unknown", alice, bo)
    for method in ("getChatAdministrators", "getChatMember"):
        await telegram.fault(method, "error", [400, "Bad Request: CHAT_ADMIN_REQUIRED"], times=2)
    refused = await opened(running, alice, group, "couldn't check whether")
    query = await telegram.press(alice, refused["message_id"], "set::orderers.admins", chat=group.id, made_up=True)
    assert "Please tap again" in await popup(telegram, query)
    assert buttons(await opened(running, alice, group, "This group's settings")) == OF_A_GROUP


async def test_settings_go_along_when_the_group_becomes_a_supergroup(running: Stage, alice: Person, bo: Person) -> None:
    telegram = running.telegram
    group = await telegram.group("Movers", alice, bo, kind="group")
    menu = await opened(running, alice, group)
    await choose(running, alice, menu, "👥", "admins", "👥 Who can paint: admins")
    moved = await telegram.migrate(group.id)
    assert "👥 Who can paint: admins" in buttons(await opened(running, alice, moved))


async def test_settings_outlast_a_restart(running: Stage, alice: Person) -> None:
    menu = await opened(running, alice)
    page = await leads_to(running, alice, menu, "🖌", "✓ art")
    await running.restart()
    menu = await leads_to(running, alice, page, "basic", "🖌 Model: basic")
    await running.restart()
    assert buttons(await opened(running, alice)) == buttons(menu)
    _, submit = await running.ordered(running.telegram.say(alice, "/draw a fox"))
    assert submit["params"]["model"] == "basic"
