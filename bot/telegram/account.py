"""Sets up the bot's account at Telegram: the library's bot and application, on our transport."""

import asyncio
import re
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any

import aiohttp
import structlog
from telegram import User
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, ExtBot

from bot.clock import DRIFT, SECOND, Clock
from bot.errors import PermanentError, TransientError
from bot.metrics import Metrics
from bot.telegram.transport import LARGEST_BATCH, AiohttpRequest, FloodError, NoAnswerError, NotFoundError, call

log = structlog.get_logger(__name__)

PAUSES = (0.5, 10.0)
"""First and longest pause in seconds before `getMe` is tried again; the call costs nothing."""

LONGEST_WAIT = 60.0
"""Longest wait in seconds that is obeyed when Telegram rate-limits this one call."""

REFUSALS = 3
REFUSAL_PAUSE = 1.5
"""Refusals in a row, and seconds between them, that prove a token wrong: a starting server may refuse a right one."""

CLOCK_SECONDS = 1.0
"""Seconds between two checks of a clock that cannot be right."""


class TokenRefusedError(PermanentError):
    """Telegram does not know the bot token."""


class OwnBot(ExtBot[None]):
    """Extends the library's bot: it can call any method, and keeps its identity if `getMe` names nobody."""

    def __init__(self, token: str, calls: AiohttpRequest, **kwargs: Any) -> None:
        super().__init__(token, request=calls, **kwargs)
        self._calls = calls
        self._identity: User | None = None

    async def raw(self, method: str, parameters: Mapping[str, Any]) -> Any:
        """Call a method with the Bot API's own names; see `AiohttpRequest.call`."""
        return await self._calls.call(f"{self.base_url}/{method}", parameters)

    @property
    def bot(self) -> User:
        """Return the bot's user, as far as it is known."""
        return self._identity or super().bot

    async def get_me(self, **kwargs: Any) -> User:
        """Ask Telegram for the bot's user. From then on `username` is the one in the answer.

        Raises:
            TelegramError: The call failed.
            NoAnswerError: The answer names nobody.
        """
        user = await call(super().get_me(**kwargs))
        if not _is_account(user):
            raise NoAnswerError("getMe names nobody")
        self._identity = user
        return user


class Account:
    """Holds the bot and the application that the other modules of this package use.

    Args:
        token: The bot token.
        api_url: Address of the Bot API server, without a slash at its end.
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
        self.polls = AiohttpRequest(metrics, session, LARGEST_BATCH)
        self._calls = AiohttpRequest(metrics, session)
        self.bot = OwnBot(
            token,
            self._calls,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            get_updates_request=self.polls,
        )
        # No updater: it acknowledges updates before they are handled.
        self.application: Application[Any, Any, Any, Any, Any, Any] = (
            ApplicationBuilder().bot(self.bot).updater(None).build()
        )

    @property
    def time(self) -> int | None:
        """Return Telegram's time at its last answer (UTC microseconds); None if the answer had none."""
        try:
            return int(parsedate_to_datetime(self._calls.date).timestamp()) * SECOND
        except (ValueError, OverflowError):
            return None

    async def initialize(self) -> None:
        """Open the connections and ask for the bot's own name.

        Raises:
            TokenRefusedError: The token is refused.
            TransientError: Telegram is unreachable, or another server answers in its place; try again.
        """
        try:
            await call(self.application.initialize())
        except InvalidToken:
            raise TokenRefusedError(
                "TELEGRAM_TOKEN is not accepted by Telegram: copy it again from BotFather."
            ) from None
        except FloodError as exc:
            raise TransientError("Telegram's flood control", exc.seconds) from None
        except NotFoundError:
            raise TransientError(
                "404 from the Bot API: TELEGRAM_API_URL leads somewhere else, or TELEGRAM_TOKEN is no token"
            ) from None
        except NoAnswerError as exc:
            raise TransientError(f"what answers at TELEGRAM_API_URL is no Bot API: {exc.message}") from None
        except TelegramError as exc:
            raise TransientError(f"Telegram cannot be reached ({type(exc).__name__})") from None

    async def meet(self) -> None:
        """Open the connections and ask for the bot's own name; retry as long as Telegram is unreachable.

        Raises:
            TokenRefusedError: The token is refused `REFUSALS` times in a row.
        """
        pause, longest = PAUSES
        refusals = 0
        while True:
            try:
                await self.initialize()
                return
            except TokenRefusedError as exc:
                refusals += 1
                if refusals == REFUSALS:
                    raise
                log.warning("token_refused", error=str(exc))
                wait = REFUSAL_PAUSE
            except TransientError as exc:
                refusals = 0
                log.warning("telegram_away", error=str(exc))
                wait = max(pause, min(exc.retry_after or 0.0, LONGEST_WAIT))
                pause = min(pause * 2, longest)
            await asyncio.sleep(wait)

    async def set_clock(self, clock: Clock) -> None:
        """Follow Telegram's clock if ours is off; without Telegram's time, wait until ours can be right."""
        before = clock.now()
        while not clock.set(self.time):
            log.warning("clock_wrong", says=clock.now() // SECOND)
            await asyncio.sleep(CLOCK_SECONDS)
        if abs(off := clock.now() - before) > DRIFT:
            log.warning("clock_set", seconds=off // SECOND)

    async def shutdown(self) -> None:
        """Close the connections."""
        await self.application.shutdown()
        await self.bot.shutdown()


def _is_account(user: User) -> bool:
    number, name = user.id, user.username
    is_number = isinstance(number, int) and not isinstance(number, bool) and 0 < number < 2**63
    return is_number and isinstance(name, str) and re.fullmatch(r"[\w-]{1,64}", name) is not None


def _session(open_session: Callable[..., aiohttp.ClientSession]) -> aiohttp.ClientSession:
    return open_session(
        trust_env=False,
        cookie_jar=aiohttp.DummyCookieJar(),
        connector=aiohttp.TCPConnector(limit=256, keepalive_timeout=30.0),
    )
