"""Opens databases with a point before and after every commit that changes jobs or chats."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Protocol, TypeVar

from psycopg.errors import Diagnostic

from storage.connection import Connection
from storage.database import Database, Parameters, Row, Steps, Transaction
from storage.drivers import is_postgresql
from storage.postgresql import PostgreSQL
from storage.sqlite import SQLite

T = TypeVar("T")

UPDATED = """
    CASE
        WHEN old.state <> new.state THEN old.state || '→' || new.state
        WHEN old.epoch <> new.epoch THEN old.state || ' claimed'
        WHEN old.placeholder_id IS DISTINCT FROM new.placeholder_id THEN old.state || ' has a message'
        WHEN old.forgotten <> new.forgotten THEN old.state || ' forgotten'
        WHEN old.due_at IS DISTINCT FROM new.due_at THEN old.state || ' put off'
        ELSE old.state || ' changed' END
"""
"""An SQL expression for the change that an update makes to a job, in a few words."""

WATCH_SQLITE = f"""
    CREATE TEMP TRIGGER watch_inserted AFTER INSERT ON main.jobs
    BEGIN SELECT changes('→' || new.state); END;
    CREATE TEMP TRIGGER watch_updated AFTER UPDATE ON main.jobs
    BEGIN SELECT changes({UPDATED.replace("IS DISTINCT FROM", "IS NOT")}); END;
    CREATE TEMP TRIGGER watch_deleted AFTER DELETE ON main.jobs
    BEGIN SELECT changes(old.state || '→gone'); END;
    CREATE TEMP TRIGGER watch_new_chat AFTER INSERT ON main.chats BEGIN SELECT changes('chat'); END;
    CREATE TEMP TRIGGER watch_chat AFTER UPDATE ON main.chats BEGIN SELECT changes('chat'); END;
    CREATE TEMP TRIGGER watch_no_chat AFTER DELETE ON main.chats BEGIN SELECT changes('chat'); END;
"""

NOTICE = "changes"

# A notice is sent at once, before the transaction that raises it ends.
WATCH_POSTGRESQL = f"""
    CREATE OR REPLACE FUNCTION watch_job() RETURNS TRIGGER LANGUAGE plpgsql AS $$
    BEGIN
        RAISE NOTICE '{NOTICE}: %', CASE TG_OP
            WHEN 'INSERT' THEN '→' || new.state
            WHEN 'DELETE' THEN old.state || '→gone'
            ELSE {UPDATED} END;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE FUNCTION watch_chat() RETURNS TRIGGER LANGUAGE plpgsql AS $$
    BEGIN
        RAISE NOTICE '{NOTICE}: chat';
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER watch AFTER INSERT OR UPDATE OR DELETE ON jobs FOR EACH ROW EXECUTE FUNCTION watch_job();
    CREATE OR REPLACE TRIGGER watch AFTER INSERT OR UPDATE OR DELETE ON chats
    FOR EACH ROW EXECUTE FUNCTION watch_chat();
"""


class Watcher(Protocol):
    """Is notified of changes and commits."""

    def committing(self, what: str) -> None:
        """Handle a change that is not committed yet."""

    def committed(self, changes: Iterable[str]) -> None:
        """Handle the commit of these changes."""


async def open_watched(url: str, points: Watcher) -> Database:
    """Open a database whose commits are watched; its tables must exist."""
    if is_postgresql(url):
        server = await WatchedPostgreSQL.open(url, 10)
        assert isinstance(server, WatchedPostgreSQL)
        await server.watch(points)
        return server
    file = await WatchedSQLite.open(url)
    assert isinstance(file, WatchedSQLite)
    await file.watch(points)
    return file


class WatchedSQLite(SQLite):
    """Watches the commits of SQLite."""

    _points: Watcher | None = None

    async def watch(self, points: Watcher) -> None:
        """Start to watch changes."""
        self._points = points
        self._changed: list[str] = []
        await self._connection.create_function("changes", 1, self._changes)
        await self._connection.executescript(WATCH_SQLITE)

    def _changes(self, what: str) -> None:
        if self._points and what not in self._changed:
            self._changed.append(what)
            self._points.committing(what)

    async def rows(self, sql: str, parameters: Parameters) -> list[Row]:
        """As in the base class."""
        rows = await super().rows(sql, parameters)
        self._committed()
        return rows

    @asynccontextmanager
    async def transaction(self, lock: str = "") -> AsyncIterator[Transaction]:
        """As in the base class."""
        async with super().transaction(lock) as transaction:
            yield transaction
        self._committed()

    async def run(self, steps: Steps[T], lock: str = "") -> T:
        """As in the base class."""
        result = await super().run(steps, lock)
        self._committed()
        return result

    def _committed(self) -> None:
        if self._points:
            changed, self._changed = self._changed, []
            self._points.committed(changed)


class WatchedPostgreSQL(PostgreSQL):
    """Watches PostgreSQL's commits; runs a single statement in a transaction, to allow a kill before the commit."""

    _points: Watcher | None = None

    async def watch(self, points: Watcher) -> None:
        """Start to watch changes."""
        await self.script(WATCH_POSTGRESQL, "nothing can be watched")
        self._points = points

    async def _rows(self, sql: str, parameters: Parameters) -> list[Row]:
        async with self.transaction() as transaction:
            return await transaction.rows(sql, parameters)

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Connection]:
        points, changed = self._points, list[str]()
        if points is None:
            async with super()._connection() as connection:
                yield connection
            return

        def hear(said: Diagnostic) -> None:
            kind, _, what = (said.message_primary or "").partition(": ")
            if kind == NOTICE and what not in changed:
                changed.append(what)
                points.committing(what)

        async with super()._connection() as connection:
            connection.add_notice_handler(hear)
            try:
                yield connection
            finally:
                connection.remove_notice_handler(hear)
        points.committed(changed)
