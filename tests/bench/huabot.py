"""Runs the bot under measurement: a new process that uses a sandbox Telegram and a sandbox provider."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from tests.bench.processes import program
from tests.support.stage import free_port

PROVIDER_TOKEN = "a-provider-s-token"


@dataclass(frozen=True, slots=True)
class Running:
    """Represents a ready bot: its process, the seconds until it was ready, and the address of its web server."""

    pid: int
    start: float
    url: str


@asynccontextmanager
async def running(
    folder: Path,
    session: aiohttp.ClientSession,
    telegram_url: str,
    bot_token: str,
    provider_url: str,
    concurrency: int,
    others: Mapping[str, str] | None = None,
) -> AsyncIterator[Running]:
    """Run a bot with a database of its own in `folder`, ready inside the context; `others` are additional settings."""
    own_url = f"http://127.0.0.1:{free_port()}"
    settings = {
        "TELEGRAM_TOKEN": bot_token,
        "TELEGRAM_API_URL": telegram_url,
        "APISPACE_TOKEN": PROVIDER_TOKEN,
        "APISPACE_URL": f"{provider_url}/aigc",
        "RESULT_ORIGINS": provider_url,
        "PROVIDER_CONCURRENCY": str(concurrency),
        "PUBLIC_URL": own_url,
        "HOST": "127.0.0.1",
        "PORT": own_url.rpartition(":")[2],
        "LOG_FORMAT": "json",
        **(others or {}),
    }
    started = time.monotonic()
    async with program("bot", "run", folder=folder, settings=settings) as bot:
        await _ready(session, own_url, bot)
        yield Running(bot.pid, time.monotonic() - started, own_url)


async def _ready(session: aiohttp.ClientSession, address: str, bot: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(20):
        while True:
            if bot.returncode is not None:
                raise RuntimeError(f"the bot ended by itself, with exit code {bot.returncode}")
            try:
                async with session.get(f"{address}/readyz") as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.02)
