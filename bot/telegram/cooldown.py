"""What was done a moment ago, and need not be done again yet."""

from collections import OrderedDict
from collections.abc import Hashable

from bot.clock import Clock

REMEMBERED = 10_000
"""Things remembered at most; the oldest are forgotten first."""


class Cooldown:
    """Remembers things for a while, in memory.

    Args:
        lasts: How long a thing counts as done lately (microseconds).
    """

    def __init__(self, clock: Clock, lasts: int) -> None:
        self._clock = clock
        self._lasts = lasts
        self._done: OrderedDict[Hashable, int] = OrderedDict()

    def allow(self, thing: Hashable) -> bool:
        """Return whether a thing was not done lately; if so, it is now."""
        now = self._clock.now()
        last = self._done.get(thing)
        if last is not None and now - last < self._lasts:
            return False
        self._done[thing] = now
        self._done.move_to_end(thing)
        if len(self._done) > REMEMBERED:
            self._done.popitem(last=False)
        return True
