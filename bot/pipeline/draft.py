"""Asks for the choice that an order lacks, and forgets the order if nobody answers."""

from contextlib import suppress

import structlog

from bot.clock import SECOND, Clock
from bot.errors import HuabotError, PermanentError, TransientError
from bot.job import Job, Kind
from bot.pipeline.cancel import Cancel
from bot.pipeline.messenger import Content, Delete, Keyboard, Messenger, Sent, Text, place_of_order
from bot.pipeline.wording import asks_for_words, question
from bot.pipeline.worker import retry_until_committed
from bot.texts import Texts
from storage.jobs import Jobs

log = structlog.get_logger(__name__)

PATIENCE = 10
"""Tries to send the question."""

FORGOTTEN_AFTER = 3_600 * SECOND
"""Microseconds for which a question waits for its answer."""


class Draft:
    """Asks for the style of an `/anime` order, the words of a `/draw` or `/remix`, or what to do with a photo.

    It also asks whether to paint an order as it is, where its owner must confirm that.

    Nothing has been paid: if it is unknown whether a question was sent, it is sent again. Of two questions, the buttons
    of both work, and words must answer the last one.
    """

    def __init__(self, jobs: Jobs, messenger: Messenger, texts: Texts, cancel: Cancel, clock: Clock) -> None:
        self._jobs = jobs
        self._cancel = cancel
        self._messenger = messenger
        self._texts = texts
        self._clock = clock

    async def __call__(self, job: Job) -> float | None:
        """Send the question of one claimed job in state `draft`, or forget the job if its time is over."""
        forget_at = job.created_at + FORGOTTEN_AFTER
        if self._clock.now() >= forget_at:
            await self._forget(job)
            return None
        try:
            if job.placeholder_id is None:
                asked = await self._messenger.put(place_of_order(job.order), await self._question(job))
            else:
                asked = Sent(job.order.chat_id, job.placeholder_id)  # it was sent before a restart
        except TransientError as exc:
            if job.tries < PATIENCE:
                return exc.retry_after or min(0.5 * 2**job.tries, 30.0)
            await self._forget(job)
        except PermanentError as exc:
            log.info("question_not_taken", job=job.id, error=str(exc))
            await self._forget(job)
        else:
            if not await retry_until_committed(
                lambda: self._jobs.asked(job, asked.message_id, forget_at, asked.chat_id)
            ):
                await self._cancel.tell_late(job, asked.message_id)
        return None

    async def _question(self, job: Job) -> Text:
        edited = await self._jobs.find(job.order.parent) if job.order.action == "edit" else None
        return question(self._texts, job, edited.order.prompt if edited else "")

    async def set_aside(self, job: Job) -> None:
        """Forget a draft whose question cannot be sent."""
        await self._forget(job)

    async def _forget(self, job: Job) -> None:
        forgotten = await retry_until_committed(lambda: self._jobs.forget_draft(job))
        if not forgotten or job.placeholder_id is None or job.order.kind is Kind.PHOTO:
            return  # the buttons under a photo keep working
        left: Content = Text(self._texts.get(job.order.language, "draft-forgotten"))
        if job.order.options.confirm:
            left = Keyboard(())  # the text of the question stays true
        elif asks_for_words(job):
            left = Delete()
        with suppress(HuabotError):  # best effort: a press on remaining buttons is answered too
            await self._messenger.put(place_of_order(job.order), left, into=job.placeholder_id)
