"""The small world the sandbox Telegram keeps: people, chats, messages, files, and their ids."""

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.telegram.errors import ApiError, bad_request

Json = dict[str, Any]
FIRST_PERSON_ID = 1_000_001


@dataclass(slots=True)
class Person:
    """Somebody with an account, the bot included."""

    id: int
    name: str
    language_code: str = "en"
    username: str | None = None
    is_bot: bool = False

    def as_user(self) -> Json:
        """Return the Bot API's `User`."""
        user: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.name}
        if self.username:
            user["username"] = self.username
        if not self.is_bot:
            user["language_code"] = self.language_code
        return user


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on the servers; pictures have a size in pixels."""

    file_id: str
    file_unique_id: str
    kind: str
    path: str
    name: str
    mime_type: str
    data: bytes
    width: int | None = None
    height: int | None = None

    def as_json(self) -> Json:
        """Return the Bot API's `PhotoSize` or `Document`."""
        fields: Json = {
            "file_id": self.file_id,
            "file_unique_id": self.file_unique_id,
            "file_size": len(self.data),
        }
        if self.kind == "photo":
            return fields | {"width": self.width, "height": self.height}
        return fields | {"file_name": self.name, "mime_type": self.mime_type}


@dataclass(frozen=True, slots=True)
class Content:
    """What a message shows: a text, or a photo or document with a caption."""

    text: str = ""
    entities: tuple[Json, ...] = ()
    photo: tuple[StoredFile, ...] = ()
    document: StoredFile | None = None

    @property
    def kind(self) -> str:
        """`text`, `photo` or `document`."""
        if self.photo:
            return "photo"
        return "document" if self.document else "text"

    @property
    def file(self) -> StoredFile | None:
        """The document, or the largest size of the photo."""
        return self.photo[-1] if self.photo else self.document

    def as_json(self) -> Json:
        """Return the fields of a Bot API `Message` that hold it."""
        fields: Json = {}
        if self.photo:
            fields["photo"] = [size.as_json() for size in self.photo]
        if self.document:
            fields["document"] = self.document.as_json()
        if self.text:
            fields["text" if self.kind == "text" else "caption"] = self.text
        if self.entities:
            fields["entities" if self.kind == "text" else "caption_entities"] = list(self.entities)
        return fields


@dataclass(slots=True)
class Chat:
    """A conversation.

    Attributes:
        opened: The person has written to the bot (private chats).
        blocked: The person has blocked the bot.
    """

    id: int
    type: str
    title: str
    username: str | None = None
    opened: bool = False
    blocked: bool = False
    last_message_id: int = 0
    messages: dict[int, "Message"] = field(default_factory=dict)

    def as_json(self) -> Json:
        """Return the Bot API's `Chat`."""
        name = "first_name" if self.type == "private" else "title"
        chat: Json = {"id": self.id, "type": self.type, name: self.title}
        if self.username:
            chat["username"] = self.username
        return chat


@dataclass(slots=True)
class Message:
    """A message as it stands now.

    Attributes:
        version: How often it was edited.
        offered: All callback data its buttons ever carried; an old screen can still press them.
    """

    message_id: int
    chat: Chat
    sender: Person | None
    content: Content
    date: int
    reply_to: "Message | None" = None
    keyboard: list[list[Json]] = field(default_factory=list)
    sender_chat: Chat | None = None
    message_thread_id: int | None = None
    edit_date: int | None = None
    version: int = 0
    offered: set[str] = field(default_factory=set)

    def show(self, content: Content, keyboard: list[list[Json]]) -> None:
        """Put this content and these buttons into the message."""
        self.content = content
        self.keyboard = keyboard
        self.offered |= {button["callback_data"] for row in keyboard for button in row if "callback_data" in button}

    def edit(self, content: Content, keyboard: list[list[Json]]) -> None:
        """Replace what the message shows.

        Raises:
            ApiError: It shows exactly that already.
        """
        if content == self.content and keyboard == self.keyboard:
            raise bad_request(
                "message is not modified: specified new message content and reply markup "
                "are exactly the same as a current content and reply markup of the message"
            )
        self.show(content, keyboard)
        self.edit_date = int(time.time())
        self.version += 1

    def as_json(self, *, nested: bool = False) -> Json:
        """Return the Bot API's `Message`; a nested one leaves out what it replies to."""
        message: Json = {"message_id": self.message_id, "date": self.date, "chat": self.chat.as_json()}
        if self.sender:
            message["from"] = self.sender.as_user()
        if self.sender_chat:
            message["sender_chat"] = self.sender_chat.as_json()
        if self.message_thread_id is not None:
            message |= {"message_thread_id": self.message_thread_id, "is_topic_message": True}
        if self.reply_to and not nested:
            message["reply_to_message"] = self.reply_to.as_json(nested=True)
        if self.edit_date is not None:
            message["edit_date"] = self.edit_date
        if self.keyboard:
            message["reply_markup"] = {"inline_keyboard": self.keyboard}
        return message | self.content.as_json()


@dataclass(slots=True)
class Press:
    """A pressed button that waits for its answer; `at` is monotonic."""

    id: str
    at: float


class World:
    """Everything there is, and what gives out ids.

    Args:
        bot_id: The bot's user id.
        username: The bot's user name.
    """

    def __init__(self, bot_id: int, username: str) -> None:
        self.bot = Person(bot_id, username.capitalize(), username=username, is_bot=True)
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.paths: dict[str, StoredFile] = {}
        self.photos: dict[str, tuple[StoredFile, ...]] = {}
        self.presses: dict[str, Press] = {}

    def free_person_id(self) -> int:
        """Return the id of the next person."""
        return max(self.people, default=FIRST_PERSON_ID - 1) + 1

    def add_person(self, person: Person) -> None:
        """Let a person in, with an empty private chat."""
        self.people[person.id] = person
        self.chats[person.id] = Chat(person.id, "private", person.name, person.username)

    def reachable_chat(self, chat_id: int | None) -> Chat:
        """Return a chat the bot may write to.

        Raises:
            ApiError: There is none, or its person does not want that.
        """
        chat = self.chat(chat_id)
        if chat.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if chat.type == "private" and not chat.opened:
            raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
        return chat

    def chat(self, chat_id: int | None) -> Chat:
        """Return a chat the bot knows.

        Raises:
            ApiError: There is none.
        """
        chat = self.chats.get(chat_id) if chat_id is not None else None
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def post(
        self,
        chat: Chat,
        sender: Person,
        content: Content,
        reply_to: Message | None = None,
        keyboard: list[list[Json]] | None = None,
    ) -> Message:
        """Append a message to a chat."""
        chat.last_message_id += 1
        message = Message(chat.last_message_id, chat, sender, content, int(time.time()), reply_to)
        message.show(content, keyboard or [])
        chat.messages[message.message_id] = message
        return message

    def add_file(
        self, kind: str, name: str, mime_type: str, data: bytes, size: tuple[int, int] | None = None
    ) -> StoredFile:
        """Store a file under new ids."""
        suffix = name[name.rfind(".") :] if "." in name else ""
        width, height = size or (None, None)
        stored = StoredFile(
            file_id=("AgAC" if kind == "photo" else "BQAC") + secrets.token_urlsafe(30),
            file_unique_id="AQAD" + secrets.token_urlsafe(9),
            kind=kind,
            path=f"{kind}s/file_{len(self.files)}{suffix}",
            name=name,
            mime_type=mime_type,
            data=data,
            width=width,
            height=height,
        )
        self.files[stored.file_id] = stored
        self.paths[stored.path] = stored
        return stored
