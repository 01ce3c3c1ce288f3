"""Defines the settings that a user, or a group's administrators, make once for all their orders. Pure."""

import json
import unicodedata
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from bot.looks import LONGEST_WORDS, MOST_OWN, is_own_name
from bot.options import Options, Tell, is_seen

MAX_NEGATIVE = 300
"""The most characters (code points) of the negative prompt for all orders."""

Orderers = Literal["everyone", "admins"]
Pressers = Literal["everyone", "owner"]


PRESETS = {
    "none": "",
    "text": "text, watermark, logo",
    "blurry": "blurry, low quality",
    "people": "people",
}
"""Common negative prompts, in the words that the painter gets."""

CHOICES: dict[str, tuple[str, ...]] = {
    "language": ("auto", "en", "es", "ru", "zh", "zh-hant"),
    "model": ("art", "anime", "basic"),
    "size": ("512x512", "768x768", "768x512", "512x768", "768x448", "448x768"),
    "negative": tuple(PRESETS),
    "file": ("no", "yes"),
    "tell": ("late", "always", "never"),
    "once": ("no", "yes"),
    "link": ("no", "yes"),
    "orderers": ("everyone", "admins"),
    "buttons": ("everyone", "owner"),
    "spoiler": ("no", "yes"),
    "keep": ("always", "1", "6", "24", "47"),
    "daily": ("default", "10", "20", "50", "100", "200"),
}
"""The fields that buttons may set, each with the values that it may take."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """Holds the settings that apply unless an order says otherwise. The defaults apply where nothing was set.

    Attributes:
        language: A catalogue's name; '' for the one that Telegram reports.
        model: `art`, `anime` or `basic`.
        size: Width and height, as in `768x512`.
        negative: What to avoid: one line, at most `MAX_NEGATIVE` characters.
        as_file: Pictures are delivered as documents.
        tell: When a message follows a picture, see `bot.options.Tell`.
        at_once: In a private chat, words without a command are painted at once.
        linked: Captions link back to the bot.
        orderers: For a group: who may order there.
        buttons: For a group: who may order from another user's picture by the buttons under it.
        spoiler: Pictures are covered until they are tapped.
        kept_hours: Pictures are deleted after so many hours; 0 for never.
        daily: For a group: pictures a day; None for the operator's limit.
        styles: The user's own styles: names and words, the oldest first.
        asked_until: Until when (UTC microseconds) words in a private chat are taken as `negative`.
    """

    language: str = ""
    model: str = "art"
    size: str = "512x512"
    negative: str = ""
    as_file: bool = False
    tell: Tell = "late"
    at_once: bool = False
    linked: bool = False
    orderers: Orderers = "everyone"
    buttons: Pressers = "everyone"
    spoiler: bool = False
    kept_hours: int = 0
    daily: int | None = None
    styles: tuple[tuple[str, str], ...] = ()
    asked_until: int = 0


def read(text: str) -> Preferences:
    """Return the stored preferences; values that are not valid count as not set."""
    try:
        stored = json.loads(text)
    except (ValueError, RecursionError):
        stored = None
    if not isinstance(stored, dict):
        return Preferences()
    known = {name: value for name, value in stored.items() if name in asdict(Preferences()) and _fits(name, value)}
    if "styles" in known:
        known["styles"] = tuple((name, words) for name, words in known["styles"])
    return Preferences(**known)


def write(preferences: Preferences) -> str:
    """Return the preferences in stored form: only the values that differ from the defaults."""
    usual = asdict(Preferences())
    return json.dumps({name: value for name, value in asdict(preferences).items() if value != usual[name]})


def choose(preferences: Preferences, field: str, value: str) -> Preferences | None:
    """Return the preferences after a press.

    Args:
        preferences: The preferences before the press.
        field: One of `CHOICES`.
        value: One of the field's choices.

    Returns:
        None for a field or a value that no button of this program carries.
    """
    if value not in CHOICES.get(field, ()):
        return None
    changes: dict[str, Any]
    match field:
        case "language":
            changes = {"language": "" if value == "auto" else value}
        case "negative":
            changes = {"negative": PRESETS[value], "asked_until": 0}
        case "file":
            changes = {"as_file": value == "yes"}
        case "once":
            changes = {"at_once": value == "yes"}
        case "link":
            changes = {"linked": value == "yes"}
        case "spoiler":
            changes = {"spoiler": value == "yes"}
        case "keep":
            changes = {"kept_hours": 0 if value == "always" else int(value)}
        case "daily":
            changes = {"daily": None if value == "default" else int(value)}
        case _:
            changes = {field: value}
    return replace(preferences, **changes)


def chosen(preferences: Preferences, field: str) -> str:
    """Return which of a field's `CHOICES` is set; '' if it is none of them, such as the user's own words."""
    return next((value for value in CHOICES[field] if _same(choose(preferences, field, value), preferences)), "")


def apply(preferences: Preferences, options: Options, *, shaped: bool) -> Options:
    """Return the options that apply unless an order says otherwise.

    Args:
        preferences: The preferences of the user who orders.
        options: The defaults; the seed is kept.
        shaped: The size comes from a photo.
    """
    width, height = (options.width, options.height) if shaped else map(int, preferences.size.split("x"))
    return replace(
        options,
        model=preferences.model,
        negative=preferences.negative,
        width=width,
        height=height,
        as_file=preferences.as_file,
        tell=preferences.tell,
        linked=preferences.linked,
    )


def in_chat(preferences: Preferences, options: Options) -> Options:
    """Return the options of an order with the chat's settings for all its pictures applied."""
    return replace(options, spoiler=options.spoiler or preferences.spoiler, kept_hours=preferences.kept_hours)


def one_line(text: str) -> str:
    """Return a typed text as one line; '' if nothing in it is visible. The line may be too long."""
    line = " ".join("".join(" " if unicodedata.category(char) in {"Cc", "Cs"} else char for char in text).split())
    return line if is_seen(line) else ""


def _same(preferences: Preferences | None, other: Preferences) -> bool:
    return preferences is not None and replace(preferences, asked_until=other.asked_until) == other


def _is_style(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 2 or not all(isinstance(part, str) for part in value):
        return False
    name, words = value
    return is_own_name(name) and 0 < len(words) <= LONGEST_WORDS and one_line(words) == words


def _fits(name: str, value: object) -> bool:
    match name:
        case "as_file" | "at_once" | "linked" | "spoiler":
            return isinstance(value, bool)
        case "kept_hours":
            return type(value) is int and (value == 0 or str(value) in CHOICES["keep"])
        case "daily" | "asked_until":
            return type(value) is int and value >= 0
        case "styles":
            return isinstance(value, list) and len(value) <= MOST_OWN and all(map(_is_style, value))
        case "negative":
            return isinstance(value, str) and len(value) <= MAX_NEGATIVE and one_line(value) == value
        case _:
            return isinstance(value, str) and value in CHOICES[name] and value != "auto"
