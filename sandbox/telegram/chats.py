"""Represents chats and their messages in their current state.

Source: Bot API, `Chat`, `Message`, `ChatPermissions`; "Forum topics" for threads.
"""

import time
from dataclasses import dataclass, field
from typing import Any

from sandbox.telegram.content import Content
from sandbox.telegram.errors import bad_request
from sandbox.telegram.people import Person
from sandbox.telegram.reply_markup import ReplyMarkup

Json = dict[str, Any]

GENERAL = 1
"""The topic that every forum has; its messages have no thread, and calls that send cannot name it."""

ADMINS = ("creator", "administrator")
MEMBERS = (*ADMINS, "member")

_FIRST_DIRECT_TOPIC = 1 << 40
"""The base of topic ids in direct messages, which are large."""

REACH = 48 * 3600
"""Seconds after which bots cannot delete a message; the sandbox then hides its content in callback queries, too."""


@dataclass(slots=True)
class Rights:
    """Holds the rights in a group of a bot that is not an administrator."""

    write: bool = True
    texts: bool = True
    photos: bool = True
    documents: bool = True


@dataclass(slots=True)
class Topic:
    """Represents a topic of a forum.

    Attributes:
        created: The service message that created the topic; General has none.
    """

    name: str
    created: "Message | None"
    closed: bool = False


@dataclass(slots=True)
class Chat:
    """Represents a chat.

    Attributes:
        type: `private`, `group`, `supergroup` or `channel`.
        opened: Whether the person has written to the bot (private chats).
        blocked: Whether the person has blocked the bot.
        members: The status of each current or former member, the bot included, by user id.
        anonymous: The administrators who are anonymous.
        topics: The topics of a forum, by thread id.
        migrated_to: The supergroup that the chat has become.
        discussion: The supergroup that a channel's posts are forwarded to.
        direct_topics: The writers in a channel's direct messages, by topic id; None in other chats.
        slow_mode: Seconds between two new messages of a member who is not an administrator; 0 for none.
        slow_until: When the bot may send again (monotonic).
        deleted: The messages that were deleted.
    """

    id: int
    type: str
    title: str
    username: str | None = None
    is_forum: bool = False
    opened: bool = False
    blocked: bool = False
    members: dict[int, str] = field(default_factory=dict)
    anonymous: set[int] = field(default_factory=set)
    rights: Rights = field(default_factory=Rights)
    topics: dict[int, Topic] = field(default_factory=dict)
    migrated_to: int | None = None
    discussion: int | None = None
    direct_topics: dict[int, Person] | None = None
    slow_mode: int = 0
    slow_until: float = 0.0
    last_message_id: int = 0
    messages: dict[int, "Message"] = field(default_factory=dict)
    deleted: dict[int, "Message"] = field(default_factory=dict)

    def as_json(self) -> Json:
        """Return the Bot API's `Chat`."""
        name = "first_name" if self.type == "private" else "title"
        chat: Json = {"id": self.id, "type": self.type, name: self.title}
        if self.username:
            chat["username"] = self.username
        if self.is_forum:
            chat["is_forum"] = True
        if self.direct_topics is not None:
            chat["is_direct_messages"] = True
        return chat

    def status(self, user_id: int) -> str:
        """Return the status of a user in the chat; `left` for strangers."""
        return self.members.get(user_id, "left")

    def direct_topic_of(self, person: Person) -> int | None:
        """Return a person's topic in direct messages, created on first use; None in other chats."""
        if self.direct_topics is None:
            return None
        topic_id = _FIRST_DIRECT_TOPIC + person.id
        self.direct_topics[topic_id] = person
        return topic_id

    def delete(self, message: "Message") -> None:
        """Delete a message."""
        self.deleted[message.message_id] = self.messages.pop(message.message_id)


