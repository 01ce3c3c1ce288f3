"""The pipeline's `Messenger`, spoken in the Bot API, and what Telegram's refusals mean."""

from dataclasses import replace
from typing import Any

import structlog
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, TelegramError

from bot.clock import SECOND, Clock
from bot.errors import HuabotError, NotSentError, RateLimitedError, TransientError
from bot.pipeline.messenger import (
    ChatClosedError,
    Content,
    ContentRefusedError,
    Document,
    Keyboard,
    MessageGoneError,
    NoRightError,
    Nothing,
    Photo,
    Place,
    Rows,
    Sent,
    Text,
)
from bot.pipeline.worker import Bells
from bot.telegram.pacing import Pacer
from bot.telegram.presses import write_press
from bot.telegram.transport import FloodError, UnreachableError
from storage.chats import Chats

log = structlog.get_logger(__name__)

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

STANDS_ALREADY = ("message is not modified", "there is no text in the message to edit")
"""Refused edits that mean success: a repeated one, and words for a message that has become the picture."""

TOPIC_GONE = "message thread not found"
"""The topic was deleted, or the number is none: "General" takes what belonged there."""

GONE = (
    "message to edit not found",
    "message to delete not found",
    "message can't be edited",
    "message_id_invalid",
    "message identifier",
)

NO_RIGHT = ("not enough rights to send", "have no rights to send", "chat_send_")

CLOSED = (
    "chat not found",
    "user is deactivated",
    "peer_id_invalid",
    "chat_write_forbidden",
    "chat_restricted",
    "have no rights to send a message",
    "not enough rights to send text messages",
    "group chat was deactivated",
    "topic_closed",
)


def meaning_of(exc: TelegramError) -> HuabotError:
    """Return what an error of the Bot API means to the pipeline. `BadRequest` comes before its base `NetworkError`."""
    words = exc.message.lower()
    if isinstance(exc, FloodError):
        return RateLimitedError("Telegram's flood control", exc.seconds)
    if isinstance(exc, Forbidden):
        return ChatClosedError(f"Telegram: {words[:80]}")
    if isinstance(exc, BadRequest):
        for kind, phrases in ((MessageGoneError, GONE), (ChatClosedError, CLOSED), (NoRightError, NO_RIGHT)):
            if _any(phrases, words):
                return kind(f"Telegram: {words[:80]}")
        return ContentRefusedError(f"Telegram: {words[:80]}")
    if isinstance(exc, UnreachableError):
        return NotSentError(f"Telegram cannot be reached: {words[:80]}")
    if isinstance(exc, InvalidToken):
        return TransientError("Telegram refuses the bot's token", 60.0)
    return TransientError(f"Telegram did not answer: {type(exc).__name__}")


def _any(phrases: tuple[str, ...], words: str) -> bool:
    return any(phrase in words for phrase in phrases)


