"""The menu of commands that Telegram shows, in every language; the operators have one of their own."""

from collections.abc import Collection, Sequence
from typing import Any

import structlog
from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

from bot.errors import TransientError
from bot.telegram.transport import call
from bot.texts import Texts
from storage.chats import Chats

log = structlog.get_logger(__name__)

MENU = (
    *("draw", "remix", "anime", "hd", "history", "settings", "quota", "cancel"),
    *("help", "id", "privacy", "deleteme", "start"),
)


class CommandMenu:
    """Registers the commands; a failure is logged and does no harm.

    Args:
        admins: Whose menus show the operators' commands too.
        operators: The names of those.
        missing: Commands that this bot does not offer.
    """

    def __init__(
        self,
        bot: Bot,
        chats: Chats,
        texts: Texts,
        *,
        admins: frozenset[int],
        operators: Sequence[str],
        missing: Collection[str] = (),
    ) -> None:
        self._bot = bot
        self._chats = chats
        self._texts = texts
        self._admins = admins
        self._operators = operators
        self._names = tuple(name for name in MENU if name not in missing)

    async def publish(self) -> None:
        """Register everybody's menu in every language, and each operator's."""
        # Telegram takes languages of two letters alone: all who read Chinese share one menu.
        for language in (each for each in self._texts.languages if len(each) == 2):
            await self._publish(language, self._names, language_code=None if language == "en" else language)
        for admin in self._admins:
            try:
                known = await self._chats.get(admin)
            except TransientError as exc:
                log.warning("menu_not_published", error=str(exc))
                return
            await self.publish_to(admin, known.preferences.language or known.language or "en")

    async def publish_to(self, person: int, language: str) -> None:
        """Register an operator's menu, if this is one; Telegram takes none for a chat that it has not seen."""
        if person in self._admins:
            await self._publish(language, (*self._names, *self._operators), scope=BotCommandScopeChat(person))

    async def _publish(self, language: str, names: Sequence[str], **where: Any) -> None:
        menu = [BotCommand(name, self._texts.get(language, f"menu-{name}")) for name in names]
        try:
            await call(self._bot.set_my_commands(menu, **where))
        except TelegramError as exc:  # an admin who has never written to us, for one
            log.warning("menu_not_published", language=language, error=type(exc).__name__)
