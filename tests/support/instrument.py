"""Provides what the instruments of `make` share: their output, and their end by SIGTERM."""

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def say(words: object) -> None:
    """Print a line and flush it."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def run(work: Coroutine[Any, Any, T], runner: Callable[[Coroutine[Any, Any, T]], T] = asyncio.run) -> T:
    """Run an instrument and return its result. SIGTERM cancels it, so that everything it has started is ended."""

    async def until_told() -> T:
        task = asyncio.current_task()
        assert task
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        return await work

    try:
        return runner(until_told())
    except asyncio.CancelledError:
        sys.exit(128 + signal.SIGTERM)
