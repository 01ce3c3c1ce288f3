"""`/draw` and `/remix` without words: what is to be painted is asked for, and the answer is the order."""

from hashlib import sha256
from typing import Unpack

import pytest

from sandbox.telegram_client import Group, Json, Person, SandboxError, Where
from tests.support.stage import Stage, a_photo, chat_of, is_picture
from tests.support.talk import answered

pytestmark = pytest.mark.asyncio(loop_scope="module")

SETTINGS = {"daily_pictures": 5, "max_in_flight": None}

WHAT = "What should I paint?"
HOW = "How should I repaint it?"


async def asked(
    stage: Stage, person: Person, group: Group | None, text: str, words: str = WHAT, **where: Unpack[Where]
) -> Json:
    """Send a command; return the question."""
    question = await answered(stage, person, text, words, group, **where)
    assert question["force_reply"]["selective"]
    return question


async def brought(stage: Stage, where: Person | Group, message_id: int, count: int = 1) -> list[Json]:
    """Return the pictures that reply to a message, as soon as there are so many."""

    def find(seen: list[Json]) -> list[Json]:
        found = [message for message in seen if is_picture(message) and message["reply_to_message_id"] == message_id]
        return found if len(found) >= count else []

    return await stage.telegram.until(chat_of(where), find)


async def test_the_answer_is_the_order(running: Stage, alice: Person) -> None:
    question = await asked(running, alice, None, "/draw")
    before = len(await running.provider.submits())
    answer, submit = await running.ordered(running.telegram.answer(alice, question, "a fox\nin the snow"))
    (picture,) = await brought(running, alice, answer["message_id"])
    assert picture["text"].startswith("a fox\nin the snow\n")
    assert submit["params"]["text"] == "a fox\nin the snow"
    assert len(await running.provider.submits()) == before + 1


async def test_in_a_group_the_one_who_was_asked_answers(
    running: Stage, alice: Person, bo: Person, group: Group
) -> None:
    question = await asked(running, alice, group, "/draw")
    assert question["force_reply"]["asks"] == [alice.id]
    with pytest.raises(SandboxError, match="for no reply"):
        await running.telegram.answer(bo, question, "a wolf")
    foreign = await running.telegram.say(bo, "a wolf", chat=group.id, reply_to=question["message_id"])
    answer, submit = await running.ordered(running.telegram.answer(alice, question, "a fox"))
    await brought(running, group, answer["message_id"])
    assert submit["params"]["text"] == "a fox"
    assert not [m for m in await running.bot_messages(group) if m["reply_to_message_id"] == foreign["message_id"]]


async def test_a_question_taken_back_while_it_is_on_its_way_goes(running: Stage, alice: Person, group: Group) -> None:
    await running.telegram.fault("sendMessage", "delay_after", 0.6, chat_id=group.id)
    question = await asked(running, alice, group, "/draw")
    await answered(running, alice, "/cancel", group=group)
    await running.telegram.until(group.id, lambda seen: question["message_id"] not in {m["message_id"] for m in seen})


async def test_in_a_topic_all_of_it_stays_there(running: Stage, alice: Person) -> None:
    forum = await running.telegram.group("Forum", alice, kind="forum")
    topic = await running.telegram.topic(forum.id, "Foxes", alice)
    question = await asked(running, alice, forum, "/draw", thread=topic)
    assert (question["thread_id"], question["force_reply"]["asks"]) == (topic, [alice.id])
    answer = await running.telegram.answer(alice, question, "a fox")
    (picture,) = await brought(running, forum, answer["message_id"])
    assert picture["thread_id"] == topic
    general = await asked(running, alice, forum, "/draw")
    answer = await running.telegram.answer(alice, general, "a heron")
    (picture,) = await brought(running, forum, answer["message_id"])
    assert picture["thread_id"] is None


async def test_options_of_the_command_hold_for_the_answer(running: Stage, alice: Person, group: Group) -> None:
    question = await asked(running, alice, group, "/draw --ar 16:9 --seed 7 --no snow --steps 30")
    answer, submit = await running.ordered(running.telegram.answer(alice, question, "a fox --seed 8 --model anime"))
    params = submit["params"]
    assert (params["w"], params["h"], params["seed"], params["num_steps"]) == (576, 320, 8, 30)
    assert (params["text"], params["negative_prompt"], params["model"]) == ("a fox", "snow", "anime")
    await brought(running, group, answer["message_id"])
    answer = await running.telegram.answer(alice, question, "two foxes --n 2")
    pictures = await brought(running, group, answer["message_id"], 2)
    assert {picture["text"].splitlines()[-1].partition(" · ")[0] for picture in pictures} == {"1 of 2", "2 of 2"}
    seeds = [
        submit["params"]["seed"]
        for submit in await running.provider.submits()
        if submit["params"].get("text") == "two foxes"
    ]
    assert sorted(seeds) == [7, 8]


