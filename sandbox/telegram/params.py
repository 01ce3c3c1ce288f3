"""Reads the parameters of a Bot API call, passed in any of the four ways."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from aiohttp import BodyPartReader, web

from sandbox.telegram.errors import ApiError, bad_request

MAX_UPLOAD = 50 * 1024 * 1024
_TRUE = {"true", "yes", "1"}
_ATTACHED = "attach://"


@dataclass(frozen=True, slots=True)
class Upload:
    """Represents a file uploaded with the request."""

    name: str
    mime_type: str
    data: bytes


class Params:
    """Gives typed access to the parameters of a call.

    Args:
        values: Plain parameters; nested ones may still be JSON text.
        uploads: Files of a multipart body, by field name.
    """

    def __init__(self, values: dict[str, Any], uploads: dict[str, Upload] | None = None) -> None:
        self._values = values
        self._uploads = uploads or {}

    def __contains__(self, name: str) -> bool:
        return self._values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        """Return a text, or an empty one if it was not passed."""
        value = self._values.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str) -> int | None:
        """Return an integer, or None if there is none."""
        try:
            return int(self._values.get(name, ""))
        except (TypeError, ValueError):
            return None

    def flag(self, name: str) -> bool:
        """Return a boolean, or False if it was not passed."""
        return self.text(name).lower() in _TRUE

    def nested(self, name: str) -> Any:
        """Return an object or array, or None if it was not passed.

        Raises:
            ApiError: The value is not JSON.
        """
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def file(self, name: str) -> Upload | str:
        """Return the value of a file parameter: an upload, an address or a file_id; "" if it was not passed.

        Raises:
            ApiError: The named upload is not in the request.
        """
        return self._uploads.get(name) or self.attached(self.text(name))

    def attached(self, value: str) -> Upload | str:
        """Return the upload that `attach://<name>` refers to; return any other value unchanged.

        Raises:
            ApiError: The named upload is not in the request.
        """
        if not value.startswith(_ATTACHED):
            return value
        upload = self._uploads.get(value.removeprefix(_ATTACHED))
        if upload is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return upload

    def as_entry(self) -> dict[str, Any]:
        """Return the parameters for the journal: nested ones as JSON, files by their digest."""
        plain = {name: _readable(value) for name, value in self._values.items()}
        files = {
            name: {"name": f.name, "size": len(f.data), "sha256": hashlib.sha256(f.data).hexdigest()}
            for name, f in self._uploads.items()
        }
        return plain | files


def _readable(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


async def read_params(request: web.Request) -> Params:
    """Return the parameters of a call, read from its query and its body.

    Raises:
        ApiError: A JSON body is not an object, or a part of a multipart body is too large.
    """
    values: dict[str, Any] = dict(request.query)
    if request.content_type == "multipart/form-data":
        return await _read_multipart(request, values)
    if request.content_type == "application/json":
        try:
            body = await request.json()
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise bad_request("can't parse JSON object")
        values |= body
    elif request.content_type == "application/x-www-form-urlencoded":
        values |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    return Params(values)


async def _read_multipart(request: web.Request, values: dict[str, Any]) -> Params:
    uploads: dict[str, Upload] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        data = bytearray()
        while chunk := await part.read_chunk(1 << 16):
            data += chunk
            if len(data) > MAX_UPLOAD:
                raise ApiError(413, "Request Entity Too Large")
        if part.filename is None:
            values[part.name] = data.decode("utf-8", "replace")
        else:
            mime_type = part.headers.get("Content-Type", "application/octet-stream")
            uploads[part.name] = Upload(part.filename, mime_type, bytes(data))
    return Params(values, uploads)
