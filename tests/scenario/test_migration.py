"""Groups that become supergroups at the worst moment: everything goes along, nothing hits a wrong message there.

Message numbers start again in the new chat, so what is still held under an old number would hit somebody else's.
"""

import asyncio

import pytest

from sandbox.telegram_client import Group, Json, Person
from tests.support.stage import Stage, a_photo, is_picture

TOLD = pytest.mark.parametrize("announced", [True, False], ids=["told", "refused-only"])


@pytest.fixture
async def group(stage: Stage, alice: Person, bo: Person) -> Group:
    """Alice's group, small and old; Bo and the bot are in it."""
    return await stage.telegram.group("Painters", alice, bo, kind="group")


async def talk(stage: Stage, group: Group, *people: Person, count: int = 8) -> None:
    """Fill a new chat with numbers that mean something in the old one."""
    for number in range(count):
        await stage.telegram.say(people[number % len(people)], f"talk {number}", chat=group.id)


async def only_picture(stage: Stage, old: Group, new: Group) -> Json:
    """Return the one picture that came to the new chat: with nothing else, and as a reply to nothing."""
    picture = await stage.picture(new)
    await stage.stop()
    assert await stage.bot_messages(new) == [picture]
    assert picture["reply_to_message_id"] is None
    assert not any(map(is_picture, await stage.telegram.messages(old.id)))
    assert await stage.billed() == 1
    return picture


@TOLD
async def test_before_the_placeholder(stage: Stage, alice: Person, bo: Person, group: Group, announced: bool) -> None:
    telegram = stage.telegram
    await telegram.say(alice, "/draw a fox", chat=group.id)  # while the bot is away
    new = await telegram.migrate(group.id, announce=announced)
    await talk(stage, new, alice, bo)
    await stage.start()
    picture = await only_picture(stage, group, new)
    assert picture["text"].startswith("a fox")
    assert await stage.bot_messages(group) == []


@TOLD
async def test_while_the_placeholder_waits_to_be_sent(
    stage: Stage, alice: Person, bo: Person, group: Group, announced: bool
) -> None:
    telegram = stage.telegram
    await telegram.fault("sendMessage", "retry_after", 1)
    await stage.start()
    await telegram.say(alice, "/draw a fox", chat=group.id)
    await telegram.wait_calls("sendMessage", group.id)
    new = await telegram.migrate(group.id, announce=announced)
    await talk(stage, new, alice, bo)
    await only_picture(stage, group, new)


async def test_while_the_placeholder_is_being_sent(stage: Stage, alice: Person, bo: Person, group: Group) -> None:
    """The placeholder was sent to the old chat, but that is heard only after the move: its number is void."""
    telegram = stage.telegram
    await telegram.fault("sendMessage", "delay_after", 0.5)
    await stage.start()
    async with stage.painting():
        await telegram.say(alice, "/draw a fox", chat=group.id)
        (sent,) = await telegram.wait_calls("sendMessage", group.id)
        new = await telegram.migrate(group.id)
        # Bo asks for help until the bot's message there has the placeholder's number.
        for _ in range(sent["message_id"]):
            question = await telegram.say(bo, "/help", chat=new.id)
            help_ = await stage.reply(new, question["message_id"])
            if help_["message_id"] >= sent["message_id"]:
                break
    picture = await stage.picture(new)
    await stage.stop()
    assert picture["reply_to_message_id"] is None
    words = [message["text"] for message in await stage.bot_messages(new) if message["kind"] == "text"]
    assert all("我会做什么" in text for text in words)
    assert len(words) == question_count(await telegram.messages(new.id))


def question_count(messages: list[Json]) -> int:
    return sum(message["text"] == "/help" for message in messages)


