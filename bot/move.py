"""Implements `huabot move`: copies a stopped bot's database from its file to PostgreSQL and compares each row."""

import sys
from pathlib import Path

from bot.clock import SECOND, Clock
from bot.settings import Settings, SettingsError
from bot.signing_keys import key_path
from storage.database import Database, StorageError
from storage.drivers import open_database
from storage.jobs import Jobs
from storage.migrate import migrate
from storage.moving import TABLES, Moving
from storage.sqlite import path_of


async def move(settings: Settings, source_url: str) -> None:
    """Copy the whole database, or nothing.

    Args:
        settings: `DATABASE_URL` names the target.
        source_url: `sqlite:///…`, the database of a stopped bot.

    Raises:
        SettingsError: The settings name no PostgreSQL database, or lack the signing key that belongs to the file.
        StorageError: The target is not empty, or the data cannot be copied unchanged.
        TransientError: A retry may succeed; nothing was copied.
    """
    if not settings.shares_database:
        raise SettingsError("DATABASE_URL must say where to move to, postgresql://user:password@host/name")
    path = path_of(source_url)
    if not path.is_file():
        raise StorageError(f"there is no database {path}")
    _require_key(settings, key_path(path))
    clock = Clock()
    source = await open_database(source_url)
    try:
        await migrate(source, clock)
        target = await open_database(settings.database_url, settings.database_pool)
        try:
            await migrate(target, clock)
            await _copy(source, target)
            await Jobs(target, clock).release_claims(int(settings.submit_grace * SECOND))
        finally:
            await target.close()
    finally:
        await source.close()


async def _copy(source: Database, target: Database) -> None:
    moving = Moving(source)
    async with target.transaction("intake") as transaction:
        for table in TABLES:
            if await moving.has_rows(transaction, table):
                raise StorageError(f"{target.name} holds something already (in {table}); nothing was changed")
        counts = {table: await moving.copy(transaction, table) for table in TABLES}
        for table in TABLES:
            await moving.require_same(transaction, table)
    for table, count in counts.items():
        sys.stdout.write(f"{table}: {count} rows, each looked at again\n")


def _require_key(settings: Settings, file: Path) -> None:
    """Raise an error unless the settings hold the key in `file`, which signed the addresses and buttons in use."""
    if not file.exists():
        return
    key = file.read_text(encoding="ascii", errors="replace").strip()
    if key not in settings.signing_keys_given:
        raise SettingsError(
            f"SECRET_KEY must be the key in {file}, or end with it (new,old): it has signed what is out; "
            "if it has not, because SECRET_KEY was set ever since, move that file away"
        )
