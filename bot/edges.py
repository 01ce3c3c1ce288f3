"""Where the bot meets what is outside of it: a test can stand there."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import aiohttp
from aiohttp.typedefs import Middleware

from bot.clock import Clock
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Edges:
    """Where the bot meets what is outside of it. A test can stand there and watch, or end the process.

    Attributes:
        open_database: Opens the database at a URL; `storage.drivers.open_database` if there is none.
        open_session: Opens an HTTP session; every call that goes out is made by one of these.
        middlewares: Stand around every request that is answered.
        clock: Tells the time; a clock of this machine's if there is none.
    """

    open_database: Callable[[str], Awaitable[Database]] | None = None
    open_session: Callable[..., aiohttp.ClientSession] = aiohttp.ClientSession
    middlewares: Sequence[Middleware] = ()
    clock: Clock | None = None
