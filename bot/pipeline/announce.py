"""Announce: the placeholder is sent, at most once. The second verb of a job's life."""

import structlog

from bot.clock import SECOND, Clock
from bot.errors import NotSentError, PermanentError, RateLimitedError, TransientError
from bot.job import Job, Outcome
from bot.metrics import Metrics
from bot.pipeline.complete import Complete
from bot.pipeline.messenger import ChatClosedError, Messenger, Text, place_of
from bot.pipeline.worker import Bells, insist
from bot.texts import Texts
from storage.jobs import Jobs

log = structlog.get_logger(__name__)

PATIENCE = 10
"""Tries to reach the messenger at all; then the picture is painted without a placeholder."""


class Announce:
    """Sends the "painting…" message that will become the picture.

    A placeholder whose sending ended in doubt is not sent again: the order goes on without one, and its
    outcome will be a reply. A kill in the middle can leave an orphaned placeholder; nothing worse.
    """

    def __init__(
        self,
        jobs: Jobs,
        messenger: Messenger,
        texts: Texts,
        complete: Complete,
        bells: Bells,
        clock: Clock,
        metrics: Metrics,
    ) -> None:
        self._jobs = jobs
        self._messenger = messenger
        self._texts = texts
        self._complete = complete
        self._bells = bells
        self._clock = clock
        self._metrics = metrics

    async def __call__(self, job: Job) -> None:
        """Announce one claimed job in state `accepted`."""
        # Every claim counts an epoch, every putting off a try: one more, and an earlier sending ended unheard.
        if job.epoch > job.tries + 1:
            await self._go_on(job, None)
            return
        placeholder_id = None
        text = Text(self._texts.get(job.order.language, "painting"))
        try:
            placeholder_id = (await self._messenger.put(place_of(job.order), text)).message_id
        except RateLimitedError as exc:
            await self._later(job, exc.retry_after or 1.0)  # nothing was sent: it may be sent then
            return
        except NotSentError:
            if job.tries < PATIENCE:
                await self._later(job, min(0.5 * 2**job.tries, 30.0))
                return
        except ChatClosedError as exc:
            # Nobody would see the picture: end here, before it is paid for.
            log.info("chat_closed", job=job.id, error=str(exc))
            await self._complete.give_up(job, Outcome.FAILED, "chat-closed")
            return
        except (TransientError, PermanentError) as exc:
            log.warning("placeholder_unknown", job=job.id, error=str(exc))
        await self._go_on(job, placeholder_id)

    async def _go_on(self, job: Job, placeholder_id: int | None) -> None:
        await insist(lambda: self._jobs.announced(job, placeholder_id))
        self._bells.ring("submit")

    async def _later(self, job: Job, seconds: float) -> None:
        self._metrics.retries.labels("announce").inc()
        await insist(lambda: self._jobs.postpone(job, self._clock.now() + int(seconds * SECOND)))
