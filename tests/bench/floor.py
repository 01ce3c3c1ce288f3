"""Runs the floor of two of our routes: one accepts a callback, one streams a file. A separate program."""

import asyncio
import sys
from collections.abc import AsyncIterator

import aiohttp
from aiohttp import web

SESSION = web.AppKey("session", aiohttp.ClientSession)


async def answer(request: web.Request) -> web.Response:
    """Read the body, and respond with 200 and JSON."""
    await request.read()
    return web.json_response({"ok": True})


async def pass_on(request: web.Request) -> web.StreamResponse:
    """Stream the file at `address`."""
    async with request.app[SESSION].get(request.query["address"]) as source:
        response = web.StreamResponse()
        response.content_length = source.content_length
        await response.prepare(request)
        async for chunk in source.content.iter_chunked(64 * 1024):
            await response.write(chunk)
        await response.write_eof()
        return response


async def session(app: web.Application) -> AsyncIterator[None]:
    """Keep a session open as long as the server runs."""
    async with aiohttp.ClientSession() as app[SESSION]:
        yield


async def serve() -> None:
    """Serve until the process is terminated."""
    app = web.Application()
    app.add_routes([web.post("/", answer), web.get("/", pass_on)])
    app.cleanup_ctx.append(session)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stdout.write(f"ready http://127.0.0.1:{runner.addresses[0][1]}/\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    import uvloop

    uvloop.run(serve())
