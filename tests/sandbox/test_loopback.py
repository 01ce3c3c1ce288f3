"""The sandbox's ports answer programs of this machine and their own pages, and nobody else's page in a browser."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from sandbox.apispace.server import APISpaceServer
from sandbox.telegram.server import TelegramServer

TOKEN = "123456789:AAloopback-0123456789-abcdefghijkl"

ROUTES = (
    ("GET", "/sandbox/journal"),
    ("PATCH", "/sandbox/settings"),
    ("POST", "/sandbox/faults"),
    ("DELETE", "/sandbox/faults"),
    ("POST", f"/bot{TOKEN}/getMe"),
    ("GET", "/nothing"),
)

STRANGERS = (
    {"Host": "sandbox.example:{port}"},
    {"Host": "127.0.0.1.example"},
    {"Host": "[::2]:{port}"},
    {"Origin": "https://site.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "http://localhost:{port}"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
)


@pytest.fixture(params=["telegram", "apispace"])
async def address(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    server = TelegramServer(TOKEN) if request.param == "telegram" else APISpaceServer("token")
    yield await server.start()
    await server.stop()


async def test_another_site_is_refused_on_every_route(address: str) -> None:
    port = address.rpartition(":")[2]
    async with aiohttp.ClientSession() as session:
        for method, path in ROUTES:
            for headers in STRANGERS:
                told = {name: value.format(port=port) for name, value in headers.items()}
                async with session.request(method, address + path, headers=told) as response:
                    assert response.status == 403, (method, path, told)


async def test_programs_and_a_page_of_its_own_are_not(address: str) -> None:
    port = address.rpartition(":")[2]
    own = (
        {},
        {"Host": f"localhost:{port}"},
        {"Host": "LOCALHOST"},
        {"Origin": address, "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
    )
    async with aiohttp.ClientSession() as session:
        for headers in own:
            async with session.get(f"{address}/sandbox/journal", headers=headers) as response:
                assert response.status == 200, headers
