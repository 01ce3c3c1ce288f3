"""Handles the provider's callbacks: verify, read, commit, answer. Telegram is called later.

The provider's engine counts any answer but a quick 200 with a JSON body as a failure, and may then call again.
Therefore every readable callback is answered 200; a callback without an outcome changes nothing.
"""

import asyncio

import structlog
from aiohttp import web

from bot.errors import TransientError, UntrustedError
from bot.metrics import Metrics
from bot.pipeline.complete import Complete
from bot.provider.addresses import CallbackAddresses
from bot.provider.wire import MalformedError, Verdict, read_callback
from bot.web.body import BodyRefusedError, read_body

log = structlog.get_logger(__name__)

MAX_BODY = 1024 * 1024
"""Maximum size of a callback in bytes; a callback echoes the whole order."""

READ_AT_ONCE = 64 * 1024
"""Size in bytes up to which a callback is parsed in the event loop, which delays nothing; larger ones take a thread."""

LARGE_AT_ONCE = 4
"""Maximum number of bodies above that size, or of unknown size, in memory at once; the others wait in the network."""


class CallbackRoute:
    """Serves `POST /callback/{job}.{attempt}.{mac}`."""

    def __init__(self, addresses: CallbackAddresses, complete: Complete, metrics: Metrics) -> None:
        self._addresses = addresses
        self._complete = complete
        self._metrics = metrics
        self._large = asyncio.Semaphore(LARGE_AT_ONCE)

    def routes(self) -> list[web.RouteDef]:
        """Return the route, for every method: to any request but a callback, the path must seem not to exist."""
        return [web.route("*", "/callback/{token}", self.receive)]

    async def receive(self, request: web.Request) -> web.Response:
        """Answer 200 after the outcome is committed; answer 404 without detail to anyone but the provider."""
        try:
            address = self._addresses.verify(request.match_info["token"])
        except UntrustedError:
            self._metrics.callbacks.labels("forged").inc()
            log.debug("callback_forged")  # counted; a log line for each would let strangers fill the disk
            return web.Response(status=404)
        if request.method != "POST":
            return web.Response(status=405)  # only the holder of a signed address learns even that
        try:
            verdict = await self._read(request)
            if verdict:
                await self._complete.callback(address, verdict)
            else:
                self._metrics.callbacks.labels("not_final").inc()
                log.info("callback_not_final", job=address.job_id)
        except BodyRefusedError as exc:
            return self._refuse(exc.status, address.job_id)
        except MalformedError:
            return self._refuse(400, address.job_id)
        except UntrustedError:
            return web.Response(status=404)
        except TransientError as exc:
            log.warning("callback_not_committed", job=address.job_id, error=str(exc))
            return web.json_response({"ok": False}, status=503, headers={"Retry-After": "2"})
        return web.json_response({"ok": True})

    async def _read(self, request: web.Request) -> Verdict | None:
        if (request.content_length or MAX_BODY) <= READ_AT_ONCE:
            return read_callback(await read_body(request, limit=READ_AT_ONCE))
        async with self._large:
            return await asyncio.to_thread(read_callback, await read_body(request, limit=MAX_BODY))

    def _refuse(self, status: int, job_id: str) -> web.Response:
        self._metrics.callbacks.labels("malformed").inc()
        log.warning("callback_malformed", job=job_id, status=status)
        return web.Response(status=status)
