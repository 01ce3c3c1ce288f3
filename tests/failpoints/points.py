"""The points at which a bot can be made to die, named by what has just happened, or is just about to.

A commit is named by what it changes in the table of jobs (`accepted→queued:commit`), a call by whom it asks for what
(`telegram:sendMessage`), an answer by what was asked (`web:callback`). Names do not say which of our functions it was,
so that they outlive these. What happens again gets a number: `submitting→queued:commit:after#2`.
"""

import asyncio
import os
import re
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import aiohttp
from aiohttp import ClientHandlerType, ClientRequest, ClientResponse, web
from aiohttp.typedefs import Handler

from bot.edges import Edges
from storage.database import Database, Parameters, Row, Transaction
from storage.sqlite import SQLite

HOUSEKEEPING = re.compile(r"getMe|(set|get|delete)(My|Webhook|ChatMenu)\w*")
"""Methods of the Bot API that belong to no journey."""

ROUTES = {"callback": "callback", "media": "media", "telegram": "update"}

UNTIL_SENT = 0.05
"""Seconds in which what was written to a socket has left this process."""

WATCH = """
    CREATE TEMP TRIGGER watch_inserted AFTER INSERT ON main.jobs
    BEGIN SELECT changes('→' || new.state); END;
    CREATE TEMP TRIGGER watch_updated AFTER UPDATE ON main.jobs
    BEGIN SELECT changes(CASE
        WHEN old.state <> new.state THEN old.state || '→' || new.state
        WHEN old.epoch <> new.epoch THEN old.state || ' claimed'
        WHEN old.placeholder_id IS NOT new.placeholder_id THEN old.state || ' has a message'
        WHEN old.forgotten <> new.forgotten THEN old.state || ' forgotten'
        WHEN old.due_at IS NOT new.due_at THEN old.state || ' put off'
        ELSE old.state || ' changed' END); END;
    CREATE TEMP TRIGGER watch_deleted AFTER DELETE ON main.jobs
    BEGIN SELECT changes(old.state || '→gone'); END;
    CREATE TEMP TRIGGER watch_new_chat AFTER INSERT ON main.chats BEGIN SELECT changes('chat'); END;
    CREATE TEMP TRIGGER watch_chat AFTER UPDATE ON main.chats BEGIN SELECT changes('chat'); END;
    CREATE TEMP TRIGGER watch_no_chat AFTER DELETE ON main.chats BEGIN SELECT changes('chat'); END;
"""


EMPTY_BATCH = len('{"ok": true, "result": []}')
"""Bytes of an answer without updates."""


class Failpoints:
    """Notes every point that is reached, and ends the process at one of them.

    Args:
        log: Open for appending; gets a line a point.
        armed: Where to end; '' for nowhere.
    """

    def __init__(self, log: int, armed: str) -> None:
        self._log = log
        self._armed = armed
        self._reached: Counter[str] = Counter()
        self._begun = False
        self._changes: list[str] = []

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
        os.write(self._log, f"{name}\n".encode())
        if name == self._armed:
            os.kill(os.getpid(), signal.SIGKILL)

    def changes(self, what: str) -> None:
        """A statement is changing something; it is not committed."""
        if what not in self._changes:
            self._changes.append(what)
            self.reach(f"{what}:commit:before")

    def committed(self) -> None:
        """Whatever was changed is committed."""
        changes, self._changes = self._changes, []
        for what in changes:
            self.reach(f"{what}:commit:after")

    def edges(self) -> Edges:
        """Return edges at which this stands."""
        return Edges(
            open_database=self._open_database,
            open_session=partial(aiohttp.ClientSession, middlewares=(self._around_call,)),
            middlewares=(self._around_answer,),
        )

    async def _open_database(self, url: str) -> Database:
        database = await WatchedDatabase.open(url)
        assert isinstance(database, WatchedDatabase)
        await database.watch(self)
        return database

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


class WatchedDatabase(SQLite):
    """The database, with a failpoint on either side of every commit that changes something."""

    _points: Failpoints | None = None

    async def watch(self, points: Failpoints) -> None:
        """Watch what is changed; the tables must be there."""
        await self._connection.create_function("changes", 1, points.changes)
        await self._connection.executescript(WATCH)
        self._points = points

    async def rows(self, sql: str, parameters: Parameters) -> list[Row]:
        """As in the base class."""
        rows = await super().rows(sql, parameters)
        self._committed()
        return rows

    @asynccontextmanager
    async def transaction(self, lock: str = "") -> AsyncIterator[Transaction]:
        """As in the base class."""
        async with super().transaction(lock) as transaction:
            yield transaction
        self._committed()

    def _committed(self) -> None:
        if self._points:
            self._points.committed()


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
