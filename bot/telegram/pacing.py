"""Telegram's limits, kept before Telegram has to: so many messages a second, in all and in each chat.

About 30 calls a second in all, one message a second in a private chat, twenty a minute in a group; edits
count toward the first only (Bot FAQ, "My bot is hitting limits"). The figures here are a little lower,
because what leaves us evenly does not arrive evenly.
"""

import asyncio
from collections import deque
from dataclasses import dataclass, field

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

    def next_turn(self, now: int, after: int = 0) -> int:
        """Return when one more turn may be taken, if so many others are taken before it."""
        missing = len(self._turns) + after - self._limit
        if missing < 0:
            return now
        rounds, place = divmod(missing, self._limit)
        first = max(now, self._turns[place] + self._span) if place < len(self._turns) else now
        return first + rounds * self._span

    def take(self, at: int) -> None:
        """Take a turn, not before `next_turn` allows it."""
        self._turns.append(at)

    def idle(self, now: int) -> bool:
        """Whether it can be forgotten."""
        return not self._turns or self._turns[-1] + self._span <= now


@dataclass(slots=True)
class _Lane:
    """The new messages of one chat: its limit, and how many wait for their turn."""

    window: Window
    waiting: int = 0
    first_come: asyncio.Lock = field(default_factory=asyncio.Lock)


class Pacer:
    """Gives every call its turn. No chat waits for another, except for the limit they share."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._all = Window(9, 0.36)
        self._lanes: dict[int, _Lane] = {}
        self._paused: dict[int, int] = {}
        self._everybody_until = 0
        self._floods: dict[int, tuple[int, int]] = {}

    async def turn(self, chat_id: int, *, new_message: bool) -> None:
        """Return when the call may go.

        Args:
            chat_id: Where to.
            new_message: False for an edit, which does not count toward the chat's own limit.

        Raises:
            RateLimitedError: That would take too long; `retry_after` says how long.
        """
        lane = self._lane(chat_id) if new_message else None
        if lane is None:
            await self._wait(chat_id, None)
            return
        now = self._clock.now()
        ahead = lane.window.next_turn(now, lane.waiting) - now
        if ahead > LONGEST_WAIT:
            raise RateLimitedError("the chat's pace", ahead / SECOND)
        lane.waiting += 1
        try:
            async with lane.first_come:
                await self._wait(chat_id, lane.window)
        finally:
            lane.waiting -= 1

    async def _wait(self, chat_id: int, window: Window | None) -> None:
        """Sleep until every limit allows the call, and take the turns at the moment it really goes."""
        while True:
            now = self._clock.now()
            at = max(self._all.next_turn(now), self._everybody_until, self._paused.get(chat_id, 0))
            if window:
                at = max(at, window.next_turn(now))
            if at <= now:
                break
            if at - now > LONGEST_WAIT:
                raise RateLimitedError("the chat's pace", (at - now) / SECOND)
            await asyncio.sleep((at - now) / SECOND)
        self._all.take(now)
        if window:
            window.take(now)

    def pause(self, chat_id: int, until: int) -> None:
        """Telegram said 429: leave this chat alone until then; all of them if several were told at once."""
        now = self._clock.now()
        until = max(until, self._paused.get(chat_id, 0))
        self._paused = {chat: end for chat, end in self._paused.items() if end > now} | {chat_id: until}
        self._floods = {chat: flood for chat, flood in self._floods.items() if now - flood[0] <= FLOOD_WINDOW}
        self._floods[chat_id] = (now, until)
        if len(self._floods) >= MANY_CHATS:  # as long as all of them have to: one may wait for reasons of its own
            self._everybody_until = max(self._everybody_until, min(end for _, end in self._floods.values()))

    def resume_pauses(self, pauses: dict[int, int]) -> None:
        """Take over the pauses that were in force before a restart."""
        self._paused |= pauses

    def _lane(self, chat_id: int) -> "_Lane":
        if len(self._lanes) > 10_000:
            now = self._clock.now()
            self._lanes = {
                chat: lane for chat, lane in self._lanes.items() if lane.waiting or not lane.window.idle(now)
            }
        if chat_id not in self._lanes:
            self._lanes[chat_id] = _Lane(Window(1, 1.1) if chat_id > 0 else Window(20, 61.0))
        return self._lanes[chat_id]
