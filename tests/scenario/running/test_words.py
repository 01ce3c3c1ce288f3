"""Words in private that answer nothing: one tap paints them, or changes a picture by them."""

from typing import Unpack

import pytest

from sandbox.telegram_client import Group, Json, Person, Where, buttons
from tests.support.stage import Stage, is_picture
from tests.support.talk import answered, painted

pytestmark = pytest.mark.asyncio(loop_scope="module")

SETTINGS = {"daily_pictures": 100, "max_in_flight": None}

OFFER = "Shall I paint this?"


async def offered(stage: Stage, person: Person, words: str, **to: Unpack[Where]) -> tuple[Json, Json]:
    """Say something; return it and what is offered."""
    said = await stage.telegram.say(person, words, **to)
    return said, await stage.reply(person, said["message_id"], OFFER)


async def taken(stage: Stage, person: Person, said: Json, offer: Json, label: str) -> tuple[Json, Json]:
    """Take an offer; return the picture, and what was ordered."""
    popup, submit = await stage.ordered(stage.pressed(person, offer, label))
    assert popup == ""
    picture = await stage.telegram.until(
        person.chat_id,
        lambda seen: next(
            (
                message
                for message in seen
                if is_picture(message) and message["reply_to_message_id"] == said["message_id"]
            ),
            None,
        ),
    )
    shown = [message["message_id"] for message in await stage.bot_messages(person)]
    assert offer["message_id"] not in shown, "one tap, and the offer is gone"
    return picture, submit


async def test_words_are_painted_by_one_tap(running: Stage, alice: Person) -> None:
    before = len(await running.provider.submits())
    said, offer = await offered(running, alice, "a red fox\nin the snow --ar 2:1")
    assert buttons(offer) == ["🎨 Paint “a red fox in th…”"]
    assert len(await running.provider.submits()) == before
    picture, submit = await taken(running, alice, said, offer, "🎨")
    assert picture["text"].startswith("a red fox\nin the snow\n")
    assert (submit["kind"], submit["params"]["w"]) == ("draw", 768)


async def test_the_last_picture_is_changed(running: Stage, alice: Person) -> None:
    await painted(running, alice, "/draw a fox --ar 1:2")
    said, offer = await offered(running, alice, "as a watercolour")
    assert buttons(offer) == ["🎨 Paint “as a watercolour”", "🖌 Change the last picture"]
    _, submit = await taken(running, alice, said, offer, "🖌")
    assert (submit["kind"], submit["params"]["text"]) == ("remix", "as a watercolour")
    assert submit["params"]["w"] * 2 == submit["params"]["h"]


async def test_words_in_reply_to_a_picture_are_about_that(running: Stage, alice: Person) -> None:
    picture = await painted(running, alice, "/draw a fox --seed 7 --steps 30")
    await painted(running, alice, "/draw an owl")
    said, offer = await offered(running, alice, "a wolf", reply_to=picture["message_id"])
    assert buttons(offer) == ["🖌 Remix", "✏️ Same settings, new words"]
    _, submit = await taken(running, alice, said, offer, "✏️")
    params = submit["params"]
    assert (submit["kind"], params["text"], params["seed"], params["num_steps"]) == ("draw", "a wolf", 7, 30)


async def test_words_that_are_gone_or_wrong_cost_nothing(running: Stage, alice: Person, group: Group) -> None:
    before = len(await running.provider.submits())
    said, offer = await offered(running, alice, "a fox --steps lots")
    assert "--steps" in await running.pressed(alice, offer, "🎨")
    await running.telegram.delete(alice.chat_id, said["message_id"])
    assert "no longer works" in await running.pressed(alice, offer, "🎨")
    assert "no longer works" in await running.made_up(alice, offer, "words::nonsense")
    assert len(await running.provider.submits()) == before


async def test_edit_gives_the_words_and_keeps_the_rest(running: Stage, alice: Person, group: Group) -> None:
    picture = await painted(running, alice, "/draw a fox --seed 7 --steps 30 --ar 2:1")
    more = await running.pressed(alice, picture, "⋯")
    assert more == ""
    picture = await running.changed(picture, lambda seen: "✏️ Edit" in buttons(seen))
    assert await running.pressed(alice, picture, "✏️") == ""
    question = await running.reply(alice, picture["message_id"], "What should it say instead?")
    (copy,) = (button for row in question["buttons"] for button in row)
    assert copy["copy_text"] == "a fox"
    _, submit = await running.ordered(running.telegram.say(alice, "a wolf"))
    params = submit["params"]
    assert (params["text"], params["seed"], params["num_steps"], params["w"]) == ("a wolf", 7, 30, 768)


async def test_edit_in_a_group_is_answered_by_a_reply(running: Stage, bo: Person, group: Group) -> None:
    long = "a fox " * 60
    picture = await painted(running, bo, f"/draw {long} --seed 7", group)
    assert await running.pressed(bo, picture, "⋯") == ""
    picture = await running.changed(picture, lambda seen: "✏️ Edit" in buttons(seen))
    assert await running.pressed(bo, picture, "✏️") == ""
    question = await running.reply(group, picture["message_id"], "What should it say instead?")
    assert question["force_reply"]["asks"] == [bo.id]
    assert long.strip() in question["text"]
    _, submit = await running.ordered(running.telegram.answer(bo, question, "a wolf"))
    assert (submit["params"]["text"], submit["params"]["seed"]) == ("a wolf", 7)


async def test_unknown_commands_are_no_offer(running: Stage, alice: Person) -> None:
    hint = await answered(running, alice, "/unknown", "I turn words into pictures")
    assert hint["buttons"] == []
