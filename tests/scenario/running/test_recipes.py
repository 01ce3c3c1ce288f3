"""Recipes are shared by a link that is their owner's alone, says no more than they do, and dies with the words."""

import pytest

from sandbox.telegram_client import Group, Json, Person, buttons
from tests.support.stage import Stage, a_photo
from tests.support.talk import answered, painted

pytestmark = pytest.mark.asyncio(loop_scope="module")

SETTINGS = {"daily_pictures": 100, "max_in_flight": None}

SHARED, GONE, START = "shared a recipe with you", "recipe behind this link is gone", "I paint what you describe"


def copied(message: Json, label: str) -> str:
    """Return what a button copies."""
    return next(str(button["copy_text"]) for row in message["buttons"] for button in row if label in button["text"])


async def recipe_of(stage: Stage, person: Person, picture: Json) -> Json:
    """Return the bot's message that tells how a picture was made."""
    seen = {message["message_id"] for message in await stage.bot_messages(person)}
    assert await stage.made_up(person, picture, f"how:{job_of(picture)}") == ""
    return await stage.telegram.until(
        picture["chat_id"],
        lambda messages: next(
            (m for m in messages if m["message_id"] not in seen and "get the same picture" in m["text"]), None
        ),
    )


def job_of(picture: Json) -> str:
    """Return the job of a picture, by a button of its."""
    return str(picture["buttons"][0][0]["data"]).split(":")[1]


async def payload_of(stage: Stage, person: Person, picture: Json) -> str:
    """Return what the link to share a recipe carries."""
    link = copied(await recipe_of(stage, person, picture), "🔗")
    address, _, payload = link.partition("?start=")
    assert address == "https://t.me/huabot"
    assert len(payload) <= 64
    return payload


async def test_a_shared_recipe_is_painted_by_one_tap(running: Stage, alice: Person, bo: Person) -> None:
    picture, first = await running.ordered(painted(running, alice, "/draw a red fox --seed 7 --steps 30 --ar 2:1"))
    told = await recipe_of(running, alice, picture)
    assert buttons(told) == ["📋 Copy the recipe", "🔗 Copy a link to share"]
    assert copied(told, "📋") in told["text"]
    payload = copied(told, "🔗").partition("?start=")[2]
    before = len(await running.provider.submits())
    shown = await answered(running, bo, f"/start {payload}", SHARED)
    assert copied(told, "📋") in shown["text"]
    assert "Alice" not in shown["text"]
    assert len(await running.provider.submits()) == before, "nothing is painted without a tap"
    popup, submit = await running.ordered(running.pressed(bo, shown, "🎨"))
    assert (popup, submit["params"]) == ("", first["params"])
    assert (await running.picture(bo))["reply_to_message_id"] == shown["message_id"]
    data = str(shown["buttons"][0][0]["data"])
    assert await running.made_up(bo, shown, data) == "", "the same tap again"
    assert "99 of 100" in (await answered(running, bo, "/quota", "left today"))["text"]


async def test_what_whoever_taps_avoids_is_no_part_of_it(running: Stage, alice: Person, bo: Person) -> None:
    picture, first = await running.ordered(painted(running, alice, "/draw a heron"))
    payload = await payload_of(running, alice, picture)
    page = await answered(running, bo, "/settings", "Your settings")
    for choice in ("set::negative.people", "set::model.anime"):
        assert await running.made_up(bo, page, choice) == ""
    shown = await answered(running, bo, f"/start {payload}", SHARED)
    _, submit = await running.ordered(running.pressed(bo, shown, "🎨"))
    assert submit["params"] == first["params"]


async def test_a_repainted_photo_shares_its_words_alone(running: Stage, alice: Person, bo: Person) -> None:
    photo = await running.telegram.photo(alice, a_photo(), "/remix in oils --seed 5")
    picture = await running.changed(await running.reply(alice, photo["message_id"]), lambda seen: seen["buttons"][1:])
    shown = await answered(running, bo, f"/start {await payload_of(running, alice, picture)}", SHARED)
    assert "/remix in oils" in shown["text"]
    assert buttons(shown) == []


async def test_the_link_is_its_owners_alone(running: Stage, alice: Person, bo: Person, group: Group) -> None:
    picture = await painted(running, alice, "/draw a fox", group)
    assert "person who asked for this picture" in await running.made_up(bo, picture, f"how:{job_of(picture)}")
    assert await running.made_up(alice, picture, f"how:{job_of(picture)}") == ""
    told = await running.said(group, "get the same picture")
    assert buttons(told) == ["📋 Copy the recipe"], "what everybody sees shares nothing"


@pytest.mark.parametrize(
    "payload", ["r_", "r_{job}", "r_{job}{zeros}", "R_{mac}", "r_{other}{mac}", "r_{mac} {mac}", "r_٣", "from-a-friend"]
)
async def test_a_link_that_was_made_up_leads_to_the_start(
    running: Stage, alice: Person, bo: Person, payload: str
) -> None:
    picture = await painted(running, alice, "/draw marzipan")
    mac = (await payload_of(running, alice, picture))[-24:]
    made_up = payload.format(job=job_of(picture), zeros="0" * 24, mac=mac, other="0" * 26)
    start = await answered(running, bo, f"/start {made_up}", START)
    assert buttons(start)[0].startswith("🎨 Try")
    assert "marzipan" not in start["text"]
    assert (GONE in start["text"]) == payload.startswith("r_")


async def test_made_up_buttons_paint_nothing(running: Stage, alice: Person, bo: Person, group: Group) -> None:
    picture = await painted(running, alice, "/draw a fox")
    mac = (await payload_of(running, alice, picture))[-24:]
    start = await answered(running, bo, "/start", START)
    here = await answered(running, bo, "/start", START, group)
    before = len(await running.provider.submits())
    for data in ("recipe:", f"recipe::{mac}", f"recipe:{job_of(picture)}", f"recipe:{job_of(picture)}:{'0' * 24}"):
        assert "no longer works" in await running.made_up(bo, start, data)
    assert "no longer works" in await running.made_up(bo, here, f"recipe:{job_of(picture)}:{mac}")
    assert len(await running.provider.submits()) == before


async def test_a_link_dies_with_the_words(running: Stage, alice: Person, bo: Person) -> None:
    picture = await painted(running, alice, "/draw a secret fox")
    payload = await payload_of(running, alice, picture)
    shown = await answered(running, bo, f"/start {payload}", SHARED)
    assert await running.made_up(alice, picture, f"delete:{job_of(picture)}") == ""
    gone = await answered(running, bo, f"/start {payload}", GONE)
    assert START in gone["text"]
    assert "secret" not in gone["text"]
    assert "no longer works" in await running.pressed(bo, shown, "🎨")


async def test_a_link_dies_with_its_owners_data(running: Stage, alice: Person, bo: Person) -> None:
    picture = await painted(running, alice, "/draw a secret owl")
    payload = await payload_of(running, alice, picture)
    question = await answered(running, alice, "/deleteme", "Delete everything")
    assert await running.pressed(alice, question, "🗑") == ""
    await running.said(alice, "I have forgotten everything about you")
    await answered(running, bo, f"/start {payload}", GONE)


async def test_no_link_in_a_group(running: Stage, alice: Person, bo: Person, group: Group) -> None:
    picture = await painted(running, alice, "/draw a fox")
    payload = await payload_of(running, alice, picture)
    start = await answered(running, bo, f"/start@huabot {payload}", START, group)
    assert start["buttons"] == []