async def test_so_many_pictures_as_the_command_asked_for(running: Stage, alice: Person, group: Group) -> None:
    question = await asked(running, alice, group, "/draw --n 2")
    answer = await running.telegram.answer(alice, question, "a fox")
    await brought(running, group, answer["message_id"], 2)
    assert len({submit["params"]["seed"] for submit in (await running.provider.submits())[-2:]}) == 2
    answer = await running.telegram.answer(alice, question, "one fox --n 1")
    await brought(running, group, answer["message_id"])


async def test_what_one_has_set_holds_too(running: Stage, alice: Person, group: Group) -> None:
    sent = await running.telegram.say(alice, "/settings")
    menu = await running.reply(alice, sent["message_id"])
    for choice in ("model.basic", "size.448x768", "negative.people"):
        assert await running.made_up(alice, menu, f"set::{choice}") == ""
    question = await asked(running, alice, group, "/draw")
    answer, submit = await running.ordered(running.telegram.answer(alice, question, "a fox"))
    params = submit["params"]
    assert (params["model"], params["w"], params["h"], params["negative_prompt"]) == ("basic", 448, 768, "people")
    await brought(running, group, answer["message_id"])
    photo = await running.telegram.photo(alice, a_photo(30, (120, 60)), "/remix", chat=group.id)
    question = await running.reply(group, photo["message_id"], HOW)
    answer, submit = await running.ordered(running.telegram.answer(alice, question, "in oils"))
    params = submit["params"]
    assert (params["model"], params["w"], params["h"]) == ("basic", 768, 384), "a photo keeps its shape"
    await brought(running, group, answer["message_id"])


@pytest.mark.parametrize("way", ["photo", "document", "reply"])
async def test_a_photo_is_remembered_until_the_words_come(
    running: Stage, alice: Person, group: Group, way: str
) -> None:
    telegram, data, command = running.telegram, a_photo(40, (900, 600), "PNG"), "/remix --fidelity 0.6"
    if way == "photo":
        sent = photo = await telegram.photo(alice, data, command, chat=group.id)
    elif way == "document":
        sent = photo = await telegram.document(alice, data, command, chat=group.id)
    else:
        photo = await telegram.photo(alice, data, chat=group.id)
        sent = await telegram.say(alice, command, chat=group.id, reply_to=photo["message_id"])
    question = await running.reply(group, sent["message_id"], HOW)
    assert question["force_reply"]["asks"] == [alice.id]
    answer, submit = await running.ordered(telegram.answer(alice, question, "in oils"))
    assert (submit["params"]["text"], submit["params"]["w"], submit["params"]["h"]) == ("in oils", 768, 512)
    assert 0.6 in submit["params"].values()
    sizes = [photo["document"]] if way == "document" else photo["photo"]
    files = [sha256(await telegram.file(size["file_id"])).hexdigest() for size in sizes]
    assert (await running.fetched(submit))["sha256"] in files
    await brought(running, group, answer["message_id"])


async def test_questions_outlast_a_restart(running: Stage, alice: Person) -> None:
    forum = await running.telegram.group("Forum", alice, kind="forum")
    topic = await running.telegram.topic(forum.id, "Foxes", alice)
    photo = await running.telegram.photo(alice, a_photo(), "/remix", chat=forum.id, thread=topic)
    question = await running.reply(forum, photo["message_id"], HOW)
    await running.restart()
    answer = await running.telegram.answer(alice, question, "in oils")
    (picture,) = await brought(running, forum, answer["message_id"])
    assert picture["thread_id"] == topic


async def test_nothing_is_charged_for_a_question(running: Stage, alice: Person, bo: Person, group: Group) -> None:
    for _ in range(6):  # more than one has pictures a day
        question = await asked(running, alice, group, "/draw")
    sent = await running.telegram.say(alice, "/quota", chat=group.id)
    assert "You have 5 of 5 pictures left today" in (await running.reply(group, sent["message_id"]))["text"]
    answer = await running.telegram.answer(alice, question, "a fox")
    await brought(running, group, answer["message_id"])


