"""Small sizes that Telegram has of a picture: found in messages, and fetched to be shown for a file.

Telegram has made them; nothing is decoded here.

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
"""How long one may take: the picture waits for it."""

JPEG = b"\xff\xd8\xff"


def find_thumbnail(picture: tuple[PhotoSize, ...] | Document | None) -> str:
    """Return the id of the largest size that may be shown for a file; '' if there is none."""
    sizes: tuple[PhotoSize | None, ...] = (picture.thumbnail,) if isinstance(picture, Document) else picture or ()
    small = [each for each in sizes if each and max(each.width, each.height) <= SIDE and (each.file_size or 0) <= BYTES]
    return max(small, key=lambda each: each.width * each.height).file_id if small else ""


class Thumbnails:
    """Fetches them, best effort: a file goes without one rather than late."""

    def __init__(self, files: FileSource) -> None:
        self._files = files

    async def fetch(self, file_id: str) -> bytes | None:
        """Return the bytes of a small JPEG; None if it cannot be had, or is none."""
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
