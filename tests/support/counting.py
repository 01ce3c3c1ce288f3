"""Counts the statements that the bot sends to its database, at the connection itself."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from storage.database import Database, Parameters, Row, Transaction
from storage.drivers import is_postgresql
from storage.postgresql import PostgreSQL
from storage.sqlite import SQLite

BEGIN_AND_COMMIT = ("BEGIN", "COMMIT", "ROLLBACK")
WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass
class Statements:
    """Records the statements since the last `clear`.

    Attributes:
        sql: The statements in order; on SQLite their parameters are filled in.
        round_trips: Calls of the SQLite connection's thread; one round trip may carry several statements.
    """

    sql: list[str] = field(default_factory=list)
    round_trips: int = 0

    def clear(self) -> None:
        """Forget the recorded statements."""
        self.sql.clear()
        self.round_trips = 0

    @property
    def count(self) -> int:
        """The number of statements without BEGIN, COMMIT and ROLLBACK."""
        return sum(not sql.startswith(BEGIN_AND_COMMIT) for sql in self.sql)

    @property
    def commits(self) -> int:
        """The number of commits, attempted ones included: each COMMIT, and each write outside a transaction."""
        commits, inside = 0, False
        for sql in self.sql:
            inside = sql.startswith("BEGIN") or (inside and not sql.startswith(BEGIN_AND_COMMIT))
            commits += sql.startswith("COMMIT") or (not inside and sql.startswith(WRITES))
        return commits

    def reads_of(self, table: str) -> int:
        """Return how many statements only read a table."""
        return sum(sql.startswith("SELECT") and f"FROM {table}" in sql for sql in self.sql)

    def __str__(self) -> str:
        """Return the beginning of each statement, one a line."""
        return "\n".join(" ".join(sql.split())[:150] for sql in self.sql)

    async def open(self, url: str) -> Database:
        """Open a database whose statements are counted; for `bot.edges.Edges`."""
        if is_postgresql(url):
            shared = await CountedPostgreSQL.open(url, 10)
            assert isinstance(shared, CountedPostgreSQL)
            shared.statements = self
            return shared
        database = await SQLite.open(url)
        connection = database._connection
        execute = connection.execute_fetchall

        async def execute_counted(sql: str, parameters: Any = None) -> Iterable[Any]:
            self.round_trips += 1
            return await execute(sql, parameters)

        connection.execute_fetchall = execute_counted  # type: ignore[assignment,method-assign]
        await connection.set_trace_callback(lambda sql: self.sql.append(sql.strip()))
        return database


class CountedPostgreSQL(PostgreSQL):
    """Records the statements of a PostgreSQL database as SQLite's trace would."""

    statements: Statements

    async def rows(self, sql: str, parameters: Parameters) -> list[Row]:
        """As in the base class."""
        self.statements.sql.append(written(sql))
        return await super().rows(sql, parameters)

    @asynccontextmanager
    async def transaction(self, lock: str = "") -> AsyncIterator[Transaction]:
        """As in the base class."""
        self.statements.sql += ["BEGIN", *(["SELECT FROM locks"] if lock else [])]
        async with super().transaction(lock) as transaction:
            counted = CountedTransaction(transaction, self.statements)
            counted.state = transaction.state
            yield counted
        self.statements.sql.append("COMMIT")


class CountedTransaction(Transaction):
    """Records the statements of a transaction."""

    def __init__(self, transaction: Transaction, statements: Statements) -> None:
        self._transaction = transaction
        self._statements = statements

    async def rows(self, sql: str, parameters: Parameters) -> list[Row]:
        """As in the base class."""
        self._statements.sql.append(written(sql))
        return await self._transaction.rows(sql, parameters)


def written(sql: str) -> str:
    """Return a statement as it is counted: one that begins with WITH gets the verb that says whether it writes."""
    words = sql.strip()
    return words if not words.startswith("WITH") else f"{'UPDATE' if 'UPDATE' in words else 'SELECT'} {words}"