async def test_an_answer_that_is_none_is_asked_for_again(running: Stage, alice: Person, group: Group) -> None:
    question = await asked(running, alice, group, "/draw --seed 7")
    for unfit in ("\u200b\u2060", "--ar 2:1"):
        sent = await running.telegram.answer(alice, question, unfit)
        question = await running.reply(group, sent["message_id"], WHAT)
    for unfit, words in (("x" * 1_001, "has 1,001 characters"), ("a fox --seed lots", "--seed")):
        sent = await running.telegram.answer(alice, question, unfit)
        assert words in (await running.reply(group, sent["message_id"]))["text"]
    answer, submit = await running.ordered(running.telegram.answer(alice, question, "a fox"))
    assert (submit["params"]["text"], submit["params"]["seed"], submit["params"]["w"]) == ("a fox", 7, 768)
    await brought(running, group, answer["message_id"])


async def test_wrong_options_are_told_at_once(running: Stage, alice: Person, group: Group) -> None:
    sent = await running.telegram.say(alice, "/draw --ar banana", chat=group.id)
    assert (await running.reply(group, sent["message_id"], "--ar"))["force_reply"] is None


async def test_who_speaks_for_the_group_answers_for_it(running: Stage, alice: Person, bo: Person, group: Group) -> None:
    await running.telegram.promote(alice, group.id, anonymous=True)
    question = await asked(running, alice, group, "/draw", as_chat=group.id)
    where = {"chat": group.id, "reply_to": question["message_id"]}
    await running.telegram.say(bo, "a wolf", **where)
    answer = await running.telegram.say(alice, "a fox", as_chat=group.id, **where)
    (picture,) = await brought(running, group, answer["message_id"])
    assert picture["text"].startswith("a fox\n")
    answer = await running.telegram.say(alice, "a heron", **where)  # not anonymous for once
    await brought(running, group, answer["message_id"])
    sent = await running.telegram.say(alice, "/quota", chat=group.id, as_chat=group.id)
    assert "You have 3 of 5 pictures left today" in (await running.reply(group, sent["message_id"]))["text"]


async def test_a_command_in_reply_to_a_question_is_a_command(running: Stage, alice: Person, group: Group) -> None:
    question = await asked(running, alice, group, "/draw --seed 7")
    sent, submit = await running.ordered(running.telegram.answer(alice, question, "/draw a heron --seed 8"))
    assert (submit["params"]["text"], submit["params"]["seed"]) == ("a heron", 8)
    await brought(running, group, sent["message_id"])


async def test_a_photo_in_answer_to_a_question_is_a_photo(running: Stage, alice: Person) -> None:
    question = await asked(running, alice, None, "/draw")
    await running.telegram.photo(alice, a_photo(), reply_to=question["message_id"])
    await running.said(alice, "What should I do with it?")


async def test_a_style_may_be_answered_in_words(running: Stage, alice: Person, group: Group) -> None:
    photo = await running.telegram.photo(alice, a_photo(), "/anime --n 2", chat=group.id)
    question = await running.reply(group, photo["message_id"], "Which style")
    answer = await running.telegram.say(alice, "vaporwave", chat=group.id, reply_to=question["message_id"])
    await running.reply(group, answer["message_id"], "vaporwave")
    await running.telegram.say(alice, "cat ears", chat=group.id, reply_to=question["message_id"])
    pictures = await running.pictures(group, 2)
    assert pictures[0]["message_id"] == question["message_id"]
    assert all("Cat ears" in picture["text"] for picture in pictures)


async def test_an_answer_counts_against_the_day(running: Stage, alice: Person, group: Group) -> None:
    question = await asked(running, alice, group, "/draw")
    answer = await running.telegram.answer(alice, question, "foxes --n 4")
    await brought(running, group, answer["message_id"], 4)
    answer = await running.telegram.answer(alice, question, "foxes --n 2")
    await running.reply(group, answer["message_id"], "You have used your 5 pictures")
    await brought(running, group, answer["message_id"])
    sent = await running.telegram.say(alice, "/draw", chat=group.id)
    await running.reply(group, sent["message_id"], "You have used your 5 pictures")
