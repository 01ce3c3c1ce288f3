"""People's files at Telegram, streamed. Their addresses hold the bot token: none leaves this module."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.errors import NotSentError, RateLimitedError, TransientError
from bot.metrics import Metrics
from bot.pipeline.files import FileGoneError, OpenFile
from bot.telegram.transport import FloodError, UnreachableError

CHUNK = 64 * 1024
TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=10.0, sock_read=20.0)
AS_IT_IS = {"Accept-Encoding": "identity"}
"""The length must be the file's own."""


class TelegramFiles:
    """`bot.pipeline.files.FileSource` over `getFile` and the Bot API server's files.

    Args:
        bot: Asks for the file's path.
        session: Fetches the file; used for nothing else that holds cookies or credentials.
        metrics: Counts the fetches.
    """

    def __init__(self, bot: Bot, session: aiohttp.ClientSession, metrics: Metrics) -> None:
        self._bot = bot
        self._session = session
        self._metrics = metrics

    @asynccontextmanager
    async def open(self, file_id: str) -> AsyncIterator[OpenFile]:
        """Fetch a file; see `bot.pipeline.files.FileSource.open`."""
        address, size = await self._locate(file_id)
        async with await self._get(address) as response:
            if response.status >= 500 or response.status in {408, 425, 429}:
                raise TransientError(f"Telegram's file server answered {response.status}")
            if response.status != 200:
                raise FileGoneError(f"Telegram's file server answered {response.status}", "source-gone")
            yield OpenFile(response.content_length or size, _chunks(response))

    async def _get(self, address: str) -> aiohttp.ClientResponse:
        status = "broken"
        try:
            response = await self._session.get(address, headers=AS_IT_IS, timeout=TIMEOUT, allow_redirects=False)
            status = str(response.status)
        except aiohttp.ClientConnectorError:
            raise NotSentError("Telegram's file server cannot be reached") from None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as exc:
            raise TransientError(f"Telegram's file could not be fetched: {type(exc).__name__}") from None
        else:
            return response
        finally:
            self._metrics.calls.labels("telegram.file", status).inc()

    async def _locate(self, file_id: str) -> tuple[str, int | None]:
        try:
            file = await self._bot.get_file(file_id)
        except FloodError as exc:
            raise RateLimitedError("Telegram's flood control", exc.seconds) from None
        except UnreachableError:
            raise NotSentError("Telegram cannot be reached") from None
        except BadRequest as exc:
            words = exc.message.lower()
            if "temporarily" in words:
                raise TransientError("Telegram has no file just now") from None
            code = "too-large" if "too big" in words else "source-gone"
            raise FileGoneError(f"Telegram does not give the file out: {words[:60]}", code) from None
        except TelegramError as exc:
            raise TransientError(f"Telegram did not tell where a file is: {type(exc).__name__}") from None
        if not file.file_path or not file.file_path.startswith(("http://", "https://")):
            raise FileGoneError("the Bot API server keeps files on its own disk: run it without --local", "source-gone")
        return file.file_path, file.file_size


async def _chunks(response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    try:
        async for chunk in response.content.iter_chunked(CHUNK):
            yield chunk
    except (aiohttp.ClientError, TimeoutError, OSError) as exc:
        raise TransientError(f"Telegram's file broke off: {type(exc).__name__}") from None
