"""Around the house: a canary where nothing of the bot's may go, and a listed origin that is up to no good."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from tests.support.stage import free_port


@dataclass
class Canary:
    """Sits on this machine; counts who comes.

    Attributes:
        visits: What each visitor said.
    """

    port: int = field(default_factory=free_port)
    visits: list[bytes] = field(default_factory=list)

    async def welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Note a visit."""
        self.visits.append(await reader.read(200))
        writer.close()


@dataclass
class Store:
    """A listed origin.

    Attributes:
        redirects: Where `/to/<n>` leads.
        files: What `/file/<n>` holds.
        asked: The redirects that were asked for.
    """

    port: int = field(default_factory=free_port)
    redirects: list[str] = field(default_factory=list)
    files: list[bytes] = field(default_factory=list)
    asked: set[int] = field(default_factory=set)

    @property
    def origin(self) -> str:
        """Its origin."""
        return f"http://127.0.0.1:{self.port}"

    async def redirect(self, request: web.Request) -> web.StreamResponse:
        """Lead elsewhere."""
        number = int(request.match_info["number"])
        self.asked.add(number)
        return web.Response(status=302, headers={"Location": self.redirects[number]})

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Give a file, whatever it is."""
        return web.Response(body=self.files[int(request.match_info["number"])], content_type="image/png")


@asynccontextmanager
async def traps() -> AsyncIterator[tuple[Canary, Store]]:
    """Set them up inside the context."""
    canary, store = Canary(), Store()
    app = web.Application()
    app.router.add_get(r"/to/{number:\d+}", store.redirect)
    app.router.add_get(r"/file/{number:\d+}", store.file)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", store.port).start()
    server = await asyncio.start_server(canary.welcome, None, canary.port)  # at every address of this machine
    try:
        yield canary, store
    finally:
        server.close()
        await runner.cleanup()
