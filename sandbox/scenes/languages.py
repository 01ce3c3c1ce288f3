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


ENOUGH = 4
"""Letters of a piece that tells something."""


def ways(words: str, language: str) -> tuple[str, ...]:
    """Return what may stand in an answer, one of them, where these words stand in an English one.

    It is what stands in the place of theirs, or, where a text is put together otherwise, any piece of it that tells
    something; or the words themselves, which may be a description.
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
    """Return how many letters a piece has; a Chinese sign says as much as two."""
    return sum(2 if sign >= "\u2e80" else 1 for sign in piece if sign.isalpha())


@cache
def _pieces(language: str) -> dict[str, tuple[str, ...]]:
    """Return the parts of each text that stand in every answer as they are, or in one of its variants."""
    catalogue = (_CATALOGUES / f"{language}.ftl").read_text(encoding="utf-8")
    found = {}
    for text in _TEXT.split(re.sub(r"^#.*$", "", catalogue, flags=re.MULTILINE)):
        name, _, value = text.partition(" =")
        parts = (part.strip() for part in _BETWEEN.split(_TAG.sub("", value)))
        found[name.strip()] = tuple(part for part in parts if _letters(part) > 1)
    return found
