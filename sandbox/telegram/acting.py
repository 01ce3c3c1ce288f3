"""Implements the control routes for what people do in chats: write, send, edit, delete, press.

Source: none; the routes are the sandbox's own. The messages conform to the Bot API.
"""

import itertools
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from aiohttp import web

from sandbox.journal import Journal
from sandbox.telegram.announcing import Announcer
from sandbox.telegram.chats import ADMINS, GENERAL, MEMBERS, Chat, Message
from sandbox.telegram.content import Content, Json, StoredFile
from sandbox.telegram.errors import bad_request
from sandbox.telegram.files import Files
from sandbox.telegram.media import Media
from sandbox.telegram.people import Person, telegram_itself
from sandbox.telegram.reply_markup import ReplyMarkup
from sandbox.telegram.rules import format_text
from sandbox.telegram.updates import Updates
from sandbox.telegram.world import PendingQuery, Where, World

Handler = Callable[[web.Request], Awaitable[Any]]

_CHAT = r"/sandbox/chats/{chat_id:-?\d+}"
_MESSAGE = _CHAT + r"/messages/{message_id:\d+}"
_PLACES = ("thread", "reply_to", "as_chat", "ephemeral")


class Acting:
    """Performs the actions of people.

    Args:
        world: The state that actions change.
        files: Stores people's photos.
        media: Stores people's other files.
        announcer: Announces messages to the bot.
        updates: The queue for callback queries.
        journal: Records actions.
    """

    def __init__(
        self, world: World, files: Files, media: Media, announcer: Announcer, updates: Updates, journal: Journal
    ) -> None:
        self._world = world
        self._files = files
        self._media = media
        self._announcer = announcer
        self._updates = updates
        self._journal = journal
        self._query_ids = itertools.count(time.time_ns())

    @property
    def table(self) -> list[tuple[str, str, Handler]]:
        """The routes: method, path, handler."""
        return [
            ("POST", _CHAT + "/messages", self._say),
            ("POST", _CHAT + "/photos", self._send_photo),
            ("POST", _CHAT + "/documents", self._send_document),
            ("POST", _CHAT + "/stickers", self._send_sticker),
            ("POST", _CHAT + "/clips", self._send_clip),
            ("PATCH", _MESSAGE, self._edit),
            ("DELETE", _MESSAGE, self._delete),
            ("POST", _MESSAGE + "/age", self._age),
            ("POST", _MESSAGE + "/presses", self._press),
        ]

    async def _say(self, request: web.Request) -> Json:
        content = _formatted((await request.json())["text"])
        if not content.text:
            raise bad_request("message text is empty")
        return self._post(request, content)

    async def _send_photo(self, request: web.Request) -> Json:
        self._speaker(request)
        return self._post(
            request, replace(_caption(request), photo=await self._files.store_photo(await request.read()))
        )

    async def _send_document(self, request: web.Request) -> Json:
        name, mime_type = request.query.get("name"), request.query.get("mime_type")
        return self._send(request, await self._media.document(await request.read(), name, mime_type))

    async def _send_sticker(self, request: web.Request) -> Json:
        return self._send(request, await self._media.sticker(request.query["kind"], await request.read()))

    async def _send_clip(self, request: web.Request) -> Json:
        return self._send(request, self._media.clip(request.query["kind"]))

    def _send(self, request: web.Request, file: StoredFile) -> Json:
        return self._post(request, replace(_caption(request), media=file))

    def _post(self, request: web.Request, content: Content) -> Json:
        person, chat = self._speaker(request)
        where = self._where(request, person, chat)
        chat.opened = True
        message = self._world.post(chat, person, content, where)
        self._announce("say", message)
        if chat.discussion:
            self._forward(message, self._world.chat(chat.discussion))
        return message.as_json()

    def _forward(self, post: Message, discussion: Chat) -> None:
        message = self._world.post(
            discussion, telegram_itself(), post.content, Where(as_chat=post.chat, album=post.media_group_id)
        )
        message.sender = telegram_itself()
        origin = {"type": "channel", "chat": post.chat.as_json(), "message_id": post.message_id, "date": post.date}
        message.origin = {"is_automatic_forward": True, "forward_origin": origin}
        self._announce("say", message)

    async def _edit(self, request: web.Request) -> Json:
        body = await request.json()
        person, chat = self._speaker(request)
        message = self._message(chat, request)
        if message.author.id != person.id and chat.type != "channel":
            raise bad_request("message can't be edited")
        text = _formatted(body["text"])
        message.edit(replace(message.content, text=text.text, entities=text.entities), ReplyMarkup())
        self._announce("edit", message, edited=True)
        return message.as_json()

    def _announce(self, event: str, message: Message, *, edited: bool = False) -> None:
        self._journal.write(
            event,
            chat_id=message.chat.id,
            message_id=message.message_id,
            kind=message.content.kind,
            text=message.content.text,
            person_id=message.author.id,
            sha256=message.content.file.digest if message.content.file else None,
            seen=self._announcer.is_seen(message),
        )
        self._announcer.announce(message, edited=edited)

    async def _delete(self, request: web.Request) -> Json:
        chat = self._world.chat(int(request.match_info["chat_id"]))
        message = self._message(chat, request)
        chat.delete(message)
        self._journal.write("delete", chat_id=chat.id, message_id=message.message_id, by_bot=False)
        return {}

    async def _age(self, request: web.Request) -> Json:
        message = self._message(self._world.chat(int(request.match_info["chat_id"])), request)
        message.date -= round((await request.json())["seconds"])
        self._journal.write("age", chat_id=message.chat.id, message_id=message.message_id, date=message.date)
        return {}

    async def _press(self, request: web.Request) -> Json:
        body = await request.json()
        person, chat = self._speaker(request)
        data, number = body["data"], int(request.match_info["message_id"])
        # An outdated client may still show deleted messages.
        message = chat.deleted.get(number) or self._find_message(chat, number)
        if data not in message.offered and not body["made_up"]:
            raise bad_request(f"message {number} never had this button, but {sorted(message.offered)}")
        press = PendingQuery(str(next(self._query_ids)), time.monotonic(), chat.id, number, person.name)
        self._world.presses[press.id] = press
        self._journal.write(
            "press",
            chat_id=chat.id,
            message_id=number,
            person=person.name,
            person_id=person.id,
            data=data,
            callback_query_id=press.id,
        )
        shown = message.as_pressed(hidden=body["inaccessible"])
        query = {"id": press.id, "from": person.as_user(), "message": shown}
        self._updates.add("callback_query", query | {"chat_instance": str(chat.id * -7919), "data": data})
        return {"id": press.id}

    def _speaker(self, request: web.Request) -> tuple[Person, Chat]:
        """Return the acting person and the chat; without `person`, the owner of the private chat acts."""
        chat = self._world.chat(int(request.match_info["chat_id"]))
        person = self._world.people.get(int(request.query.get("person", chat.id)))
        if person is None:
            raise bad_request("no such person")
        if chat.blocked:
            raise bad_request("who has blocked the bot cannot write to it")
        if chat.type == "private" and chat.id != person.id:
            raise bad_request("this is somebody else's private chat")
        if chat.type != "private" and chat.status(person.id) not in MEMBERS:
            raise bad_request(f"{person.name} is not in this chat")
        return person, chat

    def _where(self, request: web.Request, person: Person, chat: Chat) -> Where:
        if chat.migrated_to is not None:
            raise bad_request(f"this chat has become {chat.migrated_to}")
        is_admin = chat.status(person.id) in ADMINS
        if chat.type == "channel" and not is_admin:
            raise bad_request("only administrators post in a channel")
        number = {name: int(value) for name, value in request.query.items() if name in _PLACES}
        thread = number.get("thread")
        reply_to = self._find_message(chat, number["reply_to"]) if "reply_to" in number else None
        if thread is not None and thread not in chat.topics:
            raise bad_request("message thread not found")
        if chat.is_forum:
            topic = chat.topics[thread or (reply_to.topic_id if reply_to else None) or GENERAL]
            if topic.closed and not is_admin:
                raise bad_request("TOPIC_CLOSED")
        as_chat = self._world.chat(number["as_chat"]) if "as_chat" in number else None
        if as_chat is chat and not is_admin:
            raise bad_request("only administrators can be anonymous")
        if as_chat and as_chat is not chat and as_chat.status(person.id) != "creator":
            raise bad_request("one can write only as one's own channel")
        if "ephemeral" in number and chat.type not in ("group", "supergroup"):
            raise bad_request("ephemeral messages are for groups alone")
        return Where(
            thread, reply_to, as_chat, request.query.get("album"), number.get("ephemeral"), chat.direct_topic_of(person)
        )

    def _find_message(self, chat: Chat, message_id: int) -> Message:
        message = chat.messages.get(message_id)
        if message is None:
            raise bad_request(f"there is no message {message_id} in chat {chat.id}")
        return message

    def _message(self, chat: Chat, request: web.Request) -> Message:
        return self._find_message(chat, int(request.match_info["message_id"]))


def _formatted(text: str) -> Content:
    return Content(*format_text(text, "", None))


def _caption(request: web.Request) -> Content:
    return replace(_formatted(request.query.get("caption", "")), spoiler="spoiler" in request.query)
