"""Words for the bot's owner: best effort, never stored, one task each."""

import asyncio

import structlog

from bot.errors import HuabotError
from bot.pipeline.messenger import Messenger, Place, Text
from bot.texts import Texts

log = structlog.get_logger(__name__)


class Admins:
    """Speaks to everybody in `ADMIN_IDS`."""

    def __init__(self, admin_ids: frozenset[int], messenger: Messenger, texts: Texts) -> None:
        self._admin_ids = admin_ids
        self._messenger = messenger
        self._texts = texts
        self._tasks: set[asyncio.Task[None]] = set()

    def tell(self, message: str, **params: str) -> None:
        """Send a message of the catalogue to each admin, in English, without waiting for it."""
        html = self._texts.get("en", message, **params)
        for admin_id in self._admin_ids:
            task = asyncio.create_task(self._send(admin_id, html))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Cut off what is still being sent."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _send(self, admin_id: int, html: str) -> None:
        try:
            await self._messenger.put(Place(admin_id), Text(html))
        except HuabotError as exc:
            log.warning("admin_not_told", admin=admin_id, error=str(exc))
