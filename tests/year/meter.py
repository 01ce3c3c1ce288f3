"""Counts what statements cost a database, whatever else the machine does."""

from abc import ABC, abstractmethod

from storage.database import Database
from storage.sqlite import SQLite

EVERY = 100
"""SQLite tells of so many steps at once."""

TOUCHED = """
    SELECT CAST(sum(heap_blks_read + heap_blks_hit + coalesce(idx_blks_read, 0) + coalesce(idx_blks_hit, 0)) AS BIGINT)
           AS n
    FROM pg_statio_user_tables WHERE relname IN ('jobs', 'chats')
"""


class Meter(ABC):
    """What was done so far.

    Attributes:
        unit: What is counted.
    """

    unit: str

    @abstractmethod
    async def read(self) -> float:
        """Return the count."""

    @abstractmethod
    async def size(self) -> int:
        """Return the bytes of the database on disk."""

    @abstractmethod
    async def settle(self) -> None:
        """Do what the database does by itself once in a while."""


class Steps(Meter):
    """The steps of SQLite's machine."""

    unit = "steps"

    def __init__(self, database: SQLite) -> None:
        self._database = database
        self._steps = 0

    async def start(self) -> None:
        """Begin to count."""

        def step() -> int:
            self._steps += EVERY
            return 0

        await self._database._connection.set_progress_handler(step, EVERY)

    async def read(self) -> float:
        """See the base class."""
        return self._steps

    async def size(self) -> int:
        """See the base class."""
        await self._database.empty_log()
        return self._database.path.stat().st_size

    async def settle(self) -> None:
        """See the base class."""
        await self._database.empty_log()


class Blocks(Meter):
    """The blocks of tables and indexes that PostgreSQL has looked at, over the one connection there is."""

    unit = "blocks"

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self) -> float:
        """See the base class."""
        await self._database.rows("SELECT pg_stat_force_next_flush()", {})
        row = await self._database.row(TOUCHED, {})
        return float(row["n"]) if row else 0.0

    async def size(self) -> int:
        """See the base class."""
        row = await self._database.row("SELECT pg_database_size(current_database()) AS n", {})
        return int(row["n"]) if row else 0

    async def settle(self) -> None:
        """See the base class; as its autovacuum does."""
        for table in ("jobs", "chats"):
            await self._database.rows(f"VACUUM ANALYZE {table}", {})


async def meter(database: Database) -> Meter:
    """Return the one for a database."""
    if isinstance(database, SQLite):
        steps = Steps(database)
        await steps.start()
        return steps
    return Blocks(database)
