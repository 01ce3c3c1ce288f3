"""A disk that takes no more at one write of a database, and for a while after it: told by the database's driver."""

import sqlite3
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from storage import sqlite
from storage.database import Database
from storage.sqlite import SQLite
from storage.sqlite_transaction import StepsConnection

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
        disk = self

        class FullConnection(StepsConnection):
            def execute(self, sql: str, parameters: Any = (), /) -> Any:
                if sql.lstrip().startswith(WRITES):
                    disk._write()
                return super().execute(sql, parameters)

        with patch.object(sqlite, "StepsConnection", FullConnection):
            return await SQLite.open(url)

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
