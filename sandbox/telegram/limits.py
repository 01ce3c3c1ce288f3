"""Implements Telegram's flood control, the rate limits for a bot.

Source: Bots FAQ, "My bot is hitting limits": about 30 messages per second in total, one per second to a
chat (short bursts are allowed), 20 per minute to a group.
"""

import math
import time
from collections import defaultdict, deque

from sandbox.telegram.chats import Chat
from sandbox.telegram.errors import too_many_requests
from sandbox.telegram.settings import Settings

_OVERALL = (30, 1.0)
_BURST = 3


class FloodControl:
    """Counts sends and edits, and refuses calls beyond the limits.

    Args:
        settings: Defines whether the limits apply, and the limit of a group.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._all: deque[float] = deque()
        self._groups: defaultdict[int, deque[float]] = defaultdict(deque)
        # Private chat → the time at which its bucket of sends is full again.
        self._full_at: dict[int, float] = {}

    def count(self, chat: Chat, *, edit: bool) -> None:
        """Count one call to a chat.

        Raises:
            ApiError: The call exceeds a limit; it is not counted.
        """
        if not self._settings.enforce_limits:
            return
        now = time.monotonic()
        group = self._settings.group_limit, self._settings.group_window
        waits = [_window_wait(self._all, _OVERALL, now)]
        if not edit and chat.type == "private":
            waits.append(self._full_at.get(chat.id, now) - now - (_BURST - 1))
        elif not edit:
            waits.append(_window_wait(self._groups[chat.id], group, now))
        if (wait := max(waits)) > 0:
            raise too_many_requests(math.ceil(wait))
        self._all.append(now)
        if not edit and chat.type == "private":
            self._full_at[chat.id] = max(self._full_at.get(chat.id, now), now) + 1
        elif not edit:
            self._groups[chat.id].append(now)

    def slow_down(self, chat: Chat, *, exempt: bool) -> None:
        """Count a new message towards a group's slow mode; edits are never counted.

        Raises:
            ApiError: The message comes too soon after the last one.
        """
        now = time.monotonic()
        if exempt or not chat.slow_mode:
            return
        if now < chat.slow_until:
            raise too_many_requests(math.ceil(chat.slow_until - now))
        chat.slow_until = now + chat.slow_mode


def _window_wait(times: deque[float], limit: tuple[int, float], now: float) -> float:
    """Return the seconds until the window has room again; zero or less if it has."""
    allowed, window = limit
    while times and times[0] <= now - window:
        times.popleft()
    return times[0] + window - now if len(times) >= allowed else 0.0
