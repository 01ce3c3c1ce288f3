"""Runs the bot until a signal stops it."""

import asyncio
import os
import signal
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

import structlog

from bot.app import Huabot
from bot.edges import Edges
from bot.settings import SHORT_KEY, Settings

log = structlog.get_logger(__name__)

T = TypeVar("T")

CUT_OFF_SECONDS = 2.0
"""How long a start may take to end once it is cancelled."""

END_SECONDS = 9.0
"""The process ends after this time, whatever hangs. Committed work stands; all other work is repeated."""


async def run(settings: Settings, edges: Edges | None = None) -> None:
    """Run the bot until SIGTERM or SIGINT, even during the start. A second signal ends the process at once.

    Raises:
        StorageError, SettingsError, TokenRefusedError, ListenError, WrongAddressError, TransientError: The bot cannot
            start, or cannot continue.
    """
    told = _signals()
    if settings.short_key:
        log.warning(
            "secret_key_short", hint=f"addresses could be forged by guessing; use {SHORT_KEY} characters or more"
        )
    huabot = await _unless(told, Huabot.build(settings, edges))
    if huabot is None:
        return
    try:
        await _unless(told, huabot.start())
        await _unless(told, huabot.until_barred())
        await told.wait()
    finally:
        _end_soon(code=0 if told.is_set() else 1)
        await huabot.stop()
    log.info("stopped")


def _signals() -> asyncio.Event:
    """Return the event that the first signal sets."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop() -> None:
        log.info("stopping")
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_DFL)  # the default action works whatever hangs here
        _end_soon(code=0)
        told.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    return told


async def _unless(told: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """Run `work` and return its result; if `told` is set before it completes, cancel it and return None."""
    working, waiting = asyncio.create_task(work), asyncio.create_task(told.wait())
    await asyncio.wait([working, waiting], return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if not working.done():
        working.cancel()
        await asyncio.wait([working], timeout=CUT_OFF_SECONDS)
    if told.is_set() and (not working.done() or working.cancelled() or working.exception()):
        return None
    return working.result()


def _end_soon(code: int) -> None:
    """End the process after `END_SECONDS`, even if a thread or the closing of the event loop hangs."""
    timer = threading.Timer(END_SECONDS, os._exit, [code])
    timer.daemon = True
    timer.start()
