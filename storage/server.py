"""Reads what a PostgreSQL server reports of itself. PostgreSQL only."""

from dataclasses import dataclass

from storage.database import Database

LOOK = """
    SELECT current_setting('server_version') AS version, has_schema_privilege(current_schema(), 'CREATE') AS may_create,
           CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT) AS now,
           CAST(current_setting('max_connections') AS BIGINT) AS max_connections,
           CAST(current_setting('superuser_reserved_connections') AS BIGINT) AS reserved,
           (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'
                                                    AND pid <> pg_backend_pid()) AS others
"""

# Tables in the schema where Huabot's are to be, as long as Huabot's are not there.
FIND_STRANGERS = """
    SELECT relname AS name FROM pg_class AS found
    WHERE relnamespace = to_regnamespace(quote_ident(current_schema())) AND relkind IN ('r', 'p')
      AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = found.oid AND deptype = 'e')
      AND NOT EXISTS (SELECT 1 FROM pg_attribute
                      WHERE attrelid = to_regclass('schema_versions') AND attname = 'applied_at')
    ORDER BY relname LIMIT 3
"""

# The oldest schema whose programs may run on the database's present schema.
GET_OLDEST = "SELECT CAST(state AS BIGINT) AS oldest FROM locks WHERE name = 'schema' AND state <> ''"
SET_OLDEST = """
    INSERT INTO locks (name, state) VALUES ('schema', '{oldest}')
    ON CONFLICT (name) DO UPDATE SET state = excluded.state
"""


@dataclass(frozen=True, slots=True)
class Server:
    """Describes a server at one moment.

    Attributes:
        version: The version that the server reports.
        may_create: Whether the user may create tables.
        now: The server's clock (UTC microseconds).
        max_connections: The connections that the server accepts.
        reserved: How many of them are for administrators only.
        others: The other client connections that are open now.
    """

    version: str
    may_create: bool
    now: int
    max_connections: int
    reserved: int
    others: int


async def look(database: Database) -> Server:
    """Query the server.

    Raises:
        TransientError: The server does not answer.
    """
    row = await database.row(LOOK, {})
    assert row is not None
    return Server(**{name: row[name] for name in row.keys()})  # noqa: SIM118  a row is no mapping


async def strangers(database: Database) -> list[str]:
    """Return up to three tables of another program; none if the database is new, or Huabot's.

    Raises:
        TransientError: The server does not answer.
    """
    return [row["name"] for row in await database.rows(FIND_STRANGERS, {})]


async def oldest_of(database: Database) -> int:
    """Return the oldest schema whose programs may run on the database's present schema; 0 if none is stored.

    Raises:
        TransientError: The server does not answer.
    """
    row = await database.row(GET_OLDEST, {})
    return int(row["oldest"]) if row else 0


def noting_oldest(oldest: int) -> str:
    """Return the statement that stores the oldest schema, for a script."""
    return SET_OLDEST.format(oldest=oldest)
