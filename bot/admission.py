"""Decides whether one more order is admitted: a pure function of the settings and of the counts in storage.

Days end at midnight UTC. A limit of None means no limit, 0 allows nothing.
"""

from dataclasses import dataclass

from bot.clock import DAY, SECOND
from bot.errors import UserError

MOST_UNCHARGED = 300
"""The limit on a user's uncharged orders per hour: every draft, cancelled or refused order leaves a row."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Holds the settings `DAILY_PICTURES`, `DAILY_PICTURES_GROUP`, `DAILY_PICTURES_TOTAL` and `MAX_IN_FLIGHT`."""

    person: int | None
    group: int | None
    total: int | None
    in_flight: int | None


@dataclass(frozen=True, slots=True)
class Usage:
    """Counts the orders charged today and the user's orders in flight, without the order in question.

    `group` is None in a private chat, where the group's limit does not apply; `total` is None if it was not counted.
    """

    person: int
    group: int | None
    total: int | None
    in_flight: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Holds the facts from the database that decide about an order.

    Attributes:
        usage: The counts that the limits apply to.
        paused: An operator has paused the intake of orders.
        pressed: The user has pressed the same button for the same job before, and that press still counts.
        uncharged: The user's orders of the last hour that are not charged.
    """

    usage: Usage
    paused: bool = False
    pressed: bool = False
    uncharged: int = 0


def decide(limits: Limits, facts: Facts, *, now: int) -> None:
    """Raise an error unless one more order is admitted.

    Args:
        limits: The limits from the settings.
        facts: The facts from the database.
        now: UTC microseconds, to compute when the quota renews.

    Raises:
        UserError: `paused`, `press-already`, `too-many`, `in-flight`, `quota-person`, `quota-group` or `quota-total`.
    """
    usage = facts.usage
    if facts.paused:
        raise UserError("paused")
    if facts.pressed:
        raise UserError("press-already")
    if facts.uncharged >= MOST_UNCHARGED:
        raise UserError("too-many")
    if limits.in_flight is not None and usage.in_flight >= limits.in_flight:
        raise UserError("in-flight", count=usage.in_flight)
    hours = hours_to_midnight(now)
    for name, limit, used in (
        ("person", limits.person, usage.person),
        ("group", limits.group, usage.group),
        ("total", limits.total, usage.total),
    ):
        if limit is not None and used is not None and used >= limit:
            raise UserError(f"quota-{name}", limit=limit, hours=hours)


def hours_to_midnight(now: int) -> int:
    """Return the hours until the quota renews, rounded up."""
    return max(1, -(-(DAY - now % DAY) // (3600 * SECOND)))
