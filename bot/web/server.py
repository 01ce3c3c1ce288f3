"""Puts the routes on a socket."""

import asyncio
import errno
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

import structlog
from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.errors import HuabotError
from bot.metrics import Metrics
from bot.web.connection import MAX_CONNECTIONS, connections

log = structlog.get_logger(__name__)

KEEPALIVE = 15.0
"""Seconds a silent connection is kept, and what a request's head may take; aiohttp's default is an hour."""

READ_AHEAD = 8 * 1024
"""Bytes of a body that are kept, about, while nobody reads them; aiohttp's default is eight times as much."""

RECEIVE_BUFFER = 32 * 1024
"""Bytes that the system takes for us of a connection that is not read; what is more stays with who sends it. The loop
reads all of it at once, so a crowd's bodies cost no more than so much each, however busy we are."""

ANSWER_SECONDS = 20.0
"""What an answer may take, whatever hangs; a route that needs longer moves its `TIME_LIMIT`."""


_WRONG = frozenset({errno.EACCES, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EINVAL, errno.EPERM, None})
"""Why an address will never be had; None is asyncio's, where none of a name's addresses is one of this machine's."""


class ListenError(HuabotError):
    """The web server cannot have its address now: it is taken, perhaps."""


class WrongAddressError(HuabotError):
    """The web server can never have its address: it is not ours, or we may not."""


TIME_LIMIT = web.RequestKey("time_limit", asyncio.Timeout)
"""Where a request carries its `asyncio.Timeout`, for a route that needs longer."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def _plain_answers(metrics: Metrics) -> Middleware:
    @web.middleware
    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer what does not exist with a bare 404, whatever the method; count what nobody expected."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS) as request[TIME_LIMIT]:
                return await handler(request)
        except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
            return web.Response(status=404)
        except TimeoutError:
            log.warning("answer_late")
            return web.Response(status=503, headers={"Retry-After": "2"})
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
        host: Address to listen on; `::` is that of IPv6 and of IPv4.
        port: Port to listen on; 0 takes a free one.
        port_setting: What says so.
    """

    def __init__(
        self,
        routes: Iterable[web.RouteDef],
        metrics: Metrics,
        middlewares: Sequence[Middleware] = (),
        *,
        host: str,
        port: int,
        port_setting: str = "PORT",
    ) -> None:
        app = web.Application(middlewares=[*middlewares, _plain_answers(metrics)])
        app.add_routes(routes)
        self._runner = web.AppRunner(app, shutdown_timeout=0.8)
        self._host = host
        self._port = port
        self._settings = f"HOST and {port_setting}"
        self._listening: asyncio.Server | None = None

    @property
    def port(self) -> int:
        """The port it listens on."""
        if self._listening is None:
            raise RuntimeError("it does not listen")
        return int(self._listening.sockets[0].getsockname()[1])

    async def start(self) -> None:
        """Listen.

        Raises:
            ListenError: The address is taken.
            WrongAddressError: It is not ours.
        """
        await self._runner.setup()
        loop, server = asyncio.get_running_loop(), self._runner.server
        if server is None:
            raise RuntimeError("it has been stopped")
        # No access log: the paths are capabilities. No decompression: what we take in is small.
        connect = connections(
            server,
            loop=loop,
            keepalive_timeout=KEEPALIVE,
            read_bufsize=READ_AHEAD,
            access_log=None,
            auto_decompress=False,
        )
        try:
            if self._host == "::" and socket.has_dualstack_ipv6():
                # What asyncio makes of `::` takes IPv6 alone.
                both = socket.create_server(("::", self._port), family=socket.AF_INET6, dualstack_ipv6=True)
                where: dict[str, Any] = {"sock": both}
            else:
                where = {"host": self._host, "port": self._port}
            self._listening = await loop.create_server(connect, **where, backlog=MAX_CONNECTIONS, start_serving=False)
            for each in self._listening.sockets:  # connections inherit it
                each.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
            await self._listening.start_serving()
        except UnicodeError as exc:
            raise WrongAddressError(f"HOST cannot be used: {self._host} is no name.") from exc
        except OSError as exc:
            error = WrongAddressError if _is_wrong(exc) else ListenError
            raise error(f"{self._settings} cannot be used: {exc.strerror or exc}.") from exc

    async def stop(self) -> None:
        """Finish what is being answered, for a moment; then close."""
        if self._listening:
            self._listening.close()
        await self._runner.cleanup()


def _is_wrong(exc: OSError) -> bool:
    if isinstance(exc, socket.gaierror):
        return exc.errno != socket.EAI_AGAIN  # no DNS yet
    return exc.errno in _WRONG