@TOLD
async def test_while_the_order_waits_for_the_provider(
    stage: Stage, alice: Person, bo: Person, group: Group, announced: bool
) -> None:
    telegram = stage.telegram
    await stage.provider_server.stop()
    await stage.start()
    order = await telegram.say(alice, "/draw a fox", chat=group.id)
    await stage.reply(group, order["message_id"], "Painting")
    new = await telegram.migrate(group.id, announce=announced)
    await talk(stage, new, alice, bo)
    await stage.open_provider()
    await only_picture(stage, group, new)


@pytest.mark.parametrize("restart", [False, True], ids=["running", "restarted"])
@TOLD
async def test_while_it_is_being_painted(
    stage: Stage, alice: Person, bo: Person, group: Group, announced: bool, restart: bool
) -> None:
    telegram = stage.telegram
    await stage.start()
    async with stage.painting():
        order = await telegram.say(alice, "/draw a fox", chat=group.id)
        await stage.reply(group, order["message_id"], "Painting")
        await stage.submitted()
        new = await telegram.migrate(group.id, announce=announced)
        await talk(stage, new, alice, bo)
        if restart:
            await stage.restart()
    await only_picture(stage, group, new)


async def test_told_twice_while_it_is_being_delivered(stage: Stage, alice: Person, bo: Person, group: Group) -> None:
    """The refusal comes first, then the two service messages, each of them repeatedly; the new chat goes on."""
    telegram = stage.telegram
    await telegram.fault("editMessageMedia", "delay", 0.3)
    await stage.start()
    fox = await telegram.say(alice, "/draw a fox", chat=group.id)
    await stage.provider.wait("callback", lambda entry: entry["ok"])
    new = await telegram.migrate(group.id)
    moves = [e["update"]["update_id"] for e in await telegram.history() if e["event"] == "update"][-2:]
    heron = await telegram.say(bo, "/draw a heron", chat=new.id)
    assert heron["message_id"] == fox["message_id"]  # numbers start again: it is another order all the same
    for update_id in moves:
        await telegram.repeat_update(update_id, 2)
    pictures = await stage.pictures(new, 2)
    for update_id in moves:
        await telegram.repeat_update(update_id, 2)
    await telegram.say(bo, "/help", chat=new.id)
    await stage.said(new, "我会做什么")
    await stage.stop()
    shown = {picture["text"].split("\n")[0]: picture["reply_to_message_id"] for picture in pictures}
    assert shown == {"a fox": None, "a heron": heron["message_id"]}
    assert len(await stage.bot_messages(new)) == 3
    assert await stage.billed() == 2


async def test_words_go_along_too(stage: Stage, alice: Person, group: Group) -> None:
    telegram = stage.telegram
    await stage.start()
    async with stage.painting():
        await telegram.say(alice, "/draw boom", chat=group.id)
        await stage.submitted()
        new = await telegram.migrate(group.id, announce=False)
    told = await stage.said(new, "couldn't finish")
    await stage.stop()
    assert told["reply_to_message_id"] is None
    assert await stage.bot_messages(new) == [told]


async def test_a_question_is_asked_again(stage: Stage, alice: Person, bo: Person, group: Group) -> None:
    telegram = stage.telegram
    await stage.start(daily_pictures=1)
    order = await telegram.photo(alice, a_photo(), "/anime", chat=group.id)
    question = await stage.reply(group, order["message_id"])
    data = question["buttons"][1][1]["data"]
    new = await telegram.migrate(group.id)
    await talk(stage, new, alice, bo, count=3)
    again = await asked_again(stage, new)
    assert again["reply_to_message_id"] is None
    await telegram.press(alice, question["message_id"], data, chat=group.id)  # an old screen still shows it
    (stale,) = await telegram.wait_calls("answerCallbackQuery")
    assert "no longer works" in stale["params"]["text"]
    await telegram.press(bo, again["message_id"], data, chat=new.id)
    _, foreign = await telegram.wait_calls("answerCallbackQuery", count=2)
    assert "只有发起这张画的人" in foreign["params"]["text"]
    assert await stage.provider.submits() == []
    await telegram.press(alice, again["message_id"], data, chat=new.id)
    picture = await only_picture(stage, group, new)
    assert picture["message_id"] == again["message_id"]


