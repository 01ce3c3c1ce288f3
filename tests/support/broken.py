"""Runs `huabot run` with parts that fail or hang: `python -m tests.support.broken PART[,PART…] HOW [SECONDS]`.

The process writes `SAYS` to stderr when it reaches such a part. SECONDS replaces the time after which the process
exits although a part hangs.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from importlib.abc import MetaPathFinder
from typing import Any

import bot
from bot import app, runner
from bot.__main__ import main
from bot.pipeline.alerts import OperatorAlerts
from bot.pipeline.pipeline import Pipeline
from bot.pipeline.waiting import Waiting
from bot.telegram.account import Account
from bot.telegram.menu import CommandMenu
from bot.telegram.polling import Polling
from bot.telegram.replies import Replies
from bot.web.server import WebServer
from storage.jobs import Jobs
from storage.sqlite import SQLite

PARTS: dict[str, tuple[Any, str]] = {
    "polling": (Polling, "stop"),
    "replies": (Replies, "stop"),
    "pipeline": (Pipeline, "stop"),
    "admins": (OperatorAlerts, "stop"),
    "web": (WebServer, "stop"),
    "account": (Account, "shutdown"),
    "database": (SQLite, "close"),
    "opening": (SQLite, "open"),
    "migration": (app, "migrate"),
    "recovery": (Pipeline, "recover"),
    "waiting": (Waiting, "look"),
    "menu": (CommandMenu, "publish"),
    "worker": (Jobs, "next_due"),
}


SAYS = "this part is broken"


async def fails(*_: Any, **__: Any) -> Any:
    raise KeyError("nobody expected this")


async def cancels(*_: Any, **__: Any) -> Any:
    """Raise `CancelledError`, as a library does whose own task was cancelled."""
    raise asyncio.CancelledError


async def hangs(*_: Any, **__: Any) -> Any:
    """Hang, even when cancelled."""
    while True:
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(60)


async def blocks(*_: Any, **__: Any) -> Any:
    """Block a thread, as a disk that does not respond."""
    await asyncio.to_thread(time.sleep, 60)


HOW = {action.__name__: action for action in (fails, cancels, hangs, blocks)}


class SlowImports(MetaPathFinder):
    """Delays an import, as a slow disk does."""

    def find_spec(self, name: str, *_: Any) -> None:
        if name == "bot.logs":
            sys.stderr.write(f"{SAYS}\n")
            for _ in range(600):  # a signal just before a sleep is handled only after it
                time.sleep(0.1)


def broken(action: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    async def says(*_: Any, **__: Any) -> Any:
        sys.stderr.write(f"{SAYS}\n")
        await action()

    return says


if __name__ == "__main__":
    _, parts, how, *seconds = sys.argv
    runner.END_SECONDS = float(seconds[0]) if seconds else runner.END_SECONDS
    if parts == "imports":
        sys.modules.pop("bot.logs", None)
        vars(bot).pop("logs", None)
        sys.meta_path.insert(0, SlowImports())
        PARTS["imports"] = (SlowImports, "unused")
    for part in parts.split(","):
        owner, name = PARTS[part]
        setattr(owner, name, broken(HOW[how]))
    sys.argv[1:] = ["run"]
    main()
