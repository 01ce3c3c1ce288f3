"""🖌 under a picture asks for words; the reply to the question is the order, with options and all."""

from typing import Any

import pytest

from sandbox.telegram_client import Json
from tests.support.stage import Stage, chat_of, pass_seconds
from tests.support.studio import ALREADY, FREE, Studio

shared = pytest.mark.asyncio(loop_scope="module")

ASKS = "How should I repaint it?"


async def asked(studio: Studio, picture: Json) -> Json:
    """Press 🖌; return the question."""
    assert await studio.press(picture, "⋯ More", "🖌") == ""
    question = await studio.stage.reply(studio.group, picture["message_id"], ASKS)
    assert (question["buttons"], question["thread_id"]) == ([], picture["thread_id"])
    return question


async def answered(studio: Studio, question: Json, words: str) -> tuple[Json, Json]:
    """Answer a question; return the picture, which replies to the answer, and what was ordered."""
    answer, submit = await studio.stage.ordered(studio.stage.telegram.answer(studio.alice, question, words))
    return await studio.brought(answer), submit


@shared
async def test_the_answer_is_the_order_with_its_options(studio: Studio) -> None:
    picture, first = await studio.paint("/draw a fox --ar 3:2 --model basic --no text --steps 50")
    question = await asked(studio, picture)
    assert question["force_reply"]["asks"] == [studio.alice.id]
    assert await studio.charged() == 1, "a question costs nothing"
    other, submit = await answered(studio, question, "in oils")
    assert (submit["kind"], submit["params"]["text"]) == ("remix", "in oils")
    assert await studio.hash_at_provider(submit) == await studio.hash_of(picture)
    # Its shape is the picture's; how that was made says nothing of the next.
    made = {name: submit["params"][name] for name in ("w", "h", "model", "negative_prompt", "num_steps", "fidelity")}
    assert made == {"w": 768, "h": 512, "model": "art", "negative_prompt": "", "num_steps": 20, "fidelity": 0.2}
    assert submit["params"]["seed"] != first["params"]["seed"]
    assert other["text"].startswith("in oils\n")
    # The question stands: whoever answers it again, orders again.
    _, submit = await answered(studio, question, "as a watercolour --ar 1:2 —fidelity 0.6 --seed 9 --no ink")
    assert submit["params"]["text"] == "as a watercolour"
    assert submit["params"]["w"] * 2 == submit["params"]["h"]
    made = {name: submit["params"][name] for name in ("fidelity", "seed", "negative_prompt")}
    assert made == {"fidelity": 0.6, "seed": 9, "negative_prompt": "ink"}
    assert await studio.hash_at_provider(submit) == await studio.hash_of(picture)
    assert await studio.charged() == 3


@shared
async def test_an_answer_may_order_several(studio: Studio) -> None:
    picture, _ = await studio.paint("/draw a fox")
    question = await asked(studio, picture)
    answer = await studio.stage.telegram.answer(studio.alice, question, "in oils --n 2 --seed 4294967295")
    assert len(await studio.replies(answer, 2, pictures=True)) == 2
    submits = (await studio.stage.provider.submits())[-2:]
    assert {submit["params"]["seed"] for submit in submits} == {0, 4294967295}


@shared
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("in oils --stylize 5", "--stylize"),
        ("in oils --ar 9:1", "--ar 3:1"),
        ("x" * 1_001, "1,001 characters"),
    ],
)
async def test_a_wrong_answer_is_told_and_the_question_still_stands(studio: Studio, wrong: str, words: str) -> None:
    picture, _ = await studio.paint("/draw a fox")
    question = await asked(studio, picture)
    answer = await studio.stage.telegram.answer(studio.alice, question, wrong)
    await studio.stage.reply(studio.group, answer["message_id"], words)
    await answered(studio, question, "in oils")
    assert await studio.charged() == 2


