"""A clock that only the test moves."""

from bot.clock import SECOND, Clock

NOON = 1_700_049_600.0
"""Some noon, UTC."""


class ManualClock(Clock):
    """A `Clock` whose hands are moved by hand.

    Args:
        start: Where they stand at first, seconds since the Unix epoch.
    """

    def __init__(self, start: float = NOON) -> None:
        self._passed = 0.0
        super().__init__(wall=lambda: start, monotonic=lambda: self._passed)

    def advance(self, seconds: float) -> int:
        """Move on, and return the new time in microseconds."""
        self._passed += seconds
        return self.now()

    def advance_to(self, moment: int) -> int:
        """Move on to a moment in microseconds, unless it is past."""
        return self.advance(max(0, moment - self.now()) / SECOND)
