"""Defines a clock that only the test advances."""

from bot.clock import SECOND, Clock

NOON = 1_700_049_600.0
"""A noon, UTC, in seconds since the Unix epoch."""


class ManualClock(Clock):
    """Advances only when the test tells it to; otherwise a `Clock`.

    Args:
        start: The initial time, in seconds since the Unix epoch.
    """

    def __init__(self, start: float = NOON) -> None:
        self._passed = 0.0
        super().__init__(wall=lambda: start, monotonic=lambda: self._passed)

    def advance(self, seconds: float) -> int:
        """Advance the clock, and return the new time in microseconds."""
        self._passed += seconds
        return self.now()

    def advance_to(self, moment: int) -> int:
        """Advance the clock to a moment in microseconds, unless that is past; return the time in microseconds."""
        return self.advance(max(0, moment - self.now()) / SECOND)
