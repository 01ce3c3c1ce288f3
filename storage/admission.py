"""What intake reads before it writes, in the same transaction and in one statement."""

from dataclasses import dataclass

from bot.actions import ACTIONS
from bot.admission import Facts, Limits, Usage, decide
from bot.clock import HOUR, SECOND, day_of
from bot.job import Order, State, first_job_id
from storage import queries
from storage.database import Reader, Row

ASKED_ANEW_AFTER = 10 * SECOND
"""A second press on a button that asks for words asks again after this: the first question may have gone astray."""

UNCHARGED_WITHIN = HOUR
"""How far back orders are counted that are not charged."""

PRESSED_AGAIN_AFTER = SECOND
"""Of what may be repeated, a press so soon after the last one is no other wish, however fast the picture came."""


@dataclass(frozen=True, slots=True)
class Admission:
    """What was found.

    Attributes:
        is_known: The order has been taken in before; nothing was decided.
        is_next: Nobody else waits for the step that comes first.
    """

    is_known: bool
    is_next: bool


async def admit(transaction: Reader, order: Order, state: State, limits: Limits, now: int) -> Admission:
    """Return if the order is admitted, or has been before.

    Args:
        transaction: In which the order will be written.
        order: What is asked for.
        state: What it will begin as.
        limits: What the settings allow.
        now: UTC microseconds.

    Raises:
        UserError: As `bot.admission.decide`.
    """
    row = await transaction.row(
        queries.FACTS,
        {
            "origin": order.origin,
            "parent": order.parent,
            "action": order.action,
            "repeatable": order.action in ACTIONS and ACTIONS[order.action].repeats,
            "asked_after": now - ASKED_ANEW_AFTER,
            "pressed_after": now - PRESSED_AGAIN_AFTER,
            "since_id": first_job_id(now - UNCHARGED_WITHIN),
            "state": state,
            "now": now,
            **usage_of(order.owner_id, order.chat_id, now, in_all=limits.total is not None),
        },
    )
    assert row
    if row["known"] is None:
        facts = Facts(read_usage(row), bool(row["paused"]), bool(row["pressed"]), row["uncharged"])
        decide(limits, facts, now=now)
    return Admission(row["known"] is not None, not row["older"])


def usage_of(owner_id: int, chat_id: int, now: int, *, in_all: bool) -> dict[str, int]:
    """Return the parameters of `queries.USAGE`; everybody's is counted only if that is asked for."""
    return {"owner_id": owner_id, "chat_id": chat_id, "day": day_of(now), "in_all": in_all}


def read_usage(row: Row) -> Usage:
    """Return what `queries.USAGE` found."""
    return Usage(row["person"], row["chat"], row["total"], row["in_flight"])
