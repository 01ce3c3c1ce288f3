"""Defines the boundaries between the bot and the outside, where a test can intervene."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import aiohttp
from aiohttp.typedefs import Middleware

from bot.clock import Clock
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Edges:
    """Holds the boundaries between the bot and the outside. A test can replace them to watch, or end the process.

    Attributes:
        open_database: Opens the database at a URL; `storage.drivers.open_database` is used if None.
        open_session: Opens an HTTP session; every outgoing call is made through one of these sessions.
        middlewares: Wrap every incoming request.
        clock: Tells the time; a clock of this machine is used if None.
    """

    open_database: Callable[[str], Awaitable[Database]] | None = None
    open_session: Callable[..., aiohttp.ClientSession] = aiohttp.ClientSession
    middlewares: Sequence[Middleware] = ()
    clock: Clock | None = None
