"""Runs intake's transactions: one statement reads all facts that decide about an order, then its row is written."""

from dataclasses import dataclass, replace

from bot.actions import ACTIONS
from bot.admission import Facts, Limits, Usage, decide
from bot.clock import HOUR, SECOND, day_of
from bot.job import Ahead, Job, Order, State, first_job_id, new_job_id
from bot.options import Options
from storage import queries
from storage import statements as sql
from storage.chats import SEEN
from storage.database import Row, Steps
from storage.rows import job_of, stored_options, stored_order

ASKED_ANEW_AFTER = 10 * SECOND
"""After this time a second press on a button that asks for words asks again: the first question may have been lost."""

UNCHARGED_WITHIN = HOUR
"""How far back uncharged orders are counted."""

PRESSED_AGAIN_AFTER = SECOND
"""If an order may be repeated, a press this soon after the last one is no new order, however fast the picture came."""


@dataclass(frozen=True, slots=True)
class Admission:
    """Reports what `admit` found.

    Attributes:
        is_known: Whether the order was inserted before; if so, nothing was decided.
        is_next: Whether no other job waits for the step with which the order begins.
        ahead: The jobs before the order.
    """

    is_known: bool
    is_next: bool
    ahead: Ahead


@dataclass(frozen=True, slots=True)
class Claim:
    """Describes how a row may be claimed for its first step at once.

    Attributes:
        now: UTC microseconds.
        lease: When the claim ends; None if nothing may be claimed.
        holder: The process that claims the row.
    """

    now: int
    lease: int | None
    holder: str

    def columns(self, admission: Admission) -> dict[str, int | str | None]:
        """Return the columns of the claim; those of an unclaimed row if there is no lease or other jobs come first."""
        if self.lease is None or not admission.is_next:
            return {"now": self.now, "epoch": 0, "due_at": self.now, "holder": None}
        return {"now": self.now, "epoch": 1, "due_at": self.lease, "holder": self.holder}


def insert(order: Order, state: State, limits: Limits, claim: Claim) -> Steps[Job | None]:
    """Insert an order, charged if it is `accepted`; return None if it was inserted before. Raises as `admit`."""
    admission = yield from admit(order, state, limits, claim.now)
    if admission.is_known:
        return None
    yield SEEN, {"chat_id": order.chat_id, "language": order.language}
    values = {"id": new_job_id(claim.now), "state": state, "day": None if order.is_draft else day_of(claim.now)}
    rows = yield sql.INSERT, stored_order(order) | values | claim.columns(admission)
    return job_of(rows[0], admission.ahead) if rows else None


def choose(draft: Job, options: Options, message_id: int, limits: Limits, claim: Claim) -> Steps[Job | None]:
    """Turn a draft into a charged order; return None if it is no longer a draft. Raises as `admit`."""
    rows = yield queries.GET, {"id": draft.id}
    if not rows or rows[0]["state"] != State.DRAFT:
        return None
    order = replace(job_of(rows[0]).order, origin="", parent="")  # else the draft would be found as known and pressed
    admission = yield from admit(order, State.ACCEPTED, limits, claim.now)
    values = {"id": draft.id, "options": stored_options(options), "day": day_of(claim.now)}
    values |= {"placeholder_id": message_id, "stands_in": draft.order.chat_id}
    rows = yield sql.CHOOSE, values | claim.columns(admission)
    return job_of(rows[0], admission.ahead) if rows else None


def admit(order: Order, state: State, limits: Limits, now: int) -> Steps[Admission]:
    """Decide on an order unless it is known already, in the transaction in which its row will be written.

    Args:
        order: The order.
        state: The state in which it begins.
        limits: What the settings allow.
        now: UTC microseconds.

    Raises:
        UserError: As `bot.admission.decide`.
    """
    (row,) = yield (
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
    if row["known"] is None:
        facts = Facts(read_usage(row), bool(row["paused"]), bool(row["pressed"]), row["uncharged"])
        decide(limits, facts, now=now)
    return Admission(row["known"] is not None, not row["older"], Ahead(row["ahead"], row["at_provider"]))


def usage_of(owner_id: int, chat_id: int, now: int, *, in_all: bool) -> dict[str, int]:
    """Return the parameters of `queries.USAGE`; the orders of everybody are counted only if `in_all`."""
    return {"owner_id": owner_id, "chat_id": chat_id, "day": day_of(now), "in_all": in_all}


def read_usage(row: Row) -> Usage:
    """Return the usage in a row of `queries.USAGE`."""
    return Usage(row["person"], row["chat"], row["total"], row["in_flight"])
