"""What a button carries: `callback_data` is 1 to 64 bytes that come back as they were, or as somebody made them up."""

import re

from bot.pipeline.messenger import ButtonData

_DATA = re.compile(r"([a-z]{1,12}):([0-9a-f]{26}|)(?::([a-z0-9._-]{1,24}))?", re.ASCII)


def encode(press: ButtonData) -> str:
    """Return the `callback_data` of a button."""
    return f"{press.action}:{press.job_id}:{press.choice}".removesuffix(":")


def decode(data: str | None) -> ButtonData | None:
    """Return what `callback_data` means; None if no button of ours carries it."""
    match = _DATA.fullmatch(data or "")
    return ButtonData(match[1], match[2], match[3] or "") if match else None
