"""Reads the catalogues and formats their messages."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape, unescape
from importlib.resources import files

from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.resolver import Pattern
from fluent.runtime.types import FluentType

FALLBACK = "en"

MAY_BE_MISSING = ("anime", "hd")
"""Commands that not every bot offers; messages select by variables of these names, which callers need not pass."""

CACHED = 4_096
"""Maximum number of cached messages; a message with user text is never cached."""

TRADITIONAL = {"hant", "tw", "hk", "mo"}
"""Subtags of Chinese in traditional characters, unless the script subtag says otherwise."""

_DIRECTIONS = {**dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"), **dict.fromkeys("\u2066\u2067\u2068", "\u2069")}
"""Maps characters that change the text direction to those that end the change (Unicode Standard Annex 9, section 2)."""

_DIRECTION = re.compile(f"[{''.join({*_DIRECTIONS, *_DIRECTIONS.values()})}]")

_MARK = re.compile("\0(.*?)\0")

_ENTRY = re.compile(r"^(?=[a-z][a-z0-9-]* =)", re.MULTILINE)
"""Matches the beginning of a message in a catalogue."""

_NAMED = re.compile(r"\{\s*([a-z][a-z0-9-]*)\s*\}")
"""Matches a reference to another message within a message."""


class _Words(FluentType):
    """Represents user text in a message: a placeholder where it is shown, the text where the message selects by it.

    The text is inserted after the message is formatted, because the library refuses a message that shows more than
    2,500 characters in one place, and escaped text is up to five times as long as what a user typed.
    """

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._text = text

    def __eq__(self, other: object) -> bool:
        return self._text == other

    def __hash__(self) -> int:
        return hash(self._text)

    def format(self, locale: object) -> str:
        """Return the placeholder."""
        return f"\0{self._name}\0"


def _shown(text: str) -> str:
    return escape(_in_its_place(text), quote=False)


def _in_its_place(text: str) -> str:
    """Return a text that does not affect the direction of later text: remove direction marks unless all are ended."""
    for line in text.splitlines():
        open_: list[str] = []
        for sign in _DIRECTION.findall(line):
            if sign in _DIRECTIONS:
                open_.append(_DIRECTIONS[sign])
            elif not open_ or open_.pop() != sign:
                return _DIRECTION.sub("", text)
        if open_:
            return _DIRECTION.sub("", text)
    return text


class _Catalogue:
    """Holds one language's messages, each parsed on first use: parsing all takes a quarter of the bot's start."""

    def __init__(self, language: str) -> None:
        source = (files(__package__) / f"{language}.ftl").read_text(encoding="utf-8")
        entries = _ENTRY.split(source)
        self._unparsed = {entry.partition(" =")[0]: entry for entry in entries if _ENTRY.match(entry)}
        self._bundle = FluentBundle([language], use_isolating=False)

    def pattern(self, message: str) -> Pattern | None:
        """Return the pattern of a message; None if there is no message of that name."""
        self._parse(message)
        return self._bundle.get_message(message).value if self._bundle.has_message(message) else None

    def format(self, pattern: Pattern, params: dict[str, object]) -> tuple[object, list[Exception]]:
        """Return a message with its arguments inserted, and the errors."""
        found: tuple[object, list[Exception]] = self._bundle.format_pattern(pattern, params)
        return found

    def _parse(self, message: str) -> None:
        entry = self._unparsed.pop(message, None)
        if entry is None:
            return
        self._bundle.add_resource(FluentResource(entry))
        for other in _NAMED.findall(entry):
            self._parse(other)


@cache
def _catalogue(language: str) -> _Catalogue:
    """Read a catalogue once per process, not once per bot."""
    return _Catalogue(language)


class Texts:
    """Holds the catalogues of all languages, read once.

    Messages are Telegram HTML. Arguments are user text: they are escaped here, so that no caller can forget it, and
    direction marks in them do not affect our own text.

    Args:
        missing: Those of `MAY_BE_MISSING` that this bot lacks: the variable of that name is `no` in every message, so
            that no message mentions them.
    """

    def __init__(self, missing: Collection[str] = ()) -> None:
        self._standing: dict[str, object] = {
            command: "no" if command in missing else "yes" for command in MAY_BE_MISSING
        }
        self._format_cached = lru_cache(CACHED)(self._format)
        names = (entry.name for entry in files(__package__).iterdir())
        self._catalogues = {
            language: _catalogue(language) for name in names if (language := name.removesuffix(".ftl")) != name
        }

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the available languages, named like their catalogues."""
        return tuple(sorted(self._catalogues))

    def language_for(self, language_code: str | None) -> str:
        """Return the catalogue for an IETF tag as Telegram sends it (`zh-TW`, `en-GB`), English if none fits."""
        primary, *subtags = (language_code or "").lower().replace("_", "-").split("-")
        if primary == "zh" and "hans" not in subtags and TRADITIONAL.intersection(subtags):
            return "zh-hant"
        return primary if primary in self._catalogues else FALLBACK

    def bind(self, language: str) -> "BoundTexts":
        """Return the texts in one language."""
        return BoundTexts(self, language)

    def get(self, language: str, message: str, /, **params: str | int) -> str:
        """Return a message in a language.

        Args:
            language: One of `languages`; anything else falls back to English.
            message: The message's id.
            **params: Its arguments. Strings are escaped and may have any length; pass ids and seeds as strings, because
                numbers are formatted with the language's separators.

        Raises:
            LookupError: No catalogue has this message, or an argument is missing.
        """
        has_words = any(isinstance(value, str) for value in params.values())
        make = self._format if has_words else self._format_cached  # user text must not stay in memory
        return make(language if language in self._catalogues else FALLBACK, message, *params.items())

    def _format(self, language: str, message: str, *items: tuple[str, str | int]) -> str:
        params = dict(items)
        english = self._catalogues[FALLBACK]
        catalogue = self._catalogues[language]
        pattern = catalogue.pattern(message)
        if pattern is None:
            catalogue, pattern = english, english.pattern(message)
        if pattern is None:
            raise LookupError(f"no message {message}")
        given: dict[str, object] = {
            name: _Words(name, value) if isinstance(value, str) else value for name, value in params.items()
        }
        text, errors = catalogue.format(pattern, self._standing | given)
        if errors:
            raise LookupError(f"message {message} in {language}: {errors[0]}")
        return _MARK.sub(lambda mark: _shown(str(params[mark[1]])), str(text))


@dataclass(frozen=True, slots=True)
class BoundTexts:
    """Provides the texts in one language; `texts` has all languages. Made by `Texts.bind`."""

    texts: Texts
    language: str

    def __call__(self, message: str, /, **params: str | int) -> str:
        """Return a message, like `Texts.get`."""
        return self.texts.get(self.language, message, **params)

    def label(self, message: str, /, **params: str | int) -> str:
        """Return a message for a button, as plain text instead of HTML."""
        return unescape(self(message, **params))
