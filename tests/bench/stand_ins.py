"""Stands in for Telegram and the provider: responds at once and records times, the minimum that a journey needs."""

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

PAINT_SECONDS = 0.2

Json = dict[str, Any]


@dataclass
class StandIns:
    """Serves both stand-ins on one port.

    Attributes:
        url: Their address; the provider's base is `/aigc` below it.
        session: The HTTP session for callbacks.
        secret: The secret token of the bot's webhook.
        at: The time in seconds at which a step of a journey was seen, by step and chat.
        edits: The time at which each edit arrived.
    """

    session: aiohttp.ClientSession
    url: str = ""
    secret: str = ""
    at: defaultdict[str, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))
    edits: list[float] = field(default_factory=list)
    delivered: asyncio.Event = field(default_factory=asyncio.Event)
    painting: set[asyncio.Task[None]] = field(default_factory=set)

    async def bot_api(self, request: web.Request) -> web.Response:
        """Respond to a method of the Bot API."""
        now, method = time.perf_counter(), request.match_info["method"].lower()
        given = await request.json() if request.content_type == "application/json" else dict(await request.post())
        chat_id = int(given.get("chat_id", 0))
        if method == "setwebhook":
            self.secret = str(given.get("secret_token", ""))
        if method == "getwebhookinfo":
            return _ok({"url": "", "has_custom_certificate": False, "pending_update_count": 0})
        if method == "getme":
            return _ok({"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"})
        if method not in {"sendmessage", "editmessagemedia", "editmessagetext"}:
            return _ok(data=True)
        if method == "sendmessage":
            self.at["placeholder"].setdefault(chat_id, now)
        else:
            self.at["edit"].setdefault(chat_id, now)
            self.edits.append(now)
            self.delivered.set()
        photo = {"file_id": "f", "file_unique_id": "u", "width": 8, "height": 8}
        media = {"photo": [photo]} if method == "editmessagemedia" else {"text": "…"}
        chat = {"id": chat_id, "type": "private", "first_name": "A"}
        return _ok({"message_id": 7, "date": 1_700_000_000, "chat": chat} | media)

    async def submit(self, request: web.Request) -> web.Response:
        """Accept an order, and call back after `PAINT_SECONDS`."""
        body = await request.json()
        uid = f"{time.perf_counter_ns():032x}"
        task = asyncio.create_task(self._call_back(_notify_url(body), uid, int(_prompt(body).rpartition(" ")[2])))
        self.painting.add(task)
        task.add_done_callback(self.painting.discard)
        return web.json_response({"code": 0, "status": 200, "data": {"uid": uid}, "uid": uid})

    async def _call_back(self, url: str, uid: str, chat_id: int) -> None:
        await asyncio.sleep(PAINT_SECONDS)
        address = f"{self.url}/picture.png"
        picture = {"uid": uid, "status": "finished", "safe": True, "reason": "", "cdn": address, "cos": address}
        body = {"uid": uid, "success": True, "data": picture}
        self.at["callback"][chat_id] = time.perf_counter()
        async with self.session.post(url, json=body):
            pass


def _notify_url(body: Json) -> str:
    return str(next(value for key, value in _leaves(body) if key == "notify_url"))


def _prompt(body: Json) -> str:
    return str(next(value for key, value in _leaves(body) if key in {"prompt", "text"} and value))


def _leaves(body: Json) -> list[tuple[str, Any]]:
    found = []
    for key, value in body.items():
        found += _leaves(value) if isinstance(value, dict) else [(key, value)]
    return found


def _ok(result: Any = None, *, data: bool = False) -> web.Response:
    return web.Response(text=json.dumps({"ok": True, "result": result or data}), content_type="application/json")


@asynccontextmanager
async def stand_ins() -> AsyncIterator[StandIns]:
    """Serve both stand-ins inside the context."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        both = StandIns(session)
        app = web.Application()
        app.add_routes([web.route("*", "/bot{token}/{method}", both.bot_api), web.post("/aigc/{path}", both.submit)])
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        both.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield both
        finally:
            await runner.cleanup()


def update(number: int, chat_id: int) -> Json:
    """Return the update of an order, as Telegram posts it; the last word of its text is the chat's id."""
    person = {"id": chat_id, "is_bot": False, "first_name": "A", "language_code": "en"}
    text = f"/draw a fox in the snow {chat_id}"
    message = {"message_id": number, "date": int(time.time()), "chat": {**person, "type": "private"}, "from": person}
    message |= {"text": text, "entities": [{"type": "bot_command", "offset": 0, "length": 5}]}
    del message["chat"]["is_bot"]
    return {"update_id": number, "message": message}
