"""Answers that are no job: sent after the commit, best effort, never stored."""

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
"""Seconds after which an answer is not worth giving any more."""

MOST_IN_A_POPUP = 200
"""Characters (Bot API, `answerCallbackQuery`)."""


class Replies:
    """Sends words into chats, and answers presses, each in a task of its own."""

    def __init__(self, bot: Bot, messenger: Messenger, metrics: Metrics) -> None:
        self._bot = bot
        self._messenger = messenger
        self._tasks = Tasks(metrics)
        self._waiting: Counter[int] = Counter()

    def send(self, place: Place, content: Content | str) -> None:
        """Say something soon: words in HTML, or more. Dropped, with a line in the log, if too much waits there."""
        self._put_soon(place, Text(content) if isinstance(content, str) else content)

    def edit(self, place: Place, message_id: int, content: Content) -> None:
        """Change an own message soon. Dropped like what is sent."""
        self._put_soon(place, content, message_id)

    def popup(self, query_id: str, html: str = "", *, must_be_read: bool = False) -> None:
        """Answer a press: by words that pass, or that are to be closed; or, without any, only by stopping the wait.

        Never dropped: it waits for no chat.
        """
        words = shorten(unescape(re.sub(r"<[^>]+>", "", html)), MOST_IN_A_POPUP)
        self._tasks.start("replies", self._answer(query_id, words, must_be_read=must_be_read))

    def soon(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something that may wait for Telegram, outside the update that caused it; what fails is logged."""
        if len(self._tasks) >= MOST_UNDER_WAY:
            work.close()
            log.warning("reply_dropped")
        else:
            self._tasks.start("replies", work)

    async def put(self, place: Place, content: Content, into: int | None = None) -> None:
        """Put something into a chat, and try again for a little while if nothing of it has arrived, or if it may be.

        Raises:
            HuabotError: As `bot.pipeline.messenger.Messenger.put`.
        """
        pauses = [1.0] * (TRIES - 1)
        await put_with_retry(self._messenger, place, content, into, pauses=pauses, longest=LONGEST_WAIT)

    async def stop(self, seconds: float) -> None:
        """Let what is being said be said, and what follows from it, for so long; then cut it off."""
        await self._tasks.stop(seconds)

    def _put_soon(self, place: Place, content: Content, into: int | None = None) -> None:
        if self._waiting[place.chat_id] >= MOST_IN_A_CHAT:
            log.warning("reply_dropped", chat=place.chat_id)
        else:
            self.soon(self._put(place, content, into))

    async def _put(self, place: Place, content: Content, into: int | None) -> None:
        self._waiting[place.chat_id] += 1
        try:
            await self.put(place, content, into)
        except HuabotError as exc:
            log.info("reply_not_sent", chat=place.chat_id, error=str(exc))
        finally:
            self._waiting[place.chat_id] -= 1
            if not self._waiting[place.chat_id]:
                del self._waiting[place.chat_id]

    async def _answer(self, query_id: str, text: str, *, must_be_read: bool) -> None:
        for _ in range(TRIES):
            try:
                await call(self._bot.answer_callback_query(query_id, text or None, show_alert=must_be_read))
                return
            except FloodError as exc:
                wait = exc.seconds
            except BadRequest as exc:
                log.info("press_not_answered", error=type(exc).__name__)  # too old, most often; nothing is lost by it
                return
            except TelegramError as exc:
                log.info("press_not_answered_yet", error=type(exc).__name__)
                wait = 1.0
            if wait > LONGEST_WAIT:
                return
            await asyncio.sleep(wait)
