"""Puts the routes on a socket."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.errors import HuabotError
from bot.metrics import Metrics

KEEPALIVE = 15.0
"""Seconds a silent connection is kept; aiohttp's default is an hour, and it holds for half-sent requests too."""


class ListenError(HuabotError):
    """The web server cannot have its address."""


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def _plain_answers(metrics: Metrics) -> Middleware:
    @web.middleware
    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer what does not exist with a bare 404, whatever the method; count what nobody expected."""
        try:
            return await handler(request)
        except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
            return web.Response(status=404)
        except Exception:
            metrics.bugs.labels("web").inc()
            raise  # logged and answered by the library

    return answer


class WebServer:
    """The bot's web server.

    Args:
        routes: What it answers; everything else is a bare 404.
        metrics: Counts what nobody expected.
        middlewares: Stand around every request, outside of our own.
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one.
    """

    def __init__(
        self,
        routes: Iterable[web.RouteDef],
        metrics: Metrics,
        middlewares: Sequence[Middleware] = (),
        *,
        host: str,
        port: int,
    ) -> None:
        app = web.Application(middlewares=[*middlewares, _plain_answers(metrics)])
        app.add_routes(routes)
        # No access log: the paths are capabilities. No decompression: what we take in is small.
        self._runner = web.AppRunner(
            app, access_log=None, keepalive_timeout=KEEPALIVE, auto_decompress=False, shutdown_timeout=1.5
        )
        self._host = host
        self._port = port

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._runner.addresses[0][1])

    async def start(self) -> None:
        """Listen.

        Raises:
            ListenError: The address is taken or not ours.
        """
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as exc:
            raise ListenError(f"HOST and PORT cannot be used: {exc.strerror or type(exc).__name__}.") from exc

    async def stop(self) -> None:
        """Finish what is being answered, for a moment; then close."""
        with suppress(TimeoutError):
            async with asyncio.timeout(3.0):
                await self._runner.cleanup()
