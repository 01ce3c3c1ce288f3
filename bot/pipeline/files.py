"""Defines the interface to the messenger's file store, and checks a file before the provider gets it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from io import BytesIO
from typing import Protocol

from bot.errors import PermanentError, TransientError
from bot.pictures import MAX_SOURCE_PIXELS, CutOffError, read_header, require_whole

HEAD_BYTES = 1024 * 1024
"""Bytes of a file that are read to identify it; photographs begin with up to some hundred kilobytes of metadata."""

FETCH_SECONDS = 30.0


class FileGoneError(PermanentError):
    """Raised when the messenger does not give out a file (any more)."""


@dataclass(frozen=True, slots=True)
class OpenFile:
    """Represents a file that is being fetched.

    Attributes:
        size: Size in bytes; None if the messenger does not say.
        chunks: The content from the beginning, once. Raises `TransientError` if the connection breaks.
    """

    size: int | None
    chunks: AsyncIterator[bytes]


class FileSource(Protocol):
    """Gives access to the files that users sent to the messenger. Implemented in `bot.telegram`."""

    def open(self, file_id: str) -> AbstractAsyncContextManager[OpenFile]:
        """Fetch a file, no faster than its chunks are consumed.

        Raises:
            FileGoneError: The file does not exist, or may not be fetched.
            TransientError: The file cannot be fetched now.
        """
        ...


async def size_of(files: FileSource, file_id: str) -> tuple[int, int] | None:
    """Return the width and height of a picture that a user sent as a file.

    They are read from its header: nothing is decoded, whatever the file claims to be.

    Returns:
        Pixels; None for a large file that begins as a picture but has no complete header in its first `HEAD_BYTES`.

    Raises:
        NotAPictureError: The file is not a picture, is damaged, or has too many pixels.
        FileGoneError: The file cannot be fetched.
        TransientError: The file cannot be fetched now.
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
