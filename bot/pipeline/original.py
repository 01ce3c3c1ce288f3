"""The original of a picture: its bytes as the provider made them, fetched again for whoever asks."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.errors import HuabotError, PermanentError, TransientError
from bot.job import Job, Outcome
from bot.pipeline.messenger import Content, Document, Place, Text
from bot.provider.results import Results, TooLargeError, UnlistedOriginError
from bot.texts import Texts

log = structlog.get_logger(__name__)

CARRIED = 2
"""Originals on our disk at once: nobody has paid for them, so they do not stand in the way of new pictures."""

Put = Callable[[Place, Content], Awaitable[object]]


class Original:
    """Brings originals as documents, best effort: nothing is stored, and asking again is free.

    Args:
        put: Puts something into a chat, as `Messenger.put` does.
    """

    def __init__(self, put: Put, results: Results, texts: Texts) -> None:
        self._put = put
        self._results = results
        self._texts = texts
        self._carried = asyncio.Semaphore(CARRIED)
        self._under_way: set[tuple[int, str]] = set()

    async def bring(self, job: Job, place: Place) -> None:
        """Send the original of a job's picture, or an apology if the provider does not keep it any more.

        Asking again while it is under way changes nothing.
        """
        asked = (place.chat_id, job.id)
        if asked in self._under_way:
            return
        self._under_way.add(asked)
        try:
            await self._bring(job, place)
        except HuabotError as exc:
            log.info("original_not_brought", job=job.id, error=str(exc))
        finally:
            self._under_way.discard(asked)

    async def _bring(self, job: Job, place: Place) -> None:
        words = "original-gone"
        for url in self._listed(job):
            try:
                async with self._carried, self._results.download(url) as picture:
                    name = f"huabot-{job.order.options.seed}.{picture.header.extension}"
                    await self._put(place, Document(picture.file, "", name))
                    return
            except TooLargeError:
                await self._say(job, place, "caption-link", url=url)
                return
            except PermanentError as exc:
                log.info("original_gone", job=job.id, error=str(exc))
            except TransientError as exc:
                log.info("original_away", job=job.id, error=str(exc))
                words = "original-away"
        await self._say(job, place, words)

    def _listed(self, job: Job) -> list[str]:
        try:
            return list(self._results.listed(job.result_urls)) if job.outcome is Outcome.PICTURE else []
        except UnlistedOriginError:
            return []

    async def _say(self, job: Job, place: Place, words: str, **params: str) -> None:
        await self._put(place, Text(self._texts.get(job.order.language, words, **params)))
