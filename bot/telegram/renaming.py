"""Our own name, which the bot's owner may change while we run: learned anew when somebody calls us by it.

Telegram does not tell. What it shows is a command in a group that names a bot we do not know.
"""

import asyncio
from collections import deque
from functools import partial

import structlog
from telegram import Bot, Update
from telegram.error import TelegramError

from bot.pipeline.worker import retry_until_committed
from bot.telegram.messages import read_command
from bot.telegram.transport import call
from bot.telegram.updates import Updates

log = structlog.get_logger(__name__)

ASK_EVERY = 60.0
"""Seconds between two questions for our name."""

MOST_HELD = 100
"""Commands that are kept until we know whether they mean us."""


class Renaming:
    """Keeps commands that name a bot we do not know, asks Telegram for our name, and obeys those that name us."""

    def __init__(self, bot: Bot, updates: Updates) -> None:
        self._bot = bot
        self._updates = updates
        self._held: deque[Update] = deque(maxlen=MOST_HELD)
        self._heard = asyncio.Event()

    async def hear(self, update: Update) -> None:
        """Keep a command that names a bot we do not know."""
        self._held.append(update)
        self._heard.set()

    async def run(self) -> None:
        """Ask for our name when there is reason to, not more often than once in `ASK_EVERY`, until cancelled."""
        while True:
            await self._heard.wait()
            self._heard.clear()
            try:
                await self._ask()
            except TelegramError as exc:
                log.warning("own_name_unknown", error=type(exc).__name__)
                self._heard.set()
            await asyncio.sleep(ASK_EVERY)

    async def _ask(self) -> None:
        before, held = self._bot.username, len(self._held)
        await call(self._bot.get_me())
        if self._bot.username != before:
            log.info("renamed", before=before, username=self._bot.username)
        for _ in range(held):
            update = self._held.popleft()
            command = update.message and read_command(update.message)
            if command and command.addressee == self._bot.username.lower():
                await retry_until_committed(partial(self._updates.again, update))
