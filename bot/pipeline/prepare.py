"""Completes an order before it is announced: finds the shape of its file, and words that the provider can read."""

import asyncio
from dataclasses import replace

from bot.job import Job, Kind
from bot.options import Options
from bot.pipeline.files import FileSource, size_of
from bot.pipeline.worker import retry_until_committed
from bot.provider.translate import Translator
from bot.sizes import size_like
from storage.jobs import Jobs

LOOKS_AT_ONCE = 8
"""Files whose first bytes are in memory at once, which is also how many orders get a strike from one crash."""


class Prepare:
    """Completes the options of an accepted order. May be repeated."""

    def __init__(self, jobs: Jobs, files: FileSource, translator: Translator | None) -> None:
        self._jobs = jobs
        self._files = files
        self._translator = translator
        self._looking = asyncio.Semaphore(LOOKS_AT_ONCE)

    async def __call__(self, job: Job) -> Options:
        """Return the options with which the order is to be painted.

        Raises:
            NotAPictureError: The file is not a picture that can be used.
            FileGoneError: The file cannot be fetched.
            TransientError: The file cannot be fetched now.
        """
        return await self._readable(job, await self._fitted(job))

    async def _fitted(self, job: Job) -> Options:
        """Return the order's options, fitted to the shape of a source whose shape was not known yet."""
        source, options = job.order.source, job.order.options
        if source is None or source.checked:
            return options
        async with self._looking:
            await retry_until_committed(lambda: self._jobs.strike(job))
            size = await size_of(self._files, source.file_id)
        if size is None or job.order.kind is Kind.HD or options.sized:
            return options
        width, height = size_like(*size)
        return replace(options, width=width, height=height)

    async def _readable(self, job: Job, options: Options) -> Options:
        """Return the options with a translation of the words; an existing translation stays."""
        if self._translator is None or options.translated or job.order.kind not in {Kind.DRAW, Kind.REMIX}:
            return options
        return replace(options, translated=await self._translator.translated(job.order.prompt))
