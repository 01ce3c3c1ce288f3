"""Small changes to code that say where they apply by what the code does: no file, no line, no layout."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ANYTHING = "…"
"""In a pattern: any text within a line. In what is put there instead: the same text."""

_TOKEN = re.compile(rf"{ANYTHING}|\w+|[^\w\s]")


class DoesNotApplyError(Exception):
    """The pattern is found nowhere, or more than once."""


@dataclass(frozen=True, slots=True)
class Patch:
    """Put `instead` where the code says `code`, which it must say exactly once.

    Attributes:
        code: Compared word by word and sign by sign, whatever the line breaks; `…` stands for anything.
        instead: Put there as it is; each `…` is what the pattern's first, second, … one stood for.
    """

    code: str
    instead: str

    def apply(self, files: Mapping[Path, str]) -> tuple[Path, str]:
        """Return the file that it changes, and that file's new text.

        Raises:
            DoesNotApplyError: The code is not there once.
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
    """Return the bot's own code, without the stand-ins of the services it talks to."""
    files = [path for room in ("bot", "storage") for path in sorted((root / room).rglob("*.py"))]
    return {path: path.read_text(encoding="utf-8") for path in files}
