"""Runs the floor of a journey: raw aiohttp and SQLite, durable, without promises. `TELEGRAM_URL PROVIDER_URL`.

Written as the libraries' documents show it: on asyncio's own loop, which is not blocked by the disk.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Protocol

import aiohttp
import aiosqlite
from aiohttp import web

BOT_TOKEN = "123456789:AAabcdefghijklmnopqrstuvwxyz0123456"

BEGINNING = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "CREATE TABLE jobs (id INTEGER PRIMARY KEY, chat INTEGER, state TEXT, message INTEGER, uid TEXT, url TEXT)",
)
"""Statements that create a database, as durable as the bot's."""

PATH = "bare.db"

Write = Callable[..., Awaitable[list[Any]]]
"""Commits a statement with its values, and returns its rows."""


@asynccontextmanager
async def database() -> AsyncIterator[Write]:
    """Open a database whose statements run in a thread of its own."""
    async with aiosqlite.connect(PATH, isolation_level=None) as connection:
        for statement in BEGINNING:
            await connection.execute_fetchall(statement)

        async def write(sql: str, *values: object) -> list[Any]:
            return list(await connection.execute_fetchall(sql, values))

        yield write


class Background:
    """Runs tasks in the background."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Start a task."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class Bare:
    """Handles placeholder, order, callback and edit, with a commit after each."""

    def __init__(self, session: aiohttp.ClientSession, write: Write) -> None:
        self._session = session
        self._write = write
        self._telegram, self._provider = sys.argv[1:3]
        self._start = Background().start
        self.url = ""

    async def _post(self, url: str, body: dict[str, object]) -> dict[str, object]:
        async with self._session.post(url, json=body) as response:
            return dict(await response.json())

    async def update(self, request: web.Request) -> web.Response:
        """Store an order, respond, and continue in the background."""
        message = (await request.json())["message"]
        sql = "INSERT INTO jobs (chat, state) VALUES (?, 'new') RETURNING id"
        ((job,),) = await self._write(sql, message["chat"]["id"])
        self._start(self._order(job, message))
        return web.Response()

    async def _order(self, job: int, message: dict[str, dict[str, int]]) -> None:
        chat, words = message["chat"]["id"], str(message["text"]).partition(" ")[2]
        sent = await self._post(f"{self._telegram}/bot1/sendMessage", {"chat_id": chat, "text": "painting…"})
        number = sent["result"]["message_id"]  # type: ignore[index]
        await self._write("UPDATE jobs SET state = 'submitting', message = ? WHERE id = ?", number, job)
        order = {"prompt": words, "notify_url": f"{self.url}/callback/{job}"}
        taken = await self._post(f"{self._provider}/txt2img", order)
        await self._write("UPDATE jobs SET state = 'submitted', uid = ? WHERE id = ?", taken["uid"], job)

    async def callback(self, request: web.Request) -> web.Response:
        """Store an outcome, respond, and continue in the background."""
        job, body = int(request.match_info["job"]), await request.json()
        url = body["data"]["cdn"]
        await self._write("UPDATE jobs SET state = 'ready', url = ? WHERE id = ?", url, job)
        self._start(self._deliver(job, url))
        return web.json_response({"ok": True})

    async def _deliver(self, job: int, url: str) -> None:
        ((chat, number),) = await self._write("SELECT chat, message FROM jobs WHERE id = ?", job)
        edit = {"chat_id": chat, "message_id": number, "media": json.dumps({"type": "photo", "media": url})}
        await self._post(f"{self._telegram}/bot1/editMessageMedia", edit)
        await self._write("UPDATE jobs SET state = 'delivered' WHERE id = ?", job)


class Routes(Protocol):
    """Handles updates and callbacks.

    Attributes:
        url: The address of the server.
    """

    url: str

    async def update(self, request: web.Request) -> web.Response:
        """Handle an update."""

    async def callback(self, request: web.Request) -> web.Response:
        """Handle a callback."""


async def serve_at(routes: Routes) -> None:
    """Serve on a free port until the process is terminated."""
    app = web.Application()
    app.add_routes([web.post("/telegram/updates", routes.update), web.post("/callback/{job}", routes.callback)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    routes.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    sys.stdout.write(f"ready {routes.url}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


async def serve() -> None:
    """Serve until the process is terminated."""
    async with aiohttp.ClientSession() as session, database() as write:
        await serve_at(Bare(session, write))


if __name__ == "__main__":
    asyncio.run(serve())
