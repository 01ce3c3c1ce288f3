"""Measures our HTTP client for python-telegram-bot's calls beside the library's own."""

import asyncio
import time

import aiohttp
from telegram import Bot
from telegram.request import BaseRequest, HTTPXRequest

from bot.metrics import Metrics
from bot.telegram.transport import AiohttpRequest

CALLS = 400
IN_FLIGHT = 20


async def cpu_a_call(request: BaseRequest, telegram_url: str, bot_token: str, chat_id: int) -> float:
    """Return the CPU milliseconds of one `sendMessage`, with `IN_FLIGHT` concurrent calls."""
    places = asyncio.Semaphore(IN_FLIGHT)

    async def send(bot: Bot) -> None:
        async with places:
            await bot.send_message(chat_id, "A fox in the snow, and a few words more, as they come.")

    async with Bot(bot_token, base_url=f"{telegram_url}/bot", request=request, get_updates_request=ours()) as bot:
        await asyncio.gather(*(send(bot) for _ in range(IN_FLIGHT)))  # warms up connections and caches
        used = time.process_time()
        await asyncio.gather(*(send(bot) for _ in range(CALLS)))
        return (time.process_time() - used) / CALLS * 1000


def ours() -> BaseRequest:
    """Return our HTTP client."""
    return AiohttpRequest(Metrics(), lambda: aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=256)))


def theirs() -> BaseRequest:
    """Return the library's HTTP client."""
    return HTTPXRequest(connection_pool_size=IN_FLIGHT, pool_timeout=30.0)
