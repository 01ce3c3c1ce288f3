"""Reads what somebody answers, as long as it is small."""

import aiohttp


async def read_beginning(response: aiohttp.ClientResponse, *, limit: int) -> bytes:
    """Return an answer's body; of one that is longer than `limit` bytes only a beginning that is longer, too.

    Raises:
        aiohttp.ClientError: It broke off.
        TimeoutError: It did not come in time.
    """
    body = bytearray()
    while chunk := await response.content.readany():
        body += chunk
        if len(body) > limit:
            break
    return bytes(body)
