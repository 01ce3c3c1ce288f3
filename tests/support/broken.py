"""`huabot run` with parts that fail or hang: `python -m tests.support.broken PART[,PART…] HOW [SECONDS]`.

It says so on stderr when it comes to such a part; SECONDS replace those after which the process ends, whatever hangs.
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
    """As a library does whose own task was cancelled."""
    raise asyncio.CancelledError


async def hangs(*_: Any, **__: Any) -> Any:
    """Whatever is done to it."""
    while True:
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(60)


async def blocks(*_: Any, **__: Any) -> Any:
    """In a thread, as a disk that does not answer."""
    await asyncio.to_thread(time.sleep, 60)


HOW = {action.__name__: action for action in (fails, cancels, hangs, blocks)}


class SlowImports(MetaPathFinder):
    """Imports that take their time, as from a slow disk."""

    def find_spec(self, name: str, *_: Any) -> None:
        if name == "bot.logs":
            sys.stderr.write(f"{SAYS}\n")
            for _ in range(600):  # a signal right before one read is noticed after it
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
