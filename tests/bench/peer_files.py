"""Measures python-telegram-bot's own file transfer, warmed up by a small file. A separate program: prints megabytes.

`fetch <url> <token> <small file_id> <file_id>`: the growth of memory by the download of a file.
`upload <url> <token> <chat_id> <bytes> <times>`: the growth of memory by concurrent uploads, and the seconds.
"""

import asyncio
import os
import sys
import tempfile
import time

from telegram import Bot
from telegram.request import HTTPXRequest

from tests.bench.processes import Growth

PATIENCE = 60.0


async def fetch(bot: Bot, small: str, file_id: str) -> list[float]:
    """Download a file into memory; return the growth and the file's size."""
    await (await bot.get_file(small)).download_as_bytearray()
    growth = Growth(os.getpid())
    data = await (await bot.get_file(file_id)).download_as_bytearray()
    return [growth.at_most(), len(data)]


async def upload(bot: Bot, chat_id: int, size: int, times: int) -> list[float]:
    """Send a temporary file as a document, `times` times at once; return the growth and the seconds."""

    async def send() -> None:
        with tempfile.TemporaryFile() as file:
            file.truncate(size)
            await bot.send_document(chat_id, file, filename="picture.png", disable_content_type_detection=True)

    await bot.send_document(chat_id, b"a small file", filename="small.txt")
    growth, started = Growth(os.getpid()), time.monotonic()
    await asyncio.gather(*(send() for _ in range(times)))
    return [growth.at_most(), time.monotonic() - started]


async def run(what: str, url: str, token: str, *arguments: str) -> list[float]:
    """Run one of the two measurements."""
    request = HTTPXRequest(
        connection_pool_size=16, read_timeout=PATIENCE, write_timeout=PATIENCE, media_write_timeout=PATIENCE
    )
    async with Bot(token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot", request=request) as bot:
        if what == "fetch":
            return await fetch(bot, *arguments)
        chat_id, size, times = map(int, arguments)
        return await upload(bot, chat_id, size, times)


if __name__ == "__main__":
    figures = asyncio.run(run(*sys.argv[1:]))
    sys.stdout.write(f"ready {' '.join(map(str, figures))}\n")
