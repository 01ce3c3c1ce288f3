"""`huabot backup` and `huabot restore`: under load, to a fresh place, with all that must not come back."""

import asyncio
import os
import sqlite3
import stat
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.clock import DAY, SECOND, Clock
from bot.job import State
from sandbox.telegram_client import Json, Person
from storage.drivers import open_database
from storage.migrate import Migration, migrate, migrations
from storage.sqlite import SQLite
from tests.support.old_rows import old_rows, put
from tests.support.stage import ROOT, Stage, chat_of, is_picture
from tests.support.talk import answered, painted, says

pytestmark = pytest.mark.sqlite_only


async def huabot(
    stage: Stage, *command: str, given: bytes | None = None, **changes: Any
) -> tuple[int | None, str, bytes]:
    """Run a command to its end; return its exit code, its words and its output."""
    names = {name.upper(): "" if value is None else str(value) for name, value in (stage.options | changes).items()}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *command),
        env={**os.environ, **names, "PYTHONPATH": str(ROOT)},
        cwd=stage.database.parent,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(60):
        output, words = await process.communicate(given)
    assert b"Traceback" not in words
    return process.returncode, words.decode(), output


async def crowd(stage: Stage, person: Person, until: asyncio.Event) -> None:
    """Order one picture after the other."""
    while not until.is_set():
        await painted(stage, person, "/draw a crowd")


async def erased(stage: Stage, person: Person) -> Json:
    """Let somebody have everything deleted."""
    question = await answered(stage, person, "/deleteme", "Delete everything")
    await stage.pressed(person, question, "🗑")
    return await says(stage, question, "I have forgotten everything about you")


def move(stage: Stage, folder: Path) -> None:
    """Let the bot live elsewhere, as on a fresh machine; only the list of the forgotten is brought along."""
    folder.mkdir()
    moved = folder / "huabot.db"
    listed = stage.database.with_name("huabot.db.erased")
    listed.rename(moved.with_name(listed.name))
    stage.database = moved
    stage.options["database_url"] = f"sqlite:///{moved}"


async def test_back_up_under_load_and_restore_on_a_fresh_machine(stage: Stage, alice: Person, tmp_path: Path) -> None:
    stage.options["secret_key"] = ""  # as on most machines: made once, beside the database
    carol, dan = await stage.telegram.person("Carol", "en"), await stage.telegram.person("Dan", "en")
    await stage.start(daily_pictures=None, max_in_flight=None)
    picture = await painted(stage, alice, "/draw a fox")
    await painted(stage, carol, "/draw a hare")
    await stage.provider.settings(paint_seconds=60.0)
    await stage.ordered(stage.telegram.say(alice, "/draw an owl"))
    await stage.provider.settings(paint_seconds=0.05)

    enough = asyncio.Event()
    ordering = asyncio.create_task(crowd(stage, dan, enough))
    target = tmp_path / "backup.db"
    code, words, _ = await huabot(stage, "backup", str(target))
    assert code == 0, words
    assert "under way" in words
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    before = target.read_bytes()
    code, words, _ = await huabot(stage, "backup", str(target))
    assert (code, "no backup is overwritten" in words, target.read_bytes() == before) == (2, True, True)
    code, _, streamed = await huabot(stage, "backup", "-")
    assert (code, streamed[:15]) == (0, b"SQLite format 3")
    code, words, _ = await huabot(stage, "restore", str(target))
    assert (code, "stop it first" in words) == (1, True)
    await erased(stage, carol)
    enough.set()
    await ordering
    await stage.stop()
    code, words, _ = await huabot(stage, "restore", str(target))
    assert (code, "nothing is overwritten" in words) == (2, True)

    key = stage.database.with_name("secret.key").read_bytes()
    move(stage, tmp_path / "elsewhere")
    code, words, _ = await huabot(stage, "restore", str(target))
    assert code == 0, words
    assert "Forgotten again, because they used /deleteme since: 1." in words
    assert stage.database.with_name("secret.key").read_bytes() == key
    files = [stage.database, stage.database.with_name("secret.key")]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert sorted(path.name for path in stage.database.parent.iterdir()) == [
        "huabot.db", "huabot.db.erased", "secret.key",
    ]  # fmt: skip
    with closing(sqlite3.connect(stage.database)) as database:
        everything = "\n".join(database.iterdump())
    assert "a fox" in everything
    assert "a hare" not in everything
    assert key.decode() not in everything
    assert key not in stage.database.read_bytes()

    await stage.start()
    count = len(await stage.pictures(alice))
    again, _ = await stage.ordered(stage.pressed(alice, picture, "🔁"))
    assert again == ""
    await stage.pictures(alice, count + 1)
    told = await answered(stage, alice, "/quota", "restored from a backup")
    assert "1 request of yours" in told["text"]
    await answered(stage, alice, "/quota", "Your pictures today: 2")
    heard = [m for m in await stage.telegram.messages(chat_of(alice)) if "restored from" in m["text"]]
    assert len(heard) == 1
    assert "a hare" not in (await answered(stage, carol, "/history"))["text"]
    assert not any("restored from" in m["text"] for m in await stage.telegram.messages(chat_of(carol)))
    assert await stage.bugs() == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
