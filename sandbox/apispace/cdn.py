"""Implements the picture store: every picture has two addresses, the fast one (`cdn`) and the origin (`cos`)."""

import asyncio
import contextlib
import hashlib
import io
import itertools
import struct
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus

from aiohttp import web
from PIL import Image

from sandbox.faults import Fault, Faults
from sandbox.journal import Journal

FORMATS = frozenset({"jpeg", "webp", "gif", "bmp", "tiff", "avif", "heic"})

_CHUNK = bytes(64 * 1024)
_PNG_END = 12
"""Length of a PNG's last chunk, and of the frame of a chunk without data."""


@dataclass(frozen=True)
class Picture:
    """Represents a PNG, padded to any size without holding the padding in memory."""

    head: bytes
    padding: int = 0
    tail: bytes = b""

    @property
    def size(self) -> int:
        """The length in bytes."""
        return len(self.head) + self.padding + len(self.tail)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the bytes."""
        whole = hashlib.sha256()
        for part in self.parts():
            whole.update(part)
        return whole.hexdigest()

    def parts(self) -> Iterator[bytes]:
        """Return an iterator over the bytes, in parts."""
        return itertools.chain((self.head,), _zeros(self.padding), (self.tail,))


def padded(png: bytes, size: int) -> Picture:
    """Return the PNG padded to this size by an ancillary chunk that readers skip; a larger PNG stays unchanged."""
    padding = size - len(png) - _PNG_END
    if padding < 0:
        return Picture(png)
    name = b"paDd"
    crc = zlib.crc32(name)
    for block in _zeros(padding):
        crc = zlib.crc32(block, crc)
    head = png[:-_PNG_END] + struct.pack(">I", padding) + name
    return Picture(head, padding, struct.pack(">I", crc) + png[-_PNG_END:])


def converted(picture: Picture, name: str) -> Picture:
    """Return the picture converted to another of the `FORMATS`."""
    if name == "heic":  # Pillow cannot write HEIC: only its signature is imitated
        return Picture(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"".join(picture.parts()))
    file = io.BytesIO()
    with Image.open(io.BytesIO(b"".join(picture.parts()))) as opened:
        opened.convert("RGB").save(file, name)
    return Picture(file.getvalue())


def _drops(parts: Iterable[bytes], pace: float) -> Iterator[bytes]:
    size = max(1, int(pace / 10))
    for part in parts:
        for start in range(0, len(part), size):
            yield part[start : start + size]


def _zeros(count: int) -> Iterator[bytes]:
    for start in range(0, count, len(_CHUNK)):
        yield _CHUNK[: count - start]


class PictureStore:
    """Stores pictures in memory, and serves them.

    Effects of a fault at `cdn` (facts: `path`, `method`): `status` n, `delay` s, `drop`, `not_a_picture`,
    `too_big` (bytes to stream, without a Content-Length), `redirect` (to the given address, else to the picture's
    other one), `drip` (bytes per second), `late` (404 until this many seconds after the picture was stored), `format`
    (the picture in another format, one of `FORMATS`).
    """

    def __init__(self, journal: Journal, faults: Faults) -> None:
        self._journal = journal
        self._faults = faults
        self._pictures: dict[str, Picture] = {}
        self._since: dict[str, float] = {}

    def put(self, path: str, picture: Picture, uid: str) -> None:
        """Make the picture of a task available at this path."""
        self._pictures[path] = picture
        self._since[path] = time.monotonic()
        self._journal.write("picture", uid=uid, path=path, bytes=picture.size, sha256=picture.digest)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer a GET or HEAD request for a picture."""
        fault = self._faults.take("cdn", path=request.path, method=request.method)
        if fault and fault.effect == "delay":
            await asyncio.sleep(float(fault.value))
        if fault and fault.effect == "too_big":
            return await self._serve_too_big(request, int(fault.value))
        if fault and fault.effect == "drop":
            self._record(request, None, 0)
            if request.transport:
                request.transport.close()
            return web.Response(status=503)
        picture = self._pictures.get(request.path)
        instead = _instead(fault, request.path) if fault else None
        late = fault is not None and fault.effect == "late" and self._age(request.path) < float(fault.value)
        if picture is None or instead or late:
            answer = instead or web.Response(status=404, text="Not Found")
            self._record(request, answer.status, answer.content_length or 0)
            return answer
        if fault and fault.effect == "format":
            picture = await asyncio.to_thread(converted, picture, str(fault.value))
        self._record(request, 200, picture.size)
        pace = float(fault.value) if fault and fault.effect == "drip" else 0.0
        return await _stream(request, picture.parts(), picture.size, pace)

    def _age(self, path: str) -> float:
        """Return the seconds since the picture was stored."""
        return time.monotonic() - self._since.get(path, 0.0)

    async def _serve_too_big(self, request: web.Request, size: int) -> web.StreamResponse:
        self._record(request, 200, size)
        picture = self._pictures.get(request.path, Picture(b""))
        start = picture.head[:size]
        return await _stream(request, itertools.chain((start,), _zeros(size - len(start))), None)

    def _record(self, request: web.Request, status: int | None, size: int) -> None:
        self._journal.write(
            "cdn",
            path=request.path,
            method=request.method,
            status=status,
            bytes=size,
            user_agent=request.headers.get("User-Agent"),
        )


def _instead(fault: Fault, path: str) -> web.Response | None:
    match fault.effect:
        case "status":
            return web.Response(status=int(fault.value), text=HTTPStatus(int(fault.value)).phrase)
        case "redirect":
            other = path.replace("/cdn/", "/cos/") if path.startswith("/cdn/") else path.replace("/cos/", "/cdn/")
            return web.Response(status=302, headers={"Location": str(fault.value or other)})
        case "not_a_picture":
            return web.Response(text="<html><body>This is not a picture.</body></html>", content_type="text/html")
    return None


async def _stream(
    request: web.Request, parts: Iterable[bytes], size: int | None, pace: float = 0.0
) -> web.StreamResponse:
    """Send a picture; `pace` is the rate in bytes per second, 0 for no limit."""
    response = web.StreamResponse(headers={"Content-Type": "image/png"})
    response.content_length = size
    await response.prepare(request)
    if request.method == "GET":
        with contextlib.suppress(ConnectionError):  # a careful client disconnects on purpose
            for part in _drops(parts, pace) if pace else parts:
                await response.write(part)
                await asyncio.sleep(len(part) / pace if pace else 0)
    return response
