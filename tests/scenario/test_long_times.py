"""A day without the provider, a day that ends in the middle of a burst, and a clock that leaps while the bot runs."""

import time

import pytest

from bot.clock import DAY, SECOND, Clock
from bot.edges import Edges
from sandbox.telegram_client import Person
from tests.support.stage import Stage, pass_seconds
from tests.support.talk import answered, painted

HOUR = 3_600


async def test_a_day_without_the_provider(stage: Stage, alice: Person) -> None:
    """Orders are taken, told that they cannot be painted in time, and given back; then all is as before."""
    await stage.start(queue_deadline=float(HOUR))
    await painted(stage, alice, "/draw before")
    await stage.provider_server.stop()
    people = []
    for part in range(3):
        person = await stage.telegram.person("Somebody")
        await stage.telegram.say(person, f"/draw in part {part} of the day")
        await stage.telegram.wait_calls("sendMessage", chat_id=person.chat_id)
        await pass_seconds(stage, 8 * HOUR)
        people.append(person)
        await stage.said(person, "took too long")
    await stage.open_provider()
    for person in people:
        assert "30 of 30" in (await answered(stage, person, "/quota"))["text"]
        await painted(stage, person, "/draw after")
        assert len(await stage.pictures(person)) == 1
    assert [submit["params"]["text"] for submit in await stage.provider.submits()] == ["before", *["after"] * 3]


@pytest.mark.sqlite_only
async def test_a_day_that_ends_in_the_middle_of_a_burst(stage: Stage, alice: Person) -> None:
    """What was ordered before midnight counts for that day, whenever and however it ends."""
    passed = 0.0
    clock = Clock(monotonic=lambda: time.monotonic() + passed)
    stage.edges = Edges(clock=clock)
    await stage.provider.settings(concurrency=0)
    long = 3.0 * DAY / SECOND
    await stage.start(daily_pictures=2, max_in_flight=None, job_deadline=long, queue_deadline=long)
    await stage.provider.fault("callback", "failed", text="yesterday 0")
    for day in ("yesterday", "today"):
        before = len(await stage.provider.submits())
        for number in range(2):
            await stage.telegram.say(alice, f"/draw {day} {number}")
        await answered(stage, alice, f"/draw {day} 2", "You have used your 2 pictures for today")
        await stage.submitted(before + 2)
        if day == "yesterday":
            passed += (DAY - clock.now() % DAY) / SECOND
    await stage.provider.settings(concurrency=4)
    await stage.pictures(alice, 3)
    await stage.said(alice, "couldn't finish this picture")
    assert "0 of 2" in (await answered(stage, alice, "/quota"))["text"]
    assert await stage.billed() == 4


async def test_a_clock_that_leaps_while_the_bot_runs_changes_nothing(stage: Stage, alice: Person, bo: Person) -> None:
    leap = 0.0
    stage.edges = Edges(clock=Clock(wall=lambda: time.time() + leap))
    await stage.provider.fault("submit", "hold", times=None)
    await stage.start(submit_grace=60.0, job_deadline=120.0, queue_deadline=120.0)
    held = 0
    for person, leap in ((alice, HOUR), (bo, -HOUR)):  # noqa: B007 - the clock reads it
        await stage.telegram.say(person, "/draw a fox")
        held = (await stage.provider.wait("held", after=held))["n"] + 1
    await stage.provider.clear_faults()
    for person in (alice, bo):
        await stage.picture(person)
    assert await stage.billed() == 2


async def test_a_clock_an_hour_behind_at_the_next_start_doubles_and_ends_nothing(stage: Stage, alice: Person) -> None:
    leap = 0.0
    stage.edges = Edges(clock=Clock(wall=lambda: time.time() + leap))
    await stage.provider.settings(concurrency=0)
    await stage.start()
    await stage.telegram.say(alice, "/draw a fox")
    await stage.submitted()
    for leap in (-HOUR, HOUR, 0.0):
        stage.edges = Edges(clock=Clock(wall=lambda leap=leap: time.time() + leap))
        await stage.restart(submit_grace=60.0, job_deadline=2.0 * HOUR, queue_deadline=2.0 * HOUR)
    await stage.provider.settings(concurrency=4)
    await stage.picture(alice)
    assert await stage.billed() == 1
