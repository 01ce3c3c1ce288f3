"""Tells people whose orders a restored backup has lost, when they write next."""

from typing import Any

import structlog
from telegram import Update
from telegram.ext import BaseHandler, CallbackContext

from bot.errors import HuabotError
from bot.pipeline.messenger import Messenger, Place, Text, put_with_retry
from bot.tasks import Tasks
from bot.telegram.messages import is_from_people, place_of, sender_id
from bot.texts import Texts
from storage.chats import Chats
from storage.restored import Restored

log = structlog.get_logger(__name__)

PAUSES = (1.0, 5.0, 30.0)
"""Seconds before another try to tell."""


class OnReturn(BaseHandler[Update, CallbackContext, None]):  # type: ignore[type-arg]
    """Sees the next message of everybody whose orders were lost; other handlers see it too.

    Args:
        restored: Knows whose they are.
        chats: Knows in which language they are spoken to.
        tasks: Own what is being told.
    """

    def __init__(self, restored: Restored, chats: Chats, messenger: Messenger, texts: Texts, tasks: Tasks) -> None:
        super().__init__(self._nothing)
        self._restored = restored
        self._chats = chats
        self._messenger = messenger
        self._texts = texts
        self._tasks = tasks
        self._waiting: set[int] = set()

    async def load(self) -> None:
        """Read whom there is something to be told."""
        self._waiting = await self._restored.owners()

    def check_update(self, update: object) -> bool:
        """Return True for the next message of somebody who is to be told."""
        if not self._waiting or not isinstance(update, Update) or update.message is None:
            return False
        return is_from_people(update.message) and sender_id(update.message) in self._waiting

    async def handle_update(self, update: Update, application: Any, check_result: Any, context: Any) -> None:
        """Tell them, in the background."""
        if update.message:
            owner_id = sender_id(update.message)
            self._waiting.discard(owner_id)
            self._tasks.start("restored", self._tell(owner_id, place_of(update.message)))

    async def _tell(self, owner_id: int, place: Place) -> None:
        try:
            count = await self._restored.take(owner_id)
            if count:
                owner = await self._chats.get(owner_id)
                language = owner.preferences.language or owner.language or "en"
                text = Text(self._texts.get(language, "restored", count=count))
                await put_with_retry(self._messenger, place, text, pauses=PAUSES)
        except HuabotError as exc:
            log.warning("lost_orders_not_told", owner=owner_id, error=str(exc))

    async def _nothing(self, *_: object) -> None:
        """Stand where the library wants a callback."""
