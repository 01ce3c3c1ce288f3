"""Announces a job: checks its source and sends the placeholder, at most once. The second step of a job."""

import structlog

from bot.errors import NotSentError, PermanentError, RateLimitedError, TransientError
from bot.job import Job, Outcome
from bot.options import Options
from bot.pictures import NotAPictureError, TooManyPixelsError
from bot.pipeline.cancel import Cancel
from bot.pipeline.complete import Complete
from bot.pipeline.files import FileGoneError
from bot.pipeline.messenger import (
    ChatClosedError,
    ContentRefusedError,
    MessageGoneError,
    Messenger,
    Sent,
    Text,
    place_of_order,
)
from bot.pipeline.prepare import Prepare
from bot.pipeline.waiting import Waiting
from bot.pipeline.worker import retry_until_committed
from bot.provider.provider import Provider
from bot.texts import Texts
from storage.jobs import Jobs

log = structlog.get_logger(__name__)

PATIENCE = 10
"""Tries to reach the messenger; after them, the picture is painted without a placeholder."""

LOOKS = 4
"""Tries to check a file, within eight seconds: the user waits and has had no answer yet."""


class Announce:
    """Sends the "painting…" message that will become the picture, or edits the message that asked for a style into it.

    If it is unknown whether a placeholder was sent, it is not sent again: the order continues without one, and its
    outcome will be a reply. A kill during the send can leave an orphaned placeholder; nothing worse.

    A user's file is checked first: a file that is not a picture costs nothing.
    """

    def __init__(
        self,
        jobs: Jobs,
        messenger: Messenger,
        prepare: Prepare,
        texts: Texts,
        complete: Complete,
        waiting: Waiting,
        cancel: Cancel,
        provider: Provider,
    ) -> None:
        self._jobs = jobs
        self._messenger = messenger
        self._prepare = prepare
        self._texts = texts
        self._complete = complete
        self._waiting = waiting
        self._cancel = cancel
        self._provider = provider

    async def __call__(self, job: Job) -> float | None:
        """Announce one claimed job in state `accepted`."""
        try:
            options = await self._prepare(job)
        except TooManyPixelsError as exc:
            await self._complete.give_up(job, Outcome.FAILED, exc.code)
        except NotAPictureError:
            await self._complete.give_up(job, Outcome.FAILED, "source-broken")
        except FileGoneError as exc:
            await self._complete.give_up(job, Outcome.FAILED, exc.code)
        except TransientError as exc:
            log.warning("source_not_seen", job=job.id, error=str(exc))
            away = isinstance(exc, NotSentError | RateLimitedError)  # which say nothing about the file
            if job.tries < (PATIENCE if away else LOOKS):
                return exc.retry_after or _pause(job)
            await self._complete.give_up(job, Outcome.FAILED, "source-gone")
        else:
            return await self._announce(job, options)
        return None

    async def set_aside(self, job: Job) -> None:
        """End an order that cannot be announced, before it is paid for: most likely its file cannot be checked."""
        is_unknown = job.order.source is not None and not job.order.source.checked
        await self._complete.give_up(job, Outcome.FAILED, "source-broken" if is_unknown else "internal")

    async def _announce(self, job: Job, options: Options) -> float | None:
        # Every claim increments `epoch`, every postponement `tries`: after more claims than these explain, an
        # earlier send ended with an unknown result. Editing the question into the placeholder may be repeated.
        if job.placeholder_id is None and job.epoch > job.tries + 1:
            await self._go_on(job, None, options)
            return None
        placeholder = None
        try:
            text = await retry_until_committed(lambda: self._waiting.placeholder(job))
            placeholder = await self._put(job, text)
        except RateLimitedError as exc:
            return exc.retry_after or 1.0  # nothing was sent: retry after the pause
        except NotSentError:
            if job.tries < PATIENCE:
                return _pause(job)
        except ChatClosedError as exc:
            # Nobody would see the picture: end the order before it is paid for.
            log.info("chat_closed", job=job.id, error=str(exc))
            await self._complete.give_up(job, Outcome.FAILED, "chat-closed")
            return None
        except TransientError as exc:
            if job.placeholder_id is not None:  # the message exists, as the question or as the placeholder
                placeholder = Sent(job.order.chat_id, job.placeholder_id)
            log.warning("placeholder_unknown", job=job.id, error=str(exc))
        except PermanentError as exc:
            log.warning("placeholder_unknown", job=job.id, error=str(exc))
        await self._go_on(job, placeholder, options)
        return None

    async def _put(self, job: Job, text: Text) -> Sent:
        place = place_of_order(job.order)
        if job.placeholder_id is not None:
            try:
                return await self._messenger.put(place, text, into=job.placeholder_id)
            except (MessageGoneError, ContentRefusedError) as exc:  # a new message shows if the chat is closed
                log.info("question_not_edited", job=job.id, error=str(exc))
        return await self._messenger.put(place, text)

    async def _go_on(self, job: Job, placeholder: Sent | None, options: Options) -> None:
        terms = self._provider.terms if self._provider.is_open else None
        if placeholder:
            message_id, chat_id = placeholder.message_id, placeholder.chat_id
            if not await retry_until_committed(
                lambda: self._jobs.announced(
                    job, message_id, options, chat_id, waits=self._waiting.says_it_waits(job), terms=terms
                )
            ):
                await self._cancel.tell_late(job, message_id)
        else:
            await retry_until_committed(lambda: self._jobs.announced(job, None, options, terms=terms))


def _pause(job: Job) -> float:
    return float(min(0.5 * 2**job.tries, 30.0))
