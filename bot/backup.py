"""Implements `huabot backup` and `huabot restore`: all of the bot's data in one file, and back."""

import os
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bot.clock import DRIFT, SECOND, Clock
from bot.settings import Settings, SettingsError
from bot.signing_keys import fits_file, key_path, signing_keys, write_key
from storage.backup import Contents, end_live, make_backup, read_backup, require_nothing, unpack, with_its_log
from storage.chats import Chats
from storage.database import StorageError
from storage.drivers import open_database
from storage.erased import KEPT_FOR, ErasedList
from storage.history import History
from storage.migrate import migrate, newest_version
from storage.ownership import hand_over, make_folder

STREAM = "-"
"""Stands for standard output, or standard input, instead of a file."""


def back_up(settings: Settings, target: str) -> None:
    """Write a backup, whether or not the bot runs.

    Args:
        settings: The settings, which name the database.
        target: A new file, or `-`.

    Raises:
        StorageError, TransientError, SettingsError: The backup cannot be made.
    """
    database = _database(settings)
    if not database.exists():
        raise StorageError(f"there is no database {database}")
    key = signing_keys(settings, database)[0].decode()
    if target == STREAM and sys.stdout.isatty():
        raise SettingsError("a backup is no text: send it to a file (huabot backup - > FILE)")
    with tempfile.TemporaryDirectory(dir=database.parent) as folder:
        file = Path(folder) / "backup.db" if target == STREAM else Path(target)
        contents = make_backup(database, file, key, Clock().now())
        size = file.stat().st_size
        if target == STREAM:
            with file.open("rb") as source:
                shutil.copyfileobj(source, sys.stdout.buffer)
            sys.stdout.buffer.flush()
    name = "" if target == STREAM else f" {target}"
    _say(f"backup{name}: {size / 1e6:.1f} MB, {_described(contents)}.")
    _say("It holds the signing key and what people wrote: keep it safe, and no longer than 30 days, as /privacy says.")


async def restore(settings: Settings, source: str) -> None:
    """Restore a backup to the database path in the settings.

    Args:
        settings: The settings, which name the path.
        source: A backup, a copy that `migrate` made, a database that was moved aside, or `-`.

    Raises:
        StorageError, TransientError, SettingsError: The backup was not restored; nothing was changed.
    """
    database, clock = _database(settings), Clock()
    require_nothing(database)
    folder = database.parent
    make_folder(folder)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        file, brought = Path(source), Path(scratch) / "brought"
        brought.mkdir()
        if source == STREAM:
            file = brought / "backup.db"
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as copy:
                shutil.copyfileobj(sys.stdin.buffer, copy)
        file = with_its_log(file, brought)
        contents = read_backup(file)
        _judge(contents, source, clock)
        writes_key = _writes_key(settings, database, contents)
        draft = Path(scratch) / database.name
        unpack(file, draft)
        erased = ErasedList(database).since(contents.made_at - DRIFT)
        await _bring_up_to_date(draft, clock)
        end_live(draft, contents, clock.now())
        await _forget(draft, erased, clock)
        if writes_key:
            write_key(key_path(database), contents.key)
        os.link(draft, database)  # never overwrites
    for path in folder.iterdir():
        if not path.is_dir():
            hand_over(path)
    _say(f"restored {database}: {_described(contents)}.")
    if contents.live:
        _say(f"The {contents.live} under way ended with it and do not count; who ordered them is told when they write.")
    if ErasedList(database).path.exists():
        _say(f"Forgotten again, because they used /deleteme since: {len(erased)}.")
    else:
        _say(f"There is no list {ErasedList(database).path}: if it was lost, who used /deleteme since is known again.")


def _database(settings: Settings) -> Path:
    if settings.shares_database:
        raise StorageError("only SQLite is backed up and restored here: for PostgreSQL use pg_dump and pg_restore")
    return settings.database_path


def _judge(contents: Contents, source: str, clock: Clock) -> None:
    if contents.schema > newest_version():
        raise StorageError(
            f"{source} has schema {contents.schema}; this Huabot knows {newest_version()}: install a newer one"
        )
    if contents.made_at < clock.now() - KEPT_FOR:
        raise StorageError(f"{source} is of {_date(contents.made_at)}: after 30 days a backup is not restored any more")


def _writes_key(settings: Settings, database: Path, contents: Contents) -> bool:
    """Return whether the backup's signing key must be written beside the database."""
    path = key_path(database)
    if settings.signing_keys_given or not contents.key:
        return False
    if not fits_file(contents.key):
        raise SettingsError("the backup's signing key is short, or not ASCII: set SECRET_KEY to what it was")
    if path.exists() and path.read_text(encoding="ascii", errors="replace").strip() != contents.key:
        raise StorageError(f"{path} is there, and another one than in the backup: move it away first")
    return not path.exists()


async def _bring_up_to_date(draft: Path, clock: Clock) -> None:
    database = await open_database(f"sqlite:///{draft}")
    try:
        done = await migrate(database, clock)
    finally:
        await database.close()
    if done.backup:
        done.backup.unlink()


async def _forget(draft: Path, erased: set[int], clock: Clock) -> None:
    database = await open_database(f"sqlite:///{draft}")
    try:
        for person_id in erased:
            await History(database, clock).erase(person_id)
            await Chats(database, clock).forget(person_id)
        await database.empty_log()
    finally:
        await database.close()


def _described(contents: Contents) -> str:
    return (
        f"of {_date(contents.made_at)}, schema {contents.schema}; orders: {contents.orders}, "
        f"pictures: {contents.pictures}, people: {contents.people}, under way: {contents.live}"
    )


def _date(moment: int) -> str:
    return f"{datetime.fromtimestamp(moment / SECOND, UTC):%Y-%m-%d %H:%M} UTC"


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
