"""Provides the keys that sign the bot's addresses: given in the settings, or made once beside the database."""

import os
import secrets
from pathlib import Path

from bot.errors import TransientError
from bot.settings import SHORT_KEY, Settings, SettingsError
from storage.failures import may_pass, reason
from storage.ownership import hand_over


def signing_keys(settings: Settings, database_path: Path | None) -> tuple[bytes, ...]:
    """Return the keys that sign callback addresses; if none is given, make one beside the database, once.

    Raises:
        TransientError: The key file cannot be read or made now.
        SettingsError: The key file cannot be read or made, or is damaged.
    """
    if settings.signing_keys_given:
        return tuple(key.encode() for key in settings.signing_keys_given)
    assert database_path  # with PostgreSQL, a key is required
    path = key_path(database_path)
    try:
        if not path.exists():
            write_key(path, secrets.token_urlsafe(32))
        key = path.read_text(encoding="ascii").strip()
    except UnicodeDecodeError:
        key = ""
    except OSError as exc:
        sentence = f"the signing key {path} cannot be used: {reason(exc, path)}."
        raise (TransientError if may_pass(exc, path) else SettingsError)(sentence) from None
    if not fits_file(key):
        raise SettingsError(f"the signing key {path} is damaged: put the right one back, or delete it.")
    return (key.encode(),)


def fits_file(key: str) -> bool:
    """Return whether a key may be stored beside the database; one in `SECRET_KEY` may be short, and not ASCII."""
    return len(key) >= SHORT_KEY and key.isascii()


def key_path(database_path: Path) -> Path:
    """Return the path of the key that belongs to a database file."""
    return database_path.with_name("secret.key")


def write_key(path: Path, key: str) -> None:
    """Write a key atomically: the file is whole or absent, whatever happens to disk and process meanwhile.

    Raises:
        OSError: The key was not written.
    """
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        hand_over(draft)
        draft.rename(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
