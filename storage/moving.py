"""Copies rows from one database to another, in pages, and compares them there."""

from collections.abc import AsyncIterator
from typing import Any

from storage.database import Database, Reader, StorageError, Transaction

TABLES = {"jobs": "id", "chats": "chat_id", "switches": "name", "erasures": "person_id"}
"""The tables that outlive a process, with their key columns."""

PAGE = 500

BOOLEANS = frozenset({"checked", "resubmitted", "waits", "refused"})
"""Columns that hold 0 or 1 in a file."""

NOT_MOVED = frozenset({"holder", "telling_until", "teller"})
"""Columns that say which process works on a job: none does during a move."""


class Moving:
    """Copies one database to another."""

    def __init__(self, source: Database) -> None:
        self._source = source

    async def has_rows(self, target: Reader, table: str) -> bool:
        """Return whether a table holds anything."""
        return await target.row(f"SELECT {TABLES[table]} FROM {table} LIMIT 1", {}) is not None  # noqa: S608  ours

    async def copy(self, target: Transaction, table: str) -> int:
        """Copy a table, and return the number of its rows."""
        count = 0
        async for rows in self._pages(self._source, table):
            for row in rows:
                names = ", ".join(row)
                values = ", ".join(f":{name}" for name in row)
                await target.rows(f"INSERT INTO {table} ({names}) VALUES ({values})", row)  # noqa: S608  ours
            count += len(rows)
        return count

    async def require_same(self, target: Reader, table: str) -> None:
        """Compare a table row by row.

        Raises:
            StorageError: The tables differ.
        """
        theirs = self._pages(target, table)
        async for rows in self._pages(self._source, table):
            if rows != await anext(theirs, None):
                raise StorageError(f"the copy of {table} is not what the file holds; nothing was changed")
        if await anext(theirs, None):
            raise StorageError(f"the copy of {table} holds more than the file; nothing was changed")

    async def _pages(self, reader: Reader, table: str) -> AsyncIterator[list[dict[str, Any]]]:
        key = TABLES[table]
        after: Any = "" if key in {"id", "name"} else -(1 << 62)
        sql = f"SELECT * FROM {table} WHERE {key} > :after ORDER BY {key} LIMIT :limit"  # noqa: S608  ours
        while rows := await reader.rows(sql, {"after": after, "limit": PAGE}):
            after = rows[-1][key]
            yield [_plain({name: row[name] for name in row.keys()}) for row in rows]  # noqa: SIM118  not a mapping


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as both databases can hold it: a text in PostgreSQL holds no character 0."""
    return {
        name: bool(value) if name in BOOLEANS else value.replace("\0", "") if isinstance(value, str) else value
        for name, value in row.items()
        if name not in NOT_MOVED
    }
