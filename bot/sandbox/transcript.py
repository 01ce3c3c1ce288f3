"""The demo's transcript: a conversation as it is seen, on the screen while it happens and in a file."""

import io
import os
import sys
import time
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_TEXT_COLUMNS = 84
_DIM, _BOLD, _GREEN, _RED = "2", "1", "32", "31"


class Transcript:
    """Writes lines to standard output and to a file; colours only where a person looks on.

    Times are seconds since the scene's first line.

    Args:
        path: The file; it is written anew, in a folder that is made if need be.

    Raises:
        OSError: It cannot be written.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("w", encoding="utf-8")
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")  # a terminal without Chinese is no reason to fail
        self._colours = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        self._began: float | None = None
        self._shown: dict[tuple[int, int], int] = {}

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._file.close()

    def title(self, text: str) -> None:
        """Write what this is."""
        self._write(text, _BOLD)

    def line(self, text: str = "") -> None:
        """Write a line as it is."""
        self._write(text)

    def table(self, rows: Mapping[str, str]) -> None:
        """Write names and values in two columns."""
        width = max(map(columns, rows))
        for name, value in rows.items():
            self._write(f"  {_padded(name, width)}  {value}")

    def scene(self, title: str) -> None:
        """Begin a scene; its clock starts at its first line."""
        self._write()
        self._write(title, _BOLD)
        self._began = None

    def verdict(self, text: str, *, good: bool) -> None:
        """Write how it ended."""
        self._write(text, _GREEN if good else _RED)

    def event(self, text: str) -> None:
        """Write what happened outside of the conversation."""
        self._row("", "", f"— {text} —", _DIM)

    def check(self, text: str) -> None:
        """Write what was found in order behind the scene."""
        self._write(f"            ✓ {text}", _GREEN)

    def show(self, chat_id: int, messages: list[dict[str, Any]], picture: Path | None = None) -> None:
        """Write what is new or has changed in a chat since it was last shown; Telegram's own notices aside.

        Args:
            chat_id: The chat.
            messages: What it shows now, as `TelegramClient.messages` returns it.
            picture: Where a picture that comes now is kept.
        """
        for message in messages:
            number, version = message["message_id"], message["version"]
            before = self._shown.get((chat_id, number))
            if before == version or message["kind"] == "service":
                continue
            self._shown[chat_id, number] = version
            head = f"#{number}" if before is None else f"#{number} becomes"
            self._row(message["from_name"], head, "\n".join(_lines(message, picture)))

    def _row(self, who: str, number: str, text: str, colour: str = "") -> None:
        now = time.monotonic()
        self._began = now if self._began is None else self._began
        head = f"{now - self._began:+6.1f} s  {_padded(who, 6)}  {_padded(number, 11)}  "
        for line in text.split("\n"):
            for part in _wrapped(line):
                self._write(head + part, colour, dim=len(head))
                head = " " * columns(head)

    def _write(self, text: str = "", colour: str = "", *, dim: int = 0) -> None:
        text = text.rstrip()
        self._file.write(text + "\n")
        self._file.flush()
        if self._colours and (colour or dim):
            text = f"\x1b[{_DIM}m{text[:dim]}\x1b[0m\x1b[{colour}m{text[dim:]}\x1b[0m"
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


def _lines(message: dict[str, Any], picture: Path | None) -> Iterator[str]:
    """Yield what a message shows: what was sent, its words, its buttons. That an answer is one goes without saying."""
    reply_to = message["reply_to_message_id"]
    answers = f"(to #{reply_to}) " if reply_to and not message["from_bot"] else ""
    if message["kind"] != "text":
        kept = f" → {picture.parent.name}/{picture.name}" if picture else ""
        size = f"{message['width']}×{message['height']}" if message["width"] else _bytes(message["file_size"])
        name = "photo" if message["kind"] == "photo" else message["file_name"]
        yield f"{answers}[{name} {size}{kept}]"
        answers = ""
    if message["text"]:
        yield answers + message["text"]
    for row in message["buttons"]:
        yield "  ".join(f"[ {button['text']} ]" for button in row)


def _bytes(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.0f} KB"


def columns(text: str) -> int:
    """Return how many columns of a terminal a text fills; Chinese characters and emoji fill two."""
    return sum(
        0 if unicodedata.combining(each) or each == "\ufe0f" else 2 if unicodedata.east_asian_width(each) in "WF" else 1
        for each in text
    )


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def _wrapped(line: str) -> Iterator[str]:
    """Yield a line in parts that fit, broken at a space where there is one."""
    while columns(line) > _TEXT_COLUMNS:
        cut = next(end for end in range(len(line), 0, -1) if columns(line[:end]) <= _TEXT_COLUMNS)
        cut = line.rfind(" ", 1, cut + 1) if " " in line[1 : cut + 1] else cut
        yield line[:cut]
        line = line[cut:].lstrip()
    yield line