class TelegramMessenger:
    """`bot.pipeline.messenger.Messenger` over the Bot API, paced, with flood control remembered and moves followed."""

    def __init__(self, bot: Bot, pacer: Pacer, chats: Chats, bells: Bells, clock: Clock) -> None:
        self._bot = bot
        self._pacer = pacer
        self._chats = chats
        self._bells = bells
        self._clock = clock

    async def put(self, place: Place, content: Content, into: int | None = None) -> Sent:
        """Put something into a chat; see `bot.pipeline.messenger.Messenger.put`."""
        try:
            return await self._put(place, content, into)
        except ChatMigrated as exc:
            log.info("chat_moved", chat=place.chat_id, to=exc.new_chat_id)
            await self._chats.move(place.chat_id, exc.new_chat_id)
            self._bells.ring("draft")  # what was asked there is asked anew
            if into is not None:
                raise MessageGoneError("the group has moved") from None
            return await self.put(Place(exc.new_chat_id), content)

    async def _put(self, place: Place, content: Content, into: int | None) -> Sent:
        await self._pacer.turn(place.chat_id, new_message=into is None)
        try:
            message = await (self._send(place, content) if into is None else self._edit(place, content, into))
        except FloodError as exc:
            await self._pause(place.chat_id, exc.seconds)
            raise meaning_of(exc) from None
        except ChatMigrated:
            raise
        except BadRequest as exc:
            if place.thread_id is not None and TOPIC_GONE in exc.message.lower():
                return await self._put(replace(place, thread_id=None), content, into)
            if into is not None and _any(STANDS_ALREADY, exc.message.lower()):
                return Sent(place.chat_id, into, await self._file_in(place, content, into))
            raise meaning_of(exc) from None
        except TelegramError as exc:
            raise meaning_of(exc) from None
        if isinstance(message, Message):
            return Sent(place.chat_id, message.message_id, _file_id(message))
        return Sent(place.chat_id, into or 0)  # an edit may be answered with a bare true

    async def _pause(self, chat_id: int, seconds: float) -> None:
        until = self._clock.now() + int(seconds * SECOND)
        self._pacer.pause(chat_id, until)
        try:
            await self._chats.pause(chat_id, until)
        except TransientError as failure:
            log.warning("pause_not_stored", chat=chat_id, error=str(failure))  # the pacer still keeps it

    async def _file_in(self, place: Place, content: Content, message_id: int) -> str | None:
        """Return the id of the picture in a message that stands already: only what changes a message brings it back."""
        if not isinstance(content, Photo | Document) or not content.buttons:
            return None
        where: dict[str, Any] = {"chat_id": place.chat_id, "message_id": message_id}
        try:
            message = await self._bot.edit_message_reply_markup(**where)
            await self._bot.edit_message_reply_markup(**where, reply_markup=_keyboard(content.buttons))
        except FloodError as exc:
            await self._pause(place.chat_id, exc.seconds)
            raise meaning_of(exc) from None
        except BadRequest as exc:
            log.info("file_not_known", chat=place.chat_id, error=exc.message[:80])
            return None
        except TelegramError as exc:
            raise meaning_of(exc) from None
        return _file_id(message) if isinstance(message, Message) else None

    async def _send(self, place: Place, content: Content) -> Message:
        if isinstance(content, Keyboard | Nothing):
            raise MessageGoneError("there is no message to change")
        where: dict[str, Any] = {
            "chat_id": place.chat_id,
            "message_thread_id": place.thread_id,
            "reply_markup": _markup(content),
        }
        if place.reply_to is not None:
            where["reply_parameters"] = ReplyParameters(place.reply_to, allow_sending_without_reply=True)
        if isinstance(content, Text):
            return await self._bot.send_message(
                **where, text=content.html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW
            )
        where |= {"caption": content.html, "parse_mode": ParseMode.HTML}
        if isinstance(content, Photo):
            return await self._bot.send_photo(**where, photo=_media(content), has_spoiler=content.spoiler)
        return await self._bot.send_document(**where, document=_media(content), disable_content_type_detection=True)

    async def _edit(self, place: Place, content: Content, message_id: int) -> Message | bool:
        where: dict[str, Any] = {"chat_id": place.chat_id, "message_id": message_id}
        if isinstance(content, Nothing):
            return await self._bot.delete_message(**where)
        where["reply_markup"] = _keyboard(content.buttons)
        if isinstance(content, Keyboard):
            return await self._bot.edit_message_reply_markup(**where)
        if isinstance(content, Text):
            return await self._bot.edit_message_text(
                content.html, **where, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW
            )
        if isinstance(content, Photo):
            media: InputMediaPhoto | InputMediaDocument = InputMediaPhoto(
                _media(content, attach=True), content.html, parse_mode=ParseMode.HTML, has_spoiler=content.spoiler
            )
        else:
            media = InputMediaDocument(
                _media(content, attach=True),
                content.html,
                parse_mode=ParseMode.HTML,
                disable_content_type_detection=True,
            )
        return await self._bot.edit_message_media(media, **where)


def _markup(content: Text | Photo | Document) -> InlineKeyboardMarkup | ForceReply | None:
    if isinstance(content, Text) and content.asks:
        return ForceReply(selective=True)
    return _keyboard(content.buttons)


def _keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(button.label, callback_data=write_press(button.press)) for button in row]
            for row in rows
        ]
    )


def _media(content: Photo | Document, *, attach: bool = False) -> str | InputFile:
    if isinstance(content.source, str):
        return content.source
    return InputFile(content.source, content.filename, attach=attach, read_file_handle=False)


def _file_id(message: Message) -> str | None:
    if message.photo:
        return message.photo[-1].file_id
    return message.document.file_id if message.document else None
