"""What the program needs of the messenger's file store, and the look at a file before it is sent for painting."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from io import BytesIO
from typing import Protocol

from bot.errors import PermanentError
from bot.pictures import UNKNOWN_TYPE, NotAPictureError, media_type, read_header, require_whole

HEAD_BYTES = 1024 * 1024
"""As much of a file as is read to know what it is; photographs carry up to some hundred kilobytes of notes first."""


class FileGoneError(PermanentError):
    """The messenger does not give this file out (any more)."""


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that is being fetched.

    Attributes:
        size: Bytes; None if the messenger does not say.
        chunks: Its bytes, from the beginning, once. Raises `TransientError` where the connection breaks.
    """

    size: int | None
    chunks: AsyncIterator[bytes]


class FileSource(Protocol):
    """Where the messenger keeps what people sent. `bot.telegram` has the one there is."""

    def open(self, file_id: str) -> AbstractAsyncContextManager[OpenFile]:
        """Fetch a file; it is not read faster than it is taken.

        Raises:
            FileGoneError: There is no such file, or it may not be fetched.
            TransientError: Not now.
        """
        ...


async def look_at(files: FileSource, file_id: str) -> tuple[int, int] | None:
    """Return the width and height of a picture that somebody sent as a file.

    Returns:
        Pixels; None for a large file that begins as a picture but does not tell its size so soon.

    Raises:
        NotAPictureError: It is none.
        FileGoneError: It cannot be fetched.
        TransientError: Not now.
    """
    head = bytearray()
    async with files.open(file_id) as file:
        async for chunk in file.chunks:
            head += chunk
            if len(head) >= HEAD_BYTES:
                break
    return await asyncio.to_thread(_size_of, bytes(head))


def _size_of(head: bytes) -> tuple[int, int] | None:
    whole = len(head) < HEAD_BYTES
    try:
        header = read_header(BytesIO(head))
    except NotAPictureError:
        if not whole and media_type(head) != UNKNOWN_TYPE:
            return None
        raise
    if whole:
        require_whole(BytesIO(head))
    return header.width, header.height
