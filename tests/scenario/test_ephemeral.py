"""Commands that nobody but the bot sees (Bot API 10.2): they have no number of their own in the chat."""

import pytest

from sandbox.telegram_client import Json, Person, button
from tests.support.stage import Stage, a_photo
from tests.support.studio import FREE, Studio

shared = pytest.mark.asyncio(loop_scope="module")


@shared
async def test_each_of_them_is_an_order_of_its_own(studio: Studio) -> None:
    stage, alice, bo, group = studio.stage, studio.alice, studio.bo, studio.group
    await stage.telegram.say(alice, "/draw a fox", chat=group.id, ephemeral=1)
    await stage.telegram.say(alice, "/draw a heron", chat=group.id, ephemeral=2)
    await stage.telegram.say(bo, "/draw a wolf --n 2", chat=group.id, ephemeral=1)  # a number that is used again
    pictures = await stage.pictures(group, 4)
    assert {picture["text"].split("\n")[0] for picture in pictures} == {"a fox", "a heron", "a wolf"}
    assert {picture["reply_to_message_id"] for picture in pictures} == {None}
    assert await studio.charged() == 2


@shared
async def test_what_is_answered_in_words_is_answered_each_time(studio: Studio) -> None:
    stage, alice, group = studio.stage, studio.alice, studio.group
    await stage.telegram.say(alice, "/help", chat=group.id, ephemeral=1)
    await stage.said(group, "What I can do")
    await stage.telegram.say(alice, "/privacy", chat=group.id, ephemeral=2)
    await stage.said(group, "What I keep")
    await stage.telegram.say(alice, "/draw", chat=group.id, ephemeral=3)
    question = await stage.said(group, "What should I paint?")
    assert question["force_reply"]["asks"] == [alice.id]
    answer = await stage.telegram.answer(alice, question, "a fox")
    assert (await studio.brought({"chat_id": group.id, **answer}))["text"].startswith("a fox")


@shared
async def test_a_photo_may_come_with_one(studio: Studio) -> None:
    stage, alice, group = studio.stage, studio.alice, studio.group
    sent = stage.telegram.photo(alice, a_photo(31), "/remix in oils", chat=group.id, ephemeral=7)
    _, submit = await stage.ordered(sent)
    assert submit["kind"] == "remix"
    assert (await stage.pictures(group))[0]["text"].startswith("in oils")


async def test_one_that_comes_again_is_one_order(stage: Stage, alice: Person) -> None:
    await stage.start(**FREE)
    group = await stage.telegram.group("Painters", alice)
    await stage.telegram.say(alice, "/draw a fox", chat=group.id, ephemeral=1)
    await stage.picture(group)
    history = await stage.telegram.history()
    (update_id,) = [entry["update"]["update_id"] for entry in history if entry["event"] == "update"][-1:]
    await stage.telegram.repeat_update(update_id, 2)
    await stage.restart()
    await stage.telegram.repeat_update(update_id, 2)  # this process has never seen it
    await stage.telegram.say(alice, "/help", chat=group.id, ephemeral=2)
    await stage.said(group, "What I can do")
    await stage.stop()
    assert len(await stage.provider.submits()) == 1
    assert len(await stage.bot_messages(group)) == 2


def unsent(person: Person, group_id: int, update_id: int, text: str, date: int) -> Json:
    """Return an update with a message that has no number yet, and never had another one."""
    sender = {"id": person.id, "is_bot": False, "first_name": person.name, "language_code": "en"}
    chat = {"id": group_id, "type": "supergroup", "title": "Painters"}
    entities = [{"type": "bot_command", "offset": 0, "length": 5}]
    message = {"message_id": 0, "date": date, "chat": chat, "from": sender, "text": text, "entities": entities}
    return {"update_id": update_id, "message": message}


@shared
async def test_messages_without_any_number_are_told_apart_by_who_and_when(studio: Studio) -> None:
    stage, alice, bo, group = studio.stage, studio.alice, studio.bo, studio.group
    for number, (person, text, date) in enumerate(
        ((alice, "/draw a fox", 1), (alice, "/draw a heron", 2), (bo, "/draw a wolf", 1), (alice, "/draw a fox", 1))
    ):
        await stage.telegram.raw_update(unsent(person, group.id, 700_000_000 + number, text, 1_770_000_000 + date))
    await stage.telegram.say(alice, "/help", chat=group.id)
    await stage.said(group, "What I can do")
    pictures = await stage.pictures(group, 3)
    assert len(pictures) == 3


@shared
async def test_presses_under_one_change_nothing(studio: Studio) -> None:
    stage, alice = studio.stage, studio.alice
    picture, _ = await studio.paint("/draw a fox")
    before = len(await stage.provider.submits())
    again = button(picture, "🔁")["data"]
    job = again.partition(":")[2]
    chat = {"id": studio.group.id, "type": "supergroup", "title": "Painters"}
    sender = {"id": alice.id, "is_bot": False, "first_name": alice.name, "language_code": "en"}
    bot = {"id": 123456789, "is_bot": True, "first_name": "Huabot"}
    shown = {"message_id": 0, "ephemeral_message_id": 4, "date": 1_770_000_000, "chat": chat, "from": bot, "text": "x"}
    made_up = (f"more:{job}", f"delete:{job}", f"anime:{job}:jojo", "set::model.anime", "erase::no")
    for number, data in enumerate(made_up):
        query = {"id": f"9{number}", "from": sender, "message": shown, "chat_instance": "1", "data": data}
        await stage.telegram.raw_update({"update_id": 710_000_000 + number, "callback_query": query})
    await stage.telegram.wait_calls("answerCallbackQuery", count=5)
    assert await stage.bugs() == []
    assert len(await stage.provider.submits()) == before
    assert (await studio.now(picture))["file_id"] == picture["file_id"]
