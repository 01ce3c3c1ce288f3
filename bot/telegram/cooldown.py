"""Remembers recent actions, so that they are not repeated too soon."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable

from bot.clock import Clock

REMEMBERED = 10_000
"""Maximum number of remembered actions; the oldest are forgotten first."""

IsNews = Callable[[str, int], Awaitable[bool]]
"""Returns whether no other process has taken a key in the last so many microseconds; if so, takes the key."""


class Cooldown:
    """Remembers actions for a while, in memory and across processes.

    Args:
        name: Distinguishes these actions from others.
        lasts: How long an action counts as recent (microseconds).
    """

    def __init__(self, name: str, clock: Clock, lasts: int, is_news: IsNews) -> None:
        self._name = name
        self._clock = clock
        self._lasts = lasts
        self._is_news = is_news
        self._done: OrderedDict[Hashable, int] = OrderedDict()

    async def allow(self, thing: Hashable) -> bool:
        """Return whether an action was not done recently; if so, record it as done now.

        Raises:
            TransientError: The answer cannot be determined now.
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
