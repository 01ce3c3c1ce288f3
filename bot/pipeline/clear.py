"""Deletes pictures whose time is over in chats that keep them for a while only, as if 🗑 had been pressed."""

import structlog

from bot.clock import SECOND
from bot.errors import HuabotError, TransientError
from bot.job import Job
from bot.pipeline.messenger import ContentRefusedError, Delete, Keyboard, Messenger, place_of_order
from storage.history import History

log = structlog.get_logger(__name__)

AT_ONCE = 100
"""Pictures read from the database at once."""

LATER = 60 * SECOND
"""Microseconds before a deletion is retried; longer if Telegram asks for it."""


class Clear:
    """Deletes the messages whose time is over, and forgets their contents. May be interrupted and repeated."""

    def __init__(self, history: History, messenger: Messenger) -> None:
        self._history = history
        self._messenger = messenger

    async def clear(self) -> None:
        """Delete the pictures that are due.

        Raises:
            TransientError: The database does not answer.
        """
        while some := await self._history.to_delete(AT_ONCE):
            gone = [job.id for job in some if await self._delete(job)]
            if gone:
                await self._history.forget(*gone)
                log.info("pictures_cleared", jobs=len(gone))

    async def _delete(self, job: Job) -> bool:
        """Delete a picture's message; return False if the deletion must be retried later."""
        place, message_id = place_of_order(job.order), job.placeholder_id
        try:
            if message_id is not None:  # None if its group has moved: the message cannot be deleted any more
                await self._messenger.put(place, Delete(), into=message_id)
        except TransientError as exc:
            await self._history.delete_later(job.id, max(LATER, int((exc.retry_after or 0) * SECOND)))
            return False
        except ContentRefusedError as exc:  # the message is too old: at least its buttons go
            log.info("picture_not_cleared", job=job.id, error=str(exc))
            await self._take_buttons(job, message_id or 0)
        except HuabotError as exc:
            log.info("picture_gone", job=job.id, error=str(exc))
        return True

    async def _take_buttons(self, job: Job, message_id: int) -> None:
        try:
            await self._messenger.put(place_of_order(job.order), Keyboard(()), into=message_id)
        except HuabotError as exc:
            log.info("buttons_not_taken", job=job.id, error=str(exc))
