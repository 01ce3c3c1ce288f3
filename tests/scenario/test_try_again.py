"""Where no picture came: the one button under the words, that tries again, once."""

import asyncio
from typing import Any

import pytest

from bot.pipeline import deliver
from sandbox.telegram_client import Json, Person, buttons
from tests.support.stage import Stage, a_photo
from tests.support.studio import ALREADY, FOREIGN, STALE, Studio, differing

shared = pytest.mark.asyncio(loop_scope="module")

RETRY = ["🔁 Try again"]


async def failed(studio: Studio, words: str, effect: str, text: str = "/draw a fox", **fault: Any) -> tuple[Json, Json]:
    """Order what comes to nothing; return the words in the place of the picture, and what was ordered."""
    await studio.stage.provider.fault("callback", effect, **fault)
    saying = studio.stage.telegram.say(studio.alice, text, chat=studio.group.id)
    asked, submit = await studio.stage.ordered(saying)
    told = await studio.stage.reply(studio.group, asked["message_id"], words)
    assert buttons(told) == RETRY
    return told, submit


@shared
@pytest.mark.parametrize(
    ("effect", "words", "changes"),
    [
        ("refused", "safety check: it is too revealing", {"seed"}),
        ("unchecked", "not your fault", set[str]()),
        ("failed", "couldn't finish", set[str]()),
        ("empty", "couldn't finish", set[str]()),
    ],
)
async def test_what_was_refused_gets_another_seed_and_the_rest_the_same(
    studio: Studio, effect: str, words: str, changes: set[str]
) -> None:
    options = "--ar 3:2 --steps 30 --no text --seed 7"
    told, first = await failed(studio, words, effect, f"/draw a fox {options}")
    assert await studio.charged() == 0
    picture, submit = await studio.make(told, "🔁")
    assert differing(submit["params"], first["params"]) == changes
    assert submit["notify_url"] != first["notify_url"]
    assert picture["text"].startswith("a fox\n")
    assert (await studio.press(told, "🔁")).startswith(ALREADY)
    assert await studio.charged() == 1


@shared
async def test_presses_at_once_try_once_and_what_fails_again_may_be_tried_again(studio: Studio) -> None:
    told, first = await failed(studio, "couldn't finish", "failed", times=2)
    before = len(await studio.stage.provider.submits())
    await studio.stage.provider.settings(concurrency=0)  # or the first press would have failed before the last one
    popups = await asyncio.gather(*(studio.press(told, "🔁") for _ in range(3)))
    assert sorted(popup.startswith(ALREADY) for popup in popups) == [False, True, True]
    await studio.stage.provider.settings(concurrency=4)
    second = await studio.stage.reply(studio.group, told["message_id"], "couldn't finish")
    assert buttons(second) == RETRY
    await studio.make(told, "🔁")
    assert (await studio.press(told, "🔁")).startswith(ALREADY)
    submits = (await studio.stage.provider.submits())[before:]
    assert [submit["params"] for submit in submits] == [first["params"]] * 2
    assert await studio.charged() == 1


@shared
@pytest.mark.parametrize("order", ["/remix in oils", "/anime jojo", "/hd"])
async def test_what_started_from_a_photo_starts_from_it_again(studio: Studio, order: str) -> None:
    await studio.stage.provider.fault("callback", "failed")
    sending = studio.stage.telegram.photo(studio.alice, a_photo(7), order, chat=studio.group.id)
    asked, first = await studio.stage.ordered(sending)
    told = await studio.stage.reply(studio.group, asked["message_id"], "couldn't finish")
    _, submit = await studio.make(told, "🔁")
    assert differing(submit["params"], first["params"]) <= {"url", "image_url"}
    assert await studio.hash_at_provider(submit) == await studio.hash_at_provider(first)


