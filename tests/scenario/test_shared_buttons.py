"""Buttons that make more of somebody's picture are everybody's in a group; all others are its owner's."""

import asyncio

import pytest

from sandbox.patience import PATIENCE
from sandbox.telegram_client import Json, Person, buttons
from tests.support.stage import Stage, a_photo
from tests.support.studio import ALREADY, FOREIGN, FREE, Studio

shared = pytest.mark.asyncio(loop_scope="module")

THEIRS = "are for everyone"


async def used(stage: Stage, person: Person) -> int:
    """Return how many pictures `/quota` counts for somebody, in private."""
    asked = await stage.telegram.say(person, "/quota")
    told = await stage.reply(person, asked["message_id"], "pictures today")
    return int(told["text"].partition("Your pictures today: ")[2].partition(".")[0])


async def make_for(studio: Studio, person: Person, picture: Json, label: str, count: int = 1) -> tuple[Json, Json]:
    """Let somebody press a button that orders; return the count-th picture in reply, and what was ordered."""
    popup, submit = await studio.stage.ordered(studio.press(picture, label, person=person))
    assert popup == ""
    return await studio.brought(picture, count), submit


@shared
@pytest.mark.parametrize("label", ["🔁", "🎲", "✨"])
async def test_whoever_presses_orders_in_their_own_name(studio: Studio, label: str) -> None:
    picture, _ = await studio.paint("/draw a fox")
    other, submit = await make_for(studio, studio.bo, picture, label)
    assert submit["params"].get("text", "a fox") == "a fox"
    assert [await used(studio.stage, person) for person in (studio.alice, studio.bo)] == [1, 1]
    assert await studio.now(picture) == picture, "the owner's picture stands as it was"
    # The new one is Bo's: Alice may make more of it, and nothing else.
    unfolded = await studio.stage.changed(other, lambda _: True)
    assert (await studio.press(unfolded, "⋯ More", person=studio.alice)).startswith(FOREIGN)
    assert await studio.press(unfolded, "⋯ More", person=studio.bo) == ""


@shared
async def test_a_portrait_s_style_is_asked_for_in_a_message_of_their_own(studio: Studio) -> None:
    picture, _ = await studio.paint_from(a_photo(60), "/anime jojo")
    assert await studio.press(picture, "🌸", person=studio.bo) == ""
    question = await studio.stage.reply(studio.group, picture["message_id"], "Which style")
    assert question["text"].startswith("👋"), "it tells whom it asks"
    assert await studio.now(picture) == picture
    assert (await studio.press(question, "Cute")).startswith("Only the person who asked")
    popup, submit = await studio.stage.ordered(studio.press(question, "Cute", person=studio.bo))
    assert (popup, submit["params"]["style"]) == ("", "Cute_style")
    made = await studio.stage.changed(question, lambda seen: seen["kind"] == "photo")
    assert made["text"].startswith("Cute")
    assert [await used(studio.stage, person) for person in (studio.alice, studio.bo)] == [1, 1]
    # Another style is another order, by the same button; within a second it is the same press.
    async with asyncio.timeout(PATIENCE):
        while popup := await studio.press(picture, "🌸", person=studio.bo):
            assert popup.startswith(ALREADY)


@shared
async def test_styles_that_the_owner_has_opened_are_everybody_s_too(studio: Studio) -> None:
    picture, _ = await studio.paint("/draw a fox")
    styles = await studio.folded(picture, "⋯ More", "🌸")
    popup, submit = await studio.stage.ordered(studio.press(styles, "JoJo", person=studio.bo))
    assert (popup, submit["params"]["style"]) == ("", "JOJO_style")
    await studio.brought(picture)
    assert await studio.now(styles) == styles
    assert [await used(studio.stage, person) for person in (studio.alice, studio.bo)] == [1, 1]


@shared
async def test_what_one_has_pressed_another_may_press_too(studio: Studio) -> None:
    picture, _ = await studio.paint("/draw a fox")
    await studio.make(picture, "✨")
    await make_for(studio, studio.bo, picture, "✨", 2)
    for person in (studio.alice, studio.bo):
        assert (await studio.press(picture, "✨", person=person)).startswith(ALREADY)
    assert [await used(studio.stage, person) for person in (studio.alice, studio.bo)] == [2, 1]


