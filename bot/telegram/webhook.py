"""Keeps Telegram posting updates to us: sets the webhook, and looks now and then whether it still stands."""

import asyncio
from contextlib import suppress

import structlog
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.clock import SECOND, Clock
from bot.telegram.transport import FloodError, call
from bot.telegram.updates import ALLOWED_UPDATES

log = structlog.get_logger(__name__)

LOOK_EVERY = 60.0
"""Seconds between two looks: another program with our token may have removed the webhook."""

AT_ONCE = 40
"""Updates that Telegram may post at the same time."""


class Webhook:
    """The counterpart of `Polling`, for `TELEGRAM_MODE=webhook`.

    Args:
        bot: Speaks to Telegram.
        url: Where Telegram is to post.
        secret: What Telegram must send along; 1 to 256 of A-Z, a-z, 0-9, _ and -.
        clock: Dates what was seen.
    """

    def __init__(self, bot: Bot, url: str, secret: str, clock: Clock) -> None:
        self._bot = bot
        self._url = url
        self._secret = secret
        self._clock = clock
        self._last_ok = 0
        self._task: asyncio.Task[None] | None = None

    @property
    def healthy(self) -> bool:
        """Whether the webhook stood when it was looked at last, and that was lately."""
        fresh = self._clock.now() - self._last_ok < 3 * LOOK_EVERY * SECOND
        return self._task is not None and not self._task.done() and fresh

    def start(self) -> None:
        """Set the webhook, and keep it, in a task of its own."""
        self._task = asyncio.create_task(self._run(), name="webhook")

    async def stop(self) -> None:
        """Stop looking. The webhook stays: Telegram keeps what comes meanwhile."""
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        pause = 0.5
        stands = False  # the secret may be another one than before, which Telegram does not tell
        while True:
            try:
                if not stands:
                    await call(
                        self._bot.set_webhook(
                            self._url,
                            secret_token=self._secret,
                            allowed_updates=list(ALLOWED_UPDATES),
                            max_connections=AT_ONCE,
                            drop_pending_updates=False,
                        )
                    )
                    log.info("webhook_set")
                    stands = True
                self._last_ok = self._clock.now()
                await asyncio.sleep(LOOK_EVERY)
                stands = (await call(self._bot.get_webhook_info())).url == self._url
                pause = 0.5
                continue
            except FloodError as exc:
                pause = max(pause, exc.seconds)
            except InvalidToken:
                log.error("token_refused", hint="copy TELEGRAM_TOKEN again from BotFather")  # noqa: TRY400
            except TelegramError as exc:
                log.warning("webhook_not_set", error=type(exc).__name__, hint="PUBLIC_URL must be https for Telegram")
            await asyncio.sleep(pause)
            pause = min(pause * 2, 30.0)
