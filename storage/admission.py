"""What intake counts before it writes, in the same transaction: today's pictures, those under way, earlier presses."""

from typing import Any

from bot.clock import SECOND, day_of
from bot.errors import UserError
from bot.job import Order
from bot.quota import Limits, Usage, decide
from storage import queries
from storage.database import Reader, Transaction

REPEATABLE = frozenset({"again", "vary"})
"""Buttons that bring something else each time; the others would only be paid twice."""

ASKED_ANEW_AFTER = 10 * SECOND
"""A second press on a button that asks for words asks again after this: the first question may have gone astray."""

PRESSED_AGAIN_AFTER = SECOND
"""Of what may be repeated, a press so soon after the last one is no other wish, however fast the picture came."""


async def count(reader: Reader, statement: str, **parameters: Any) -> int:
    """Return what a query of one number says."""
    row = await reader.row(statement, parameters)
    return int(row["n"]) if row else 0


async def usage_of(reader: Reader, owner_id: int, chat_id: int, day: int, *, in_all: bool) -> Usage:
    """Return what has been used of a day, and what is under way; of everybody only if that is asked for."""
    return Usage(
        person=await count(reader, queries.COUNT_OWNER_DAY, day=day, owner_id=owner_id),
        group=await count(reader, queries.COUNT_CHAT_DAY, day=day, chat_id=chat_id) if chat_id < 0 else None,
        total=await count(reader, queries.COUNT_DAY, day=day) if in_all else 0,
        in_flight=await count(reader, queries.COUNT_UNDER_WAY, owner_id=owner_id),
    )


async def require_quota(transaction: Transaction, order: Order, limits: Limits, now: int) -> None:
    """Return if the quota allows one order more. Raises `UserError` as `bot.quota.decide`."""
    in_all = limits.total is not None
    decide(limits, await usage_of(transaction, order.owner_id, order.chat_id, day_of(now), in_all=in_all), now=now)


async def require_first_press(transaction: Transaction, order: Order, now: int) -> None:
    """Return if a button has not been pressed for the same before. Raises `UserError`: `press-already`."""
    sibling = {
        "parent": order.parent,
        "action": order.action,
        "repeatable": order.action in REPEATABLE,
        "asked_after": now - ASKED_ANEW_AFTER,
        "pressed_after": now - PRESSED_AGAIN_AFTER,
    }
    if await transaction.row(queries.FIND_SIBLING, sibling):
        raise UserError("press-already")
