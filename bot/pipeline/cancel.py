"""Cancel: an order that the provider cannot have is taken back, and whatever message of ours came too late says so."""

import structlog

from bot.errors import HuabotError
from bot.job import Job, Kind
from bot.pipeline.messenger import Delete, Messenger, Place, Text, place_of_order, put_with_retry
from bot.pipeline.wording import asks_for_words
from bot.pipeline.worker import retry_until_committed
from bot.texts import Texts
from storage.jobs import Jobs

log = structlog.get_logger(__name__)

PAUSES = (1.0, 2.0, 4.0, 8.0)
"""Seconds after which it is said again that an order is cancelled, if that may not have been heard."""

LONGEST_PAUSE = 60.0
"""Seconds: a chat that must wait longer is not told."""


class Cancel:
    """Takes orders back; they are given back, too."""

    def __init__(self, jobs: Jobs, messenger: Messenger, texts: Texts) -> None:
        self._jobs = jobs
        self._messenger = messenger
        self._texts = texts

    async def one(self, job: Job) -> Job | None:
        """Cancel an order that has not been submitted.

        Returns:
            The cancelled job; None if it is too late.

        Raises:
            TransientError: Not committed.
        """
        cancelled = await self._jobs.cancel(job.id)
        if cancelled:
            log.info("order_cancelled", job=job.id)
        return cancelled

    async def all_of(self, owner_id: int, chat_id: int | None, command: Place | None = None) -> list[Job]:
        """Cancel all that somebody waits for, questions too, in one chat or (None) everywhere.

        Args:
            owner_id: Who.
            chat_id: Where.
            command: What says so, if that may come again: what was ordered below it is not meant.

        Raises:
            TransientError: Not committed.
        """
        if command is None or command.reply_to is None:
            return await self._jobs.cancel_all(owner_id, chat_id)
        return await self._jobs.cancel_all(owner_id, chat_id, here=command.chat_id, command_id=command.reply_to)

    async def tell_late(self, job: Job, message_id: int) -> None:
        """Say it in a message of ours that came too late, if that is why: the order may have gone on without it.

        A question for words is deleted. Best effort.
        """
        now = await retry_until_committed(lambda: self._jobs.find(job.id))
        if now and not now.is_cancelled:  # else it was erased, or taken back
            return
        if job.order.kind is Kind.PHOTO:
            return
        content = Delete() if asks_for_words(job) else Text(self._texts.get(job.order.language, "cancelled"))
        try:
            place = place_of_order(job.order)
            await put_with_retry(self._messenger, place, content, message_id, pauses=PAUSES, longest=LONGEST_PAUSE)
        except HuabotError as exc:
            log.info("cancelled_not_told", job=job.id, error=str(exc))
