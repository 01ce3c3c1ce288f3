"""Sends answers that are not jobs: after the commit, best effort, never stored."""

import asyncio
import re
from collections import Counter
from collections.abc import Coroutine
from html import unescape
from typing import Any

import structlog
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.errors import HuabotError
from bot.metrics import Metrics
from bot.options import shorten
from bot.pipeline.messenger import Content, Messenger, Place, Text, put_with_retry
from bot.tasks import Tasks
from bot.telegram.transport import FloodError, call

log = structlog.get_logger(__name__)

MOST_UNDER_WAY = 1_000
MOST_IN_A_CHAT = 20
TRIES = 5

LONGEST_WAIT = 30.0
"""Seconds; an answer that must wait longer is no longer worth sending."""

MOST_IN_A_POPUP = 200
"""Characters (Bot API, `answerCallbackQuery`)."""


class Replies:
    """Sends messages into chats and answers presses, each in its own task."""

    def __init__(self, bot: Bot, messenger: Messenger, metrics: Metrics) -> None:
        self._bot = bot
        self._messenger = messenger
        self._tasks = Tasks(metrics)
        self._waiting: Counter[int] = Counter()

    def send(self, place: Place, content: Content | str) -> None:
        """Send HTML text or other content soon. It is dropped and logged if too much waits, for the chat or in all."""
        self._put_soon(place, Text(content) if isinstance(content, str) else content)

    def edit(self, place: Place, message_id: int, content: Content) -> None:
        """Edit one of the bot's messages soon. The edit is dropped in the same case as in `send`."""
        self._put_soon(place, content, message_id)

    def popup(self, query_id: str, html: str = "", *, must_be_read: bool = False) -> None:
        """Answer a press with text that disappears by itself or must be closed; without text, end the progress bar.

        The answer is never dropped: it does not wait for a chat.
        """
        words = shorten(unescape(re.sub(r"<[^>]+>", "", html)), MOST_IN_A_POPUP)
        self._tasks.start("replies", self._answer(query_id, words, must_be_read=must_be_read))

    def soon(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None] | None:
        """Run work that may wait for Telegram, outside the update that caused it; errors are logged.

        Returns:
            The task; None if `MOST_UNDER_WAY` tasks are running: then the work is dropped, with a log entry.
        """
        if len(self._tasks) >= MOST_UNDER_WAY:
            work.close()
            log.warning("reply_dropped")
            return None
        return self._tasks.start("replies", work)

    async def put(self, place: Place, content: Content, into: int | None = None) -> None:
        """Put content into a chat; retry for a short time if nothing arrived, or if it replaces a message.

        Raises:
            HuabotError: As `bot.pipeline.messenger.Messenger.put`.
        """
        pauses = [1.0] * (TRIES - 1)
        await put_with_retry(self._messenger, place, content, into, pauses=pauses, longest=LONGEST_WAIT)

    async def stop(self, seconds: float) -> None:
        """Finish pending sends, and the work that follows from them, within `seconds`, then cancel."""
        await self._tasks.stop(seconds)

    def _put_soon(self, place: Place, content: Content, into: int | None = None) -> None:
        chat_id = place.chat_id
        if self._waiting[chat_id] >= MOST_IN_A_CHAT:
            log.warning("reply_dropped", chat=chat_id)
        elif task := self.soon(self._put(place, content, into)):
            self._waiting[chat_id] += 1
            task.add_done_callback(lambda _: self._end_waiting(chat_id))

    def _end_waiting(self, chat_id: int) -> None:
        self._waiting[chat_id] -= 1
        if not self._waiting[chat_id]:
            del self._waiting[chat_id]

    async def _put(self, place: Place, content: Content, into: int | None) -> None:
        try:
            await self.put(place, content, into)
        except HuabotError as exc:
            log.info("reply_not_sent", chat=place.chat_id, error=str(exc))

    async def _answer(self, query_id: str, text: str, *, must_be_read: bool) -> None:
        for _ in range(TRIES):
            try:
                await call(self._bot.answer_callback_query(query_id, text or None, show_alert=must_be_read))
                return
            except FloodError as exc:
                wait = exc.seconds
            except BadRequest as exc:
                log.info("press_not_answered", error=type(exc).__name__)  # usually a press is too old; nothing is lost
                return
            except TelegramError as exc:
                log.info("press_not_answered_yet", error=type(exc).__name__)
                wait = 1.0
            if wait > LONGEST_WAIT:
                return
            await asyncio.sleep(wait)
