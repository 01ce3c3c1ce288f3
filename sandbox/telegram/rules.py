"""Checks and parses the texts and entities of messages as Telegram does.

Source: Bot API, `MessageEntity`, "Formatting options", and the limits given for `sendMessage` and `sendPhoto`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from sandbox.telegram.errors import bad_request
from sandbox.telegram.markup import parse_html, units

Json = dict[str, Any]

MAX_TEXT = 4096
MAX_CAPTION = 1024
_MAX_ENTITIES = 100
# Telegram detects no entities inside these.
_OPAQUE = {"code", "pre", "text_link", "text_mention", "custom_emoji"}
_TRAILING = ".,:;!?'\")]}…"
_DETECTED = (
    (
        "url",
        re.compile(
            r"(?<![\w@./])(?:https?://|www\.)[^\s<>\"]+|(?<![\w@./-])[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|me|dev|cn|ru|de)\b(?:/[^\s<>\"]*)?"
        ),
    ),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")),
    ("mention", re.compile(r"(?<!\w)@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w)")),
    ("hashtag", re.compile(r"(?<!\w)#(?=\w*[^\W\d])\w{1,256}(?!\w*#)")),
)


def format_text(text: str, parse_mode: str, entities: Any) -> tuple[str, tuple[Json, ...]]:
    """Return the text as people see it, and its entities in Telegram's order.

    Args:
        text: The text as passed by the caller.
        parse_mode: `HTML` or empty; MarkdownV2 is not supported here.
        entities: Explicit entities, used without a parse mode.

    Raises:
        ApiError: The text cannot be parsed.
    """
    match parse_mode.lower():
        case "":
            plain, found = text, _explicit(text, entities)
        case "html":
            plain, found = parse_html(text)
        case "markdown" | "markdownv2":
            raise bad_request("can't parse entities: the sandbox speaks HTML and explicit entities only")
        case _:
            raise bad_request("unsupported parse_mode")
    plain, found = _strip(plain, found)
    found += _detect(plain, found)
    found.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return plain, tuple(found)


def check_text(text: str) -> None:
    """Check the length of a text.

    Raises:
        ApiError: The text is empty or too long.
    """
    if not text:
        raise bad_request("message text is empty")
    if units(text) > MAX_TEXT:
        raise bad_request("message is too long")


def check_caption(text: str) -> None:
    """Check the length of a caption.

    Raises:
        ApiError: The caption is too long.
    """
    if units(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")


def _explicit(text: str, entities: Any) -> list[Json]:
    if entities is None:
        return []
    if not isinstance(entities, list):
        raise bad_request("can't parse entities: Expected an Array of MessageEntity")
    entities = entities[:_MAX_ENTITIES]
    length = units(text)
    for entity in entities:
        if not isinstance(entity, dict) or not {"type", "offset", "length"} <= entity.keys():
            raise bad_request("can't parse entities: Expected a MessageEntity with type, offset and length")
        end = entity["offset"] + entity["length"]
        if entity["offset"] < 0 or entity["length"] < 0 or end > length:
            raise bad_request(
                f"entity beginning at UTF-16 offset {entity['offset']} ends after the end of the text "
                f"at UTF-16 offset {end}"
            )
    # Entities that Telegram detects itself come from the text, not from the caller.
    detected = {kind for kind, _ in _DETECTED}
    return [dict(entity) for entity in entities if entity["length"] and entity["type"] not in detected]


def _strip(text: str, entities: Iterable[Json]) -> tuple[str, list[Json]]:
    """Strip white space from both ends, and adjust the entities."""
    cut = units(text) - units(text.lstrip())
    stripped = text.strip()
    length = units(stripped)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] + entity["length"] - cut, length)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return stripped, kept


def _detect(text: str, entities: list[Json]) -> list[Json]:
    """Return the entities that Telegram detects in a text."""
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _OPAQUE]
    found = []
    for kind, start, end in _candidates(text):
        offset = units(text[:start])
        stop = offset + units(text[start:end])
        if all(stop <= first or offset >= last for first, last in taken):
            found.append({"type": kind, "offset": offset, "length": stop - offset})
            taken.append((offset, stop))
    return found


def _candidates(text: str) -> Iterator[tuple[str, int, int]]:
    for kind, pattern in _DETECTED:
        for match in pattern.finditer(text):
            trimmed = match[0].rstrip(_TRAILING) if kind == "url" else match[0]
            yield kind, match.start(), match.start() + len(trimmed)
