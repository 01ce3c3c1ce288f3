"""Orders to be confirmed, across restarts: the question stays, its button works, nothing is charged before."""

import pytest

from sandbox.telegram_client import Person
from tests.support.stage import Stage, is_picture, pass_seconds

FOX = "рыжая лиса в снегу"


@pytest.mark.on_both
async def test_the_button_works_after_a_restart(stage: Stage, alice: Person) -> None:
    await stage.start(daily_pictures=1)
    await stage.telegram.say(alice, f"/draw {FOX}")
    question = await stage.said(alice, "reads English and Chinese")
    await stage.restart()
    _, submit = await stage.ordered(stage.pressed(alice, question, "🎨"))
    assert submit["params"]["text"] == FOX
    await stage.changed(question, is_picture)
    await stage.telegram.say(alice, "/draw a fox --steps 101")
    await stage.said(alice, "You have used your one picture")
    assert await stage.billed() == 1


async def test_after_an_hour_the_button_is_gone_and_the_words_stay(stage: Stage, alice: Person) -> None:
    await stage.start()
    await stage.telegram.say(alice, "/draw a fox --steps 101")
    question = await stage.said(alice, "Try --steps 100")
    (data,) = (button["data"] for row in question["buttons"] for button in row)
    await pass_seconds(stage, 3_601)
    question = await stage.changed(question, lambda seen: not seen["buttons"])
    assert "Try --steps 100" in question["text"]
    assert "no longer works" in await stage.made_up(alice, question, data)
    assert await stage.billed() == 0


async def test_cancel_takes_the_question_back(stage: Stage, alice: Person) -> None:
    await stage.start()
    await stage.telegram.say(alice, f"/draw {FOX}")
    question = await stage.said(alice, "reads English and Chinese")
    await stage.telegram.say(alice, "/cancel")
    await stage.said(alice, "Cancelled: 1 picture.")
    assert "no longer works" in await stage.made_up(alice, question, question["buttons"][0][0]["data"])
    assert await stage.billed() == 0
