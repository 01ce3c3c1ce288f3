"""Who may paint how much: a pure decision over numbers that storage has counted.

Days end at midnight UTC. A limit of None is no limit, 0 allows nothing.
"""

from dataclasses import dataclass

from bot.clock import DAY, SECOND
from bot.errors import UserError


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

    `group` is None in a private chat, where the group's limit says nothing.
    """

    person: int
    group: int | None
    total: int
    in_flight: int


def decide(limits: Limits, usage: Usage, *, now: int) -> None:
    """Return if one more picture is allowed.

    Args:
        limits: What the settings allow.
        usage: What is used.
        now: UTC microseconds, to tell when the quota renews.

    Raises:
        UserError: `in-flight`, `quota-person`, `quota-group` or `quota-total`.
    """
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
