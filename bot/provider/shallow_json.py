"""JSON of which only the upper levels matter: what is deeper need not be readable, however large or deep it is."""

import json
import re
from typing import Any

MOST_BRACKETS = 150_000
"""Runs of brackets in a body, at the most: ten times what a megabyte of any use has."""

_TO_BRACKETS = re.compile(r'(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+"?|\[\]|\{\})*+([\[{]++|[\]}]++|\Z)', re.DOTALL)
"""What stands before the next brackets, text in quotes included, and a run of brackets; or the rest. It always fits."""


def read_shallow(body: bytes, levels: int) -> Any:
    """Read JSON of any encoding, its upper levels alone.

    Returns:
        The value; what is deeper than so many levels of objects and lists is None (or empty, if it is).

    Raises:
        ValueError: It is not JSON, or nothing but brackets.
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
    # Of an int, the number of digits is limited; in text, a raw line break does no harm.
    return json.loads("".join(kept), parse_int=float, strict=False)
