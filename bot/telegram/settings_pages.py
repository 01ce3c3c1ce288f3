"""Builds the pages of `/settings`. Pure: presses on their buttons are handled in `bot.telegram.settings_menu`."""

from bot.options import shorten
from bot.pipeline.messenger import Button, ButtonData, Rows, Text
from bot.preferences import CHOICES, PRESETS, Preferences, chosen
from bot.texts import BoundTexts

ACTION = "set"

OWN = "own"
"""The choice to type one's own negative prompt."""

OF_A_PERSON = ("language", "model", "size", "negative", "file", "tell", "once", "spoiler", "keep", "link")
OF_A_GROUP = ("language", "orderers", "daily", "buttons", "spoiler", "keep")

IN_PAIRS = frozenset({"language", "size", "daily", "keep"})
"""Fields whose choices are short enough for two buttons in a row."""

LABEL_WORDS = 30
"""Maximum UTF-16 units of a user's own words on a button."""


def main_page(text: BoundTexts, preferences: Preferences, *, group: bool) -> Text:
    """Return the page with all settings and their values."""
    rows = []
    for field in OF_A_GROUP if group else OF_A_PERSON:
        value = _present(text, preferences, field)
        rows.append((_button(text.label(f"settings-{field}", value=value), field),))
    return Text(text("settings-title-group" if group else "settings-title"), tuple(rows))


def choice_page(text: BoundTexts, preferences: Preferences, field: str) -> Text:
    """Return the page with the choices for one setting, and a button back."""
    present = chosen(preferences, field)
    buttons = []
    for value in CHOICES[field]:
        name = _named(text, field, value)
        label = text.label("settings-chosen", value=name) if value == present else name
        buttons.append(_button(label, f"{field}.{value}"))
    size = 2 if field in IN_PAIRS else 1
    rows: Rows = tuple(tuple(buttons[at : at + size]) for at in range(0, len(buttons), size))
    back = (_button(text.label("settings-back"), ""),)
    if field != "negative":
        return Text(text(f"settings-{field}-which"), (*rows, back))
    avoided = preferences.negative or _named(text, field, "none")
    own = (_button(text.label("settings-negative-own"), f"{field}.{OWN}"),)
    return Text(text("settings-negative-which", value=avoided), (*rows, own, back))


def _present(text: BoundTexts, preferences: Preferences, field: str) -> str:
    if value := chosen(preferences, field):
        return _named(text, field, value)
    return str(preferences.daily) if field == "daily" else shorten(preferences.negative, LABEL_WORDS)


def _named(text: BoundTexts, field: str, value: str) -> str:
    """Return a choice as users see it. Words for the painter are in English in every language."""
    if field == "language" and value != "auto":
        return text.texts.get(value, "settings-own-name")
    if field == "size":
        return value.replace("x", "×")
    if field == "negative" and value != "none":
        return PRESETS[value]
    if field == "daily" and value != "default":
        return value
    if field == "keep" and value != "always":
        return text.label("settings-keep-hours", hours=value)
    return text.label(f"settings-{field}-{value}")


def _button(label: str, choice: str) -> Button:
    return Button(label, ButtonData(ACTION, choice=choice))
