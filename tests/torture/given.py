"""What people asked for, told from Telegram's journal alone."""

import re
from dataclasses import dataclass, field

from tests.torture.shown import Entry, Shown

COMMAND = re.compile(r"/(draw|remix|anime|hd)(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
PRESS = re.compile(r"([a-z]+):([0-9a-f]{26}|)(?::(.*))?")
COUNT = re.compile(r"\s*--n (\d)\b")
WRONG = "--bogus"
"""An option there is not: an order with it is refused at once."""

MAKING = frozenset({"again", "vary", "hd", "style", "retry"})
"""The buttons that order another picture."""


@dataclass(frozen=True, slots=True)
class Order:
    """One order. What comes of it replies to the message it was given by, or that the button was under.

    Attributes:
        chat: Where it was given.
        message_id: The command, or the message with the button.
        person: Whose.
        at: When.
        kind: What is to be made.
        prompt: Its words; None if they are those of the picture whose button was pressed.
        source: SHA-256 of the picture it starts from; None if there is none, or the pressed message holds it.
        count: How many pictures.
        query: The press, if it was one.
        action: The button.
        wrong: It must be refused.
        asks: A style is still to be chosen.
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
        """What its outcome replies to."""
        return self.chat, self.message_id


@dataclass(slots=True)
class Given:
    """All that people did; `feed` it entries of Telegram's journal, oldest first.

    Attributes:
        orders: What they ordered.
        taken_back: When, by whom, and where they took back what waited (None: everywhere; or one message's order).
        erased: Who wanted to be forgotten, and when.
        chosen: The questions of which a button was pressed.
        answers: What popped up after a press.
        moved: The new id of each group that has moved.
    """

    orders: list[Order] = field(default_factory=list)
    taken_back: list[tuple[float, int, int | None, int | None]] = field(default_factory=list)
    erased: dict[int, float] = field(default_factory=dict)
    chosen: set[tuple[int, int]] = field(default_factory=set)
    answers: dict[str, str] = field(default_factory=dict)
    moved: dict[int, int] = field(default_factory=dict)

    def feed(self, entry: Entry) -> None:
        """Take one entry."""
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
        """Whether its owner took it back before it can have been posted to the provider.

        Args:
            order: The order.
            began: When its first POST reached the provider, if one did.
            shown: The messages, of which one may have had the button.
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
