"""A PostgreSQL with which the bot cannot work: one sentence says why, and nothing in it is changed."""

import asyncio
import io
import os
from collections.abc import Iterator

import psycopg
import pytest

from bot.clock import Clock
from bot.metrics import Metrics
from bot.pipeline.presence import Presence
from sandbox.patience import PATIENCE
from storage.database import StorageError
from storage.drivers import open_database
from storage.jobs import Jobs
from storage.migrate import Migration, migrate, migrations
from storage.processes import Processes
from tests.support.postgresql import Cluster
from tests.support.stage import Stage, free_port

KNOWN = migrations("postgresql")
NEXT = KNOWN[-1].version + 1
CHANGES = Migration(NEXT, "changes.sql", "CREATE TABLE later (x INTEGER)")
ADDS = Migration(NEXT, "adds.sql", f"-- oldest: {KNOWN[-1].version}\nALTER TABLE jobs ADD COLUMN colour TEXT")

PLANNED = 8
"""Pictures after which each of two connections has plans of its own for what it is asked."""

CATALOGUE = """
    SELECT relname, attname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relnamespace = 'public'::regnamespace ORDER BY relname, attname
"""

SOMEBODY = """
    INSERT INTO processes SELECT 'x', 0, CAST(extract(epoch FROM now()) * 1000000 AS BIGINT), '1', 'theirs'
"""

OTHER, GUEST = f"other_{os.getpid()}", f"guest_{os.getpid()}"


@pytest.fixture
def empty_url(cluster: Cluster) -> Iterator[str]:
    """The address of a PostgreSQL database that holds nothing."""
    cluster.execute(f"CREATE DATABASE {OTHER}")
    cluster.execute(f"CREATE ROLE {GUEST} LOGIN")
    yield cluster.url(OTHER)
    cluster.execute(f"DROP DATABASE {OTHER} WITH (FORCE)")
    cluster.execute(f"DROP ROLE {GUEST}")


def holds(url: str) -> list[object]:
    with psycopg.connect(url) as connection:
        return [*connection.execute(CATALOGUE)]


async def refused(stage: Stage, url: str, sentence: str, user: str = "huabot") -> None:
    """Start the bot, see it refuse in so many words, and see that it has changed nothing."""
    before = holds(url)
    with pytest.raises(StorageError, match=sentence) as caught:
        await stage.start(database_url=url.replace("huabot@", f"{user}@"), telegram_mode="webhook")
    await stage.stop()
    assert "\n" not in str(caught.value)
    assert holds(url) == before
    assert await stage.telegram.calls("setWebhook") == []


async def migrated(url: str, known: list[Migration]) -> None:
    database = await open_database(url)
    await migrate(database, Clock(), known)
    await database.close()


