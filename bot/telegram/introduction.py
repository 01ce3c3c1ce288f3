"""Introduces the bot: `/start`, `/help`, a greeting in groups, and a hint for messages that no handler takes."""

from collections.abc import Collection

from telegram import Bot
from telegram.constants import ChatType

from bot.clock import DAY, SECOND
from bot.derive import NoSuchButtonError
from bot.errors import UserError
from bot.job import Kind
from bot.options import shorten
from bot.pipeline.intake import Intake
from bot.pipeline.messenger import Button, ButtonData, Text
from bot.telegram.context import Context, MessageContext, PressContext
from bot.telegram.cooldown import Cooldown
from bot.telegram.messages import has_file, is_meant_as_picture
from bot.telegram.offers import Offers
from bot.telegram.orders import Orders, Said, defaults
from bot.telegram.recipes import LINK, Recipes
from bot.telegram.settings_pages import choice_page
from bot.telegram.small_talk import small_talk

HINT_EVERY = 60 * SECOND
"""Minimum time between two hints in a chat, and between two answers that its files are not pictures (microseconds)."""

GREET_EVERY = DAY
"""Minimum time between two greetings in a group that removes the bot and adds it again (microseconds)."""

START = "start"
"""The action of the buttons under `/start`."""

TRY, LANGUAGE = "try", "language"

LONGEST_COMMAND = 32
"""Maximum UTF-16 units of an unknown command in the answer."""

BOLD = 3
"""Length of the bold tag before the command with which a paragraph of the help begins."""


class Introduction:
    """Handles `/start` and its buttons, `/help`, and the messages that no other handler takes."""

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        orders: Orders,
        offers: Offers,
        recipes: Recipes,
        hinted: Cooldown,
        told: Cooldown,
        missing: Collection[str] = (),
    ) -> None:
        self._bot = bot
        self._intake = intake
        self._orders = orders
        self._offers = offers
        self._recipes = recipes
        self._missing = missing
        self._hinted = hinted
        self._told = told

    async def start(self, context: MessageContext) -> None:
        """Say who the bot is, and that words and photos go to a third party; or show the recipe of a link."""
        if context.chat.id < 0:
            context.say("start")
            return
        payload = context.command.text.strip()
        shown = await self._recipes.show(context, payload) if payload else None
        if shown:
            context.send(shown)
            return
        attempt = Button(context.text.label("button-try"), ButtonData(START, choice=TRY), "primary")
        language = Button(context.text.label("button-language"), ButtonData(START, choice=LANGUAGE))
        gone = f"{context.text('shared-gone')}\n\n" if payload.startswith(LINK) else ""
        context.send(Text(f"{gone}{context.text('start')}", ((attempt,), (language,))))

    async def press(self, context: PressContext) -> None:
        """Handle a press of a button under `/start`: paint the example, or ask for the language."""
        if context.data.choice == TRY and context.chat.id > 0:
            said = Said(context.text("example"), f"q:{context.query.id}", context.place)
            orders = self._orders.read(context, said, Kind.DRAW, None, defaults(context, None))
            await self._orders.take(context, orders, context.popup)
        elif context.data.choice == LANGUAGE and context.chat.id > 0:
            context.popup()
            context.send(choice_page(context.text, context.chat.preferences, "language"))
        else:
            raise NoSuchButtonError("nothing of /start")

    async def help(self, context: MessageContext) -> None:
        """Show all commands with an example for each."""
        told = context.text("help", username=self._bot.username).split("\n\n")
        context.send("\n\n".join(paragraph for paragraph in told if not self._is_of_missing(paragraph)))

    def _is_of_missing(self, paragraph: str) -> bool:
        """Return whether a paragraph of the help begins with a command, in bold, that is not offered."""
        return any(0 <= paragraph.find(f"/{name}") <= BOLD for name in self._missing)

    async def anything_else(self, context: MessageContext) -> None:
        """Handle a message that no other handler takes: a photo or file, words to paint, or else hint at the bot's use.

        A chat gets at most one hint in `HINT_EVERY`; an unknown command is always answered.
        """
        message, private = context.message, context.message.chat.type == ChatType.PRIVATE
        talk = small_talk(message, context.text.texts)
        if context.command.name:
            await self._intake.require_allowed(context.chat, context.sender)
            context.say("unknown-command", name=shorten(context.command.name, LONGEST_COMMAND))
        elif private and has_file(message):
            if is_meant_as_picture(message) or await self._told.allow(message.chat.id):
                await self._orders.by_photo(context)
        elif private and not talk and await self._offers.offer(context):
            return
        elif not message.media_group_id and await self._hinted.allow(message.chat.id):
            await self._intake.require_allowed(context.chat, context.sender)
            context.say(talk or "hint")


class Greeting:
    """Greets groups that add the bot."""

    def __init__(self, bot: Bot, intake: Intake, greeted: Cooldown) -> None:
        self._bot = bot
        self._intake = intake
        self._greeted = greeted

    async def greet(self, context: Context) -> None:
        """Explain the bot, once, in a group to which it was added; do nothing where orders are not allowed."""
        try:
            await self._intake.require_allowed(context.chat, context.sender)
        except UserError:
            return
        if await self._greeted.allow(context.chat.id):
            context.say("greeting", username=self._bot.username)
