"""Implements a database in PostgreSQL, which many processes may share: its connections, transactions and errors.

Isolation is READ COMMITTED: rows that must not change between a read and the write that depends on it are locked by the
statement that reads. A statement that ends in an error may still have been committed, if the connection was lost in
between.
"""

import asyncio
import re
import secrets
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import lru_cache
from typing import Any, ClassVar

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from bot.errors import HuabotError, TransientError
from storage.changes import Changes
from storage.connection import SCRIPT_SECONDS, Connection, configure
from storage.database import Database, Parameters, Row, StorageError, Transaction
from storage.notices import Notices
from storage.server import strangers
from storage.standing import Standing

OLDEST = 140000
"""The oldest server version that is accepted: 14."""

WAIT_SECONDS = 5.0
"""How long a statement waits for a connection."""

CONNECTION: dict[str, str | int | None] = {
    "connect_timeout": 4,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 8000,
    "application_name": "huabot",
    "target_session_attrs": "read-write",
}
"""Parameters that an address need not give: a server that is gone is noticed in seconds, and of several hosts the
writable one is chosen."""

REFUSED = re.compile(
    r"authentication failed|no pg_hba\.conf entry|does not exist|no password supplied|not permitted|permission denied"
)
"""Messages of a server that refuses the connection, however often it is retried."""

LOCK = "SELECT state FROM locks WHERE name = :name FOR UPDATE"

FIND_TABLE = "SELECT to_regclass(:name) AS name"

POLL_SECONDS = 5.0
"""A commit of another process is seen after this time at the latest."""

_FOREIGN = re.compile(r"\bINDEXED BY \w+|%|(?<![:\w]):([a-z_]\w*)")


@lru_cache(maxsize=1024)
def dialect(sql: str) -> str:
    """Return a statement in PostgreSQL's dialect, with parameters in psycopg's form."""

    def word(found: re.Match[str]) -> str:
        if found[1]:
            return f"%({found[1]})s"
        return "%%" if found[0] == "%" else ""

    return _FOREIGN.sub(word, sql)


def _sentence(exc: BaseException) -> str:
    """Return the reason of an error in one line; libpq names host and user, never the password."""
    said = isinstance(exc, psycopg.Error) and exc.diag.message_primary
    return " ".join((said or str(exc)).split()) or type(exc).__name__


@contextmanager
def _wrapped() -> Iterator[None]:
    try:
        yield
    except (psycopg.OperationalError, psycopg.InterfaceError, errors.ReadOnlySqlTransaction, OSError) as exc:
        raise TransientError(f"the database did not answer: {_sentence(exc)}") from exc
    except errors.InsufficientPrivilege as exc:
        raise StorageError(f"the database's user lacks a right: {_sentence(exc)}") from exc
    except psycopg.InternalError as exc:  # for example, the server ended the transaction
        raise TransientError(f"the database did not answer: {_sentence(exc)}") from exc
    except errors.FeatureNotSupported as exc:  # in a transaction; new plans are made after it
        raise TransientError(f"the schema has just been changed: {_sentence(exc)}") from exc


class PostgreSQLTransaction(Transaction):
    """Runs statements that are committed together. Made by `PostgreSQL.transaction` only."""

    def __init__(self, connection: Connection, state: str) -> None:
        self._connection = connection
        self.state = state

    async def rows(self, sql: str, parameters: Parameters) -> list[Row]:
        """Run one statement and return its rows."""
        return await _to_its_end(_rows(self._connection, sql, parameters))


