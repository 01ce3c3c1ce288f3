"""A database in a PostgreSQL, which many processes may share: its connections, its transactions, its errors.

Isolation is READ COMMITTED: what must not change between a look and a deed is locked by the statement that looks.
What is answered by an error may still have been committed, if the connection was lost in between.
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
"""What an address need not say: a server that is gone is noticed in seconds, and of several hosts the one that can be
written to is taken."""

REFUSED = re.compile(
    r"authentication failed|no pg_hba\.conf entry|does not exist|no password supplied|not permitted|permission denied"
)
"""What a server says that will not let us in, however often we ask."""

LOCK = "SELECT state FROM locks WHERE name = :name FOR UPDATE"

FIND_TABLE = "SELECT to_regclass(:name) AS name"

POLL_SECONDS = 5.0
"""What another process commits is seen this soon at the latest."""

_FOREIGN = re.compile(r"\bINDEXED BY \w+|%|(?<![:\w]):([a-z_]\w*)")


@lru_cache(maxsize=1024)
def dialect(sql: str) -> str:
    """Return a statement in PostgreSQL's words, with parameters as psycopg wants them."""

    def word(found: re.Match[str]) -> str:
        if found[1]:
            return f"%({found[1]})s"
        return "%%" if found[0] == "%" else ""

    return _FOREIGN.sub(word, sql)


def _sentence(exc: BaseException) -> str:
    """Return why, in one line; libpq names host and user, never the password."""
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
    except psycopg.InternalError as exc:  # a transaction that the server ended, and the like
        raise TransientError(f"the database did not answer: {_sentence(exc)}") from exc
    except errors.FeatureNotSupported as exc:  # in a transaction, after which new plans are made
        raise TransientError(f"the schema has just been changed: {_sentence(exc)}") from exc


class PostgreSQLTransaction(Transaction):
    """Statements that become true together. Made by `PostgreSQL.transaction` only."""

    def __init__(self, connection: Connection, state: str) -> None:
        self._connection = connection
        self.state = state

    async def rows(self, sql: str, parameters: Parameters) -> list[Row]:
        """Run one statement and return its rows."""
        return await _to_its_end(_rows(self._connection, sql, parameters))


class PostgreSQL(Database):
    """A pool of connections to one PostgreSQL. Made by `PostgreSQL.open` only."""

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
        """Connect.

        Raises:
            TransientError: The server is not there now.
            StorageError: The address is none, or the server does not let us in.
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
        """As `Database.rows`."""
        return await _to_its_end(self._rows(sql, parameters))

    async def _rows(self, sql: str, parameters: Parameters) -> list[Row]:
        async with self._connection() as connection:
            try:
                return await _rows(connection, sql, parameters)
            except (errors.SerializationFailure, errors.DeadlockDetected):  # nothing was changed
                return await _rows(connection, sql, parameters)
            except errors.FeatureNotSupported:  # a newer process has added to a table, for which the plans are too old
                await connection.execute("DEALLOCATE ALL")
                return await _rows(connection, sql, parameters)

    @asynccontextmanager
    async def transaction(self, lock: str = "") -> AsyncIterator[Transaction]:
        """As `Database.transaction`."""
        async with self._connection() as connection, connection.transaction():
            (locked,) = await _rows(connection, LOCK, {"name": lock}) if lock else ({"state": ""},)
            yield PostgreSQLTransaction(connection, locked["state"])

    async def script(self, sql: str, failure: str) -> None:
        """As `Database.script`."""
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
        """As `Database.has_table`."""
        row = await self.row(FIND_TABLE, {"name": name})
        return row is not None and row["name"] is not None

    async def require_ours(self) -> None:
        """As `Database.require_ours`."""
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
                if broken:  # so are others, likely
                    self._checking = asyncio.create_task(self._check())

    async def _check(self) -> None:
        """Weed out the connections that are broken, before somebody is given one."""
        try:
            await self._pool.check()
        except (psycopg.Error, OSError):
            return


async def _to_its_end(statement: Coroutine[Any, Any, list[Row]]) -> list[Row]:
    """Run a statement to its end, even if the caller is cancelled: else its connection would be lost, too."""
    task = asyncio.create_task(statement)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        task.add_done_callback(lambda done: done.cancelled() or done.exception())  # nobody asks any more
        raise


async def _rows(connection: Connection, sql: str, parameters: Parameters) -> list[Row]:
    cursor = await connection.execute(dialect(sql), {name: _storable(value) for name, value in parameters.items()})
    return [*await cursor.fetchall()] if cursor.description else []


def _storable(value: Any) -> Any:
    """Return a value as it can be stored: PostgreSQL has no character 0 in a text."""
    return value.replace("\0", "") if isinstance(value, str) and "\0" in value else value


def conninfo_of(url: str) -> str:
    """Return what libpq is told.

    Raises:
        StorageError: The address is none.
    """
    try:
        given = conninfo_to_dict(url)
    except psycopg.Error:
        raise StorageError("DATABASE_URL must look like postgresql://user:password@host/name") from None
    return make_conninfo("", **{**CONNECTION, **given})


def name_of(conninfo: str) -> str:
    """Return what a database is called in a sentence: no password, no parameters."""
    given = conninfo_to_dict(conninfo)
    return f"postgresql://{given.get('host', '')}/{given.get('dbname', '')}"
