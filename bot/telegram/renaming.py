"""Learns the bot's new username, if its owner changes it while the bot runs, once a user calls the bot by it.

Telegram does not report the change. The sign of it is a command in a group that names an unknown bot.
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
"""Seconds between two requests for the bot's username."""

MOST_HELD = 100
"""Maximum number of commands kept until it is known whether they address the bot."""


class Renaming:
    """Keeps commands that name an unknown bot, requests the bot's username, and handles the commands that name it."""

    def __init__(self, bot: Bot, updates: Updates) -> None:
        self._bot = bot
        self._updates = updates
        self._held: deque[Update] = deque(maxlen=MOST_HELD)
        self._heard = asyncio.Event()

    async def hear(self, update: Update) -> None:
        """Keep a command that names an unknown bot."""
        self._held.append(update)
        self._heard.set()

    async def run(self) -> None:
        """Request the username when needed, at most once in `ASK_EVERY`, until cancelled."""
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
