"""Serves a job's source picture to the provider: verify the address, then stream the file from the messenger.

Nothing is stored. A request without a genuine, unexpired address is answered with a bare 404, and nothing is fetched.
"""

import asyncio
from collections.abc import AsyncIterator

import structlog
from aiohttp import hdrs, web

from bot.clock import Clock
from bot.errors import TransientError, UntrustedError
from bot.metrics import Metrics
from bot.pictures import media_type
from bot.pipeline.files import FileGoneError, FileSource, OpenFile
from bot.provider.addresses import ExpiredError, MediaAddresses
from bot.web.server import TIME_LIMIT
from storage.jobs import Jobs

log = structlog.get_logger(__name__)

AT_ONCE = 32
"""Maximum number of transfers at once; further requests are told to retry."""

TRANSFER_SECONDS = 120.0
"""Time-out of a whole transfer in seconds."""

UNREAD_SECONDS = 15.0
"""How long the client may read nothing, in seconds."""

HEADERS = {hdrs.CACHE_CONTROL: "no-store", "X-Content-Type-Options": "nosniff"}


class MediaRoute:
    """Serves `GET` and `HEAD /media/{job}.{expires}.{mac}`: the whole file or one range, any number of times."""

    def __init__(
        self, addresses: MediaAddresses, jobs: Jobs, files: FileSource, clock: Clock, metrics: Metrics
    ) -> None:
        self._addresses = addresses
        self._jobs = jobs
        self._files = files
        self._clock = clock
        self._metrics = metrics
        self._under_way = 0

    def routes(self) -> list[web.RouteDef]:
        """Return the route, for every method: to any request but a fetch, the path must seem not to exist."""
        return [web.route("*", "/media/{token}", self.send)]

    async def send(self, request: web.Request) -> web.StreamResponse:
        """Send a job's source picture to a client that has its address."""
        try:
            job_id = self._addresses.verify(request.match_info["token"], self._clock.now())
            job = await self._jobs.find(job_id)
            if job is None or job.order.source is None:
                return self._bare(404, "gone")
        except ExpiredError:
            return self._bare(404, "expired")
        except UntrustedError:
            return self._bare(404, "forged")
        except TransientError:
            return self._bare(503, "away")
        if request.method not in {hdrs.METH_GET, hdrs.METH_HEAD}:
            return self._bare(405, "method")
        if self._under_way >= AT_ONCE:
            return self._bare(503, "busy")
        self._under_way += 1
        request[TIME_LIMIT].reschedule(asyncio.get_running_loop().time() + TRANSFER_SECONDS)
        try:
            return await self._stream(request, job.order.source.file_id)
        except FileGoneError as exc:
            log.warning("source_gone", job=job_id, error=str(exc))
            return self._bare(404, "gone")
        except TransientError as exc:
            log.warning("source_not_sent", job=job_id, error=str(exc))
            return self._bare(503, "away")
        finally:
            self._under_way -= 1

    async def _stream(self, request: web.Request, file_id: str) -> web.StreamResponse:
        async with self._files.open(file_id) as file:
            first = await anext(file.chunks, b"")
            headers = HEADERS | {hdrs.CONTENT_TYPE: media_type(first[:12])}
            start, stop = 0, file.size
            status = 200
            if file.size is not None:
                headers[hdrs.ACCEPT_RANGES] = "bytes"
                wanted = _range(request, file.size)
                if wanted is not None:
                    start, stop = wanted
                    if start >= stop:
                        return self._bare(416, "range", {hdrs.CONTENT_RANGE: f"bytes */{file.size}"})
                    status = 206
                    headers[hdrs.CONTENT_RANGE] = f"bytes {start}-{stop - 1}/{file.size}"
            response = web.StreamResponse(status=status, headers=headers)
            if stop is not None:
                response.content_length = stop - start
            await response.prepare(request)
            if request.method == hdrs.METH_HEAD:
                self._count("head")
                return response
            return await self._copy(request, response, first, file, start, stop)

    async def _copy(
        self,
        request: web.Request,
        response: web.StreamResponse,
        first: bytes,
        file: OpenFile,
        start: int,
        stop: int | None,
    ) -> web.StreamResponse:
        try:
            async for chunk in _between(_with_first(first, file.chunks), start, stop):
                async with asyncio.timeout(UNREAD_SECONDS):
                    await response.write(chunk)
            async with asyncio.timeout(UNREAD_SECONDS):
                await response.write_eof()
        except (TransientError, ConnectionError, TimeoutError, asyncio.CancelledError) as exc:
            # The beginning has been sent: only an aborted connection tells the client that the end is missing.
            if request.transport:
                request.transport.abort()
            self._count("broken_off")
            log.info("source_broke_off", error=type(exc).__name__)
            if isinstance(exc, asyncio.CancelledError):
                raise
            return response
        self._count("sent")
        return response

    def _bare(self, status: int, result: str, headers: dict[str, str] | None = None) -> web.Response:
        self._count(result)
        again = {"Retry-After": "2"} if status == 503 else {}
        return web.Response(status=status, headers=again | (headers or {}))

    def _count(self, result: str) -> None:
        self._metrics.media.labels(result).inc()


def _range(request: web.Request, size: int) -> tuple[int, int] | None:
    """Return start and stop of the requested range; None for the whole file, also if the request is unclear."""
    if hdrs.IF_RANGE in request.headers:
        return None  # our answers carry no validator to compare with
    try:
        wanted = request.http_range
    except ValueError:
        return None
    if wanted.start is None:
        return None
    start, stop, _ = wanted.indices(size)
    return start, stop


async def _with_first(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk


async def _between(chunks: AsyncIterator[bytes], start: int, stop: int | None) -> AsyncIterator[bytes]:
    """Yield the bytes between two positions and read no further."""
    at = 0
    async for chunk in chunks:
        piece = chunk[max(start - at, 0) : None if stop is None else max(stop - at, 0)]
        at += len(chunk)
        if piece:
            yield piece
        if stop is not None and at >= stop:
            return
    if stop is not None and at < stop:
        raise TransientError("the file is shorter than it was said to be")
