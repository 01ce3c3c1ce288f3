"""Defines small changes to code that find their place by the code itself: without file, line or layout."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ANYTHING = "…"
"""In a pattern: any text within a line. In the replacement: the same text."""

_TOKEN = re.compile(rf"{ANYTHING}|\w+|[^\w\s]")


class DoesNotApplyError(Exception):
    """The pattern does not match exactly once."""


@dataclass(frozen=True, slots=True)
class Patch:
    """Replaces `code`, which must occur exactly once, by `instead`.

    Attributes:
        code: The pattern, compared token by token, whatever the line breaks; `…` matches anything.
        instead: The replacement; its first, second, … `…` is the text that the pattern's first, second, … one matched.
    """

    code: str
    instead: str

    def apply(self, files: Mapping[Path, str]) -> tuple[Path, str]:
        """Return the changed file's path and new text.

        Raises:
            DoesNotApplyError: The code does not occur exactly once.
        """
        pattern = self._pattern()
        found = [(path, match) for path, text in files.items() for match in pattern.finditer(text)]
        if len(found) != 1:
            raise DoesNotApplyError(f"found {len(found)} times: {self.code}")
        path, match = found[0]
        things = iter(match.groups())
        instead = re.sub(ANYTHING, lambda _: next(things), self.instead)
        return path, files[path][: match.start()] + instead + files[path][match.end() :]

    def _pattern(self) -> re.Pattern[str]:
        tokens = [r"([^\n]*?)" if token == ANYTHING else re.escape(token) for token in _TOKEN.findall(self.code)]
        start, end = (r"(?<!\w)" if self.code[0].isalnum() else ""), (r"(?!\w)" if self.code[-1].isalnum() else "")
        return re.compile(start + r"\s*".join(tokens) + end)


def sources(root: Path) -> dict[Path, str]:
    """Return the bot's own source files by path, without the sandbox."""
    files = [path for room in ("bot", "storage") for path in sorted((root / room).rglob("*.py"))]
    return {path: path.read_text(encoding="utf-8") for path in files}
