"""Statements on SQLite's one connection: in its words, and several of them in one round trip to its thread."""

import re
import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import aiosqlite

from storage.database import Parameters, Row, Statement, Transaction

_WORDS = {"greatest(": "max(", "least(": "min("}
_FOREIGN = re.compile(r"\b(?:greatest|least)\(|\bFOR UPDATE(?: SKIP LOCKED)?")


@lru_cache(maxsize=1024)
def dialect(sql: str) -> str:
    """Return a statement in SQLite's words: rows need no locks where one connection writes."""
    return _FOREIGN.sub(lambda word: _WORDS.get(word[0], ""), sql)


class _Batch(dict[str, Any]):
    """The parameters of a transaction's statement, with the statements that are run just before it.

    Attributes:
        before: Statements.
        commits: It is the last one.
    """

    before: Sequence[Statement] = ()
    commits: bool = False


class _Fetched(list[Row]):
    """Rows as a cursor gives them."""

    def fetchall(self) -> list[Row]:
        """Return them."""
        return self


class BatchConnection(sqlite3.Connection):
    """Runs a batch of statements in one round trip to aiosqlite's thread, which costs more than most statements."""

    def execute(self, sql: str, parameters: Any = (), /) -> Any:
        """Run a statement, or a transaction's batch, which begins the transaction if need be."""
        if not isinstance(parameters, _Batch):
            return super().execute(sql, parameters)
        if not self.in_transaction:
            super().execute("BEGIN IMMEDIATE")
        for before in parameters.before:
            super().execute(*before)
        rows = _Fetched(super().execute(sql, parameters).fetchall())
        if parameters.commits:
            super().execute("COMMIT")
        return rows


class SQLiteTransaction(Transaction):
    """Statements that become true together. Made by `SQLite.transaction` only.

    It begins with its first statement, and may end with its last one.
    """

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def rows(self, sql: str, parameters: Parameters) -> list[Row]:
        """Run one statement and return its rows."""
        return await self._run((sql, parameters), commits=False)

    async def run_last(self, *statements: Statement) -> list[Row]:
        """As `Transaction.run_last`."""
        return await self._run(*statements, commits=True)

    async def _run(self, *statements: Statement, commits: bool) -> list[Row]:
        *before, (sql, parameters) = ((dialect(sql), parameters) for sql, parameters in statements)
        batch = _Batch(parameters)
        batch.before, batch.commits = before, commits
        return list(await self._connection.execute_fetchall(sql, batch))
