"""Cancels orders that the provider cannot have received, and says so in messages that were sent too late."""

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
"""Seconds before each retry to say that an order is cancelled, if the last try may have failed."""

LONGEST_PAUSE = 60.0
"""Seconds: a chat that is rate-limited for longer is not told."""


class Cancel:
    """Cancels orders and gives their quota back."""

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
        """Cancel all waiting orders and questions of an owner, in one chat or (None) everywhere.

        Args:
            owner_id: The owner of the orders.
            chat_id: The chat; None for every chat.
            command: The place of the command, if its update may be delivered again: orders given below it stay.

        Raises:
            TransientError: Not committed.
        """
        if command is None or command.reply_to is None:
            return await self._jobs.cancel_all(owner_id, chat_id)
        return await self._jobs.cancel_all(owner_id, chat_id, here=command.chat_id, command_id=command.reply_to)

    async def tell_late(self, job: Job, message_id: int) -> None:
        """Mark a message that was sent too late as cancelled, unless its order continued without the message.

        A question for words is deleted. Best effort.
        """
        now = await retry_until_committed(lambda: self._jobs.find(job.id))
        if now and not now.is_cancelled:  # otherwise the job was erased or cancelled
            return
        if job.order.kind is Kind.PHOTO:
            return
        content = Delete() if asks_for_words(job) else Text(self._texts.get(job.order.language, "cancelled"))
        try:
            place = place_of_order(job.order)
            await put_with_retry(self._messenger, place, content, message_id, pauses=PAUSES, longest=LONGEST_PAUSE)
        except HuabotError as exc:
            log.info("cancelled_not_told", job=job.id, error=str(exc))
