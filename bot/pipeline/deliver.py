"""Deliver: the outcome is put where the order was given. The fifth verb of a job's life.

The placeholder is *edited* into the outcome, because an edit can be repeated: a crash or a lost answer
never doubles a picture. Only where no placeholder stands is it a reply, at least once.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace

import structlog

from bot.clock import DAY, SECOND, Clock
from bot.errors import HuabotError, NotSentError, PermanentError, RateLimitedError, TransientError
from bot.job import Job, Kind, Outcome
from bot.metrics import Metrics
from bot.pipeline import keyboards
from bot.pipeline.line import Line
from bot.pipeline.messenger import (
    ChatClosedError,
    Content,
    ContentRefusedError,
    Document,
    MessageGoneError,
    Messenger,
    NoRightError,
    Nothing,
    Photo,
    Sent,
    Text,
    place_of_order,
)
from bot.pipeline.notify import Admins
from bot.pipeline.wording import caption, outcome_words
from bot.pipeline.worker import insist
from bot.provider.results import Picture, Results, SlowError, SpoolError, TooLargeError, UnlistedOriginError
from bot.texts import Texts
from storage.jobs import Jobs

log = structlog.get_logger(__name__)

SILENT_WAIT = 30 * SECOND
"""An edit makes no sound; after a longer wait than this a line follows it."""

GIVE_UP_AFTER = DAY
"""How long an outcome is kept for delivery."""

URL_TRIES = 2
"""Tries to let Telegram fetch a picture itself; if they end in doubt, it is uploaded."""

GONE_AFTER, LOOKED_FOR_EVERY = 75 * SECOND, 15.0
"""How long a picture that is not where it should be is waited for, and the longest pause (seconds) meanwhile."""

AWAY_TRIES = 30
"""Tries to fetch a picture whose server is away, within half an hour, before the owner gets the address instead."""

CARRIED = 12
"""Pictures fetched and uploaded at once: what lies on our disk meanwhile."""

STALLED_TRIES = 5
"""Downloads and uploads that came to no end before the owner gets the address instead."""

PHOTO_BYTES, PHOTO_SUM, PHOTO_RATIO = 10_000_000, 10_000, 20
"""Telegram's limits of an uploaded photo: bytes, width + height, ratio (Bot API, `sendPhoto`)."""


@dataclass(frozen=True, slots=True)
class _Way:
    """One form in which an outcome can be brought, and its name for the metrics.

    Attributes:
        anew: As a new message, although a placeholder stands.
    """

    name: str
    content: Content
    lost: bool = False
    anew: bool = False


@dataclass(slots=True)
class _Troubles:
    """What has gone wrong with one job so far; forgotten by a restart.

    Attributes:
        by_url: Tries to let Telegram fetch the picture.
        missed: Tries to fetch it.
        missed_since: When the first of these failed.
        stalled: Downloads and uploads that came to no end.
        left_behind: The placeholder stands, and cannot become the outcome.
    """

    by_url: int = 0
    missed: int = 0
    missed_since: int = 0
    stalled: int = 0
    left_behind: bool = False


