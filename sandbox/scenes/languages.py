"""Translates expected words into the bot's other languages, by reading its catalogues as text."""

import re
from functools import cache
from pathlib import Path

CODES = {"en": "en", "zh": "zh-hans", "zh-hant": "zh-hant", "ru": "ru", "es": "es"}
"""The languages in which the demo can be played, with Telegram's codes for them."""

NAMES = {"en": "English", "zh": "简体中文", "zh-hant": "繁體中文", "ru": "Русский", "es": "Español"}
"""The languages' own names."""

_CATALOGUES = Path(__file__).parents[2] / "bot" / "texts"

_TEXT = re.compile(r"^(?=[a-z][a-z0-9-]* =)", re.MULTILINE)
_BETWEEN = re.compile(r"\{[^{}]*?->|\*?\[\w+\]|\{[^{}]*\}|[{}\n]")
_TAG = re.compile(r"<[^>]+>")


ENOUGH = 4
"""The least number of letters in a significant piece."""


def ways(words: str, language: str) -> tuple[str, ...]:
    """Return the alternatives of which an answer must contain one, where an English answer contains these words.

    The alternatives are the piece of text in the same place, or, if the text is composed differently, any of its
    significant pieces; and the words themselves, which may be a prompt.
    """
    if language == "en":
        return (words,)
    theirs, found = _pieces(language), []
    for name, pieces in _pieces("en").items():
        others = theirs.get(name, ())
        places = [place for place, piece in enumerate(pieces) if words in piece]
        if places and len(others) == len(pieces):
            found += [others[place] for place in places]
        elif places:
            found += [piece for piece in others if _tells(piece)] or others
    return (words, *found)


def _tells(piece: str) -> bool:
    return _letters(piece) >= ENOUGH


def _letters(piece: str) -> int:
    """Return the number of letters in a piece; a Chinese character counts as two."""
    return sum(2 if sign >= "\u2e80" else 1 for sign in piece if sign.isalpha())


@cache
def _pieces(language: str) -> dict[str, tuple[str, ...]]:
    """Return, by name of the text, the constant pieces of each text, including those of its variants."""
    catalogue = (_CATALOGUES / f"{language}.ftl").read_text(encoding="utf-8")
    found = {}
    for text in _TEXT.split(re.sub(r"^#.*$", "", catalogue, flags=re.MULTILINE)):
        name, _, value = text.partition(" =")
        parts = (part.strip() for part in _BETWEEN.split(_TAG.sub("", value)))
        found[name.strip()] = tuple(part for part in parts if _letters(part) > 1)
    return found
