"""Provides the database of the house: a SQLite file of one bot process, or a PostgreSQL that several share."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Protocol

import psycopg

from tests.support.postgresql import PASSWORD, Cluster, own
from tests.support.stage import free_port

BEATING = ("processes", "roles", "locks", "turns")
"""Tables that change even while the bot is idle."""


class Ground(Protocol):
    """Represents a database under attack.

    Attributes:
        url: The bot's `DATABASE_URL`.
        secrets: The parts of the URL that must stay secret.
        processes: The number of bot processes that use it.
    """

    @property
    def url(self) -> str:
        """See the class."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """See the class."""

    @property
    def processes(self) -> int:
        """See the class."""

    def stored(self) -> set[str]:
        """Return all committed rows as text."""

    def raw(self) -> str:
        """Return the contents of all its files, logs included, also what is deleted or not committed."""


class OneFile:
    """Represents a SQLite database.

    Attributes:
        path: The file.
    """

    secrets: tuple[str, ...] = ()
    processes = 1

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def url(self) -> str:
        """See the protocol."""
        return f"sqlite:///{self.path}"

    def stored(self) -> set[str]:
        """See the protocol."""
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as database:
            return set(database.iterdump())

    def raw(self) -> str:
        """See the protocol."""
        return _read(self.path.parent)


class Shared:
    """Represents a PostgreSQL database that is reached with a password.

    Attributes:
        cluster: The server.
        processes: As in the protocol.
    """

    secrets: tuple[str, ...] = (PASSWORD,)

    def __init__(self, cluster: Cluster, processes: int) -> None:
        self.cluster = cluster
        self.processes = processes

    @property
    def url(self) -> str:
        """See the protocol."""
        return self.cluster.url("postgres")

    def stored(self) -> set[str]:
        """See the protocol; without the tables in which the bots coordinate all the time."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            return {
                f"{name} {row}"
                for (name,) in tables
                if name not in BEATING
                for (row,) in connection.execute(f'SELECT t::text FROM "{name}" t')  # type: ignore[arg-type]
            }

    def raw(self) -> str:
        """See the protocol."""
        self.cluster.execute("CHECKPOINT")
        return _read(self.cluster.folder)


@contextmanager
def ground(folder: Path, processes: int) -> Iterator[Ground]:
    """Provide a PostgreSQL for several processes, or a SQLite file if `processes` is 0."""
    if not processes:
        yield OneFile(folder / "data" / "huabot.db")
        return
    with own(free_port(), max_connections=str(20 * processes)) as cluster:
        yield Shared(cluster, processes)


def _read(folder: Path) -> str:
    pieces = []
    for path in sorted(folder.rglob("*")):
        with suppress(FileNotFoundError):  # the server deletes files meanwhile
            pieces += [path.read_bytes().decode("latin-1")] if path.is_file() else []
    return "".join(pieces)
