"""Translates failures of the disk or of SQLite: the reason in words, and whether they may pass by themselves."""

import errno
import os
import sqlite3
from pathlib import Path

from bot.errors import HuabotError, TransientError
from storage.database import StorageError

Failure = OSError | sqlite3.Error

NEEDED_BYTES = 64 * 1024
"""With less free space than this, SQLite cannot even begin its log, and may report any error."""

_PASSING = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ESTALE})

_PASSING_IN_SQLITE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_PROTOCOL,
    }
)


def may_pass(exc: Failure, path: Path) -> bool:
    """Return whether a later retry may help, without a repair of permissions, settings or the file.

    Args:
        exc: The failure.
        path: The file. A file system that became read-only under an existing file may become writable again; one
            where the file never existed is the wrong place.
    """
    if _is_full(exc, path):
        return True
    if isinstance(exc, OSError):
        return exc.errno in _PASSING or (exc.errno == errno.EROFS and path.exists())
    return _code(exc) in _PASSING_IN_SQLITE


def reason(exc: Failure, path: Path) -> str:
    """Return the reason, in words for the operator."""
    if _is_full(exc, path):
        return "the disk is full"
    return (exc.strerror or type(exc).__name__) if isinstance(exc, OSError) else str(exc)


def failed(sentence: str, exc: Failure, path: Path) -> HuabotError:
    """Return the exception to raise: a `TransientError` if the failure may pass by itself, else a `StorageError`."""
    return (TransientError if may_pass(exc, path) else StorageError)(f"{sentence}: {reason(exc, path)}")


def _code(exc: sqlite3.Error) -> int:
    return getattr(exc, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF


def _is_full(exc: Failure, path: Path) -> bool:
    if isinstance(exc, OSError):
        return exc.errno == errno.ENOSPC
    if _code(exc) not in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR}:
        return _code(exc) == sqlite3.SQLITE_FULL
    try:
        disk = os.statvfs(path.parent)
    except OSError:
        return False
    return disk.f_bavail * disk.f_frsize < NEEDED_BYTES or (disk.f_files > 0 and disk.f_favail == 0)
