"""Who may paint how much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.admission import Facts, Limits, Usage, decide
from bot.clock import DAY, SECOND
from bot.errors import UserError

OPEN = Limits(person=None, group=None, total=None, in_flight=None)
HOUR = 3600 * SECOND

limits = st.none() | st.integers(0, 5)
counts = st.integers(0, 6)


@given(
    limits=st.builds(Limits, person=limits, group=limits, total=limits, in_flight=limits),
    usage=st.builds(Usage, person=counts, group=st.none() | counts, total=counts, in_flight=counts),
)
def test_allowed_exactly_when_every_limit_leaves_room(limits: Limits, usage: Usage) -> None:
    pairs = {
        "in-flight": (limits.in_flight, usage.in_flight),
        "quota-person": (limits.person, usage.person),
        "quota-group": (limits.group, usage.group),
        "quota-total": (limits.total, usage.total),
    }
    used_up = {
        code for code, (limit, used) in pairs.items() if limit is not None and used is not None and used >= limit
    }
    if not used_up:
        decide(limits, Facts(usage), now=0)
        return
    with pytest.raises(UserError) as refusal:
        decide(limits, Facts(usage), now=0)
    assert refusal.value.code in used_up


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"paused": True}, "paused"), ({"pressed": True}, "press-already"), ({"uncharged": 300}, "too-many")],
)
def test_what_speaks_against_any_order(facts: dict[str, bool], code: str) -> None:
    with pytest.raises(UserError, match=code):
        decide(OPEN, Facts(Usage(person=0, group=None, total=None, in_flight=0), **facts), now=0)


def test_no_limits_allow_anything() -> None:
    decide(OPEN, Facts(Usage(person=10**6, group=10**6, total=10**6, in_flight=10**6)), now=0)


@pytest.mark.parametrize(
    ("since_midnight", "hours"),
    [(0, 24), (1, 24), (HOUR, 23), (HOUR + 1, 23), (23 * HOUR, 1), (DAY - 1, 1)],
)
def test_the_refusal_says_in_how_many_hours_the_day_ends(since_midnight: int, hours: int) -> None:
    with pytest.raises(UserError) as refusal:
        decide(
            Limits(person=3, group=None, total=None, in_flight=None),
            Facts(Usage(person=3, group=None, total=3, in_flight=0)),
            now=19_000 * DAY + since_midnight,
        )
    assert refusal.value.params == {"limit": 3, "hours": hours}
