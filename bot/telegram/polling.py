"""Implements long polling: the offset moves only past updates that have been committed.

The library's own polling acknowledges updates before their handlers have finished, so a killed
process loses commands.
"""

import asyncio
from collections import defaultdict
from contextlib import suppress
from typing import Any

import structlog
from telegram import Bot, Update
from telegram.error import Conflict, TelegramError
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.clock import DAY, SECOND, Clock
from bot.errors import TransientError
from bot.metrics import Metrics
from bot.tasks import Pauses, Tasks
from bot.telegram.errors import try_again_later
from bot.telegram.transport import NoAnswerError, call
from bot.telegram.updates import ALLOWED_UPDATES, Lane, Updates, lane_of
from storage.standing import LOOK_WHO_LEADS, Standing

log = structlog.get_logger(__name__)

LONG_POLL = 50
"""Seconds that Telegram may keep a poll open."""

FRESH = 120 * SECOND
"""Telegram counts as reachable for this long after a successful poll (microseconds)."""


class Polling:
    """Polls Telegram for updates and acknowledges those that have been handled.

    Args:
        request: Carries the long polls; initialized and shut down with the bot.
        standing: Tells whether this process polls for all.
    """

    def __init__(
        self, bot: Bot, request: BaseRequest, updates: Updates, standing: Standing, clock: Clock, metrics: Metrics
    ) -> None:
        self._bot = bot
        self._request = request
        self._updates = updates
        self._standing = standing
        self._clock = clock
        self._offset: int | None = None
        self._last_ok = 0
        self._last_update = 0
        self._ready = False
        self._metrics = metrics
        self._tasks = Tasks(metrics)

    @property
    def healthy(self) -> bool:
        """Return whether polling runs, and Telegram has answered, or another process polled, within `FRESH`."""
        return len(self._tasks) > 0 and self._clock.now() - self._last_ok < FRESH

    def start(self) -> None:
        """Start polling in its own task."""
        self._tasks.repeat("polling", self._turn, pauses=Pauses(0.5, 30.0))

    async def stop(self) -> None:
        """Stop polling, and acknowledge the updates that were handled last."""
        await self._tasks.stop()
        if self._offset is not None:
            with suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(1.0):
                    await self._get_updates(seconds=0)

    async def _turn(self) -> float:
        if not self._standing.leads(self._clock.now()):  # another process polls
            self._ready = False
            self._offset = None
            self._last_ok = self._clock.now()
            return LOOK_WHO_LEADS
        try:
            return await self._poll()
        except Conflict:
            self._ready = False  # a webhook may have been set meanwhile
            self._metrics.taken.inc()
            log.error("polling_conflict", hint="another program uses this token; stop it")  # noqa: TRY400
            raise TransientError("somebody else asks for updates") from None
        except TelegramError as exc:
            raise try_again_later(exc) from None

    async def _poll(self) -> float:
        """Poll once, handle the updates, and return the seconds to wait before the next poll."""
        if not self._ready:
            await call(self._bot.delete_webhook(drop_pending_updates=False))
            self._last_ok = self._clock.now()
            self._ready = True
        began = self._clock.now()
        batch = await self._get_updates(seconds=LONG_POLL)
        self._last_ok = self._clock.now()
        if batch:
            self._last_update = self._last_ok
            await self._take(batch)
            return 0.0
        self._forget_old_offset()
        return 0.2 if self._last_ok - began < SECOND // 5 else 0.0  # a server that does not keep polls open

    async def _get_updates(self, seconds: int) -> list[dict[str, Any]]:
        """Return raw updates: an update that the library cannot read must not hold up the others."""
        parameters = {"offset": self._offset, "timeout": seconds, "allowed_updates": ALLOWED_UPDATES}
        data = RequestData(
            [RequestParameter(name, value, None) for name, value in parameters.items() if value is not None]
        )
        url = f"{self._bot.base_url}/getUpdates"
        raw: Any = await self._request.post(url, data, read_timeout=seconds + 10.0)
        if not isinstance(raw, list):
            raise NoAnswerError("what answers getUpdates is no list")
        # An entry without an id can be acknowledged only by the updates after it.
        return [update for update in raw if isinstance(update, dict) and _is_number(update.get("update_id"))]

    async def _take(self, batch: list[dict[str, Any]]) -> None:
        """Handle a batch: one chain per lane, chains in parallel; then move the offset up to the first failure.

        Raises:
            TransientError: An update must be delivered again; the updates before it are acknowledged.
        """
        chains: dict[Lane, list[Update]] = defaultdict(list)
        for raw in batch:
            if update := self._updates.parse(raw):
                chains[lane_of(update)].append(update)
        failures = dict(failure for failure in await asyncio.gather(*map(self._chain, chains.values())) if failure)
        for raw in batch:
            if raw["update_id"] in failures:
                raise failures[raw["update_id"]]
            self._offset = raw["update_id"] + 1

    async def _chain(self, updates: list[Update]) -> tuple[int, TransientError] | None:
        for update in updates:
            try:
                await self._updates.handle(update)
            except TransientError as exc:
                return update.update_id, exc
        return None

    def _forget_old_offset(self) -> None:
        """Forget the offset after a day without updates: all are acknowledged by then, and later ids may be lower."""
        if self._offset is not None and self._clock.now() - self._last_update > DAY:
            self._offset = None


def _is_number(update_id: object) -> bool:
    """Return whether a value can be an update id; True and False are ints too, but are not ids."""
    return isinstance(update_id, int) and not isinstance(update_id, bool) and abs(update_id) < 2**63
