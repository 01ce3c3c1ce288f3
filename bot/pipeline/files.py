"""What the program needs of the messenger's file store, and the look at a file before it is sent for painting."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from io import BytesIO
from typing import Protocol

from bot.errors import PermanentError, TransientError
from bot.pictures import MAX_SOURCE_PIXELS, CutOffError, read_header, require_whole

HEAD_BYTES = 1024 * 1024
"""As much of a file as is read to know what it is; photographs carry up to some hundred kilobytes of notes first."""

FETCH_SECONDS = 30.0


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


async def size_of(files: FileSource, file_id: str) -> tuple[int, int] | None:
    """Return the width and height of a picture that somebody sent as a file.

    It is told by its header: nothing is decoded, whatever the file claims to be.

    Returns:
        Pixels; None for a large file that begins as a picture but does not tell its size so soon.

    Raises:
        NotAPictureError: It is none, or is too many pixels.
        FileGoneError: It cannot be fetched.
        TransientError: Not now.
    """
    head = bytearray()
    try:
        async with asyncio.timeout(FETCH_SECONDS), files.open(file_id) as file:
            async for chunk in file.chunks:
                head += chunk
                if len(head) >= HEAD_BYTES:
                    break
    except TimeoutError:
        raise TransientError("the file comes too slowly") from None
    return _size_of(bytes(head))


def _size_of(head: bytes) -> tuple[int, int] | None:
    is_all = len(head) < HEAD_BYTES
    try:
        header = read_header(BytesIO(head), max_pixels=MAX_SOURCE_PIXELS)
    except CutOffError:
        if is_all:
            raise
        return None
    if is_all:
        require_whole(head)
    return header.width, header.height
