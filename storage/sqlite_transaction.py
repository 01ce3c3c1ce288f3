"""Runs statements on SQLite's one connection: in its dialect, and several in one round trip to its thread."""

import re
import sqlite3
from collections.abc import Generator
from contextlib import suppress
from functools import lru_cache
from typing import Any, TypeVar, cast

import aiosqlite

from storage.database import Parameters, Row, Steps, Transaction

T = TypeVar("T")

_WORDS = {"greatest(": "max(", "least(": "min("}
_FOREIGN = re.compile(r"\b(?:greatest|least)\(|\bFOR UPDATE(?: SKIP LOCKED)?")


@lru_cache(maxsize=1024)
def dialect(sql: str) -> str:
    """Return a statement in SQLite's dialect: rows need no locks where one connection writes."""
    return _FOREIGN.sub(lambda word: _WORDS.get(word[0], ""), sql)


class _InTransaction(dict[str, Any]):
    """Holds the parameters of a statement in a transaction; the first statement begins the transaction."""


class _Fetched(list[Any]):
    """Holds rows where aiosqlite expects a cursor."""

    def fetchall(self) -> list[Any]:
        """Return the rows."""
        return self


class StepsConnection(sqlite3.Connection):
    """Runs a transaction in one round trip to aiosqlite's thread: a round trip costs more than most statements."""

    def execute(self, sql: str, parameters: Any = (), /) -> Any:
        """Run a statement, or a transaction if `parameters` is its steps: their result is then the only row."""
        if isinstance(parameters, Generator):
            return _Fetched([self._run(parameters)])
        if isinstance(parameters, _InTransaction) and not self.in_transaction:
            self.execute("BEGIN IMMEDIATE")
        return super().execute(sql, parameters)

    def _run(self, steps: Steps[T]) -> T:
        self.execute("BEGIN IMMEDIATE")
        try:
            result = self._follow(steps)
            self.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.OperationalError):  # nothing to roll back
                self.execute("ROLLBACK")
            raise
        return result

    def _follow(self, steps: Steps[T]) -> T:
        try:
            sql, parameters = next(steps)
            while True:
                sql, parameters = steps.send(self.execute(dialect(sql), parameters).fetchall())
        except StopIteration as end:
            result: T = end.value
            return result


async def run(connection: aiosqlite.Connection, steps: Steps[T]) -> T:
    """Run a transaction on a `StepsConnection`, to its end even if the caller is cancelled."""
    (result,) = await connection.execute_fetchall("", steps)
    return cast("T", result)


class SQLiteTransaction(Transaction):
    """Runs statements that are committed together. Made by `SQLite.transaction` only."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def rows(self, sql: str, parameters: Parameters) -> list[Row]:
        """Run one statement and return its rows."""
        return list(await self._connection.execute_fetchall(dialect(sql), _InTransaction(parameters)))
