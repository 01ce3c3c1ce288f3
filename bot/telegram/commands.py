"""Which command is whose: the list of handlers, and what needs no room of its own."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import structlog
from telegram import Bot, BotCommand, BotCommandScopeChat, Message
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import Application

from bot.clock import SECOND, Clock
from bot.errors import TransientError, UserError
from bot.job import PAINTED
from bot.pipeline.intake import Intake
from bot.telegram.buttons import Buttons
from bot.telegram.gallery import Gallery
from bot.telegram.handlers import OnAnswer, OnAnythingElse, OnCommand, OnCommandDo, OnMove, OnPress
from bot.telegram.lately import Lately
from bot.telegram.messages import Command, has_photo, place_of, read_command, speaker_of
from bot.telegram.operators import Operators
from bot.telegram.orders import Orders
from bot.telegram.personal import Personal
from bot.telegram.replies import Replies
from bot.telegram.settings_menu import SettingsMenu
from bot.telegram.tongue import Tongue
from bot.texts import Texts
from storage.chats import Chats

log = structlog.get_logger(__name__)

MENU = (
    *("draw", "remix", "anime", "hd", "history", "settings", "quota", "cancel"),
    *("help", "privacy", "deleteme", "start"),
)

HINT_EVERY = 60 * SECOND
"""A chat that goes on talking past us is hinted at this often."""


class Commands:
    """The handlers of everything people type.

    Args:
        admins: Whose menus show the operators' commands too.
    """

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        chats: Chats,
        orders: Orders,
        buttons: Buttons,
        personal: Personal,
        gallery: Gallery,
        settings_menu: SettingsMenu,
        operators: Operators,
        replies: Replies,
        texts: Texts,
        tongue: Tongue,
        clock: Clock,
        *,
        admins: frozenset[int],
    ) -> None:
        self._bot = bot
        self._intake = intake
        self._chats = chats
        self._orders = orders
        self._buttons = buttons
        self._personal = personal
        self._gallery = gallery
        self._settings_menu = settings_menu
        self._operators = operators
        self._replies = replies
        self._texts = texts
        self._tongue = tongue
        self._admins = admins
        self._hinted = Lately(clock, HINT_EVERY)

    def register(self, application: "Application[Any, Any, Any, Any, Any, Any]") -> None:
        """Add the handlers, in the order in which they are asked."""
        commands: dict[str, OnCommandDo] = {
            "start": self.start,
            "help": self.help,
            **{kind: partial(self._orders.by_command, kind=kind) for kind in PAINTED},
            "history": self._for_allowed(self._gallery.open),
            "settings": self._for_allowed(self._settings_menu.command),
            "quota": self._for_allowed(self._quota),
            "cancel": self._for_allowed(self._personal.cancel),
            "privacy": self._for_allowed(self._personal.privacy, or_in_private=True),
            "deleteme": self._for_allowed(self._personal.delete_me, or_in_private=True),
        }
        application.add_handlers(
            [
                OnPress(self._buttons.press),
                OnMove(self.move),
                *(OnCommand(name, self._bot, do, only=self._admins) for name, do in self._operators.commands.items()),
                *(OnCommand(name, self._bot, do) for name, do in commands.items()),
                OnAnswer(self._bot, self.answer),
                OnAnythingElse(self._bot, self.anything_else),
            ]
        )

    async def start(self, message: Message, command: Command) -> None:
        """`/start`: who this is, and that words and photos go to a third party."""
        await self._say(message, "start")
        if message.chat.id in self._admins:  # Telegram takes a menu for no chat that it has not seen
            self._replies.soon(self._publish_operators(message.chat.id))

    async def help(self, message: Message, command: Command) -> None:
        """`/help`: all commands with an example each."""
        await self._say(message, "help", username=self._bot.username)

    async def answer(self, message: Message) -> None:
        """A reply to a message of ours: it may be what we asked for."""
        await self._orders.by_answer(message, lambda: self._no_order(message))

    async def _no_order(self, message: Message) -> None:
        if not await self._settings_menu.answer(message) and message.chat.type == ChatType.PRIVATE:
            await self.anything_else(message)

    async def anything_else(self, message: Message) -> None:
        """What nothing else took: we ask what to do with a photo, and hint at what we do, gently."""
        if message.chat.type == ChatType.PRIVATE and has_photo(message) and not read_command(message):
            await self._orders.by_photo(message)
        elif not message.media_group_id and self._hinted.is_new(message.chat.id):
            await self._say(message, "hint")

    async def move(self, message: Message) -> None:
        """A group became a supergroup, told by a message in either of them."""
        old = message.migrate_from_chat_id or message.chat.id
        new = message.migrate_to_chat_id or message.chat.id
        log.info("chat_moved", chat=old, to=new)
        await self._intake.move(old, new)

    async def publish_menu(self) -> None:
        """Register the command menu in every language, and the operators' own; a failure is logged and does no harm."""
        # Telegram takes languages of two letters alone: all who read Chinese share one menu.
        for language in (each for each in self._texts.languages if len(each) == 2):
            await self._publish(language, MENU, language_code=None if language == "en" else language)
        for admin in self._admins:
            await self._publish_operators(admin)

    async def _publish_operators(self, admin: int) -> None:
        try:
            known = await self._chats.get(admin)
        except TransientError as exc:
            log.warning("menu_not_published", error=str(exc))
            return
        language = known.preferences.language or known.language or "en"
        await self._publish(language, (*MENU, *self._operators.menu), scope=BotCommandScopeChat(admin))

    async def _publish(self, language: str, names: Sequence[str], **where: Any) -> None:
        menu = [BotCommand(name, self._texts.get(language, f"menu-{name}")) for name in names]
        try:
            await self._bot.set_my_commands(menu, **where)
        except TelegramError as exc:  # an admin who has never written to us, for one
            log.warning("menu_not_published", language=language, error=type(exc).__name__)

    async def _quota(self, message: Message, command: Command) -> None:
        if not await self._operators.quota(message, command):
            await self._personal.quota(message, command)

    def _for_allowed(self, do: OnCommandDo, *, or_in_private: bool = False) -> OnCommandDo:
        """Return a handler that answers those alone who may order here, or everybody in private."""

        async def guarded(message: Message, command: Command) -> None:
            if (or_in_private and message.chat.id > 0) or await self._is_allowed(message):
                await do(message, command)

        return guarded

    async def _is_allowed(self, message: Message) -> bool:
        try:
            await self._intake.require_allowed(message.chat.id, speaker_of(message))
        except UserError as refusal:
            await self._orders.refuse(message, refusal)
            return False
        return True

    async def _say(self, message: Message, text: str, **params: str) -> None:
        if await self._is_allowed(message):
            language = await self._tongue.of_message(message)
            self._replies.send(place_of(message), self._texts.get(language, text, **params))
