"""What a PostgreSQL says of itself. PostgreSQL only."""

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


@dataclass(frozen=True, slots=True)
class Server:
    """A server, at one moment.

    Attributes:
        version: As it says.
        may_create: Its user may make tables.
        now: Its clock (UTC microseconds).
        max_connections: That it takes.
        reserved: Of those, for its administrators.
        others: That are open now.
    """

    version: str
    may_create: bool
    now: int
    max_connections: int
    reserved: int
    others: int


async def look(database: Database) -> Server:
    """Ask.

    Raises:
        TransientError: It does not answer.
    """
    row = await database.row(LOOK, {})
    assert row is not None
    return Server(**{name: row[name] for name in row.keys()})  # noqa: SIM118  a row is no mapping
