"""Defines the points at which a bot can be killed, named by what has just happened, or is about to happen.

A commit is named by its change to the table of jobs (`accepted→queued:commit`), a call by service and method
(`telegram:sendMessage`), a response by the kind of request (`web:callback`). Names do not mention our functions, so
that they outlive them. A repeated point gets a number: `submitting→queued:commit:after#2`.
"""

import asyncio
import os
import re
import signal
import time
from collections import Counter
from collections.abc import Iterable
from functools import partial

import aiohttp
from aiohttp import ClientHandlerType, ClientRequest, ClientResponse, web
from aiohttp.typedefs import Handler

from bot.edges import Edges
from tests.failpoints.watched import open_watched

HOUSEKEEPING = re.compile(r"getMe|(set|get|delete)(My|Webhook|ChatMenu)\w*")
"""Matches methods of the Bot API that belong to no journey."""

ROUTES = {"callback": "callback", "media": "media", "telegram": "update"}

UNTIL_SENT = 0.05
"""Seconds within which data written to a socket has left this process."""

EMPTY_BATCH = len('{"ok": true, "result": []}')
"""Bytes of a response without updates."""


class Failpoints:
    """Logs every point that is reached, and kills the process at one of them.

    Args:
        log: A file descriptor open for appending; each line has a point's time (seconds since the epoch) and name.
        armed: The point at which to kill the process; '' for none.
    """

    def __init__(self, log: int, armed: str) -> None:
        self._log = log
        self._armed = armed
        self._reached: Counter[str] = Counter()
        self._begun = False

    def begin(self) -> None:
        """Begin the journey: points are ignored before."""
        self._begun = True

    def reach(self, name: str) -> None:
        """Log a point, and kill the process if it is the armed one."""
        if not self._begun:
            return
        self._reached[name] += 1
        number = self._reached[name]
        name = name if number == 1 else f"{name}#{number}"
        os.write(self._log, f"{time.time()} {name}\n".encode())
        if name == self._armed:
            os.kill(os.getpid(), signal.SIGKILL)

    def committing(self, what: str) -> None:
        """Reach the point before the commit of a change that a statement has made."""
        self.reach(f"{what}:commit:before")

    def committed(self, changes: Iterable[str]) -> None:
        """Reach the points after the commit of these changes."""
        for what in changes:
            self.reach(f"{what}:commit:after")

    def edges(self) -> Edges:
        """Return edges that reach these points."""
        return Edges(
            open_database=partial(open_watched, points=self),
            open_session=partial(aiohttp.ClientSession, middlewares=(self._around_call,)),
            middlewares=(self._around_answer,),
        )

    async def _around_call(self, request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
        name = call_name(request.url.path)
        if HOUSEKEEPING.fullmatch(name.partition(":")[2]):
            return await handler(request)
        self.reach(f"{name}:before")
        response = await handler(request)
        if name == "telegram:getUpdates":
            if (response.content_length or 0) <= EMPTY_BATCH:  # the body can be read only once, by the bot
                return response
            self.begin()
        self.reach(f"{name}:after")
        return response

    @web.middleware
    async def _around_answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        name = ROUTES.get(request.path.split("/")[1])
        if name is None:
            return await handler(request)
        if name == "update":
            self.begin()
        self.reach(f"web:{name}:received")
        response = await handler(request)
        if isinstance(response, web.Response):
            self.reach(f"web:{name}:before-{response.status}")
            await response.prepare(request)
            await response.write_eof()
        await asyncio.sleep(UNTIL_SENT)
        self.reach(f"web:{name}:after-{response.status}")
        return response


def call_name(path: str) -> str:
    """Return the service and the method of a request's path."""
    first, *rest = path.strip("/").split("/")
    if first.startswith("bot"):
        return f"telegram:{rest[-1]}"
    if first == "file":
        return "telegram:file"
    if first == "aigc":
        return "provider:query" if rest[0] == "query-image" else "provider:submit"
    return "provider:picture"
