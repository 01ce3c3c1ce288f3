"""Answers that are no job: sent after the commit, best effort, never stored."""

import asyncio

import structlog

from bot.errors import HuabotError, NotSentError, RateLimitedError
from bot.pipeline.messenger import Messenger, Place, Text

log = structlog.get_logger(__name__)

MOST_UNDER_WAY = 1_000
TRIES = 5


class Replies:
    """Sends words into chats, each in a task of its own."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger
        self._tasks: set[asyncio.Task[None]] = set()

    def send(self, place: Place, html: str) -> None:
        """Say something soon. Dropped, with a line in the log, if too much is waiting to be said."""
        if len(self._tasks) >= MOST_UNDER_WAY:
            log.warning("reply_dropped", chat=place.chat_id)
            return
        task = asyncio.create_task(self._send(place, Text(html)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self, seconds: float) -> None:
        """Let what is being said be said, for so long; then cut it off."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _send(self, place: Place, text: Text) -> None:
        for _ in range(TRIES):
            try:
                await self._messenger.put(place, text)
            except (RateLimitedError, NotSentError) as exc:
                await asyncio.sleep(exc.retry_after or 1.0)  # nothing was said: it may be said later
            except HuabotError as exc:
                log.info("reply_not_sent", chat=place.chat_id, error=str(exc))
                return
            else:
                return
