"""The connection: transactions that nobody sees into, and that leave nothing behind however they end."""

import asyncio
import os
import sqlite3
import stat
import types
from collections.abc import Awaitable, Callable, Coroutine, Generator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.errors import TransientError
from sandbox.patience import PATIENCE
from storage.database import Database, Steps, StorageError
from storage.drivers import open_database
from storage.sqlite import SQLite, path_of

pytestmark = pytest.mark.sqlite_only

INSERT = "INSERT INTO t (x) VALUES (:x)"
COUNT = "SELECT count(*) AS n FROM t"


@pytest.fixture
async def database(empty: SQLite) -> SQLite:
    """A database with one table."""
    await empty.rows("CREATE TABLE t (x INTEGER NOT NULL UNIQUE) STRICT", {})
    return empty


async def count(database: Database) -> int:
    row = await database.row(COUNT, {})
    assert row is not None
    return int(row["n"])


@types.coroutine
def cancelled_at(work: Coroutine[Any, Any, None], point: int, *, again: bool) -> Generator[Any, Any, int]:
    """Run a coroutine in this task and cancel it at its await number `point`, and at every later one if `again`.

    Returns:
        The number of awaits, if it ended without being cancelled.
    """
    task = asyncio.current_task()
    assert task is not None
    step: Callable[[], Any] = partial(work.send, None)
    waits = 0
    while True:
        try:
            waited = step()
        except StopIteration:
            return waits
        if waits == point or (again and waits > point):
            task.cancel()
        waits += 1
        try:
            yield waited
        except BaseException as exc:  # noqa: BLE001  whatever it is belongs to the coroutine
            step = partial(work.throw, exc)
        else:
            step = partial(work.send, None)


async def two_rows(database: Database) -> None:
    async with database.transaction() as transaction:
        await transaction.rows(INSERT, {"x": 1})
        await transaction.rows(INSERT, {"x": 2})


def insert(*numbers: int) -> Steps[int]:
    """Insert numbers, and return how many there are then."""
    for number in numbers:
        yield INSERT, {"x": number}
    (row,) = yield COUNT, {}
    return int(row["n"])


async def two_rows_at_once(database: Database) -> None:
    assert await database.run(insert(1, 2)) == 2


async def is_usable(database: Database) -> None:
    """Fail if the connection is stuck in a transaction, or its lock is held."""
    async with asyncio.timeout(PATIENCE):
        await database.rows("DELETE FROM t", {})
        await two_rows(database)
        assert await count(database) == 2


async def in_own_task(work: Awaitable[int]) -> int | None:
    """Return what the work returned; None if it was cancelled."""

    async def run() -> int:
        return await work

    task = asyncio.create_task(run())
    await asyncio.wait([task])
    return None if task.cancelled() else task.result()


@pytest.mark.parametrize("again", [False, True], ids=["once", "again-and-again"])
@pytest.mark.parametrize(("work", "round_trips"), [(two_rows, 3), (two_rows_at_once, 1)])
async def test_cancelled_at_any_point_a_transaction_leaves_all_or_nothing(
    database: Database, again: bool, work: Callable[[Database], Coroutine[Any, Any, None]], round_trips: int
) -> None:
    points = await in_own_task(cancelled_at(work(database), 10**6, again=False))
    assert points == round_trips  # to the connection's thread
    for point in range(points):
        await database.rows("DELETE FROM t", {})
        assert await in_own_task(cancelled_at(work(database), point, again=again)) is None
        async with asyncio.timeout(PATIENCE):
            assert await count(database) in {0, 2}
        await is_usable(database)


async def test_a_cancelled_statement_leaves_the_connection_usable(database: Database) -> None:
    async def insert() -> None:
        await database.rows(INSERT, {"x": 5})

    assert await in_own_task(cancelled_at(insert(), 0, again=True)) is None
    await is_usable(database)


async def test_a_cancelled_wait_for_the_lock_does_not_disturb_its_holder(database: Database) -> None:
    async with database.transaction() as transaction:
        await transaction.rows(INSERT, {"x": 1})
        waiting = asyncio.create_task(two_rows(database))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting])
        await transaction.rows(INSERT, {"x": 2})
    assert await count(database) == 2
    await is_usable(database)


@pytest.mark.parametrize("commits", [True, False])
async def test_nobody_sees_into_a_transaction(database: Database, commits: bool) -> None:
    inserted, go_on = asyncio.Event(), asyncio.Event()

    async def write() -> None:
        async with database.transaction() as transaction:
            await transaction.rows(INSERT, {"x": 1})
            inserted.set()
            await go_on.wait()
            if not commits:
                raise LookupError

    writer = asyncio.create_task(write())
    await inserted.wait()
    reader = asyncio.create_task(count(database))
    other = asyncio.create_task(database.rows(INSERT, {"x": 9}))
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.wait([writer, reader, other])
    assert isinstance(writer.exception(), LookupError) is not commits
    assert await reader == int(commits)
    assert await count(database) == int(commits) + 1, "what another task wrote is not rolled back with it"


@pytest.mark.parametrize("error", [LookupError, KeyboardInterrupt, asyncio.CancelledError])
async def test_any_exception_rolls_back(database: Database, error: type[BaseException]) -> None:
    async def fail() -> None:
        async with database.transaction() as transaction:
            await transaction.rows(INSERT, {"x": 1})
            raise error

    with pytest.raises(error):
        await fail()
    assert await count(database) == 0
    await is_usable(database)


