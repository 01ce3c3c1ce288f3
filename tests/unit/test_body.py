"""Bodies that people post: small and plain ones are read, others are refused with the right number."""

import gzip
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.web.body import BodyRefusedError, read_body

LIMIT = 1_000


@pytest.fixture
async def address() -> AsyncIterator[str]:
    """A server that answers with how much it has read."""

    async def count(request: web.Request) -> web.Response:
        try:
            body = await read_body(request, limit=LIMIT)
        except BodyRefusedError as exc:
            return web.Response(status=exc.status)
        return web.Response(text=f"{len(body)}")

    application = web.Application()
    application.router.add_post("/", count)
    async with TestServer(application) as server:
        yield str(server.make_url("/"))


async def in_pieces(size: int) -> AsyncIterator[bytes]:
    """Yield so many bytes, whose number nobody was told before."""
    for at in range(0, size, 100):
        yield b"x" * min(100, size - at)


async def test_what_is_small_and_plain_is_read(address: str) -> None:
    async with ClientSession() as session:
        for size in (0, 1, LIMIT):
            for body in (b"x" * size, in_pieces(size)):
                async with session.post(address, data=body) as response:
                    assert (response.status, await response.text()) == (200, str(size))


async def test_the_rest_is_refused(address: str) -> None:
    bomb = gzip.compress(bytes(10**6))
    async with ClientSession() as session:
        for status, body, headers in (
            (413, b"x" * (LIMIT + 1), {}),
            (413, in_pieces(LIMIT + 1), {}),
            (413, in_pieces(50 * LIMIT), {}),
            (415, bomb, {"Content-Encoding": "gzip"}),
            (415, b"x", {"Content-Encoding": "identity"}),
            (415, b"--x--", {"Content-Type": "multipart/form-data; boundary=x"}),
        ):
            async with session.post(address, data=body, headers=headers) as response:
                assert response.status == status
