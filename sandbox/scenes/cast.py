"""Who plays in the demo, and what becomes of what they ask for."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.telegram_client import Group, Person

Json = dict[str, Any]


@dataclass(slots=True)
class Figures:
    """What was measured on the way, in seconds and megabytes."""

    starts: list[float] = field(default_factory=list)
    idle_memory: float | None = None
    pictures: list[float] = field(default_factory=list)
    presses: list[float] = field(default_factory=list)
    kill_to_picture: float = 0.0
    stops: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Cast:
    """Who plays. Alice, Bob and Zoe speak English, Zoe runs the bot; Painters is a group of Alice and Bob.

    Attributes:
        places: What chats are called.
    """

    alice: Person
    bob: Person
    zoe: Person
    xiaoming: Person
    olga: Person
    lucia: Person
    painters: Group
    places: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Name the chats that there are."""
        for person in (self.alice, self.bob, self.zoe, self.xiaoming, self.olga, self.lucia):
            self.places[person.chat_id] = f"the private chat of {person.name}"
        self.places[self.painters.id] = f"“{self.painters.title}”"


@dataclass(frozen=True, slots=True)
class Order:
    """A message or a press that was answered, mostly by a placeholder.

    Attributes:
        text: What was typed or pressed.
        chat_id: Where its picture must arrive.
        message_id: The message that is answered; None if the chat no longer knows it.
        thread_id: The topic; None outside of topics.
        answer_id: The message that must become the outcome; None if it cannot any more.
        began: When it was sent, on the monotonic clock.
    """

    text: str
    chat_id: int
    message_id: int | None
    thread_id: int | None
    answer_id: int | None
    began: float

    def is_answered_by(self, message: Json) -> bool:
        """Whether a message is an answer of the bot's to it; the one that is known, if one is."""
        if not message["from_bot"] or message["reply_to_message_id"] != self.message_id:
            return False
        return self.answer_id in {None, message["message_id"]}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was brought.

    Attributes:
        order: What asked for it; more can be made of it by the buttons under its answer.
        path: Where it is kept.
        data: Its bytes as Telegram has them.
        message: How it is shown.
        submit: The provider's record of the order.
    """

    order: Order
    path: Path
    data: bytes
    message: Json
    submit: Json

    @property
    def buttons(self) -> tuple[str, ...]:
        """The labels of the first row of buttons under it."""
        return tuple(each["text"] for each in self.message["buttons"][0])


def words_of(message: Json) -> str:
    """Return all that can be read in a message, its buttons included."""
    labels = (each["text"] for row in message["buttons"] for each in row)
    return "\n".join((message["text"], *labels))