@dataclass(slots=True)
class Message:
    """Represents a message in its current state.

    Attributes:
        author: The actual author.
        sender: The author shown by the Bot API; None in channels.
        sender_chat: The chat on whose behalf it was written.
        thread_id: The id of its topic, or of its thread of replies in a supergroup without topics.
        topic: The topic of the message.
        direct_topic: The topic of the message in a channel's direct messages.
        origin: The fields that describe the origin of a forwarded message.
        version: The number of edits.
        offered: All callback data that its buttons ever had; an outdated client can still press them.
        ephemeral_id: The id of a message that only its author and the bot can see; its `message_id` is 0.
    """

    message_id: int
    chat: Chat
    author: Person
    content: Content
    date: int
    sender: Person | None
    reply_to: "Message | None" = None
    markup: ReplyMarkup = field(default_factory=ReplyMarkup)
    sender_chat: Chat | None = None
    thread_id: int | None = None
    topic: Topic | None = None
    direct_topic: int | None = None
    media_group_id: str | None = None
    origin: Json = field(default_factory=dict)
    edit_date: int | None = None
    version: int = 0
    offered: set[str] = field(default_factory=set)
    ephemeral_id: int | None = None

    @property
    def topic_id(self) -> int | None:
        """The id of the topic; None in General, and in chats without topics."""
        return self.thread_id if self.topic else None

    @property
    def is_deleted(self) -> bool:
        """Whether the message was deleted."""
        return self.message_id in self.chat.deleted

    @property
    def is_out_of_reach(self) -> bool:
        """Whether bots can neither delete the message nor see it in a callback query."""
        return self.is_deleted or time.time() - self.date >= REACH

    def show(self, content: Content, markup: ReplyMarkup) -> None:
        """Set the content and the buttons of the message."""
        self.content = content
        self.markup = markup
        self.offered |= markup.callback_data

    def edit(self, content: Content, markup: ReplyMarkup) -> None:
        """Replace the content and the buttons of the message.

        Raises:
            ApiError: The message would not change.
        """
        if content == self.content and markup == self.markup:
            raise bad_request(
                "message is not modified: specified new message content and reply markup "
                "are exactly the same as a current content and reply markup of the message"
            )
        self.show(content, markup)
        self.edit_date = int(time.time())
        self.version += 1

    def as_json(self, *, nested: bool = False) -> Json:
        """Return the Bot API's `Message`; a nested one omits the message that it replies to."""
        message: Json = {"message_id": self.message_id, "date": self.date, "chat": self.chat.as_json()}
        if self.sender:
            message["from"] = self.sender.as_user()
        if self.sender_chat:
            message["sender_chat"] = self.sender_chat.as_json()
        if self.thread_id is not None:
            message["message_thread_id"] = self.thread_id
        if self.topic:
            message["is_topic_message"] = True
        if self.direct_topic is not None and self.chat.direct_topics:
            user = self.chat.direct_topics[self.direct_topic].as_user()
            message["direct_messages_topic"] = {"topic_id": self.direct_topic, "user": user}
        # In a topic, a message that replies to no other one replies to the service message that created the topic.
        reply_to = self.reply_to or (self.topic.created if self.topic else None)
        if reply_to and reply_to is not self and not reply_to.is_deleted and not nested:
            message["reply_to_message"] = reply_to.as_json(nested=True)
        if self.ephemeral_id is not None:
            message["ephemeral_message_id"] = self.ephemeral_id
        if self.media_group_id:
            message["media_group_id"] = self.media_group_id
        if self.edit_date is not None:
            message["edit_date"] = self.edit_date
        if self.markup.keyboard:
            message["reply_markup"] = {"inline_keyboard": self.markup.keyboard}
        return message | self.origin | self.content.as_json()

    def as_pressed(self, *, hidden: bool = False) -> Json:
        """Return the Bot API's `MaybeInaccessibleMessage` for a callback query."""
        if hidden or self.is_out_of_reach:
            return {"chat": self.chat.as_json(), "message_id": self.message_id, "date": 0}
        return self.as_json()
