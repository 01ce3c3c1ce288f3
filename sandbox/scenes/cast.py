"""Defines the demo's cast, their orders and pictures, and the measurements."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.telegram_client import Group, Person

Json = dict[str, Any]


@dataclass(slots=True)
class Figures:
    """Holds the measurements, in seconds and megabytes."""

    starts: list[float] = field(default_factory=list)
    idle_memory: float | None = None
    pictures: list[float] = field(default_factory=list)
    presses: list[float] = field(default_factory=list)
    kill_to_picture: float = 0.0
    stops: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Cast:
    """Holds the cast. Alice, Bob and Zoe speak English; Zoe runs the bot; Painters is a group of Alice and Bob.

    Attributes:
        places: The names of the chats, by id.
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
        """Name the existing chats."""
        for person in (self.alice, self.bob, self.zoe, self.xiaoming, self.olga, self.lucia):
            self.places[person.chat_id] = f"the private chat of {person.name}"
        self.places[self.painters.id] = f"“{self.painters.title}”"


@dataclass(frozen=True, slots=True)
class Order:
    """Represents a message or a press that was answered, usually by a placeholder.

    Attributes:
        text: The text typed, or the label pressed.
        chat_id: The chat in which its picture must arrive.
        message_id: The message that is answered; None if the chat no longer has it.
        thread_id: The topic; None outside of topics.
        answer_id: The message that must become the result; None if that is no longer possible.
        began: The time of sending, on the monotonic clock.
    """

    text: str
    chat_id: int
    message_id: int | None
    thread_id: int | None
    answer_id: int | None
    began: float

    def is_answered_by(self, message: Json) -> bool:
        """Return whether a message is the bot's answer to this order; if `answer_id` is set, only that message is."""
        if not message["from_bot"] or message["reply_to_message_id"] != self.message_id:
            return False
        return self.answer_id in {None, message["message_id"]}


@dataclass(frozen=True, slots=True)
class Picture:
    """Represents a delivered picture.

    Attributes:
        order: The order for it; the buttons under its answer order more pictures from it.
        path: The file where it is kept.
        data: The bytes of the file on Telegram.
        message: The message that shows it.
        submit: The provider's record of the order.
    """

    order: Order
    path: Path
    data: bytes
    message: Json
    submit: Json

    @property
    def buttons(self) -> tuple[str, ...]:
        """The labels of the first row of buttons under the picture."""
        return tuple(button["text"] for button in self.message["buttons"][0])


def words_of(message: Json) -> str:
    """Return all text in a message, including its buttons."""
    labels = (button["text"] for row in message["buttons"] for button in row)
    return "\n".join((message["text"], *labels))
