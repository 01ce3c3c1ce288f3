"""What was forgotten is looked for in the bytes of every file of the database, also while somebody reads it."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

import psycopg
import pytest

from bot.clock import DAY
from bot.pipeline import pipeline
from sandbox.patience import PATIENCE
from sandbox.telegram_client import Person
from storage.database import Database
from storage.drivers import open_database
from tests.support import postgresql
from tests.support.stage import Stage, opened
from tests.support.talk import answered, painted, says

OLD, ERASED = "nougat tower", "marzipan castle"
"""Words that are forgotten for their age, and with the person who wrote them."""


def holding(words: str, folder: Path, but_for: str = "") -> list[str]:
    """Return the names of the files that hold some words."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.parent.name != but_for]
    return [path.name for path in files if words.encode() in path.read_bytes()]


@asynccontextmanager
async def database_of(stage: Stage) -> AsyncIterator[Database]:
    """Open the stopped bot's database."""
    database = await open_database(str(stage.options["database_url"]), 1)
    try:
        yield database
    finally:
        await database.close()


async def grow_older(stage: Stage, person: Person, days: int) -> None:
    """Make a person's orders so much older in the stopped bot's database; their ids begin with the time."""
    async with database_of(stage) as database:
        for row in await database.rows("SELECT id FROM jobs WHERE owner_id = :owner", {"owner": person.id}):
            older = f"{int(row['id'][:13], 16) - days * DAY:013x}{row['id'][13:]}"
            change = "UPDATE jobs SET id = :older, created_at = created_at - :by, charged = NULL WHERE id = :id"
            await database.rows(change, {"older": older, "by": days * DAY, "id": row["id"]})


async def until(holds: Callable[[], bool]) -> None:
    """Return as soon as it is so."""

    def look() -> bool:
        last = time.monotonic() + PATIENCE
        while not (found := holds()) and time.monotonic() < last:
            time.sleep(0.1)
        return found

    assert await asyncio.to_thread(look)


async def lived(stage: Stage, old: Person, young: Person) -> None:
    """Let one order long ago, and another one lately; the bot is stopped then."""
    await painted(stage, old, f"/draw a {OLD} --no {OLD}")
    await painted(stage, young, f"/draw a {ERASED} --no {ERASED}")
    await stage.stop()
    await grow_older(stage, old, 31)


async def ask_to_be_forgotten(stage: Stage, person: Person, words: str) -> None:
    question = await answered(stage, person, "/deleteme", "Delete everything")
    assert await stage.pressed(person, question, "🗑") == ""
    await says(stage, question, words)


def remembered(stage: Stage) -> bool:
    """Whether a row of SQLite's still has the old words."""
    with closing(sqlite3.connect(f"file:{stage.database}?mode=ro", uri=True)) as database:
        return any(OLD in line for line in database.iterdump())


@pytest.mark.sqlite_only
async def test_old_words_leave_sqlite_s_files_as_soon_as_nobody_reads_them(
    stage: Stage, alice: Person, bo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "FORGET_EVERY", 0.5)
    await stage.start()
    await lived(stage, bo, alice)
    folder = stage.database.parent
    with closing(sqlite3.connect(stage.database, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM jobs").fetchone()
        await stage.start()
        await until(lambda: not remembered(stage))
        assert holding(OLD, folder) != [], "the reader may need it"
    await until(lambda: not holding(OLD, folder))
    await ask_to_be_forgotten(stage, alice, "forgotten everything about you")
    assert holding(ERASED, folder) == []


async def test_on_postgresql_no_row_holds_it_and_no_table_s_file_after_its_operator_rewrote_them(
    tmp_path: Path,
) -> None:
    """PostgreSQL overwrites nothing by itself; docs/operating.md says what its operator does about that."""
    with postgresql.own() as cluster:
        async with opened(tmp_path, cluster.url("postgres")) as stage:
            alice, bo = [await stage.telegram.person(name, "en") for name in ("Alice", "Bo")]
            await stage.start(telegram_mode="webhook")
            await stage.ready()
            await lived(stage, bo, alice)

            def in_rows() -> list[str]:
                with psycopg.connect(cluster.url("postgres")) as operator:
                    rows = operator.execute("SELECT t::text FROM jobs t UNION ALL SELECT t::text FROM chats t")
                    return [row for (row,) in rows if OLD in row or ERASED in row]

            with psycopg.connect(cluster.url("postgres")) as reader:
                reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                assert reader.execute("SELECT count(*) FROM jobs").fetchone() == (2,)
                await stage.start()
                await stage.ready()
                await ask_to_be_forgotten(stage, alice, "forgotten everything about you")
                await until(lambda: not in_rows())
                assert holding(ERASED, cluster.folder) != [], "the reader may need it"
                reader.rollback()
            for table in ("jobs", "chats"):
                cluster.execute(f"VACUUM FULL {table}")
            cluster.execute("CHECKPOINT")
            assert holding(OLD, cluster.folder, but_for="pg_wal") == []
            assert holding(ERASED, cluster.folder, but_for="pg_wal") == []
            assert await stage.bugs() == []
