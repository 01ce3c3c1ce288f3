"""Holds the state of the sandbox Telegram: people, chats, messages, files, and their ids."""

import secrets
import time
from dataclasses import dataclass, replace
from typing import Any

from sandbox.telegram.chats import GENERAL, Chat, Message, Topic
from sandbox.telegram.content import Content, StoredFile
from sandbox.telegram.errors import ApiError, bad_request, migrated
from sandbox.telegram.people import FIRST_PERSON_ID, Person, anonymous_admin, channel_writer
from sandbox.telegram.reply_markup import ReplyMarkup

Json = dict[str, Any]

_FIRST_GROUP_ID = -4_000_001
_FIRST_SUPERGROUP_ID = -1_001_000_000_001
_FILE_ID_PREFIX = {"photo": "AgAC", "sticker": "CAAC", "video": "BAAC", "animation": "CgAC", "voice": "AwAC"}


@dataclass(slots=True)
class PendingQuery:
    """Represents a callback query that waits for its answer; `at` is monotonic."""

    id: str
    at: float
    chat_id: int
    message_id: int
    person: str


@dataclass(frozen=True, slots=True)
class Where:
    """Describes the position of a message in its chat.

    Attributes:
        thread: The topic of the message.
        reply_to: The message that it replies to.
        as_chat: The chat on whose behalf it is written.
        album: The media group of the message.
        ephemeral: Its number among the messages that only its author and the bot can see; None for all others.
        direct_topic: The topic of the message in a channel's direct messages.
    """

    thread: int | None = None
    reply_to: Message | None = None
    as_chat: Chat | None = None
    album: str | None = None
    ephemeral: int | None = None
    direct_topic: int | None = None


class World:
    """Stores everything that exists on the server, and assigns ids.

    Args:
        bot_id: The bot's user id.
        username: The bot's user name.
    """

    def __init__(self, bot_id: int, username: str) -> None:
        self.bot = Person(bot_id, username.capitalize(), username=username, is_bot=True)
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.photos: dict[str, tuple[StoredFile, ...]] = {}
        self.presses: dict[str, PendingQuery] = {}

    def rename_bot(self, username: str) -> None:
        """Change the bot's user name; its earlier messages still show the old one."""
        self.bot = replace(self.bot, username=username)

    def free_person_id(self) -> int:
        """Return the next free id for a person."""
        return max(self.people, default=FIRST_PERSON_ID - 1) + 1

    def add_person(self, person: Person) -> None:
        """Add a person, with an empty private chat."""
        self.people[person.id] = person
        self.chats[person.id] = Chat(person.id, "private", person.name, person.username)

    def add_group(self, kind: str, title: str) -> Chat:
        """Create a `group`, `supergroup`, `forum`, `channel` or a channel's messages (`direct`), without members."""
        first = _FIRST_GROUP_ID if kind == "group" else _FIRST_SUPERGROUP_ID
        type_ = "supergroup" if kind in ("forum", "direct") else kind
        chat = Chat(first - len(self.chats), type_, title, is_forum=kind == "forum")
        chat.direct_topics = {} if kind == "direct" else None
        if chat.is_forum:
            chat.topics[GENERAL] = Topic("General", None)
        self.chats[chat.id] = chat
        return chat

    def account(self, user_id: int) -> Person:
        """Return a person or the bot.

        Raises:
            ApiError: There is no account with this id.
        """
        found = self.bot if user_id == self.bot.id else self.people.get(user_id)
        if found is None:
            raise bad_request("PARTICIPANT_ID_INVALID")
        return found

    def chat(self, chat_id: int | None) -> Chat:
        """Return a chat, whether or not the bot has access to it.

        Raises:
            ApiError: There is no such chat.
        """
        chat = self.chats.get(chat_id) if chat_id is not None else None
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def reachable_chat(self, chat_id: int | None) -> Chat:
        """Return a chat the bot is in.

        Raises:
            ApiError: There is no such chat, it became another chat, or the bot has no access to it.
        """
        chat = self.chat(chat_id)
        if chat.migrated_to is not None:
            raise migrated(chat.migrated_to)
        if chat.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if chat.type == "private":
            if not chat.opened:
                raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
            return chat
        match chat.status(self.bot.id):
            case "kicked":
                raise ApiError(403, f"Forbidden: bot was kicked from the {chat.type} chat")
            case "left":
                raise ApiError(403, f"Forbidden: bot is not a member of the {chat.type} chat")
        return chat

    def post(
        self,
        chat: Chat,
        author: Person,
        content: Content,
        where: Where | None = None,
        markup: ReplyMarkup | None = None,
    ) -> Message:
        """Append a message to a chat; an ephemeral one is not stored, because no later call can refer to it."""
        where = where or Where()
        chat.last_message_id += where.ephemeral is None
        number = chat.last_message_id if where.ephemeral is None else 0
        message = Message(number, chat, author, content, int(time.time()), author, where.reply_to)
        message.ephemeral_id = where.ephemeral
        message.media_group_id = where.album
        message.direct_topic = where.direct_topic
        message.sender_chat = chat if chat.type == "channel" else where.as_chat
        if chat.type == "channel":
            message.sender = None
        elif where.as_chat:
            message.sender = anonymous_admin() if where.as_chat is chat else channel_writer()
        _put_into_thread(message, where)
        message.show(content, markup or ReplyMarkup())
        if where.ephemeral is None:
            chat.messages[message.message_id] = message
        return message

    def add_file(self, kind: str, data: bytes, suffix: str = "", **fields: Any) -> StoredFile:
        """Store a file under new ids; `fields` are those of `StoredFile`."""
        stored = StoredFile(
            file_id=_FILE_ID_PREFIX.get(kind, "BQAC") + secrets.token_urlsafe(30),
            file_unique_id="AQAD" + secrets.token_urlsafe(9),
            kind=kind,
            path=f"{kind}s/file_{len(self.files)}{suffix}",
            data=data,
            **fields,
        )
        self.files[stored.file_id] = stored
        return stored


def _put_into_thread(message: Message, where: Where) -> None:
    reply_to, chat = where.reply_to, message.chat
    topic_id = where.thread or (reply_to.topic_id if reply_to else None) or GENERAL
    if chat.is_forum and topic_id != GENERAL:
        message.thread_id, message.topic = topic_id, chat.topics[topic_id]
    elif chat.type == "supergroup" and reply_to:
        # Replies create threads outside of topics, too, but calls that send cannot name those.
        message.thread_id = reply_to.thread_id or reply_to.message_id
