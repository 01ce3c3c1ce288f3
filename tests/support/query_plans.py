"""Collects all SQL statements and reads a database's plans for them."""

import re
from types import ModuleType

from storage import chats, claim_statements, history, migrate, queries, restored, statements, statistics, switches
from storage.database import Database

VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")

SCANS = {"COUNT_LIVE": "jobs_due"}
"""The only statement that reads a whole index: the partial index of the live rows, of which there are few."""


def collect(module: ModuleType) -> dict[str, str]:
    """Return a module's SQL constants."""
    return {
        name: value
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str) and value.lstrip().startswith(VERBS)
    }


STATEMENTS = (
    collect(statements)
    | collect(claim_statements)
    | collect(queries)
    | collect(history)
    | collect(statistics)
    | collect(chats)
    | collect(switches)
    | collect(restored)
    | collect(migrate)
)
del STATEMENTS["FIND_COLUMN"]  # runs on a copy that only SQLite makes

TABLES = "jobs|chats|switches|erasures|schema_versions"

SCAN = re.compile(rf"SCAN ({TABLES})\b|Seq Scan on ({TABLES})\b")
"""Matches a step that reads a whole table or index; a statement may read its own intermediate results as a whole."""

SORT = re.compile(r"TEMP B-TREE|\bSort\b")


async def plan(database: Database, sql: str) -> list[str]:
    """Return the steps of a statement's plan; PostgreSQL's as if the tables had many rows."""
    parameters: dict[str, object] = dict.fromkeys(re.findall(r"(?<!:):([a-z_]+)", sql), 1)
    if not database.is_shared:
        return [row["detail"] for row in await database.rows(f"EXPLAIN QUERY PLAN {sql}", parameters)]
    parameters |= {name: _WORDS[name] for name in parameters if name in _WORDS}
    async with database.transaction() as transaction:
        await transaction.rows("SET LOCAL enable_seqscan = off", {})
        rows = await transaction.rows(f"EXPLAIN (COSTS OFF) {sql}", parameters)
    return [row["QUERY PLAN"].strip() for row in rows]


_TEXTS = (
    *("id", "holder", "since_id", "origin", "kind", "language", "prompt", "options", "source", "parent", "action"),
    *("state", "uid", "outcome", "reason", "result_url", "result_alt_url", "file_id", "before", "after", "name"),
    *("defaults", "access", "key", "version", "key_id"),
)
_BOOLEANS = ("checked", "waits", "lost", "refund", "new_only", "repeatable", "in_all", "leads")
_WORDS: dict[str, object] = dict.fromkeys(_TEXTS, "x") | dict.fromkeys(_BOOLEANS, True)


def scans(steps: list[str]) -> list[str]:
    """Return the steps that read a whole table or index."""
    return [step for step in steps if SCAN.search(step)]


def sorts(steps: list[str]) -> list[str]:
    """Return the steps that sort."""
    return [step for step in steps if SORT.search(step)]


async def scanned(database: Database) -> list[tuple[str, str]]:
    """Return the statements that read a whole table or index although they should not, with the step that does."""
    names = sorted(STATEMENTS.keys() - SCANS.keys())
    steps = [(name, step) for name in names for step in await plan(database, STATEMENTS[name])]
    return [(name, step) for name, step in steps if scans([step])]
