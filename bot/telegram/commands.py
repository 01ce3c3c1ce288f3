"""What needs no room of its own: who this is, what it does, a hint, and that a group has moved."""

import structlog
from telegram import Bot, Message
from telegram.constants import ChatType

from bot.clock import SECOND, Clock
from bot.errors import UserError
from bot.pipeline.intake import Intake
from bot.telegram.cooldown import Cooldown
from bot.telegram.handlers import OnCommandDo
from bot.telegram.menu import CommandMenu
from bot.telegram.messages import Command, has_file, is_meant_as_picture, place_of, read_command, sender_id
from bot.telegram.orders import Orders
from bot.telegram.replies import Replies
from bot.telegram.tongue import Tongue
from bot.texts import Texts

log = structlog.get_logger(__name__)

HINT_EVERY = 60 * SECOND
"""A chat that goes on talking past us is hinted at this often; and told that its files are no pictures."""


class Commands:
    """Handlers of what people type that is no order, and the guard before all commands."""

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        orders: Orders,
        menu: CommandMenu,
        replies: Replies,
        texts: Texts,
        tongue: Tongue,
        clock: Clock,
    ) -> None:
        self._bot = bot
        self._intake = intake
        self._orders = orders
        self._menu = menu
        self._replies = replies
        self._texts = texts
        self._tongue = tongue
        self._hinted = Cooldown(clock, HINT_EVERY)
        self._told = Cooldown(clock, HINT_EVERY)

    async def start(self, message: Message, command: Command) -> None:
        """`/start`: who this is, and that words and photos go to a third party."""
        await self._say(message, "start")
        self._replies.soon(self._menu.publish_to(message.chat.id))

    async def help(self, message: Message, command: Command) -> None:
        """`/help`: all commands with an example each."""
        await self._say(message, "help", username=self._bot.username)

    async def anything_else(self, message: Message) -> None:
        """What nothing else took: a photo, or what is shown to us like one; else we hint at what we do, gently."""
        if message.chat.type == ChatType.PRIVATE and has_file(message) and not read_command(message):
            if is_meant_as_picture(message) or self._told.allow(message.chat.id):
                await self._orders.by_photo(message)
        elif not message.media_group_id and self._hinted.allow(message.chat.id):
            await self._say(message, "hint")

    async def move(self, message: Message) -> None:
        """A group became a supergroup, told by a message in either of them."""
        old = message.migrate_from_chat_id or message.chat.id
        new = message.migrate_to_chat_id or message.chat.id
        log.info("chat_moved", chat=old, to=new)
        await self._intake.move(old, new)

    def for_allowed(self, do: OnCommandDo, *, or_in_private: bool = False) -> OnCommandDo:
        """Return a handler that answers those alone who may order here, or everybody in private."""

        async def guarded(message: Message, command: Command) -> None:
            if (or_in_private and message.chat.id > 0) or await self._is_allowed(message):
                await do(message, command)

        return guarded

    async def _is_allowed(self, message: Message) -> bool:
        try:
            await self._intake.require_allowed(message.chat.id, sender_id(message))
        except UserError as refusal:
            await self._orders.refuse(message, refusal)
            return False
        return True

    async def _say(self, message: Message, text: str, **params: str) -> None:
        if await self._is_allowed(message):
            language = await self._tongue.of_message(message)
            self._replies.send(place_of(message), self._texts.get(language, text, **params))
