"""Reads what somebody posts, as long as it is small, quick and plain."""

import asyncio

from aiohttp import web

BODY_SECONDS = 5.0


class BodyRefusedError(Exception):
    """`status` is the answer."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def read_body(request: web.Request, *, limit: int) -> bytes:
    """Return a request's body.

    Args:
        request: Not read yet.
        limit: Bytes that are taken at most.

    Raises:
        BodyRefusedError: Encoded or in parts (415), too large (413), too slow (408), cut off (400).
    """
    if request.headers.get("Content-Encoding") or request.content_type.startswith("multipart/"):
        raise BodyRefusedError(415)
    if (request.content_length or 0) > limit:
        raise BodyRefusedError(413)
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while chunk := await request.content.readany():
                body += chunk
                if len(body) > limit:
                    raise BodyRefusedError(413)
    except TimeoutError:
        raise BodyRefusedError(408) from None
    except (web.RequestPayloadError, ConnectionError):
        raise BodyRefusedError(400) from None
    return bytes(body)
