"""Migrates a database to the newest schema by numbered files, each in one transaction with its version row.

Processes that share a database are replaced one by one, so that older ones work on a newer schema for a while. A
migration that only adds to the schema says in its first line, `-- oldest: <schema>`, whose programs may go on after it.
After any other migration, only programs that know it may go on.
"""

import glob
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from bot.clock import Clock
from bot.errors import HuabotError, TransientError
from storage.database import Database, StorageError
from storage.failures import failed
from storage.server import noting_oldest, oldest_of

CREATE_VERSIONS = """
    CREATE TABLE IF NOT EXISTS schema_versions (
        version    INTEGER NOT NULL PRIMARY KEY,
        name       TEXT    NOT NULL,
        applied_at BIGINT  NOT NULL
    )
"""

# A person's data in a copy of any schema: all of it is deleted, except operators' decisions about the person.
ERASE_IN_COPY = (
    ("jobs", "owner_id", "DELETE FROM jobs WHERE owner_id = :person_id OR chat_id = :person_id"),
    ("chats", "defaults", "UPDATE chats SET language = '', defaults = '{}' WHERE chat_id = :person_id"),
)

FIND_COLUMN = "SELECT 1 FROM pragma_table_info(:table) WHERE name = :column"

# The version of the database's schema; 0 in a new database.
GET_VERSION = "SELECT coalesce(max(version), 0) AS version FROM schema_versions"

SAYS_OLDEST = re.compile(r"-- oldest: (\d+)\n")


@dataclass(frozen=True, slots=True)
class Migration:
    """Represents one numbered SQL file."""

    version: int
    name: str
    sql: str

    @property
    def oldest(self) -> int:
        """Return the oldest schema whose programs may run after this migration."""
        said = SAYS_OLDEST.match(self.sql)
        return int(said[1]) if said else self.version


@dataclass(frozen=True, slots=True)
class Migrated:
    """Reports what `migrate` did: the versions before and after, and the copy of the old file."""

    before: int
    after: int
    backup: Path | None


def migrations(folder: str = "sqlite") -> list[Migration]:
    """Return a driver's migrations in the package, in order."""
    entries = files("storage").joinpath("migrations", folder).iterdir()
    scripts = [entry for entry in entries if entry.name.endswith(".sql")]
    return [
        Migration(int(script.name.split("_")[0]), script.name, script.read_text(encoding="utf-8"))
        for script in sorted(scripts, key=lambda script: script.name)
    ]


def newest_version(folder: str = "sqlite") -> int:
    """Return the schema that this Huabot works with."""
    return migrations(folder)[-1].version


async def version_of(database: Database) -> int:
    """Return the version of a database's schema; 0 if the database is new."""
    if not await database.has_table("schema_versions"):
        return 0
    row = await database.row(GET_VERSION, {})
    return int(row["version"]) if row else 0


async def fits(database: Database, newest: int) -> bool:
    """Return whether a program that knows the schemas up to `newest` may work with a database."""
    return await version_of(database) <= newest or (database.is_shared and await oldest_of(database) <= newest)


async def missing_in(database: Database, known: list[Migration] | None = None) -> list[Migration]:
    """Return the migrations that `migrate` would apply."""
    known = migrations(database.migrations) if known is None else known
    before = await version_of(database)
    return [migration for migration in known if migration.version > before]


async def migrate(database: Database, clock: Clock, known: list[Migration] | None = None) -> Migrated:
    """Apply the missing migrations, after a backup of a file that already holds something.

    Args:
        database: An open database.
        clock: Dates the version rows.
        known: All migrations; those of the package if None.

    Raises:
        TransientError: The database does not answer, or the disk is full; the migration under way was undone.
        StorageError: The database belongs to another program or to a newer Huabot, or a migration failed (the database
            is as before that migration).
    """
    await database.require_ours()
    known = migrations(database.migrations) if known is None else known
    before = await version_of(database)
    newest = known[-1].version if known else 0
    if before > newest:
        if await fits(database, newest):
            return Migrated(before, before, None)
        raise StorageError(_too_old(database, before, newest))
    missing = [migration for migration in known if migration.version > before]
    backup = None
    if missing and before and database.path:
        backup = database.path.with_name(f"{database.path.name}.before-{newest}.{clock.now()}")
        await database.back_up(backup)
    try:
        await database.script(CREATE_VERSIONS, "the table of the schema's versions cannot be made")
    except HuabotError:  # another process may be making it at the same moment
        if not (database.is_shared and await database.has_table("schema_versions")):
            raise
    for migration in missing:
        # A script takes no parameters; these are our own numbers and file names. The row comes first: another process
        # that migrates at the same time waits for the row, and finds that it exists.
        record = f"INSERT INTO schema_versions VALUES ({migration.version}, '{migration.name}', {clock.now()})"  # noqa: S608
        script = f"{record};\n{migration.sql}"
        if database.is_shared:
            script += f";\n{noting_oldest(migration.oldest)}"
        try:
            await database.script(script, f"migration {migration.name} failed and was undone")
        except HuabotError:
            if database.is_shared and await version_of(database) >= migration.version:
                continue
            if backup and migration is missing[0]:
                backup.unlink()  # the file is unchanged, and every retry would make another copy
            raise
    return Migrated(before, newest, backup)


def _too_old(database: Database, version: int, newest: int) -> str:
    """Return the error message for a schema with which this program may not work."""
    way_back = ", or go back: move it away and restore the copy beside it (docs/operating.md)" if database.path else ""
    return (
        f"{database.name} has schema {version}, this Huabot knows {newest} at most: install the newer Huabot{way_back}"
    )


def erase_in_backups(database: Database, person_id: int) -> None:
    """Delete a person's data in the copies of the file that `migrate` made, whatever schema they have.

    Raises:
        TransientError: A copy cannot be read or written now.
    """
    for copy in _copies(database):
        try:
            with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
                connection.execute("PRAGMA secure_delete = ON")
                for table, column, statement in ERASE_IN_COPY:
                    if connection.execute(FIND_COLUMN, {"table": table, "column": column}).fetchone():
                        connection.execute(statement, {"person_id": person_id})
                connection.execute("PRAGMA journal_mode = DELETE")  # leaves no log beside the copy
        except sqlite3.DatabaseError as exc:
            raise TransientError(f"the copy {copy} was not opened: {type(exc).__name__}") from exc


def drop_backups(database: Database, made_before: int) -> None:
    """Delete the copies that `migrate` made before a moment (UTC microseconds): they hold all that was forgotten since.

    Raises:
        TransientError: A copy cannot be deleted now; the others are deleted.
        StorageError: A copy cannot be deleted; likewise.
    """
    old = [copy for copy in _copies(database) if int(copy.suffix[1:]) < made_before]
    failure = None
    for copy in old:
        try:
            copy.unlink(missing_ok=True)
        except OSError as exc:
            failure = failed(f"the copy {copy} cannot be deleted", exc, copy)
    if failure:
        raise failure


def _copies(database: Database) -> list[Path]:
    if not database.path:
        return []
    copies = database.path.parent.glob(f"{glob.escape(database.path.name)}.before-*.*")
    return [copy for copy in copies if copy.suffix[1:].isdecimal()]
