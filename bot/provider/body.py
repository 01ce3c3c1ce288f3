"""Reads response bodies up to a size limit."""

import aiohttp


async def read_beginning(response: aiohttp.ClientResponse, *, limit: int) -> bytes:
    """Return a response's body; if it exceeds `limit` bytes, return only a beginning that also exceeds `limit`.

    Raises:
        aiohttp.ClientError: The response broke off.
        TimeoutError: The response did not arrive in time.
    """
    body = bytearray()
    while chunk := await response.content.readany():
        body += chunk
        if len(body) > limit:
            break
    return bytes(body)
