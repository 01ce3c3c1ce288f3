"""Forum topics: an answer stays where the question was asked."""

import pytest

from sandbox.telegram_client import Group, Person
from tests.support.stage import Stage, a_photo

TOPIC_GONE = [400, "Bad Request: message thread not found"]


@pytest.fixture
async def forum(stage: Stage, alice: Person, bo: Person) -> Group:
    """Alice's forum, with Bo and the bot in it."""
    return await stage.telegram.group("Painters' forum", alice, bo, kind="forum")


async def test_each_topic_gets_its_own(stage: Stage, alice: Person, bo: Person, forum: Group) -> None:
    telegram = stage.telegram
    foxes, herons = [await telegram.topic(forum.id, name, alice) for name in ("Foxes", "Herons")]
    plain = await telegram.group("Plain", alice, bo)
    await stage.start()
    first = await telegram.say(alice, "/draw a fox", chat=forum.id, thread=foxes)
    orders = {
        first["message_id"]: ("a fox", foxes),
        (await telegram.say(bo, "/draw a heron", chat=forum.id, thread=herons))["message_id"]: ("a heron", herons),
        (await telegram.say(alice, "/draw all", chat=forum.id))["message_id"]: ("all", None),
        # A reply is in the topic of what it replies to.
        (await telegram.say(bo, "/draw a vixen", chat=forum.id, reply_to=first["message_id"]))["message_id"]: (
            "a vixen",
            foxes,
        ),
    }
    # In General and outside of forums a reply carries a thread that cannot be named.
    talk = await telegram.say(alice, "hello", chat=forum.id)
    reply = await telegram.say(bo, "/draw a reply", chat=forum.id, reply_to=talk["message_id"])
    orders[reply["message_id"]] = ("a reply", None)
    pictures = await stage.pictures(forum, 5)
    shown = {p["reply_to_message_id"]: (p["text"].split("\n")[0], p["thread_id"]) for p in pictures}
    assert shown == orders
    talk = await telegram.say(alice, "hello", chat=plain.id)
    reply = await telegram.say(bo, "/draw a reply", chat=plain.id, reply_to=talk["message_id"])
    assert "message_thread_id" in reply
    assert (await stage.picture(plain))["reply_to_message_id"] == reply["message_id"]
    await stage.stop()
    assert not [call for call in await telegram.calls() if not call["ok"]]
    threads = {call["params"].get("message_thread_id") for call in await telegram.calls("send*", plain.id)}
    assert threads == {None}


async def test_answers_and_questions_stay_in_their_topic(stage: Stage, alice: Person, forum: Group) -> None:
    telegram = stage.telegram
    topic = await telegram.topic(forum.id, "Foxes", alice)
    await stage.start()
    for text, words in (
        ("/help", "What I can do"),
        ("/draw", "What should I paint?"),
        ("/nothing@huabot", "I turn words into pictures"),
        ("/hd", "Show me which picture"),  # a topic's beginning, which everything here replies to, is no picture
    ):
        said = await telegram.say(alice, text, chat=forum.id, thread=topic)
        answer = await stage.reply(forum, said["message_id"], words)
        assert answer["thread_id"] == topic
    photo = await telegram.photo(alice, a_photo(), chat=forum.id, thread=topic)
    order = await telegram.say(alice, "/anime", chat=forum.id, reply_to=photo["message_id"])
    question = await stage.reply(forum, order["message_id"])
    assert question["thread_id"] == topic
    await telegram.press(alice, question["message_id"], question["buttons"][0][0]["data"], chat=forum.id)
    picture = await stage.picture(forum)
    assert (picture["message_id"], picture["thread_id"]) == (question["message_id"], topic)


async def test_a_deleted_topic_is_left_once(stage: Stage, alice: Person, forum: Group) -> None:
    """Said once without the thread; what was said so stays there."""
    telegram = stage.telegram
    topic = await telegram.topic(forum.id, "Foxes", alice)
    await telegram.fault("sendMessage", "error", TOPIC_GONE)
    await stage.start()
    order = await telegram.say(alice, "/draw a fox", chat=forum.id, thread=topic)
    picture = await stage.picture(forum)
    await stage.stop()
    assert await stage.bot_messages(forum) == [picture]
    sent = await telegram.calls("send*", forum.id)
    assert [(call["method"], call["params"].get("message_thread_id")) for call in sent] == [
        ("sendMessage", str(topic)),
        ("sendMessage", None),
    ]
    assert {call["params"]["reply_parameters"]["message_id"] for call in sent} == {order["message_id"]}
    assert await stage.billed() == 1


async def test_a_topic_deleted_while_painting(stage: Stage, alice: Person, forum: Group) -> None:
    telegram = stage.telegram
    topic = await telegram.topic(forum.id, "Foxes", alice)
    await telegram.fault("sendPhoto", "error", TOPIC_GONE)
    await stage.start()
    async with stage.painting():
        order = await telegram.say(alice, "/draw a fox", chat=forum.id, thread=topic)
        placeholder = await stage.reply(forum, order["message_id"])
        for message_id in (placeholder["message_id"], order["message_id"]):  # they went with it
            await telegram.delete(forum.id, message_id)
    picture = await stage.picture(forum)
    assert (picture["thread_id"], picture["reply_to_message_id"]) == (None, None)
    await stage.stop()
    assert len(await telegram.calls("sendPhoto", forum.id)) == 2
    assert await stage.billed() == 1


async def test_a_closed_topic_costs_nothing(stage: Stage, alice: Person, bo: Person, forum: Group) -> None:
    telegram = stage.telegram
    topic = await telegram.topic(forum.id, "Foxes", alice)
    await telegram.close_topic(forum.id, topic, alice)
    await stage.start(daily_pictures_total=1)
    await telegram.say(alice, "/draw a fox", chat=forum.id, thread=topic)  # who made it may write still
    (refused,) = await telegram.wait_calls("sendMessage", forum.id)
    assert "TOPIC_CLOSED" in refused["description"]
    order = await telegram.say(bo, "/draw a heron", chat=forum.id)  # in General
    assert (await stage.reply(forum, order["message_id"], "a heron"))["kind"] == "photo"
    await stage.stop()
    assert [submit["params"]["text"] for submit in await stage.provider.submits()] == ["a heron"]


async def test_a_topic_closed_while_painting_still_gets_its_picture(stage: Stage, alice: Person, forum: Group) -> None:
    telegram = stage.telegram
    topic = await telegram.topic(forum.id, "Foxes", alice)
    await stage.start()
    async with stage.painting():
        order = await telegram.say(alice, "/draw a fox", chat=forum.id, thread=topic)
        await stage.reply(forum, order["message_id"])
        await telegram.close_topic(forum.id, topic, alice)
    picture = await stage.picture(forum)
    assert (picture["thread_id"], picture["reply_to_message_id"]) == (topic, order["message_id"])


async def test_buttons_of_old_pictures_order_in_their_topic(stage: Stage, alice: Person, forum: Group) -> None:
    """Telegram does not say any more where they stand, and what they answer to may be gone by then."""
    telegram = stage.telegram
    topic = await telegram.topic(forum.id, "Foxes", alice)
    await stage.start()
    await telegram.say(alice, "/draw a fox", chat=forum.id, thread=topic)
    picture = await stage.picture(forum)
    await telegram.age(picture, 50)
    await stage.pressed(alice, picture, "🔁")
    await telegram.delete(forum.id, picture["message_id"])
    await stage.pressed(alice, picture, "🎲")
    assert [drawing["thread_id"] for drawing in await stage.pictures(forum, 2)] == [topic] * 2
