"""Implements `/settings`: buttons that set defaults for a user's orders, or for a group by its administrators."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import structlog
from telegram import Bot
from telegram.constants import ChatType

from bot.clock import Clock
from bot.derive import NoSuchButtonError
from bot.errors import PermanentError, TransientError
from bot.pipeline.messenger import Place, Text
from bot.preferences import MAX_NEGATIVE, Preferences, choose, one_line
from bot.telegram.chat_admins import ChatAdmins
from bot.telegram.context import Context, MessageContext, PressContext
from bot.telegram.menu import CommandMenu
from bot.telegram.messages import replied_to
from bot.telegram.questions import ANSWERED_WITHIN
from bot.telegram.settings_pages import OF_A_GROUP, OF_A_PERSON, OWN, choice_page, main_page
from bot.texts import Texts

log = structlog.get_logger(__name__)


class SettingsMenu:
    """Handles `/settings`, the buttons under its answer, and the words that it asks for."""

    def __init__(self, bot: Bot, administrators: ChatAdmins, menu: CommandMenu, texts: Texts, clock: Clock) -> None:
        self._bot = bot
        self._administrators = administrators
        self._menu = menu
        self._clock = clock
        self._changing = asyncio.Lock()  # keeps two simultaneous presses from undoing each other
        self._asks = {
            texts.get(language, ask, limit=MAX_NEGATIVE)
            for language in texts.languages
            for ask in ("settings-negative-ask", "settings-negative-again")
        }

    async def command(self, context: MessageContext) -> None:
        """Show the user's settings in private; in a group, show its administrators the group's settings."""
        message = context.message
        if message.chat.type == ChatType.PRIVATE or context.sender.id == context.chat.id:
            _open(context)
        elif message.sender_chat or message.from_user is None:  # sent by a channel, which administers nothing
            self._refer(context)
        else:
            context.later(self._open_for_administrator(context))

    async def press(self, context: PressContext) -> None:
        """Handle a press: `choice` is '' (show all settings), a field (show its choices) or `field.value` (set it)."""
        if context.chat.id > 0:
            await self._take(context)
        else:
            context.later(self._take_from_administrator(context))

    async def answer(self, context: MessageContext, *, since: int = 0) -> bool:
        """Store a private message as the negative prompt, if one was asked for.

        Args:
            context: A reply to the question, or a message that replies to nothing.
            since: Time of the last order (UTC microseconds): an older question accepts only replies.

        Returns:
            Whether a negative prompt was asked for.

        Raises:
            TransientError: Nothing was committed.
        """
        message = context.message
        if message.chat.type != ChatType.PRIVATE or not message.text:
            return False
        asked = replied_to(message)
        replies = asked is not None and asked.text in self._asks
        if asked and not replies:
            return False
        until = context.chat.preferences.asked_until
        if until <= self._clock.now() or not (replies or until - ANSWERED_WITHIN > since):
            return False
        words = one_line(message.text)
        if not 0 < len(words) <= MAX_NEGATIVE:
            context.send(Text(context.text("settings-negative-again", limit=MAX_NEGATIVE), asks=True))
            return True
        after = await self.change(
            context, context.chat.id, lambda before: replace(before, negative=words, asked_until=0)
        )
        page = main_page(context.text, after or context.chat.preferences, group=False)
        context.send(replace(page, html=context.text("settings-negative-noted", value=words)))
        return True

    async def _open_for_administrator(self, context: MessageContext) -> None:
        try:
            if await self._administrators.include(context.sender.id, context.chat.id):
                _open(context)
            else:
                self._refer(context)
        except (TransientError, PermanentError):
            context.say("settings-again")

    def _refer(self, context: MessageContext) -> None:
        """Say who may change the group's settings, and where users find their own."""
        context.say("settings-administrators-only", username=self._bot.username)

    async def _take_from_administrator(self, context: PressContext) -> None:
        try:
            if await self._administrators.include(context.sender.id, context.chat.id):
                await self._take(context)
            else:
                context.popup("press-foreign-settings")
        except (TransientError, PermanentError) as exc:
            log.info("press_not_taken", chat=context.chat.id, error=str(exc))
            context.popup("press-again")

    async def _take(self, context: PressContext) -> None:
        group = context.chat.id < 0
        field, dot, value = context.data.choice.partition(".")
        preferences: Preferences | None = context.chat.preferences
        if field and field not in (OF_A_GROUP if group else OF_A_PERSON):
            raise NoSuchButtonError("no such setting")
        if dot:
            preferences = await self._set(context, field, value)
        if preferences is None:
            raise NoSuchButtonError("no such choice")
        context.popup()
        text = context.text_with(preferences)  # the press may have changed the language
        page = choice_page(text, preferences, field) if field and not dot else main_page(text, preferences, group=group)
        context.edit(context.message_id, page)
        self._menu.meet(context, text.language)
        if value == OWN:
            ask = Text(context.text("settings-negative-ask"), asks=True)
            context.replies.send(Place(context.chat.id), ask)

    async def _set(self, context: Context, field: str, value: str) -> Preferences | None:
        """Commit a choice; return the new preferences, or None if the choice is not valid."""
        if (field, value) == ("negative", OWN):
            until = self._clock.now() + ANSWERED_WITHIN
            return await self.change(context, context.chat.id, lambda before: replace(before, asked_until=until))
        return await self.change(context, context.chat.id, lambda before: choose(before, field, value))

    async def change(
        self, context: Context, whose: int, change: Callable[[Preferences], Preferences | None]
    ) -> Preferences | None:
        """Commit a change to the stored preferences, which may be newer than those read when the update came."""
        async with self._changing:
            before = (await context.chats.get(whose)).preferences
            after = change(before)
            if after and after != before:
                await context.chats.set_preferences(whose, after, language=context.language)
        return after


def _open(context: MessageContext) -> None:
    group = context.message.chat.type != ChatType.PRIVATE
    context.send(main_page(context.text, context.chat.preferences, group=group))
