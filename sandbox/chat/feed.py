"""Streams events to pages: the journals of Telegram, the provider and the chat page itself, in one order.

A page that reconnects sends the last event it has seen, and gets all later ones.
"""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from aiohttp import web

from sandbox.apispace_client import APISpaceClient
from sandbox.chat.views import Views
from sandbox.journal import Entry, Journal

Json = dict[str, Any]

_WAIT = 25.0
_HEARTBEAT = b": still here\n\n"
_PROVIDER_AWAY = 0.5

Wait = Callable[[int, float], Awaitable[list[Entry]]]


class Feed:
    """Collects events, and streams them to any number of pages.

    Args:
        views: Renders the messages that entries refer to.

    Attributes:
        epoch: Identifies this run of the server; events of an earlier run have another epoch.
    """

    def __init__(self, views: Views) -> None:
        self._views = views
        self._events = Journal()
        self._closed = False
        self._streams: set[asyncio.Task[None]] = set()
        self.epoch = secrets.token_hex(4)

    @property
    def position(self) -> int:
        """The number of events so far; the current state already includes all of them."""
        return len(self._events.entries)

    async def follow(self, source: str, journal: Journal) -> None:
        """Copy the entries of a journal in this process, until cancelled."""
        await self._follow(source, journal.wait)

    async def follow_provider(self, provider: APISpaceClient) -> None:
        """Copy the entries of the provider's journal, until cancelled."""

        async def wait(after: int, seconds: float) -> list[Entry]:
            try:
                return await provider.history_after(after, seconds)
            except (aiohttp.ClientError, ValueError):
                await asyncio.sleep(_PROVIDER_AWAY)
                return []

        await self._follow("provider", wait)

    def close(self) -> None:
        """End all streams."""
        self._closed = True
        for stream in self._streams:
            stream.cancel()

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Answer a page's EventSource with all events after the last one it saw, while it is connected."""
        epoch, _, number = request.query.get("after", "").partition("-")
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        await response.write(_HEARTBEAT)  # so that the page sees at once that it is connected
        if epoch != self.epoch or not number.isdecimal():
            await response.write(b"event: reset\ndata: {}\n\n")
            return response
        sending = asyncio.ensure_future(self._send(response, int(number)))
        self._streams.add(sending)
        try:
            await sending
        except ConnectionError:
            pass  # the page has disconnected, and reconnects by itself
        except asyncio.CancelledError:
            if not self._closed:
                raise
        finally:
            self._streams.discard(sending)
            sending.cancel()
        return response

    async def _send(self, response: web.StreamResponse, position: int) -> None:
        while not self._closed:
            events = await self._events.wait(position, _WAIT)
            position += len(events)
            frames = b"".join(_frame(f"{self.epoch}-{event['n'] + 1}", event["told"]) for event in events)
            await response.write(frames or _HEARTBEAT)

    async def _follow(self, source: str, wait: Wait) -> None:
        position = 0
        while True:
            entries = await wait(position, _WAIT)
            position += len(entries)
            for entry in entries:
                self._events.write("told", told=self._told(source, entry))

    def _told(self, source: str, entry: Entry) -> Json:
        told: Json = {"source": source, "entry": entry}
        if source == "telegram":
            if message := self._views.message(*_message_of(entry)):
                told["message"] = message
            if entry["event"] == "delete":
                told["deleted"] = {"chat_id": entry["chat_id"], "message_id": entry["message_id"]}
        return told


def _message_of(entry: Entry) -> tuple[int | None, int | None]:
    """Return the chat id and the number of the message that an entry created or changed."""
    if entry["event"] in {"say", "edit"} or (entry["event"] == "call" and entry["ok"]):
        return entry.get("chat_id"), entry.get("message_id")
    message = entry["update"].get("message") if entry["event"] == "update" else None
    if isinstance(message, dict) and isinstance(message.get("chat"), dict):
        return message["chat"].get("id"), message.get("message_id")
    return None, None


def _frame(identity: str, told: Json) -> bytes:
    return f"id: {identity}\ndata: {json.dumps(told, default=repr)}\n\n".encode()
