"""`/styles`: ours have a button each; one's own are saved from a picture, used by name, deleted, and forgotten."""

import pytest

from sandbox.telegram_client import Group, Json, Person, buttons
from tests.support.stage import Stage
from tests.support.talk import answered, button, painted, says

pytestmark = pytest.mark.asyncio(loop_scope="module")

SETTINGS = {"daily_pictures": 100, "max_in_flight": None}

OIL = "oil painting, visible brush strokes, canvas texture"


async def save(stage: Stage, person: Person, name: str, words: str) -> Json:
    """Save a style; return what is said."""
    return await answered(stage, person, f"/styles save {name} {words}", f"Saved: --style {name}")


async def test_a_press_asks_for_words_and_paints_them_in_that_style(running: Stage, alice: Person) -> None:
    menu = await answered(running, alice, "/styles", "Tap one")
    assert buttons(menu)[:3] == ["watercolour", "oil", "ink"]
    assert await running.pressed(alice, menu, "oil") == ""
    question = await running.reply(alice, menu["message_id"], "What should I paint?")
    assert f"The style adds: {OIL}" in question["text"]
    assert "already" in await running.pressed(alice, menu, "oil")
    _, submit = await running.ordered(running.telegram.say(alice, "a fox --seed 7"))
    assert (submit["params"]["text"], submit["params"]["seed"]) == (f"a fox, {OIL}", 7)


async def test_a_style_of_ones_own_is_saved_from_a_picture_and_used_by_its_name(running: Stage, alice: Person) -> None:
    picture = await painted(running, alice, "/draw a fox, golden hour, soft haze --style ink")
    words = "golden hour, soft haze, ink wash painting, flowing brush lines, white space"
    saved = await answered(running, alice, "/styles save Dusk", "Saved", reply_to=picture["message_id"])
    assert f"--style dusk adds {words}" in saved["text"]
    _, submit = await running.ordered(running.telegram.say(alice, "/draw an owl --style DUSK"))
    assert submit["params"]["text"] == f"an owl, {words}"
    menu = await answered(running, alice, "/styles", "Tap one")
    assert buttons(menu)[-2:] == ["dusk", "🗑 Delete"]
    assert await running.pressed(alice, menu, "dusk") == ""
    await running.reply(alice, menu["message_id"], f"The style adds: {words}")
    wrong = await answered(running, alice, "/draw an owl --style duskk", "Try --style dusk")
    assert buttons(wrong) == ["🎨 Use --style dusk"]


async def test_a_recipe_repeats_the_order_when_the_style_is_deleted(running: Stage, alice: Person) -> None:
    await save(running, alice, "dusk", "golden hour, soft haze")
    picture = await painted(running, alice, "/draw a fox --style dusk --seed 7")
    first = (await running.provider.submits())[-1]["params"]
    menu = await answered(running, alice, "/styles", "Tap one")
    assert await running.pressed(alice, menu, "🗑 Delete") == ""
    menu = await running.changed(menu, lambda seen: "dusk" not in buttons(seen))
    await answered(running, alice, "/draw a fox --style dusk", "--style can't be “dusk”")
    assert await running.pressed(alice, picture, "⋯") == ""
    picture = await running.changed(picture, lambda seen: "ℹ️ Recipe" in buttons(seen))
    assert await running.pressed(alice, picture, "ℹ️") == ""
    recipe = await running.reply(alice, picture["message_id"], "Send this to get the same picture again")
    copy, _ = (entry for row in recipe["buttons"] for entry in row)
    assert copy["copy_text"] in recipe["text"]
    _, submit = await running.ordered(running.telegram.say(alice, copy["copy_text"]))
    assert {name: submit["params"][name] for name in first} == first | {"text": "a fox, golden hour, soft haze"}


async def test_a_recipe_that_is_too_long_for_a_button_has_none(running: Stage, alice: Person) -> None:
    words = "a fox " * 60
    picture = await painted(running, alice, f"/draw {words}")
    assert await running.pressed(alice, picture, "⋯") == ""
    picture = await running.changed(picture, lambda seen: "ℹ️ Recipe" in buttons(seen))
    assert await running.pressed(alice, picture, "ℹ️") == ""
    recipe = await running.reply(alice, picture["message_id"], words.strip())
    assert buttons(recipe) == ["🔗 Copy a link to share"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("/styles save", "A style's name is one word"),
        ("/styles save oil", "A style's name is one word"),
        ("/styles save !!! haze", "A style's name is one word"),
        ("/styles save " + "x" * 21, "A style's name is one word"),
        ("/styles save dusk", "A style needs words"),
        ("/styles save dusk " + "haze " * 61, "A style needs words"),
        ("/styles delete dusk", "You have no style dusk"),
        ("/styles delete", "You have no style"),
        ("/styles <b>nonsense</b>", "Tap one"),
    ],
)
async def test_what_cannot_be_saved_is_told(running: Stage, bo: Person, typed: str, words: str) -> None:
    await answered(running, bo, typed, words)
    assert "🗑 Delete" not in buttons(await answered(running, bo, "/styles", "Tap one"))


async def test_there_are_twelve_at_most(running: Stage, alice: Person) -> None:
    for number in range(12):
        await save(running, alice, f"s{number}", "haze")
    await answered(running, alice, "/styles save s12 haze", "You have 12 styles")
    await save(running, alice, "s3", "fog")  # another one by the same name takes its place
    await answered(running, alice, "/styles delete s0", "The style s0 is deleted")
    await save(running, alice, "сумерки", "haze")
    menu = await answered(running, alice, "/styles", "Tap one")
    assert buttons(menu).count("🗑 Delete") == 12
    _, submit = await running.ordered(running.telegram.say(alice, "/draw a fox --style сумерки"))
    assert submit["params"]["text"] == "a fox, haze"


async def test_nobody_gets_at_somebody_elses(running: Stage, alice: Person, bo: Person, group: Group) -> None:
    await save(running, alice, "dusk", "haze")
    menu = await answered(running, alice, "/styles", "Tap one")
    own, delete = button(menu, "dusk"), button(menu, "🗑 Delete")
    theirs = await answered(running, bo, "/styles", "Tap one")
    there = await answered(running, alice, "/styles", "Tap one", group)
    assert "dusk" not in buttons(there)
    for data in (own, delete, "styles::nonsense", "styles::own.", "styles::raw"):
        assert "no longer works" in await running.made_up(bo, theirs, data)
        assert "no longer works" in await running.made_up(alice, there, data)
    await answered(running, bo, "/draw a fox --style dusk", "--style can't be “dusk”")
    assert await running.pressed(bo, there, "oil") == ""
    asked = await running.reply(group, there["message_id"], "What should I paint?")
    assert asked["force_reply"]["asks"] == [bo.id]


async def test_they_are_forgotten_with_everything_else(running: Stage, alice: Person) -> None:
    await save(running, alice, "dusk", "haze")
    await painted(running, alice, "/draw a fox --style dusk")
    question = await answered(running, alice, "/deleteme", "Delete everything")
    styles = [entry.get("style") for row in question["buttons"] for entry in row]
    assert styles == ["danger", None]
    assert await running.pressed(alice, question, "🗑 Delete everything") == ""
    await says(running, question, "I have forgotten everything")
    await answered(running, alice, "/draw a fox --style dusk", "--style can't be “dusk”")
