"""Keeps calls within Telegram's rate limits, in all and in each chat, so that Telegram need not refuse them.

The limits are about 30 calls a second in all, one message a second in a private chat, twenty a minute in a group; edits
count toward the first only (Bot FAQ, "My bot is hitting limits"). Telegram counts calls when they arrive: a call counts
until a second after it must have arrived, which follows from its answer. A backlog leaves at even intervals; without a
backlog, a few calls need not wait for each other.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from bot.clock import SECOND, Clock
from bot.errors import RateLimitedError
from storage.chats import Pause

INTERVAL = 2 * SECOND // 57
"""Time between two calls while there is a backlog: 28.5 calls a second."""

LIMIT = 30
"""Calls that may arrive within a second."""

BURST = 2 * INTERVAL
"""Burst tolerance: how far calls may leave ahead of even intervals."""

BURST_BELOW = 26
"""Bursts are allowed while fewer calls count; from there on, the lead is made up for before the second is full."""

UNANSWERED = 3 * SECOND
"""How long an unanswered call counts: by a second before the end it has arrived, or never will."""

MARGIN = SECOND // 100
"""How far clocks and timers may differ."""

LATE = SECOND // 20
"""A turn that is used more than this late is void; a smaller delay does not delay the turns behind it."""

LONGEST_WAIT = 3 * SECOND
"""A longer wait raises `RateLimitedError`, so that a chat that must wait holds no place in the queue."""

PRIVATE, GROUP = (1, 1.1), (20, 61.0)
"""How many new messages a chat may get, within how many seconds."""

MANY_CHATS = 3
FLOOD_WINDOW = 5 * SECOND
"""If this many chats are told to wait within this time, the bot as a whole is too fast."""

GROUP_FLOOD_PAUSE = 15 * SECOND
"""The longest pause of the whole bot that groups can cause: a group in slow mode may have to wait an hour, which says
nothing about the other chats. If the bot as a whole is too fast, Telegram refuses again."""


class Window:
    """Allows at most `limit` turns in any `seconds` seconds."""

    def __init__(self, limit: int, seconds: float) -> None:
        self._span = int(seconds * SECOND)
        self._turns: deque[int] = deque(maxlen=limit)
        self._limit = limit

    def next_turn(self, now: int, after: int = 0) -> int:
        """Return when one more turn may be taken, if `after` others are taken before it."""
        missing = len(self._turns) + after - self._limit
        if missing < 0:
            return now
        rounds, place = divmod(missing, self._limit)
        first = max(now, self._turns[place] + self._span) if place < len(self._turns) else now
        return first + rounds * self._span

    def take(self, at: int) -> None:
        """Take a turn at `at`, which must not be before `next_turn`."""
        self._turns.append(at)

    def idle(self, now: int) -> bool:
        """Return whether the window has no turn that counts, and can be dropped."""
        return not self._turns or self._turns[-1] + self._span <= now


class Turn:
    """Represents one call's turn.

    Attributes:
        taken: When the turn was taken.
        ended: When the call was answered, or failed; None until then.
    """

    def __init__(self, calls: "_Calls", taken: int) -> None:
        self._calls = calls
        self.taken = taken
        self.ended: int | None = None

    def answered(self) -> None:
        """Note that the call has ended, by an answer or an error."""
        self._calls.answered(self)

    def counts_until(self, quickest: int) -> int:
        """Return until when the call counts; `quickest` is the shortest recent time from a turn to its answer."""
        never = self.taken + UNANSWERED
        return never if self.ended is None else min(never, self.ended - quickest + SECOND + MARGIN)


class _Calls:
    """Tracks the calls that count toward the overall limit.

    A call arrives somewhere between its departure and its answer. Two calls take equally long to arrive, except for at
    most the time by which their answers took longer than the quickest recent one, which may be that of a later call.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._turns: deque[Turn] = deque()
        self._lately: deque[int] = deque(maxlen=64)
        self._changed = asyncio.Event()

    def take(self) -> Turn:
        """Take a turn now."""
        turn = Turn(self, self._clock.now())
        self._turns.append(turn)
        return turn

    def answered(self, turn: Turn) -> None:
        """Let a call count for one second from the time by which it must have arrived."""
        turn.ended = self._clock.now()
        self._lately.append(turn.ended - turn.taken)
        self._changed.set()

    def allow_burst(self) -> bool:
        """Return whether few enough calls count for the next one to leave ahead of its turn."""
        most = len(self._turns)  # some of them may no longer count
        return most < BURST_BELOW or len(self._counted_until(self._clock.now())) < BURST_BELOW

    async def wait(self) -> None:
        """Wait until one more call may leave."""
        while len(self._turns) >= LIMIT and len(until := self._counted_until(now := self._clock.now())) >= LIMIT:
            self._changed.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout((min(until) - now) / SECOND):
                    await self._changed.wait()

    def _counted_until(self, now: int) -> list[int]:
        """Return, for each call that still counts, until when it does."""
        quickest = min(self._lately, default=0)
        while self._turns and self._turns[0].counts_until(0) <= now:
            self._turns.popleft()
        return [until for turn in self._turns if (until := turn.counts_until(quickest)) > now]


@dataclass(slots=True)
class _Lane:
    """Queues the new messages of one chat: its limit, and how many wait for their turn."""

    window: Window
    waiting: int = 0
    first_come: asyncio.Lock = field(default_factory=asyncio.Lock)


