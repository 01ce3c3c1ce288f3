"""Simulates a full disk in the database driver: from one write on, a number of writes fail."""

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
"""Reasons why a disk refuses a write: SQLite's error code and message."""


@dataclass
class FullDisk:
    """Makes database writes fail, from a given write on.

    Attributes:
        why: One of `WHYS`.
        fits: Writes that succeed before the disk is full; None if it never is.
        refuses: Writes that then fail, before there is room again.
        refused: Writes that have failed.
        written: Writes that have succeeded.
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
        """Let `fits` writes succeed, and let the next `refuses` writes fail."""
        self.fits, self.refuses, self.refused, self.written = fits, refuses, 0, 0

    def _write(self) -> None:
        if self.fits is not None and self.written >= self.fits and self.refused < self.refuses:
            self.refused += 1
            code, words = WHYS[self.why]
            error = sqlite3.OperationalError(words)
            error.sqlite_errorcode = code
            raise error
        self.written += 1
