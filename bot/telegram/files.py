"""Streams users' files from Telegram. File addresses contain the bot token, so none leaves this module."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import aiohttp
from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.errors import HuabotError, NotSentError, RateLimitedError, TransientError
from bot.metrics import Metrics
from bot.pipeline.files import FileGoneError, OpenFile
from bot.telegram.transport import FloodError, NotFoundError, UnreachableError, call, refusal

CHUNK = 64 * 1024
TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=10.0, sock_read=20.0)
REFUSAL_SECONDS = 10.0
"""Seconds within which the body of a refusal is read."""

AS_IT_IS = {"Accept-Encoding": "identity"}
"""Asks for no compression: the length must be the file's own."""

NO_FILES = ("application/json", "text/html")
"""Media types that are not a user's picture: the response comes from another server in the file server's place."""


class TelegramFiles:
    """Implements `bot.pipeline.files.FileSource` with `getFile` and the Bot API server's files.

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
            if response.status != 200 or response.content_type in NO_FILES:
                refused = refusal(response.status, await _beginning(response))
                if isinstance(refused, NotFoundError | Forbidden):
                    raise FileGoneError(f"Telegram's file server: {refused.message[:60]}", "source-gone")
                raise translate_error(refused)
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
            file = await call(self._bot.get_file(file_id))
        except TelegramError as exc:
            raise translate_error(exc) from None
        if not file.file_path:
            raise TransientError("Telegram did not tell where a file is")
        if not file.file_path.startswith(("http://", "https://")):
            raise FileGoneError("the Bot API server keeps files on its own disk: run it without --local", "source-gone")
        size = file.file_size
        return file.file_path, size if isinstance(size, int) and size > 0 else None


def translate_error(exc: TelegramError) -> HuabotError:
    """Return the pipeline's error for a refusal by `getFile` or by the file server."""
    if isinstance(exc, FloodError):
        return RateLimitedError("Telegram's flood control", exc.seconds)
    if isinstance(exc, UnreachableError):
        return NotSentError("Telegram cannot be reached")
    if isinstance(exc, BadRequest):
        words = exc.message.lower()
        if "temporarily" in words:
            return TransientError("Telegram has no file just now")
        code = "too-large" if "too big" in words else "source-gone"
        return FileGoneError(f"Telegram does not give the file out: {words[:60]}", code)
    return TransientError(f"Telegram does not give the file out just now: {type(exc).__name__}")


async def _beginning(response: aiohttp.ClientResponse) -> bytes:
    """Return the beginning of a body, which is enough to read a refusal."""
    body = bytearray()
    with suppress(TimeoutError):
        async with asyncio.timeout(REFUSAL_SECONDS):
            async for chunk in _chunks(response):
                body += chunk
                if len(body) > CHUNK:
                    break
    return bytes(body)


async def _chunks(response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    try:
        async for chunk in response.content.iter_chunked(CHUNK):
            yield chunk
    except (aiohttp.ClientError, TimeoutError, OSError) as exc:
        raise TransientError(f"Telegram's file broke off: {type(exc).__name__}") from None
