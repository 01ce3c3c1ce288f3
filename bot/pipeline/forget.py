"""Forget: words are kept for thirty days, and what people had erased until its day is over."""

import asyncio

import structlog

from bot.clock import DAY, Clock
from storage.database import Database
from storage.history import History
from storage.migrate import drop_backups

log = structlog.get_logger(__name__)

KEPT_FOR = 30 * DAY
"""How long prompts are kept."""

AT_ONCE = 200
"""Jobs forgotten by one statement, so that nobody waits for it."""


class Forget:
    """Forgets what has been kept for long enough."""

    def __init__(self, database: Database, history: History, clock: Clock) -> None:
        self._database = database
        self._history = history
        self._clock = clock

    async def forget(self) -> None:
        """Forget what is due."""
        await self._history.drop_erased()
        await asyncio.to_thread(drop_backups, self._database, self._clock.now() - KEPT_FOR)
        forgotten = 0
        while some := await self._history.forget_old(self._clock.now() - KEPT_FOR, AT_ONCE):
            forgotten += some
            await asyncio.sleep(0.05)  # lets others at the database
        await self._database.empty_log()
        if forgotten:
            log.info("prompts_forgotten", jobs=forgotten)
