"""Keeps several processes together within Telegram's rate limits: every turn is taken in the database."""

import asyncio
from dataclasses import dataclass, field

from bot.clock import SECOND, Clock
from bot.errors import NotSentError
from bot.telegram.pacing import GROUP, LATE, LONGEST_WAIT, PRIVATE, Pauses, require_soon, sleep_until
from storage.chats import Pause
from storage.database import Database
from storage.turns import Turns

SOON = 0.02
"""Seconds before a turn is asked for again when it is not known when one will be free."""

UNHEARD = SECOND // 5
"""A call that waits longer than this for its turn checks again whether the chat is paused (microseconds)."""


@dataclass(slots=True)
class _Lane:
    """Queues the new messages that this process has for one chat."""

    waiting: int = 0
    first_come: asyncio.Lock = field(default_factory=asyncio.Lock)


class SharedTurn:
    """Represents one call's turn."""

    def answered(self) -> None:
        """Do nothing: turns of several processes are so far apart that the end of a call does not matter."""


class SharedPacer:
    """Gives every call its turn among the calls of all processes.

    Attributes:
        clocks_apart: How far two processes' clocks that follow the database's may differ (microseconds).
    """

    clocks_apart = SECOND // 4

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._turns = Turns(database, clock)
        self._clock = clock
        self._lanes: dict[int, _Lane] = {}
        self._for_new, self._for_edits = Pauses(), Pauses()

    async def turn(self, chat_id: int, *, new_message: bool) -> SharedTurn:
        """Wait until the call may go; see `bot.telegram.pacing.Pacer.turn`.

        Raises:
            RateLimitedError: The wait would be too long; `retry_after` says how long.
            NotSentError: This process must not send anything at present.
            TransientError: The database does not answer.
        """
        if not new_message:
            await self._take(chat_id, self._for_edits, 0, 0)
            return SharedTurn()
        limit, seconds = PRIVATE if chat_id > 0 else GROUP
        span = int(seconds * SECOND)
        lane = self._lanes.setdefault(chat_id, _Lane())
        require_soon(lane.waiting // limit * span)
        lane.waiting += 1
        try:
            async with lane.first_come:
                await self._take(chat_id, self._for_new, limit, span)
                return SharedTurn()
        finally:
            lane.waiting -= 1
            if not lane.waiting:
                self._lanes.pop(chat_id, None)

    def pause(self, chat_id: int, until: int, *, new_only: bool = False) -> None:
        """Pause a chat; see `bot.telegram.pacing.Pacer.pause`. Other processes read it from the table `chats`."""
        for pauses in (self._for_new,) if new_only else (self._for_new, self._for_edits):
            pauses.add(chat_id, until, self._clock.now())

    def resume_pauses(self, pauses: dict[int, Pause]) -> None:
        """Do nothing: earlier pauses are in the database, where every turn is taken."""

    async def _take(self, chat_id: int, pauses: Pauses, limit: int, span: int) -> None:
        while True:
            await self._sleep_until(pauses.until(chat_id))
            turn = await self._turns.take(chat_id, limit, span)
            if turn.at is None:
                wait = turn.opens - self._clock.now()
                require_soon(wait)
                await asyncio.sleep(max(wait / SECOND, SOON))
                continue
            paused = await self._wait_for(turn.at, chat_id, limit)
            now = self._clock.now()
            if not self._database.standing.acts(now):
                raise NotSentError("this process may have been taken for dead")
            if now - turn.at <= LATE and max(paused, pauses.until(chat_id)) <= now:
                return
            await self._turns.give_back(chat_id, turn.at, limit, span)

    async def _wait_for(self, moment: int, chat_id: int, limit: int) -> int:
        """Sleep until a turn; return the end of a pause that another process may have stored meanwhile, else 0."""
        waits = moment - self._clock.now() > UNHEARD
        await self._sleep_until(moment)
        return await self._turns.paused_until(chat_id, limit) if waits else 0

    async def _sleep_until(self, moment: int) -> None:
        wait = moment - self._clock.now()
        if wait > LONGEST_WAIT + SECOND:
            require_soon(wait)
        await sleep_until(self._clock, moment)
