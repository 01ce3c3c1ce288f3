"""Forget: words are kept for thirty days, and what people had erased until its day is over."""

import asyncio

import structlog

from bot.clock import DAY, Clock
from bot.errors import TransientError
from bot.metrics import Metrics
from storage.database import Database
from storage.history import History
from storage.migrate import drop_backups

log = structlog.get_logger(__name__)

KEPT_FOR = 30 * DAY
"""How long prompts are kept."""

LOOK_EVERY = 600.0
"""Seconds between two looks."""

AT_ONCE = 200
"""Jobs forgotten by one statement, so that nobody waits for it."""


class Forget:
    """Forgets, for ever, what has been kept for long enough."""

    def __init__(self, database: Database, history: History, clock: Clock, metrics: Metrics) -> None:
        self._database = database
        self._history = history
        self._clock = clock
        self._metrics = metrics

    async def watch(self) -> None:
        """Look now and then."""
        while True:
            try:
                await self._forget()
            except TransientError as exc:
                log.warning("forgetting_held_up", error=str(exc))
            except Exception:
                log.exception("forget_bug")
                self._metrics.bugs.labels("forget").inc()
            await asyncio.sleep(LOOK_EVERY)

    async def _forget(self) -> None:
        await self._history.drop_erased()
        await asyncio.to_thread(drop_backups, self._database, self._clock.now() - KEPT_FOR)
        forgotten = 0
        while some := await self._history.forget_old(self._clock.now() - KEPT_FOR, AT_ONCE):
            forgotten += some
            await asyncio.sleep(0.05)  # lets others at the database
        await self._database.empty_log()  # also of what single presses have forgotten meanwhile
        if forgotten:
            log.info("prompts_forgotten", jobs=forgotten)
