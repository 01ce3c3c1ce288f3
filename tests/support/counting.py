"""What the bot asks of its database, counted at the connection itself."""

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
    """The statements since the last `clear`.

    Attributes:
        sql: Each of them, in order, its parameters filled in.
        round_trips: How often a file's thread was asked; several statements may go in one round trip.
    """

    sql: list[str] = field(default_factory=list)
    round_trips: int = 0

    def clear(self) -> None:
        """Begin anew."""
        self.sql.clear()
        self.round_trips = 0

    @property
    def count(self) -> int:
        """How many there were, BEGIN and COMMIT aside."""
        return sum(not sql.startswith(BEGIN_AND_COMMIT) for sql in self.sql)

    @property
    def commits(self) -> int:
        """How many of them ended in a commit of something written, or tried to."""
        commits, inside = 0, False
        for sql in self.sql:
            inside = sql.startswith("BEGIN") or (inside and not sql.startswith(BEGIN_AND_COMMIT))
            commits += sql.startswith("COMMIT") or (not inside and sql.startswith(WRITES))
        return commits

    def reads_of(self, table: str) -> int:
        """Return how many only read a table."""
        return sum(sql.startswith("SELECT") and f"FROM {table}" in sql for sql in self.sql)

    def __str__(self) -> str:
        """Return the beginnings of all of them."""
        return "\n".join(" ".join(sql.split())[:150] for sql in self.sql)

    async def open(self, url: str) -> Database:
        """Open a database that is counted; for `bot.edges.Edges`."""
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
    """A PostgreSQL whose statements are noted as SQLite's trace would."""

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
    """Notes what is done in one."""

    def __init__(self, transaction: Transaction, statements: Statements) -> None:
        self._transaction = transaction
        self._statements = statements

    async def rows(self, sql: str, parameters: Parameters) -> list[Row]:
        """As in the base class."""
        self._statements.sql.append(written(sql))
        return await self._transaction.rows(sql, parameters)


def written(sql: str) -> str:
    """Return a statement as it is counted: by the verb that decides whether it writes."""
    words = sql.strip()
    return words if not words.startswith("WITH") else f"{'UPDATE' if 'UPDATE' in words else 'SELECT'} {words}"
