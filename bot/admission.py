"""Whether one more order may be given: a pure decision over what the settings say and what storage has counted.

Days end at midnight UTC. A limit of None is no limit, 0 allows nothing.
"""

from dataclasses import dataclass

from bot.clock import DAY, SECOND
from bot.errors import UserError

MOST_UNCHARGED = 300
"""A person's orders of an hour that are not charged: whatever is asked, taken back or refused leaves a row."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The settings `DAILY_PICTURES`, `DAILY_PICTURES_GROUP`, `DAILY_PICTURES_TOTAL` and `MAX_IN_FLIGHT`."""

    person: int | None
    group: int | None
    total: int | None
    in_flight: int | None


@dataclass(frozen=True, slots=True)
class Usage:
    """What has been charged today, and what the person has under way, before the order in question.

    `group` is None in a private chat, where the group's limit says nothing; `total` where nobody wants it known.
    """

    person: int
    group: int | None
    total: int | None
    in_flight: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What the database knows that speaks for or against an order.

    Attributes:
        usage: What has been used.
        paused: Operators have stopped taking orders.
        pressed: The same button has been pressed for the same before.
        uncharged: The person's orders of the last hour that are not charged.
    """

    usage: Usage
    paused: bool = False
    pressed: bool = False
    uncharged: int = 0


def decide(limits: Limits, facts: Facts, *, now: int) -> None:
    """Return if one more order is admitted.

    Args:
        limits: What the settings allow.
        facts: What is known.
        now: UTC microseconds, to tell when the quota renews.

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
    """Return in how many hours, begun ones counted, the quota renews."""
    return max(1, -(-(DAY - now % DAY) // (3600 * SECOND)))
