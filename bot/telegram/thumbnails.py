"""Finds the small sizes that Telegram has of a picture in messages, and fetches them as thumbnails of files.

Telegram has made these sizes; nothing is decoded here.

Source: Bot API, `sendDocument`: a thumbnail is a JPEG of at most 320 × 320 pixels and 200 kB, uploaded anew each time.
"""

import asyncio

import structlog
from telegram import Document, PhotoSize

from bot.errors import HuabotError
from bot.pipeline.files import FileSource

log = structlog.get_logger(__name__)

SIDE, BYTES = 320, 200_000

SECONDS = 5.0
"""Time limit in seconds for fetching one thumbnail: the picture waits for it."""

JPEG = b"\xff\xd8\xff"


def find_thumbnail(picture: tuple[PhotoSize, ...] | Document | None) -> str:
    """Return the file id of the largest size that may be a file's thumbnail; '' if there is none."""
    sizes: tuple[PhotoSize | None, ...] = (picture.thumbnail,) if isinstance(picture, Document) else picture or ()
    small = [size for size in sizes if size and max(size.width, size.height) <= SIDE and (size.file_size or 0) <= BYTES]
    return max(small, key=lambda size: size.width * size.height).file_id if small else ""


class Thumbnails:
    """Fetches thumbnails, best effort: a file is sent without one rather than late."""

    def __init__(self, files: FileSource) -> None:
        self._files = files

    async def fetch(self, file_id: str) -> bytes | None:
        """Return the bytes of a small JPEG; None if the fetch fails, or the file is too large or not a JPEG."""
        data = bytearray()
        try:
            async with asyncio.timeout(SECONDS), self._files.open(file_id) as file:
                async for chunk in file.chunks:
                    data += chunk
                    if len(data) > BYTES:
                        return None
        except (HuabotError, TimeoutError) as exc:
            log.info("thumbnail_not_had", error=str(exc))
            return None
        return bytes(data) if data.startswith(JPEG) else None
