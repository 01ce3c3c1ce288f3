"""One connection to the web server: what strangers may make us keep of it, and for how long.

The library bounds each line of a request's head, not the whole of it, and keeps what it is sent until the head is
complete. A connection here is closed as soon as it asks us to remember too much.
"""

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from aiohttp import web

MAX_HEAD = 16 * 1024
"""Bytes of a request's line and fields together."""

MAX_FIELDS = 64

MAX_WAITING = 4
"""Requests that may wait behind one that is being answered; nobody we know sends even one."""

MAX_CONNECTIONS = 512
"""One more closes the one that has been silent longest; where none is silent, the new one is not taken."""

UNREAD_SECONDS = 30.0
"""How long a reader may leave unread what we have sent before the system drops the connection."""

TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Connection(web.RequestHandler):
    """The library's connection, bounded.

    Args:
        neighbours: All open connections of the server, the one whose last request is longest ago first.
        server: The library's server.
        **settings: The library's settings.
    """

    __slots__ = ("_head", "_neighbours", "_payload")

    def __init__(self, neighbours: "dict[Connection, None]", server: web.Server, **settings: Any) -> None:
        super().__init__(server, max_line_size=MAX_HEAD, max_field_size=MAX_HEAD, max_headers=MAX_FIELDS, **settings)
        self._neighbours = neighbours
        self._head = 0  # bytes that came of a head that is not complete
        self._payload: Any = None  # of the last request whose head is complete

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection if there is room, or make room."""
        super().connection_made(transport)
        if len(self._neighbours) >= MAX_CONNECTIONS:
            silent = next((each for each in self._neighbours if not each.is_answering), self)
            silent.abort()
            self._neighbours.pop(silent, None)
            if silent is self:
                return
        self._neighbours[self] = None
        _drop_unread(transport)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Forget the connection."""
        self._neighbours.pop(self, None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, in pieces so small that none can hold more of a head than is allowed."""
        while True:
            piece, data = data[: MAX_HEAD - self._head], data[MAX_HEAD - self._head :]
            waiting = len(self._messages)
            super().data_received(piece)
            if len(self._messages) > waiting:
                self._head, self._payload = 0, self._messages[-1][1]
                if self in self._neighbours:  # the newest request last
                    self._neighbours[self] = self._neighbours.pop(self)
            elif self._payload is None or self._payload.is_eof():
                self._head += len(piece)
            if self._head >= MAX_HEAD or len(self._messages) > MAX_WAITING:
                return self._refuse()
            if not data or self.transport is None:
                return None

    @property
    def is_answering(self) -> bool:
        """Whether a request is being answered, or waits for it."""
        return self._request_in_progress or bool(self._messages)

    def _refuse(self) -> None:
        if self.transport and not self.is_answering:
            self.transport.write(TOO_LARGE)
        self.force_close()

    def abort(self) -> None:
        """Close now, whatever has not been sent."""
        transport = self.transport
        self.force_close()
        if transport:
            transport.abort()


def _drop_unread(transport: asyncio.BaseTransport) -> None:
    """Let the system drop a connection whose reader leaves everything unread, also when we have closed it."""
    connection = transport.get_extra_info("socket")
    if connection is not None and hasattr(socket, "TCP_USER_TIMEOUT"):
        with suppress(OSError):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(UNREAD_SECONDS * 1000))


def connections(server: web.Server, **settings: Any) -> Callable[[], Connection]:
    """Return what makes the connections of a server."""
    neighbours: dict[Connection, None] = {}
    return lambda: Connection(neighbours, server, **settings)
