"""Finds where options and their values begin and end in a text, by the rules in `bot.grammar`. Pure."""

import re
import unicodedata
from collections.abc import Iterable

from bot.option_values import AROUND_WORDS, SIDE_TYPED

# The invisible marks around right-to-left words count as blanks, too.
_BOUNDARY = r"(?<![^\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff])"
OPTION = re.compile(_BOUNDARY + r"(?:[-－﹣]{2}|[—–]{1,2})([A-Za-z\uff21-\uff3a\uff41-\uff5a][^\W\d]*(?:-[^\W\d]+)*)")
END = re.compile(_BOUNDARY + r"--(?=\s|$)")

_BLANK = r"[^\S\n]*+"  # no backtracking, as in numbers: a user's text may consist of blanks alone
_QUOTED = (
    rf"{_BLANK}(?:[=＝:：]{_BLANK})?"
    r"""(?:(?:"(.*?)"|'(.*?)'|[“”„](.*?)[“”]|[‘’‚](.*?)[‘’]|«(.*?)»|「(.*?)」)(?=\s|$)"""
)
_VALUE = re.compile(_QUOTED + r"|(?P<bare>\S*))")
_LINE = re.compile(_QUOTED + r"|(?P<bare>.*))")
_NUMBER = re.compile(_BLANK + r"[=＝:：]?" + _BLANK + r"\d[\d.,]*+(?=\s|$)")
_SPACED = re.compile(
    rf"{_BLANK}[=＝]?{_BLANK}{SIDE_TYPED}{_BLANK}([:/x×*\u0445]){_BLANK}{SIDE_TYPED}(?![^\s,;])", re.IGNORECASE
)
_MINUS = {0x2212: "-", 0x2013: "-", 0x2014: "-"}


def cut_value(text: str, *, sides: bool, words: bool) -> tuple[str | None, str]:
    """Return the value at the start of a text as it was typed (None if it is missing), and the rest of the text.

    Args:
        text: The text after an option.
        sides: The value is a ratio or a size, which may contain blanks.
        words: The value is all words of the line.
    """
    if sides and (spaced := _SPACED.match(text)):  # 16 : 9
        text = "".join(spaced.groups()) + text[spaced.end() :]
    found = (_LINE if words else _VALUE).match(text)
    assert found  # a bare value may be empty
    value = found[found.lastindex or 0]
    if not words:
        value = plain(value)
    missing = not value.strip(AROUND_WORDS) and (found["bare"] is not None or not words)
    return (None if missing else value), text[found.end() :]


def cut_number(text: str) -> str:
    """Return a text without the number at its start; any other text there belongs to the prompt."""
    found = _NUMBER.match(text)
    return text[found.end() :] if found else text


def plain(text: str) -> str:
    """Return a name or a value without what keyboards add: full-width forms, invisible marks, end punctuation."""
    plain = unicodedata.normalize("NFKC", text).translate(_MINUS)
    return "".join(char for char in plain if unicodedata.category(char) != "Cf").strip().rstrip(",;.、。")


def joined(pieces: Iterable[str]) -> str:
    """Join the text around the options; one gap stands for each option, with a new line if there was one."""
    joined: list[str] = []
    gap = ""
    for piece in pieces:
        body = piece.strip()
        before, after = piece[: len(piece) - len(piece.lstrip())], piece[len(piece.rstrip()) :]
        gap = max(gap, before, key=lambda blank: (blank.count("\n"), len(blank)))
        if body:
            joined += [gap, body] if joined else [body]
            gap = after
    return "".join(joined)
