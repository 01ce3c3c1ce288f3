"""Groups: who is heard, who pays, who may press, and what the bot may do there."""

import time
from typing import Any

import pytest

from sandbox.telegram_client import Group, Json, Person, TelegramClient
from tests.support.stage import Stage, a_photo


@pytest.fixture
async def group(stage: Stage, alice: Person, bo: Person) -> Group:
    """Alice's group, with Bo and the bot in it."""
    return await stage.telegram.group("Painters", alice, bo)


async def said_in(telegram: TelegramClient, person: Person, group: Group, text: str, **where: Any) -> int:
    """Write in a group; return the message's id."""
    return int((await telegram.say(person, text, chat=group.id, **where))["message_id"])


def spoken(update_id: int, message_id: int, group: Group, text: str, **fields: Any) -> Json:
    """Return an update with a message in a group, as Telegram would make it."""
    length = len(text.split(maxsplit=1)[0])
    message = {"message_id": message_id, "date": int(time.time()), "text": text} | fields
    message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    message["chat"] = {"id": group.id, "type": group.type, "title": group.title}
    return {"update_id": update_id, "message": message}


@pytest.mark.parametrize("privacy", [True, False], ids=["private", "sees-all"])
async def test_silent_unless_addressed(stage: Stage, alice: Person, bo: Person, group: Group, privacy: bool) -> None:
    telegram = stage.telegram
    await telegram.settings(privacy=privacy)
    await stage.start()
    for text in (
        "hello all",
        "what about /draw a fox",
        "/draw@otherbot a wolf",
        "/unknown",
        "/help@otherbot",
        "@huabot?",
    ):
        await said_in(telegram, alice, group, text)
    orders = {
        await said_in(telegram, person, group, f"{command} {prompt}"): prompt
        for person, command, prompt in ((alice, "/draw@HuaBot", "fox one"), (bo, "/DRAW@huabot", "fox two"))
    }
    orders[await said_in(telegram, alice, group, "/draw fox three")] = "fox three"
    bare = await said_in(telegram, bo, group, "/draw")
    unknown = await said_in(telegram, bo, group, "/unknown@HUABOT")
    pictures = await stage.pictures(group, 3)
    assert {picture["reply_to_message_id"]: picture["text"].split("\n")[0] for picture in pictures} == orders
    assert "想画什么？" in (await stage.reply(group, bare))["text"]
    assert "我能把文字变成画" in (await stage.reply(group, unknown))["text"]
    # Thanks to the bot, and a chat about its picture, are no orders.
    await said_in(telegram, bo, group, "thank you", reply_to=pictures[0]["message_id"])
    after = await said_in(telegram, alice, group, "/help@huabot")
    await stage.reply(group, after, "What I can do")
    await stage.stop()
    assert len(await stage.bot_messages(group)) == 6
    assert len(await stage.provider.submits()) == 3
    assert await stage.bot_messages(alice) == []


async def test_who_is_nobody_is_not_heard(stage: Stage, alice: Person, group: Group) -> None:
    """Other bots, channels' posts and their copies in the discussion are no orders, even where all is seen."""
    telegram = stage.telegram
    robot = await telegram.person("Robot", is_bot=True)
    news = await telegram.channel("News", alice, discussion=group.id)
    await telegram.settings(privacy=False)
    await stage.start()
    post = await telegram.say(alice, "/draw a wolf", chat=news.id)
    await telegram.edit(alice, post["message_id"], "/draw another wolf", chat=news.id)
    sender = {"id": robot.id, "is_bot": True, "first_name": "Robot"}
    await telegram.raw_update(spoken(800_000_001, 9_001, group, "/draw a wolf", **{"from": sender}))
    channel = {"id": news.id, "type": "channel", "title": "News"}
    await telegram.raw_update({"update_id": 800_000_002, "channel_post": spoken(0, 7, news, "/draw x")["message"]})
    await telegram.raw_update(
        spoken(800_000_003, 9_003, group, "/draw a wolf", sender_chat=channel, is_automatic_forward=True)
    )
    await said_in(telegram, alice, group, "/draw a fox")
    await stage.picture(group)
    await stage.stop()
    assert [submit["params"]["text"] for submit in await stage.provider.submits()] == ["a fox"]
    assert len(await stage.bot_messages(group)) == 1
    assert await telegram.calls("*", news.id) == []


async def test_a_channel_is_somebody_of_its_own_whom_operators_can_shut_out(
    stage: Stage, admin: Person, alice: Person, bo: Person, group: Group
) -> None:
    telegram = stage.telegram
    channel = {"id": -1_009_999_999_999, "type": "channel", "title": "Bo's channel"}
    robot = {"id": 136817688, "is_bot": True, "first_name": "Channel"}
    as_channel = {"from": robot, "sender_chat": channel}
    await stage.start(admin_ids=str(admin.id))
    await telegram.say(admin, f"/deny {bo.id}")
    await stage.said(admin, "can't use the bot any more")
    await telegram.raw_update(spoken(800_000_001, 9_001, group, "/draw a wolf", **as_channel))
    await stage.picture(group)
    await telegram.say(admin, f"/deny {channel['id']}")
    await stage.said(admin, f"{channel['id']} ")
    await telegram.raw_update(spoken(800_000_002, 9_002, group, "/draw a hare", **as_channel))
    await said_in(telegram, alice, group, "/draw a fox")
    await stage.pictures(group, 2)
    assert [submit["params"]["text"] for submit in await stage.provider.submits()] == ["a wolf", "a fox"]


