"""Which updates reach whom: python-telegram-bot's handlers, with the conditions that we need.

The library's own command handler also fires on edited messages, never matches a caption and loses newlines.
"""

from collections.abc import Awaitable, Callable, Collection
from typing import Any, TypeAlias

from telegram import Bot, CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.ext import BaseHandler, CallbackContext, filters

from bot.telegram.messages import Command, is_from_people, read_command

OnCommandDo: TypeAlias = Callable[[Message, Command], Awaitable[None]]
OnMessageDo: TypeAlias = Callable[[Message], Awaitable[None]]
OnUpdateDo: TypeAlias = Callable[[Update], Awaitable[None]]
OnPressDo: TypeAlias = Callable[[CallbackQuery], Awaitable[None]]


class OnCommand(BaseHandler[Update, CallbackContext, None]):  # type: ignore[type-arg]
    """Calls back with a new message from people and the command it begins with, if that is meant for us.

    Args:
        only: The people whose command it is; None for everybody's.
    """

    def __init__(self, name: str, bot: Bot, do: OnCommandDo, *, only: Collection[int] | None = None) -> None:
        super().__init__(do)  # type: ignore[arg-type]
        self._name = name
        self._bot = bot
        self._do = do
        self._only = only

    def check_update(self, update: object) -> Command | None:
        """Return the command if the update is a new message with it."""
        if not isinstance(update, Update) or update.message is None or not is_from_people(update.message):
            return None
        if self._only is not None and (update.effective_user is None or update.effective_user.id not in self._only):
            return None
        command = read_command(update.message)
        meant = command and command.name == self._name and _is_for(self._bot, update.message, command)
        return command if meant else None

    async def handle_update(self, update: Update, application: Any, check_result: Any, context: Any) -> None:
        """Call back."""
        if update.message:
            await self._do(update.message, check_result)


class _OnMessage(BaseHandler[Update, CallbackContext, None]):  # type: ignore[type-arg]
    """Calls back with a new message that meets a condition."""

    def __init__(self, bot: Bot, do: OnMessageDo) -> None:
        super().__init__(do)  # type: ignore[arg-type]
        self._bot = bot
        self._do = do

    async def handle_update(self, update: Update, application: Any, check_result: Any, context: Any) -> None:
        """Call back."""
        if update.message:
            await self._do(update.message)


class OnMove(_OnMessage):
    """Calls back with the message by which Telegram tells that a group became a supergroup."""

    def check_update(self, update: object) -> bool:
        """Return True for either of the two messages that tell it, in the old place and in the new."""
        if not isinstance(update, Update) or update.message is None:
            return False
        return bool(update.message.migrate_to_chat_id or update.message.migrate_from_chat_id)


class OnPress(BaseHandler[Update, CallbackContext, None]):  # type: ignore[type-arg]
    """Calls back with every press of a button."""

    def __init__(self, do: OnPressDo) -> None:
        super().__init__(do)  # type: ignore[arg-type]
        self._do = do

    def check_update(self, update: object) -> bool:
        """Return True for a press."""
        return isinstance(update, Update) and update.callback_query is not None

    async def handle_update(self, update: Update, application: Any, check_result: Any, context: Any) -> None:
        """Call back."""
        if update.callback_query:
            await self._do(update.callback_query)


class OnAnswer(_OnMessage):
    """Calls back with words that may answer a question of ours: in private all, elsewhere those in reply to us."""

    def check_update(self, update: object) -> bool:
        """Return True for a new message of words from people, no command, in private or in reply to one of ours."""
        if not isinstance(update, Update) or update.message is None or not is_from_people(update.message):
            return False
        if not update.message.text or read_command(update.message) is not None:
            return False
        asked = update.message.reply_to_message
        to_us = asked is not None and asked.from_user is not None and asked.from_user.id == self._bot.id
        return to_us or update.message.chat.type == ChatType.PRIVATE


class OnAnythingElse(_OnMessage):
    """Calls back with a message that nothing else took, if it speaks to us.

    In private everything does; in a group only a command that names us.
    """

    def check_update(self, update: object) -> bool:
        """Return True for a new message from people that speaks to us; what Telegram itself tells does not."""
        if not isinstance(update, Update) or update.message is None or not is_from_people(update.message):
            return False
        if filters.StatusUpdate.ALL.check_update(update):
            return False
        if update.message.chat.type == ChatType.PRIVATE:
            return True
        command = read_command(update.message)
        return command is not None and command.addressee == self._bot.username.lower()


class OnStrangeName(BaseHandler[Update, CallbackContext, None]):  # type: ignore[type-arg]
    """Calls back with a command in a group that names a bot we do not know: perhaps us, by a new name."""

    def __init__(self, bot: Bot, do: OnUpdateDo) -> None:
        super().__init__(do)  # type: ignore[arg-type]
        self._bot = bot
        self._do = do

    def check_update(self, update: object) -> bool:
        """Return True for a new message from people with such a command."""
        if not isinstance(update, Update) or update.message is None or not is_from_people(update.message):
            return False
        command = read_command(update.message)
        return command is not None and not _is_for(self._bot, update.message, command)

    async def handle_update(self, update: Update, application: Any, check_result: Any, context: Any) -> None:
        """Call back."""
        await self._do(update)


def _is_for(bot: Bot, message: Message, command: Command) -> bool:
    """Whether a command may be meant for us. In private whatever name it names: nobody else is there."""
    return message.chat.type == ChatType.PRIVATE or command.addressee in {"", bot.username.lower()}
