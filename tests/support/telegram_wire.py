"""Provides a bare Bot API client for the tests of the sandbox Telegram: it sends and returns raw JSON."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from PIL import Image

from sandbox.telegram.server import TelegramServer
from sandbox.telegram_client import TelegramClient

TOKEN = "4242:not-a-secret"
BOT_ID = 4242


@dataclass
class Wire:
    url: str
    session: aiohttp.ClientSession
    people: TelegramClient
    offset: int = 0

    async def answer(self, method: str, **params: Any) -> dict[str, Any]:
        async with self.session.post(f"{self.url}/bot{TOKEN}/{method}", json=params) as response:
            body = await response.json()
            assert isinstance(body, dict)
            return body

    async def call(self, method: str, **params: Any) -> Any:
        body = await self.answer(method, **params)
        assert body["ok"], body
        return body["result"]

    async def refused(self, method: str, **params: Any) -> str:
        body = await self.answer(method, **params)
        assert not body["ok"], body
        return str(body["description"])

    async def upload(self, method: str, field: str, data: bytes, name: str, **params: Any) -> dict[str, Any]:
        form = aiohttp.FormData({key: str(value) for key, value in params.items()})
        form.add_field(field, data, filename=name)
        async with self.session.post(f"{self.url}/bot{TOKEN}/{method}", data=form) as response:
            body = await response.json()
            assert isinstance(body, dict)
            return body

    async def updates(self) -> list[dict[str, Any]]:
        """Fetch the new updates and return them without their ids."""
        found = await self.call("getUpdates", offset=self.offset)
        if found:
            self.offset = found[-1]["update_id"] + 1
        return [{kind: content for kind, content in update.items() if kind != "update_id"} for update in found]

    async def messages(self) -> list[dict[str, Any]]:
        return [update["message"] for update in await self.updates() if "message" in update]


@asynccontextmanager
async def open_wire() -> AsyncIterator[Wire]:
    server = TelegramServer(TOKEN)
    url = await server.start()
    async with aiohttp.ClientSession() as session:
        yield Wire(url, session, TelegramClient(url, session))
    await server.stop()


def picture(width: int = 64, height: int = 64, kind: str = "PNG") -> bytes:
    """Return the bytes of a picture file."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(out, kind)
    return out.getvalue()
