"""Fills databases of older schemas with rows as the bot wrote them then."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.job import FINAL, Outcome, State
from storage.migrate import migrate
from storage.sqlite import SQLite
from tests.support.manual_clock import ManualClock

INDEXES = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"


def old_rows(states: Iterable[State], options: str) -> list[dict[str, Any]]:
    """Return rows of the first schema, in every state with every outcome, every column filled and left empty."""
    rows: list[dict[str, Any]] = []
    for state in states:
        for outcome in (None, *Outcome):
            number = len(rows) + 1
            rows.append(
                {
                    "id": f"{number:026x}",
                    "origin": f"m:{-number}:{number}:0",
                    "kind": "draw",
                    "chat_id": -(2**40) - number,
                    "thread_id": number if number % 2 else None,
                    "message_id": 1_000 + number,
                    "owner_id": 2**40 + number,
                    "language": "zh" if number % 3 else "en",
                    "prompt": f"a 'fox' -- {number}\n雪🦊\x01",
                    "options": options,
                    "state": str(state),
                    "epoch": number,
                    "due_at": None if state in FINAL else 1_700_000_000_000_000 + number,
                    "tries": number % 4,
                    "charged": 19_000 + number if number % 2 else None,
                    "created_at": 1_600_000_000_000_000 + number,
                    "placeholder_id": 2_000 + number if number % 3 else None,
                    "attempt": number % 3,
                    "resubmitted": number % 2,
                    "submitted_at": 1_650_000_000_000_000 + number if number % 4 else None,
                    "uid": f"uid-{number}" if number % 5 else None,
                    "uid_attempt": number % 3 if number % 5 else None,
                    "outcome": outcome and str(outcome),
                    "reason": f"reason {number}",
                    "result_url": f"https://a/{number}",
                    "result_alt_url": f"https://b/{number}" if number % 2 else "",
                    "outcome_at": 1_660_000_000_000_000 + number if outcome else None,
                    "file_id": f"file-{number}" if number % 2 else None,
                    "finished_at": 1_670_000_000_000_000 + number if state in FINAL else None,
                }
            )
    return rows


async def put(database: SQLite, table: str, row: dict[str, Any]) -> None:
    marks = ", ".join(f":{name}" for name in row)
    await database.rows(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", row)


async def stored(database: SQLite, table: str) -> list[dict[str, Any]]:
    return [dict(row) for row in await database.rows(f"SELECT * FROM {table} ORDER BY 1", {})]


async def schema(database: SQLite, *tables: str) -> list[tuple[Any, ...]]:
    """Return a database's indexes and its tables' columns."""
    statements = (INDEXES, *(f"PRAGMA table_info({table})" for table in tables))
    return [tuple(row) for sql in statements for row in await database.rows(sql, {})]


async def new_schema(folder: Path, clock: ManualClock, *tables: str) -> list[tuple[Any, ...]]:
    """Return the indexes and the tables' columns of a database that was created with the newest schema."""
    fresh = await SQLite.open(f"sqlite:///{folder}/huabot.db")
    try:
        await migrate(fresh, clock)
        return await schema(fresh, *tables)
    finally:
        await fresh.close()
