"""Encodes a call's parameters and files as a form, for `bot.telegram.transport`."""

import asyncio
import json
from collections.abc import Mapping
from typing import IO, Any

import aiohttp
from aiohttp.abc import AbstractStreamWriter
from aiohttp.payload import BytesPayload, Payload
from yarl import URL

File = tuple[str, bytes | IO[bytes], str]
"""A file's name, its content and its media type."""

_encode = json.JSONEncoder().encode


class _FilePart(Payload):
    """Reads a file while it is sent and leaves it open, so that it can be sent again in another way."""

    def __init__(self, file: IO[bytes], **kwargs: Any) -> None:
        super().__init__(file, **kwargs)
        file.seek(0, 2)
        self._size = file.tell()

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        """Raise `TypeError`: a file is not text."""
        raise TypeError("a file is not text")

    async def write(self, writer: AbstractStreamWriter) -> None:
        """Send the whole file in chunks."""
        self._value.seek(0)
        while chunk := await asyncio.to_thread(self._value.read, 256 * 1024):
            await writer.write(chunk)


def form_of(given: Mapping[str, Any], files: Mapping[str, File]) -> aiohttp.FormData | BytesPayload:
    """Return a call's form: its parameters (strings unchanged, everything else as JSON) and its files."""
    parameters = {name: value if isinstance(value, str) else _encode(value) for name, value in given.items()}
    if not files:
        encoded = URL.build(query=parameters).raw_query_string  # takes a tenth of the standard library's time
        return BytesPayload(encoded.encode(), content_type="application/x-www-form-urlencoded")
    form = aiohttp.FormData()
    for name, value in parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in files.items():
        if isinstance(content, bytes):
            form.add_field(name, content, filename=filename, content_type=mime)
        else:
            part = _FilePart(content, content_type=mime, filename=filename)
            part.set_content_disposition("form-data", name=name, filename=filename)
            form.add_field(name, part, filename=filename, content_type=mime)
    return form
