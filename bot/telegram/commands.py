"""What people type: commands read from a message, and the one visible list of handlers."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from telegram import Bot, BotCommand, Message, Update
from telegram.constants import ChatID, ChatType, MessageEntityType
from telegram.error import TelegramError
from telegram.ext import Application, BaseHandler, CallbackContext

from bot.clock import SECOND, Clock
from bot.errors import UserError
from bot.job import Kind, Order
from bot.pipeline.intake import Intake
from bot.pipeline.messenger import Place
from bot.prompt import Options, new_seed, read_prompt
from bot.telegram.replies import Replies
from bot.texts import Texts

log = structlog.get_logger(__name__)

MENU = ("draw", "help", "start")

HINT_EVERY = 60 * SECOND
"""A chat that goes on talking past us is hinted at this often."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command addressed to us: its name without slash, and all that follows it, newlines included."""

    name: str
    text: str


def read_command(message: Message, username: str) -> Command | None:
    """Return the command a message begins with, if it is one and meant for us.

    Args:
        message: Any message.
        username: Ours; `/draw@somebody_else` is not for us.
    """
    command, rest = _split(message)
    name, _, addressee = command.partition("@")
    return Command(name.lower(), rest) if name and addressee.lower() in {"", username.lower()} else None


def names_another_bot(message: Message, username: str) -> bool:
    """Whether a message begins with a command that is meant for somebody else."""
    return bool(_split(message)[0]) and read_command(message, username) is None


def _split(message: Message) -> tuple[str, str]:
    """Return the command at a message's beginning without its slash ('' if there is none), and what follows."""
    text = message.text or ""
    for entity in message.entities:
        if entity.type == MessageEntityType.BOT_COMMAND and entity.offset == 0:
            # Lengths count UTF-16 units; a command is ASCII, so here they count characters too.
            return text[1 : entity.length], text[entity.length :]
    return "", text


def is_from_bot(message: Message) -> bool:
    """Whether another bot wrote this. Anonymous admins write as a bot, for their chat, and are people."""
    sender = message.from_user
    return sender is not None and sender.is_bot and sender.id != ChatID.ANONYMOUS_ADMIN


class OnCommand(BaseHandler[Update, CallbackContext, None]):  # type: ignore[type-arg]
    """Calls back with the message and its command.

    python-telegram-bot's own handler also fires on edited messages and loses newlines.
    """

    def __init__(self, name: str, bot: Bot, callback: Callable[[Message, Command], Awaitable[None]]) -> None:
        super().__init__(callback)  # type: ignore[arg-type]
        self._name = name
        self._bot = bot
        self._answer = callback

    def check_update(self, update: object) -> Command | None:
        """Return the command if the update is a new message with it."""
        if not isinstance(update, Update) or update.message is None or is_from_bot(update.message):
            return None
        command = read_command(update.message, self._bot.username)
        return command if command and command.name == self._name else None

    async def handle_update(self, update: Update, application: Any, check_result: Any, context: Any) -> None:
        """Call back."""
        if update.message:
            await self._answer(update.message, check_result)


class OnAnythingElse(BaseHandler[Update, CallbackContext, None]):  # type: ignore[type-arg]
    """Calls back with a private message from a person that nothing else took."""

    def __init__(self, bot: Bot, callback: Callable[[Message], Awaitable[None]]) -> None:
        super().__init__(callback)  # type: ignore[arg-type]
        self._bot = bot
        self._answer = callback

    def check_update(self, update: object) -> bool:
        """Return True for a new private message, unless it names another bot."""
        if not isinstance(update, Update) or update.message is None:
            return False
        if update.message.chat.type != ChatType.PRIVATE or is_from_bot(update.message):
            return False
        return not names_another_bot(update.message, self._bot.username)

    async def handle_update(self, update: Update, application: Any, check_result: Any, context: Any) -> None:
        """Call back."""
        if update.message:
            await self._answer(update.message)


class Commands:
    """What each command does: read, decide, commit; answers go out afterwards."""

    def __init__(self, bot: Bot, intake: Intake, replies: Replies, texts: Texts, clock: Clock) -> None:
        self._bot = bot
        self._intake = intake
        self._replies = replies
        self._texts = texts
        self._clock = clock
        self._hinted: OrderedDict[int, int] = OrderedDict()

    def register(self, application: "Application[Any, Any, Any, Any, Any, Any]") -> None:
        """Add the handlers, in the order in which they are asked."""
        application.add_handlers(
            [
                OnCommand("start", self._bot, self.start),
                OnCommand("help", self._bot, self.help),
                OnCommand("draw", self._bot, self.draw),
                OnAnythingElse(self._bot, self.hint),
            ]
        )

    async def start(self, message: Message, command: Command) -> None:
        """`/start`: who this is, and that words go to a third party."""
        self._say(message, "start")

    async def help(self, message: Message, command: Command) -> None:
        """`/help`: all commands with an example each."""
        self._say(message, "help")

    async def draw(self, message: Message, command: Command) -> None:
        """`/draw <prompt>`: one picture from words."""
        try:
            prompt = read_prompt(command.text)
            await self._intake.accept(self._order(message, Kind.DRAW, prompt))
        except UserError as refusal:
            self._reply(message, f"error-{refusal.code}", **refusal.params)

    async def hint(self, message: Message) -> None:
        """Anything we do not understand, in private: one gentle hint, not one for each message."""
        now = self._clock.now()
        last = self._hinted.pop(message.chat.id, None)
        self._hinted[message.chat.id] = now if last is None or now - last >= HINT_EVERY else last
        if len(self._hinted) > 10_000:
            self._hinted.popitem(last=False)
        if self._hinted[message.chat.id] == now:
            self._say(message, "hint")

    async def publish_menu(self) -> None:
        """Register the command menu in every language; a failure is logged and does no harm."""
        for language in self._texts.languages:
            menu = [BotCommand(name, self._texts.get(language, f"menu-{name}")) for name in MENU]
            try:
                await self._bot.set_my_commands(menu, language_code=None if language == "en" else language)
            except TelegramError as exc:
                log.warning("menu_not_published", language=language, error=type(exc).__name__)

    def _order(self, message: Message, kind: Kind, prompt: str) -> Order:
        speaker = message.sender_chat or message.from_user
        return Order(
            origin=f"m:{message.chat.id}:{message.message_id}:0",
            kind=kind,
            chat_id=message.chat.id,
            thread_id=message.message_thread_id if message.is_topic_message else None,
            message_id=message.message_id,
            owner_id=speaker.id if speaker else message.chat.id,
            language=self._language(message),
            prompt=prompt,
            options=Options(seed=new_seed()),
        )

    def _language(self, message: Message) -> str:
        return self._texts.language_for(message.from_user.language_code if message.from_user else None)

    def _say(self, message: Message, text: str) -> None:
        try:
            self._intake.require_allowed(message.chat.id)
        except UserError as refusal:
            self._reply(message, f"error-{refusal.code}", **refusal.params)
        else:
            self._reply(message, text)

    def _reply(self, message: Message, text: str, **params: str | int) -> None:
        thread_id = message.message_thread_id if message.is_topic_message else None
        place = Place(message.chat.id, thread_id, message.message_id)
        self._replies.send(place, self._texts.get(self._language(message), text, **params))
