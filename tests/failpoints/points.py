"""The points at which a bot can be made to die, named by what has just happened, or is just about to.

A commit is named by what it changes in the table of jobs (`accepted→queued:commit`), a call by whom it asks for what
(`telegram:sendMessage`), an answer by what was asked (`web:callback`). Names do not say which of our functions it was,
so that they outlive these. What happens again gets a number: `submitting→queued:commit:after#2`.
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
"""Methods of the Bot API that belong to no journey."""

ROUTES = {"callback": "callback", "media": "media", "telegram": "update"}

UNTIL_SENT = 0.05
"""Seconds in which what was written to a socket has left this process."""

EMPTY_BATCH = len('{"ok": true, "result": []}')
"""Bytes of an answer without updates."""


class Failpoints:
    """Notes every point that is reached, and ends the process at one of them.

    Args:
        log: Open for appending; gets a line a point: when it was reached (seconds of UTC), and its name.
        armed: Where to end; '' for nowhere.
    """

    def __init__(self, log: int, armed: str) -> None:
        self._log = log
        self._armed = armed
        self._reached: Counter[str] = Counter()
        self._begun = False

    def begin(self) -> None:
        """From here on it is the journey."""
        self._begun = True

    def reach(self, name: str) -> None:
        """Be somewhere."""
        if not self._begun:
            return
        self._reached[name] += 1
        number = self._reached[name]
        name = name if number == 1 else f"{name}#{number}"
        os.write(self._log, f"{time.time()} {name}\n".encode())
        if name == self._armed:
            os.kill(os.getpid(), signal.SIGKILL)

    def committing(self, what: str) -> None:
        """A statement is changing something; it is not committed."""
        self.reach(f"{what}:commit:before")

    def committed(self, changes: Iterable[str]) -> None:
        """Whatever was changed is committed."""
        for what in changes:
            self.reach(f"{what}:commit:after")

    def edges(self) -> Edges:
        """Return edges at which this stands."""
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
            if (response.content_length or 0) <= EMPTY_BATCH:  # the body is read once, by the bot
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
    """Return what is asked of whom at a path."""
    first, *rest = path.strip("/").split("/")
    if first.startswith("bot"):
        return f"telegram:{rest[-1]}"
    if first == "file":
        return "telegram:file"
    if first == "aigc":
        return "provider:query" if rest[0] == "query-image" else "provider:submit"
    return "provider:picture"
