"""Telegram's refusals of words: nobody knows them all; where not even words are taken nothing is paid."""

import asyncio

from sandbox.telegram_client import Json, Person
from tests.support.stage import Stage, a_photo

CLOSED = (
    "CHANNEL_PRIVATE",
    "USER_BANNED_IN_CHANNEL",
    "USER_IS_BLOCKED",
    "INPUT_USER_DEACTIVATED",
    "CHAT_ADMIN_REQUIRED",
    "CHAT_FORBIDDEN",
    "CHAT_RESTRICTED",
    "CHAT_WRITE_FORBIDDEN",
    "CHAT_GUEST_SEND_FORBIDDEN",
    "CHANNEL_INVALID",
    "PEER_ID_INVALID",
    "TOPIC_CLOSED",
    "USER_DEACTIVATED",
    "USER_PRIVACY_RESTRICTED",
    "ALLOW_PAYMENT_REQUIRED",
    "PRIVACY_PREMIUM_REQUIRED",
    "YOU_BLOCKED_USER",
    "MESSAGE_ID_INVALID",
    "SOMETHING_OF_NEXT_YEAR",
    "chat not found",
    "user not found",
    "group chat was deactivated",
    "have no rights to send a message",
    "not enough rights to send text messages to the chat",
    "need administrator rights in the channel chat",
    "business connection not found",
    "the chat is read only",
    "not enough rights to send messages",
)
FORBIDDEN = ("bot was blocked by the user", "user is deactivated", "bot is not a member of the channel chat", "why not")

REFUSALS = [[400, f"Bad Request: {words}"] for words in CLOSED] + [[403, f"Forbidden: {words}"] for words in FORBIDDEN]


async def test_where_words_are_refused_nothing_is_paid_and_nobody_else_waits(stage: Stage, alice: Person) -> None:
    telegram = stage.telegram
    people = [await telegram.person(f"Person {number}") for number, _ in enumerate(REFUSALS)]
    for person, refusal in zip(people, REFUSALS, strict=True):
        await telegram.fault("send*", "error", refusal, times=None, chat_id=person.id)
    await stage.start()
    for person in people:
        await telegram.say(person, "/draw a fox")
    await asyncio.gather(*(telegram.wait_calls("sendMessage", person.id) for person in people))
    await telegram.say(alice, "/draw a heron")
    await stage.picture(alice)
    await stage.stop()
    assert [submit["params"]["text"] for submit in await stage.provider.submits()] == ["a heron"]
    calls = {person.id: await telegram.calls("*", person.id) for person in people}
    # The placeholder, and the word that there will be none.
    assert {refusal[1]: len(calls[person.id]) for person, refusal in zip(people, REFUSALS, strict=True)} == {
        refusal[1]: 2 for refusal in REFUSALS
    }


async def test_a_question_that_is_closed_behind_its_asker_is_not_painted(stage: Stage, alice: Person) -> None:
    """What may not be edited is said anew; where that is refused, too, nobody would see the picture."""
    await stage.start()
    await stage.telegram.photo(alice, a_photo(), "/anime")
    question = await stage.said(alice, "Which style")
    await stage.telegram.fault("*Message*", "error", [400, "Bad Request: SOMETHING_NEW"], None, chat_id=alice.id)
    await stage.telegram.press_label(alice, question, "JoJo")
    await stage.telegram.wait_calls("sendMessage", alice.id, count=3)
    await stage.stop()
    assert await stage.provider.submits() == []


async def test_a_question_that_may_not_be_edited_is_followed_by_a_placeholder(stage: Stage, alice: Person) -> None:
    await stage.start()
    await stage.telegram.photo(alice, a_photo(), "/anime")
    question = await stage.said(alice, "Which style")
    await stage.telegram.fault("editMessageText", "error", [400, "Bad Request: SOMETHING_NEW"], chat_id=alice.id)
    await stage.telegram.press_label(alice, question, "JoJo")
    picture = await stage.picture(alice)
    assert picture["message_id"] > question["message_id"]
    (edit,) = await stage.telegram.calls("editMessageMedia", alice.id)
    assert edit["ok"]


async def test_another_right_that_is_missing_does_not_keep_a_picture_away(stage: Stage, alice: Person) -> None:
    refusal = [400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN"]
    await stage.telegram.fault("sendMessage", "error", refusal, times=None, chat_id=alice.id)
    await stage.start()
    order = await stage.telegram.say(alice, "/draw a fox")
    assert (await stage.picture(alice))["reply_to_message_id"] == order["message_id"]


async def test_words_of_ours_that_cannot_be_taken_do_not_close_a_chat(stage: Stage, alice: Person) -> None:
    await stage.telegram.fault("sendMessage", "error", [400, "Bad Request: can't parse entities: no"], chat_id=alice.id)
    await stage.start()
    order = await stage.telegram.say(alice, "/draw a fox")
    assert (await stage.picture(alice))["reply_to_message_id"] == order["message_id"]


async def test_where_there_is_nothing_to_reply_to_it_is_said_all_the_same(stage: Stage, alice: Person) -> None:
    await stage.telegram.fault("sendMessage", "error", [400, "Bad Request: message to be replied not found"])
    await stage.start()
    await stage.telegram.say(alice, "/draw a fox")
    picture = await stage.picture(alice)
    assert picture["reply_to_message_id"] is None
    calls: list[Json] = await stage.telegram.calls("sendMessage", alice.id)
    assert ["reply_parameters" in call["params"] for call in calls] == [True, False]


async def test_a_token_refused_for_a_moment_is_no_closed_door(stage: Stage, alice: Person) -> None:
    await stage.telegram.fault("sendMessage", "error", [401, "Unauthorized"])
    await stage.start()
    await stage.telegram.say(alice, "/draw a fox")
    picture = await stage.picture(alice)
    assert [call["method"] for call in await stage.telegram.calls("*", alice.id) if call["ok"]] == [
        "sendMessage",
        "editMessageMedia",
    ]
    assert picture["version"] == 1
