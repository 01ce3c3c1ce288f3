"""Looks up the names of users and chats. Nothing is stored: Telegram is asked when an operator looks."""

import asyncio
from collections.abc import Iterable

from telegram.error import TelegramError

from bot.telegram.account import OwnBot
from bot.telegram.messages import drop_surrogates

SECONDS = 3.0
"""Time-out of a request to Telegram, in seconds: an operator waits for the answer."""

LONGEST = 64


class Names:
    """Asks Telegram for names."""

    def __init__(self, bot: OwnBot) -> None:
        self._bot = bot

    async def of(self, ids: Iterable[int]) -> dict[int, str]:
        """Return the names of chats and users, by id; ids whose name Telegram does not tell are left out."""
        wanted = list(ids)
        names = await asyncio.gather(*map(self._ask, wanted))
        return {chat_id: name for chat_id, name in zip(wanted, names, strict=True) if name}

    async def _ask(self, chat_id: int) -> str:
        try:
            async with asyncio.timeout(SECONDS):
                # A raw call: of all the fields that the library expects, only the name is needed.
                found = await self._bot.raw("getChat", {"chat_id": chat_id})
        except (TelegramError, TimeoutError):
            return ""
        return _name(found) if isinstance(found, dict) else ""


def _name(chat: dict[str, object]) -> str:
    def word(key: str) -> str:
        value = chat.get(key)
        return drop_surrogates(value).strip() if isinstance(value, str) else ""

    name = word("title") or f"{word('first_name')} {word('last_name')}".strip()
    username = f"@{word('username')}" if word("username") else ""
    return " ".join(f"{name} {username}".split())[:LONGEST]
