"""The floor of a journey: raw aiohttp and SQLite, durable, no promise kept. `TELEGRAM_URL PROVIDER_URL`."""

import asyncio
import json
import sqlite3
import sys
from collections.abc import Coroutine
from typing import Any, Protocol

import aiohttp
from aiohttp import web

BOT_TOKEN = "123456789:AAabcdefghijklmnopqrstuvwxyz0123456"

TABLE = "CREATE TABLE jobs (id INTEGER PRIMARY KEY, chat INTEGER, state TEXT, message INTEGER, uid TEXT, url TEXT)"


def database() -> sqlite3.Connection:
    """Open the database, as durable as the bot's."""
    connection = sqlite3.connect("bare.db", isolation_level=None)
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", TABLE):
        connection.execute(statement)
    return connection


class Background:
    """Tasks that nobody waits for."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin one."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class Bare:
    """Placeholder, order, callback, edit; a commit after each."""

    def __init__(self, session: aiohttp.ClientSession, telegram_url: str, provider_url: str) -> None:
        self._session = session
        self._telegram = telegram_url
        self._provider = provider_url
        self._database = database()
        self._start = Background().start
        self.url = ""

    async def _post(self, url: str, body: dict[str, object]) -> dict[str, object]:
        async with self._session.post(url, json=body) as response:
            return dict(await response.json())

    async def update(self, request: web.Request) -> web.Response:
        """Store an order, answer, go on."""
        message = (await request.json())["message"]
        found = self._database.execute("INSERT INTO jobs (chat, state) VALUES (?, 'new')", (message["chat"]["id"],))
        self._start(self._order(found.lastrowid or 0, message))
        return web.Response()

    async def _order(self, job: int, message: dict[str, dict[str, int]]) -> None:
        chat, words = message["chat"]["id"], str(message["text"]).partition(" ")[2]
        sent = await self._post(f"{self._telegram}/bot1/sendMessage", {"chat_id": chat, "text": "painting…"})
        number = sent["result"]["message_id"]  # type: ignore[index]
        self._database.execute("UPDATE jobs SET state = 'submitting', message = ? WHERE id = ?", (number, job))
        order = {"prompt": words, "notify_url": f"{self.url}/callback/{job}"}
        taken = await self._post(f"{self._provider}/txt2img", order)
        self._database.execute("UPDATE jobs SET state = 'submitted', uid = ? WHERE id = ?", (taken["uid"], job))

    async def callback(self, request: web.Request) -> web.Response:
        """Store an outcome, answer, go on."""
        job, body = int(request.match_info["job"]), await request.json()
        url = body["data"]["cdn"]
        self._database.execute("UPDATE jobs SET state = 'ready', url = ? WHERE id = ?", (url, job))
        self._start(self._deliver(job, url))
        return web.json_response({"ok": True})

    async def _deliver(self, job: int, url: str) -> None:
        chat, number = self._database.execute("SELECT chat, message FROM jobs WHERE id = ?", (job,)).fetchone()
        edit = {"chat_id": chat, "message_id": number, "media": json.dumps({"type": "photo", "media": url})}
        await self._post(f"{self._telegram}/bot1/editMessageMedia", edit)
        self._database.execute("UPDATE jobs SET state = 'delivered' WHERE id = ?", (job,))


class Routes(Protocol):
    """What takes updates and callbacks.

    Attributes:
        url: Where it can be reached.
    """

    url: str

    async def update(self, request: web.Request) -> web.Response:
        """Take an update."""

    async def callback(self, request: web.Request) -> web.Response:
        """Take a callback."""


async def serve_at(routes: Routes) -> None:
    """Serve on a free port until ended from outside."""
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
    """Serve until ended from outside."""
    async with aiohttp.ClientSession() as session:
        await serve_at(Bare(session, *sys.argv[1:3]))


if __name__ == "__main__":
    import uvloop

    uvloop.run(serve())
