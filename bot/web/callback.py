"""The route the provider calls back at: verify, read, commit, answer. Telegram is spoken to later.

The provider's engine counts anything but a quick 200 with a JSON body as failed, and may then call again. So
whatever can be read is answered 200; what does not tell an outcome changes nothing.
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
"""Bytes of a callback; it echoes the whole order."""

READ_AT_ONCE = 64 * 1024
"""Bytes that are read without getting in anybody's way; more take a thread."""

LARGE_AT_ONCE = 4
"""Bodies of more than that, or of unknown size, that are in memory at the same time; the others wait in the network."""


class CallbackRoute:
    """`POST /callback/{job}.{attempt}.{mac}`."""

    def __init__(self, addresses: CallbackAddresses, complete: Complete, metrics: Metrics) -> None:
        self._addresses = addresses
        self._complete = complete
        self._metrics = metrics
        self._large = asyncio.Semaphore(LARGE_AT_ONCE)

    def routes(self) -> list[web.RouteDef]:
        """Return the route, for every method: what is not a callback must look as if nothing were here."""
        return [web.route("*", "/callback/{token}", self.receive)]

    async def receive(self, request: web.Request) -> web.Response:
        """Answer 200 after the outcome is committed; 404 without detail to whoever is not the provider."""
        try:
            address = self._addresses.verify(request.match_info["token"])
        except UntrustedError:
            self._metrics.callbacks.labels("forged").inc()
            log.debug("callback_forged")  # counted; a line each would let strangers fill the disk
            return web.Response(status=404)
        if request.method != "POST":
            return web.Response(status=405)  # only whoever holds a signed address learns even that
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
