"""Defines the people and chats that exist when the chat page opens: people, a group and a forum."""

from dataclasses import dataclass

from sandbox.telegram_client import Group, Person, TelegramClient

TOPICS = ("Landscapes", "Portraits")


@dataclass(frozen=True, slots=True)
class Cast:
    """Holds the people, and the chats that the bot is in from the start.

    Attributes:
        people: The people a user can speak as; the last one is the bot's operator.
        group: A group with all people.
        forum: A forum with all people and some topics.
    """

    people: tuple[Person, ...]
    group: Group
    forum: Group

    @property
    def operator(self) -> Person:
        """The person who may use the operators' commands."""
        return self.people[-1]


async def gather(telegram: TelegramClient) -> Cast:
    """Create the people and the chats, before the bot starts."""
    alice = await telegram.person("Alice", username="alice_paints")
    bob = await telegram.person("Bob")
    zoe = await telegram.person("Zoe", username="zoe_operates")
    group = await telegram.group("Painters", alice, bob, zoe, kind="group")
    forum = await telegram.group("Studio", alice, bob, zoe, kind="forum")
    for topic in TOPICS:
        await telegram.topic(forum.id, topic, alice)
    return Cast((alice, bob, zoe), group, forum)
