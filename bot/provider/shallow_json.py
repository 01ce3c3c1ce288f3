"""Reads only the upper levels of JSON: deeper levels need not be readable, however large or deep they are."""

import json
import re
from typing import Any

MOST_BRACKETS = 150_000
"""Maximum number of runs of brackets in a body: ten times as many as any useful megabyte has."""

_TO_BRACKETS = re.compile(r'(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+"?|\[\]|\{\})*+([\[{]++|[\]}]++|\Z)', re.DOTALL)
"""Matches the text before the next brackets, quoted strings included, and the brackets; or the rest. Always matches."""


def read_shallow(body: bytes, levels: int) -> Any:
    """Read only the upper levels of JSON in any encoding.

    Returns:
        The value; an object or list deeper than `levels` is None (or empty, if it was).

    Raises:
        ValueError: The body is not JSON, or has too many brackets.
    """
    text = body.decode(json.detect_encoding(body), errors="replace")
    kept: list[str] = []
    depth = start = 0
    for number, run in enumerate(_TO_BRACKETS.finditer(text)):
        if number > MOST_BRACKETS:
            raise ValueError("too many brackets")
        at, end = run.span(1)
        if text[at:end].startswith(("[", "{")):
            if depth <= levels < depth + end - at:
                kept += text[start : at + levels - depth], "null"
            depth += end - at
        else:
            if depth - (end - at) <= levels < depth:
                start = at + depth - levels
            depth -= end - at
    if depth <= levels:
        kept.append(text[start:])
    # Python limits the number of digits of an int; a raw line break in a string does no harm.
    return json.loads("".join(kept), parse_int=float, strict=False)
