"""From one schema to the next: all of it or nothing, and never without a copy."""

import sqlite3
from pathlib import Path

import pytest

from bot.errors import TransientError
from storage.database import StorageError
from storage.migrate import Migration, migrate, migrations, newest_version, version_of
from storage.sqlite import SQLite
from tests.support.manual_clock import ManualClock
from tests.support.small_disk import room_for

pytestmark = pytest.mark.sqlite_only

FIRST = Migration(1, "0001_first.sql", "CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (7);")
SECOND = Migration(2, "0002_second.sql", "CREATE TABLE b (y INTEGER) STRICT;\n-- the end")
BROKEN = Migration(2, "0002_broken.sql", "CREATE TABLE b (y INTEGER); DELETE FROM a; INSERT INTO nowhere VALUES (1);")


async def tables(database: SQLite) -> set[str]:
    rows = await database.rows("SELECT name FROM sqlite_schema WHERE type = 'table'", {})
    return {row["name"] for row in rows}


def backups(database: SQLite) -> list[Path]:
    return sorted(database.path.parent.glob("huabot.db.before-*"))


async def test_a_new_file_gets_every_table_and_no_backup(empty: SQLite, clock: ManualClock) -> None:
    assert await version_of(empty) == 0
    done = await migrate(empty, clock)
    assert (done.before, done.after, done.backup) == (0, newest_version(), None)
    assert {"jobs", "chats", "schema_versions"} <= await tables(empty)
    assert await version_of(empty) == newest_version()
    assert backups(empty) == []


async def test_a_second_time_does_nothing(empty: SQLite, clock: ManualClock) -> None:
    await migrate(empty, clock)
    await empty.rows("INSERT INTO chats (chat_id, language) VALUES (1, 'en')", {})
    done = await migrate(empty, clock)
    assert (done.before, done.after, done.backup) == (newest_version(), newest_version(), None)
    assert len(await empty.rows("SELECT * FROM chats", {})) == 1
    assert backups(empty) == []


def test_migrations_are_numbered_without_a_gap() -> None:
    assert [migration.version for migration in migrations()] == list(range(1, len(migrations()) + 1))


async def test_what_is_missing_is_applied_after_a_backup(empty: SQLite, clock: ManualClock) -> None:
    await migrate(empty, clock, known=[FIRST])
    done = await migrate(empty, clock, known=[FIRST, SECOND])
    assert (done.before, done.after) == (1, 2)
    assert {"a", "b"} <= await tables(empty)
    versions = await empty.rows("SELECT version, name, applied_at FROM schema_versions ORDER BY version", {})
    assert [tuple(row) for row in versions] == [(1, FIRST.name, clock.now()), (2, SECOND.name, clock.now())]
    assert backups(empty) == [done.backup]
    copy = sqlite3.connect(backups(empty)[0])
    assert copy.execute("SELECT x FROM a").fetchall() == [(7,)]
    assert copy.execute("SELECT max(version) FROM schema_versions").fetchone() == (1,)
    copy.close()


async def test_a_newer_schema_is_refused_in_a_sentence_and_left_alone(empty: SQLite, clock: ManualClock) -> None:
    await migrate(empty, clock, known=[FIRST, SECOND])
    with pytest.raises(StorageError, match=r"has schema 2, this Huabot knows 1 at most: install the newer Huabot"):
        await migrate(empty, clock, known=[FIRST])
    assert await version_of(empty) == 2
    assert backups(empty) == []


async def test_a_migration_that_fails_leaves_the_file_as_before(empty: SQLite, clock: ManualClock) -> None:
    await migrate(empty, clock, known=[FIRST])
    before = await tables(empty)
    with pytest.raises(StorageError, match=r"0002_broken\.sql failed and was undone: no such table: nowhere"):
        await migrate(empty, clock, known=[FIRST, BROKEN])
    assert await tables(empty) == before
    assert [row["x"] for row in await empty.rows("SELECT x FROM a", {})] == [7]
    assert await version_of(empty) == 1
    assert backups(empty) == [], "it is as it was, and each further try would leave a copy"
    clock.advance(1.0)
    assert (await migrate(empty, clock, known=[FIRST, SECOND])).after == 2


async def test_those_before_a_failing_one_stay(empty: SQLite, clock: ManualClock) -> None:
    with pytest.raises(StorageError):
        await migrate(empty, clock, known=[FIRST, BROKEN])
    assert await version_of(empty) == 1
    assert "b" not in await tables(empty)


async def test_without_a_backup_nothing_is_changed(empty: SQLite, clock: ManualClock) -> None:
    await migrate(empty, clock, known=[FIRST])
    in_the_way = empty.path.with_name(f"{empty.path.name}.before-2.{clock.now()}")
    in_the_way.write_text("precious", encoding="ascii")
    with pytest.raises(StorageError, match="backup"):
        await migrate(empty, clock, known=[FIRST, SECOND])
    assert await version_of(empty) == 1
    assert in_the_way.read_text(encoding="ascii") == "precious"


async def test_of_a_backup_that_finds_no_room_nothing_is_left(empty: SQLite, clock: ManualClock) -> None:
    await migrate(empty, clock, known=[FIRST])
    await empty.rows("CREATE TABLE large AS SELECT zeroblob(100000) AS bytes", {})
    with room_for(50_000), pytest.raises(TransientError, match="nothing was changed, because the backup"):
        await migrate(empty, clock, known=[FIRST, SECOND])
    assert (await version_of(empty), backups(empty)) == (1, [])
    assert (await migrate(empty, clock, known=[FIRST, SECOND])).backup in backups(empty)


async def test_somebody_else_s_database_is_left_alone(empty: SQLite, clock: ManualClock) -> None:
    await empty.rows("CREATE TABLE jobs (title TEXT)", {})
    await empty.rows("INSERT INTO jobs VALUES ('gardener')", {})
    with pytest.raises(StorageError, match="already exists"):
        await migrate(empty, clock)
    assert [row["title"] for row in await empty.rows("SELECT title FROM jobs", {})] == ["gardener"]
