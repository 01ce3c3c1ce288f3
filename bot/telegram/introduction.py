"""Who this is and what it does: `/start`, `/help`, and a hint for whoever talks past us."""

from collections.abc import Collection

from telegram import Bot
from telegram.constants import ChatType

from bot.clock import SECOND
from bot.pipeline.intake import Intake
from bot.telegram.context import MessageContext
from bot.telegram.cooldown import Cooldown
from bot.telegram.menu import CommandMenu
from bot.telegram.messages import has_file, is_meant_as_picture
from bot.telegram.orders import Orders

HINT_EVERY = 60 * SECOND
"""A chat that goes on talking past us is hinted at this often; and told that its files are no pictures."""


BOLD = 3
"""Characters of the tag before a command that a paragraph of the help begins with."""


class Introduction:
    """The handlers of `/start`, `/help` and of what nothing else took."""

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        orders: Orders,
        menu: CommandMenu,
        hinted: Cooldown,
        told: Cooldown,
        missing: Collection[str] = (),
    ) -> None:
        self._bot = bot
        self._intake = intake
        self._orders = orders
        self._menu = menu
        self._missing = missing
        self._hinted = hinted
        self._told = told

    async def start(self, context: MessageContext) -> None:
        """`/start`: who this is, and that words and photos go to a third party."""
        context.say("start")
        context.later(self._menu.publish_to(context.chat.id, context.language))

    async def help(self, context: MessageContext) -> None:
        """`/help`: all commands with an example each."""
        told = context.text("help", username=self._bot.username).split("\n\n")
        context.send("\n\n".join(each for each in told if not self._is_of_missing(each)))

    def _is_of_missing(self, paragraph: str) -> bool:
        """Whether a paragraph of the help begins with a command that is not offered, in bold."""
        return any(0 <= paragraph.find(f"/{name}") <= BOLD for name in self._missing)

    async def anything_else(self, context: MessageContext) -> None:
        """What nothing else took: a photo, or what is shown to us like one; else we hint at what we do, gently."""
        message = context.message
        if message.chat.type == ChatType.PRIVATE and has_file(message) and not context.command.name:
            if is_meant_as_picture(message) or await self._told.allow(message.chat.id):
                await self._orders.by_photo(context)
        elif not message.media_group_id and await self._hinted.allow(message.chat.id):
            await self._intake.require_allowed(context.chat, context.sender)
            context.say("hint")
