"""Reads what Telegram and the provider journalled since a scene began: the only evidence of the bot's actions."""

import asyncio
import hashlib
import time
from collections.abc import Callable
from typing import Any, Self

import aiohttp

from sandbox.apispace_client import APISpaceClient
from sandbox.processes import DidNotHappenError
from sandbox.telegram_client import TelegramClient

Json = dict[str, Any]

PICTURE_METHODS = frozenset({"sendPhoto", "sendDocument", "sendMediaGroup", "editMessageMedia"})
"""The Bot API methods that can deliver a picture."""


class Evidence:
    """Reads both servers' journals from a position on.

    Args:
        telegram: Gives Telegram's journal.
        provider: Gives the provider's journal.
        session: The HTTP session for fetching the provider's pictures.
        patience: The longest wait for an entry, in seconds.
        marks: The first position that counts in each journal.
    """

    def __init__(
        self,
        telegram: TelegramClient,
        provider: APISpaceClient,
        session: aiohttp.ClientSession,
        patience: float,
        marks: tuple[int, int] = (0, 0),
    ) -> None:
        self._telegram = telegram
        self._provider = provider
        self._session = session
        self._patience = patience
        self._marks = marks

    async def from_now(self) -> Self:
        """Return the evidence from this moment on."""
        marks = len(await self._telegram.history()), len(await self._provider.history())
        return type(self)(self._telegram, self._provider, self._session, self._patience, marks)

    def from_the_start(self) -> Self:
        """Return the evidence from the start of both journals."""
        return type(self)(self._telegram, self._provider, self._session, self._patience)

    async def telegram_since(self, event: str, chat_id: int | None = None) -> list[Json]:
        """Return Telegram's entries of one event, in all chats or in one."""
        entries = await self._telegram.history(self._marks[0])
        return [entry for entry in entries if entry["event"] == event and chat_id in {None, entry.get("chat_id")}]

    async def provider_since(self, event: str) -> list[Json]:
        """Return the provider's entries of one event."""
        return [entry for entry in (await self._provider.history())[self._marks[1] :] if entry["event"] == event]

    async def pictures(self, chat_id: int | None = None) -> list[Json]:
        """Return the calls that delivered a picture, to all chats or to one."""
        calls = await self.telegram_since("call", chat_id)
        return [call for call in calls if call["method"] in PICTURE_METHODS and call["ok"]]

    async def billed(self) -> list[Json]:
        """Return the orders that the provider accepted."""
        return [submit for submit in await self.provider_since("submit") if submit["billed"]]

    async def submit(self, prompt: str | None = None) -> Json:
        """Return the first order that the provider accepted, optionally with this prompt, as soon as it exists."""

        def fits(entry: Json) -> bool:
            return entry["billed"] and prompt in {None, entry["params"].get("text")}

        return await self._entry("submit", fits, "It was not ordered at the provider")

    async def callback(self, uid: str) -> Json:
        """Return the callback of an order, as soon as the bot has answered it with success."""
        return await self._entry(
            "callback", lambda entry: entry["uid"] == uid and entry["ok"], "The callback was not answered well"
        )

    async def origin(self, chat_id: int, message_id: int) -> tuple[Json, list[Json]]:
        """Return the callback with the picture of a message, and all calls that delivered this picture to any chat.

        Raises:
            DidNotHappenError: The message does not show a picture from the provider.
        """
        calls = [call for call in await self.pictures() if call["chat_id"] is not None]
        here = [call for call in calls if (call["chat_id"], call["message_id"]) == (chat_id, message_id)]
        medium = _medium(here[-1]) if here else ""
        deadline = time.monotonic() + self._patience
        while time.monotonic() < deadline:  # the picture may arrive before the bot's answer to the callback
            for callback in await self.provider_since("callback"):
                url = ((callback["body"] or {}).get("data") or {}).get("cdn")
                if callback["ok"] and url and medium in {url, await self._digest(url, medium)}:
                    return callback, [call for call in calls if _medium(call) == medium]
            await asyncio.sleep(0.05)
        raise DidNotHappenError(f"What stands in #{message_id} is not what the provider painted.")

    async def fetch(self, url: str) -> bytes:
        """Return the content at an address of the provider."""
        async with self._session.get(url) as response:
            return await response.read()

    async def _digest(self, url: str, medium: str) -> str:
        """Return the digest of a picture; "" if the medium is an address, for which no digest is needed."""
        return "" if medium.startswith("http") else hashlib.sha256(await self.fetch(url)).hexdigest()

    async def _entry(self, event: str, fits: Callable[[Json], bool], missing: str) -> Json:
        try:
            return await self._provider.wait(event, fits, seconds=self._patience, after=self._marks[1])
        except TimeoutError:
            raise DidNotHappenError(f"{missing} within {self._patience:g} s.") from None


def _medium(call: Json) -> str:
    """Return the medium that a call delivered: an address, a file's digest, or the id of a file on Telegram."""
    params = call["params"]
    given = params.get("media") or params.get("photo") or params.get("document")
    if isinstance(given, dict) and "media" in given:
        given = given["media"]
    if isinstance(given, str) and given.startswith("attach://"):
        given = params[given.removeprefix("attach://")]
    return str(given["sha256"] if isinstance(given, dict) else given)
