"""The line: what is said to those who wait, and that an order can be taken back until it is submitted."""

import asyncio

import pytest

from sandbox.telegram_client import Json, Person, buttons
from tests.support.stage import Stage, pass_seconds
from tests.support.studio import FOREIGN, FREE, STALE, Studio

CANCEL = ["✖ Cancel"]
NEXT = "You are next"
PAINTING = "🎨 Painting…"
LATE = "🎨 Painting… This one takes longer than usual."
CANCELLED = "✖ Cancelled. It doesn't count against your daily limit."
TOO_LATE = "Too late"


async def slow(stage: Stage, **settings: object) -> Studio:
    """Start a bot whose provider works on one task at a time, and on none for now; return a group."""
    await stage.provider.settings(concurrency=0)
    await stage.start(**{**FREE, "provider_concurrency": 1, **settings})
    return await Studio.open(stage)


async def waiting(stage: Stage, person: Person, prompt: str, words: str) -> Json:
    """Order in private; return the placeholder once it says this."""
    await stage.telegram.say(person, f"/draw {prompt}")
    return await stage.said(person, words)


async def texts(stage: Stage) -> list[str]:
    """Return the words that reached the provider, in order."""
    return [submit["params"]["text"] for submit in await stage.provider.submits()]


async def people(stage: Stage, count: int) -> list[Person]:
    return [await stage.telegram.person("Somebody") for _ in range(count)]


@pytest.mark.on_both
async def test_the_line_moves_up_and_is_painted_in_its_order(stage: Stage) -> None:
    studio = await slow(stage)
    first, second, third, fourth = await people(stage, 4)
    painting = await waiting(stage, first, "one", PAINTING)
    assert painting["buttons"] == []
    await stage.submitted(1)
    told = [
        await waiting(stage, person, prompt, words)
        for person, prompt, words in (
            (second, "two", NEXT),
            (third, "three", "1 picture ahead of yours"),
            (fourth, "four", "2 pictures ahead of yours"),
        )
    ]
    assert [(buttons(message), message["version"]) for message in told] == [(CANCEL, 0)] * 3
    # Who steps out lets the others move up.
    assert await stage.pressed(second, told[0], "✖") == ""
    await stage.changed(told[0], lambda seen: seen["text"] == CANCELLED and not seen["buttons"])
    await stage.changed(told[1], lambda seen: NEXT in seen["text"] and buttons(seen) == CANCEL)
    await stage.changed(told[2], lambda seen: "1 picture ahead of yours" in seen["text"])
    # Whoever's turn it is has no button any more; an old screen's press comes too late.
    await stage.paint_one()
    submitted = await stage.changed(told[1], lambda seen: seen["text"].startswith(PAINTING))
    assert submitted["buttons"] == []
    late = await stage.made_up(third, told[1], told[1]["buttons"][0][0]["data"])
    assert late.startswith(TOO_LATE)
    await stage.provider.settings(concurrency=1)
    pictures = [await stage.picture(person) for person in (first, third, fourth)]
    assert [picture["message_id"] for picture in pictures[1:]] == [message["message_id"] for message in told[1:]]
    assert await texts(stage) == ["one", "three", "four"]
    assert (await stage.made_up(fourth, told[2], told[2]["buttons"][0][0]["data"])).startswith(TOO_LATE)
    assert await studio.stage.bugs() == []


async def test_far_behind_a_place_is_told_in_steps(stage: Stage) -> None:
    """What is said of it stays true until it is said again."""
    await slow(stage)
    painting, *before, last = await people(stage, 14)
    await waiting(stage, painting, "one", PAINTING)
    await stage.submitted(1)
    told = await asyncio.gather(*(waiting(stage, person, "two", "⏳") for person in before))
    far = await waiting(stage, last, "three", "up to 20 pictures ahead of yours")
    for message, person in zip(told[:2], before, strict=False):
        assert await stage.pressed(person, message, "✖") == ""
    near = await stage.changed(far, lambda seen: "In the queue: 10 pictures ahead of yours" in seen["text"])
    assert near["version"] == 1
    assert buttons(near) == CANCEL