@shared
async def test_only_whoever_was_asked_answers(studio: Studio) -> None:
    picture, _ = await studio.paint("/draw a fox")
    question = await asked(studio, picture)
    before = len(await studio.stage.provider.submits())
    where: Any = {"chat": studio.group.id, "reply_to": question["message_id"]}
    await studio.stage.telegram.say(studio.bo, "in oils", **where)
    await studio.stage.telegram.sticker(studio.alice, **where)
    _, submit = await answered(studio, question, "in ink")
    assert submit["params"]["text"] == "in ink"
    assert len(await studio.stage.provider.submits()) == before + 1
    assert len(await studio.stage.bot_messages(studio.group)) == 3


@shared
async def test_a_second_press_asks_no_second_time_at_once(studio: Studio) -> None:
    picture, _ = await studio.paint("/draw a fox")
    question = await asked(studio, picture)
    unfolded = await studio.now(picture)
    assert (await studio.press(unfolded, "🖌")).startswith(ALREADY)
    assert [reply["message_id"] for reply in await studio.replies(picture)] == [question["message_id"]]


@shared
async def test_in_private_everybody_is_asked(studio: Studio) -> None:
    await studio.stage.telegram.say(studio.alice, "/draw a fox")
    picture = await studio.stage.picture(studio.alice)
    assert await studio.press(picture, "⋯ More", "🖌") == ""
    question = await studio.stage.reply(studio.alice, picture["message_id"], ASKS)
    assert question["force_reply"]["asks"] is None
    other, submit = await answered(studio, question, "in oils")
    assert submit["params"]["text"] == "in oils"
    assert other["chat_id"] == chat_of(studio.alice)


@shared
async def test_in_a_topic_question_and_answer_stay_there(generous_bot: Stage) -> None:
    studio = await Studio.open(generous_bot, "forum")
    topic = await generous_bot.telegram.topic(studio.group.id, "Foxes", studio.alice)
    picture, _ = await studio.paint("/draw a fox", thread=topic)
    assert picture["thread_id"] == topic
    question = await asked(studio, picture)
    other, submit = await answered(studio, question, "in oils")
    assert (other["thread_id"], submit["params"]["text"]) == (topic, "in oils")


@shared
async def test_what_a_chat_owns_its_administrators_answer(studio: Studio) -> None:
    picture, _ = await studio.paint("/draw a fox", as_chat=studio.group.id)
    question = await asked(studio, picture)
    before = len(await studio.stage.provider.submits())
    where: Any = {"chat": studio.group.id, "reply_to": question["message_id"]}
    await studio.stage.telegram.say(studio.bo, "in ink", **where)
    answer, submit = await studio.stage.ordered(studio.stage.telegram.say(studio.alice, "in oils", **where))
    await studio.brought(answer)
    assert submit["params"]["text"] == "in oils"
    assert len(await studio.stage.provider.submits()) == before + 1
    assert await studio.charged() == 0, "it is the group's"


async def test_a_question_outlives_the_bot_for_an_hour(stage: Stage) -> None:
    """Then it is taken away, for an answer would come to nothing; the button goes on asking."""
    await stage.start(**FREE)
    studio = await Studio.open(stage)
    picture, _ = await studio.paint("/draw a fox")
    question = await asked(studio, picture)
    await pass_seconds(stage, 3_000)
    _, submit = await answered(studio, question, "in oils")
    assert submit["params"]["text"] == "in oils"
    await pass_seconds(stage, 700)
    await stage.telegram.until(studio.group.id, lambda seen: all(ASKS not in message["text"] for message in seen))
    assert [message["message_id"] for message in await stage.telegram.deleted(studio.group.id)] == [
        question["message_id"]
    ]
    assert await studio.press(await studio.now(picture), "🖌") == ""
    second = await stage.reply(studio.group, picture["message_id"], ASKS)
    _, submit = await answered(studio, second, "in ink")
    assert submit["params"]["text"] == "in ink"
    assert await stage.billed() == 3
