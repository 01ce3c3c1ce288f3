"""Runs the bot until somebody stops it."""

import asyncio
import signal
from contextlib import suppress

import structlog

from bot.app import Edges, Huabot
from bot.settings import SHORT_KEY, Settings

log = structlog.get_logger(__name__)


async def run(settings: Settings, edges: Edges | None = None) -> None:
    """Run the bot until SIGTERM or SIGINT.

    Raises:
        StorageError, SettingsError, TokenRefusedError, ListenError, TransientError: It cannot start.
    """
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    if settings.short_key:
        log.warning(
            "secret_key_short", hint=f"addresses could be forged by guessing; use {SHORT_KEY} characters or more"
        )
    huabot = await Huabot.build(settings, edges)
    try:
        starting = asyncio.create_task(huabot.start())
        waiting = asyncio.create_task(stopped.wait())
        await asyncio.wait({starting, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if waiting.done():
            starting.cancel()
        with suppress(asyncio.CancelledError):
            await starting
        await waiting
        log.info("stopping")
    finally:
        await huabot.stop()
    log.info("stopped")
