"""Fifty orders at once while Telegram takes two seconds a call: are callbacks still answered at once?"""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.sandbox.apispace_client import APISpaceClient
from bot.sandbox.telegram_client import Json, Person, TelegramClient
from tests.bench.processes import address_of, cpu_seconds, free_port, memory_mb, program

ORDERS = 50
TELEGRAM_SECONDS = 2.0
PAINT_SECONDS = 0.5
PROVIDER_TOKEN = "a-provider-s-token"


@dataclass(frozen=True, slots=True)
class Load:
    """What was seen: milliseconds a callback (the bot's, and a bare route's), seconds, megabytes."""

    callbacks: list[float]
    bare: list[float]
    cpu_a_job: float
    start: float
    idle: float
    peak: float
    until_all_delivered: float


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


def _has_picture(messages: list[Json]) -> bool:
    return any(message["kind"] == "photo" for message in messages)


async def _order(telegram: TelegramClient, people: list[Person]) -> float:
    """Let everybody order at once; return the seconds until everybody has a picture."""
    started = time.monotonic()
    await asyncio.gather(*(telegram.say(person, f"/draw a fox for {person.name}") for person in people))
    await asyncio.gather(*(telegram.until(person.chat_id, _has_picture, seconds=50) for person in people))
    return time.monotonic() - started


async def measure(folder: Path, telegram_url: str, bot_token: str) -> Load:
    """Run provider, bot and a bare route as processes, and load them."""
    quick = ("--token", PROVIDER_TOKEN, "--sketch", "--paint-seconds", str(PAINT_SECONDS))
    async with (
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session,
        program("bot.sandbox.apispace", *quick, folder=folder) as provider_process,
        program("tests.bench.floor", folder=folder) as bare_process,
    ):
        provider_url, bare_url = await address_of(provider_process), await address_of(bare_process)
        provider, telegram = APISpaceClient(provider_url, session), TelegramClient(telegram_url, session)
        await provider.settings(concurrency=ORDERS)
        own_url = f"http://127.0.0.1:{free_port()}"
        settings = {
            "TELEGRAM_TOKEN": bot_token,
            "TELEGRAM_API_URL": telegram_url,
            "APISPACE_TOKEN": PROVIDER_TOKEN,
            "APISPACE_URL": f"{provider_url}/aigc",
            "RESULT_ORIGINS": provider_url,
            "PROVIDER_CONCURRENCY": str(ORDERS),
            "PUBLIC_URL": own_url,
            "HOST": "127.0.0.1",
            "PORT": own_url.rpartition(":")[2],
            "LOG_FORMAT": "json",
        }
        started = time.monotonic()
        async with program("bot", "run", folder=folder, settings=settings) as bot:
            await _ready(session, own_url, bot)
            start = time.monotonic() - started
            idle = memory_mb(bot.pid, "VmRSS")
            people = [await telegram.person(f"Person {number}") for number in range(ORDERS)]
            await telegram.fault("[!g]*", "delay", TELEGRAM_SECONDS, times=None)  # all but getUpdates and getMe
            used = cpu_seconds(bot.pid)
            seconds = await _order(telegram, people)
            used = cpu_seconds(bot.pid) - used
            peak = memory_mb(bot.pid, "VmHWM")
            await telegram.clear_faults()
        entries = await provider.callbacks()
        body = entries[-1]["body"]
        await asyncio.gather(*(provider.send_callback(bare_url, body) for _ in range(ORDERS)))
        bare = [entry["ms"] for entry in await provider.callbacks() if entry["url"] == bare_url]
        return Load([entry["ms"] for entry in entries], bare, used / ORDERS, start, idle, peak, seconds)
