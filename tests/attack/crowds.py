"""Opens silent, incomplete and slow connections: all others must be answered soon, and memory must hardly grow."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import aiohttp

from tests.attack.house import House
from tests.attack.report import Row
from tests.attack.size import Size

SOON = 0.2
"""Seconds within which 99 of 100 requests of `/healthz` must be answered."""

LITTLE = 50

HEAD = b"POST /callback/x HTTP/1.1\r\nHost: bot\r\n"
FIELDS = b"".join(b"x-%d: %s\r\n" % (number, b"a" * 240) for number in range(58))

KINDS: dict[str, tuple[bytes, bool]] = {
    "silent connections": (b"", False),
    "half a head": (HEAD + FIELDS, False),
    "half a body": (HEAD + b"Content-Length: 1000000\r\n\r\n" + b"x" * 8_000, False),
    "half a chunk": (HEAD + b"Transfer-Encoding: chunked\r\n\r\nffff\r\n" + b"x" * 8_000, False),
    "dripping heads": (HEAD, True),
    "dripping bodies": (HEAD + b"Content-Length: 1000000\r\n\r\n", True),
    "answers that nobody reads": (b"GET /nothing HTTP/1.1\r\nHost: bot\r\n\r\n" * 4, False),
}


async def attack(house: House, size: Size) -> list[Row]:
    """Hold connections open, one kind after the other, and request `/healthz` on new ones meanwhile."""
    kinds = list(KINDS.items())
    return [await _one(house, size, *kind) for kind in (kinds if size.every == 1 else kinds[4:5])]


async def _one(house: House, size: Size, name: str, kind: tuple[bytes, bool]) -> Row:
    begins, drips = kind
    await _look(house, 10)
    await house.rest()
    strangers: list[asyncio.StreamWriter] = []
    with _closing(strangers):
        looking = asyncio.create_task(_look(house, size.looks))
        for _ in range(size.connections):
            with suppress(ConnectionError):
                _, writer = await asyncio.open_connection("127.0.0.1", house.port, limit=1024)
                strangers.append(writer)
                writer.write(begins)
        dripping = asyncio.create_task(_drip(strangers if drips else []))
        waits = sorted(await looking + await _look(house, size.looks))
        dripping.cancel()
        grown = house.grown
    p99 = waits[len(waits) * 99 // 100]
    found = f"/healthz p99 {p99 * 1000:.0f} ms, memory +{grown:.0f} MB"
    return Row(name, size.connections, found, p99 < SOON and grown < LITTLE)


async def _drip(strangers: list[asyncio.StreamWriter]) -> None:
    while True:
        for stranger in strangers:
            if not stranger.transport.is_closing():
                stranger.write(b"x")
        await asyncio.sleep(0.3)


async def _look(house: House, count: int) -> list[float]:
    """Request `/healthz` `count` times; return the seconds of each request, its connection included."""
    waits = []
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as session:
        for _ in range(count):
            began = time.perf_counter()
            try:
                async with asyncio.timeout(10), session.get(f"{house.url}/healthz") as response:
                    response.raise_for_status()
                waits.append(time.perf_counter() - began)
            except (aiohttp.ClientError, TimeoutError):
                waits.append(60.0)
            await asyncio.sleep(0.005)
    return waits


@contextmanager
def _closing(strangers: list[asyncio.StreamWriter]) -> Iterator[None]:
    try:
        yield
    finally:
        for stranger in strangers:
            stranger.transport.abort()
