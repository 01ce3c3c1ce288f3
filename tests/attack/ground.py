"""What the house stands on: a file of one bot's, or a PostgreSQL that several bots share."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Protocol

import psycopg

from tests.support.postgresql import PASSWORD, Cluster, own
from tests.support.stage import free_port

BEATING = ("processes", "roles", "locks", "turns")
"""Tables that change while nothing happens."""


class Ground(Protocol):
    """A database under attack.

    Attributes:
        url: What the bots are told.
        secrets: What of that nobody may see.
        processes: How many bots work on it.
    """

    @property
    def url(self) -> str:
        """See above."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """See above."""

    @property
    def processes(self) -> int:
        """See above."""

    def stored(self) -> set[str]:
        """Return all that is committed, as text."""

    def raw(self) -> str:
        """Return all that its files hold, logs included, whether it counts or not."""


class OneFile:
    """SQLite.

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
    """PostgreSQL, reached by a password.

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
        """See the protocol; without what the bots tell each other all the time."""
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
    """Prepare it: a PostgreSQL for several processes, or for none a file."""
    if not processes:
        yield OneFile(folder / "data" / "huabot.db")
        return
    with own(free_port(), max_connections=str(20 * processes)) as cluster:
        yield Shared(cluster, processes)


def _read(folder: Path) -> str:
    pieces = []
    for path in sorted(folder.rglob("*")):
        with suppress(FileNotFoundError):  # a server tidies up
            pieces += [path.read_bytes().decode("latin-1")] if path.is_file() else []
    return "".join(pieces)
