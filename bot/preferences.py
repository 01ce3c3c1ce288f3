"""What a person, or a group's administrators, have set once for all their orders. Pure."""

import json
import unicodedata
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from bot.looks import LONGEST_WORDS, MOST_OWN, is_own_name
from bot.options import Options, Tell, is_seen

MAX_NEGATIVE = 300
"""Characters (code points) of what is always to be avoided."""

Orderers = Literal["everyone", "admins"]
Pressers = Literal["everyone", "owner"]


PRESETS = {
    "none": "",
    "text": "text, watermark, logo",
    "blurry": "blurry, low quality",
    "people": "people",
}
"""What is often avoided, in the words that the painter gets."""

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
"""What buttons may set, and to what."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What holds where an order says nothing else. The defaults hold where nothing was set.

    Attributes:
        language: A catalogue's name; '' for the one that Telegram tells.
        model: `art`, `anime` or `basic`.
        size: Width and height, as in `768x512`.
        negative: What to avoid: one line, at most `MAX_NEGATIVE` characters.
        as_file: Pictures are brought as documents.
        tell: Whether a line follows a picture.
        at_once: Words without a command are painted at once, in private.
        linked: Captions lead back to the bot.
        orderers: Of a group: who may order there.
        buttons: Of a group: who may make more of somebody's picture by the buttons under it.
        spoiler: Pictures are covered until they are tapped.
        kept_hours: Pictures are deleted after so many hours; 0 for never.
        daily: Of a group: pictures a day; None for what the operator allows.
        styles: Of one's own: names and words, the oldest first.
        asked_until: Until when (UTC microseconds) words in private are what to avoid.
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
    """Return what is stored; what cannot be understood is as if it had not been set."""
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
    """Return what to store: only what differs from the defaults."""
    usual = asdict(Preferences())
    return json.dumps({name: value for name, value in asdict(preferences).items() if value != usual[name]})


def choose(preferences: Preferences, field: str, value: str) -> Preferences | None:
    """Return the preferences after a press.

    Args:
        preferences: Those before.
        field: One of `CHOICES`.
        value: One of its choices.

    Returns:
        None for what no button of ours says.
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
    """Return which of a field's `CHOICES` holds; '' if it is none of them, as with words of one's own."""
    return next((value for value in CHOICES[field] if _same(choose(preferences, field, value), preferences)), "")


def apply(preferences: Preferences, options: Options, *, shaped: bool) -> Options:
    """Return the options of an order that says nothing else.

    Args:
        preferences: Of whoever orders.
        options: The defaults; the seed stays.
        shaped: A photo gave the size.
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
    """Return the options of an order in a chat that has set something for all pictures there."""
    return replace(options, spoiler=options.spoiler or preferences.spoiler, kept_hours=preferences.kept_hours)


def one_line(text: str) -> str:
    """Return what somebody typed as one line; '' if nothing of it can be seen; perhaps too long."""
    line = " ".join("".join(" " if unicodedata.category(each) in {"Cc", "Cs"} else each for each in text).split())
    return line if is_seen(line) else ""


def _same(preferences: Preferences | None, other: Preferences) -> bool:
    return preferences is not None and replace(preferences, asked_until=other.asked_until) == other


def _is_style(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 2 or not all(isinstance(each, str) for each in value):
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
