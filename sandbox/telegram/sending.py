"""Implements the Bot API methods that send and edit messages.

Source: Bot API, "Available methods" and "Updating messages"; error texts are those of the Bot API
server. A call is counted when it arrives. Media are prepared before any other decision, so that every change
happens in one step.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from sandbox.telegram.chats import ADMINS, GENERAL, Chat, Message
from sandbox.telegram.content import Content
from sandbox.telegram.errors import bad_request
from sandbox.telegram.files import Files
from sandbox.telegram.limits import FloodControl
from sandbox.telegram.params import Params, Upload
from sandbox.telegram.reply_markup import read_markup
from sandbox.telegram.rules import check_caption, check_text, format_text
from sandbox.telegram.settings import Settings
from sandbox.telegram.world import Json, Where, World

_PERSON_LINK = "tg://user?id="
_RIGHTS = {
    "text": ("texts", "text messages"),
    "photo": ("photos", "photos"),
    "document": ("documents", "documents"),
}


class Sending:
    """Sends and edits messages for the bot.

    Args:
        world: Holds the messages.
        files: Resolves media.
        settings: The settings of flood control.
    """

    def __init__(self, world: World, files: Files, settings: Settings) -> None:
        self._world = world
        self._files = files
        self._flood = FloodControl(settings)

    @property
    def methods(self) -> Mapping[str, Callable[[Params], Awaitable[Any]]]:
        """The methods by documented name."""
        return {
            "sendMessage": self._send_message,
            "sendPhoto": self._send_photo,
            "sendDocument": self._send_document,
            "editMessageText": self._edit_text,
            "editMessageCaption": self._edit_caption,
            "editMessageMedia": self._edit_media,
            "editMessageReplyMarkup": self._edit_keyboard,
        }

    async def _send_message(self, params: Params) -> Json:
        self._count_new(self._writable(params, "text"))
        return self._post(params, self._text(params))

    async def _send_photo(self, params: Params) -> Json:
        self._count_new(self._writable(params, "photo"))
        content = await self._media("photo", params.file("photo"), "", self._caption(params))
        return self._post(params, replace(content, spoiler=params.flag("has_spoiler")))

    async def _send_document(self, params: Params) -> Json:
        self._count_new(self._writable(params, "document"))
        source, preview = params.file("document"), params.file("thumbnail")
        content = await self._media("document", source, preview, self._caption(params))
        return self._post(params, content)

    async def _edit_text(self, params: Params) -> Json:
        message = self._counted_editable(params)
        if message.content.kind != "text":
            raise bad_request("there is no text in the message to edit")
        return self._change(params, self._text(params))

    async def _edit_caption(self, params: Params) -> Json:
        message = self._counted_editable(params)
        if message.content.kind == "text":
            raise bad_request("there is no caption in the message to edit")
        caption = self._caption(params)
        return self._change(params, replace(message.content, text=caption.text, entities=caption.entities))

    async def _edit_media(self, params: Params) -> Json:
        media = params.nested("media")
        if not isinstance(media, dict):
            raise bad_request("can't parse InputMedia: Object expected")
        if media.get("type") not in ("photo", "document"):
            raise bad_request(f"can't parse InputMedia: type {media.get('type')!r} is not known here")
        self._check_rights(self._counted_editable(params).chat, media["type"], edit=True)
        source = params.attached(str(media.get("media", "")))
        preview = params.attached(str(media.get("thumbnail", "")))
        content = await self._media(media["type"], source, preview, self._caption(Params(media)))
        covered = media["type"] == "photo" and Params(media).flag("has_spoiler")  # documents cannot be covered
        return self._change(params, replace(content, spoiler=covered))

    async def _edit_keyboard(self, params: Params) -> Json:
        return self._change(params, self._counted_editable(params).content)

    def _post(self, params: Params, content: Content) -> Json:
        chat = self._writable(params, content.kind)
        where = self._where(chat, params)
        markup = read_markup(params.nested("reply_markup"), inline_only=chat.type == "channel")
        return self._world.post(chat, self._world.bot, content, where, markup).as_json()

    def _change(self, params: Params, content: Content) -> Json:
        message = self._editable(params)
        self._check_rights(message.chat, content.kind if content.kind != message.content.kind else "", edit=True)
        markup = read_markup(params.nested("reply_markup"), inline_only=True)
        message.edit(content, markup)
        return message.as_json()

    def _count_new(self, chat: Chat) -> None:
        self._flood.slow_down(chat, exempt=chat.status(self._world.bot.id) in ADMINS)
        self._flood.count(chat, edit=False)

    def _counted_editable(self, params: Params) -> Message:
        message = self._editable(params)
        self._flood.count(message.chat, edit=True)
        return message

    def _writable(self, params: Params, kind: str) -> Chat:
        chat = self._world.reachable_chat(params.integer("chat_id"))
        self._check_rights(chat, kind, edit=False)
        return chat

    def _check_rights(self, chat: Chat, kind: str, *, edit: bool) -> None:
        if chat.type == "private" or chat.status(self._world.bot.id) in ADMINS:
            return
        if chat.type == "channel":
            raise bad_request("need administrator rights in the channel chat")
        if not chat.rights.write:
            raise bad_request("CHAT_WRITE_FORBIDDEN" if edit else "have no rights to send a message")
        right, words = _RIGHTS.get(kind, ("write", ""))
        if not getattr(chat.rights, right):
            raise bad_request(f"not enough rights to send {words} to the chat")

    def _where(self, chat: Chat, params: Params) -> Where:
        thread = params.integer("message_thread_id") or None
        if thread and (thread == GENERAL or thread not in chat.topics):
            raise bad_request("message thread not found")
        direct_topic = params.integer("direct_messages_topic_id")
        if chat.direct_topics is not None and direct_topic not in chat.direct_topics:
            raise bad_request("topic of the channel direct messages chat must be specified")
        reply_to = _reply_target(chat, params)
        if chat.is_forum:
            topic = chat.topics[thread or (reply_to.topic_id if reply_to else None) or GENERAL]
            if topic.closed and chat.status(self._world.bot.id) not in ADMINS:
                raise bad_request("TOPIC_CLOSED")
        return Where(thread, reply_to, direct_topic=direct_topic if chat.direct_topics is not None else None)

    def _editable(self, params: Params) -> Message:
        chat = self._world.reachable_chat(params.integer("chat_id"))
        message_id = params.integer("message_id")
        if message_id is None:
            raise bad_request("message identifier is not specified")
        message = chat.messages.get(message_id)
        if message is None:
            raise bad_request("message to edit not found")
        if message.author.id != self._world.bot.id or message.content.service or message.markup.input:
            raise bad_request("message can't be edited")
        return message

    def _text(self, params: Params) -> Content:
        content = self._formatted(params, "text", "entities")
        check_text(content.text)
        return content

    def _caption(self, params: Params) -> Content:
        content = self._formatted(params, "caption", "caption_entities")
        check_caption(content.text)
        return content

    def _formatted(self, params: Params, text: str, entities: str) -> Content:
        plain, found = format_text(params.text(text), params.text("parse_mode"), params.nested(entities))
        resolved = (self._resolve_mention(entity) for entity in found)
        return Content(plain, tuple(entity for entity in resolved if entity))

    def _resolve_mention(self, entity: Json) -> Json | None:
        """Resolve a mention by id to the person; drop it if the person is unknown."""
        if entity["type"] == "text_mention":
            user_id = str(entity.get("user", {}).get("id"))
        elif entity["type"] == "text_link" and entity["url"].startswith(_PERSON_LINK):
            user_id = entity["url"].removeprefix(_PERSON_LINK)
        else:
            return entity
        person = self._world.people.get(int(user_id)) if user_id.isdecimal() else None
        place = {"offset": entity["offset"], "length": entity["length"]}
        return {"type": "text_mention", **place, "user": person.as_user()} if person else None

    async def _media(self, kind: str, source: Upload | str, preview: Upload | str, caption: Content) -> Content:
        if not source:
            raise bad_request(f"there is no {kind} in the request")
        if kind == "photo":
            return replace(caption, photo=await self._files.photo(source))
        return replace(caption, media=await self._files.document(source, preview))


def _reply_target(chat: Chat, params: Params) -> Message | None:
    reply = params.nested("reply_parameters")
    if not isinstance(reply, dict):
        reply = {
            "message_id": params.integer("reply_to_message_id"),
            "allow_sending_without_reply": params.flag("allow_sending_without_reply"),
        }
    if not reply.get("message_id"):
        return None
    target = chat.messages.get(reply["message_id"])
    if target is None and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return target
