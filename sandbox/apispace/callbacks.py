"""Delivers callbacks as the engine does: without a signature, with aiohttp's own User-Agent, with retries."""

import asyncio
import io
import json
import time
from dataclasses import dataclass
from typing import Any

import aiohttp

from sandbox.apispace.orders import Json
from sandbox.apispace.settings import Settings
from sandbox.journal import Journal


@dataclass(frozen=True, slots=True)
class Answer:
    """Represents the answer to a callback.

    Attributes:
        status: The HTTP status; None if there was no answer.
        text: The answer's body, or the name of the error.
        ok: Whether the engine counts the callback as accepted: status 200 with a JSON body.
    """

    status: int | None
    text: str
    ok: bool


class Caller:
    """Posts callback bodies, and records every attempt in the journal.

    Args:
        journal: Gets one `callback` entry per attempt: uid, url, body, attempt, status (None: no answer), ok, ms.
        settings: Defines the timeout of a callback, and the number and interval of retries.
    """

    def __init__(self, journal: Journal, settings: Settings) -> None:
        self._journal = journal
        self._settings = settings
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Close the HTTP session."""
        if self._session:
            await self._session.close()
            self._session = None

    async def post(self, url: str, body: Any, *, attempt: int = 1, echo: str = "") -> Answer:
        """Send one callback.

        aiohttp follows redirects; on 301, 302 and 303 the POST becomes a GET without a body.

        Args:
            url: The callback address.
            body: The JSON body.
            attempt: The number of the attempt, from 1.
            echo: JSON text that replaces `data.request`; it is not journalled.
        """
        started = time.monotonic()
        try:
            data, headers = io.BytesIO(_written(body, echo)), {"Content-Type": "application/json"}
            timeout = aiohttp.ClientTimeout(total=self._settings.callback_timeout)
            async with self._client().post(url, data=data, headers=headers, timeout=timeout) as response:
                text = await response.text(errors="replace")
                ok = response.status == 200 and response.content_type == "application/json" and _is_json(text)
                answer = Answer(response.status, text, ok)
        except (aiohttp.ClientError, TimeoutError) as error:
            answer = Answer(None, type(error).__name__, ok=False)
        self._journal.write(
            "callback",
            uid=body.get("uid") if isinstance(body, dict) else None,
            url=url,
            body=body,
            attempt=attempt,
            status=answer.status,
            ok=answer.ok,
            ms=round((time.monotonic() - started) * 1000, 1),
        )
        return answer

    async def deliver(self, url: str, body: Json, first: asyncio.Event, echo: str = "") -> None:
        """Send a callback until it is accepted or the retries are used up.

        Args:
            url: The callback address.
            body: The JSON body.
            first: Set once the first attempt has ended, successfully or not.
            echo: See `post`.
        """
        for attempt in range(1, self._settings.callback_retries + 2):
            if attempt > 1:
                await asyncio.sleep(self._settings.callback_interval)
            answer = await self.post(url, body, attempt=attempt, echo=echo)
            first.set()
            if answer.ok:
                return

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session


_ECHO = "\0echo"


def _written(body: Any, echo: str) -> bytes:
    if not echo:
        return json.dumps(body).encode()
    text = json.dumps({**body, "data": {**body["data"], "request": _ECHO}})
    return text.replace(json.dumps(_ECHO), echo).encode("utf-8", "surrogatepass")


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