async def test_a_day_of_a_group_and_of_its_people(stage: Stage, alice: Person, bo: Person, group: Group) -> None:
    telegram = stage.telegram
    await stage.start(daily_pictures=3, daily_pictures_group=2)
    for person, prompt in ((alice, "a fox"), (bo, "a heron")):
        await stage.reply(group, await said_in(telegram, person, group, f"/draw {prompt}"), prompt)
    refused = await said_in(telegram, alice, group, "/draw a third")
    await stage.reply(group, refused, "This group has used its 2 pictures")
    for person in (alice, bo):  # the group's day is not theirs
        await telegram.say(person, "/draw in private")
        await stage.picture(person)
    await telegram.say(alice, "/draw another in private")
    await stage.pictures(alice, 2)
    await telegram.say(alice, "/draw one more in private")
    await stage.said(alice, "used your 3 pictures")
    assert await stage.billed() == 5


async def test_a_listed_group_admits_its_members_only_there(
    stage: Stage, alice: Person, bo: Person, group: Group
) -> None:
    telegram = stage.telegram
    other = await telegram.group("Strangers", alice)
    await stage.start(allowed_chats=str(group.id))
    refused = await said_in(telegram, alice, other, "/draw a fox")
    assert str(other.id) in (await stage.reply(other, refused, "You can't use this bot here"))["text"]
    await said_in(telegram, bo, group, "/draw a fox")
    await stage.picture(group)
    await telegram.say(bo, "/draw a fox")
    await stage.said(bo, "你不能在这里使用我")
    assert len(await stage.provider.submits()) == 1


async def test_who_speaks_for_a_chat_is_charged_as_that_chat(
    stage: Stage, alice: Person, bo: Person, group: Group
) -> None:
    """Anonymous administrators share the group's own day; who writes as a channel has the channel's."""
    telegram = stage.telegram
    await telegram.promote(bo, group.id, anonymous=True)
    news = await telegram.channel("News", bo, bot="left")
    await stage.start(daily_pictures=1)
    # Nobody has spoken here yet: an anonymous administrator is spoken to in English.
    first = await said_in(telegram, bo, group, "/draw a fox", as_chat=group.id)
    picture = await stage.reply(group, first, "a fox")
    assert picture["kind"] == "photo"
    second = await said_in(telegram, alice, group, "/draw a second fox", as_chat=group.id)
    await stage.reply(group, second, "used your one picture")
    unstyled = await telegram.photo(bo, a_photo(), "/anime", chat=group.id, as_chat=news.id)
    question, data = await asked(stage, group, unstyled["message_id"])
    await telegram.press(bo, question["message_id"], data[0], chat=group.id)
    assert "无法知道" in await answer(stage, 1)
    as_news = await said_in(telegram, bo, group, "/draw news", as_chat=news.id)
    assert (await stage.reply(group, as_news, "news"))["kind"] == "photo"
    again = await said_in(telegram, bo, group, "/draw more news", as_chat=news.id)
    await stage.reply(group, again, "used your one picture")
    himself = await said_in(telegram, bo, group, "/draw a heron")
    await stage.reply(group, himself, "a heron")
    # The group was spoken to in Chinese last; so is whoever has no language.
    third = await said_in(telegram, alice, group, "/draw a third fox", as_chat=group.id)
    await stage.reply(group, third, "今天的 1 张额度已用完")
    assert await stage.billed() == 3


async def asked(stage: Stage, group: Group, message_id: int) -> tuple[Json, list[str]]:
    """Return the question after a style that replies to a message, and what its buttons carry."""
    question = await stage.reply(group, message_id)
    return question, [button["data"] for row in question["buttons"] for button in row]


async def test_what_a_chat_owns_its_administrators_may_press(
    stage: Stage, alice: Person, bo: Person, group: Group
) -> None:
    telegram = stage.telegram
    admin, member = await telegram.person("Ada"), await telegram.person("Max")
    for person in (admin, member):
        await telegram.join(person, group.id)
    await telegram.promote(admin, group.id)
    await stage.start()
    photo = await sent_photo(stage, alice, group)
    order = await said_in(telegram, alice, group, "/anime", as_chat=group.id, reply_to=photo)
    question, data = await asked(stage, group, order)
    assert len(data) == 12
    for method in ("getChatAdministrators", "getChatMember"):
        await telegram.fault(method, "error", [400, "Bad Request: CHAT_ADMIN_REQUIRED"])
    await telegram.press(admin, question["message_id"], data[1], chat=group.id)
    assert "can't tell who" in await answer(stage, 1)
    await telegram.press(member, question["message_id"], data[0], chat=group.id)
    assert "person who asked for this picture" in await answer(stage, 2)
    assert await stage.provider.submits() == []
    await telegram.press(admin, question["message_id"], data[2], chat=group.id)
    picture = await stage.picture(group)
    assert (picture["message_id"], picture["reply_to_message_id"]) == (question["message_id"], order)
    assert await answer(stage, 3) == ""
    # What a person ordered is theirs alone, whoever administers the group.
    order = await said_in(telegram, bo, group, "/anime", reply_to=photo)
    question, data = await asked(stage, group, order)
    await telegram.press(admin, question["message_id"], data[0], chat=group.id)
    assert "person who asked for this picture" in await answer(stage, 4)
    await telegram.press(bo, question["message_id"], data[0], chat=group.id)
    await stage.pictures(group, 2)
    assert await stage.billed() == 2


async def sent_photo(stage: Stage, person: Person, group: Group, **where: Any) -> int:
    """Let somebody show a photo; return the message's id."""
    return int((await stage.telegram.photo(person, a_photo(), chat=group.id, **where))["message_id"])


async def answer(stage: Stage, count: int) -> str:
    """Return what the count-th press was answered with."""
    call = (await stage.telegram.wait_calls("answerCallbackQuery", count=count))[count - 1]
    assert call["ok"]
    return str(call["params"].get("text", ""))
