"""Implements the server of the chat page: the page's files, its event stream, and the routes for its actions.

Source: none; the routes are the sandbox's own. Actions of people use the same control routes as in tests.
"""

import errno
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import web

from sandbox.chat.bot import BotSwitch
from sandbox.chat.feed import Feed
from sandbox.chat.samples import SAMPLES, Samples
from sandbox.chat.scenes import SCENES, Stage
from sandbox.chat.switches import Switchboard
from sandbox.chat.views import Views
from sandbox.loopback import comes_from_elsewhere, only_loopback
from sandbox.processes import DidNotHappenError
from sandbox.telegram.errors import ApiError
from sandbox.telegram.params import MAX_UPLOAD
from sandbox.telegram.server import TelegramServer

Json = dict[str, Any]
Handler = Callable[[web.Request], Awaitable[Any]]

PAGE = Path(__file__).resolve().parent / "page"
PORT = 8080
_PORTS_TRIED = 20
_SHUTDOWN = 0.2

_GUARDED = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_SHOWN = {"photo": "image/jpeg", "sticker": "image/webp"}
_SHOWN_DOCUMENTS = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Parts:
    """Groups the parts that the page shows and controls.

    Attributes:
        telegram: The sandbox Telegram of this process, started.
        views: Renders its state.
        feed: Streams events to pages.
        bot: The bot's process.
        switches: Turns faults on and off.
        stage: Plays scenes.
        samples: Photos to send.
    """

    telegram: TelegramServer
    views: Views
    feed: Feed
    bot: BotSwitch
    switches: Switchboard
    stage: Stage
    samples: Samples


class ChatServer:
    """Serves the chat page.

    Args:
        parts: The parts that the page shows and controls.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = PORT) -> tuple[str, bool]:
        """Start listening on loopback, and return the address and whether it has the wanted port.

        Raises:
            OSError: Neither the port nor one of the next ones is free.
        """
        app = web.Application(client_max_size=2 * MAX_UPLOAD, middlewares=[_with_headers, only_loopback])
        app.add_routes(self._parts.telegram.control.routes())
        table: list[tuple[str, str, Handler]] = [
            ("GET", "/chat/state", self._state),
            ("GET", r"/chat/messages/{chat_id:-?\d+}", self._messages),
            ("POST", "/chat/bot/{action:start|kill|stop}", self._move_bot),
            ("PUT", "/chat/switches/{name}", self._switch),
            ("POST", "/chat/scenes/{name}", self._play),
            ("DELETE", "/chat/scenes", self._stop_playing),
        ]
        app.add_routes([web.route(method, path, _as_json(handler)) for method, path, handler in table])
        app.add_routes(
            [
                web.get("/", self._page),
                web.get("/page/{path:.+}", self._file_of_page),
                web.get("/chat/events", self._parts.feed.stream),
                web.get("/chat/files/{file_id}", self._file),
                web.get("/chat/samples/{name}", self._sample),
            ]
        )

        async def close_feed(_: web.Application) -> None:
            self._parts.feed.close()

        app.on_shutdown.append(close_feed)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SHUTDOWN)
        await self._runner.setup()
        taken = await self._listen(self._runner, port)
        return f"http://127.0.0.1:{taken}", port in {taken, 0}

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def _listen(self, runner: web.AppRunner, port: int) -> int:
        last = min(port + _PORTS_TRIED - 1, 65_535)
        for tried in range(port, last + 1):
            try:
                await web.TCPSite(runner, "127.0.0.1", tried, reuse_address=True).start()
            except OSError as error:
                if error.errno != errno.EADDRINUSE or tried == last:
                    raise
            else:
                break
        taken: int = runner.addresses[0][1]
        return taken

    async def _page(self, request: web.Request) -> web.StreamResponse:
        # A link on another site may show a scene, but must not start it: starting takes a press on the page.
        if comes_from_elsewhere(request) and "scene" in request.query and "ask" not in request.query:
            raise web.HTTPFound(request.rel_url.update_query(ask="1"))
        return web.FileResponse(PAGE / "index.html")

    async def _file_of_page(self, request: web.Request) -> web.StreamResponse:
        path = (PAGE / request.match_info["path"]).resolve()
        if not path.is_relative_to(PAGE) or not path.is_file() or path.suffix not in _TYPES:
            raise web.HTTPNotFound
        return web.FileResponse(path, headers={"Content-Type": f"{_TYPES[path.suffix]}; charset=utf-8"})

    async def _state(self, _: web.Request) -> Json:
        parts = self._parts
        return {
            "after": f"{parts.feed.epoch}-{parts.feed.position}",
            "bot": parts.views.bot() | {"state": parts.bot.state},
            "people": parts.views.people(),
            "chats": parts.views.chats(),
            "switches": parts.switches.shown(),
            "scenes": list(SCENES),
            "samples": list(SAMPLES),
        }

    async def _messages(self, request: web.Request) -> Json:
        numbers = {name: int(value) for name, value in request.query.items() if name in {"thread", "before"}}
        chat_id = int(request.match_info["chat_id"])
        return self._parts.views.page(chat_id, numbers.get("thread"), numbers.get("before"))

    async def _move_bot(self, request: web.Request) -> Json:
        bot = self._parts.bot
        await {"start": bot.start, "kill": bot.kill, "stop": bot.stop}[request.match_info["action"]]()
        return {"state": bot.state}

    async def _switch(self, request: web.Request) -> list[Json]:
        await self._parts.switches.turn(request.match_info["name"], on=bool((await request.json())["on"]))
        return self._parts.switches.shown()

    async def _play(self, request: web.Request) -> Json:
        return {"begun": self._parts.stage.play(request.match_info["name"])}

    async def _stop_playing(self, _: web.Request) -> Json:
        await self._parts.stage.stop()
        return {}

    async def _file(self, request: web.Request) -> web.StreamResponse:
        file = self._parts.telegram.world.files.get(request.match_info["file_id"])
        if file is None:
            raise web.HTTPNotFound(text="There is no such file.")
        shown = _SHOWN.get(file.kind) or (file.mime_type if file.mime_type in _SHOWN_DOCUMENTS else None)
        headers = {"Content-Security-Policy": "default-src 'none'; sandbox"}
        if "download" in request.query or shown is None:
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name or 'file', safe='')}"
        return web.Response(body=file.data, content_type=shown or "application/octet-stream", headers=headers)

    async def _sample(self, request: web.Request) -> web.StreamResponse:
        try:
            return web.Response(
                body=await self._parts.samples.jpeg(request.match_info["name"]), content_type="image/jpeg"
            )
        except KeyError:
            raise web.HTTPNotFound(text="There is no such sample.") from None


@web.middleware
async def _with_headers(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    try:
        response = await handler(request)
    except web.HTTPException as error:
        error.headers.update(_GUARDED)
        raise
    if not response.prepared:
        for name, value in _GUARDED.items():
            response.headers.setdefault(name, value)
    return response


def _as_json(handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return web.json_response(await handler(request))
        except (ApiError, KeyError, ValueError, TypeError, DidNotHappenError) as error:
            return web.json_response({"error": str(error)}, status=400)

    return answer
