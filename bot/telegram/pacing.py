"""Telegram's limits, kept before Telegram has to: so many messages a second, in all and in each chat.

About 30 calls a second in all, one message a second in a private chat, twenty a minute in a group; edits
count toward the first only (Bot FAQ, "My bot is hitting limits"). The figures here are a little lower,
because what leaves us evenly does not arrive evenly.
"""

import asyncio
from collections import deque

from bot.clock import SECOND, Clock
from bot.errors import RateLimitedError

LONGEST_WAIT = 3 * SECOND
"""A longer wait is given back to the caller, so that no place is held for a chat that must wait."""

MANY_CHATS = 3
FLOOD_WINDOW = 5 * SECOND
"""So many chats told to wait within this time means that the bot as a whole is too fast."""


class Window:
    """At most `limit` turns in any stretch of `seconds`."""

    def __init__(self, limit: int, seconds: float) -> None:
        self._span = int(seconds * SECOND)
        self._turns: deque[int] = deque(maxlen=limit)
        self._limit = limit

    def next_turn(self, now: int) -> int:
        """Return when one more turn may be taken."""
        return now if len(self._turns) < self._limit else max(now, self._turns[0] + self._span)

    def take(self, at: int) -> None:
        """Take the turn that `next_turn` named."""
        self._turns.append(at)

    def idle(self, now: int) -> bool:
        """Whether it can be forgotten."""
        return not self._turns or self._turns[-1] + self._span <= now


class Pacer:
    """Gives every call its turn. No chat waits for another, except for the limit they share."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._all = Window(27, 1.0)
        self._chats: dict[int, Window] = {}
        self._paused: dict[int, int] = {}
        self._everybody_until = 0
        self._floods: deque[tuple[int, int]] = deque(maxlen=MANY_CHATS)

    async def turn(self, chat_id: int, *, new_message: bool) -> None:
        """Return when the call may go.

        Args:
            chat_id: Where to.
            new_message: False for an edit, which does not count toward the chat's own limit.

        Raises:
            RateLimitedError: That would take too long; `retry_after` says how long.
        """
        while True:
            now = self._clock.now()
            at = max(self._all.next_turn(now), self._everybody_until, self._paused.get(chat_id, 0))
            window = self._window(chat_id, now) if new_message else None
            if window:
                at = max(at, window.next_turn(now))
            if at - now > LONGEST_WAIT:
                raise RateLimitedError("the chat's pace", (at - now) / SECOND)
            self._all.take(at)
            if window:
                window.take(at)
            if at > now:
                await asyncio.sleep((at - now) / SECOND)
            # Somebody may have been told to wait while we slept.
            if self._clock.now() >= max(self._everybody_until, self._paused.get(chat_id, 0)):
                return

    def pause(self, chat_id: int, until: int) -> None:
        """Telegram said 429: leave this chat alone until then; all of them if several were told at once."""
        now = self._clock.now()
        self._paused = {chat: end for chat, end in self._paused.items() if end > now} | {chat_id: until}
        self._floods.append((now, chat_id))
        recent = {chat for moment, chat in self._floods if now - moment <= FLOOD_WINDOW}
        if len(recent) >= MANY_CHATS:
            self._everybody_until = max(self._everybody_until, until)

    def resume_pauses(self, pauses: dict[int, int]) -> None:
        """Take over the pauses that were in force before a restart."""
        self._paused |= pauses

    def _window(self, chat_id: int, now: int) -> Window:
        if len(self._chats) > 10_000:
            self._chats = {chat: window for chat, window in self._chats.items() if not window.idle(now)}
        if chat_id not in self._chats:
            self._chats[chat_id] = Window(1, 1.1) if chat_id > 0 else Window(20, 61.0)
        return self._chats[chat_id]