async def test_a_refused_statement_rolls_back_the_others(database: Database) -> None:
    async def insert_twice() -> None:
        async with database.transaction() as transaction:
            await transaction.rows(INSERT, {"x": 1})
            await transaction.rows(INSERT, {"x": 1})

    for twice in (insert_twice, lambda: database.run(insert(1, 1))):
        with pytest.raises(sqlite3.IntegrityError):
            await twice()
        assert await count(database) == 0
        await is_usable(database)
        await database.rows("DELETE FROM t", {})


@pytest.mark.parametrize("error", [LookupError, KeyboardInterrupt])
async def test_an_exception_of_a_transaction_s_steps_rolls_back(database: Database, error: type[BaseException]) -> None:
    def fail() -> Steps[None]:
        yield INSERT, {"x": 1}
        raise error

    with pytest.raises(error):
        await database.run(fail())
    assert await count(database) == 0
    await is_usable(database)


async def test_steps_may_ask_for_nothing(database: Database) -> None:
    assert await database.run(insert()) == 0
    await is_usable(database)


async def test_what_cannot_begin_is_begun_by_the_next_statement(database: SQLite) -> None:
    await database.rows("PRAGMA busy_timeout=20", {})
    stranger = sqlite3.connect(database.path, isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")

    async def try_again() -> None:
        async with database.transaction() as transaction:
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                await transaction.rows(INSERT, {"x": 1})
            stranger.close()
            await transaction.rows(INSERT, {"x": 2})
            raise LookupError

    with pytest.raises(LookupError):
        await try_again()
    assert await count(database) == 0
    await is_usable(database)


async def test_a_transaction_without_a_statement_is_none(database: Database) -> None:
    async with database.transaction():
        pass
    await is_usable(database)


async def test_a_full_disk_is_a_passing_trouble(database: SQLite) -> None:
    pages = await database.row("PRAGMA page_count", {})
    assert pages is not None
    await database.rows(f"PRAGMA max_page_count={pages['page_count'] + 1}", {})
    fill = (
        "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT i FROM n"
    )
    with pytest.raises(TransientError):
        await database.rows(fill, {})
    with pytest.raises(TransientError):
        async with database.transaction() as transaction:
            await transaction.rows(fill, {})
    with pytest.raises(TransientError):
        await database.run(insert(*range(5000)))
    assert await count(database) == 0
    await is_usable(database)


async def test_a_locked_database_is_a_passing_trouble(database: SQLite) -> None:
    await database.rows("PRAGMA busy_timeout=20", {})
    stranger = sqlite3.connect(database.path, isolation_level=None)
    try:
        stranger.execute("BEGIN IMMEDIATE")
        with pytest.raises(TransientError):
            await two_rows(database)
        with pytest.raises(TransientError):
            await two_rows_at_once(database)
        with pytest.raises(TransientError):
            await database.rows(INSERT, {"x": 1})
    finally:
        stranger.close()
    await is_usable(database)


async def test_what_is_acknowledged_survives_a_power_cut(database: SQLite) -> None:
    for pragma, value in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)):
        row = await database.row(f"PRAGMA {pragma}", {})
        assert row is not None
        assert row[0] == value


async def test_a_second_one_is_refused_until_the_first_is_closed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/huabot.db"
    first = await open_database(url)
    with pytest.raises(StorageError, match=r"another Huabot already runs on .*huabot\.db; stop it first"):
        await open_database(url)
    await first.rows("CREATE TABLE t (x INTEGER)", {})
    await first.close()
    second = await open_database(url)
    assert await count(second) == 0
    await second.close()


@pytest.mark.parametrize("url", ["", "huabot.db", "sqlite://", "sqlite:///", "postgresql://user:password@host/db"])
def test_an_address_of_something_else_is_refused_without_being_shown(url: str) -> None:
    with pytest.raises(StorageError, match="DATABASE_URL") as refusal:
        path_of(url)
    assert "password" not in str(refusal.value)


async def test_what_is_no_database_is_refused_in_a_sentence_and_let_go(tmp_path: Path) -> None:
    file = tmp_path / "huabot.db"
    file.write_bytes(b"these are no pages of SQLite. " * 100)
    for _ in range(2):  # the second time would find the lock, if it had been kept
        with pytest.raises(StorageError, match="is not a database Huabot can use"):
            await open_database(f"sqlite:///{file}")


async def test_a_place_that_cannot_be_used_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="ascii")
    with pytest.raises(StorageError, match="cannot be written"):
        await open_database(f"sqlite:///{tmp_path}/file/huabot.db")


def test_the_sentence_is_all_that_is_said_when_the_program_ends_with_it(tmp_path: Path) -> None:
    for _ in range(20):  # a thread left behind would complain now and then that the loop is closed
        with pytest.raises(StorageError, match="names a folder"):
            asyncio.run(open_database(f"sqlite:///{tmp_path}"))


async def test_a_backup_is_complete_and_its_owner_s_alone(database: SQLite, tmp_path: Path) -> None:
    await two_rows(database)
    target = tmp_path / "copy.db"
    await database.back_up(target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    copy = sqlite3.connect(target)
    assert copy.execute("SELECT x FROM t ORDER BY x").fetchall() == [(1,), (2,)]
    copy.close()
    await is_usable(database)


async def test_there_is_room_for_work_here(database: SQLite) -> None:
    assert os.statvfs(database.path.parent).f_bavail
    database.require_space()