class Pauses:
    """Holds until when single chats, or all chats, are paused."""

    def __init__(self) -> None:
        self._chats: dict[int, int] = {}
        self._everybody = 0
        self._floods: dict[int, tuple[int, int]] = {}

    def until(self, chat_id: int) -> int:
        """Return when a chat may be written to again."""
        return max(self._everybody, self._chats.get(chat_id, 0))

    def resume(self, chat_id: int, until: int) -> None:
        """Restore a pause that was in force before a restart."""
        self._chats[chat_id] = until

    def add(self, chat_id: int, until: int, now: int) -> None:
        """Pause a chat until `until`; pause all chats if `MANY_CHATS` were told to wait within `FLOOD_WINDOW`."""
        until = max(until, self._chats.get(chat_id, 0))
        self._chats = {chat: end for chat, end in self._chats.items() if end > now} | {chat_id: until}
        self._floods = {chat: flood for chat, flood in self._floods.items() if now - flood[0] <= FLOOD_WINDOW}
        self._floods[chat_id] = (now, until)
        if len(self._floods) >= MANY_CHATS:  # the shortest of their pauses: one may have reasons of its own
            private = [end for chat, (_, end) in self._floods.items() if chat > 0]
            ends = [min(end, now + GROUP_FLOOD_PAUSE) for _, end in self._floods.values()]
            self._everybody = max(self._everybody, min(private if len(private) >= MANY_CHATS else ends))


class Pacer:
    """Gives every call its turn. No chat waits for another, except for the overall limit.

    Attributes:
        clocks_apart: How far the clocks of the processes that keep a pause may differ (microseconds).
    """

    clocks_apart = 0

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lanes: dict[int, _Lane] = {}
        self._for_new, self._for_edits = Pauses(), Pauses()  # a pause for edits is one for new messages too
        self._all = _Calls(clock)
        self._next = 0
        self._waiting = 0
        self._first_come = asyncio.Lock()

    async def turn(self, chat_id: int, *, new_message: bool) -> Turn:
        """Wait until the call may go. The caller reports the end of the call by `Turn.answered`.

        Args:
            chat_id: The chat that the call goes to.
            new_message: False for an edit, which does not count toward the chat's own limit.

        Raises:
            RateLimitedError: The wait would be too long; `retry_after` says how long.
        """
        if not new_message:
            return await self._wait(lambda: self._for_edits.until(chat_id))
        lane, now = self._lane(chat_id), self._clock.now()
        require_soon(lane.window.next_turn(now, lane.waiting) - now)
        lane.waiting += 1
        try:
            async with lane.first_come:
                window = lane.window
                turn = await self._wait(lambda: max(self._for_new.until(chat_id), window.next_turn(self._clock.now())))
                window.take(turn.taken)
                return turn
        finally:
            lane.waiting -= 1

    def pause(self, chat_id: int, until: int, *, new_only: bool = False) -> None:
        """Pause a chat after Telegram answered 429; pause all chats if several were told to wait at once.

        Args:
            chat_id: The chat.
            until: End of the pause (UTC microseconds).
            new_only: The refused call is a new message, which says nothing about edits.
        """
        for pauses in (self._for_new,) if new_only else (self._for_new, self._for_edits):
            pauses.add(chat_id, until, self._clock.now())

    def resume_pauses(self, pauses: dict[int, Pause]) -> None:
        """Restore the pauses that were in force before a restart."""
        for chat_id, pause in pauses.items():
            self._for_new.resume(chat_id, pause.no_new_before)
            self._for_edits.resume(chat_id, pause.not_before)

    async def _wait(self, opens: Callable[[], int]) -> Turn:
        """Sleep until the chat is open and it is this call's turn; a pause that begins meanwhile counts too."""
        while True:
            require_soon(opens() - self._clock.now())
            await sleep_until(self._clock, opens())
            turn = await self._take_turn()
            if opens() <= self._clock.now():
                return turn
            turn.answered()  # nothing was sent

    async def _take_turn(self) -> Turn:
        """Wait in the single queue of all calls; in a backlog, calls leave `INTERVAL` apart."""
        came = self._clock.now()
        require_soon(self._next - came + self._waiting * INTERVAL)
        self._waiting += 1
        try:
            async with self._first_come:
                turn = max(self._next, came)
                await sleep_until(self._clock, turn - BURST if self._all.allow_burst() else turn)
                await self._all.wait()
                taken = self._all.take()
                self._next = (turn if taken.taken - turn <= LATE else taken.taken) + INTERVAL
                return taken
        finally:
            self._waiting -= 1

    def _lane(self, chat_id: int) -> _Lane:
        if len(self._lanes) > 10_000:
            now = self._clock.now()
            self._lanes = {
                chat: lane for chat, lane in self._lanes.items() if lane.waiting or not lane.window.idle(now)
            }
        if chat_id not in self._lanes:
            self._lanes[chat_id] = _Lane(Window(*(PRIVATE if chat_id > 0 else GROUP)))
        return self._lanes[chat_id]


async def sleep_until(clock: Clock, moment: int) -> None:
    """Sleep until `moment`, never shorter: timers may fire early."""
    while True:
        left = moment - clock.now()
        if left <= 0:
            return
        await asyncio.sleep(left / SECOND)


def require_soon(wait: int) -> None:
    """Raise `RateLimitedError` if a wait (microseconds) is longer than `LONGEST_WAIT`."""
    if wait > LONGEST_WAIT:
        raise RateLimitedError("our own pace", wait / SECOND)
