"""A channel's direct messages: everybody writes in a topic of their own, and only there they are answered."""

import pytest

from sandbox.telegram_client import Group, Person
from tests.support.stage import Stage, a_photo


@pytest.fixture
async def channel(stage: Stage, alice: Person, bo: Person) -> Group:
    """The direct messages of Ada's channel, to which Alice and Bo write."""
    ada = await stage.telegram.person("Ada")
    return await stage.telegram.direct_messages("A channel", ada, alice, bo)


async def test_everybody_gets_their_pictures_in_their_topic(
    stage: Stage, alice: Person, bo: Person, channel: Group
) -> None:
    telegram = stage.telegram
    await stage.start(daily_pictures=2)
    for person, words in ((alice, "a fox"), (bo, "a heron")):
        order = await telegram.say(person, f"/draw {words}", chat=channel.id)
        assert order["chat"]["is_direct_messages"]
        picture = await stage.reply(channel, order["message_id"])
        picture = await stage.changed(picture, lambda seen: seen["kind"] == "photo")
        assert picture["direct_topic_id"] == order["direct_messages_topic"]["topic_id"]
        # What comes of a button, too; also where Telegram does not show the message any more.
        data = picture["buttons"][0][0]["data"]
        await telegram.press(person, picture["message_id"], data, chat=channel.id, inaccessible=person is bo)
        again = await stage.reply(channel, picture["message_id"])
        assert again["direct_topic_id"] == picture["direct_topic_id"]
        refused = await telegram.say(person, "/draw another", chat=channel.id)
        told = await stage.reply(channel, refused["message_id"])  # the person is charged
        assert told["direct_topic_id"] == picture["direct_topic_id"]
    await stage.pictures(channel, 4)
    await stage.stop()
    assert not [call for call in await telegram.calls() if not call["ok"]]
    assert await stage.billed() == 4


async def test_questions_are_asked_and_answered_there(stage: Stage, alice: Person, channel: Group) -> None:
    telegram = stage.telegram
    await stage.start()
    asked = await telegram.say(alice, "/draw", chat=channel.id)
    question = await stage.reply(channel, asked["message_id"], "What should I paint?")
    answer = await telegram.say(alice, "a fox", chat=channel.id, reply_to=question["message_id"])
    await stage.reply(channel, answer["message_id"])
    photo = await telegram.photo(alice, a_photo(), "/anime", chat=channel.id)
    styles = await stage.reply(channel, photo["message_id"], "Which style")
    await telegram.press_label(alice, styles, "JoJo")
    pictures = await stage.pictures(channel, 2)
    (topic,) = {message["direct_topic_id"] for message in [question, styles, *pictures]}
    assert topic == asked["direct_messages_topic"]["topic_id"]
    await stage.restart()
    assert await stage.pressed(alice, pictures[0], "⋯ More") == ""
    await stage.stop()
    assert not [call for call in await telegram.calls() if not call["ok"]]