class Deliver:
    """Brings outcomes to their owners: URL → upload → document → the same in a new message → the address → words."""

    def __init__(
        self,
        jobs: Jobs,
        messenger: Messenger,
        results: Results,
        texts: Texts,
        line: Line,
        admins: Admins,
        clock: Clock,
        metrics: Metrics,
    ) -> None:
        self._jobs = jobs
        self._messenger = messenger
        self._results = results
        self._texts = texts
        self._line = line
        self._admins = admins
        self._clock = clock
        self._metrics = metrics
        self._told_origins: set[str] = set()
        self._troubles: defaultdict[str, _Troubles] = defaultdict(_Troubles)
        self._carried = asyncio.Semaphore(CARRIED)

    async def __call__(self, job: Job) -> float | None:
        """Deliver one claimed job in state `ready`."""
        await self._line.settle(job)
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

    async def _bring(self, job: Job) -> tuple[_Way, Sent]:
        refusals: list[ContentRefusedError] = []
        async with aclosing(self._ways(job, refusals)) as ways:
            async for way in ways:
                try:
                    return way, await self._put(job, way)
                except ContentRefusedError as exc:
                    log.info("way_refused", job=job.id, way=way.name, anew=way.anew, error=str(exc))
                    refusals.append(exc)
                    if way.name == "url":  # Telegram remembers for days what came of an address
                        self._troubles[job.id].by_url = URL_TRIES
                except (RateLimitedError, NotSentError):
                    raise
                except TransientError:
                    self._troubles[job.id].by_url += way.name == "url"
                    self._troubles[job.id].stalled += way.name in {"upload", "document"}
                    raise
        raise ChatClosedError("not even words are taken here")

    async def _ways(self, job: Job, refusals: list[ContentRefusedError]) -> AsyncGenerator[_Way]:
        """Yield the forms of an outcome, best first; each is made when the one before was refused, and knows why."""
        if job.outcome is not Outcome.PICTURE:
            yield _Way("text", Text(outcome_words(self._texts, job), keyboards.after_failure(self._texts, job)))
            return
        again = keyboards.after_failure(self._texts, job)
        lost = _Way("lost", Text(self._texts.get(job.order.language, "lost"), again), lost=True)
        if self._too_old(job):
            yield lost
            return
        urls = self._results.listed(job.result_urls)
        troubles = self._troubles[job.id]
        if _as_photo(job) and troubles.by_url < URL_TRIES:
            yield _Way("url", Photo(urls[0], caption(self._texts, job), buttons=keyboards.under(self._texts, job)))
        if troubles.stalled >= STALLED_TRIES:
            yield self._link(job, "caption-link", urls[0])
        misses: list[HuabotError] = []
        for url in urls:
            try:
                async with self._carried, self._results.download(url) as picture:
                    for way in self._forms(job, picture, refusals):
                        yield way
                misses.clear()
                yield self._link(job, "caption-no-right" if _forbidden(refusals) else "caption-refused", url)
                break
            except TooLargeError:
                yield self._link(job, "caption-link", url)
            except SpoolError:
                raise
            except (PermanentError, TransientError) as exc:
                log.warning("result_unusable", job=job.id, error=str(exc))
                troubles.stalled += isinstance(exc, SlowError)
                misses.append(exc)
        if misses:
            self._wait_for(troubles, misses)
            yield self._link(job, "caption-refused", urls[0])
        yield lost

    def _forms(self, job: Job, picture: Picture, refusals: list[ContentRefusedError]) -> Iterator[_Way]:
        """Yield the forms of a picture at hand, best first."""
        name = f"huabot-{job.order.options.seed}.{picture.header.extension}"
        words, buttons = caption(self._texts, job, picture.header), keyboards.under(self._texts, job)
        photo = Photo(picture.file, words, name, buttons) if _as_photo(job) and _fits_photo(picture) else None
        for anew in (False, True) if job.placeholder_id is not None else (False,):
            if photo and not _forbidden(refusals):
                yield _Way("upload", photo, anew=anew)
            if not (anew and _forbidden(refusals)):
                yield _Way("document", Document(picture.file, words, name, buttons), anew=anew)

    def _link(self, job: Job, words: str, url: str) -> _Way:
        return _Way(
            "link", Text(self._texts.get(job.order.language, words, url=url), keyboards.under(self._texts, job))
        )

    def _wait_for(self, troubles: _Troubles, misses: list[HuabotError]) -> None:
        """Return if a picture that could not be fetched has been waited for long enough.

        Raises:
            UnlistedOriginError: It has moved to where pictures may not come from (yet).
            TransientError: It is to be looked for again.
        """
        now = self._clock.now()
        troubles.missed += 1
        troubles.missed_since = troubles.missed_since or now
        pause = 2.0 ** min(troubles.missed - 1, 6)
        if any(_is_gone(miss) for miss in misses) and now - troubles.missed_since < GONE_AFTER:
            raise TransientError("the picture is not where it should be", min(pause, LOOKED_FOR_EVERY))
        if any(isinstance(miss, TransientError) for miss in misses) and troubles.missed < AWAY_TRIES:
            raise TransientError("the picture's server is away", min(pause, 60.0))
        for miss in misses:
            if isinstance(miss, UnlistedOriginError):
                raise miss

    def _too_old(self, job: Job) -> bool:
        return self._clock.now() - (job.outcome_at or 0) > GIVE_UP_AFTER

    async def _close(self, job: Job, why: HuabotError) -> None:
        self._troubles.pop(job.id, None)
        log.info("job_undeliverable", job=job.id, error=str(why))
        self._metrics.deliveries.labels(job.order.kind, "undeliverable").inc()
        await insist(lambda: self._jobs.undeliverable(job))

    async def _put(self, job: Job, way: _Way) -> Sent:
        place = place_of_order(job.order)
        if job.placeholder_id is not None and not way.anew:
            try:
                return await self._messenger.put(place, way.content, into=job.placeholder_id)
            except MessageGoneError:
                await insist(lambda: self._jobs.forget_placeholder(job))
                return await self._messenger.put(place, way.content)
            except ContentRefusedError:
                if not isinstance(way.content, Text):
                    raise  # another form may still go into the placeholder; words are the last one
        sent = await self._messenger.put(place, way.content)
        self._troubles[job.id].left_behind = job.placeholder_id is not None
        return sent

    async def _clear_away(self, job: Job) -> None:
        """Let the placeholder not say for ever that something is being painted, if that can be helped."""
        below = Text(self._texts.get(job.order.language, "done-below"))
        for content in (Nothing(), below):
            with suppress(HuabotError):
                await self._messenger.put(place_of_order(job.order), content, into=job.placeholder_id)
                return

    async def _make_a_sound(self, job: Job, way: _Way, sent: Sent) -> None:
        edited, tell = sent.message_id == job.placeholder_id, job.order.options.tell
        soon = self._clock.now() - job.created_at <= SILENT_WAIT
        if not edited or tell == "never" or (tell == "late" and soon):
            return
        message = "done-picture" if job.outcome is Outcome.PICTURE and not way.lost else "done-other"
        place = replace(place_of_order(job.order), reply_to=sent.message_id)
        try:
            await self._messenger.put(place, Text(self._texts.get(job.order.language, message)))
        except HuabotError as exc:
            log.info("sound_not_made", job=job.id, error=str(exc))

    async def _keep_for_admins(self, job: Job, origin: str) -> None:
        log.error("origin_not_listed", job=job.id, origin=origin, setting="RESULT_ORIGINS")
        if origin not in self._told_origins:
            self._told_origins.add(origin)
            self._admins.tell("admin-origin", origin=origin)
        if job.tries == 0 and job.placeholder_id is not None:
            delayed = Text(self._texts.get(job.order.language, "delayed"))
            with suppress(HuabotError):  # a kindness, not the outcome
                await self._messenger.put(place_of_order(job.order), delayed, into=job.placeholder_id)

    async def _told(self, job: Job, way: _Way, sent: Sent) -> None:
        await insist(lambda: self._jobs.delivered(job, sent.message_id, sent.file_id, sent.chat_id, lost=way.lost))
        if self._troubles.pop(job.id, _Troubles()).left_behind:
            await self._clear_away(job)
        wait = (self._clock.now() - (job.outcome_at or 0)) / SECOND
        log.info("job_delivered", job=job.id, way=way.name, outcome=job.outcome, waited=round(wait, 2))
        self._metrics.deliveries.labels(job.order.kind, way.name).inc()
        self._metrics.delivery_wait.labels(job.order.kind).observe(wait)
        await self._make_a_sound(job, way, sent)


def _as_photo(job: Job) -> bool:
    """Whether it may be a photo, which Telegram makes small."""
    return job.order.kind is not Kind.HD and not job.order.options.as_file


def _is_gone(miss: HuabotError) -> bool:
    return isinstance(miss, PermanentError) and not isinstance(miss, UnlistedOriginError)


def _forbidden(refusals: list[ContentRefusedError]) -> bool:
    return any(isinstance(refusal, NoRightError) for refusal in refusals)


def _fits_photo(picture: Picture) -> bool:
    width, height = picture.header.width, picture.header.height
    long, short = max(width, height), max(1, min(width, height))
    return long > 0 and picture.size <= PHOTO_BYTES and long + short <= PHOTO_SUM and long / short <= PHOTO_RATIO
