"""Reads the typed values of options within bounds, or finds the nearest valid value. Pure."""

import re
from collections.abc import Callable, Collection
from difflib import get_close_matches
from typing import Any

from bot.looks import LOOKS, folded_name
from bot.sizes import LONGEST_MEANT, SHORTEST, SIDE, is_like, size_near, size_shaped

QUOTED_BACK = 40
"""The most UTF-16 units of a user's words that an answer quotes."""

AROUND_WORDS = " ,;，；、=＝:：\"'“”„‘’‚«»「」-－﹣—–"

SIMILAR = 0.6
"""How similar a word must be to a known one to be taken for it (`difflib`'s ratio)."""

SIDE_TYPED = r"(\d++(?:[.,]\d++)?)"
_PAIR = re.compile(rf"{SIDE_TYPED}[:/x×*\u0445]{SIDE_TYPED}", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:\d+(?:[.,]\d+)?|[.,]\d+)")
_NICKNAMES = {"euler": "k_euler", "eulera": "k_euler_a", "eulerancestral": "k_euler_a", "lms": "klms"}

USUAL_STEPS = 20

Bounds = tuple[Any, ...]
"""For a number or a size, the lowest and the highest value; for words, all allowed ones."""

Reader = Callable[[str, Bounds], Any]


class NotAllowedError(Exception):
    """Raised for an invalid value; the message is the nearest valid one, or empty."""


def read_whole(value: str, bounds: Bounds) -> int:
    """Return a whole number. Raises `NotAllowedError`."""
    return int(_number(value, bounds, digits=0))


def read_decimal(value: str, bounds: Bounds) -> float:
    """Return a number with two decimals. Raises `NotAllowedError`."""
    return _number(value, bounds, digits=2)


def _number(value: str, bounds: Bounds, digits: int) -> float:
    if not _NUMBER.fullmatch(value):
        raise NotAllowedError
    low, high = bounds
    number = float(value.replace(",", "."))
    nearest: float = round(min(max(number, low), high), digits)
    if not low <= number <= high or (digits == 0 and number != nearest):
        raise NotAllowedError(written(nearest) if abs(number - nearest) <= high - low else "")
    return nearest


def read_seed(value: str, bounds: Bounds) -> int | None:
    """Return a seed; None for a random one, which the defaults supply."""
    return None if value.casefold() in {"-1", "random"} else read_whole(value, bounds)


def read_word(value: str, bounds: Bounds) -> str:
    """Return one of the allowed words. Raises `NotAllowedError`."""
    words: dict[str, str] = {folded_name(word): word for word in bounds}
    words |= {name: word for name, word in _NICKNAMES.items() if word in bounds}
    folded = folded_name(value[:QUOTED_BACK])
    if folded not in words:
        near = nearest_word(folded, words)
        raise NotAllowedError(words[near] if near else "")
    return words[folded]


def nearest_word(word: str, known: Collection[str]) -> str:
    """Return the known word that `word` begins with, or else the most similar one; '' if none is similar."""
    begun = [name for name in known if len(name) > 2 and word.startswith(name)]
    return max(begun, key=len) if begun else next(iter(get_close_matches(word, known, n=1, cutoff=SIMILAR)), "")


def read_ratio(value: str, bounds: Bounds) -> tuple[int, int]:
    """Return the size for a ratio. Raises `NotAllowedError`."""
    width, height = _pair(f"{value}:1" if _NUMBER.fullmatch(value) else value)
    if width == height == 0:
        raise NotAllowedError
    tallest, widest = bounds
    if max(width, height) * SHORTEST > min(width, height) * SIDE:
        raise NotAllowedError(widest if width > height else tallest)
    return size_shaped(width / height)


def read_size(value: str, _bounds: Bounds) -> tuple[int, int]:
    """Return a size in pixels. Raises `NotAllowedError`."""
    asked = _pair(f"{value}x{value}" if value.isdecimal() else value)
    width, height = (min(max(side, 1), LONGEST_MEANT) for side in asked)
    size = size_near(width, height)
    if asked != (width, height) or not is_like(size, width, height):
        raise NotAllowedError("{}x{}".format(*size))
    return size


def read_side(value: str, bounds: Bounds) -> int:
    """Return one side in pixels as it was meant; `size_near` later fits both sides."""
    if not value.isdecimal():
        raise NotAllowedError
    side = min(float(value), LONGEST_MEANT + 1)  # however many digits it has
    if not 0 < side <= LONGEST_MEANT:
        raise NotAllowedError(str(int(min(max(side, bounds[0]), bounds[1]))))
    return int(side)


def read_quality(value: str, bounds: Bounds) -> int:
    """Return the steps for Midjourney's quality, where 1 is the usual quality."""
    return min(100, max(5, round(USUAL_STEPS * _number(value, bounds, digits=2))))


def read_image_weight(value: str, bounds: Bounds) -> float:
    """Return the fidelity for Midjourney's image weight, where 1 gives picture and words equal weight."""
    weight = _number(value, bounds, digits=2)
    return round(weight / (1 + weight), 2)


def read_look(value: str, bounds: Bounds) -> str:
    """Return the words of a built-in style or of the user's own (pairs in the bounds); '' for `raw`, which has none."""
    looks = LOOKS | dict(bound for bound in bounds if isinstance(bound, tuple))
    folded = folded_name(value[:QUOTED_BACK])
    if folded not in looks:
        raise NotAllowedError(nearest_word(folded, looks))
    return looks[folded]


def _pair(value: str) -> tuple[float, float]:
    pair = _PAIR.fullmatch(value)
    if not pair:
        raise NotAllowedError
    width, height = (min(float(side.replace(",", ".")), 1e9) for side in pair.groups())
    return width, height


def read_words(value: str, _bounds: Bounds) -> str:
    """Return words in one line, without surrounding characters that would be parsed as syntax when sent again."""
    return " ".join(value.split()).strip(AROUND_WORDS)


def written(value: str | float) -> str:
    """Return a value as a user would type it."""
    if isinstance(value, str):
        return value or '""'
    return f"{value:.2f}".rstrip("0").rstrip(".")
