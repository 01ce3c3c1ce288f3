"""Implements a database in one SQLite file: its connection, lock, transactions and errors.

All statements go through one connection, in the order of their submission: two connections that
write and checkpoint a WAL can corrupt it in SQLite before 3.51.3, and one is fast enough.
"""

import asyncio
import fcntl
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import ClassVar, TextIO, TypeVar

import aiosqlite

from bot.errors import TransientError
from storage import sqlite_transaction
from storage.changes import Changes
from storage.database import Database, InUseError, Parameters, Row, Steps, StorageError, Transaction
from storage.failures import failed, may_pass, reason
from storage.ownership import hand_over, make_folder
from storage.sqlite_transaction import SQLiteTransaction, StepsConnection, dialect
from storage.standing import Standing

MIN_FREE_BYTES = 32 * 1024 * 1024
"""Below this much free space no new work is accepted; work under way may still be finished."""

BUSY_MILLISECONDS = 200
"""How long one statement waits for the lock of another process. All statements wait in one queue, so a longer wait
would only keep the others from failing soon and being retried."""

T = TypeVar("T")

FIND_TABLE = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = :name"


MISTAKES = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.DataError, sqlite3.NotSupportedError)
"""Errors that a mistake in our own code causes."""


class _TranslatedErrors:
    """Turns SQLite's errors inside the context into `TransientError`, except `MISTAKES`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(exc, sqlite3.DatabaseError) and not isinstance(exc, MISTAKES):
            # Locked, full, read-only, damaged: the update or callback must be delivered again.
            raise TransientError(f"the database did not answer: {reason(exc, self._path)}") from exc


def _open_lock(path: Path) -> TextIO:
    file = os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600), "w", encoding="ascii")
    hand_over(path)
    return file


def path_of(url: str) -> Path:
    """Return the file that `DATABASE_URL` names.

    Args:
        url: `sqlite:///relative/path` or `sqlite:////absolute/path`.

    Raises:
        StorageError: The address has any other form.
    """
    prefix = "sqlite:///"
    if not url.startswith(prefix) or len(url) == len(prefix):
        raise StorageError("DATABASE_URL must look like sqlite:///data/huabot.db")
    return Path(url.removeprefix(prefix))


POLL_SECONDS = 20.0
"""This process knows of every commit; a listener that waits queries the database this often nevertheless."""


class SQLite(Database):
    """Represents one open SQLite file, locked against a second process. Made by `SQLite.open` only."""

    migrations: ClassVar[str] = "sqlite"
    is_shared: ClassVar[bool] = False
    path: Path

    def __init__(self, path: Path, connection: aiosqlite.Connection, lock_file: TextIO) -> None:
        self.name = str(path)
        self.path = path
        self._connection = connection
        self._lock_file = lock_file
        self._lock = asyncio.Lock()
        self._translated_errors = _TranslatedErrors(path)
        self.standing = Standing()
        self.changes = Changes(POLL_SECONDS)

    @classmethod
    async def open(cls, url: str) -> "SQLite":
        """Open the file, creating it and its folder if necessary. Does not migrate.

        Raises:
            InUseError: Another process holds the file.
            TransientError: The file may be available later: the disk is full, or another process has locked the file.
            StorageError: The file is not a database that Huabot can use.
        """
        path = path_of(url)
        try:
            if path.is_dir():
                raise StorageError(f"DATABASE_URL names a folder, {path}; it must name a file")
            make_folder(path.parent)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # the file holds what users wrote
            hand_over(path)
            lock_file = _open_lock(path.with_name(path.name + ".lock"))
        except OSError as exc:
            raise failed(f"the database {path} cannot be written", exc, path) from exc
        try:
            fcntl.flock(lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            connection = await aiosqlite.connect(path, isolation_level=None, factory=StepsConnection)
        except BlockingIOError as exc:
            lock_file.close()
            raise InUseError(f"another Huabot already runs on {path}; stop it first") from exc
        except OSError as exc:
            lock_file.close()
            raise failed(f"{path} cannot be locked, as on some network drives", exc, path) from exc
        except sqlite3.Error as exc:
            lock_file.close()
            raise failed(f"{path} cannot be opened", exc, path) from exc
        connection.row_factory = sqlite3.Row
        database = cls(path, connection, lock_file)
        try:
            for pragma in (
                f"busy_timeout={BUSY_MILLISECONDS}",
                "journal_mode=WAL",
                "synchronous=FULL",
                "foreign_keys=ON",
                "cache_size=-8000",
                "secure_delete=ON",  # deleted data is overwritten
            ):
                await connection.execute_fetchall(f"PRAGMA {pragma}")
        except sqlite3.Error as exc:
            await database.close()
            if may_pass(exc, path):
                raise failed(f"the database {path} cannot be used now", exc, path) from exc
            raise StorageError(f"{path} is not a database Huabot can use: {exc}") from exc
        return database

    async def close(self) -> None:
        """Close the file and release the lock."""
        await self._connection.close()
        self._lock_file.close()

    async def rows(self, sql: str, parameters: Parameters) -> list[Row]:
        """Run one autocommit statement and return its rows.

        If the caller is cancelled meanwhile, the statement may still have been committed.

        Raises:
            TransientError: The database is locked, full or unreadable.
        """
        with self._translated_errors:
            async with self._lock:  # never between the statements of another task's transaction
                return list(await self._connection.execute_fetchall(dialect(sql), parameters))

    @asynccontextmanager
    async def transaction(self, lock: str = "") -> AsyncIterator[Transaction]:
        """Hold the connection for several statements; commit on leaving, roll back on any exception.

        A cancelled transaction may have been committed if the cancellation came at its very end: the
        result is unknown, not failed.

        Raises:
            TransientError: The database is locked, full or unreadable.
        """
        with self._translated_errors:
            async with self._lock:
                try:
                    # The connection's thread runs its queue in order, even if the caller is cancelled: a
                    # ROLLBACK queued here always runs after the BEGIN or COMMIT before it.
                    yield SQLiteTransaction(self._connection)
                    if self._connection.in_transaction:
                        await self._connection.execute_fetchall("COMMIT")
                except BaseException:
                    with suppress(sqlite3.OperationalError):  # nothing to roll back
                        await asyncio.shield(self._connection.execute_fetchall("ROLLBACK"))
                    raise

    async def run(self, steps: Steps[T], lock: str = "") -> T:
        """Run a transaction as `Database.run` does, in one round trip to the connection's thread."""
        with self._translated_errors:
            async with self._lock:
                return await sqlite_transaction.run(self._connection, steps)

    async def script(self, sql: str, failure: str) -> None:
        """See `Database.script`."""
        try:
            async with self._lock:
                try:
                    await self._connection.executescript(f"BEGIN IMMEDIATE;\n{sql};\nCOMMIT;")
                except BaseException:
                    with suppress(sqlite3.OperationalError):
                        await asyncio.shield(self._connection.execute_fetchall("ROLLBACK"))
                    raise
        except sqlite3.Error as exc:
            raise failed(failure, exc, self.path) from exc

    async def has_table(self, name: str) -> bool:
        """See `Database.has_table`."""
        return bool(await self.rows(FIND_TABLE, {"name": name}))

    async def empty_log(self) -> bool:
        """Move the log's content to the database's file and truncate the log, so that it holds no forgotten data.

        Returns:
            Whether the log on disk is empty; False while another process reads the database and may need the log.

        Raises:
            TransientError: The database is locked, full or unreadable.
        """
        (row,) = await self.rows("PRAGMA wal_checkpoint(TRUNCATE)", {})
        return not row["busy"]

    async def back_up(self, target: Path) -> None:
        """Write a complete copy of the database to a new file, readable by its owner alone.

        Raises:
            TransientError: The file cannot be written now.
            StorageError: The file cannot be written.
        """
        try:
            async with self._lock:
                os.close(os.open(target, os.O_CREAT | os.O_EXCL, 0o600))
                hand_over(target)
                try:
                    async with aiosqlite.connect(target) as copy:
                        await self._connection.backup(copy)
                except BaseException:
                    os.unlink(target)  # an incomplete copy is of no use, and the next start makes another
                    raise
        except (OSError, sqlite3.Error) as exc:
            raise failed(f"nothing was changed, because the backup {target} cannot be written", exc, target) from exc

    def require_space(self, times: int = 1) -> None:
        """See `Database.require_space`."""
        disk = os.statvfs(self.path.parent)
        if disk.f_bavail * disk.f_frsize < times * MIN_FREE_BYTES:
            raise TransientError("the disk is nearly full: no new work is taken in")
