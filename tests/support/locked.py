"""Locks a database, SQLite or PostgreSQL, from another connection."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg

from storage.drivers import is_postgresql
from tests.support.stage import Stage


@contextmanager
def locked(stage: Stage) -> Iterator[None]:
    """Lock the bot's SQLite file, or its table of jobs on PostgreSQL, as another program might."""
    url = str(stage.options["database_url"])
    if is_postgresql(url):
        with psycopg.connect(url) as server, server.transaction():
            server.execute("LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE")
            yield
        return
    with closing(sqlite3.connect(stage.database, isolation_level=None)) as file:
        file.execute("BEGIN EXCLUSIVE")
        yield
        file.execute("ROLLBACK")
