"""Writes the demo's transcript: conversations as users see them, on the screen as they happen and in a file."""

import io
import os
import sys
import time
import unicodedata
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeAlias

_TEXT_COLUMNS = 84
_DIM, _BOLD, _GREEN, _RED = "2", "1", "32", "31"


class Transcript:
    """Writes lines to standard output and to a file; colours are used only on a terminal.

    Scenes that are played in parallel have one page each. The pages are shown one after the other; a page is shown
    as it is written once the pages before it are done.

    Args:
        path: The file; it is overwritten, and its folder is created if needed.

    Raises:
        OSError: The file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("w", encoding="utf-8")
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")  # a terminal without Chinese characters is no reason to fail
        self._colours = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        self._shown: _Shown = defaultdict(dict)
        self._pages: deque[Page] = deque()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._file.close()

    def title(self, text: str) -> None:
        """Write the title of the transcript."""
        self.write(text, _BOLD)

    def line(self, text: str = "") -> None:
        """Write a line unchanged."""
        self.write(text)

    def heading(self, text: str) -> None:
        """Begin a section that is not a scene."""
        self.write()
        self.write(text, _BOLD)

    def table(self, rows: Mapping[str, str]) -> None:
        """Write names and values in two columns."""
        width = max(map(columns, rows))
        for name, value in rows.items():
            self.write(f"  {_padded(name, width)}  {value}")

    def verdict(self, text: str, *, good: bool) -> None:
        """Write the outcome, after everything that the pages hold so far."""
        for page in self._pages:
            page.done = True
        self._turn_pages()
        self.write(text, _GREEN if good else _RED)

    def page(self, title: str) -> "Page":
        """Return a page for a scene; it follows the existing pages."""
        page = Page(self._shown, self._turn_pages)
        self._pages.append(page)
        page.write()
        page.write(title, _BOLD)
        return page

    def write(self, text: str = "", colour: str = "", dim: int = 0) -> None:
        """Write a line whose first `dim` characters are dim."""
        text = text.rstrip()
        self._file.write(text + "\n")
        self._file.flush()
        if self._colours and (colour or dim):
            text = f"\x1b[{_DIM}m{text[:dim]}\x1b[0m\x1b[{colour}m{text[dim:]}\x1b[0m"
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    def _turn_pages(self) -> None:
        while self._pages:
            for line in self._pages[0].take():
                self.write(*line)
            if not self._pages[0].done:
                return
            self._pages.popleft()


class Page:
    """Holds one scene of a transcript. Times are seconds since the page's first line.

    Args:
        shown: The last shown look of each chat's messages.
        changed: Called when the page has changed.

    Attributes:
        done: Whether the page is complete.
    """

    def __init__(self, shown: "_Shown", changed: Callable[[], None]) -> None:
        self.done = False
        self._shown = shown
        self._changed = changed
        self._lines: list[tuple[str, str, int]] = []
        self._began: float | None = None
        self._where = ""

    def close(self) -> None:
        """Complete the page."""
        self.done = True
        self._changed()

    def take(self) -> list[tuple[str, str, int]]:
        """Return the lines that were not taken yet, and remove them from the page."""
        lines, self._lines = self._lines, []
        return lines

    def write(self, text: str = "", colour: str = "", dim: int = 0) -> None:
        """Write a line whose first `dim` characters are dim."""
        self._lines.append((text, colour, dim))
        self._changed()

    def event(self, text: str) -> None:
        """Write an event outside of the conversation."""
        self._row("", "", f"— {text} —", _DIM)

    def press(self, name: str, message_id: int, label: str) -> None:
        """Write that a person presses a button."""
        self._row(name, f"#{message_id}", f"presses [ {label} ]", _DIM)

    def popup(self, name: str, message_id: int, text: str) -> None:
        """Write the pop-up that a person sees after pressing a button."""
        self._row(name, f"#{message_id}", f"sees: {text}", _DIM)

    def check(self, text: str) -> None:
        """Write the result of a check that passed."""
        self.write(f"            ✓ {text}", _GREEN)

    def show(
        self,
        chat_id: int,
        messages: list[dict[str, Any]],
        kept: Mapping[int, Path] | None = None,
        where: str = "another chat",
    ) -> None:
        """Write the messages that are new, changed or deleted since the chat was last shown, except service messages.

        Args:
            chat_id: The chat.
            messages: The messages it shows now, as `TelegramClient.messages` returns them.
            kept: Message number → the file where its picture is kept.
            where: The name of the chat; written when a page continues in another chat.
        """
        shown = self._shown[chat_id]
        for number in sorted(shown.keys() - {message["message_id"] for message in messages}):
            del shown[number]
            self._be_in(where)
            self._row("", f"#{number}", "is deleted", _DIM)
        for message in messages:
            number, version = message["message_id"], message["version"]
            before = shown.get(number)
            if (before and before.version == version) or message["kind"] == "service":
                continue
            words = _words(message, (kept or {}).get(number))
            shown[number] = _Look(version, words)
            head = f"#{number} becomes" if before else f"#{number}"
            buttons = _buttons(message)
            if before and before.words == words:  # do not repeat unchanged text
                head, words = f"#{number} has", ()
                buttons = buttons or ("no buttons any more",)
            self._be_in(where)
            self._row(message["from_name"], head, "\n".join((*words, *buttons)))

    def _be_in(self, where: str) -> None:
        if self._where not in {"", where}:
            self._row("", "", f"— in {where} —", _DIM)
        self._where = where

    def _row(self, who: str, number: str, text: str, colour: str = "") -> None:
        now = time.monotonic()
        self._began = now if self._began is None else self._began
        head = f"{now - self._began:+6.1f} s  {_padded(who, 6)}  {_padded(number, 11)}  "
        for line in text.split("\n"):
            for part in _wrapped(line):
                self.write(head + part, colour, dim=len(head))
                head = " " * columns(head)


@dataclass(frozen=True, slots=True)
class _Look:
    """Records how a message was last shown."""

    version: int
    words: tuple[str, ...]


_Shown: TypeAlias = defaultdict[int, dict[int, _Look]]
"""Chat → number of a message → how it was last shown."""


def _words(message: dict[str, Any], picture: Path | None) -> tuple[str, ...]:
    """Return the lines a message shows: its file, its text and the reply it opens.

    The message that a person replies to is named; for the bot's replies it is omitted as obvious.
    """
    lines = []
    reply_to = message["reply_to_message_id"]
    answers = f"(to #{reply_to}) " if reply_to and not message["from_bot"] else ""
    if message["kind"] != "text":
        kept = f" → {picture.parent.name}/{picture.name}" if picture else ""
        size = f"{message['width']}×{message['height']}" if message["width"] else _bytes(message["file_size"])
        name = "photo" if message["kind"] == "photo" else message["file_name"]
        lines.append(f"{answers}[{name} {size}{kept}]")
        answers = ""
    if message["text"]:
        lines.append(answers + message["text"])
    if asked := message["force_reply"]:
        lines.append(f"[ reply: {asked['placeholder']} ]" if asked["placeholder"] else "[ a reply opens ]")
    return tuple(lines)


def _buttons(message: dict[str, Any]) -> tuple[str, ...]:
    return tuple("  ".join(f"[ {button['text']} ]" for button in row) for row in message["buttons"])


def _bytes(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.0f} KB"


def columns(text: str) -> int:
    """Return how many terminal columns a text fills; Chinese characters and emoji fill two."""
    return sum(
        0 if unicodedata.combining(char) or char == "\ufe0f" else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def _wrapped(line: str) -> Iterator[str]:
    """Yield a line in parts that fit the width, broken at a space where there is one."""
    while columns(line) > _TEXT_COLUMNS:
        cut = next(end for end in range(len(line), 0, -1) if columns(line[:end]) <= _TEXT_COLUMNS)
        cut = line.rfind(" ", 1, cut + 1) if " " in line[1 : cut + 1] else cut
        yield line[:cut]
        line = line[cut:].lstrip()
    yield line
