"""Encodes why the owner must confirm an order before it is painted, as stored with the order. Pure."""

import json

from bot.errors import UserError


def write(reason: UserError) -> str:
    """Return the stored form of a reason, without the NUL character, which PostgreSQL does not allow in text."""
    params = {name: str(value).replace("\0", "") for name, value in reason.params.items()}
    return json.dumps({"code": reason.code} | params)


def unread() -> UserError:
    """Return the reason for words of which the painter cannot read a single letter."""
    return UserError("unread")


def read(stored_reason: str) -> UserError:
    """Return the reason from its stored form."""
    stored = json.loads(stored_reason)
    return UserError(stored.pop("code"), **stored)
