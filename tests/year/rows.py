"""Rows of orders that ended long ago, as the bot leaves them; stored many at once, because they are a million."""

import random
from collections.abc import Iterator
from itertools import islice
from typing import Any

from bot.clock import SECOND, day_of
from bot.job import Kind, Outcome, State, new_job_id
from bot.options import Options
from storage.database import Database
from storage.rows import stored_options

A_STATEMENT = 100
"""Rows."""

GROUP = -1_000_000
FILE = "AgACAgIAAxkDAAIBQ2VyYWxvbmdmaWxlaWRsaWtldGVsZWdyYW1z"
ADDRESS = "https://ailab-huawei-cdn.nolibox.com/aigc/images"

OPTIONS = stored_options(Options(0))

Values = dict[str, Any]


def people(count: int) -> Iterator[tuple[int, int]]:
    """Yield who orders and where, without end: many people, a third of the time in a group."""
    dice = random.Random(7)
    while True:
        person = 1_000 + dice.randrange(count)
        yield person, person if dice.random() < 2 / 3 else GROUP - dice.randrange(1 + count // 50)


def ended(number: int, at: int, owner_id: int, chat_id: int) -> Values:
    """Return the row of an order whose picture was delivered; of one in ten that was refused."""
    picture = number % 10 > 0
    uid = f"{number:032x}"
    return {
        "id": new_job_id(at),
        "origin": f"m:{chat_id}:{number}:0",
        "kind": str(Kind.DRAW),
        "chat_id": chat_id,
        "message_id": number,
        "owner_id": owner_id,
        "language": "en",
        "prompt": f"a lighthouse in a storm, oil on canvas, number {number}",
        "options": OPTIONS.replace('"seed": 0', f'"seed": {number}'),
        "state": str(State.DELIVERED),
        "epoch": 4,
        "holder": "0123456789abcdef",
        "charged": day_of(at) if picture else None,
        "created_at": at,
        "placeholder_id": number + 1,
        "attempt": 1,
        "submitted_at": at + SECOND,
        "uid": uid,
        "uid_attempt": 1,
        "outcome": str(Outcome.PICTURE if picture else Outcome.REFUSED),
        "reason": "" if picture else "porn",
        "result_url": f"{ADDRESS}/{uid}.png" if picture else "",
        "outcome_at": at + 9 * SECOND,
        "file_id": FILE if picture else None,
        "finished_at": at + 10 * SECOND,
    }


async def put(database: Database, rows: Iterator[Values]) -> None:
    """Store rows, and the chats that they are of."""
    chats: set[int] = set()
    while some := list(islice(rows, A_STATEMENT)):
        await _insert(database, "jobs", some)
        chats |= {row["chat_id"] for row in some}
    new = ({"chat_id": chat, "language": "en"} for chat in sorted(chats))
    while some := list(islice(new, A_STATEMENT)):
        await _insert(database, "chats", some)


async def _insert(database: Database, table: str, rows: list[Values]) -> None:
    names = list(rows[0])
    marks = ", ".join(f"({', '.join(f':{name}_{at}' for name in names)})" for at in range(len(rows)))
    values = {f"{name}_{at}": row[name] for at, row in enumerate(rows) for name in names}
    await database.rows(f"INSERT INTO {table} ({', '.join(names)}) VALUES {marks} ON CONFLICT DO NOTHING", values)
