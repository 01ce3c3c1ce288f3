"""Fetches the photo of an order as the engine does: when the task starts, with retries, over plain HTTP."""

import asyncio
import contextlib
import hashlib
import tempfile
import time
from typing import BinaryIO

import aiohttp
from PIL import Image

from sandbox.apispace.settings import Settings
from sandbox.journal import Journal

_CHUNK = 256 * 1024
_FIRST_RANGE = 1024


class PhotoError(Exception):
    """Raised when a photo cannot be fetched or is no picture; the message contains its address, like the engine's."""


class Fetcher:
    """Fetches photos into temporary files, and records every request in the journal.

    Args:
        journal: Gets one `photo` entry per request: uid, url, method, range, attempt, status (None: no answer),
            content_type, bytes, sha256, error, ms. Two joined ranges get a third entry, with method `WHOLE`.
        settings: Defines how photos are fetched.
    """

    def __init__(self, journal: Journal, settings: Settings) -> None:
        self._journal = journal
        self._settings = settings
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Close the HTTP session."""
        if self._session:
            await self._session.close()
            self._session = None

    async def fetch(self, uid: str, url: str) -> BinaryIO:
        """Return the photo as an open file; the caller closes it.

        Raises:
            PhotoError: The photo cannot be fetched or is not a picture.
        """
        await asyncio.sleep(self._settings.photo_delay)
        photo = await self._fetch(uid, url)
        if self._settings.photo_again:
            photo.close()
            await asyncio.sleep(self._settings.photo_again)
            photo = await self._fetch(uid, url)
        return photo

    async def _fetch(self, uid: str, url: str) -> BinaryIO:
        tries = max(self._settings.photo_tries, 1)
        complaint = ""
        for attempt in range(1, tries + 1):
            if attempt > 1:
                await asyncio.sleep(self._settings.photo_interval)
            try:
                return await self._try(_Request(self._journal, uid, url, attempt))
            except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
                complaint = f"{type(error).__name__}({error})"
        raise PhotoError(f"{complaint} | url | {url}\\n(After {tries} retries)")

    async def _try(self, request: "_Request") -> BinaryIO:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        timeout = aiohttp.ClientTimeout(total=max(self._settings.photo_timeout, 0.001))
        with contextlib.ExitStack() as opened:
            file = opened.enter_context(tempfile.TemporaryFile())
            if self._settings.photo_head:
                await request.send(self._session, "HEAD", file, timeout)
            if self._settings.photo_ranges:
                await request.send(self._session, "GET", file, timeout, f"bytes=0-{_FIRST_RANGE - 1}")
                if request.total > _FIRST_RANGE:
                    await request.send(self._session, "GET", file, timeout, f"bytes={_FIRST_RANGE}-")
                request.journal_whole()
            else:
                await request.send(self._session, "GET", file, timeout)
            file.seek(0)
            with Image.open(file) as image:
                image.verify()
            file.seek(0)
            opened.pop_all()
            return file


class _Request:
    """Represents one attempt to fetch a photo: one or more requests that fill one file."""

    def __init__(self, journal: Journal, uid: str, url: str, attempt: int) -> None:
        self.total = 0
        self._journal = journal
        self._uid, self._url, self._attempt = uid, url, attempt
        self._whole = hashlib.sha256()
        self._length = 0
        self._content_type = ""

    async def send(
        self,
        session: aiohttp.ClientSession,
        method: str,
        file: BinaryIO,
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - aiohttp's own limit
        span: str | None = None,
    ) -> None:
        """Request the photo or a range of it, and append the response to the file."""
        started = time.monotonic()
        status: int | None = None
        failure: Exception | None = None
        part, length = hashlib.sha256(), 0
        headers = {"Range": span} if span else {}
        try:
            async with session.request(method, self._url, headers=headers, timeout=timeout) as response:
                status, self._content_type = response.status, response.headers.get("Content-Type", "")
                async for chunk in response.content.iter_chunked(_CHUNK):
                    part.update(chunk)
                    length += len(chunk)
                    if response.ok:
                        self._whole.update(chunk)
                        file.write(chunk)
                response.raise_for_status()
                if status != (206 if span else 200):
                    raise ValueError(f"{status} to a request with Range: {span}")
                if span:
                    self.total = int(response.headers["Content-Range"].rpartition("/")[2])
        except (aiohttp.ClientError, TimeoutError, KeyError, ValueError) as error:
            failure = error
        self._length += length
        self._write(method, span, status, length, part.hexdigest() if method == "GET" else None, failure, started)
        if failure:
            raise ValueError(str(failure)) from failure

    def journal_whole(self) -> None:
        """Record the photo joined from two ranges."""
        self._write("WHOLE", None, 206, self._length, self._whole.hexdigest(), None, time.monotonic())

    def _write(
        self,
        method: str,
        span: str | None,
        status: int | None,
        length: int,
        sha256: str | None,
        failure: Exception | None,
        started: float,
    ) -> None:
        self._journal.write(
            "photo",
            uid=self._uid,
            url=self._url,
            method=method,
            range=span,
            attempt=self._attempt,
            status=status,
            content_type=self._content_type,
            bytes=length,
            sha256=sha256,
            error=type(failure).__name__ if failure else None,
            ms=round((time.monotonic() - started) * 1000, 1),
        )