async def test_a_server_that_is_too_old(stage: Stage, empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.postgresql.OLDEST", 990000)
    await refused(stage, empty_url, r"is PostgreSQL \d+; Huabot needs 99 or newer$")


@pytest.mark.parametrize("table", ["wp_posts (id INTEGER)", "processes (pid INTEGER)", "schema_versions (id INTEGER)"])
async def test_a_database_of_another_program(stage: Stage, empty_url: str, table: str) -> None:
    with psycopg.connect(empty_url) as connection:
        connection.execute(f"CREATE TABLE {table}")  # type: ignore[call-overload]
    await refused(
        stage, empty_url, rf"has tables of another program \({table.split(maxsplit=1)[0]}\): give Huabot a database"
    )


async def test_a_user_who_may_not_make_tables(stage: Stage, empty_url: str) -> None:
    await refused(stage, empty_url, "permission denied for schema public$", GUEST)


async def test_a_user_who_may_not_use_the_tables(stage: Stage, empty_url: str) -> None:
    await migrated(empty_url, KNOWN)
    await refused(stage, empty_url, "the database's user lacks a right: permission denied for table", GUEST)


async def test_a_user_who_may_not_connect(stage: Stage, empty_url: str, cluster: Cluster) -> None:
    cluster.execute(f"REVOKE CONNECT ON DATABASE {OTHER} FROM PUBLIC")
    await refused(stage, empty_url, f'permission denied for database "{OTHER}"', GUEST)


async def test_a_schema_that_older_programs_cannot_use(stage: Stage, empty_url: str) -> None:
    await migrated(empty_url, [*KNOWN, CHANGES])
    await refused(
        stage, empty_url, rf"has schema {NEXT}, this Huabot knows {NEXT - 1} at most: install the newer Huabot$"
    )


async def test_a_schema_that_is_only_added_to(stage: Stage, empty_url: str) -> None:
    await stage.start(database_url=empty_url, telegram_mode="webhook", database_pool=2)
    alice = await stage.telegram.person("Alice", "en")
    for number in range(PLANNED):
        await stage.telegram.say(alice, f"/draw fox number {number}")
        await stage.pictures(alice, number + 1)
    await migrated(empty_url, [*KNOWN, ADDS])
    for number, words in enumerate(("a hare", "a heron", "a hedgehog"), PLANNED + 1):
        await stage.telegram.say(alice, f"/draw {words}")
        await stage.pictures(alice, number, seconds=30)
    assert await stage.bugs() == []
    await stage.restart()
    await stage.telegram.say(alice, "/draw a wolf")
    await stage.pictures(alice, PLANNED + 4)
    assert await stage.bugs() == []


async def test_a_process_that_may_not_go_on_ends(stage: Stage, empty_url: str) -> None:
    process = await stage.run(database_url=empty_url, telegram_mode="webhook")
    await migrated(empty_url, [*KNOWN, CHANGES])
    code, errors = await stage.ended(process)
    assert code == 2
    assert errors.splitlines()[-1].endswith("on which this Huabot may not run any more: install the newer one")


async def test_a_change_waits_until_older_processes_have_ended(
    stage: Stage, empty_url: str, monkeypatch: pytest.MonkeyPatch, stream: io.StringIO
) -> None:
    older = await stage.run(database_url=empty_url, telegram_mode="webhook")
    monkeypatch.setattr("storage.migrate.migrations", lambda _: [*KNOWN, CHANGES])
    before = holds(empty_url)
    newer = asyncio.create_task(stage.start(port=free_port()))
    async with asyncio.timeout(PATIENCE):
        while "older processes that still run have ended: 1" not in stream.getvalue():  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert holds(empty_url) == before
    older.terminate()
    await newer
    assert holds(empty_url) != before
    assert (await stage.ended(older))[0] == 0


async def test_another_key_than_that_of_those_who_run(stage: Stage, empty_url: str) -> None:
    running = await stage.run(database_url=empty_url, telegram_mode="webhook")
    before = holds(empty_url)
    with pytest.raises(StorageError, match="another process on this database has a different SECRET_KEY: all of them"):
        await stage.start(secret_key="another-key-0123456789-0123456789", port=free_port())
    await stage.stop()
    assert holds(empty_url) == before
    with psycopg.connect(empty_url) as connection:
        assert connection.execute("SELECT count(*) FROM processes").fetchone() == (1,)
    assert running.returncode is None


async def test_two_keys_at_the_same_moment(stage: Stage, empty_url: str) -> None:
    await migrated(empty_url, KNOWN)
    with psycopg.connect(empty_url) as connection:
        connection.execute(SOMEBODY)
    database = await open_database(empty_url)
    clock = Clock()
    presence = Presence(
        database,
        Jobs(database, clock),
        clock,
        Metrics(),
        key_ids=frozenset({"ours"}),
        on_beat=lambda _: None,
        on_death=lambda: None,
    )
    with pytest.raises(StorageError, match="different SECRET_KEY"):
        await presence.join()
    assert [process.key_id for process in await Processes(database, clock).living()] == ["theirs"]
    await database.close()
