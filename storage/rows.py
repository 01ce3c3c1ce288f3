"""Converts rows of the table `jobs` to jobs, and orders to columns."""

import json
import sqlite3
from typing import Any

from bot.job import Ahead, Job, Kind, Order, Outcome, Source, State
from bot.options import Options, Style
from storage.database import Row

_OPTIONS = frozenset(Options.__slots__)

_encode = json.JSONEncoder(ensure_ascii=False).encode


def _columns(row: Row) -> Row:
    """Return a row for reading many columns: `sqlite3.Row` finds a column by comparing the names of all before it."""
    return dict(zip(row.keys(), tuple(row), strict=True)) if isinstance(row, sqlite3.Row) else row


def job_of(row: Row, ahead: Ahead | None = None) -> Job:
    """Return the job that a complete row holds, with `ahead` as the attribute of that name."""
    row = _columns(row)
    order = Order(
        origin=row["origin"],
        kind=Kind(row["kind"]),
        chat_id=row["chat_id"],
        thread_id=row["thread_id"],
        message_id=row["message_id"],
        owner_id=row["owner_id"],
        language=row["language"],
        prompt=row["prompt"],
        options=_options(row["options"]),
        source=Source(row["source"], bool(row["checked"]), row["thumbnail"] or "") if row["source"] else None,
        parent=row["parent"] or "",
        action=row["action"],
        direct_topic_id=row["direct_topic_id"],
    )
    return Job(
        id=row["id"],
        order=order,
        state=State(row["state"]),
        epoch=row["epoch"],
        due_at=row["due_at"],
        tries=row["tries"],
        created_at=row["created_at"],
        placeholder_id=row["placeholder_id"],
        attempt=row["attempt"],
        resubmitted=bool(row["resubmitted"]),
        submitted_at=row["submitted_at"],
        uid=row["uid"],
        uid_attempt=row["uid_attempt"],
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        reason=row["reason"],
        result_urls=tuple(url for url in (row["result_url"], row["result_alt_url"]) if url),
        outcome_at=row["outcome_at"],
        file_id=row["file_id"],
        forgotten=bool(row["forgotten"]),
        strikes=row["strikes"],
        waits=bool(row["waits"]),
        ahead=ahead,
    )


def stored_options(options: Options) -> str:
    """Return the JSON for the column `options`."""
    return _encode({name: getattr(options, name) for name in Options.__slots__})


def stored_order(order: Order) -> dict[str, Any]:
    """Return the columns that hold an order."""
    values = {name: getattr(order, name) for name in Order.__slots__}
    values |= {"options": stored_options(order.options), "parent": order.parent or None}
    return values | stored_source(order.source)


def stored_source(source: Source | None) -> dict[str, str | bool | None]:
    """Return the columns that hold the source picture of an order."""
    if source is None:
        return {"source": None, "checked": True, "thumbnail": None}
    return {"source": source.file_id, "checked": source.checked, "thumbnail": source.thumbnail or None}


def _options(stored: str) -> Options:
    """Parse the column: options unknown to an older Huabot have their defaults, those of a newer one are ignored."""
    values = {name: value for name, value in json.loads(stored).items() if name in _OPTIONS}
    return Options(**values | {"style": Style(values["style"]) if values.get("style") else ""})
