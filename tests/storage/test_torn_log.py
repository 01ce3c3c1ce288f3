"""The log of SQLite is cut off or damaged, as by a power cut: what is left is what was committed up to some moment."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.job import Job, Outcome
from storage.drivers import open_database
from storage.jobs import Jobs
from storage.migrate import migrate
from tests.support.manual_clock import ManualClock
from tests.support.orders import OPEN, order

FILE, LOG = "huabot.db", "huabot.db-wal"


def stored(path: Path) -> str:
    """Return all that a database holds, and fail unless it is sound."""
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return "\n".join(database.iterdump())


class Past:
    """A database as a killed process leaves it.

    Attributes:
        file: The file itself.
        log: What its log holds.
        moments: All that it has ever held, after each commit.
    """

    def __init__(self, file: bytes, log: bytes, moments: list[str]) -> None:
        self.file = file
        self.log = log
        self.moments = moments


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Past:
    """Some orders and outcomes, one commit after the other."""
    return asyncio.run(live(tmp_path_factory.mktemp("torn")))


async def live(folder: Path) -> Past:
    clock = ManualClock()
    database = await open_database(f"sqlite:///{folder}/{FILE}")
    try:
        await migrate(database, clock)
        await database.rows("PRAGMA wal_checkpoint(TRUNCATE)", {})
        await database.rows("PRAGMA wal_autocheckpoint=0", {})
        file, moments = (folder / FILE).read_bytes(), [stored(folder / FILE)]
        moments += [stored(folder / FILE) async for _ in commits(Jobs(database, clock), clock)]
        assert (folder / FILE).read_bytes() == file, "nothing but the log was written"
        return Past(file, (folder / LOG).read_bytes(), moments)
    finally:
        await database.close()


async def commits(jobs: Jobs, clock: ManualClock) -> AsyncIterator[Job]:
    for number in range(12):
        clock.advance(1)
        job = await jobs.insert(order(number), OPEN)
        assert job
        yield job
        if number % 3 == 0:
            await jobs.finish(job.id, Outcome.PICTURE, "", ("https://a/1",))
            yield job


@st.composite
def damages(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]]]:
    """Draw where the log is cut off, as a part of a million, and which bits are flipped where."""
    return draw(st.integers(0, 1_000_000)), draw(
        st.lists(st.tuples(st.integers(0, 2**31), st.integers(0, 7)), max_size=3)
    )


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=damages())
def test_what_is_left_was_once_true(past: Past, tmp_path: Path, damage: tuple[int, list[tuple[int, int]]]) -> None:
    cut, flips = damage
    log = bytearray(past.log[: len(past.log) * cut // 1_000_000])
    for at, bit in flips if log else []:
        log[at % len(log)] ^= 1 << bit
    shutil.rmtree(tmp_path)
    tmp_path.mkdir()
    (tmp_path / FILE).write_bytes(past.file)
    (tmp_path / LOG).write_bytes(log)
    left = stored(tmp_path / FILE)
    assert left in past.moments
    if not flips and cut == 1_000_000:
        assert left == past.moments[-1]


async def test_the_bot_goes_on_from_what_is_left(past: Past, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(past.file)
    (tmp_path / LOG).write_bytes(past.log[: len(past.log) // 2] + b"\xff" * 5_000)
    clock = ManualClock()
    database = await open_database(f"sqlite:///{tmp_path}/{FILE}")
    try:
        await migrate(database, clock)
        job = await Jobs(database, clock).insert(order(99), OPEN)
        assert job
        assert await Jobs(database, clock).find(job.id) == job
    finally:
        await database.close()
    assert len(stored(tmp_path / FILE)) > len(past.moments[0])
