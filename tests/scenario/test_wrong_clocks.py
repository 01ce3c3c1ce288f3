"""The machine boots in 1970, or years ahead, and is set right later: nothing is expired or forgotten by that."""

import asyncio
import os
import sys
import time

import pytest

from bot.clock import DAY, SECOND, Clock
from bot.edges import Edges
from sandbox.patience import PATIENCE
from sandbox.telegram_client import Person
from tests.support.stage import ROOT, Stage
from tests.support.talk import answered

YEARS = 75 * 365 * DAY / SECOND
WRONG = {"1970": 1_000.0, "2015": 1_420_070_400.0, "years ahead": YEARS + 1_800_000_000.0}


def wrong(says: float) -> Clock:
    """Return the clock of a machine that believes this, in seconds since the Unix epoch."""
    began = time.monotonic()
    return Clock(wall=lambda: says + time.monotonic() - began)


def days_of(stage: Stage) -> list[int]:
    """Return how many days from today the orders in the database were taken in, by their ids and by themselves."""
    rows = stage.sql("SELECT id, created_at FROM jobs")
    now = time.time() * SECOND
    return [round((moment - now) / DAY) for job_id, created in rows for moment in (int(job_id[:13], 16), created)]


def words_of(stage: Stage) -> list[str]:
    """Return the words that are remembered."""
    return [prompt for (prompt,) in stage.sql("SELECT prompt FROM jobs ORDER BY id")]


@pytest.mark.parametrize("says", WRONG.values(), ids=WRONG)
async def test_what_is_under_way_is_painted_and_no_words_are_forgotten(
    stage: Stage, alice: Person, says: float
) -> None:
    await stage.start()
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    async with stage.painting():
        await stage.ordered(stage.telegram.say(alice, "/draw a hare"))
        await stage.stop()

    stage.edges = Edges(clock=wrong(says))
    await stage.start()
    await stage.telegram.say(alice, "/draw an owl")
    await stage.pictures(alice, 3)
    await stage.stop()

    stage.edges = Edges()
    await stage.start()
    await answered(stage, alice, "/quota", "You have 27 of 30 pictures left today")
    await stage.stop()
    assert set(days_of(stage)) == {0}
    assert words_of(stage) == ["a fox", "a hare", "an owl"]


async def test_a_first_start_goes_by_telegram_s_clock(stage: Stage, alice: Person) -> None:
    stage.edges = Edges(clock=wrong(WRONG["years ahead"]))
    await stage.start()
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    await stage.stop()
    assert set(days_of(stage)) == {0}


@pytest.mark.sqlite_only
async def test_if_telegram_does_not_tell_the_time_the_bot_waits_until_its_own_can_be_right(
    stage: Stage, alice: Person
) -> None:
    await stage.telegram.fault("getMe", "date", "", times=None)
    said = [0.0]

    def wall() -> float:
        said.append(time.time() if len(said) > 2 else 1_000.0)
        return said[-1]

    stage.edges = Edges(clock=Clock(wall=wall))
    await stage.start()
    assert len(said) >= 4
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    await stage.stop()
    assert set(days_of(stage)) == {0}


@pytest.mark.sqlite_only
async def test_after_a_quiet_week_ours_is_believed_if_telegram_tells_nothing(stage: Stage, alice: Person) -> None:
    await stage.start()
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    await stage.stop()
    await stage.telegram.fault("getMe", "date", "yesterday", times=None)
    stage.edges = Edges(clock=wrong(time.time() + 7 * DAY / SECOND))
    await stage.start()
    await answered(stage, alice, "/quota", "You have 30 of 30 pictures left today")


async def in_1970(stage: Stage, command: str) -> tuple[int | None, str]:
    """Return how a command ends on such a machine, and what it says."""
    code = "import time; time.time = lambda: 1000.0; from bot.__main__ import main; main()"
    names = {name.upper(): str(value) for name, value in stage.options.items()}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", code, command),
        env={**os.environ, **names, "PYTHONPATH": str(ROOT)},
        cwd=stage.database.parent,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(PATIENCE):
        said, _ = await process.communicate()
    return process.returncode, said.decode()


async def test_a_migration_waits_for_a_clock_that_can_be_right(stage: Stage) -> None:
    code, said = await in_1970(stage, "migrate")
    assert (code, "the clock cannot be right" in said, "Traceback" in said) == (1, True, False)


async def test_the_doctor_notices_the_clock(stage: Stage) -> None:
    _, said = await in_1970(stage, "doctor")
    assert "s behind Telegram's: set it" in said
