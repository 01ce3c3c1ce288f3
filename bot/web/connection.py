"""Limits a connection to the web server: how much data strangers may make us keep, and for how long.

The library limits each line of a request's head, not the whole head, and keeps all received data until the head is
complete. A connection of this module is closed as soon as it makes us keep too much.
"""

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from aiohttp import web

MAX_HEAD = 16 * 1024
"""Maximum size of a request's line and fields together, in bytes."""

MAX_FIELDS = 64

MAX_WAITING = 4
"""Maximum number of requests that wait behind the one being answered; no known client sends even one."""

MAX_CONNECTIONS = 512
"""Beyond this, the connection that is silent longest is closed; if none is silent, the new one is not accepted."""

UNREAD_SECONDS = 30.0
"""How long a client may leave sent data unread before the system drops the connection."""

TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Connection(web.RequestHandler):
    """Extends the library's connection with limits.

    Args:
        neighbours: All open connections of the server, ordered by their last request, the oldest first.
        server: The library's server.
        **settings: The library's settings.
    """

    __slots__ = ("_head", "_neighbours", "_payload")

    def __init__(self, neighbours: "dict[Connection, None]", server: web.Server, **settings: Any) -> None:
        super().__init__(server, max_line_size=MAX_HEAD, max_field_size=MAX_HEAD, max_headers=MAX_FIELDS, **settings)
        self._neighbours = neighbours
        self._head = 0  # bytes received of an incomplete head
        self._payload: Any = None  # the payload of the last request with a complete head

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Accept the connection if there is room, or close a silent one to make room."""
        super().connection_made(transport)
        if len(self._neighbours) >= MAX_CONNECTIONS:
            silent = next((neighbour for neighbour in self._neighbours if not neighbour.is_answering), self)
            silent.abort()
            self._neighbours.pop(silent, None)
            if silent is self:
                return
        self._neighbours[self] = None
        _drop_unread(transport)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Remove the connection from the open ones."""
        self._neighbours.pop(self, None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Process received data in pieces so small that none can exceed the size limit of a head."""
        while True:
            piece, data = data[: MAX_HEAD - self._head], data[MAX_HEAD - self._head :]
            waiting = len(self._messages)
            is_head = self._payload is None or self._payload.is_eof()
            super().data_received(piece)
            if len(self._messages) > waiting:
                self._head, self._payload = 0, self._messages[-1][1]
                if self in self._neighbours:  # the newest request last
                    self._neighbours[self] = self._neighbours.pop(self)
            elif is_head:  # data after a body in the same piece is not counted: it is less than a piece
                self._head += len(piece)
            if self._head >= MAX_HEAD or len(self._messages) > MAX_WAITING:
                return self._refuse()
            if not data or self.transport is None:
                return None

    @property
    def is_answering(self) -> bool:
        """Return whether a request is being answered or waits for its answer."""
        return self._request_in_progress or bool(self._messages)

    def _refuse(self) -> None:
        if self.transport and not self.is_answering:
            self.transport.write(TOO_LARGE)
        self.force_close()

    def abort(self) -> None:
        """Close the connection now, even if data has not been sent."""
        transport = self.transport
        self.force_close()
        if transport:
            transport.abort()


def _drop_unread(transport: asyncio.BaseTransport) -> None:
    """Let the system drop a connection whose client reads nothing, even if we have closed the connection."""
    connection = transport.get_extra_info("socket")
    if connection is not None and hasattr(socket, "TCP_USER_TIMEOUT"):
        with suppress(OSError):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(UNREAD_SECONDS * 1000))


def connections(server: web.Server, **settings: Any) -> Callable[[], Connection]:
    """Return the factory of a server's connections."""
    neighbours: dict[Connection, None] = {}
    return lambda: Connection(neighbours, server, **settings)
