"""Delivers an outcome to the place where the order was given. The fifth step of a job.

The placeholder is *edited* into the outcome, because an edit can be repeated: a crash or a lost answer
never doubles a picture. Only without a placeholder is the outcome a reply, which is sent at least once.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress

import structlog

from bot.clock import DAY, SECOND, Clock
from bot.errors import HuabotError, NotSentError, PermanentError, RateLimitedError, TransientError
from bot.job import Job, Outcome
from bot.metrics import Metrics
from bot.pipeline import keyboards
from bot.pipeline.alerts import OperatorAlerts
from bot.pipeline.follow_up import FollowUp
from bot.pipeline.forms import Form, forms_of, goes_as_photo, is_forbidden, link, needs_preview
from bot.pipeline.messenger import (
    ChatClosedError,
    ContentRefusedError,
    Delete,
    MessageGoneError,
    Messenger,
    Photo,
    Sent,
    Text,
    place_of_order,
)
from bot.pipeline.troubles import Troubles
from bot.pipeline.waiting import Waiting
from bot.pipeline.wording import caption, outcome_words
from bot.pipeline.worker import retry_until_committed
from bot.provider.results import Results, SlowError, SpoolError, TooLargeError, UnlistedOriginError
from bot.texts import Texts
from storage.jobs import Jobs

log = structlog.get_logger(__name__)

GIVE_UP_AFTER = DAY
"""Microseconds for which an outcome is kept for delivery."""

URL_TRIES = 2
"""Tries to let Telegram fetch a picture itself; if their results stay unknown, the picture is uploaded."""

MAX_UPLOADS = 12
"""Pictures downloaded and uploaded at once: this limits how many are on our disk meanwhile."""

STALLED_TRIES = 5
"""Unfinished downloads and uploads after which the owner gets the address instead."""


class Deliver:
    """Delivers outcomes to their owners: URL → upload → document → the same in a new message → the address → words."""

    def __init__(
        self,
        jobs: Jobs,
        messenger: Messenger,
        results: Results,
        texts: Texts,
        waiting: Waiting,
        alerts: OperatorAlerts,
        clock: Clock,
        metrics: Metrics,
    ) -> None:
        self._jobs = jobs
        self._messenger = messenger
        self._results = results
        self._texts = texts
        self._waiting = waiting
        self._alerts = alerts
        self._clock = clock
        self._metrics = metrics
        self._told_origins: set[str] = set()
        self._troubles: defaultdict[str, Troubles] = defaultdict(Troubles)
        self._telling: dict[str, asyncio.Event] = {}
        self._uploads = asyncio.Semaphore(MAX_UPLOADS)
        self._follow_up = FollowUp(jobs, messenger, texts, clock)

    async def __call__(self, job: Job) -> float | None:
        """Deliver one claimed job in state `ready`; wait while an earlier outcome of it is being delivered."""
        job_id = job.id
        while told := self._telling.get(job_id):
            await told.wait()
            # The row names the message that was sent meanwhile.
            current = await retry_until_committed(lambda: self._jobs.find(job_id))
            if current is None or current.epoch != job.epoch:
                return None
            job = current
        told = self._telling[job_id] = asyncio.Event()
        try:
            return await self._tell(job)
        finally:
            del self._telling[job_id]
            told.set()

    async def _tell(self, job: Job) -> float | None:
        await self._waiting.settle(job)
        if job.outcome is Outcome.CANCELLED:
            return await self._take_back(job)
        try:
            way, sent = await self._bring(job)
        except ChatClosedError as exc:
            await self._close(job, exc)
        except UnlistedOriginError as exc:
            await self._keep_for_admins(job, exc.origin)
            return 60.0
        except TransientError as exc:
            if not self._too_old(job):
                log.warning("delivery_put_off", job=job.id, tries=job.tries, error=str(exc))
                return exc.retry_after or min(2.0 ** min(job.tries, 6), 60.0)
            await self._close(job, exc)
        else:
            await self._told(job, way, sent)
        return None

    async def _take_back(self, job: Job) -> float | None:
        """Edit the message that announced an order to say that it is cancelled; delete a question for words."""
        cancelled = Text(self._texts.get(job.order.language, "cancelled"))
        content = Delete() if job.reason == "question" else cancelled
        try:
            if job.placeholder_id is not None:  # None if its group has moved
                await self._messenger.put(place_of_order(job.order), content, into=job.placeholder_id)
        except TransientError as exc:
            if not self._too_old(job):
                return exc.retry_after or min(2.0 ** min(job.tries, 6), 60.0)
        except HuabotError as exc:
            log.info("cancelled_not_told", job=job.id, error=str(exc))
        await retry_until_committed(lambda: self._jobs.end_cancelled(job))
        return None

    async def _bring(self, job: Job) -> tuple[Form, Sent]:
        refusals: list[ContentRefusedError] = []
        async with aclosing(self._ways(job, refusals)) as ways:
            async for way in ways:
                try:
                    return way, await self._put(job, way)
                except ContentRefusedError as exc:
                    log.info("way_refused", job=job.id, way=way.name, anew=way.anew, error=str(exc))
                    refusals.append(exc)
                    if way.name == "url":  # Telegram caches the result of an address for days
                        self._troubles[job.id].by_url = URL_TRIES
                except (RateLimitedError, NotSentError):
                    raise
                except TransientError:
                    self._troubles[job.id].by_url += way.name == "url"
                    self._troubles[job.id].stalled += way.name in {"upload", "document"}
                    raise
        raise ChatClosedError("not even words are taken here")

    async def _ways(self, job: Job, refusals: list[ContentRefusedError]) -> AsyncGenerator[Form]:
        """Yield the forms of an outcome, best first; each is made only after the last was refused (see `refusals`)."""
        if job.outcome is not Outcome.PICTURE:
            yield Form("text", Text(outcome_words(self._texts, job), keyboards.after_failure(self._texts, job)))
            return
        if self._too_old(job):
            yield self._lost(job)
            return
        urls = self._results.listed(job.result_urls)
        troubles = self._troubles[job.id]
        if goes_as_photo(job) and troubles.by_url < URL_TRIES:
            words, buttons, options = caption(self._texts, job), keyboards.under(self._texts, job), job.order.options
            photo = Photo(urls[0], words, buttons=buttons, spoiler=options.spoiler, linked=options.linked)
            yield Form("url", photo)
        if troubles.stalled >= STALLED_TRIES:
            yield link(self._texts, job, "caption-link", urls[0])
        misses: list[HuabotError] = []
        for url in urls:
            try:
                async with self._uploads:
                    # One strike is counted for all addresses of this try.
                    await retry_until_committed(lambda: self._jobs.strike(job))
                    async with self._results.download(url, preview=needs_preview(job)) as picture:
                        for way in forms_of(self._texts, job, picture, refusals):
                            yield way
                misses.clear()
                yield link(self._texts, job, "caption-no-right" if is_forbidden(refusals) else "caption-refused", url)
                break
            except TooLargeError:
                yield link(self._texts, job, "caption-link", url)
            except SpoolError:
                raise
            except (PermanentError, TransientError) as exc:
                log.warning("result_unusable", job=job.id, error=str(exc))
                troubles.stalled += isinstance(exc, SlowError)
                misses.append(exc)
        if misses:
            troubles.wait_for(misses, self._clock.now())
            yield link(self._texts, job, "caption-refused", urls[0])
        yield self._lost(job)

    def _lost(self, job: Job) -> Form:
        again = keyboards.after_failure(self._texts, job)
        return Form("lost", Text(self._texts.get(job.order.language, "lost"), again), lost=True)

    async def set_aside(self, job: Job) -> None:
        """End and refund a job that cannot be delivered in any form: its owner gets the address, or words alone."""
        if job.outcome is Outcome.CANCELLED:
            await retry_until_committed(lambda: self._jobs.end_cancelled(job))
            return
        urls = [url for url in job.result_urls if self._results.is_listed(url)]
        failed = Text(self._texts.get(job.order.language, "failed"))
        content = link(self._texts, job, "caption-refused", urls[0]).content if urls else failed
        form = Form("set aside", content, lost=True)
        try:
            sent = await self._put(job, form)
        except TransientError:
            await retry_until_committed(lambda: self._jobs.strike(job, 60 * SECOND))
        except HuabotError as exc:
            await self._close(job, exc, refund=True)
        else:
            await self._told(job, form, sent)

    def _too_old(self, job: Job) -> bool:
        return self._clock.now() - (job.outcome_at or 0) > GIVE_UP_AFTER

    async def _close(self, job: Job, why: HuabotError, *, refund: bool = False) -> None:
        self._troubles.pop(job.id, None)
        log.info("job_undeliverable", job=job.id, error=str(why))
        self._metrics.deliveries.labels(job.order.kind, "undeliverable").inc()
        await retry_until_committed(lambda: self._jobs.undeliverable(job, refund=refund))

    async def _put(self, job: Job, way: Form) -> Sent:
        place = place_of_order(job.order)
        if job.placeholder_id is not None and not way.anew:
            try:
                return await self._messenger.put(place, way.content, into=job.placeholder_id)
            except MessageGoneError:
                await retry_until_committed(lambda: self._jobs.forget_placeholder(job))
                return await self._messenger.put(place, way.content)
            except ContentRefusedError:
                if not isinstance(way.content, Text):
                    raise  # another form may still replace the placeholder; a text is the last form
        sent = await self._messenger.put(place, way.content)
        self._troubles[job.id].left_behind = job.placeholder_id is not None
        return sent

    async def _clear_away(self, job: Job) -> None:
        """Delete or edit the placeholder, so that it does not say "painting…" for ever. Best effort."""
        below = Text(self._texts.get(job.order.language, "done-below"))
        for content in (Delete(), below):
            with suppress(HuabotError):
                await self._messenger.put(place_of_order(job.order), content, into=job.placeholder_id)
                return

    async def _keep_for_admins(self, job: Job, origin: str) -> None:
        log.error("origin_not_listed", job=job.id, origin=origin, setting="RESULT_ORIGINS")
        if origin not in self._told_origins:
            self._told_origins.add(origin)
            if await retry_until_committed(lambda: self._jobs.is_news(f"origin:{origin}", GIVE_UP_AFTER)):
                self._alerts.tell("admin-origin", origin=origin)
        if job.tries == 0 and job.placeholder_id is not None:
            delayed = Text(self._texts.get(job.order.language, "delayed"))
            with suppress(HuabotError):  # best effort: this is not the outcome
                await self._messenger.put(place_of_order(job.order), delayed, into=job.placeholder_id)

    async def _told(self, job: Job, way: Form, sent: Sent) -> None:
        if not await retry_until_committed(
            lambda: self._jobs.delivered(job, sent.message_id, sent.file_id, sent.chat_id, lost=way.lost)
        ):
            log.info("outcome_overtaken", job=job.id)
            return
        if self._troubles.pop(job.id, Troubles()).left_behind:
            await self._clear_away(job)
        wait = (self._clock.now() - (job.outcome_at or 0)) / SECOND
        log.info("job_delivered", job=job.id, way=way.name, outcome=job.outcome, waited=round(wait, 2))
        self._metrics.deliveries.labels(job.order.kind, way.name).inc()
        self._metrics.delivery_wait.labels(job.order.kind).observe(wait)
        if sent.message_id == job.placeholder_id:  # an edit triggers no notification
            await self._follow_up.send(job, sent.message_id, is_picture=job.outcome is Outcome.PICTURE and not way.lost)
