"""Handles the updates that Telegram posts: verify, take, answer 200 after the update is committed."""

import json
from collections.abc import Callable
from typing import Any, Protocol

import structlog
from aiohttp import web

from bot.errors import TransientError
from bot.web.body import BodyRefusedError, read_body

log = structlog.get_logger(__name__)

MAX_UPDATE = 1024 * 1024
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  the header's name


class UpdateSink(Protocol):
    """Receives updates. `bot.telegram` has the only implementation."""

    async def take(self, raw: dict[str, Any]) -> None:
        """Handle an update; after a return the update may be acknowledged.

        Raises:
            TransientError: Telegram must deliver the update again.
        """
        ...


class WebhookRoute:
    """Serves `POST` at the address that was given to Telegram.

    Args:
        path: The path of that address.
        knows: Tells in constant time whether a secret is the one that was given to Telegram.
        sink: Takes the updates.
    """

    def __init__(self, path: str, knows: Callable[[str], bool], sink: UpdateSink) -> None:
        self._path = path
        self._knows = knows
        self._sink = sink

    def routes(self) -> list[web.RouteDef]:
        """Return the route, for every method: to strangers the path must seem not to exist."""
        return [web.route("*", self._path, self.receive)]

    async def receive(self, request: web.Request) -> web.Response:
        """Answer 200 when the update is committed, 503 if Telegram must send it again, 404 to anyone but Telegram."""
        if not self._knows(request.headers.get(SECRET_HEADER, "")):
            return web.Response(status=404)
        if request.method != "POST":
            return web.Response(status=405)
        try:
            raw = _read(await read_body(request, limit=MAX_UPDATE))
        except BodyRefusedError as exc:
            return web.Response(status=exc.status)
        if raw is None:
            log.warning("update_malformed")
            return web.Response(status=400)
        if type(raw.get("update_id")) is not int:  # True is an int, too
            log.warning("update_without_number")
            return web.Response(status=200)  # otherwise Telegram would deliver it again for a day
        try:
            await self._sink.take(raw)
        except TransientError as exc:
            log.warning("update_not_taken", error=str(exc))
            return web.Response(status=503, headers={"Retry-After": "2"})
        return web.Response(status=200)


def _read(body: bytes) -> dict[str, Any] | None:
    """Return the JSON object in a body: an empty one if Python cannot read it, None if the body is no object."""
    try:
        raw = json.loads(body)
    except (json.JSONDecodeError, UnicodeDecodeError):
        return None
    except (ValueError, RecursionError):  # a number of 5,000 digits, a list in a list in a list …
        return {} if body.lstrip().startswith(b"{") else None
    return raw if isinstance(raw, dict) else None
