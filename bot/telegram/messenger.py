"""Implements the pipeline's `Messenger` with the Bot API, and translates Telegram's refusals.

Calls are raw: they may use parameters that the library does not know yet, and only the needed fields of an answer are
read.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any, TypeVar

import structlog
from telegram import InputFile
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.clock import SECOND, Clock
from bot.errors import HuabotError, TransientError
from bot.pipeline.messenger import (
    Button,
    Content,
    ContentRefusedError,
    Delete,
    Document,
    Keyboard,
    MessageGoneError,
    Photo,
    Place,
    Rows,
    Sent,
    Text,
)
from bot.telegram.account import OwnBot
from bot.telegram.callback_data import encode
from bot.telegram.edits import Edits
from bot.telegram.errors import place_nearby, stands_already, translate_error
from bot.telegram.pacing import Pacer, Turn
from bot.telegram.shared_pacing import SharedPacer, SharedTurn
from bot.telegram.thumbnails import Thumbnails
from bot.telegram.transport import FloodError
from storage.chats import Chats

log = structlog.get_logger(__name__)

Json = dict[str, Any]
C = TypeVar("C", bound=Content)

NO_PREVIEW = {"is_disabled": True}


class TelegramMessenger:
    """Implements `bot.pipeline.messenger.Messenger`: paces calls, remembers flood control, and follows moved groups.

    Args:
        hidden: Actions of the buttons that are never shown.
        thumbnails: Fetches the thumbnails of files.
    """

    def __init__(
        self,
        bot: OwnBot,
        pacer: Pacer | SharedPacer,
        chats: Chats,
        clock: Clock,
        hidden: Collection[str] = (),
        thumbnails: Thumbnails | None = None,
    ) -> None:
        self._bot = bot
        self._pacer = pacer
        self._chats = chats
        self._clock = clock
        self._hidden = hidden
        self._thumbnails = thumbnails
        self._edits = Edits()

    async def put(self, place: Place, content: Content, into: int | None = None) -> Sent:
        """Put content into a chat; see `bot.pipeline.messenger.Messenger.put`."""
        if self._hidden and not isinstance(content, Delete):
            content = replace(content, buttons=self._shown(content.buttons))
        if isinstance(content, Photo | Document) and content.linked:
            content = replace(content, html=f"{content.html}\n@{self._bot.username}", linked=False)
        try:
            if into is None:
                return await self._send(place, content)
            return await self._edits.make(
                (place.chat_id, into), content, lambda current: self._edit(place.chat_id, current, into)
            )
        except ChatMigrated as exc:
            log.info("chat_moved", chat=place.chat_id, to=exc.new_chat_id)
            await self._chats.move(place.chat_id, exc.new_chat_id)
            if into is not None or exc.new_chat_id == place.chat_id:
                raise MessageGoneError("the group has moved") from None
            return await self.put(Place(exc.new_chat_id, silent=place.silent), content)

    def _shown(self, rows: Rows) -> Rows:
        kept = (tuple(button for button in row if button.press.action not in self._hidden) for row in rows)
        return tuple(row for row in kept if row)

    async def _send(self, place: Place, content: Content) -> Sent:
        if isinstance(content, Keyboard | Delete):
            raise MessageGoneError("there is no message to change")
        content = await self._with_thumbnail(content)
        turn = await self._pacer.turn(place.chat_id, new_message=True)
        try:
            answer = await self._call(turn, *_new_message(place, content))
        except FloodError as exc:
            await self._pause(place.chat_id, exc.seconds, new_only=True)
            raise translate_error(exc) from None
        except ChatMigrated:
            raise
        except TelegramError as exc:
            if isinstance(exc, BadRequest) and (nearby := place_nearby(place, exc)):
                return await self._send(nearby, content)
            raise self._refusal(exc, content) from None
        message_id = _message_id(answer)
        if message_id is None:
            raise TransientError("Telegram's answer names no message")
        return Sent(place.chat_id, message_id, _file_id(answer))

    async def _edit(self, chat_id: int, content: Content, message_id: int) -> Sent:
        content = await self._with_thumbnail(content)
        turn = await self._pacer.turn(chat_id, new_message=False)
        try:
            answer = await self._call(turn, *_change(chat_id, message_id, content))
        except FloodError as exc:
            await self._pause(chat_id, exc.seconds)
            raise translate_error(exc) from None
        except ChatMigrated:
            raise
        except TelegramError as exc:
            if isinstance(exc, BadRequest) and stands_already(exc):
                return Sent(chat_id, message_id, await self._file_in(chat_id, content, message_id))
            raise translate_error(exc) from None
        return Sent(chat_id, message_id, _file_id(answer))

    async def _with_thumbnail(self, content: C) -> C:
        """Return a file with its thumbnail fetched, which Telegram accepts only as bytes; other content unchanged."""
        if not isinstance(content, Document) or not content.thumbnail or self._thumbnails is None:
            return content
        preview = await self._thumbnails.fetch(content.thumbnail)
        return replace(content, preview=preview or content.preview, thumbnail="")

    async def _call(self, turn: Turn | SharedTurn, method: str, params: Json) -> Any:
        """Call a method and return its result, of any type. Raises `TelegramError`."""
        try:
            return await self._bot.raw(method, params)
        finally:
            turn.answered()

    def _refusal(self, exc: TelegramError, content: Content) -> HuabotError:
        refusal = translate_error(exc, content)
        if isinstance(content, Text) and type(refusal) is ContentRefusedError:
            log.error("words_refused", error=str(refusal))  # the bot's own texts must not be refused
        return refusal

    async def _pause(self, chat_id: int, seconds: float, *, new_only: bool = False) -> None:
        until = self._clock.now() + int(seconds * SECOND) + self._pacer.clocks_apart
        self._pacer.pause(chat_id, until, new_only=new_only)
        try:
            await self._chats.pause(chat_id, until, new_only=new_only)
        except TransientError as failure:
            log.warning("pause_not_stored", chat=chat_id, error=str(failure))  # the pacer still keeps the pause

    async def _file_in(self, chat_id: int, content: Content, message_id: int) -> str | None:
        """Return the id of the picture in a message that is already as requested.

        Only calls that change a message return it, so the buttons are removed and put back.
        """
        if not isinstance(content, Photo | Document) or not content.buttons:
            return None
        where: Json = {"chat_id": chat_id, "message_id": message_id}
        try:
            turn = await self._pacer.turn(chat_id, new_message=False)
            message = await self._call(turn, "editMessageReplyMarkup", where)
            turn = await self._pacer.turn(chat_id, new_message=False)
            await self._call(turn, "editMessageReplyMarkup", where | {"reply_markup": _keyboard(content.buttons)})
        except FloodError as exc:
            await self._pause(chat_id, exc.seconds)
            raise translate_error(exc) from None
        except BadRequest as exc:
            log.info("file_not_known", chat=chat_id, error=exc.message[:80])
            return None
        except TelegramError as exc:
            raise translate_error(exc) from None
        return _file_id(message)


def _new_message(place: Place, content: Text | Photo | Document) -> tuple[str, Json]:
    """Return the method that sends content as a new message, and its parameters."""
    params: Json = {
        "chat_id": place.chat_id,
        "message_thread_id": place.thread_id,
        "direct_messages_topic_id": place.direct_topic_id,
        "parse_mode": "HTML",
        "reply_markup": _markup(content),
        "disable_notification": place.silent or None,
    }
    if place.reply_to:
        params["reply_parameters"] = {"message_id": place.reply_to, "allow_sending_without_reply": True}
    if isinstance(content, Text):
        return "sendMessage", params | {"text": content.html, "link_preview_options": NO_PREVIEW}
    params["caption"] = content.html
    if isinstance(content, Photo):
        return "sendPhoto", params | {"photo": _file(content), "has_spoiler": content.spoiler or None}
    params |= {"document": _file(content), "disable_content_type_detection": True}
    if content.preview:
        params |= {"thumbnail": "attach://preview", "preview": _preview(content.preview)}
    return "sendDocument", params


def _change(chat_id: int, message_id: int, content: Content) -> tuple[str, Json]:
    """Return the method that changes or deletes a message, and its parameters."""
    where: Json = {"chat_id": chat_id, "message_id": message_id}
    if isinstance(content, Delete):
        return "deleteMessage", where
    where["reply_markup"] = _keyboard(content.buttons)
    if isinstance(content, Keyboard):
        return "editMessageReplyMarkup", where
    if isinstance(content, Text):
        words = {"text": content.html, "parse_mode": "HTML", "link_preview_options": NO_PREVIEW}
        return "editMessageText", where | words
    media: Json = {"media": content.source, "caption": content.html, "parse_mode": "HTML"}
    if isinstance(content, Photo):
        media |= {"type": "photo"} | ({"has_spoiler": True} if content.spoiler else {})
    else:
        media |= {"type": "document", "disable_content_type_detection": True}
    if not isinstance(content.source, str):
        media["media"] = "attach://file"
        where["file"] = _file(content)
    if isinstance(content, Document) and content.preview:
        media["thumbnail"] = "attach://preview"
        where["preview"] = _preview(content.preview)
    return "editMessageMedia", where | {"media": media}


def _markup(content: Text | Photo | Document) -> Json | None:
    if isinstance(content, Text) and content.asks:
        return {"force_reply": True, "selective": True}
    return _keyboard(content.buttons)


def _keyboard(rows: Rows) -> Json | None:
    if not rows:
        return None
    return {"inline_keyboard": [[_button(button) for button in row] for row in rows]}


def _button(button: Button) -> Json:
    style = {"style": button.style} if button.style else {}
    if button.copy:
        return {"text": button.label, "copy_text": {"text": button.copy}, **style}
    return {"text": button.label, "callback_data": encode(button.press), **style}


def _file(content: Photo | Document) -> str | InputFile:
    if isinstance(content.source, str):
        return content.source
    return InputFile(content.source, content.filename, read_file_handle=False)


def _preview(data: bytes) -> InputFile:
    return InputFile(data, "preview.jpg")


def _message_id(answer: Any) -> int | None:
    """Return the id of the message in an answer, whatever else is missing there."""
    number = answer.get("message_id") if isinstance(answer, dict) else None
    return number if type(number) is int and 0 < number < 1 << 63 else None


def _file_id(answer: Any) -> str | None:
    """Return the id of the file in an answer, if it can be read."""
    if not isinstance(answer, dict):
        return None
    photo = answer.get("photo")
    file = photo[-1] if isinstance(photo, list) and photo else answer.get("document")
    file_id = file.get("file_id") if isinstance(file, dict) else None
    return file_id if isinstance(file_id, str) and file_id.isascii() else None
