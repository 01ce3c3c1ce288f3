"""What a database is to the rest of the storage: one contract, which `storage.sqlite` and `storage.postgresql` fulfil.

Statements are written once, in what both understand, with parameters as `:name`. The words that only one of them knows
are few, and the driver of the other one replaces or drops them: `greatest(…)` and `least(…)`, which SQLite calls `max`
and `min`; `FOR UPDATE SKIP LOCKED`, without meaning where one connection writes; `INDEXED BY …`, which PostgreSQL's
planner does not need. Where a parameter's type cannot be told from what is beside it, it is cast.
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
    """The database cannot be used as it is; the message is a sentence for the operator."""


class InUseError(StorageError):
    """Another process has the database."""


class Row(Protocol):
    """One row, by the names of its columns."""

    def __getitem__(self, name: str, /) -> Any:
        """Return a column's value."""

    def keys(self) -> Iterable[str]:
        """Return the columns' names."""


Steps = Generator[Statement, list[Row], T]
"""A transaction as a generator: it yields statements, is sent the rows of each, and returns what became of it all.

It may run in another thread than the event loop's, whose objects it leaves alone.
"""


class Reader(ABC):
    """Runs statements."""

    @abstractmethod
    async def rows(self, sql: str, parameters: Parameters) -> list[Row]:
        """Run one statement and return its rows."""

    async def row(self, sql: str, parameters: Parameters) -> Row | None:
        """Run one statement and return its first row, if it has one. Raises as `rows`."""
        return next(iter(await self.rows(sql, parameters)), None)


class Transaction(Reader):
    """Statements that become true together. Made by `Database.transaction` only.

    Attributes:
        state: What is kept in the row that is locked; nothing where rows need no locks.
    """

    state: str = ""


class Database(Reader):
    """An open database. Made by `storage.drivers.open_database` only.

    Attributes:
        name: What it is called in a sentence; holds no password.
        path: Its file; None if it is not a file of ours to copy, measure and move.
        migrations: The folder of its schema's versions.
        holder: The name of this process among those that share it.
        is_shared: Whether other processes may work on it at the same time.
        standing: What this process may do at present.
        changes: What this process commits, for those in it who wait for that.
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
            TransientError: It did not answer, or cannot write now.
        """

    @abstractmethod
    def transaction(self, lock: str = "") -> AbstractAsyncContextManager[Transaction]:
        """Run several statements as one: commit on leaving, roll back on any exception.

        Args:
            lock: What is counted before it is written, so that no other process may do so meanwhile: `intake` or
                `provider`, a row of the table `locks`.

        A cancelled transaction may have been committed if the cancellation came at its very end, and so may one whose
        connection was lost there: its result is unknown, not failed.

        Raises:
            TransientError: It did not answer, or cannot write now.
        """

    async def run(self, steps: Steps[T], lock: str = "") -> T:
        """Run the statements of `steps` as one transaction, in one round trip where that is possible.

        Args:
            steps: The statements; an exception of its own rolls back.
            lock: As for `transaction`.

        Raises:
            TransientError: It did not answer, or cannot write now.
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
            failure: The beginning of the sentence that says that they failed.

        Raises:
            TransientError: It may succeed later.
            StorageError: It cannot succeed. Either way none of them holds.
        """

    @abstractmethod
    async def has_table(self, name: str) -> bool:
        """Return whether there is a table of this name."""

    async def require_ours(self) -> None:
        """Return if it is new, or Huabot's.

        Raises:
            StorageError: Another program works with it.
        """

    @abstractmethod
    async def close(self) -> None:
        """Let it go."""

    async def empty_log(self) -> bool:
        """Write over what was forgotten, wherever we can. Returns whether nothing of it is left in a log of ours."""
        return True

    async def back_up(self, target: Path) -> None:
        """Write a complete copy to a new file, readable by its owner alone.

        Raises:
            TransientError: It cannot be written now.
            StorageError: It cannot be written.
        """
        raise StorageError(f"{target} cannot be written: backups of {self.name} are made with its own tools (pg_dump)")

    def require_space(self, times: int = 1) -> None:
        """Return if there is room for new work.

        Args:
            times: How many times the least room there must be.

        Raises:
            TransientError: The disk is nearly full.
        """
