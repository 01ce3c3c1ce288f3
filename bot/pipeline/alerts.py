"""Sends alerts to the bot's operators: best effort, never stored, one task per recipient."""

import structlog

from bot.errors import HuabotError
from bot.pipeline.messenger import Messenger, Place, Text, put_with_retry
from bot.tasks import Tasks
from bot.texts import Texts
from storage.chats import Chats

log = structlog.get_logger(__name__)

PAUSES = (1.0, 5.0, 30.0, 120.0, 600.0)
"""Seconds before each retry: an alert is raised only once, and a short outage of Telegram must not lose it."""


class OperatorAlerts:
    """Sends messages to every user in `ADMIN_IDS`."""

    def __init__(
        self, admin_ids: frozenset[int], chats: Chats, messenger: Messenger, texts: Texts, tasks: Tasks
    ) -> None:
        self._admin_ids = admin_ids
        self._chats = chats
        self._messenger = messenger
        self._texts = texts
        self._tasks = tasks

    def tell(self, message: str, **params: str) -> None:
        """Send a catalogue message to each admin in the background, in the admin's language if it is known."""
        for admin_id in self._admin_ids:
            self._tasks.start("admins", self._send(admin_id, message, params))

    async def stop(self) -> None:
        """Cancel pending sends."""
        await self._tasks.stop()

    async def _send(self, admin_id: int, message: str, params: dict[str, str]) -> None:
        try:
            admin = await self._chats.get(admin_id)
            html = self._texts.get(admin.preferences.language or admin.language or "en", message, **params)
            await put_with_retry(self._messenger, Place(admin_id), Text(html), pauses=PAUSES, may_double=True)
        except HuabotError as exc:
            log.warning("admin_not_told", admin=admin_id, error=str(exc))
