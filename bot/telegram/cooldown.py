"""What was done a moment ago, and need not be done again yet."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable

from bot.clock import Clock

REMEMBERED = 10_000
"""Things remembered at most; the oldest are forgotten first."""

IsNews = Callable[[str, int], Awaitable[bool]]
"""Whether no other process has done a thing in the last so many microseconds."""


class Cooldown:
    """Remembers things for a while, in memory, and by what other processes say.

    Args:
        name: Tells these things from others.
        lasts: How long a thing counts as done lately (microseconds).
    """

    def __init__(self, name: str, clock: Clock, lasts: int, is_news: IsNews) -> None:
        self._name = name
        self._clock = clock
        self._lasts = lasts
        self._is_news = is_news
        self._done: OrderedDict[Hashable, int] = OrderedDict()

    async def allow(self, thing: Hashable) -> bool:
        """Return whether a thing was not done lately; if so, it is now.

        Raises:
            TransientError: It cannot be told now.
        """
        now = self._clock.now()
        last = self._done.get(thing)
        if last is not None and now - last < self._lasts:
            return False
        if not await self._is_news(f"{self._name}:{thing}", self._lasts):
            return False
        self._done[thing] = now
        self._done.move_to_end(thing)
        if len(self._done) > REMEMBERED:
            self._done.popitem(last=False)
        return True
