"""Implements downloads: getFile, and the paths it gives out, `/file/bot<token>/<path>`.

Source: Bot API, `getFile` and `File`. In addition to the effects of `sandbox.telegram.replies` that take effect
before the call, and `delay_after`, a fault at `file` may be `cut` (bytes sent before the connection breaks),
`trickle` (bytes per second) or `hold` (until the faults are cleared).
"""

import asyncio
import re
import time
from collections.abc import Iterator

from aiohttp import web

from sandbox.faults import Fault, Faults
from sandbox.journal import Journal
from sandbox.telegram.content import Json, StoredFile
from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.replies import failure, hold, strike_before
from sandbox.telegram.settings import Settings
from sandbox.telegram.world import World

MAX_DOWNLOAD = 20 * 1024 * 1024
_CHUNK = 1 << 16
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class Downloads:
    """Gives out paths, and serves their files while the paths are valid.

    Args:
        world: Holds the files.
        faults: The faults that are armed.
        settings: Defines how long a path is valid.
        journal: Records downloads.
    """

    def __init__(self, world: World, faults: Faults, settings: Settings, journal: Journal) -> None:
        self._world = world
        self._faults = faults
        self._settings = settings
        self._journal = journal
        self._given: dict[str, tuple[StoredFile, float]] = {}

    def prepare(self, file_id: str) -> Json:
        """Return the Bot API's `File`, and allow its download.

        Raises:
            ApiError: There is no such file, or it is too large for bots.
        """
        file = self._world.files.get(file_id)
        if file is None:
            raise bad_request("invalid file_id")
        if len(file.data) > MAX_DOWNLOAD:
            raise bad_request("file is too big")
        self._given[file.path] = file, time.monotonic()
        fields = ("file_id", "file_unique_id", "file_size")
        return {name: file.as_json()[name] for name in fields} | {"file_path": file.path}

    def digest(self, message: object) -> str | None:
        """Return the SHA-256 of the file in a Bot API `Message`; None without a file, or for other objects."""
        if not isinstance(message, dict) or not (held := message.get("photo") or [message.get("document")])[-1]:
            return None
        return self._world.files[held[-1]["file_id"]].digest

    def expire(self) -> None:
        """Invalidate every path given out so far."""
        self._given.clear()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer a download request."""
        received = time.time()
        path = request.match_info["path"]
        fault = self._faults.take("file", file_path=path)
        entry = {"method": "file", "params": {"file_path": path}, "file_path": path, "chat_id": None}
        if reply := await strike_before(fault):
            self._note(entry, fault, received, ok=False, status=reply.status, size=0)
            return reply.send(request)
        file, given = self._given.get(path, (None, 0.0))
        if file is None or time.monotonic() - given > self._settings.file_lifetime:
            self._note(entry, fault, received, ok=False, status=404, size=0)
            return failure(ApiError(404, "Not Found")).send(request)
        await hold(fault)
        if fault and fault.effect == "hold":
            await self._faults.held()
        response, part = _respond(request, file)
        sent = 0
        try:
            await response.prepare(request)
            if request.method != "HEAD" and response.status < 400:
                for chunk in _chunks(part, fault):
                    await response.write(chunk)
                    sent += len(chunk)
                    if fault and fault.effect == "trickle":
                        await asyncio.sleep(len(chunk) / float(fault.value))
            if fault and fault.effect == "cut" and request.transport:
                request.transport.close()
            else:
                await response.write_eof()
        except ConnectionResetError:
            pass
        finally:
            ok = response.status < 400 and (sent == len(part) or request.method == "HEAD")
            asked = request.headers.get("Range")
            self._note(entry | {"range": asked}, fault, received, ok=ok, status=response.status, size=sent)
        return response

    def _note(
        self, entry: Json, fault: Fault | None, received: float, *, ok: bool, status: int | None, size: int
    ) -> None:
        effect = fault.effect if fault else None
        entry = {"range": None} | entry
        self._journal.write(
            "call", **entry, ok=ok, status=status, size=size, description=None, fault=effect, received=received
        )


def _respond(request: web.Request, file: StoredFile) -> tuple[web.StreamResponse, memoryview]:
    """Return the unprepared response, and the part of the file to send with it."""
    data = memoryview(file.data)
    status, start, stop = 200, 0, len(data)
    if wanted := _RANGE.fullmatch(request.headers.get("Range", "").strip()):
        first, last = wanted.groups()
        if first:
            start, stop = int(first), min(int(last) + 1 if last else stop, stop)
        elif last:
            start = max(stop - int(last), 0)
        status = 206 if (first or last) and start < stop else 416 if first or last else 200
    headers = {
        "Content-Type": "application/octet-stream",
        "Accept-Ranges": "bytes",
        "Content-Disposition": f"attachment; filename={file.path.rpartition('/')[2]}",
        "ETag": f'"{file.file_unique_id}"',
    }
    if status == 416:
        start, stop = 0, 0
        headers["Content-Range"] = f"bytes */{len(data)}"
    elif status == 206:
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(data)}"
    response = web.StreamResponse(status=status, headers=headers)
    response.content_length = stop - start
    return response, data[start:stop]


def _chunks(part: memoryview, fault: Fault | None) -> Iterator[memoryview]:
    size = min(_CHUNK, max(1, int(fault.value) // 10)) if fault and fault.effect == "trickle" else _CHUNK
    stop = min(int(fault.value), len(part)) if fault and fault.effect == "cut" else len(part)
    for start in range(0, stop, size):
        yield part[start : min(start + size, stop)]
