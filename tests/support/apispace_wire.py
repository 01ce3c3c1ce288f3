"""Runs a sandbox provider for its own tests: raw requests, its client, and a server that receives its callbacks."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from sandbox.apispace.server import APISpaceServer
from sandbox.apispace_client import APISpaceClient

HEADERS = {"X-APISpace-Token": "open sesame", "Authorization-Type": "apikey"}


@dataclass
class Provider:
    """Bundles a running provider, its client, and a server that receives its callbacks."""

    url: str
    client: APISpaceClient
    session: aiohttp.ClientSession
    notify_url: str
    received: list[dict[str, Any]] = field(default_factory=list)
    answers: list[web.Response] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)

    async def submit(self, text: str = "a fox", **params: Any) -> tuple[int, Any]:
        """Submit an order; return the status and the response body, parsed if it is JSON."""
        body = {"task": "txt2img.sd", "params": {"text": text, "w": 64, "h": 64, **params}}
        return await self.post("txt2img", {**body, "notify_url": self.notify_url})

    async def post(self, path: str, body: Any) -> tuple[int, Any]:
        """Post to an endpoint; return the status and the response body, parsed if it is JSON."""
        async with self.session.post(f"{self.url}/aigc/{path}", json=body, headers=HEADERS) as response:
            is_json = response.content_type == "application/json"
            return response.status, await response.json() if is_json else await response.text()

    async def uid(self, text: str = "a fox", **params: Any) -> str:
        """Submit a valid order and return its uid."""
        status, answer = await self.submit(text, **params)
        assert (status, answer["code"], answer["msg"]) == (200, 0, "success")
        return str(answer["data"]["uid"])

    async def state(self, uid: str) -> dict[str, Any]:
        """Return the state of a task."""
        status, answer = await self.post("query-image", {"uid": uid})
        assert status == 200
        return dict(answer["data"])


@asynccontextmanager
async def open_provider() -> AsyncIterator[Provider]:
    server = APISpaceServer("open sesame")
    url = await server.start()
    async with aiohttp.ClientSession() as session:
        client = APISpaceClient(url, session)
        await client.settings(paint_seconds=0, callback_interval=0.02, sketch=True)
        provider = Provider(url, client, session, "")

        async def receive(request: web.Request) -> web.Response:
            provider.methods.append(request.method)
            if request.method == "POST":
                provider.received.append(await request.json())
            return provider.answers.pop(0) if provider.answers else web.json_response({})

        app = web.Application()
        app.router.add_route("*", "/callback", receive)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        provider.notify_url = f"http://127.0.0.1:{runner.addresses[0][1]}/callback"
        yield provider
        started = time.monotonic()
        await server.stop()
        assert time.monotonic() - started < 1
        await runner.cleanup()
