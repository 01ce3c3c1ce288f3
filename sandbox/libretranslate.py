"""Implements a translation service with LibreTranslate's API on loopback, with canned answers and faults.

Source: LibreTranslate's documentation, `POST /translate`.
"""

import asyncio
import json
from typing import Any

from aiohttp import web

from sandbox.loopback import only_loopback

TROUBLES = (
    "hang",
    "cut",
    "error",
    "html",
    "markup",
    "list",
    "number",
    "empty",
    "huge",
    "endless",
    "untranslated",
    "redirect",
)


class LibreTranslate:
    """Serves translations.

    Attributes:
        known: Translations by their original text; a text that is not in it is returned unchanged.
        trouble: One of `TROUBLES`, 'parts' for a correct answer that arrives in pieces, or '' for none.
        asked: The bodies of all requests, in order.
    """

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self.trouble = ""
        self.asked: list[dict[str, Any]] = []
        self._runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=0.1)
        self._hanging = asyncio.Event()

    @property
    def url(self) -> str:
        """The base address."""
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}"

    async def start(self) -> None:
        """Start listening on a free port."""
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()

    async def stop(self) -> None:
        """Stop listening."""
        self._hanging.set()
        await self._runner.cleanup()

    def _app(self) -> web.Application:
        app = web.Application(middlewares=[only_loopback])
        app.router.add_post("/translate", self._translate)
        return app

    async def _translate(self, request: web.Request) -> web.StreamResponse:
        asked = await request.json()
        self.asked.append(asked)
        words = self.known.get(asked["q"], asked["q"])
        match self.trouble:
            case "hang":
                await self._hanging.wait()
            case "cut":
                assert request.transport
                request.transport.abort()
            case "error":
                return web.json_response({"error": "out of order"}, status=500)
            case "html":
                return web.Response(text="<html>", content_type="text/html")
            case "endless":
                return await self._stream(request, [b"x" * 128_000], {"Content-Length": "10000000"})
            case "parts":
                text = json.dumps({"translatedText": words}).encode()
                self._hanging.set()
                return await self._stream(request, [text[:9], text[9:]], {})
            case "redirect":
                raise web.HTTPFound("/elsewhere")
        answers = {
            "markup": {"translatedText": f"<b>{words}</b>"},
            "list": [words],
            "number": {"translatedText": 7},
            "empty": {"translatedText": "\u200b"},
            "huge": {"translatedText": "x " * 200_000},
            "untranslated": {"translatedText": asked["q"]},
        }
        return web.json_response(answers.get(self.trouble, {"translatedText": words}))

    async def _stream(self, request: web.Request, parts: list[bytes], headers: dict[str, str]) -> web.StreamResponse:
        """Send an answer in parts with pauses between them; if a length was announced, it is never reached."""
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        for part in parts:
            await response.write(part)
            await asyncio.sleep(0.05)
        await self._hanging.wait()
        return response
