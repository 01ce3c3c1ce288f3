"""A day without the provider, and a clock that leaps while the bot runs."""

import time

from bot.clock import Clock
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
