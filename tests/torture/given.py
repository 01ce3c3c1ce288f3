"""Reads from Telegram's journal, and nothing else, what people asked for."""

import re
from dataclasses import dataclass, field

from tests.torture.shown import Entry, Shown

COMMAND = re.compile(r"/(draw|remix|anime|hd)(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
PRESS = re.compile(r"([a-z]+):([0-9a-f]{26}|)(?::(.*))?")
COUNT = re.compile(r"\s*--n (\d)\b")
WRONG = "--bogus"
"""An unknown option: an order with it is refused at once."""

MAKING = frozenset({"again", "vary", "hd", "style", "retry"})
"""The buttons that order another picture."""


@dataclass(frozen=True, slots=True)
class Order:
    """Represents one order. Its outcome replies to the command's message, or to the message with the pressed button.

    Attributes:
        chat: The chat in which it was given.
        message_id: The command, or the message with the button.
        person: The owner.
        at: The time at which it was given.
        kind: The kind of picture.
        prompt: The prompt; None if it is that of the picture whose button was pressed.
        source: SHA-256 of the source picture; None if there is none, or if the message with the button holds it.
        count: The number of pictures.
        query: The id of the callback query if a button was pressed.
        action: The action of that button.
        wrong: The order must be refused.
        asks: The order lacks a style, which the bot must ask for.
    """

    chat: int
    message_id: int
    person: int
    at: float
    kind: str
    prompt: str | None
    source: str | None = None
    count: int = 1
    query: str = ""
    action: str = ""
    wrong: bool = False
    asks: bool = False

    @property
    def slot(self) -> tuple[int, int]:
        """The message to which the outcome replies."""
        return self.chat, self.message_id


@dataclass(slots=True)
class Given:
    """Collects people's actions; `feed` it entries of Telegram's journal, oldest first.

    Attributes:
        orders: All orders.
        taken_back: Cancellations: time, person, chat (None: all chats), and message (None: all orders there).
        erased: The people who had their data erased, and when.
        chosen: The questions that were answered with a button.
        answers: The popup's text by callback query.
        moved: The new id of each group that has moved.
    """

    orders: list[Order] = field(default_factory=list)
    taken_back: list[tuple[float, int, int | None, int | None]] = field(default_factory=list)
    erased: dict[int, float] = field(default_factory=dict)
    chosen: set[tuple[int, int]] = field(default_factory=set)
    answers: dict[str, str] = field(default_factory=dict)
    moved: dict[int, int] = field(default_factory=dict)

    def feed(self, entry: Entry) -> None:
        """Process one entry."""
        match entry["event"]:
            case "say":
                self._say(entry)
            case "press":
                self._press(entry)
            case "answer":
                self.answers[entry["callback_query_id"]] = entry["text"]
            case "migration":
                self.moved[entry["chat_id"]] = entry["migrate_to_chat_id"]

    def _say(self, entry: Entry) -> None:
        chat, person, text = entry["chat_id"], entry["person_id"], entry["text"]
        if text.split("@")[0].strip() == "/cancel":
            self.taken_back.append((entry["at"], person, chat if chat < 0 else None, None))
        if not (command := COMMAND.fullmatch(text)) or not entry["seen"]:
            return
        kind, words = command[1], command[2] or ""
        count = COUNT.search(words)
        words = COUNT.sub("", words).strip()
        self.orders.append(
            Order(
                chat,
                entry["message_id"],
                person,
                entry["at"],
                kind,
                words if kind in {"draw", "remix"} else "",
                entry["sha256"],
                count=int(count[1]) if count else 1,
                wrong=WRONG in words,
                asks=kind == "anime" and not words,
            )
        )

    def _press(self, entry: Entry) -> None:
        press = PRESS.fullmatch(entry["data"])
        if not press:
            return
        action, choice = press[1], press[3] or ""
        chat, message_id, person, at = entry["chat_id"], entry["message_id"], entry["person_id"], entry["at"]
        if action == "cancel":
            self.taken_back.append((at, person, chat, message_id))
        elif action == "erase" and choice == "yes":
            self.erased.setdefault(person, at)
            self.taken_back.append((at, person, None, None))
        elif action == "anime" and choice:
            self.chosen.add((chat, message_id))
        elif action in MAKING:
            kind = {"vary": "remix", "hd": "hd", "style": "anime"}.get(action, "")
            query = entry["callback_query_id"]
            self.orders.append(Order(chat, message_id, person, at, kind, None, query=query, action=action))

    def was_taken_back(self, order: Order, began: float | None, shown: Shown) -> bool:
        """Return whether the owner cancelled an order before it can have been posted to the provider.

        Args:
            order: The order.
            began: The time at which its first POST reached the provider, if one did.
            shown: The bot's messages, among them the one whose button may have been pressed.
        """
        for at, person, chat, message_id in self.taken_back:
            if person != order.person or at < order.at or (began is not None and began < at):
                continue
            if message_id is not None:
                message = shown.messages.get((chat or 0, message_id))
                if message and (message.chat, message.reply_to) == order.slot:
                    return True
            elif chat in {None, order.chat}:
                return True
        return False
