"""Several processes of the bot on one PostgreSQL, or one of them whose PostgreSQL forgets to answer."""

import asyncio
import os
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.edges import Edges
from bot.errors import TransientError
from storage.database import Database, Parameters, Row, Transaction
from storage.postgresql import PostgreSQL
from tests.support.postgresql import Cluster, Emptied
from tests.support.stage import opened
from tests.torture.director import Plan
from tests.torture.run import torture

SEED = int(os.environ.get("TORTURE_SEED", str(random.randrange(1_000_000))))


async def test_three_processes_that_are_killed_lose_and_double_nothing(tmp_path: Path) -> None:
    verdict, table = await torture(Plan(12, 2, SEED, processes=3), tmp_path, lambda _: None)
    assert verdict.holds, table


SHARES = 4
"""Bots that the statements of a journey are spread over: some losses take seconds to be noticed."""


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


async def test_whatever_answer_is_lost_the_picture_comes_once(tmp_path: Path, cluster: Cluster) -> None:
    folders = [tmp_path / str(share) for share in range(SHARES)]
    for folder in folders:
        folder.mkdir()
    given = zip(folders, [Emptied(cluster).url for _ in folders], strict=True)
    await asyncio.gather(*(_lose(folder, url, share) for share, (folder, url) in enumerate(given)))


async def _lose(folder: Path, url: str, share: int) -> None:
    """Order picture after picture, and each time lose the answer to a later statement."""
    opened_: list[Forgetful] = []

    async def open_forgetful(url: str) -> Database:
        database = await Forgetful.open(url, 10)
        assert isinstance(database, Forgetful)
        opened_.append(database)
        return database

    async with opened(folder, url) as stage:
        alice = await stage.telegram.person("Alice", "en")
        stage.edges = Edges(open_database=open_forgetful)
        free = dict.fromkeys(("daily_pictures", "daily_pictures_total", "max_in_flight"))
        await stage.start(telegram_mode="webhook", submit_grace=1.5, **free)
        await stage.ready()
        (database,) = opened_
        number = 0
        while True:
            database.lose = SHARES * number + share
            await stage.telegram.say(alice, f"/draw fox number {number}")
            await stage.pictures(alice, number + 1, seconds=60)
            number += 1
            if database.lose is not None:
                break
        pictures = await stage.pictures(alice, number)
        assert [picture["text"].splitlines()[0] for picture in pictures] == [f"fox number {n}" for n in range(number)]
        assert number * SHARES >= 15
        assert await stage.billed() <= number + 3  # whose answer is lost about a POST may pay twice
        assert await stage.bugs() == []