async def asked_again(stage: Stage, new: Group) -> Json:
    """Return the question in the new chat."""

    def find(messages: list[Json]) -> Json | None:
        return next((message for message in messages if message["buttons"]), None)

    return await stage.telegram.until(new.id, find)


async def test_a_question_that_was_being_asked_is_asked_again(stage: Stage, alice: Person, group: Group) -> None:
    telegram = stage.telegram
    await telegram.fault("sendMessage", "delay_after", 0.5)
    await stage.start()
    await telegram.photo(alice, a_photo(), "/anime", chat=group.id)
    await telegram.wait_calls("sendMessage", group.id)
    new = await telegram.migrate(group.id)
    again = await asked_again(stage, new)
    await telegram.press(alice, again["message_id"], again["buttons"][0][0]["data"], chat=new.id)
    await only_picture(stage, group, new)


async def test_what_an_anonymous_administrator_was_asked(stage: Stage, alice: Person, bo: Person, group: Group) -> None:
    """What the group owned, the supergroup owns: its administrators press, and its day is charged."""
    telegram = stage.telegram
    await telegram.promote(bo, group.id)
    await stage.start(daily_pictures=1)
    order = await telegram.photo(alice, a_photo(), "/anime", chat=group.id, as_chat=group.id)
    await stage.reply(group, order["message_id"])
    new = await telegram.migrate(group.id)
    again = await asked_again(stage, new)
    await telegram.press(bo, again["message_id"], again["buttons"][0][0]["data"], chat=new.id)
    await stage.picture(new)
    second = await telegram.say(bo, "/draw a fox", chat=new.id, as_chat=new.id)
    await stage.reply(new, second["message_id"], "used your one picture")


@TOLD
async def test_quota_language_and_permission_go_along(
    stage: Stage, alice: Person, bo: Person, group: Group, announced: bool
) -> None:
    telegram = stage.telegram
    await stage.start(daily_pictures_group=2, allowed_chats=str(group.id))
    first = await telegram.say(bo, "/draw a heron", chat=group.id)
    await stage.reply(group, first["message_id"], "a heron")
    async with stage.painting():
        second = await telegram.say(bo, "/draw a second heron", chat=group.id)
        await stage.reply(group, second["message_id"])
        new = await telegram.migrate(group.id, announce=announced)
    await stage.picture(new)
    third = await telegram.say(alice, "/draw a fox", chat=new.id, as_chat=new.id)
    await stage.reply(new, third["message_id"], "这个群今天的 2 张额度已用完")
    await stage.restart(daily_pictures_group=3)
    fourth = await telegram.say(alice, "/draw a fox", chat=new.id)
    await stage.reply(new, fourth["message_id"], "a fox")
    assert await stage.billed() == 3


async def test_many_orders_move_together(stage: Stage, alice: Person, bo: Person, group: Group) -> None:
    telegram = stage.telegram
    await stage.provider.settings(paint_seconds=0.2)
    await stage.start(max_in_flight=20, provider_concurrency=3)
    prompts = [f"fox {number}." for number in range(9)]
    await asyncio.gather(
        *(telegram.say((alice, bo)[at % 2], f"/draw {prompt}", chat=group.id) for at, prompt in enumerate(prompts))
    )
    await stage.pictures(group, 2)
    new = await telegram.migrate(group.id)
    await talk(stage, new, alice, bo, count=20)

    def all_there(messages: list[Json]) -> bool:
        return sum(map(is_picture, messages)) + before >= len(prompts)

    before = sum(map(is_picture, await telegram.messages(group.id)))
    await telegram.until(new.id, all_there)
    await stage.stop()
    shown = await telegram.messages(group.id) + await telegram.messages(new.id)
    assert sorted(m["text"].split("\n")[0] for m in shown if is_picture(m)) == prompts
    assert {m["reply_to_message_id"] for m in await stage.bot_messages(new)} == {None}
    assert await stage.billed() == len(prompts)
