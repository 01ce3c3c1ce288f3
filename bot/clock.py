"""The only source of *now*."""

import time
from collections.abc import Callable

SECOND = 1_000_000
"""Microseconds in a second: every stored time and duration is in microseconds."""

HOUR = 3_600 * SECOND

DAY = 24 * HOUR

RELEASED = 20_089 * DAY
"""The beginning of 2025: no clock that is right says less."""

DRIFT = 300 * SECOND
"""How far two clocks may be apart that are both right."""


class Clock:
    """The wall clock at start plus the monotonic time since.

    A jump of the system's clock therefore neither expires a job early nor leases it twice. What it says at start is
    not believed blindly: a machine may boot in 1970, or years ahead, and be set right later.

    Args:
        wall: Seconds since the Unix epoch, read at start.
        monotonic: Seconds that never go back.
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
        """Whether this is before a moment that has been (0 if none is known), or before this program was written."""
        return self.now() < max(RELEASED, newest - DRIFT)

    def is_far_ahead(self, newest: int) -> bool:
        """Whether this is more than a day after the last moment that is known to have been (0 if none is)."""
        return bool(newest) and self.now() > newest + DAY

    def set(self, told: int | None) -> bool:
        """Read the wall clock once more, and believe somebody else's clock if the two are apart.

        Args:
            told: What the other one says (UTC microseconds); None if it says nothing.

        Returns:
            Whether what was believed can be.
        """
        wall = int(self._wall() * SECOND)
        other_is_right = told is not None and told >= RELEASED and abs(told - wall) > DRIFT
        believed = told if told is not None and other_is_right else wall
        self._offset = believed / SECOND - self._monotonic()
        return believed >= RELEASED

    def follow(self, moment: int) -> None:
        """Believe somebody whose clock others believe, too: it is that moment now."""
        self._offset = moment / SECOND - self._monotonic()

    def go_on_from(self, newest: int) -> None:
        """Begin no earlier than a moment that has been, if it is near: what comes later is later."""
        if 0 < (ahead := newest - self.now()) <= DRIFT:
            self._offset += ahead / SECOND


def day_of(moment: int) -> int:
    """Return the UTC day (days since the Unix epoch) of a moment in microseconds."""
    return moment // DAY
