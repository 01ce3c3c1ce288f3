"""Tells users at their next message that a restored backup has lost their orders."""

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
"""Seconds before each further try to send the message."""


class OnReturn(BaseHandler[Update, CallbackContext, None]):  # type: ignore[type-arg]
    """Watches for the next message of each user whose orders were lost; other handlers see the message too.

    Args:
        restored: Knows the owners of the lost orders.
        chats: Knows the language of each owner.
        tasks: Own the pending sends.
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
        """Load the users who have to be told."""
        self._waiting = await self._restored.owners()

    def check_update(self, update: object) -> bool:
        """Return True for the next message of a user who has to be told."""
        if not self._waiting or not isinstance(update, Update) or update.message is None:
            return False
        return is_from_people(update.message) and sender_id(update.message) in self._waiting

    async def handle_update(self, update: Update, application: Any, check_result: Any, context: Any) -> None:
        """Tell the sender, in the background."""
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
        """Do nothing: the library requires a callback."""
