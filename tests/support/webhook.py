"""Sends requests to the bot's webhook."""

import io
import json
from collections.abc import AsyncIterator
from typing import Any

from sandbox.telegram_client import Json
from tests.support.stage import Stage

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
PATH = "/telegram/updates"


async def set_webhook(stage: Stage, count: int = 1) -> Json:
    """Return the parameters of the bot's count-th `setWebhook`."""
    return dict((await stage.telegram.wait_calls("setWebhook", count=count))[count - 1]["params"])


async def knock(stage: Stage, body: Any, secret: str | None, method: str = "POST", **headers: str) -> tuple[int, str]:
    """Send a request to the webhook; return the status and `Retry-After`."""
    data = body if isinstance(body, AsyncIterator) else io.BytesIO(body if isinstance(body, bytes) else as_json(body))
    headers |= {SECRET_HEADER: secret} if secret is not None else {}
    async with stage.session.request(method, stage.url + PATH, data=data, headers=headers) as response:
        return response.status, response.headers.get("Retry-After", "")


def as_json(body: Any) -> bytes:
    return json.dumps(body).encode()
