"""Brings a database to the newest schema: numbered files, each in one transaction with its version row."""

import glob
import sqlite3
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from bot.clock import Clock
from storage.database import Database, StorageError, failed

CREATE_VERSIONS = """
    CREATE TABLE IF NOT EXISTS schema_versions (
        version    INTEGER NOT NULL PRIMARY KEY,
        name       TEXT    NOT NULL,
        applied_at INTEGER NOT NULL
    ) STRICT
"""

# A new file has no such table.
FIND_VERSIONS = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = 'schema_versions'"

# The version the file is at; 0 in a new one.
GET_VERSION = "SELECT coalesce(max(version), 0) AS version FROM schema_versions"


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered SQL file."""

    version: int
    name: str
    sql: str


@dataclass(frozen=True, slots=True)
class Migrated:
    """What `migrate` did: from which version to which, and where the copy of the old file is."""

    before: int
    after: int
    backup: Path | None


def migrations() -> list[Migration]:
    """Return the migrations in the package, in order."""
    scripts = [entry for entry in files("storage").joinpath("migrations").iterdir() if entry.name.endswith(".sql")]
    return [
        Migration(int(script.name.split("_")[0]), script.name, script.read_text(encoding="utf-8"))
        for script in sorted(scripts, key=lambda script: script.name)
    ]


def newest_version() -> int:
    """Return the schema this Huabot works with."""
    return migrations()[-1].version


async def version_of(database: Database) -> int:
    """Return the schema a database has; 0 if it is new."""
    if await database.row(FIND_VERSIONS, {}) is None:
        return 0
    row = await database.row(GET_VERSION, {})
    return int(row["version"]) if row else 0


async def migrate(database: Database, clock: Clock, known: list[Migration] | None = None) -> Migrated:
    """Apply what is missing, after a backup of a file that already holds something.

    Args:
        database: An open database.
        clock: Dates the version rows.
        known: The migrations there are; those of the package if None.

    Raises:
        TransientError: The database does not answer, or the disk is full; whatever was begun was undone.
        StorageError: The file was written by a newer Huabot, or a migration failed (the file is as before it).
    """
    known = migrations() if known is None else known
    before = await version_of(database)
    newest = known[-1].version if known else 0
    if before > newest:
        raise StorageError(
            f"{database.path} has schema {before}, this Huabot knows {newest} at most: install the newer Huabot "
            "or put the backup beside the file back in its place"
        )
    missing = [migration for migration in known if migration.version > before]
    backup = None
    if missing and before:
        backup = database.path.with_name(f"{database.path.name}.before-{newest}.{clock.now()}")
        await database.back_up(backup)
    await database.rows(CREATE_VERSIONS, {})
    for migration in missing:
        # A script takes no parameters; these are our own numbers and file names.
        record = f"INSERT INTO schema_versions VALUES ({migration.version}, '{migration.name}', {clock.now()})"  # noqa: S608
        try:
            await database.script(f"BEGIN IMMEDIATE;\n{migration.sql};\n{record};\nCOMMIT;")
        except sqlite3.Error as exc:
            if backup and migration is missing[0]:
                backup.unlink()  # it is what the file still is, and trying again would make one each time
            raise failed(f"migration {migration.name} failed and was undone", exc, database.path) from exc
    return Migrated(before, newest, backup)


def drop_backups(database: Database, made_before: int) -> int:
    """Delete the copies of the file that `migrate` made before a moment (UTC microseconds): they remember everything.

    Returns:
        How many there were.
    """
    copies = database.path.parent.glob(f"{glob.escape(database.path.name)}.before-*.*")
    old = [copy for copy in copies if (made := copy.suffix[1:]).isdecimal() and int(made) < made_before]
    for copy in old:
        copy.unlink(missing_ok=True)
    return len(old)
