"""In private, people answer a question by simply typing: the newest open one takes the next words, once."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from sandbox.telegram_client import Json, Person, buttons
from tests.support.stage import Stage, a_photo, is_picture
from tests.support.talk import answered

pytestmark = pytest.mark.asyncio(loop_scope="module")

SETTINGS = {"daily_pictures": 4, "max_in_flight": None}

WHAT = "What should I paint?"
HOW = "How should I repaint it?"
HINT = "I turn words into pictures"


async def types(stage: Stage, person: Person, words: str) -> tuple[Json, Json]:
    """Let somebody type words that are an order; return the picture that replies to them and what was ordered."""
    sent, submit = await stage.ordered(stage.telegram.say(person, words))
    return await stage.changed(await stage.reply(person, sent["message_id"]), is_picture), submit


async def hinted(stage: Stage, person: Person, words: str) -> None:
    """Let somebody type words that are none."""
    before = len(await stage.provider.submits())
    await answered(stage, person, words, HINT)
    assert len(await stage.provider.submits()) == before


async def test_words_for_a_picture(running: Stage, alice: Person) -> None:
    await answered(running, alice, "/draw --seed 7 --ar 2:1", WHAT)
    picture, submit = await types(running, alice, "a fox\nin the snow --steps 30")
    assert picture["text"].startswith("a fox\nin the snow\n")
    params = submit["params"]
    assert (params["text"], params["seed"], params["num_steps"], params["w"]) == ("a fox\nin the snow", 7, 30, 768)
    await hinted(running, alice, "lovely weather")


async def test_words_for_a_photo_with_a_command(running: Stage, alice: Person) -> None:
    photo = await running.telegram.photo(alice, a_photo(1, (900, 600)), "/remix")
    await running.reply(alice, photo["message_id"], HOW)
    _, submit = await types(running, alice, "in oils")
    assert (submit["kind"], submit["params"]["text"], submit["params"]["w"]) == ("remix", "in oils", 768)


async def test_words_for_a_bare_photo_repaint_it(running: Stage, alice: Person) -> None:
    photo = await running.telegram.photo(alice, a_photo(2))
    await running.reply(alice, photo["message_id"], "What should I do with it?")
    _, submit = await types(running, alice, "make it a watercolour")
    assert (submit["kind"], submit["params"]["text"]) == ("remix", "make it a watercolour")
    await hinted(running, alice, "lovely")


async def test_words_that_reply_to_something_else_are_about_that(running: Stage, alice: Person) -> None:
    sent = await running.telegram.say(alice, "/draw a fox")
    picture = await running.changed(await running.reply(alice, sent["message_id"]), is_picture)
    photo = await running.telegram.photo(alice, a_photo(7))
    await running.reply(alice, photo["message_id"], "What should I do with it?")
    before = len(await running.provider.submits())
    await answered(running, alice, "lovely", HINT, reply_to=picture["message_id"])
    assert len(await running.provider.submits()) == before
    sent = running.telegram.say(alice, "in oils", reply_to=photo["message_id"])  # to what the question is about
    _, submit = await running.ordered(sent)
    assert (submit["kind"], submit["params"]["text"]) == ("remix", "in oils")


async def test_a_button_that_was_pressed_is_the_answer(running: Stage, alice: Person) -> None:
    photo = await running.telegram.photo(alice, a_photo(3))
    question = await running.reply(alice, photo["message_id"], "What should I do with it?")
    await running.ordered(running.pressed(alice, question, "✨"))
    await hinted(running, alice, "lovely weather")
    assert await running.pressed(alice, question, "🖌") == ""
    await running.reply(alice, question["message_id"], HOW)
    _, submit = await types(running, alice, "in oils")
    assert (submit["kind"], submit["params"]["text"]) == ("remix", "in oils")


async def test_a_style(running: Stage, alice: Person) -> None:
    photo = await running.telegram.photo(alice, a_photo(4), "/anime")
    question = await running.reply(alice, photo["message_id"], "Which style")
    await answered(running, alice, "vaporwave", "I don't know the style")
    _, submit = await running.ordered(running.telegram.say(alice, "cat ears"))
    assert submit["params"]["style"] == "CatEar_style"
    assert (await running.changed(question, is_picture))["text"].startswith("Cat ears")
    await hinted(running, alice, "jojo")


async def ask_what_to_avoid(stage: Stage, person: Person) -> Json:
    """Let the settings ask; return their question."""
    menu = await answered(stage, person, "/settings")
    assert await stage.made_up(person, menu, "set::negative.own") == ""
    return await stage.said(person, "What should I always leave out? Reply")


async def test_what_to_avoid(running: Stage, alice: Person) -> None:
    await ask_what_to_avoid(running, alice)
    noted = await answered(running, alice, "snow", "From now on I'll avoid: snow")
    assert "🚫 Avoid: snow" in buttons(noted)
    await hinted(running, alice, "snow")
    await ask_what_to_avoid(running, alice)
    await answered(running, alice, "x" * 301, "at most 300 characters")
    await answered(running, alice, "rain", "From now on I'll avoid: rain")


async def test_the_newest_question_is_answered(running: Stage, alice: Person, bo: Person) -> None:
    await ask_what_to_avoid(running, alice)
    await answered(running, alice, "/draw", WHAT)
    _, submit = await types(running, alice, "a fox")
    assert (submit["params"]["text"], submit["params"]["negative_prompt"]) == ("a fox", "")
    await hinted(running, alice, "lovely weather")
    await answered(running, bo, "/draw", WHAT)
    older = await running.said(bo, WHAT)
    await ask_what_to_avoid(running, bo)
    await answered(running, bo, "snow", "From now on I'll avoid: snow")
    answer = await running.telegram.answer(bo, older, "a heron")  # by a reply it is still answered
    await running.changed(await running.reply(bo, answer["message_id"]), is_picture)


async def test_of_two_drafts_the_newer_is_answered_once(running: Stage, alice: Person) -> None:
    photo = await running.telegram.photo(alice, a_photo(5), "/remix")
    await running.reply(alice, photo["message_id"], HOW)
    await answered(running, alice, "/draw", WHAT)
    _, submit = await types(running, alice, "a fox")
    assert submit["kind"] == "draw"
    await hinted(running, alice, "lovely weather")


async def test_what_was_ordered_since_or_taken_back_is_not_asked_for_any_more(
    running: Stage, alice: Person, bo: Person
) -> None:
    await answered(running, alice, "/draw", WHAT)
    await running.ordered(running.telegram.say(alice, "/draw a fox"))
    await hinted(running, alice, "wow")
    await answered(running, bo, "/draw", WHAT)
    await answered(running, bo, "/cancel", "Cancelled")
    await hinted(running, bo, "wow")


async def test_a_refused_answer_leaves_the_question_open(running: Stage, alice: Person) -> None:
    await answered(running, alice, "/draw", WHAT)
    await answered(running, alice, "x" * 1_001, "has 1,001 characters")
    await answered(running, alice, "a fox --seed lots", "--seed")
    await answered(running, alice, "--ar 2:1", WHAT)
    await answered(running, alice, "foxes --n 4")
    await running.pictures(alice, 4)
    await answered(running, alice, "/draw", "You have used your 4 pictures")
    await hinted(running, alice, "a fox")


async def test_a_command_is_a_command_and_other_words_of_help_leave_the_question_open(
    running: Stage, alice: Person
) -> None:
    await answered(running, alice, "/draw", WHAT)
    await answered(running, alice, "/help", "What I can do")
    await answered(running, alice, "/nonsense", HINT)
    picture, _ = await types(running, alice, "a fox")
    assert picture["text"].startswith("a fox")


async def test_words_faster_than_the_question(running: Stage, alice: Person) -> None:
    await running.telegram.fault("sendMessage", "delay_after", 0.5, chat_id=alice.chat_id)
    await running.telegram.say(alice, "/draw")
    picture, submit = await types(running, alice, "a fox")
    assert submit["params"]["text"] == "a fox"
    assert is_picture(picture)
    await running.telegram.until(alice.chat_id, lambda seen: not any(WHAT in m["text"] for m in seen))
    await hinted(running, alice, "lovely weather")


async def test_a_style_faster_than_the_question(running: Stage, alice: Person) -> None:
    await running.telegram.fault("sendMessage", "delay_after", 0.5, chat_id=alice.chat_id)
    await running.telegram.photo(alice, a_photo(6), "/anime")
    _, submit = await running.ordered(running.telegram.say(alice, "jojo"))
    assert submit["params"]["style"] == "JOJO_style"
    assert (await running.picture(alice))["text"].startswith("JoJo")


async def test_words_twice_at_once_are_one_answer(running: Stage, alice: Person) -> None:
    await answered(running, alice, "/draw", WHAT)
    before = len(await running.provider.submits())
    await asyncio.gather(*(running.telegram.say(alice, "a fox") for _ in range(2)))
    await running.picture(alice)
    await running.said(alice, HINT)
    assert len(await running.provider.submits()) == before + 1


async def test_in_a_group_words_alone_answer_nothing(running: Stage, alice: Person) -> None:
    await running.telegram.settings(privacy=False)
    try:
        group = await running.telegram.group("Painters", alice)
        await answered(running, alice, "/draw", WHAT, group)
        await running.telegram.say(alice, "a fox", chat=group.id)
        await answered(running, alice, "/draw a heron", group=group)
        assert (await running.picture(group))["text"].startswith("a heron")
        await hinted(running, alice, "a fox")
    finally:
        await running.telegram.settings(privacy=True)


@pytest.mark.sqlite_only
async def test_after_ten_minutes_only_a_reply_is_an_answer(running: Stage, alice: Person, bo: Person) -> None:
    question = await answered(running, alice, "/draw", WHAT)
    await answered(running, bo, "/draw", WHAT)
    await grow_older(running, alice, 601)
    await grow_older(running, bo, 590)
    await hinted(running, alice, "hello")
    _, submit = await types(running, bo, "a heron")
    assert submit["params"]["text"] == "a heron"
    answer = await running.telegram.answer(alice, question, "a fox")
    await running.changed(await running.reply(alice, answer["message_id"]), is_picture)


async def grow_older(stage: Stage, person: Person, seconds: int) -> None:
    """Let all that somebody has ordered be so much older."""
    await stage.stop()
    with closing(sqlite3.connect(stage.database)) as database, database:
        older = {"by": seconds * 1_000_000, "owner": person.id}
        database.execute("UPDATE jobs SET created_at = created_at - :by WHERE owner_id = :owner", older)
        database.execute(
            "UPDATE jobs SET id = printf('%013x', created_at) || substr(id, 14) WHERE owner_id = :owner", older
        )
    await stage.start()
