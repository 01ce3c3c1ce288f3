"""What the bot says in another language: its catalogues, read as text by whoever looks something up in them."""

import re
from functools import cache
from pathlib import Path

CODES = {"en": "en", "zh": "zh-hans", "zh-hant": "zh-hant", "ru": "ru", "es": "es"}
"""The languages in which the demo can be played, and what Telegram calls them."""

NAMES = {"en": "English", "zh": "简体中文", "zh-hant": "繁體中文", "ru": "Русский", "es": "Español"}
"""What the languages call themselves."""

_CATALOGUES = Path(__file__).parents[2] / "bot" / "texts"

_TEXT = re.compile(r"^(?=[a-z][a-z0-9-]* =)", re.MULTILINE)
_BETWEEN = re.compile(r"\{[^{}]*?->|\*?\[\w+\]|\{[^{}]*\}|[{}\n]")
_TAG = re.compile(r"<[^>]+>")


def ways(words: str, language: str) -> tuple[str, ...]:
    """Return what may stand in an answer instead of these English words: themselves, and all that means them."""
    if language == "en":
        return (words,)
    theirs = _pieces(language)
    meant = [name for name, pieces in _pieces("en").items() if any(words in piece for piece in pieces)]
    return (words, *(piece for name in meant for piece in theirs.get(name, ())))


@cache
def _pieces(language: str) -> dict[str, tuple[str, ...]]:
    """Return the parts of each text that stand in every answer as they are, or in one of its variants."""
    catalogue = (_CATALOGUES / f"{language}.ftl").read_text(encoding="utf-8")
    found = {}
    for text in _TEXT.split(re.sub(r"^#.*$", "", catalogue, flags=re.MULTILINE)):
        name, _, value = text.partition(" =")
        parts = (part.strip() for part in _BETWEEN.split(_TAG.sub("", value)))
        found[name.strip()] = tuple(part for part in parts if sum(map(str.isalpha, part)) > 1)
    return found
