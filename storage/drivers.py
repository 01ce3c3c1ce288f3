"""Chooses the driver for a `DATABASE_URL`."""

from storage.database import Database, StorageError

SQLITE, POSTGRESQL = ("sqlite:",), ("postgresql:", "postgres:")


def is_postgresql(url: str) -> bool:
    """Return whether an address names a PostgreSQL database."""
    return url.startswith(POSTGRESQL)


async def open_database(url: str, pool: int = 10) -> Database:
    """Open the database at an address. Does not migrate.

    Args:
        url: `sqlite:///relative/path`, `sqlite:////absolute/path` or `postgresql://user:password@host/name`.
        pool: The maximum number of connections to PostgreSQL.

    Raises:
        InUseError: Another process holds the file.
        TransientError: The database may be available later.
        StorageError: The address names no database that Huabot can use.
    """
    if is_postgresql(url):
        try:
            from storage.postgresql import PostgreSQL
        except ImportError:
            raise StorageError(
                "for PostgreSQL, install psycopg: pip install '.[postgresql]', in the bot's folder"
            ) from None
        return await PostgreSQL.open(url, pool)
    from storage.sqlite import SQLite

    return await SQLite.open(url)
