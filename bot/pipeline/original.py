"""Sends the original of a picture: its bytes as the provider made them, downloaded again on request."""

import asyncio
from contextlib import AsyncExitStack

import structlog

from bot.errors import NotSentError, PermanentError, RateLimitedError, TransientError
from bot.job import Job, Outcome
from bot.pipeline.messenger import ContentRefusedError, Document, Messenger, NoRightError, Place, Text
from bot.provider.results import Results, TooLargeError, UnlistedOriginError
from bot.texts import Texts

log = structlog.get_logger(__name__)

MAX_DOWNLOADS = 2
"""Originals downloaded at once, beside the new pictures, which do not wait for them."""

MOST_UNDER_WAY = 20
"""Requests under way at once; users must repeat any further ones later."""

PAUSES = (1.0, 5.0, 20.0)
LONGEST_PAUSE = 30.0
"""Seconds before each retry, and the longest pause (seconds) if the chat must wait."""


class Original:
    """Sends originals as documents, best effort: nothing is stored, and asking again is free."""

    def __init__(self, messenger: Messenger, results: Results, texts: Texts) -> None:
        self._messenger = messenger
        self._results = results
        self._texts = texts
        self._downloads = asyncio.Semaphore(MAX_DOWNLOADS)
        self._under_way: set[tuple[int, str]] = set()

    async def bring(self, job: Job, place: Place) -> None:
        """Send the original of a job's picture, or an apology if the provider does not keep it any more.

        A repeated request changes nothing while the first one is under way.
        """
        asked = (place.chat_id, job.id)
        if asked in self._under_way:
            return
        if len(self._under_way) >= MOST_UNDER_WAY:
            await self._say(job, place, "original-away")
            return
        self._under_way.add(asked)
        try:
            await self._bring_in_time(job, place)
        finally:
            self._under_way.discard(asked)

    async def _bring_in_time(self, job: Job, place: Place) -> None:
        for pause in PAUSES:
            try:
                await self._bring(job, place)
                return
            except (RateLimitedError, NotSentError) as exc:
                log.info("original_put_off", job=job.id, error=str(exc))
                await asyncio.sleep(min(exc.retry_after or pause, LONGEST_PAUSE))
        log.info("original_given_up", job=job.id)

    async def _bring(self, job: Job, place: Place) -> None:
        words = "original-gone"
        for url in self._listed(job):
            async with AsyncExitStack() as stack:
                await stack.enter_async_context(self._downloads)
                try:
                    picture = await stack.enter_async_context(
                        self._results.download(url, preview=not job.order.options.spoiler)
                    )
                except TooLargeError:
                    await self._say(job, place, "caption-link", url=url)
                    return
                except PermanentError as exc:
                    log.info("original_gone", job=job.id, error=str(exc))
                    continue
                except TransientError as exc:
                    log.info("original_away", job=job.id, error=str(exc))
                    words = "original-away"
                    continue
                name = f"huabot-{job.order.options.seed}.{picture.header.extension}"
                try:
                    await self._messenger.put(place, Document(picture.file, "", name, preview=picture.preview))
                except NoRightError:
                    await self._say(job, place, "caption-no-right", url=url)
                except ContentRefusedError:
                    await self._say(job, place, "caption-refused", url=url)
                return
        await self._say(job, place, words)

    def _listed(self, job: Job) -> list[str]:
        try:
            return list(self._results.listed(job.result_urls)) if job.outcome is Outcome.PICTURE else []
        except UnlistedOriginError:
            return []

    async def _say(self, job: Job, place: Place, words: str, **params: str) -> None:
        await self._messenger.put(place, Text(self._texts.get(job.order.language, words, **params)))
