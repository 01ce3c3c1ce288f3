"""Defines the contract of a database, which `storage.sqlite` and `storage.postgresql` implement.

Statements are written once, in SQL that both databases understand, with parameters as `:name`. Few words are known to
one of them only, and the driver of the other one replaces or drops these: `greatest(…)` and `least(…)`, which SQLite
calls `max` and `min`; `FOR UPDATE SKIP LOCKED`, which has no meaning where one connection writes; `INDEXED BY …`, which
PostgreSQL's planner does not need. A parameter whose type cannot be inferred from its context is cast.
"""

from abc import ABC, abstractmethod
from collections.abc import Generator, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar

from bot.errors import HuabotError
from storage.changes import Changes
from storage.standing import Standing

Parameters = Mapping[str, Any]

Statement = tuple[str, Parameters]

T = TypeVar("T")


class StorageError(HuabotError):
    """Raised when the database cannot be used as it is; the message is a sentence for the operator."""


class InUseError(StorageError):
    """Raised when another process holds the database."""


class Row(Protocol):
    """Represents one row, indexed by column name."""

    def __getitem__(self, name: str, /) -> Any:
        """Return a column's value."""

    def keys(self) -> Iterable[str]:
        """Return the columns' names."""


Steps = Generator[Statement, list[Row], T]
"""A transaction as a generator: it yields statements, is sent their rows, and returns the transaction's result.

The generator may run in a thread other than the event loop's, so it must not use the event loop's objects.
"""


class Reader(ABC):
    """Runs statements."""

    @abstractmethod
    async def rows(self, sql: str, parameters: Parameters) -> list[Row]:
        """Run one statement and return its rows."""

    async def row(self, sql: str, parameters: Parameters) -> Row | None:
        """Run one statement and return its first row; None if there is none. Raises as `rows`."""
        return next(iter(await self.rows(sql, parameters)), None)


class Transaction(Reader):
    """Runs statements that are committed together. Made by `Database.transaction` only.

    Attributes:
        state: The state stored in the locked row of `locks`; '' where no row is locked.
    """

    state: str = ""


class Database(Reader):
    """Represents an open database. Made by `storage.drivers.open_database` only.

    Attributes:
        name: The database's name for messages; holds no password.
        path: The database's file; None if there is no file of ours to copy, measure and move.
        migrations: The folder with the schema's migrations.
        holder: The name of this process among those that share the database.
        is_shared: Whether other processes may use the database at the same time.
        standing: What this process may do at present.
        changes: Notifies listeners in this process of its commits.
    """

    migrations: ClassVar[str]
    is_shared: ClassVar[bool]
    name: str
    holder: str = ""
    path: Path | None = None
    changes: Changes
    standing: Standing

    @abstractmethod
    async def rows(self, sql: str, parameters: Parameters) -> list[Row]:
        """Run one autocommit statement and return its rows.

        If the caller is cancelled meanwhile, or the connection is lost, the statement may still have been committed.

        Raises:
            TransientError: The database did not answer, or cannot write now.
        """

    @abstractmethod
    def transaction(self, lock: str = "") -> AbstractAsyncContextManager[Transaction]:
        """Run several statements as one transaction: commit on leaving, roll back on any exception.

        Args:
            lock: The row of the table `locks` to lock, `intake` or `provider`. It stands for what the transaction
                counts before it writes, so that no other process does so meanwhile.

        A cancelled transaction may have been committed if the cancellation came at its very end, and so may one whose
        connection was lost there: the result is unknown, not failed.

        Raises:
            TransientError: The database did not answer, or cannot write now.
        """

    async def run(self, steps: Steps[T], lock: str = "") -> T:
        """Run the statements of `steps` as one transaction, in one round trip where that is possible.

        Args:
            steps: The statements; an exception that the generator raises rolls back.
            lock: As for `transaction`.

        Raises:
            TransientError: The database did not answer, or cannot write now.
        """
        async with self.transaction(lock) as transaction:
            try:
                statement = next(steps)
                while True:
                    statement = steps.send(await transaction.rows(*statement))
            except StopIteration as end:
                result: T = end.value
                return result

    @abstractmethod
    async def script(self, sql: str, failure: str) -> None:
        """Run several statements without parameters as one transaction.

        Args:
            sql: The statements.
            failure: The beginning of the error message if they fail.

        Raises:
            TransientError: The script may succeed later.
            StorageError: The script cannot succeed. In either case no statement takes effect.
        """

    @abstractmethod
    async def has_table(self, name: str) -> bool:
        """Return whether a table of this name exists."""

    async def require_ours(self) -> None:
        """Require that the database is new, or Huabot's.

        Raises:
            StorageError: Another program uses the database.
        """

    @abstractmethod
    async def close(self) -> None:
        """Close the database."""

    async def empty_log(self) -> bool:
        """Overwrite forgotten data where possible. Returns whether no log of ours holds any of it any more."""
        return True

    async def back_up(self, target: Path) -> None:
        """Write a complete copy to a new file, readable by its owner alone.

        Raises:
            TransientError: The file cannot be written now.
            StorageError: The file cannot be written.
        """
        raise StorageError(f"{target} cannot be written: backups of {self.name} are made with its own tools (pg_dump)")

    def require_space(self, times: int = 1) -> None:
        """Require free disk space for new work.

        Args:
            times: How many times the minimum of free space is required.

        Raises:
            TransientError: The disk is nearly full.
        """
