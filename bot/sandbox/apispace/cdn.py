"""The picture store: every picture at two addresses, the fast one (`cdn`) and the origin (`cos`)."""

import asyncio
import contextlib
from http import HTTPStatus

from aiohttp import web

from bot.sandbox.faults import Fault, Faults
from bot.sandbox.journal import Journal

_CHUNK = 64 * 1024


class PictureStore:
    """Keeps pictures in memory and serves them.

    Effects of a fault at `cdn` (facts: `path`, `method`): `status` n, `delay` s, `drop`, `not_a_picture`,
    `too_big` (bytes to stream, without a Content-Length), `redirect` (to the address given).
    """

    def __init__(self, journal: Journal, faults: Faults) -> None:
        self._journal = journal
        self._faults = faults
        self._pictures: dict[str, bytes] = {}

    def put(self, path: str, picture: bytes) -> None:
        """Make the picture available at this path."""
        self._pictures[path] = picture

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer GET and HEAD for a picture."""
        fault = self._faults.take("cdn", path=request.path, method=request.method)
        if fault and fault.effect == "delay":
            await asyncio.sleep(float(fault.value))
        if fault and fault.effect == "too_big":
            return await self._stream(request, int(fault.value))
        response = self._answer(request.path, fault)
        body = response.body if isinstance(response.body, bytes) else b""
        dropped = fault is not None and fault.effect == "drop"
        self._record(request, None if dropped else response.status, len(body))
        if dropped and request.transport:
            request.transport.close()
        return response

    def _answer(self, path: str, fault: Fault | None) -> web.Response:
        match fault.effect if fault else None:
            case "status" if fault:
                return web.Response(status=int(fault.value), text=HTTPStatus(int(fault.value)).phrase)
            case "redirect" if fault:
                return web.Response(status=302, headers={"Location": str(fault.value)})
            case "not_a_picture":
                return web.Response(text="<html><body>This is not a picture.</body></html>", content_type="text/html")
        picture = self._pictures.get(path)
        if picture is None:
            return web.Response(status=404, text="Not Found")
        return web.Response(body=picture, content_type="image/png")

    async def _stream(self, request: web.Request, size: int) -> web.StreamResponse:
        self._record(request, 200, size)
        response = web.StreamResponse(headers={"Content-Type": "image/png"})
        await response.prepare(request)
        if request.method == "GET":
            block = self._pictures.get(request.path, b"")[:size]
            with contextlib.suppress(ConnectionError):  # a careful client hangs up on purpose
                while size > 0:
                    await response.write(block)
                    size -= len(block)
                    block = bytes(min(_CHUNK, size))
        return response

    def _record(self, request: web.Request, status: int | None, size: int) -> None:
        self._journal.write(
            "cdn",
            path=request.path,
            method=request.method,
            status=status,
            bytes=size,
            user_agent=request.headers.get("User-Agent"),
        )
