"""Defines `Clock`, the only source of the current time."""

import time
from collections.abc import Callable

SECOND = 1_000_000
"""Microseconds in a second: every stored time and duration is in microseconds."""

HOUR = 3_600 * SECOND

DAY = 24 * HOUR

RELEASED = 20_089 * DAY
"""The beginning of 2025: a correct clock shows no earlier time."""

DRIFT = 300 * SECOND
"""The largest difference between two correct clocks."""


class Clock:
    """Adds the monotonic time since the start to the wall clock's time at the start.

    A jump of the system clock therefore neither expires a job early nor leases it twice. The wall clock's time at the
    start is not trusted blindly: a machine may boot in 1970, or years ahead, and be corrected later.

    Args:
        wall: Returns the seconds since the Unix epoch; read at the start and by `set`.
        monotonic: Returns seconds that never go back.
    """

    def __init__(
        self,
        wall: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self._offset = wall() - monotonic()

    def now(self) -> int:
        """Return UTC microseconds since the Unix epoch."""
        return int((self._monotonic() + self._offset) * SECOND)

    def is_behind(self, newest: int) -> bool:
        """Return whether the time is over `DRIFT` before `newest`, a past moment (0: none), or before `RELEASED`."""
        return self.now() < max(RELEASED, newest - DRIFT)

    def is_far_ahead(self, newest: int) -> bool:
        """Return whether the time is over a day after `newest`, the last known past moment (0: none is known)."""
        return bool(newest) and self.now() > newest + DAY

    def set(self, told: int | None) -> bool:
        """Read the wall clock again; use a plausible other clock instead if the two differ by more than `DRIFT`.

        Args:
            told: The other clock's time (UTC microseconds); None if it is unknown.

        Returns:
            Whether the time that is now used is plausible, that is, not before `RELEASED`.
        """
        wall = int(self._wall() * SECOND)
        other_is_right = told is not None and told >= RELEASED and abs(told - wall) > DRIFT
        believed = told if told is not None and other_is_right else wall
        self._offset = believed / SECOND - self._monotonic()
        return believed >= RELEASED

    def follow(self, moment: int) -> None:
        """Set the time to `moment`, the time of a clock that other processes follow, too."""
        self._offset = moment / SECOND - self._monotonic()

    def go_on_from(self, newest: int) -> None:
        """Advance to `newest` if that is at most `DRIFT` ahead, so that later events get later times."""
        if 0 < (ahead := newest - self.now()) <= DRIFT:
            self._offset += ahead / SECOND


def day_of(moment: int) -> int:
    """Return the UTC day (days since the Unix epoch) of a moment in microseconds."""
    return moment // DAY
