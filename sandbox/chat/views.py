"""Describes Telegram for the page: people, chats, and messages with everything a message bubble needs."""

from collections.abc import Iterable
from typing import Any

from sandbox.telegram.chats import GENERAL, Chat, Message
from sandbox.telegram.screen import Screen
from sandbox.telegram.world import World

Json = dict[str, Any]

PAGE = 30
"""The number of messages shown at first, and loaded by each step back."""

_QUOTED = 120


class Views:
    """Renders the state of a sandbox Telegram for the page.

    Args:
        world: The state to render.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._screen = Screen(world)

    def bot(self) -> Json:
        """Return the bot's name and user name."""
        bot = self._world.bot
        return {"name": bot.name, "username": bot.username}

    def people(self) -> list[Json]:
        """Return the people a user can speak as."""
        return [
            {"id": person.id, "name": person.name, "language_code": person.language_code}
            for person in self._world.people.values()
            if not person.is_bot
        ]

    def chats(self) -> list[Json]:
        """Return all chats except migrated ones, with the newest message of each chat and of each forum topic."""
        return [self._chat(chat) for chat in self._world.chats.values() if chat.migrated_to is None]

    def message(self, chat_id: int | None, message_id: int | None) -> Json | None:
        """Return a message in its current state; None if it does not exist or was deleted."""
        chat = self._world.chats.get(chat_id) if chat_id is not None else None
        message = chat.messages.get(message_id) if chat and message_id is not None else None
        return self.show(message) if message else None

    def page(self, chat_id: int, thread: int | None, before: int | None) -> Json:
        """Return a page of messages of a chat or topic before a given one, by default the newest.

        Raises:
            ApiError: There is no such chat.
        """
        chat = self._world.chat(chat_id)
        found: list[Json] = []
        for message in reversed(chat.messages.values()):
            if (before is None or message.message_id < before) and _is_in(message, thread):
                if len(found) == PAGE:
                    return {"messages": found[::-1], "more": True}
                found.append(self.show(message))
        return {"messages": found[::-1], "more": False}

    def show(self, message: Message) -> Json:
        """Return everything a message bubble shows."""
        quoted = message.reply_to
        return self._screen.show(message) | {
            "service": message.content.service,
            "quoted": self._quote(quoted) if quoted and not message.content.service else None,
        }

    def _quote(self, message: Message) -> Json:
        sender = message.sender_chat.title if message.sender_chat else message.author.name
        return {
            "from_name": sender,
            "kind": message.content.kind,
            "text": message.content.text[:_QUOTED],
            "is_deleted": message.is_deleted,
        }

    def _chat(self, chat: Chat) -> Json:
        return {
            "id": chat.id,
            "type": chat.type,
            "title": chat.title,
            "is_forum": chat.is_forum,
            "members": sorted(chat.members),
            "topics": [
                {"thread": thread, "name": topic.name, "last": self._last(chat, thread)}
                for thread, topic in chat.topics.items()
            ],
            "last": self._last(chat, None),
        }

    def _last(self, chat: Chat, thread: int | None) -> Json | None:
        newest: Iterable[Message] = reversed(chat.messages.values())
        return next((self.show(message) for message in newest if _is_in(message, thread)), None)


def _is_in(message: Message, thread: int | None) -> bool:
    return thread is None or (message.topic_id or GENERAL) == thread
