"""Why the owner of an order must confirm it before it is painted, as it is stored with the order. Pure."""

import json

from bot.errors import UserError


def write(reason: UserError) -> str:
    """Return what to store; without the character that PostgreSQL has in no text."""
    params = {name: str(value).replace("\0", "") for name, value in reason.params.items()}
    return json.dumps({"code": reason.code} | params)


def unread() -> UserError:
    """Return the reason that the painter cannot read a letter of the words."""
    return UserError("unread")


def read(stored_reason: str) -> UserError:
    """Return the reason that was stored."""
    stored = json.loads(stored_reason)
    return UserError(stored.pop("code"), **stored)
