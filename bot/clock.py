"""The only source of *now*."""

import time
from collections.abc import Callable

SECOND = 1_000_000
"""Microseconds in a second: every stored time and duration is in microseconds."""

DAY = 86_400 * SECOND


class Clock:
    """The wall clock at start plus the monotonic time since.

    A jump of the system's clock therefore neither expires a job early nor leases it twice.

    Args:
        wall: Seconds since the Unix epoch, read once.
        monotonic: Seconds that never go back.
    """

    def __init__(
        self,
        wall: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._monotonic = monotonic
        self._offset = wall() - monotonic()

    def now(self) -> int:
        """Return UTC microseconds since the Unix epoch."""
        return int((self._monotonic() + self._offset) * SECOND)


def day_of(moment: int) -> int:
    """Return the UTC day (days since the Unix epoch) of a moment in microseconds."""
    return moment // DAY
