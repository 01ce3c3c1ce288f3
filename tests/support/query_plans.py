"""How SQLite would go about a statement."""

import re

from storage.database import Database


async def plan(database: Database, sql: str) -> list[str]:
    """Return the steps of a statement's plan."""
    parameters = dict.fromkeys(re.findall(r":([a-z_]+)", sql), 1)
    return [row["detail"] for row in await database.rows(f"EXPLAIN QUERY PLAN {sql}", parameters)]
