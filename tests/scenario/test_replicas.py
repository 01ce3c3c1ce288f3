"""Several processes of the bot on one PostgreSQL, or one of them whose PostgreSQL forgets to answer."""

import asyncio
import os
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import psycopg
import pytest
from yarl import URL

from bot.clock import SECOND, Clock
from bot.edges import Edges
from bot.errors import TransientError
from bot.job import State
from bot.pipeline.intake import Intake
from bot.provider.addresses import Signer
from sandbox.patience import PATIENCE
from sandbox.telegram_client import Person
from storage.database import Database, Parameters, Row, Transaction
from storage.jobs import Jobs
from storage.memories import AT_IT_FOR
from storage.migrate import newest_version
from storage.postgresql import PostgreSQL
from storage.processes import Processes
from tests.support.balancer import Balancer
from tests.support.orders import OPEN, order
from tests.support.postgresql import Cluster, Emptied
from tests.support.stage import SECRET_KEY, Stage, free_port, opened
from tests.torture.director import Plan
from tests.torture.run import torture

SEED = int(os.environ.get("TORTURE_SEED", str(random.randrange(1_000_000))))


async def test_three_processes_that_are_killed_lose_and_double_nothing(tmp_path: Path) -> None:
    verdict, table = await torture(Plan(12, 2, SEED, processes=3), tmp_path, lambda _: None)
    assert verdict.holds, table


@pytest.mark.parametrize("driver", ["postgresql"])
async def test_what_a_process_is_at_when_it_ends_in_order_is_handled_by_the_next_at_once(
    stage: Stage, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.start(telegram_mode="webhook")
    at_it = asyncio.Event()

    async def hang(*_: object) -> None:
        at_it.set()
        await asyncio.Event().wait()

    with monkeypatch.context() as patch:
        patch.setattr(Intake, "accept", hang)
        await stage.telegram.say(alice, "/draw a fox")
        await at_it.wait()
        await stage.stop()
    began = time.monotonic()
    await stage.start()
    await stage.picture(alice)
    assert time.monotonic() - began < AT_IT_FOR / SECOND / 2


@pytest.mark.parametrize("driver", ["postgresql"])
async def test_one_of_them_polls_and_another_one_when_that_is_gone(stage: Stage, alice: Person) -> None:
    ports = [free_port(), free_port()]
    balancer = Balancer(ports, random.Random(SEED))
    await balancer.start(URL(stage.url).port or 0)
    try:
        polls, waits = await stage.run(port=ports[0]), await stage.launch(port=ports[1])
        await _ready(stage, ports[1])
        await stage.telegram.say(alice, "/draw a fox")
        await stage.picture(alice)
        polls.kill()
        await stage.telegram.say(alice, "/draw a hare")
        await stage.pictures(alice, 2, seconds=60)
        assert waits.returncode is None
        assert all(call["ok"] for call in await stage.telegram.calls("getUpdates")), "two at once are told 409"
    finally:
        await balancer.stop()


@pytest.mark.parametrize("driver", ["postgresql"])
async def test_one_that_takes_over_the_webhook_is_no_other_program(stage: Stage) -> None:
    ports = [free_port(), free_port()]
    sets = await stage.run(telegram_mode="webhook", port=ports[0])
    await stage.launch(port=ports[1])
    await _ready(stage, ports[1])
    sets.kill()
    await stage.telegram.wait_calls("setWebhook", count=2, seconds=60)
    async with stage.session.get(f"http://127.0.0.1:{ports[1]}/metrics") as response:
        assert "huabot_updates_taken_total 0.0" in await response.text()


async def _ready(stage: Stage, port: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            with suppress(aiohttp.ClientError):
                async with stage.session.get(f"http://127.0.0.1:{port}/readyz") as response:
                    if response.status == 200:
                        return
            await asyncio.sleep(0.05)


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
        assert number * SHARES >= 12
        assert await stage.billed() <= number + 3  # whose answer is lost about a POST may pay twice
        assert await stage.bugs() == []


@pytest.mark.parametrize("driver", ["postgresql"])
async def test_whoever_starts_leaves_the_claims_of_others_alone(stage: Stage, alice: Person, bo: Person) -> None:
    other = await PostgreSQL.open(str(stage.options["database_url"]), 1)
    try:
        jobs, ahead = Jobs(other, Clock()), Clock(wall=lambda: time.time() + 3_600)  # it lives for an hour
        keys = ",".join(Signer((SECRET_KEY.encode(),)).key_ids)
        await Processes(other, ahead).register(newest_version("postgresql"), keys)
        assert await jobs.insert(order(1, alice.id, alice.chat_id), OPEN)
        (claimed,) = await jobs.claim(State.ACCEPTED, 1)
        await stage.start(telegram_mode="webhook")
        await stage.ready()
        await stage.telegram.say(bo, "/draw a hare")
        await stage.picture(bo)
        assert await jobs.find(claimed.id) == claimed
        assert await stage.bot_messages(alice) == []
    finally:
        await other.close()


@pytest.mark.parametrize("driver", ["postgresql"])
async def test_whoever_is_interrupted_in_taking_over_from_the_dead_begins_anew(
    stage: Stage, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database is away between noticing a dead process and releasing what it had claimed."""
    release = Jobs.release_held
    interruptions = iter([TransientError("the database is away")])

    async def interrupted(jobs: Jobs, *given: Any) -> None:
        if error := next(interruptions, None):
            raise error
        await release(jobs, *given)

    monkeypatch.setattr(Jobs, "release_held", interrupted)
    other = await PostgreSQL.open(str(stage.options["database_url"]), 1)
    try:
        jobs, past = Jobs(other, Clock()), Clock(wall=lambda: time.time() - 60)
        keys = ",".join(Signer((SECRET_KEY.encode(),)).key_ids)
        await Processes(other, past).register(newest_version("postgresql"), keys)
        said = await stage.telegram.say(alice, "/id")
        assert await jobs.insert(order(said["message_id"], alice.id, alice.chat_id), OPEN)
        assert await jobs.claim(State.ACCEPTED, 1)
    finally:
        await other.close()
    await stage.start(telegram_mode="webhook")
    await stage.picture(alice, seconds=60)
    assert next(interruptions, None) is None


@pytest.mark.parametrize("driver", ["postgresql"])
async def test_what_nobody_was_told_of_is_found_by_looking(stage: Stage, alice: Person) -> None:
    """A notice is lost with the connection that it should have gone over."""
    await stage.start(telegram_mode="webhook")
    await stage.ready()
    said = await stage.telegram.say(alice, "/id")
    await stage.reply(alice, said["message_id"])
    other = await PostgreSQL.open(str(stage.options["database_url"]), 1)
    try:
        other.changes.tell_others = None
        about = order(said["message_id"], alice.id, alice.chat_id)
        assert await Jobs(other, Clock()).insert(about, OPEN)
    finally:
        await other.close()
    await stage.picture(alice)


@pytest.mark.parametrize("driver", ["postgresql"])
async def test_time_is_the_database_s_whatever_a_process_s_own_clock_says(stage: Stage, alice: Person) -> None:
    stage.edges = Edges(clock=Clock(wall=lambda: time.time() - 3 * 86_400))
    await stage.start(telegram_mode="webhook")
    await stage.ready()
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    await stage.stop()
    with psycopg.connect(str(stage.options["database_url"])) as operator:
        (created,) = operator.execute("SELECT max(created_at) FROM jobs").fetchone() or (0,)
    assert abs(created / SECOND - time.time()) < PATIENCE
