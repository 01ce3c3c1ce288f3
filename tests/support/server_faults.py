"""Faults of a PostgreSQL server while bots use it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress

import psycopg

from tests.support.postgresql import Cluster

THROW_OUT = """
    SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity
    WHERE application_name = 'huabot' AND backend_type = 'client backend'
"""


@contextmanager
def killed(cluster: Cluster) -> Iterator[None]:
    """Stop the server immediately, and start it again when the context ends."""
    cluster.stop()
    try:
        yield
    finally:
        cluster.start()


@contextmanager
def locked(cluster: Cluster) -> Iterator[None]:
    """Lock the table of jobs from another connection."""
    with psycopg.connect(cluster.url("postgres")) as stranger:
        stranger.execute("LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE")
        yield
        stranger.rollback()


@contextmanager
def read_only(cluster: Cluster) -> Iterator[None]:
    """Make the server read-only, as one that has become a standby."""
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as operator:
        operator.execute("ALTER SYSTEM SET default_transaction_read_only = on")
        operator.execute("SELECT pg_reload_conf()")
        try:
            yield
        finally:
            operator.execute("ALTER SYSTEM RESET default_transaction_read_only")
            operator.execute("SELECT pg_reload_conf()")


@contextmanager
def crowded(cluster: Cluster) -> Iterator[None]:
    """Occupy all connections of the server, after the bots have lost theirs."""
    with ExitStack() as strangers:

        def connect() -> psycopg.Connection:
            return strangers.enter_context(psycopg.connect(cluster.url("postgres"), autocommit=True))

        first, thrown_out = connect(), True
        while thrown_out:
            with suppress(psycopg.OperationalError):
                while True:
                    connect()
            thrown_out = bool(first.execute(THROW_OUT).fetchall())
        yield


FAULTS: dict[str, Callable[[Cluster], AbstractContextManager[None]]] = {
    "killed": killed,
    "locked": locked,
    "read-only": read_only,
    "out of connections": crowded,
}
