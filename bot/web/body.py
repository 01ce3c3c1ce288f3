"""Reads request bodies that are small, arrive quickly and are not encoded."""

import asyncio

from aiohttp import web

BODY_SECONDS = 5.0


class BodyRefusedError(Exception):
    """Raised when a body is refused; `status` is the HTTP status of the answer."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def read_body(request: web.Request, *, limit: int) -> bytes:
    """Return a request's body.

    Args:
        request: A request whose body has not been read.
        limit: Maximum size of the body in bytes.

    Raises:
        BodyRefusedError: The body is encoded or multipart (415), too large (413), too slow (408) or cut off (400).
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
