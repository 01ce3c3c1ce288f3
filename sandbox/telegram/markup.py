"""Parses HTML as the Bot API does: tags become entities, counted in UTF-16 units.

Source: Bot API, "Formatting options", HTML style. Error texts are those of the Bot API server.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.telegram.errors import ApiError, bad_request

Json = dict[str, Any]

_SIMPLE_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
}
_TAGS = {*_SIMPLE_TAGS, "a", "span", "blockquote", "tg-emoji"}
_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot);?|#(\d{1,7});?|#[xX]([0-9a-fA-F]{1,6});?)")
_TAG = re.compile(r"<(/?)([^\s/>]*)((?:\s+[^\s=>]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?)*)\s*/?>")
_ATTRIBUTE = re.compile(r"([^\s=>]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?")
_ADDRESS = re.compile(r"^(?:https?|tg|tonsite)://\S+$|^[\w-]+(?:\.[\w-]+)+\S*$")


def units(text: str) -> int:
    """Return the length of a text in UTF-16 code units, as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def slice_units(text: str, offset: int, length: int) -> str:
    """Return the part of a text that an entity covers, by its offset and length in UTF-16 units."""
    encoded = text.encode("utf-16-le")
    return encoded[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


@dataclass(slots=True)
class _OpenTag:
    name: str
    attributes: dict[str, str]
    offset: int
    start: int


@dataclass(slots=True)
class _Reader:
    """Parses HTML from left to right."""

    source: str
    position: int = 0
    plain: str = ""
    length: int = 0
    entities: list[Json] = field(default_factory=list)
    stack: list[_OpenTag] = field(default_factory=list)

    def read(self) -> None:
        while self.position < len(self.source):
            char = self.source[self.position]
            if char == "<":
                self._read_tag()
            elif char == "&" and (reference := _REFERENCE.match(self.source, self.position)):
                self._append(_character(reference))
                self.position = reference.end()
            else:
                self._append(char)
                self.position += 1
        if self.stack:
            raise _cannot_parse(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].name}"')

    def _append(self, text: str) -> None:
        self.plain += text
        self.length += units(text)

    def _byte(self) -> int:
        return len(self.source[: self.position].encode())

    def _read_tag(self) -> None:
        tag = _TAG.match(self.source, self.position)
        if tag is None:
            kind = "end" if self.source.startswith("</", self.position) else "start"
            raise _cannot_parse(f"Unclosed {kind} tag at byte offset {self._byte()}")
        closing, name = tag[1], tag[2].lower()
        if closing:
            self._close(name)
        elif name in _TAGS:
            attributes = {
                found[1].lower(): _REFERENCE.sub(_character, found[2] or found[3] or found[4] or "")
                for found in _ATTRIBUTE.finditer(tag[3])
            }
            if name == "span" and attributes.get("class") != "tg-spoiler":
                raise _cannot_parse(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte()}')
            self.stack.append(_OpenTag(name, attributes, self.length, len(self.plain)))
        else:
            raise _cannot_parse(f'Unsupported start tag "{name}" at byte offset {self._byte()}')
        self.position = tag.end()

    def _close(self, name: str) -> None:
        if not self.stack:
            raise _cannot_parse(f"Unexpected end tag at byte offset {self._byte()}")
        opened = self.stack.pop()
        if name not in ("", opened.name):
            raise _cannot_parse(
                f'Unmatched end tag at byte offset {self._byte()}, expected "</{opened.name}>", found "</{name}>"'
            )
        length = self.length - opened.offset
        fields = _entity(opened, self.plain[opened.start :], parent=self.stack[-1] if self.stack else None)
        if length and fields:
            self.entities.append({"offset": opened.offset, "length": length, **fields})


def _entity(tag: _OpenTag, inner: str, parent: _OpenTag | None) -> Json | None:
    """Return the type and the extra fields of a tag's entity, or None if the tag makes none."""
    match tag.name:
        case "code" if parent and parent.name == "pre" and tag.attributes.get("class", "").startswith("language-"):
            parent.attributes["language"] = tag.attributes["class"].removeprefix("language-")
            return None
        case "pre" if "language" in tag.attributes:
            return {"type": "pre", "language": tag.attributes["language"]}
        case "a":
            url = tag.attributes.get("href") or inner
            return {"type": "text_link", "url": url} if _ADDRESS.match(url) else None
        case "span":
            return {"type": "spoiler"}
        case "blockquote":
            return {"type": "expandable_blockquote" if "expandable" in tag.attributes else "blockquote"}
        case "tg-emoji":
            return {"type": "custom_emoji", "custom_emoji_id": tag.attributes.get("emoji-id", "")}
        case name:
            return {"type": _SIMPLE_TAGS[name]}


def _character(reference: re.Match[str]) -> str:
    name, decimal, hexadecimal = reference.groups()
    if name:
        return _CHARACTERS[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    valid = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
    return chr(code) if valid else reference[0]


def _cannot_parse(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Return the plain text of an HTML text, and its entities.

    Raises:
        ApiError: A tag is unknown, unclosed, or closed in the wrong order.
    """
    reader = _Reader(source)
    reader.read()
    return reader.plain, reader.entities
