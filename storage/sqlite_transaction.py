"""Statements on SQLite's one connection: in its words, and several of them at one visit to its thread."""

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


BEGIN: Statement = ("BEGIN IMMEDIATE", {})
COMMIT: Statement = ("COMMIT", {})


class _Together(dict[str, Any]):
    """The parameters of a statement, with the statements that are to be run just before and after it."""

    before: Sequence[Statement] = ()
    after: Sequence[Statement] = ()


class _Rows(list[Row]):
    def fetchall(self) -> list[Row]:
        """Return them, as a cursor would."""
        return self


class VisitedConnection(sqlite3.Connection):
    """Runs several statements at one visit to aiosqlite's thread: a visit costs more than most statements."""

    def execute(self, sql: str, parameters: Any = (), /) -> Any:
        """Run a statement, and those that belong to it."""
        if not isinstance(parameters, _Together):
            return super().execute(sql, parameters)
        for before in parameters.before:
            super().execute(*before)
        rows = _Rows(super().execute(sql, parameters).fetchall())
        for after in parameters.after:
            super().execute(*after)
        return rows


class SQLiteTransaction(Transaction):
    """Statements that become true together. Made by `SQLite.transaction` only.

    It begins with its first statement, and may end with its last one.

    Attributes:
        is_open: It has begun, and is not committed.
    """

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self.is_open = False

    async def rows(self, sql: str, parameters: Parameters) -> list[Row]:
        """Run one statement and return its rows."""
        return await self._run([(sql, parameters)])

    async def commit(self, *statements: Statement) -> list[Row]:
        """As `Transaction.commit`."""
        rows = await self._run(statements, [COMMIT])
        self.is_open = False
        return rows

    async def _run(self, statements: Sequence[Statement], after: Sequence[Statement] = ()) -> list[Row]:
        *before, (sql, parameters) = ((dialect(sql), parameters) for sql, parameters in statements)
        together = _Together(parameters)
        together.before, together.after = before if self.is_open else [BEGIN, *before], after
        self.is_open = True
        return list(await self._connection.execute_fetchall(sql, together))
