"""Publishes the bot's profile in every language: the text in an empty chat, and the text under a shared link.

Source: Bot API, `setMyDescription` (512 characters) and `setMyShortDescription` (120).
"""

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.telegram.transport import call
from bot.texts import Texts

log = structlog.get_logger(__name__)


class Profile:
    """Publishes the descriptions that have changed; a failure is logged and does no harm."""

    def __init__(self, bot: Bot, texts: Texts) -> None:
        self._bot = bot
        self._texts = texts

    async def publish(self) -> None:
        """Update the descriptions at Telegram to the texts of the catalogues."""
        # Telegram accepts two-letter language codes only, so all readers of Chinese share one profile.
        for language in (tag for tag in self._texts.languages if len(tag) == 2):
            code = None if language == "en" else language
            try:
                await self._publish(language, code)
            except TelegramError as exc:
                log.warning("profile_not_published", language=language, error=type(exc).__name__)

    async def _publish(self, language: str, code: str | None) -> None:
        long, short = (self._texts.get(language, f"profile-{name}") for name in ("description", "short"))
        if (await call(self._bot.get_my_description(code))).description != long:
            await call(self._bot.set_my_description(long, code))
        if (await call(self._bot.get_my_short_description(code))).short_description != short:
            await call(self._bot.set_my_short_description(short, code))
