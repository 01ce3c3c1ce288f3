"""Encodes and decodes `callback_data`: 1 to 64 bytes that a press returns unchanged, or that a user has forged."""

import re

from bot.pipeline.messenger import ButtonData

_DATA = re.compile(r"([a-z]{1,12}):([0-9a-f]{26}|)(?::([a-z0-9._-]{1,24}))?", re.ASCII)
_IN_HISTORY = "history"


def encode(data: ButtonData) -> str:
    """Return the `callback_data` of a button."""
    choice = ".".join(filter(None, (data.choice, _IN_HISTORY if data.in_history else "")))
    return f"{data.action}:{data.job_id}:{choice}".removesuffix(":")


def decode(text: str | None) -> ButtonData | None:
    """Return the data in a `callback_data`; None if no button of the bot can carry it."""
    match = _DATA.fullmatch(text or "")
    if match is None:
        return None
    action, job_id, choice = match[1], match[2], match[3] or ""
    before, dot, last = choice.rpartition(".")
    if last == _IN_HISTORY and bool(dot) == bool(before):
        return ButtonData(action, job_id, before, in_history=True)
    return ButtonData(action, job_id, choice)
