"""Who is there when the chat page opens: people, a group and a forum."""

from dataclasses import dataclass

from sandbox.telegram_client import Group, Person, TelegramClient

TOPICS = ("Landscapes", "Portraits")


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody, and the chats that the bot is in from the start.

    Attributes:
        people: Whom one can speak as; the last one is the bot's operator.
        group: A group of all of them.
        forum: A forum of all of them, with topics.
    """

    people: tuple[Person, ...]
    group: Group
    forum: Group

    @property
    def operator(self) -> Person:
        """Who may give the operators' commands."""
        return self.people[-1]


async def gather(telegram: TelegramClient) -> Cast:
    """Let them in, before the bot starts."""
    alice = await telegram.person("Alice", username="alice_paints")
    bob = await telegram.person("Bob")
    zoe = await telegram.person("Zoe", username="zoe_operates")
    group = await telegram.group("Painters", alice, bob, zoe, kind="group")
    forum = await telegram.group("Studio", alice, bob, zoe, kind="forum")
    for topic in TOPICS:
        await telegram.topic(forum.id, topic, alice)
    return Cast((alice, bob, zoe), group, forum)
