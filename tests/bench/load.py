"""Measures callbacks during fifty orders at once, while Telegram takes two seconds a call."""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from sandbox.apispace_client import APISpaceClient
from sandbox.telegram_client import Json, Person, TelegramClient
from tests.bench.huabot import PROVIDER_TOKEN, running
from tests.bench.processes import address_of, cpu_seconds, program
from tests.support.process_tree import memory_mb

ORDERS = 50
TELEGRAM_SECONDS = 2.0
PAINT_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Load:
    """Holds the figures: milliseconds a callback (the bot's, and a bare route's), seconds, megabytes."""

    callbacks: list[float]
    bare: list[float]
    cpu_a_job: float
    start: float
    idle: float
    peak: float
    until_all_delivered: float


def _has_picture(messages: list[Json]) -> bool:
    return any(message["kind"] == "photo" for message in messages)


async def _order(telegram: TelegramClient, people: list[Person]) -> float:
    """Let everyone order at once; return the seconds until everyone has a picture."""
    started = time.monotonic()
    await asyncio.gather(*(telegram.say(person, f"/draw a fox for {person.name}") for person in people))
    await asyncio.gather(*(telegram.until(person.chat_id, _has_picture, seconds=50) for person in people))
    return time.monotonic() - started


async def measure(folder: Path, telegram_url: str, bot_token: str) -> Load:
    """Run provider, bot and a bare route as processes, and put them under load."""
    quick = ("--token", PROVIDER_TOKEN, "--sketch", "--paint-seconds", str(PAINT_SECONDS))
    async with (
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session,
        program("sandbox.apispace", *quick, folder=folder) as provider_process,
        program("tests.bench.floor", folder=folder) as bare_process,
    ):
        provider_url, bare_url = await address_of(provider_process), await address_of(bare_process)
        provider, telegram = APISpaceClient(provider_url, session), TelegramClient(telegram_url, session)
        await provider.settings(concurrency=ORDERS)
        async with running(folder, session, telegram_url, bot_token, provider_url, ORDERS) as bot:
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
        return Load([entry["ms"] for entry in entries], bare, used / ORDERS, bot.start, idle, peak, seconds)
