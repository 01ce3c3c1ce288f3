"""Pictures are deleted after some hours in chats that want it: whatever happens meanwhile, and no others."""

from bot.clock import HOUR
from sandbox.telegram_client import Group, Json, Person, buttons
from tests.support.stage import Stage
from tests.support.studio import FREE, Studio
from tests.support.talk import answered


async def keep_for(stage: Stage, person: Person, where: Person | Group, hours: int) -> None:
    """Set how long pictures are kept in a chat."""
    asked = await stage.telegram.say(person, "/settings", chat=where.id)
    menu = await stage.reply(where, asked["message_id"])
    assert await stage.pressed(person, menu, "🧹") == ""
    page = await stage.changed(menu, lambda seen: "after 47 h" in buttons(seen))
    assert await stage.pressed(person, page, f"after {hours} h") == ""
    await stage.changed(menu, lambda seen: f"🧹 Delete pictures: after {hours} h" in buttons(seen))


async def pass_hours(stage: Stage, hours: float, **settings: object) -> None:
    """Stop the bot, let its pictures be so much older, and start it again."""
    await stage.stop()
    stage.sql("UPDATE jobs SET delete_at = delete_at - :by", by=int(hours * HOUR))
    await stage.start(**settings)


async def gone(stage: Stage, picture: Json) -> None:
    """Return when a message is not there any more."""
    chat, number = picture["chat_id"], picture["message_id"]
    await stage.telegram.until(chat, lambda seen: all(message["message_id"] != number for message in seen))


async def test_they_go_when_their_time_is_over(stage: Stage) -> None:
    await stage.start(**FREE)
    studio = await Studio.open(stage)
    before, _ = await studio.paint("/draw a heron")
    await keep_for(stage, studio.alice, studio.group, 6)
    picture, _ = await studio.paint("/draw a fox")
    private = await answered(stage, studio.bo, "/draw a wolf")
    await pass_hours(stage, 5.9)
    # Too early: what was made of it before it went will go as well.
    large, _ = await studio.make(picture, "✨")
    await pass_hours(stage, 0.2)
    await gone(stage, picture)
    for message in (before, large):
        await studio.now(message)
    assert await studio.charged() == 3, "it counts all the same"
    page = await answered(stage, studio.alice, "/history")
    assert await stage.pressed(studio.alice, page, "▶") == ""
    await stage.changed(page, lambda seen: seen["text"].startswith("a heron"))
    await pass_hours(stage, 6)
    await gone(stage, large)
    for message in (before, private):
        await studio.now(message)
    assert await stage.bugs() == []


async def test_one_s_private_chat_may_want_it_too(stage: Stage, alice: Person) -> None:
    await stage.start(**FREE)
    await keep_for(stage, alice, alice, 1)
    await stage.telegram.say(alice, "/draw a fox")
    picture = await stage.picture(alice)
    await pass_hours(stage, 1)
    await gone(stage, picture)
    assert "no pictures" in (await answered(stage, alice, "/history"))["text"]


async def test_what_telegram_does_not_do_now_is_done_later(stage: Stage, alice: Person) -> None:
    await stage.start(**FREE)
    await keep_for(stage, alice, alice, 1)
    await stage.telegram.say(alice, "/draw a fox")
    picture = await stage.picture(alice)
    await stage.telegram.fault("deleteMessage", "error", [500, "Internal Server Error"], times=None)
    await pass_hours(stage, 1)
    await stage.telegram.wait_calls("deleteMessage", alice.chat_id)
    await stage.stop()
    await stage.telegram.clear_faults()
    await pass_hours(stage, 1)
    await gone(stage, picture)


async def test_what_telegram_does_not_let_us_delete_loses_its_buttons(stage: Stage, alice: Person) -> None:
    """The bot was away for too long."""
    await stage.start(**FREE)
    await keep_for(stage, alice, alice, 47)
    await stage.telegram.say(alice, "/draw a fox")
    picture = await stage.picture(alice)
    await stage.telegram.age(picture, 50)
    await pass_hours(stage, 50)
    await stage.changed(picture, lambda seen: seen["buttons"] == [])
    assert "no pictures" in (await answered(stage, alice, "/history"))["text"]
    assert await stage.bugs() == []


async def test_what_was_deleted_by_hand_or_never_came_is_nothing_to_delete(stage: Stage, alice: Person) -> None:
    await stage.start(**FREE)
    await keep_for(stage, alice, alice, 1)
    await stage.telegram.say(alice, "/draw a fox")
    picture = await stage.picture(alice)
    assert await stage.pressed(alice, picture, "⋯ More") == ""
    unfolded = await stage.changed(picture, lambda seen: "🗑 Delete" in buttons(seen))
    assert await stage.pressed(alice, unfolded, "🗑") == ""
    await gone(stage, picture)
    await stage.provider.fault("callback", "failed")
    await stage.telegram.say(alice, "/draw a fox")
    failed = await stage.said(alice, "couldn't finish")
    calls = len(await stage.telegram.calls("deleteMessage"))
    await pass_hours(stage, 50)
    asked = await stage.telegram.say(alice, "/id")
    await stage.reply(alice, asked["message_id"])
    assert len(await stage.telegram.calls("deleteMessage")) == calls
    await stage.changed(failed, lambda seen: bool(seen["buttons"]))