async def test_a_backup_that_finds_no_room_may_be_made_later(stage: Stage) -> None:
    await stage.start()
    names = {name.upper(): str(value) for name, value in stage.options.items()}
    full = os.open("/dev/full", os.O_WRONLY)
    try:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "backup", "-"),
            env={**os.environ, **names, "PYTHONPATH": str(ROOT)},
            cwd=stage.database.parent,
            stdout=full,
            stderr=asyncio.subprocess.PIPE,
        )
        code, errors = await stage.ended(process)
    finally:
        os.close(full)
    assert (code, errors) == (1, "huabot: a file: No space left on device\n")


async def test_what_is_no_backup_or_too_old_is_refused_and_leaves_nothing(
    stage: Stage, alice: Person, tmp_path: Path
) -> None:
    await stage.start()
    await painted(stage, alice, "/draw a fox")
    await stage.stop()
    target = tmp_path / "backup.db"
    assert (await huabot(stage, "backup", str(target)))[0] == 0
    folder = tmp_path / "elsewhere"
    elsewhere = {"database_url": f"sqlite:///{folder}/huabot.db"}
    half = tmp_path / "half.db"
    half.write_bytes(target.read_bytes()[:20_000])
    old = tmp_path / "old.db"
    old.write_bytes(target.read_bytes())
    with closing(sqlite3.connect(old)) as database:
        database.execute("UPDATE backup SET made_at = ?", (int(time.time() * SECOND) - 31 * DAY,))
        database.commit()
    newer = tmp_path / "newer.db"
    newer.write_bytes(target.read_bytes())
    with closing(sqlite3.connect(newer)) as database:
        database.execute("INSERT INTO schema_versions VALUES (999, 'x', 0)")
        database.commit()
    for file, why in ((half, "half.db"), (old, "30 days"), (newer, "schema 999"), (tmp_path / "none", "No such file")):
        code, words, _ = await huabot(stage, "restore", str(file), **elsewhere)
        assert (code, why in words, len(words.splitlines())) == (2, True, 1), words
        assert list(folder.iterdir()) == []
    code, words, _ = await huabot(stage, "restore", "-", given=target.read_bytes(), **elsewhere)
    assert (code, "orders: 1, pictures: 1" in words) == (0, True), words
    assert is_picture((await stage.bot_messages(alice))[-1])


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
async def test_what_root_restores_belongs_to_whoever_owns_the_place(
    stage: Stage, alice: Person, tmp_path: Path
) -> None:
    await stage.start()
    await painted(stage, alice, "/draw a fox")
    target = tmp_path / "backup.db"
    assert (await huabot(stage, "backup", str(target)))[0] == 0
    state = tmp_path / "state"
    state.mkdir()
    os.chown(state, 61_234, 61_234)
    folder = state / "data"
    folder.mkdir(mode=0o700)
    os.chown(folder, 61_234, 61_234)
    roots = tmp_path / "roots own"
    roots.write_text("a secret")
    (folder / "notes").symlink_to(roots)
    (folder / "more notes").hardlink_to(roots)
    code, words, _ = await huabot(stage, "restore", str(target), database_url=f"sqlite:///{folder}/huabot.db")
    assert code == 0, words
    assert roots.stat().st_uid == 0, "what leads out of the folder is nobody's but root's"
    made = [folder, *(path for path in folder.iterdir() if "notes" not in path.name)]
    assert folder / "huabot.db" in made
    assert {(path.stat().st_uid, path.stat().st_gid) for path in made} == {(61_234, 61_234)}


