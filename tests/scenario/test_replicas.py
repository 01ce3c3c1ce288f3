"""Several processes of the bot on one PostgreSQL, or one of them whose PostgreSQL forgets to answer."""

import os
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.edges import Edges
from bot.errors import TransientError
from sandbox.telegram_client import Person
from storage.database import Database, Parameters, Row, Transaction
from storage.postgresql import PostgreSQL
from tests.support.stage import Stage
from tests.torture.director import Plan
from tests.torture.run import torture

SEED = int(os.environ.get("TORTURE_SEED", str(random.randrange(1_000_000))))


async def test_three_processes_that_are_killed_lose_and_double_nothing(tmp_path: Path) -> None:
    verdict, table = await torture(Plan(12, 2, SEED, processes=3), tmp_path, lambda _: None)
    assert verdict.holds, table


class Forgetful(PostgreSQL):
    """Commits everything, and once loses the answer."""

    lose: int | None = None

    async def rows(self, sql: str, parameters: Parameters) -> list[Row]:
        """As in the base class, but for once."""
        rows = await super().rows(sql, parameters)
        self._lose(sql)
        return rows

    @asynccontextmanager
    async def transaction(self, lock: str = "") -> AsyncIterator[Transaction]:
        """As in the base class, but for once."""
        async with super().transaction(lock) as transaction:
            yield transaction
        self._lose("")

    def _lose(self, sql: str) -> None:
        if self.lose is None or "processes" in sql:
            return
        self.lose -= 1
        if self.lose < 0:
            self.lose = None
            raise TransientError("the answer was lost")


@pytest.mark.parametrize("driver", ["postgresql"])
async def test_whatever_answer_is_lost_the_picture_comes_once(stage: Stage, alice: Person) -> None:
    opened_: list[Forgetful] = []

    async def open_forgetful(url: str) -> Database:
        database = await Forgetful.open(url, 10)
        assert isinstance(database, Forgetful)
        opened_.append(database)
        return database

    stage.edges = Edges(open_database=open_forgetful)
    await stage.start(
        telegram_mode="webhook", daily_pictures=None, daily_pictures_total=None, max_in_flight=None, submit_grace=1.5
    )
    await stage.ready()
    (database,) = opened_
    number = 0
    while True:
        database.lose = 2 * number  # of every other statement: some losses take seconds to be noticed
        await stage.telegram.say(alice, f"/draw fox number {number}")
        await stage.pictures(alice, number + 1, seconds=60)
        number += 1
        if database.lose is not None:
            break
    pictures = await stage.pictures(alice, number)
    assert [picture["text"].splitlines()[0] for picture in pictures] == [f"fox number {n}" for n in range(number)]
    assert number >= 5
    assert await stage.billed() <= number + 3  # whose answer is lost about a POST may pay twice
    assert await stage.bugs() == []
