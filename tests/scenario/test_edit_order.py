"""What was decided last about a message is what stands there, however slow an edit before it was."""

from sandbox.telegram_client import Json, Person, buttons
from tests.support.stage import Stage, is_picture

FOLDED = ["🔁 Again", "🎲 Vary", "✨ HD", "⋯ More"]


async def painted(stage: Stage, person: Person) -> Json:
    """Order a picture and return it."""
    await stage.telegram.say(person, "/draw a fox")
    return await stage.picture(person)


def button_of(message: Json, action: str) -> str:
    """Return what a button carries that need not be seen now."""
    return str(message["buttons"][0][0]["data"].replace("again", action))


async def test_what_is_folded_last_stays_folded(stage: Stage, alice: Person) -> None:
    telegram = stage.telegram
    await stage.start()
    picture = await painted(stage, alice)
    await telegram.fault("editMessageReplyMarkup", "hold", chat_id=alice.id)
    unfolding = await telegram.press(alice, picture["message_id"], button_of(picture, "more"))
    await telegram.wait_held("editMessageReplyMarkup", alice.id)
    for action in ("less", "more", "less"):
        query = await telegram.press(alice, picture["message_id"], button_of(picture, action), made_up=True)
        assert (await telegram.answer_to(query))["text"] == ""
    await telegram.clear_faults()
    await telegram.answer_to(unfolding)
    folded = await stage.changed(picture, lambda seen: seen["version"] >= picture["version"] + 2)
    assert buttons(folded) == FOLDED
    await stage.stop()
    assert [buttons(message) for message in await stage.bot_messages(alice)] == [FOLDED]
    # What was overtaken while it waited was never sent.
    assert len(await telegram.calls("editMessageReplyMarkup", alice.id)) == 2


async def test_an_edit_cut_off_and_tried_again_does_not_come_back(stage: Stage, alice: Person) -> None:
    telegram = stage.telegram
    await stage.start()
    picture = await painted(stage, alice)
    await telegram.fault("editMessageReplyMarkup", "drop_after", chat_id=alice.id)
    await telegram.press(alice, picture["message_id"], button_of(picture, "more"))
    await telegram.wait_calls("editMessageReplyMarkup", alice.id)
    await telegram.press(alice, picture["message_id"], button_of(picture, "less"), made_up=True)
    await telegram.wait_calls("editMessageReplyMarkup", alice.id, count=2)
    await stage.stop()  # what is still to be tried again is tried
    assert [buttons(message) for message in await stage.bot_messages(alice)] == [FOLDED]


async def test_the_picture_is_not_painted_over(stage: Stage, alice: Person, bo: Person) -> None:
    """Bo waits in the line; that his picture is being painted now is told slowly."""
    telegram = stage.telegram
    await stage.provider.settings(concurrency=0)
    await stage.start(provider_concurrency=1)
    await telegram.fault("editMessageText", "hold", chat_id=bo.id)
    await telegram.say(alice, "/draw a fox")
    await stage.submitted()
    await telegram.say(bo, "/draw a heron")
    await telegram.wait_calls("sendMessage", bo.id)
    await stage.provider.settings(concurrency=1)
    await telegram.wait_held("editMessageText", bo.id)
    await stage.submitted(2)
    await stage.provider.wait("callback", lambda entry: entry["body"]["data"]["request"]["model"]["text"] == "a heron")
    await telegram.clear_faults()
    await stage.picture(bo)
    await stage.stop()
    (message,) = await stage.bot_messages(bo)
    assert is_picture(message)
    assert buttons(message)[-1] == "⋯ 更多"


async def test_what_was_deleted_stays_deleted(stage: Stage, alice: Person) -> None:
    telegram = stage.telegram
    await stage.start()
    picture = await painted(stage, alice)
    await telegram.fault("editMessageReplyMarkup", "hold", chat_id=alice.id)
    await telegram.press(alice, picture["message_id"], button_of(picture, "more"))
    await telegram.wait_held("editMessageReplyMarkup", alice.id)
    deleting = await telegram.press(alice, picture["message_id"], button_of(picture, "delete"), made_up=True)
    await telegram.press(alice, picture["message_id"], button_of(picture, "less"), made_up=True)
    await telegram.clear_faults()
    assert (await telegram.answer_to(deleting))["text"] == ""
    await stage.stop()
    assert await stage.bot_messages(alice) == []
    assert [call["ok"] for call in await telegram.calls("deleteMessage", alice.id)] == [True]


async def test_buttons_pressed_before_a_delivery_is_known_stay_as_they_were_pressed(
    stage: Stage, alice: Person
) -> None:
    telegram = stage.telegram
    await telegram.fault("editMessageMedia", "status_after", 502, chat_id=alice.id)
    await telegram.fault("editMessageMedia", "hold", after=0, chat_id=alice.id)
    await stage.start()
    await telegram.say(alice, "/draw a fox")
    picture = await stage.picture(alice)
    await telegram.wait_held("editMessageMedia", alice.id)
    query = await telegram.press(alice, picture["message_id"], button_of(picture, "more"))
    await telegram.answer_to(query)
    await telegram.clear_faults()
    await stage.changed(picture, lambda seen: len(buttons(seen)) > len(FOLDED))
    await stage.stop()
    (message,) = await stage.bot_messages(alice)
    assert buttons(message)[-1] == "↩ Back"
