"""Defines the authors of messages: people, the bot, and the accounts that Telegram shows for hidden authors.

Source: Bot API, `User` and `Message`; the three fixed ids are Telegram's own.
"""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

FIRST_PERSON_ID = 1_000_001


@dataclass(frozen=True, slots=True)
class Person:
    """Represents an account: a person or the bot."""

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
        if self.language_code and not self.is_bot:
            user["language_code"] = self.language_code
        return user


def anonymous_admin() -> Person:
    """Return the account that stands for an anonymous administrator."""
    return Person(1_087_968_824, "Group", username="GroupAnonymousBot", is_bot=True)


def channel_writer() -> Person:
    """Return the account that stands for a person who writes as their channel."""
    return Person(136_817_688, "Channel", username="Channel_Bot", is_bot=True)


def telegram_itself() -> Person:
    """Return the account that forwards a channel's posts into its discussion group."""
    return Person(777_000, "Telegram", language_code="")
