"""Chats and the messages in them, as they stand now.

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
"""The topic every forum has; its messages carry no thread, and it cannot be named when sending."""

ADMINS = ("creator", "administrator")
MEMBERS = (*ADMINS, "member")

_FIRST_DIRECT_TOPIC = 1 << 40
"""Topics of direct messages have large numbers."""

REACH = 48 * 3600
"""Seconds after which bots cannot delete a message; the sandbox lets presses go without it then, too."""


@dataclass(slots=True)
class Rights:
    """What a bot that is no administrator may do in a group."""

    write: bool = True
    texts: bool = True
    photos: bool = True
    documents: bool = True


@dataclass(slots=True)
class Topic:
    """A topic of a forum.

    Attributes:
        created: The service message that is its root; General has none.
    """

    name: str
    created: "Message | None"
    closed: bool = False


@dataclass(slots=True)
class Chat:
    """A conversation.

    Attributes:
        type: `private`, `group`, `supergroup` or `channel`.
        opened: The person has written to the bot (private chats).
        blocked: The person has blocked the bot.
        members: The status of everyone who is or was in it, the bot included.
        anonymous: Administrators whose presence is hidden.
        topics: Of a forum, by thread id.
        migrated_to: The supergroup it has become.
        discussion: The supergroup a channel's posts are forwarded to.
        direct_topics: Of a channel's direct messages: who writes, by topic id; None elsewhere.
        slow_mode: Seconds between two new messages of one member who is no administrator; 0 for none.
        slow_until: When the bot may send again (monotonic).
        deleted: The messages it no longer shows.
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
        """Return what somebody is in it; of strangers it says `left`."""
        return self.members.get(user_id, "left")

    def direct_topic_of(self, person: Person) -> int | None:
        """Return the topic of somebody who writes to a channel, made by their first message; None elsewhere."""
        if self.direct_topics is None:
            return None
        topic_id = _FIRST_DIRECT_TOPIC + person.id
        self.direct_topics[topic_id] = person
        return topic_id

    def delete(self, message: "Message") -> None:
        """Take a message out."""
        self.deleted[message.message_id] = self.messages.pop(message.message_id)


@dataclass(slots=True)
class Message:
    """A message as it stands now.

    Attributes:
        author: Who wrote it in truth.
        sender: Who the wire says wrote it; nobody in channels.
        sender_chat: The chat on whose behalf it was written.
        thread_id: The topic it is in, or the thread its replies make in a supergroup without topics.
        topic: The topic it is in.
        direct_topic: The topic of a channel's direct messages it is in.
        origin: What a forwarded message says of where it came from.
        version: How often it was edited.
        offered: All callback data its buttons ever carried; an old screen can still press them.
        ephemeral_id: Of a message that its author and the bot alone can see; its `message_id` is 0.
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
        """The topic it is in; none in General, and in chats without topics."""
        return self.thread_id if self.topic else None

    @property
    def is_deleted(self) -> bool:
        """Whether its chat no longer shows it."""
        return self.message_id in self.chat.deleted

    @property
    def is_out_of_reach(self) -> bool:
        """Whether bots neither see it with a press nor can delete it any more."""
        return self.is_deleted or time.time() - self.date >= REACH

    def show(self, content: Content, markup: ReplyMarkup) -> None:
        """Put this content and these buttons into the message."""
        self.content = content
        self.markup = markup
        self.offered |= markup.callback_data

    def edit(self, content: Content, markup: ReplyMarkup) -> None:
        """Replace what the message shows.

        Raises:
            ApiError: It shows exactly that already.
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
        """Return the Bot API's `Message`; a nested one leaves out what it replies to."""
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
        # In a topic, what answers nothing else answers the notice that made the topic.
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
        """Return the Bot API's `MaybeInaccessibleMessage`, as it comes with a press."""
        if hidden or self.is_out_of_reach:
            return {"chat": self.chat.as_json(), "message_id": self.message_id, "date": 0}
        return self.as_json()
