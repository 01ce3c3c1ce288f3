"""Runs the bot until somebody stops it."""

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
"""What a start may take to end once it is cut off."""

END_SECONDS = 9.0
"""After so long the process ends, whatever hangs. What is committed stands; all the rest is done again."""


async def run(settings: Settings, edges: Edges | None = None) -> None:
    """Run the bot until SIGTERM or SIGINT, also while it starts. A second one ends the process at once.

    Raises:
        StorageError, SettingsError, TokenRefusedError, ListenError, WrongAddressError, TransientError: It cannot start,
            or go on.
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
    """Return what is set by the first signal."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop() -> None:
        log.info("stopping")
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_DFL)  # which needs nothing of us, whatever hangs
        _end_soon(code=0)
        told.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    return told


async def _unless(told: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """Do something and return what comes of it, unless we are told to end: then cut it off and return None."""
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
    """See to it that the process ends, also if a thread, or what closes the event loop, hangs."""
    timer = threading.Timer(END_SECONDS, os._exit, [code])
    timer.daemon = True
    timer.start()
