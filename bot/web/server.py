"""Serves the routes on a socket."""

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
"""Seconds for which a silent connection is kept, and time limit of a request's head; aiohttp's default is an hour."""

READ_AHEAD = 8 * 1024
"""Approximate number of bytes of an unread body that are buffered; aiohttp's default is eight times as much."""

RECEIVE_BUFFER = 32 * 1024
"""Bytes that the system buffers for a connection that is not read; further bytes stay with the sender. The event loop
reads the whole buffer at once, so each of many bodies costs no more memory than this, however busy the process is."""

ANSWER_SECONDS = 20.0
"""Time-out of an answer in seconds, whatever hangs; a route that needs longer moves its `TIME_LIMIT`."""


_WRONG = frozenset({errno.EACCES, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EINVAL, errno.EPERM, None})
"""Error numbers of an address that can never be used; asyncio's error has None if no address of a name is local."""


class ListenError(HuabotError):
    """Raised when the web server cannot use its address now: the address may be taken."""


class WrongAddressError(HuabotError):
    """Raised when the web server can never use its address: it is not ours, or we have no permission."""


TIME_LIMIT = web.RequestKey("time_limit", asyncio.Timeout)
"""Key under which a request holds its `asyncio.Timeout`, for a route that needs longer."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def _plain_answers(metrics: Metrics) -> Middleware:
    @web.middleware
    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer a path that does not exist with a bare 404, whatever the method; count unexpected errors."""
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
    """Runs the bot's web server.

    Args:
        routes: The routes to serve; any other path is answered with a bare 404.
        metrics: Counts unexpected errors.
        middlewares: Middlewares for every request, outside of our own.
        host: Address to listen on; `::` means IPv6 and IPv4.
        port: Port to listen on; 0 takes a free one.
        port_setting: Name of the setting that holds the port.
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
        """Return the port on which the server listens."""
        if self._listening is None:
            raise RuntimeError("it does not listen")
        return int(self._listening.sockets[0].getsockname()[1])

    async def start(self) -> None:
        """Start to listen.

        Raises:
            ListenError: The address cannot be used now.
            WrongAddressError: The address can never be used.
        """
        await self._runner.setup()
        loop, server = asyncio.get_running_loop(), self._runner.server
        if server is None:
            raise RuntimeError("it has been stopped")
        # No access log: the paths are capabilities. No decompression: the bodies we accept are small.
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
                # The socket that asyncio makes for `::` accepts only IPv6.
                both = socket.create_server(("::", self._port), family=socket.AF_INET6, dualstack_ipv6=True)
                where: dict[str, Any] = {"sock": both}
            else:
                where = {"host": self._host, "port": self._port}
            self._listening = await loop.create_server(connect, **where, backlog=MAX_CONNECTIONS, start_serving=False)
            for listener in self._listening.sockets:  # connections inherit the option
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
            await self._listening.start_serving()
        except UnicodeError as exc:
            raise WrongAddressError(f"HOST cannot be used: {self._host} is no name.") from exc
        except OSError as exc:
            error = WrongAddressError if _is_wrong(exc) else ListenError
            raise error(f"{self._settings} cannot be used: {exc.strerror or exc}.") from exc

    async def stop(self) -> None:
        """Let pending answers finish for a moment, then close."""
        if self._listening:
            self._listening.close()
        await self._runner.cleanup()


def _is_wrong(exc: OSError) -> bool:
    if isinstance(exc, socket.gaierror):
        return exc.errno != socket.EAI_AGAIN  # DNS is not available yet
    return exc.errno in _WRONG