@pytest.mark.parametrize("key", ["short", "a-key-that-is-not-ascii-ключ"])
async def test_a_key_that_no_file_can_hold_has_to_be_given_again(stage: Stage, tmp_path: Path, key: str) -> None:
    await stage.start(secret_key=key)
    await stage.stop()
    target = tmp_path / "backup.db"
    assert (await huabot(stage, "backup", str(target)))[0] == 0
    folder = tmp_path / "elsewhere"
    stage.options["database_url"] = f"sqlite:///{folder}/huabot.db"
    code, words, _ = await huabot(stage, "restore", str(target), secret_key="")
    assert (code, "set SECRET_KEY" in words, len(words.splitlines())) == (2, True, 1), words
    assert list(folder.iterdir()) == []
    code, words, _ = await huabot(stage, "restore", str(target))
    assert (code, [path.name for path in folder.iterdir()]) == (0, ["huabot.db"]), words
    await stage.start()


async def test_the_way_back_after_an_update_that_failed(stage: Stage, alice: Person, tmp_path: Path) -> None:
    await stage.start()
    picture = await painted(stage, alice, "/draw a fox")
    await stage.stop()
    newer = Migration(99, "0099_newer.sql", "CREATE TABLE newer (x INTEGER)")
    database = await open_database(f"sqlite:///{stage.database}")
    done = await migrate(database, Clock(), [*migrations(database.migrations), newer])
    await database.close()
    assert done.backup
    process = await stage.launch()
    code, words = await stage.ended(process)
    assert (code, "schema 99" in words) == (2, True)

    copy = done.backup.rename(tmp_path / "copy.db")
    for file in stage.database.parent.glob("huabot.db*"):
        file.unlink()
    code, words, _ = await huabot(stage, "restore", str(copy))
    assert code == 0, words
    await stage.start()
    assert await stage.pressed(alice, picture, "🔁") == ""
    await stage.pictures(alice, 2)


async def test_a_file_that_was_moved_aside_is_restored_with_its_log(
    stage: Stage, alice: Person, tmp_path: Path
) -> None:
    process = await stage.run()
    await painted(stage, alice, "/draw a fox")
    process.kill()
    await stage.ended(process)
    aside = tmp_path / "aside"
    aside.mkdir()
    for name in ("huabot.db", "huabot.db-wal"):
        stage.database.with_name(name).rename(aside / name)
    before = {path.name: path.read_bytes() for path in aside.iterdir()}
    assert before["huabot.db-wal"]
    code, words, _ = await huabot(stage, "restore", str(aside / "huabot.db"))
    assert (code, "orders: 1, pictures: 1" in words) == (0, True), words
    assert {path.name: path.read_bytes() for path in aside.iterdir()} == before
    assert not list(stage.database.parent.glob("tmp*"))


async def test_a_file_that_a_bot_uses_is_no_backup(stage: Stage, alice: Person, tmp_path: Path) -> None:
    await stage.run()
    await painted(stage, alice, "/draw a fox")
    elsewhere = {"database_url": f"sqlite:///{tmp_path}/elsewhere/huabot.db"}
    code, words, _ = await huabot(stage, "restore", str(stage.database), **elsewhere)
    assert (code, "stop it first" in words, len(words.splitlines())) == (1, True, 1), words


async def test_a_copy_is_as_old_as_its_name_says_whoever_was_forgotten_in_it_since(
    stage: Stage, tmp_path: Path
) -> None:
    copy = tmp_path / f"huabot.db.before-2.{int(time.time() * SECOND) - 31 * DAY}"
    database = await SQLite.open(f"sqlite:///{copy}")
    await migrate(database, Clock(), migrations()[:1])
    await database.close()
    code, words, _ = await huabot(stage, "restore", str(copy))
    assert (code, "after 30 days a backup is not restored" in words) == (2, True), words


@pytest.mark.parametrize("schema", [migration.version for migration in migrations()])
async def test_the_copy_of_any_schema_can_be_restored(stage: Stage, alice: Person, tmp_path: Path, schema: int) -> None:
    """An update leaves a copy of the file as it was, in whatever state orders were then."""
    copy = tmp_path / "huabot.db.before"
    database = await SQLite.open(f"sqlite:///{copy}")
    await migrate(database, Clock(), migrations()[:1])
    rows = old_rows((state for state in State if state not in {State.DRAFT, State.CANCELLED}), "{}")
    for row in rows:
        await put(database, "jobs", row)
    await migrate(database, Clock(), migrations()[:schema])
    await database.close()
    code, words, _ = await huabot(stage, "restore", str(copy))
    assert code == 0, words
    assert f"schema {schema}; orders: {len(rows)}" in words
    with closing(sqlite3.connect(stage.database)) as restored:
        assert restored.execute("SELECT count(*) FROM jobs WHERE due_at IS NOT NULL").fetchone() == (0,)
    await stage.start()
    await painted(stage, alice, "/draw a fox")