@shared
async def test_they_are_spoken_to_in_their_language_and_by_name(studio: Studio) -> None:
    """What must be read is in a reply that tells whom it is for."""
    picture, _ = await studio.paint("/draw a fox")
    eva = await studio.stage.telegram.person("Eva", "es")
    await studio.stage.telegram.join(eva, studio.group.id)
    await studio.stage.provider.fault("callback", "refused", "Porn")
    popup, _ = await studio.stage.ordered(studio.press(picture, "🔁", person=eva))
    assert popup == ""
    refused = await studio.stage.reply(studio.group, picture["message_id"], "demasiado explícita")
    assert refused["text"].startswith("👋 ")
    assert {name: refused["entities"][0][name] for name in ("type", "offset", "length")} == {
        "type": "text_mention",
        "offset": 0,
        "length": 2,
    }
    assert (await studio.press(refused, "🔁")).startswith("Only the person who asked")
    assert await used_in_spanish(studio.stage, eva) == 0


async def used_in_spanish(stage: Stage, person: Person) -> int:
    """The same as `used`, of somebody who reads Spanish."""
    asked = await stage.telegram.say(person, "/quota")
    told = await stage.reply(person, asked["message_id"], "de hoy")
    return int("".join(sign for sign in told["text"].partition("\n")[0] if sign.isdigit()))


async def test_it_is_their_quota_that_says_no(stage: Stage) -> None:
    await stage.start(**{**FREE, "daily_pictures": 2})
    studio = await Studio.open(stage)
    picture, _ = await studio.paint("/draw a fox")
    await studio.paint("/draw a heron", studio.bo)
    await make_for(studio, studio.bo, picture, "🔁")
    query = await stage.telegram.press_label(studio.bo, picture, "✨")
    answer = await stage.telegram.answer_to(query)
    assert "used your 2 pictures" in answer["text"]
    assert answer["alert"], "it must be read"
    await studio.make(picture, "🔁", count=2)
    assert await stage.billed() == 4


async def test_who_may_not_order_may_not_press_either(stage: Stage, admin: Person) -> None:
    await stage.start(**FREE, admin_ids=str(admin.id))
    studio = await Studio.open(stage)
    picture, _ = await studio.paint("/draw a fox")
    await stage.telegram.say(admin, f"/deny {studio.bo.id}")
    await stage.said(admin, str(studio.bo.id))
    assert "can't use this bot" in await studio.press(picture, "🔁", person=studio.bo)
    await stage.telegram.say(admin, f"/allow {studio.bo.id}")
    await stage.said(admin, "can use the bot now")
    await set_for_group(studio, "👥", "admins", "👥 Who can paint: admins")
    assert "only administrators can paint" in await studio.press(picture, "🔁", person=studio.bo)
    assert await stage.billed() == 1


async def set_for_group(studio: Studio, field: str, choice: str, then: str) -> None:
    """Let Alice, who administers the group, set something."""
    asked = await studio.stage.telegram.say(studio.alice, "/settings", chat=studio.group.id)
    menu = await studio.stage.reply(studio.group, asked["message_id"], "group's settings")
    await studio.press(menu, field, choice)
    await studio.stage.changed(menu, lambda seen: then in buttons(seen))


async def test_a_group_may_keep_all_buttons_for_the_owner(stage: Stage) -> None:
    await stage.start(**FREE)
    studio = await Studio.open(stage)
    picture, _ = await studio.paint("/draw a fox")
    assert THEIRS in await studio.press(picture, "⋯ More", person=studio.bo)
    await set_for_group(studio, "🔁", "who asked", "🔁 Make more: who asked")
    before = len(await stage.bot_messages(studio.group))
    for label in ("🔁", "🎲", "✨"):
        query = await stage.telegram.press_label(studio.bo, picture, label)
        answer = await stage.telegram.answer_to(query)
        assert answer["text"] == "Only the person who asked for this picture can use these buttons."
        assert not answer["alert"], "a toast: nothing has happened"
    assert len(await stage.bot_messages(studio.group)) == before
    assert await stage.billed() == 1
    await studio.make(picture, "🔁")