@pytest.mark.on_both
async def test_what_was_taken_back_did_not_count(stage: Stage, alice: Person, bo: Person) -> None:
    await slow(stage, daily_pictures=1, max_in_flight=1)
    await waiting(stage, bo, "一只狐狸", "正在画")
    await stage.submitted(1)
    told = await waiting(stage, alice, "a fox", NEXT)
    # The day and the place under way are hers again, as often as she likes; the press may come twice.
    popups = await asyncio.gather(*(stage.pressed(alice, told, "✖") for _ in range(3)))
    assert popups == [""] * 3
    cancelled = await stage.changed(told, lambda seen: seen["text"] == CANCELLED)
    assert await stage.made_up(alice, cancelled, told["buttons"][0][0]["data"]) == ""
    again = await waiting(stage, alice, "a heron", NEXT)
    await stage.provider.settings(concurrency=4)
    picture = await stage.picture(alice)
    assert picture["message_id"] == again["message_id"]
    assert await texts(stage) == ["一只狐狸", "a heron"]
    job = told["buttons"][0][0]["data"].partition(":")[2]
    for action in ("retry", "hd", "vary", "remix", "style"):
        popup = await stage.made_up(alice, cancelled, f"{action}:{job}" + ":jojo" * (action == "style"))
        assert popup.startswith(STALE), action
    assert await stage.billed() == 2


async def test_nobody_takes_back_what_is_not_theirs(stage: Stage) -> None:
    studio = await slow(stage)
    asked = await stage.telegram.say(studio.bo, "/draw a fox", chat=studio.group.id)
    await stage.submitted(1)
    asked = await stage.telegram.say(studio.alice, "/draw a heron", chat=studio.group.id)
    told = await stage.reply(studio.group, asked["message_id"], NEXT)
    assert (await stage.pressed(studio.bo, told, "✖")).startswith(FOREIGN)
    # What an anonymous administrator ordered is the group's.
    asked = await stage.telegram.say(studio.alice, "/draw a wolf", chat=studio.group.id, as_chat=studio.group.id)
    of_the_group = await stage.reply(studio.group, asked["message_id"], "1 picture ahead of yours")
    assert (await stage.pressed(studio.bo, of_the_group, "✖")).startswith(FOREIGN)
    assert await stage.pressed(studio.alice, of_the_group, "✖") == ""
    await stage.changed(of_the_group, lambda seen: seen["text"] == CANCELLED)
    await stage.provider.settings(concurrency=4)
    picture = await stage.changed(told, lambda seen: seen["kind"] == "photo")
    assert picture["text"].startswith("a heron")
    assert await texts(stage) == ["a fox", "a heron"]


async def test_the_line_outlives_the_bot(stage: Stage, alice: Person, bo: Person) -> None:
    await slow(stage)
    await waiting(stage, bo, "一只狐狸", "正在画")
    await stage.submitted(1)
    told = await waiting(stage, alice, "a fox", NEXT)
    await stage.restart()
    assert await stage.pressed(alice, told, "✖") == ""
    await stage.changed(told, lambda seen: seen["text"] == CANCELLED)
    await stage.provider.settings(concurrency=4)
    await stage.picture(bo)
    assert await texts(stage) == ["一只狐狸"]


@pytest.mark.on_both
async def test_who_gets_their_turn_after_a_restart_is_told_so(stage: Stage, alice: Person, bo: Person) -> None:
    """Nobody remembers what was said before, nor has the line been told again yet."""
    await slow(stage)
    await waiting(stage, bo, "一只狐狸", "正在画")
    await stage.submitted(1)
    told = await waiting(stage, alice, "a fox", NEXT)
    await stage.restart(provider_concurrency=2)
    painting = await stage.changed(told, lambda seen: seen["text"].startswith(PAINTING))
    assert painting["buttons"] == []


@pytest.mark.on_both
async def test_what_is_said_of_the_wait_does_not_come_after_the_outcome(
    stage: Stage, alice: Person, bo: Person
) -> None:
    await slow(stage)
    await waiting(stage, bo, "一只狐狸", "正在画")
    await stage.submitted(1)
    told = await waiting(stage, alice, "boom", NEXT)
    await stage.telegram.fault("editMessageText", "delay_after", 0.6, chat_id=alice.chat_id)
    await stage.paint_one()
    (painting,) = await stage.telegram.wait_calls("editMessageText", alice.chat_id)
    await stage.provider.settings(concurrency=4)
    _, outcome = await stage.telegram.wait_calls("editMessageText", alice.chat_id, count=2)
    assert outcome["received"] >= painting["at"] + 0.5
    assert "couldn't finish" in (await stage.changed(told, lambda _: True))["text"]


