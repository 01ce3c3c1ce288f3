"""A disk that takes no more at one write of a database, and for a while after it: told by the database's driver."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from storage.database import Database
from storage.sqlite import SQLite

WRITES = ("INSERT", "UPDATE", "DELETE", "COMMIT")

WHYS = {
    "full": (sqlite3.SQLITE_FULL, "database or disk is full"),
    "read-only": (sqlite3.SQLITE_READONLY, "attempt to write a readonly database"),
}
"""Why a disk may refuse a write, as SQLite tells it."""


@dataclass
class FullDisk:
    """Refuses writes from one on.

    Attributes:
        why: One of `WHYS`.
        fits: Writes that still find room; None for all.
        refuses: Writes that then find none, before there is room again.
        refused: How many have found none.
        written: How many have found room.
    """

    why: str = "full"
    fits: int | None = None
    refuses: int = 0
    refused: int = 0
    written: int = 0

    async def open(self, url: str) -> Database:
        """Open a database on this disk; for `bot.edges.Edges`."""
        database = await SQLite.open(url)
        connection = database._connection
        execute = connection.execute_fetchall

        async def execute_or_refuse(sql: str, parameters: Any = None) -> Iterable[Any]:
            if sql.lstrip().startswith(WRITES):
                self._write()
            return await execute(sql, parameters)

        connection.execute_fetchall = execute_or_refuse  # type: ignore[assignment,method-assign]
        return database

    def fill(self, *, fits: int, refuses: int) -> None:
        """Let there be room for so many writes, and then for none of so many."""
        self.fits, self.refuses, self.refused, self.written = fits, refuses, 0, 0

    def _write(self) -> None:
        if self.fits is not None and self.written >= self.fits and self.refused < self.refuses:
            self.refused += 1
            code, words = WHYS[self.why]
            error = sqlite3.OperationalError(words)
            error.sqlite_errorcode = code
            raise error
        self.written += 1
