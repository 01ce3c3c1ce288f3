"""`/settings`: what somebody sets once for all their orders, or administrators for their group, by buttons."""

import asyncio
from dataclasses import replace

import structlog
from telegram import Bot, CallbackQuery, Message
from telegram.constants import ChatType

from bot.clock import Clock
from bot.errors import PermanentError, TransientError
from bot.pipeline.messenger import ButtonData, Place, Text
from bot.preferences import MAX_NEGATIVE, Preferences, choose, read_negative
from bot.telegram.chat_admins import ChatAdmins
from bot.telegram.messages import Command, place_of, replied_to
from bot.telegram.questions import ANSWERED_WITHIN
from bot.telegram.replies import Replies
from bot.telegram.settings_pages import OF_A_GROUP, OF_A_PERSON, OWN, choice_page, main_page
from bot.telegram.tongue import Tongue
from bot.texts import Texts
from storage.chats import Chats

log = structlog.get_logger(__name__)


class SettingsMenu:
    """The handlers of `/settings`, of the buttons under it, and of the words that it asks for."""

    def __init__(
        self,
        bot: Bot,
        chats: Chats,
        administrators: ChatAdmins,
        replies: Replies,
        texts: Texts,
        clock: Clock,
        tongue: Tongue,
    ) -> None:
        self._bot = bot
        self._chats = chats
        self._administrators = administrators
        self._replies = replies
        self._texts = texts
        self._clock = clock
        self._tongue = tongue
        self._changing = asyncio.Lock()  # two presses at once do not undo each other
        self._asks = {
            texts.get(language, ask, limit=MAX_NEGATIVE)
            for language in texts.languages
            for ask in ("settings-negative-ask", "settings-negative-again")
        }

    async def command(self, message: Message, command: Command) -> None:
        """`/settings`: one's own in private; in a group the group's, for its administrators."""
        if message.chat.type == ChatType.PRIVATE or (message.sender_chat and message.sender_chat.id == message.chat.id):
            await self._open(message)
        elif message.sender_chat or message.from_user is None:  # a channel speaks, and administers nothing
            await self._refer(message)
        else:
            self._replies.soon(self._open_for_administrator(message, message.from_user.id))

    async def press(self, query: CallbackQuery, press: ButtonData) -> None:
        """Take a press: `press.choice` is '' (all settings), a field (its choices) or `field.value` (take it)."""
        if query.message is None:
            self._replies.popup(query.id, self._texts.get(await self._tongue.of_press(query), "press-stale"))
        elif query.message.chat.type == ChatType.PRIVATE:
            await self._take(query, press, query.message.chat.id, query.message.message_id)
        else:
            chat_id, message_id = query.message.chat.id, query.message.message_id
            self._replies.soon(self._take_from_administrator(query, press, chat_id, message_id))

    async def answer(self, message: Message, *, since: int = 0) -> bool:
        """Take words in private for those to avoid, if these were asked for.

        Args:
            message: What was written: a reply to that question, or to nothing.
            since: When something was ordered last (UTC microseconds): an older question takes replies alone.

        Returns:
            Whether they were asked for.

        Raises:
            TransientError: Nothing was committed.
        """
        if message.chat.type != ChatType.PRIVATE or not message.text:
            return False
        asked = replied_to(message)
        replies = asked is not None and asked.text in self._asks
        if asked and not replies:
            return False
        words = read_negative(message.text)
        fits = 0 < len(words) <= MAX_NEGATIVE
        language = await self._tongue.of_message(message)
        async with self._changing:
            preferences = await self._preferences(message.chat.id)
            open_still = preferences.asked_until > self._clock.now()
            if not open_still or not (replies or preferences.asked_until - ANSWERED_WITHIN > since):
                return False
            if fits:
                preferences = replace(preferences, negative=words, asked_until=0)
                await self._chats.set_preferences(message.chat.id, preferences, language=language)
        if fits:
            page = main_page(self._texts, language, preferences, group=False)
            noted = self._texts.get(language, "settings-negative-noted", value=words)
            self._replies.send(place_of(message), replace(page, html=noted))
        else:
            again = self._texts.get(language, "settings-negative-again", limit=MAX_NEGATIVE)
            self._replies.send(place_of(message), Text(again, asks=True))
        return True

    async def _open(self, message: Message) -> None:
        language = await self._tongue.of_message(message)
        preferences = await self._preferences(message.chat.id)
        group = message.chat.type != ChatType.PRIVATE
        self._replies.send(place_of(message), main_page(self._texts, language, preferences, group=group))

    async def _open_for_administrator(self, message: Message, user_id: int) -> None:
        try:
            if await self._administrators.include(user_id, message.chat.id):
                await self._open(message)
            else:
                await self._refer(message)
        except (TransientError, PermanentError):
            words = self._texts.get(await self._tongue.of_message(message), "settings-again")
            self._replies.send(place_of(message), words)

    async def _refer(self, message: Message) -> None:
        """Tell who may set something for the group, and where one's own settings are."""
        words = self._texts.get(
            await self._tongue.of_message(message), "settings-administrators-only", username=self._bot.username
        )
        self._replies.send(place_of(message), words)

    async def _take_from_administrator(
        self, query: CallbackQuery, press: ButtonData, chat_id: int, message_id: int
    ) -> None:
        refusal = "press-foreign-settings"
        try:
            if await self._administrators.include(query.from_user.id, chat_id):
                await self._take(query, press, chat_id, message_id)
                return
        except (TransientError, PermanentError) as exc:
            log.info("press_not_taken", chat=chat_id, error=str(exc))
            refusal = "press-again"
        self._replies.popup(query.id, self._texts.get(await self._tongue.of_press(query), refusal))

    async def _take(self, query: CallbackQuery, press: ButtonData, chat_id: int, message_id: int) -> None:
        group = chat_id < 0
        field, dot, value = press.choice.partition(".")
        preferences: Preferences | None = None
        if not press.choice or field in (OF_A_GROUP if group else OF_A_PERSON):
            preferences = await (self._set(query, chat_id, field, value) if dot else self._preferences(chat_id))
        language = await self._tongue.of_press(query)
        if preferences is None:
            self._replies.popup(query.id, self._texts.get(language, "press-stale"))
            return
        self._replies.popup(query.id)
        if press.choice and not dot:
            page = choice_page(self._texts, language, preferences, field)
        else:
            page = main_page(self._texts, language, preferences, group=group)
        self._replies.edit(Place(chat_id), message_id, page)
        if value == OWN:
            self._replies.send(Place(chat_id), Text(self._texts.get(language, "settings-negative-ask"), asks=True))

    async def _set(self, query: CallbackQuery, chat_id: int, field: str, value: str) -> Preferences | None:
        """Commit a choice; return all that is set then, or None for nonsense."""
        language = await self._tongue.of_press(query)
        async with self._changing:
            before = await self._preferences(chat_id)
            if (field, value) == ("negative", OWN):
                after: Preferences | None = replace(before, asked_until=self._clock.now() + ANSWERED_WITHIN)
            else:
                after = choose(before, field, value)
            if after and after != before:
                await self._chats.set_preferences(chat_id, after, language=language)
        return after

    async def _preferences(self, chat_id: int) -> Preferences:
        return (await self._chats.get(chat_id)).preferences