class PostgreSQL(Database):
    """Represents a pool of connections to one PostgreSQL database. Made by `PostgreSQL.open` only."""

    migrations: ClassVar[str] = "postgresql"
    is_shared: ClassVar[bool] = True

    def __init__(self, conninfo: str, pool: int) -> None:
        self.name = name_of(conninfo)
        self.conninfo = conninfo
        self.holder = secrets.token_hex(8)
        self.standing = Standing()
        self.changes = Changes(POLL_SECONDS)
        self._notices = Notices(self, conninfo, self.changes)
        self._pool: AsyncConnectionPool[Connection] = AsyncConnectionPool(
            conninfo,
            connection_class=Connection,
            kwargs={"autocommit": True, "row_factory": dict_row, "prepare_threshold": 2},
            configure=configure,
            min_size=min(2, pool),
            max_size=pool,
            timeout=WAIT_SECONDS,
            reconnect_timeout=0.0,
            max_idle=60.0,
            open=False,
            name="huabot",
        )

    @classmethod
    async def open(cls, url: str, pool: int) -> "PostgreSQL":
        """Connect to the database.

        Raises:
            TransientError: The server cannot be reached now.
            StorageError: The address is invalid, or the server refuses the connection or is too old.
        """
        conninfo = conninfo_of(url)
        try:
            async with await psycopg.AsyncConnection.connect(conninfo, autocommit=True) as connection:
                version = connection.info.server_version
        except (errors.InvalidPassword, errors.InvalidAuthorizationSpecification, errors.InvalidCatalogName) as exc:
            raise StorageError(f"{name_of(conninfo)} does not let us in: {_sentence(exc)}") from None
        except (psycopg.Error, OSError) as exc:
            text = _sentence(exc)
            raise (StorageError if REFUSED.search(text) else TransientError)(
                f"the database {name_of(conninfo)} cannot be reached: {text}"
            ) from None
        if version < OLDEST:
            raise StorageError(
                f"{name_of(conninfo)} is PostgreSQL {version // 10000}; Huabot needs {OLDEST // 10000} or newer"
            )
        database = cls(conninfo, pool)
        await database._pool.open()
        database._notices.start()
        return database

    async def close(self) -> None:
        """Close the connections."""
        await self._notices.stop()
        await self._pool.close(timeout=1.0)

    async def rows(self, sql: str, parameters: Parameters) -> list[Row]:
        """See `Database.rows`."""
        return await _to_its_end(self._rows(sql, parameters))

    async def _rows(self, sql: str, parameters: Parameters) -> list[Row]:
        async with self._connection() as connection:
            try:
                return await _rows(connection, sql, parameters)
            except (errors.SerializationFailure, errors.DeadlockDetected):  # the statement changed nothing
                return await _rows(connection, sql, parameters)
            except errors.FeatureNotSupported:  # a newer process has added to a table: the plans are outdated
                await connection.execute("DEALLOCATE ALL")
                return await _rows(connection, sql, parameters)

    @asynccontextmanager
    async def transaction(self, lock: str = "") -> AsyncIterator[Transaction]:
        """See `Database.transaction`."""
        async with self._connection() as connection, connection.transaction():
            (locked,) = await _rows(connection, LOCK, {"name": lock}) if lock else ({"state": ""},)
            yield PostgreSQLTransaction(connection, locked["state"])

    async def script(self, sql: str, failure: str) -> None:
        """See `Database.script`."""
        try:
            async with self._connection() as connection, connection.transaction():
                await connection.execute("SET LOCAL statement_timeout = 0")
                connection.answer_seconds = SCRIPT_SECONDS
                try:
                    await connection.execute(sql)
                finally:
                    connection.answer_seconds = None
        except HuabotError as exc:
            raise type(exc)(f"{failure}: {exc}") from exc
        except psycopg.Error as exc:
            raise StorageError(f"{failure}: {_sentence(exc)}") from exc

    async def has_table(self, name: str) -> bool:
        """See `Database.has_table`."""
        row = await self.row(FIND_TABLE, {"name": name})
        return row is not None and row["name"] is not None

    async def require_ours(self) -> None:
        """See `Database.require_ours`."""
        if names := ", ".join(await strangers(self)):
            raise StorageError(
                f"{self.name} has tables of another program ({names}): give Huabot a database of its own"
            )

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Connection]:
        with _wrapped():
            connection = await self._pool.getconn()
            try:
                yield connection
            finally:
                broken = connection.closed
                await asyncio.shield(self._pool.putconn(connection))
                if broken:  # others are probably broken, too
                    self._checking = asyncio.create_task(self._check())

    async def _check(self) -> None:
        """Discard broken connections before one of them is handed out."""
        try:
            await self._pool.check()
        except (psycopg.Error, OSError):
            return


async def _to_its_end(statement: Coroutine[Any, Any, list[Row]]) -> list[Row]:
    """Run a statement to its end even if the caller is cancelled: otherwise the connection would be lost, too."""
    task = asyncio.create_task(statement)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        task.add_done_callback(lambda done: done.cancelled() or done.exception())  # no caller awaits the result
        raise


async def _rows(connection: Connection, sql: str, parameters: Parameters) -> list[Row]:
    cursor = await connection.execute(dialect(sql), {name: _storable(value) for name, value in parameters.items()})
    return [*await cursor.fetchall()] if cursor.description else []


def _storable(value: Any) -> Any:
    """Return a value in a form that can be stored: a text in PostgreSQL holds no character 0."""
    return value.replace("\0", "") if isinstance(value, str) and "\0" in value else value


def conninfo_of(url: str) -> str:
    """Return the connection string for libpq.

    Raises:
        StorageError: The address is invalid.
    """
    try:
        given = conninfo_to_dict(url)
    except psycopg.Error:
        raise StorageError("DATABASE_URL must look like postgresql://user:password@host/name") from None
    return make_conninfo("", **{**CONNECTION, **given})


def name_of(conninfo: str) -> str:
    """Return a database's name for messages: without password and parameters."""
    given = conninfo_to_dict(conninfo)
    return f"postgresql://{given.get('host', '')}/{given.get('dbname', '')}"
