"""Defines the context of an update: its sender, chat, language and preferences, and how to answer.

A context is read once, by one query, before a handler is called.
"""

from collections.abc import Awaitable, Coroutine
from dataclasses import dataclass, replace
from typing import Any

from telegram import CallbackQuery, ChatMemberUpdated, Message

from bot.derive import NoSuchButtonError
from bot.errors import UserError
from bot.job import Job, Order
from bot.pipeline.messenger import ButtonData, Content, Keyboard, Place, Rows
from bot.preferences import Preferences
from bot.telegram.messages import Command, language_code_of, place_of, sender_id
from bot.telegram.replies import Replies
from bot.texts import BoundTexts, Texts
from storage.chats import Chat, Chats

PASSING = frozenset(
    {
        *("press-foreign", "press-foreign-shared", "press-foreign-settings", "press-stale", "press-again"),
        *("press-too-late", "history-end", "error-press-already", "error-try-again"),
    }
)
"""Answers to a press that need not be closed: nothing has changed, and pressing again would show them again."""


@dataclass(frozen=True)
class Context:
    """Represents an update for all handlers.

    Attributes:
        chat: The chat of the update, as stored when the update came.
        sender: The user, or the chat, that writes or presses, and is charged; also as stored then.
        place: Where to answer.
        text: The texts in the language of the answers.
        replies: Sends the answers.
        chats: The table of chats, for changes that must be stored.
    """

    chat: Chat
    sender: Chat
    place: Place
    text: BoundTexts
    replies: Replies
    chats: Chats

    @property
    def language(self) -> str:
        """Return the language of the catalogue for the answers."""
        return self.text.language

    def say(self, message: str, **params: str | int) -> None:
        """Answer with a text of the catalogue, in the background."""
        self.send(self.text(message, **params))

    def send(self, content: Content | str) -> None:
        """Answer with text in HTML or other content, in the background."""
        self.replies.send(self.place, content)

    def edit(self, message_id: int, content: Content) -> None:
        """Edit a message of the bot, in the background."""
        self.replies.edit(self.place, message_id, content)

    def later(self, work: Coroutine[Any, Any, None]) -> bool:
        """Do work that may wait for Telegram after the update was acknowledged; refusals are reported.

        Returns:
            False if too much waits, so that the work is dropped.
        """
        task = self.replies.soon(self.attempt(work))
        if task:
            task.add_done_callback(lambda _: work.close())  # `work` never began if the task was cancelled at once
        else:
            work.close()
        return task is not None

    async def attempt(self, work: Awaitable[None]) -> None:
        """Do work, or report why it is refused."""
        try:
            await work
        except UserError as refusal:
            await self.refuse(refusal)

    async def refuse(self, refusal: UserError) -> None:
        """Report a refusal; in a group, those who may not order are told so only once."""
        told_once = refusal.code == "not-allowed" and self.chat.id < 0
        if not told_once or await self.chats.refuse(int(refusal.params["id"])):
            self.say(f"error-{refusal.code}", **refusal.params)

    def aloud(self) -> "Context":
        """Return a context that reports refusals in the chat, for work that follows after a press has been answered."""
        return Context(self.chat, self.sender, self.place, self.text, self.replies, self.chats)

    async def parties(self, order: Order) -> tuple[Chat, Chat]:
        """Return the stored data of an order's chat and of its owner, who is mostly the sender.

        Raises:
            TransientError: The database does not answer.
        """
        known = {self.chat.id: self.chat, self.sender.id: self.sender}
        if missing := {order.chat_id, order.owner_id} - known.keys():
            known |= await self.chats.find(*missing)
        return known[order.chat_id], known[order.owner_id]


@dataclass(frozen=True)
class MessageContext(Context):
    """Represents a message from people and its command; without one, `command` has the name '' and all the text."""

    message: Message
    command: Command


