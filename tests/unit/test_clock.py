"""Whose clock is believed: ours, unless it contradicts what is known; then Telegram's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import DAY, DRIFT, RELEASED, SECOND, Clock

TODAY = 20_700 * DAY
"""Some day, and what the time really is."""

FIRST, LAST = 0, 60_000 * DAY
"""What a clock may say: 1970 to 2134."""


def clock(wall: int) -> Clock:
    """Return a clock on a machine whose own stands still."""
    return Clock(wall=lambda: wall / SECOND, monotonic=lambda: 0.0)


@given(wall=st.integers(FIRST, LAST), idle=st.integers(0, DAY - DRIFT))
def test_a_clock_that_fits_is_about_right_and_one_that_does_not_is_set(wall: int, idle: int) -> None:
    newest = TODAY - idle
    ours = clock(wall)
    if ours.is_behind(newest) or ours.is_far_ahead(newest):
        assert ours.set(TODAY)
        assert abs(ours.now() - TODAY) <= DRIFT
    else:
        assert abs(wall - TODAY) <= DAY
    assert not ours.is_behind(newest)
    assert not ours.is_far_ahead(newest)


@pytest.mark.parametrize("wall", [TODAY - DRIFT + SECOND, TODAY, TODAY + 9 * SECOND])
def test_of_two_clocks_that_agree_ours_is_the_finer(wall: int) -> None:
    ours = clock(wall)
    assert ours.set(TODAY)
    assert ours.now() == wall


@pytest.mark.parametrize("told", [None, 0, RELEASED - 1])
def test_what_nobody_can_tell_is_not_believed(told: int | None) -> None:
    assert clock(TODAY).set(told)
    assert not clock(0).set(told)


def test_a_clock_that_is_set_meanwhile_is_read_again() -> None:
    says = [0.0, TODAY / SECOND]
    ours = Clock(wall=lambda: says.pop(0), monotonic=lambda: 5.0)
    assert ours.is_behind(0)
    assert ours.set(None)
    assert ours.now() == TODAY


def test_without_orders_any_time_after_the_release_will_do() -> None:
    assert clock(RELEASED - SECOND).is_behind(0)
    assert not clock(RELEASED + SECOND).is_behind(0)
    assert not clock(LAST).is_far_ahead(0)
