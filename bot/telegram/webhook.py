"""Keeps Telegram posting updates to the bot: sets the webhook, and checks regularly that it is still set."""

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.clock import SECOND, Clock
from bot.metrics import Metrics
from bot.tasks import Pauses, Tasks
from bot.telegram.errors import try_again_later
from bot.telegram.transport import call
from bot.telegram.updates import ALLOWED_UPDATES
from storage.standing import LOOK_WHO_LEADS, Standing

log = structlog.get_logger(__name__)

LOOK_EVERY = 60.0
"""Seconds between two checks: another program with the same token may have removed the webhook."""

AT_ONCE = 40
"""Updates that Telegram may post at the same time."""


class Webhook:
    """Keeps the webhook set; the counterpart of `Polling` for `TELEGRAM_MODE=webhook`.

    Args:
        bot: Calls the Bot API.
        url: The address to which Telegram posts updates.
        secret: The secret token that Telegram must send along; 1 to 256 of A-Z, a-z, 0-9, _ and -.
        standing: Tells whether this process sets the webhook for all.
        clock: Dates the checks.
        metrics: Counts how often another program has taken the webhook.
    """

    def __init__(self, bot: Bot, url: str, secret: str, standing: Standing, clock: Clock, metrics: Metrics) -> None:
        self._bot = bot
        self._url = url
        self._secret = secret
        self._standing = standing
        self._clock = clock
        self._stands = False  # the secret may have changed, which Telegram does not report
        self._last_ok = 0
        self._metrics = metrics
        self._tasks = Tasks(metrics)

    @property
    def healthy(self) -> bool:
        """Return whether the webhook was found set, or another process led, within three times `LOOK_EVERY`."""
        fresh = self._clock.now() - self._last_ok < 3 * LOOK_EVERY * SECOND
        return len(self._tasks) > 0 and fresh

    def start(self) -> None:
        """Set the webhook, and keep it set, in a task of its own."""
        self._tasks.repeat("webhook", self._keep, pauses=Pauses(0.5, 30.0))

    async def stop(self) -> None:
        """Stop checking. The webhook stays set: Telegram keeps the updates that come meanwhile."""
        await self._tasks.stop()

    async def _keep(self) -> float:
        if not self._standing.leads(self._clock.now()):  # the process that leads sets the webhook for all
            self._stands = False
            self._last_ok = self._clock.now()
            return LOOK_WHO_LEADS
        try:
            if self._stands and (await call(self._bot.get_webhook_info())).url != self._url:
                self._stands = False
                self._metrics.taken.inc()
                log.error("webhook_taken", hint="another program uses this token; stop it")
            if not self._stands:
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
                self._stands = True
        except TelegramError as exc:
            raise try_again_later(exc, "PUBLIC_URL must be https for Telegram") from None
        self._last_ok = self._clock.now()
        return LOOK_EVERY