@shared
async def test_nobody_tries_again_for_somebody_else(studio: Studio) -> None:
    told, first = await failed(studio, "couldn't finish", "failed")
    assert (await studio.press(told, "🔁", person=studio.bo)).startswith(FOREIGN)
    job = studio.job_of(first)
    for action in ("hd", "vary"):
        assert "no longer have" in await studio.stage.made_up(studio.alice, told, f"{action}:{job}")
    assert (await studio.stage.made_up(studio.alice, told, f"style:{job}:nonsense")).startswith(STALE)


@shared
async def test_what_would_fail_again_has_no_button(studio: Studio) -> None:
    sent = await studio.stage.telegram.document(studio.alice, b"words", "/hd", name="fox.png", chat=studio.group.id)
    told = await studio.stage.reply(studio.group, sent["message_id"], "couldn't open that file as a picture")
    assert told["buttons"] == []


async def test_what_expired_is_tried_again_and_the_late_one_still_comes(stage: Stage) -> None:
    await stage.provider.fault("callback", "lose")
    await stage.start(apispace_query_path="", job_deadline=1.0)
    studio = await Studio.open(stage)
    asked, first = await stage.ordered(stage.telegram.say(studio.alice, "/draw a fox", chat=studio.group.id))
    told = await stage.reply(studio.group, asked["message_id"], "took too long")
    assert buttons(told) == RETRY
    _, submit = await studio.make(told, "🔁")
    assert submit["params"] == first["params"]
    assert await stage.provider.repeat_callback(first["uid"]) == [200]
    late = await studio.brought(asked)
    assert late["message_id"] == told["message_id"]
    assert buttons(late)[0] == "🔁 Again"


async def test_what_could_not_be_brought_is_tried_again(
    stage: Stage, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver, "GIVE_UP_AFTER", -1)  # as if it had been tried for a day
    await stage.start(daily_pictures=1)
    studio = await Studio.open(stage)
    asked, first = await stage.ordered(stage.telegram.say(studio.alice, "/draw a fox", chat=studio.group.id))
    told = await stage.reply(studio.group, asked["message_id"], "couldn't send it")
    assert buttons(told) == RETRY
    monkeypatch.undo()
    _, submit = await studio.make(told, "🔁")
    assert submit["params"] == first["params"]
    assert (await studio.press(told, "🔁")).startswith(ALREADY)


async def test_what_is_only_an_address_is_there_and_has_its_buttons(stage: Stage) -> None:
    for method in ("editMessageMedia", "sendPhoto", "sendDocument"):
        await stage.telegram.fault(method, "error", [400, "Bad Request: PHOTO_INVALID_DIMENSIONS"], times=None)
    await stage.start(daily_pictures=3)
    studio = await Studio.open(stage)
    asked, first = await stage.ordered(stage.telegram.say(studio.alice, "/draw a fox", chat=studio.group.id))
    told = await stage.reply(studio.group, asked["message_id"], "ownload it")
    assert buttons(told)[0] == "🔁 Again"
    await stage.telegram.clear_faults()
    _, submit = await studio.make(told, "🔁")
    assert differing(first["params"], submit["params"]) == {"seed"}
    asked = await stage.telegram.say(studio.alice, "/quota", chat=studio.group.id)
    await stage.reply(studio.group, asked["message_id"], "You have 1 of 3 pictures left today")


@pytest.mark.sqlite_only  # processes that share a database keep it closed for ten seconds
async def test_after_a_closed_provider_it_is_tried_again(stage: Stage) -> None:
    """The pop-up says that it is closed still, until it is not."""
    await stage.provider.fault("submit", "out_of_calls", times=1)
    await stage.start(daily_pictures=1)
    studio = await Studio.open(stage)
    asked, _ = await stage.ordered(stage.telegram.say(studio.alice, "/draw a fox", chat=studio.group.id))
    told = await stage.reply(studio.group, asked["message_id"], "not available right now")
    assert "not available right now" in await studio.press(told, "🔁")
    await stage.restart()
    await studio.make(told, "🔁")
