"""Registers the command menus that Telegram shows to people, groups and group administrators, in every language.

Operators have a menu of their own in their private chat, and so have users of a language for which Telegram has no
menu: it accepts two-letter codes only, so all readers of Chinese would share one.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Coroutine, Sequence
from typing import Any

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from bot.errors import TransientError
from bot.telegram.context import Context
from bot.telegram.transport import call
from bot.texts import Texts
from storage.chats import Chat, Chats

log = structlog.get_logger(__name__)

MENU = (
    *("draw", "remix", "anime", "hd", "history", "settings", "styles", "quota", "cancel"),
    *("help", "id", "privacy", "deleteme", "start"),
)
"""Commands shown in private chats."""

OF_ADMINISTRATORS = tuple(name for name in MENU if name not in {"deleteme", "start"})
"""Commands shown to the administrators of a group."""

OF_GROUPS = tuple(name for name in OF_ADMINISTRATORS if name != "settings")
"""Commands shown to everybody else in a group."""

REMEMBERED = 10_000
"""Maximum number of chats whose own menu is remembered."""


class CommandMenu:
    """Registers the commands; a failure is logged and does no harm.

    Args:
        admins: People whose menus also show the operators' commands.
        operators: The names of the operators' commands.
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
        self._missing = missing
        self._everybodys = tuple(language for language in texts.languages if len(language) == 2)
        self._own: OrderedDict[int, str] = OrderedDict()  # the language of a chat's own menu, '' for none
        self._changing = asyncio.Lock()

    async def publish(self) -> None:
        """Register the common menus in every language, and each operator's own menu."""
        for scope, names in (
            (BotCommandScopeAllPrivateChats(), MENU),
            (BotCommandScopeAllGroupChats(), OF_GROUPS),
            (BotCommandScopeAllChatAdministrators(), OF_ADMINISTRATORS),
        ):
            for language in self._everybodys:
                code = None if language == "en" else language
                await self._publish(language, names, scope=scope, language_code=code)
        for admin in self._admins:
            try:
                known = await self._chats.get(admin)
            except TransientError as exc:
                log.warning("menu_not_published", error=str(exc))
                return
            if work := self.change(known, known.preferences.language or known.language or "en"):
                await work

    def meet(self, context: Context, language: str = "") -> None:
        """Update the menu of a private chat to its language, in the background.

        Args:
            context: An update from that chat.
            language: The language that the user has just chosen, if any.
        """
        work = self.change(context.chat, language or context.language) if context.chat.id > 0 else None
        if work and not context.later(work):
            self._own.pop(context.chat.id, None)  # retried at the user's next message

    def change(self, chat: Chat, language: str) -> Coroutine[Any, Any, None] | None:
        """Return a coroutine that updates a private chat's own menu to a language; None if nothing is to be done.

        Telegram accepts no menu for a user who has never written to the bot.
        """
        wanted = language if chat.id in self._admins or language not in self._everybodys else ""
        before, spoken = self._own.get(chat.id), chat.preferences.language or chat.language
        if before is None and (spoken is None or spoken in self._everybodys):
            before = ""  # the chat has no menu of its own, as far as is known
        if wanted == before:
            return None
        self._own[chat.id] = wanted
        self._own.move_to_end(chat.id)
        if len(self._own) > REMEMBERED:
            self._own.popitem(last=False)
        return self._change(chat.id)

    async def _change(self, person: int) -> None:
        async with self._changing:  # one change at a time: the language requested last wins
            wanted, scope = self._own.get(person, ""), BotCommandScopeChat(person)
            names = (*MENU, *self._operators) if person in self._admins else MENU
            if wanted:
                done = await self._publish(wanted, names, scope=scope)
            else:
                done = await self._tried(call(self._bot.delete_my_commands(scope)), "")
            if not done:
                self._own.pop(person, None)  # retried at the user's next message

    async def _publish(self, language: str, names: Sequence[str], **where: Any) -> bool:
        shown = (name for name in names if name not in self._missing)
        menu = [BotCommand(name, self._texts.get(language, f"menu-{name}")) for name in shown]
        return await self._tried(call(self._bot.set_my_commands(menu, **where)), language)

    async def _tried(self, asking: Coroutine[Any, Any, bool], language: str) -> bool:
        try:
            await asking
        except TelegramError as exc:  # for example an admin who has never written to the bot
            log.warning("menu_not_published", language=language, error=type(exc).__name__)
            return False
        return True
