"""Dispatches updates to handlers.

python-telegram-bot's own command handler also fires on edited messages, never matches a caption and loses newlines.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from telegram import Bot, CallbackQuery, ChatMemberUpdated, Message, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import BaseHandler, CallbackContext, filters

from bot.pipeline.messenger import ButtonData
from bot.telegram.callback_data import decode
from bot.telegram.context import Context, Contexts, MessageContext, PressContext
from bot.telegram.messages import Command, drop_surrogates, is_from_people, read_command

OnMessage: TypeAlias = Callable[[MessageContext], Awaitable[None]]
OnPress: TypeAlias = Callable[[PressContext], Awaitable[None]]
OnMet: TypeAlias = Callable[[MessageContext], None]
OnMove: TypeAlias = Callable[[Message], Awaitable[None]]
OnAdded: TypeAlias = Callable[[Context], Awaitable[None]]
Work: TypeAlias = Callable[[], Awaitable[None]]

NO_BUTTON = ButtonData("")
"""Data that no button of the bot carries."""


@dataclass(frozen=True, slots=True)
class Routes:
    """Holds the handlers of updates.

    Attributes:
        commands: Handlers of everybody's commands, by name.
        of_operators: Handlers of the commands that only operators have, by name.
        answer: Handles text that may answer a question of the bot: all text in private, replies to the bot elsewhere.
        anything_else: Handles messages that no other handler takes, if they address the bot.
        press: Handles every press of a button.
        move: Handles the messages by which Telegram reports that a group became a supergroup.
        added: Called when a user has added the bot to a group.
        met: Called with the context of each message to the bot, after its handler.
    """

    commands: Mapping[str, OnMessage]
    of_operators: Mapping[str, OnMessage]
    answer: OnMessage
    anything_else: OnMessage
    press: OnPress
    move: OnMove
    added: OnAdded
    met: OnMet


class Dispatcher(BaseHandler[Update, CallbackContext, None]):  # type: ignore[type-arg]
    """Reads the context of an update, once, and passes it to the handler; refusals are reported here.

    Args:
        bot: Knows the bot's own username and id.
        contexts: Reads the contexts.
        routes: The handlers.
        operators: People who may use the operators' commands as themselves; a sender in a chat's name may not.
    """

    def __init__(self, bot: Bot, contexts: Contexts, routes: Routes, operators: frozenset[int]) -> None:
        super().__init__(self._take)
        self._bot = bot
        self._contexts = contexts
        self.routes = routes
        self._operators = operators

    def check_update(self, update: object) -> Work | None:
        """Return the call that handles an update; None if there is no handler for it."""
        if not isinstance(update, Update):
            return None
        if update.callback_query:
            return partial(self._press, update.callback_query)
        if update.my_chat_member:
            return partial(self._added, update.my_chat_member) if _adds_us(update.my_chat_member) else None
        message = update.message
        if message is None:
            return None
        if message.migrate_to_chat_id or message.migrate_from_chat_id:
            return partial(self.routes.move, message)
        if not is_from_people(message):
            return None
        command = read_command(message)
        do = self._of_command(message, command) if command else self._of_answer(message)
        do = do or self._of_anything_else(update, message, command)
        return partial(self._hear, message, command, do) if do else None

    async def handle_update(self, update: Update, application: Any, check_result: Any, context: Any) -> None:
        """Run the call that `check_update` has returned."""
        await check_result()

    def _of_command(self, message: Message, command: Command) -> OnMessage | None:
        if not is_for(self._bot, message, command):
            return None
        if command.name in self.routes.of_operators and message.from_user and message.from_user.id in self._operators:
            return self.routes.of_operators[command.name]
        return self.routes.commands.get(command.name)

    def _of_answer(self, message: Message) -> OnMessage | None:
        asked = message.reply_to_message
        to_us = asked is not None and asked.from_user is not None and asked.from_user.id == self._bot.id
        here = to_us or message.chat.type == ChatType.PRIVATE
        return self.routes.answer if message.text and here else None

    def _of_anything_else(self, update: Update, message: Message, command: Command | None) -> OnMessage | None:
        """Return the handler if a message addresses the bot.

        In private all messages do, except Telegram's service messages; in a group a command that names the bot.
        """
        if filters.StatusUpdate.ALL.check_update(update):
            return None
        named = command is not None and command.addressee == self._bot.username.lower()
        return self.routes.anything_else if named or message.chat.type == ChatType.PRIVATE else None

    async def _hear(self, message: Message, command: Command | None, do: OnMessage) -> None:
        words = command or Command("", drop_surrogates(message.text or message.caption or ""), "")
        context = await self._contexts.of_message(message, words)
        await context.attempt(do(context))
        self.routes.met(context)

    async def _press(self, query: CallbackQuery) -> None:
        context = await self._contexts.of_press(query, decode(query.data) or NO_BUTTON)
        await context.attempt(self.routes.press(context))

    async def _added(self, change: ChatMemberUpdated) -> None:
        await self.routes.added(await self._contexts.of_change(change))

    async def _take(self, *_: Any) -> None:
        """Provide the callback that the library requires; never called."""


class OnStrangeName(BaseHandler[Update, CallbackContext, None]):  # type: ignore[type-arg]
    """Calls back for a command in a group that names an unknown bot: perhaps this bot, by a new username."""

    def __init__(self, bot: Bot, do: Callable[[Update], Awaitable[None]]) -> None:
        super().__init__(do)  # type: ignore[arg-type]
        self._bot = bot
        self._do = do

    def check_update(self, update: object) -> bool:
        """Return True for a new message from people with such a command."""
        if not isinstance(update, Update) or update.message is None or not is_from_people(update.message):
            return False
        command = read_command(update.message)
        return command is not None and not is_for(self._bot, update.message, command)

    async def handle_update(self, update: Update, application: Any, check_result: Any, context: Any) -> None:
        """Call back."""
        await self._do(update)


def is_for(bot: Bot, message: Message, command: Command) -> bool:
    """Return whether a command may address the bot. In private any name may: no other bot is there."""
    return message.chat.type == ChatType.PRIVATE or command.addressee in {"", bot.username.lower()}


def _adds_us(change: ChatMemberUpdated) -> bool:
    """Return whether the bot is in a group now, and was not before."""
    outside = {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}
    here = change.chat.type in {ChatType.GROUP, ChatType.SUPERGROUP}
    return here and change.old_chat_member.status in outside and change.new_chat_member.status not in outside