@dataclass(frozen=True)
class PressContext(Context):
    """Represents a press of a button, and the data that the button carries."""

    query: CallbackQuery
    data: ButtonData

    @property
    def message_id(self) -> int:
        """Return the id of the message that the button is under."""
        return self.place.reply_to or 0

    def text_with(self, preferences: Preferences) -> BoundTexts:
        """Return the texts in the language of the answers once the chat has these preferences."""
        texts, own = self.text.texts, self.sender.preferences if self.chat.id < 0 else preferences
        language = preferences.language or own.language or texts.language_for(self.query.from_user.language_code)
        return texts.bind(language)

    def popup(self, message: str = "", **params: str | int) -> None:
        """Answer the press with a text of the catalogue, or only end the client's progress bar."""
        words = self.text(message, **params) if message else ""
        self.replies.popup(self.query.id, words, must_be_read=bool(words) and message not in PASSING)

    def show(self, rows: Rows) -> None:
        """Answer the press by replacing the buttons under the message."""
        self.popup()
        self.edit(self.message_id, Keyboard(rows))

    async def attempt(self, work: Awaitable[None]) -> None:
        """Do work, or report why it is refused, or that the bot has no such button."""
        try:
            await super().attempt(work)
        except NoSuchButtonError:
            self.popup("press-stale")

    async def refuse(self, refusal: UserError) -> None:
        """Report a refusal in a pop-up."""
        self.popup(f"error-{refusal.code}", **refusal.params)

    def about(self, job: Job) -> "PressContext":
        """Return the context with the place of a job in the same chat, if the message does not tell its topic.

        Telegram does not report the topic of a message that is too old.
        """
        order, message = job.order, self.query.message
        if self.place.chat_id != order.chat_id or (message and message.is_accessible):
            return self
        place = Place(order.chat_id, order.thread_id, self.place.reply_to, order.direct_topic_id)
        return replace(self, place=place)


class Contexts:
    """Reads the contexts of updates."""

    def __init__(self, chats: Chats, texts: Texts, replies: Replies) -> None:
        self._chats = chats
        self._texts = texts
        self._replies = replies

    async def of_message(self, message: Message, command: Command) -> MessageContext:
        """Return the context of a message.

        The language is the one that was set for the chat, else by the sender, else the one that Telegram reports.
        If Telegram reports none, it is the language last used in the chat, if any.

        Raises:
            TransientError: The database does not answer.
        """
        chat, sender, language = await self._find(message.chat.id, sender_id(message))
        code = language_code_of(message)
        if not language:
            language = self._texts.language_for(code) if code or not chat.language else chat.language
        text = self._texts.bind(language)
        return MessageContext(chat, sender, place_of(message), text, self._replies, self._chats, message, command)

    async def of_press(self, query: CallbackQuery, data: ButtonData) -> PressContext:
        """Return the context of a press. Raises as `of_message`."""
        person, message = query.from_user, query.message
        place = Place(person.id)
        if isinstance(message, Message) and message.is_accessible:
            place = place_of(message)
        elif message:
            place = Place(message.chat.id, reply_to=message.message_id or None)
        chat, sender, language = await self._find(place.chat_id, person.id)
        text = self._texts.bind(language or self._texts.language_for(person.language_code))
        return PressContext(chat, sender, place, text, self._replies, self._chats, query, data)

    async def of_change(self, change: ChatMemberUpdated) -> Context:
        """Return the context of a change in a chat's members. Raises as `of_message`."""
        chat, sender, language = await self._find(change.chat.id, change.from_user.id)
        text = self._texts.bind(language or self._texts.language_for(change.from_user.language_code))
        return Context(chat, sender, Place(chat.id), text, self._replies, self._chats)

    async def _find(self, chat_id: int, sender: int) -> tuple[Chat, Chat, str]:
        """Return a chat, the sender, and the language set for the chat or else by the sender; '' if none was set."""
        known = await self._chats.find(chat_id, sender)
        return known[chat_id], known[sender], known[chat_id].preferences.language or known[sender].preferences.language
