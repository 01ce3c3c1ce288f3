"""Reads from Telegram's journal, and nothing else, what the bot's messages showed at each moment."""

import re
from dataclasses import dataclass, field
from typing import Any, Literal

Entry = dict[str, Any]

Meaning = Literal["pending", "cancelled", "expired", "words", "picture", "beside"]
"""What a state of a message says about an order. `beside` says nothing about its outcome."""

SENDING = frozenset({"sendMessage", "sendPhoto", "sendDocument"})
EDITING = frozenset({"editMessageText", "editMessageMedia"})
"""The methods that change what people see."""

PENDING = ("Painting…", "In the queue:", "You are next", "Which style", "taking longer than usual")
BESIDE = (
    *("Your picture is ready ↑", "Your picture is ready ↓", "Update on your picture ↑"),
    "👋 <b>I paint pictures.</b>",  # sent to a group that has added the bot
)
CANCELLED = "✖ Cancelled. It doesn't count against your daily limit."
EXPIRED = "I'll post it here if it still comes"
LOST = "couldn't send it"
LINK = re.compile(r"https?://\S+?/(?:cdn|cos)/\S+")


@dataclass(frozen=True, slots=True)
class State:
    """Represents what a message showed from a moment on.

    Attributes:
        at: The time at which Telegram processed the call.
        meaning: What the state says about an order.
        text: The text, or the caption.
        url: The address of its picture, if Telegram fetched that itself, or if the text only links to the picture.
        upload: SHA-256 of the picture, if the bot uploaded it.
        file: SHA-256 of the picture as Telegram stores it.
        buttons: The callback data of its buttons.
    """

    at: float
    meaning: Meaning
    text: str
    url: str = ""
    upload: str = ""
    file: str | None = None
    buttons: tuple[str, ...] = ()

    @property
    def final(self) -> bool:
        """Whether the state shows the outcome of an order."""
        return self.meaning not in {"pending", "beside"}


@dataclass(slots=True)
class Message:
    """Represents a message of the bot.

    Attributes:
        reply_to: The message it replies to, as the call says, whether or not that message still exists.
        sent_by: The journal position of the call that sent it.
        deleted: The time at which it was deleted, and by whom.
    """

    chat: int
    id: int
    reply_to: int | None
    sent_by: int
    states: list[State] = field(default_factory=list)
    deleted: tuple[float, Literal["bot", "person"]] | None = None

    @property
    def finals(self) -> list[State]:
        """The states that showed the outcome of an order, oldest first."""
        return [state for state in self.states if state.final]

    def file_at(self, moment: float) -> State | None:
        """Return the state with the picture that the message showed last at a moment; None if there was none."""
        shown = [state for state in self.states if state.at <= moment and state.meaning == "picture"]
        return shown[-1] if shown else None


class Shown:
    """Collects the bot's messages; `feed` it entries of Telegram's journal, oldest first.

    Attributes:
        messages: The messages by chat and id.
        replies: The messages by chat and the message they reply to.
    """

    def __init__(self) -> None:
        self.messages: dict[tuple[int, int], Message] = {}
        self.replies: dict[tuple[int, int | None], list[Message]] = {}

    def feed(self, entry: Entry) -> None:
        """Process one entry."""
        if entry["event"] == "call" and entry["ok"]:
            self._call(entry)
        elif entry["event"] == "delete":
            message = self.messages.get((entry["chat_id"], entry["message_id"]))
            if message and not message.deleted:
                message.deleted = entry["at"], "bot" if entry["by_bot"] else "person"

    def _call(self, entry: Entry) -> None:
        method, chat, number = entry["method"], entry["chat_id"], entry.get("message_id")
        if method in SENDING:
            message = Message(chat, number, replied_to(entry), entry["n"], [state_in(entry)])
            self.messages[chat, number] = message
            self.replies.setdefault((chat, message.reply_to), []).append(message)
        elif method in EDITING and (chat, number) in self.messages:
            self.messages[chat, number].states.append(state_in(entry))


def replied_to(entry: Entry) -> int | None:
    """Return the message that a call replies to, if it names one."""
    reply = entry["params"].get("reply_parameters")
    return int(reply["message_id"]) if isinstance(reply, dict) else None


def state_in(entry: Entry) -> State:
    """Return the state that a sending or editing call gives its message."""
    params, method = entry["params"], entry["method"]
    if method == "editMessageMedia":
        media = params.get("media")
        media = media if isinstance(media, dict) else {}
        source: Any = media.get("media", "")
        if isinstance(source, str) and source.startswith("attach://"):
            source = params.get(source.removeprefix("attach://"), "")
        return _picture(entry, source, media.get("caption", ""))
    if method in {"sendPhoto", "sendDocument"}:
        field_name = "photo" if method == "sendPhoto" else "document"
        return _picture(entry, params.get(field_name, ""), params.get("caption", ""))
    text = str(params.get("text", ""))
    if link := LINK.search(text):
        return State(entry["at"], "picture", text, url=link[0])
    return State(entry["at"], meaning_of(text), text, buttons=_buttons(params))


def _picture(entry: Entry, source: Any, caption: str) -> State:
    url, upload = (source, "") if isinstance(source, str) else ("", source["sha256"])
    return State(entry["at"], "picture", caption, url, upload, entry.get("sha256"), _buttons(entry["params"]))


def _buttons(params: Entry) -> tuple[str, ...]:
    markup = params.get("reply_markup")
    rows = markup.get("inline_keyboard", []) if isinstance(markup, dict) else []
    return tuple(button["callback_data"] for row in rows for button in row if "callback_data" in button)


def meaning_of(text: str) -> Meaning:
    """Return what a text of the bot says about an order."""
    if any(words in text for words in PENDING):
        return "pending"
    if any(words in text for words in BESIDE):
        return "beside"
    if CANCELLED in text:
        return "cancelled"
    return "expired" if EXPIRED in text else "words"
