"""The bot's account at Telegram: the library's bot and application, on our transport."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import aiohttp
import structlog
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, ExtBot

from bot.errors import PermanentError, TransientError
from bot.metrics import Metrics
from bot.telegram.transport import AiohttpRequest, FloodError

log = structlog.get_logger(__name__)


class TokenRefusedError(PermanentError):
    """Telegram does not know the bot token."""


class Account:
    """What the other modules of this room speak through.

    Args:
        token: The bot token.
        api_url: Bot API server, no slash at its end.
        metrics: Counts the calls.
        open_session: Opens the HTTP sessions.
    """

    def __init__(
        self,
        token: str,
        api_url: str,
        metrics: Metrics,
        open_session: Callable[..., aiohttp.ClientSession] = aiohttp.ClientSession,
    ) -> None:
        session = partial(_session, open_session)
        self.polls = AiohttpRequest(metrics, session)
        self.bot: ExtBot[None] = ExtBot(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=AiohttpRequest(metrics, session),
            get_updates_request=self.polls,
        )
        # No updater: it acknowledges updates before they are handled.
        self.application: Application[Any, Any, Any, Any, Any, Any] = (
            ApplicationBuilder().bot(self.bot).updater(None).build()
        )

    async def initialize(self) -> None:
        """Open the connections and learn our own name.

        Raises:
            TokenRefusedError: The token is wrong.
            TransientError: Telegram is away; try again.
        """
        try:
            await self.application.initialize()
        except InvalidToken:
            raise TokenRefusedError(
                "TELEGRAM_TOKEN is not accepted by Telegram: copy it again from BotFather."
            ) from None
        except FloodError as exc:
            raise TransientError("Telegram's flood control", exc.seconds) from None
        except TelegramError as exc:
            raise TransientError(f"Telegram cannot be reached ({type(exc).__name__})") from None

    async def meet(self) -> None:
        """Open the connections and learn our own name, however long Telegram is away.

        Raises:
            TokenRefusedError: The token is wrong.
        """
        pause = 0.5
        while True:
            try:
                await self.initialize()
                return
            except TransientError as exc:
                log.warning("telegram_away", error=str(exc))
                wait = max(pause, exc.retry_after or 0.0)
            await asyncio.sleep(wait)
            pause = min(pause * 2, 10.0)

    async def shutdown(self) -> None:
        """Close the connections."""
        await self.application.shutdown()
        await self.bot.shutdown()


def _session(open_session: Callable[..., aiohttp.ClientSession]) -> aiohttp.ClientSession:
    return open_session(
        trust_env=False,
        cookie_jar=aiohttp.DummyCookieJar(),
        connector=aiohttp.TCPConnector(limit=256, keepalive_timeout=30.0),
    )