async def test_an_order_can_be_taken_back_while_it_is_being_announced(stage: Stage) -> None:
    """The placeholder comes after the order was taken back, and says so."""
    studio = await slow(stage)
    await stage.ordered(stage.telegram.say(studio.bo, "/draw a heron", chat=studio.group.id))
    await stage.telegram.fault("sendMessage", "delay_after", 1.0)
    asked = await stage.telegram.say(studio.alice, "/draw a fox", chat=studio.group.id)
    placeholder = await stage.reply(studio.group, asked["message_id"], NEXT)
    assert await stage.pressed(studio.alice, placeholder, "✖") == ""
    await stage.changed(placeholder, lambda seen: seen["text"] == CANCELLED)
    await stage.provider.settings(concurrency=4)
    await stage.pictures(studio.group, 1)
    assert await stage.bugs() == []
    await stage.stop()
    assert (await studio.now(placeholder))["text"] == CANCELLED
    assert await texts(stage) == ["a heron"]


@pytest.mark.parametrize("effect", ["hold", "hold_after"])
async def test_what_the_provider_may_have_is_not_taken_back(
    stage: Stage, alice: Person, bo: Person, effect: str
) -> None:
    """The order has been posted, its answer is awaited: nobody knows whether it was taken."""
    await slow(stage, submit_grace=30)
    await waiting(stage, bo, "一只狐狸", "正在画")
    await stage.submitted(1)
    told = await waiting(stage, alice, "a fox", NEXT)
    await stage.provider.fault("submit", effect, times=None)
    await stage.provider.settings(concurrency=4)
    await stage.provider.wait("held")
    assert (await stage.pressed(alice, told, "✖")).startswith(TOO_LATE)
    await stage.provider.release()
    picture = await stage.picture(alice)
    assert picture["message_id"] == told["message_id"]
    assert await stage.billed() == 2


async def test_a_wait_is_told_in_seconds_once_there_is_experience(stage: Stage, alice: Person, bo: Person) -> None:
    """Nothing is promised before; then it is what pictures took lately, times the place in the line."""
    await stage.start(**{**FREE, "provider_concurrency": 1})
    async with stage.painting():
        first = await waiting(stage, bo, "一只狐狸", "正在画")
        assert "秒" not in first["text"]
        second = await waiting(stage, alice, "a fox", NEXT)
        assert "About" not in second["text"]
    await stage.picture(bo)
    assert buttons(await stage.picture(alice))[0] == "🔁 Again"
    await stage.provider.settings(concurrency=0)
    await stage.stop()
    stage.sql("UPDATE jobs SET outcome_at = submitted_at + 6000000")
    await stage.start()
    told = [
        await waiting(stage, person, "a heron", words)
        for person, words in zip(await people(stage, 3), (PAINTING, NEXT, "1 picture ahead of yours"), strict=True)
    ]
    one, two, three = [int(message["text"].rpartition(" About ")[2].split()[0]) for message in told]
    assert (one, two, three) == (6, 10, 20)


async def test_who_waits_longer_than_expected_is_told_so_once(stage: Stage, alice: Person) -> None:
    """Three times as long as pictures take; by one edit, restarts included."""
    await slow(stage, job_deadline=600.0)
    painting = await waiting(stage, alice, "a fox", PAINTING)
    await stage.submitted(1)
    await pass_seconds(stage, 60)
    late = await stage.changed(painting, lambda seen: seen["text"].startswith(LATE))
    assert (late["version"], late["buttons"]) == (1, [])
    await pass_seconds(stage, 60)
    await stage.telegram.wait_calls("editMessageText", alice.chat_id, count=2)
    assert await stage.changed(painting, lambda _: True) == late, "it says the same"
    await stage.provider.settings(concurrency=4)
    assert (await stage.picture(alice))["message_id"] == painting["message_id"]
    assert await stage.bugs() == []


async def test_what_could_not_be_said_of_a_wait_is_said_as_soon_as_it_can(
    stage: Stage, alice: Person, bo: Person
) -> None:
    """That it waits, and can be cancelled, does not stand when it is being painted."""
    await slow(stage)
    await waiting(stage, bo, "一只狐狸", "正在画")
    await stage.submitted(1)
    told = await waiting(stage, alice, "a fox", NEXT)
    await stage.telegram.fault("editMessageText", "retry_after", 1, chat_id=alice.chat_id)
    await stage.restart(provider_concurrency=2)
    painting = await stage.changed(told, lambda seen: seen["text"].startswith(PAINTING))
    assert painting["buttons"] == []


async def test_no_time_is_told_that_is_shorter_than_five_seconds(stage: Stage, alice: Person, bo: Person) -> None:
    await stage.start(**FREE)
    await stage.telegram.say(bo, "/draw a fox")
    await stage.picture(bo)
    await stage.provider.settings(concurrency=0)
    await stage.stop()
    stage.sql("UPDATE jobs SET outcome_at = submitted_at + 4900000")
    await stage.start()
    assert (await waiting(stage, alice, "a heron", PAINTING))["text"] == PAINTING
