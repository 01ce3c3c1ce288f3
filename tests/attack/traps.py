"""Sets traps around the house: a canary to which the bot must not connect, and a malicious listed origin."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from tests.support.stage import free_port


@dataclass
class Canary:
    """Listens on this machine, and records connections.

    Attributes:
        visits: The first bytes of each connection.
    """

    port: int = field(default_factory=free_port)
    visits: list[bytes] = field(default_factory=list)

    async def welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Record a connection and close it."""
        self.visits.append(await reader.read(200))
        writer.close()


@dataclass
class Store:
    """Serves a malicious listed origin.

    Attributes:
        redirects: The targets of `/to/<n>`.
        files: The contents of `/file/<n>`.
        asked: The numbers of the requested redirects.
    """

    port: int = field(default_factory=free_port)
    redirects: list[str] = field(default_factory=list)
    files: list[bytes] = field(default_factory=list)
    asked: set[int] = field(default_factory=set)

    @property
    def origin(self) -> str:
        """The origin."""
        return f"http://127.0.0.1:{self.port}"

    async def redirect(self, request: web.Request) -> web.StreamResponse:
        """Redirect to the target."""
        number = int(request.match_info["number"])
        self.asked.add(number)
        return web.Response(status=302, headers={"Location": self.redirects[number]})

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Serve a file as a PNG, whatever it is."""
        return web.Response(body=self.files[int(request.match_info["number"])], content_type="image/png")


@asynccontextmanager
async def traps() -> AsyncIterator[tuple[Canary, Store]]:
    """Run the canary and the origin inside the context."""
    canary, store = Canary(), Store()
    app = web.Application()
    app.router.add_get(r"/to/{number:\d+}", store.redirect)
    app.router.add_get(r"/file/{number:\d+}", store.file)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", store.port).start()
    server = await asyncio.start_server(canary.welcome, None, canary.port)  # on every address of this machine
    try:
        yield canary, store
    finally:
        server.close()
        await runner.cleanup()
