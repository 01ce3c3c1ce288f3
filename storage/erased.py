"""Lists who has asked to be forgotten lately: ids beside the database, because a backup still holds these people.

A restored backup forgets them again. The list is not part of the database: it must not go back in time with it.
"""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from bot.clock import DAY
from storage.failures import failed
from storage.ownership import hand_over

KEPT_FOR = 30 * DAY
"""Microseconds for which words, and entries of the list, are kept: no older backup may be restored."""

_LINE = re.compile(r"(-?\d{1,19}) (\d{1,19})", re.ASCII)


class ErasedList:
    """Reads and writes a file of lines `person moment`.

    Args:
        database: The database's file; the list is beside it.
    """

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(f"{database.name}.erased")

    def add(self, person_id: int, now: int) -> None:
        """Add a person who wants to be forgotten; the entry is on disk when this returns.

        Raises:
            TransientError: The file cannot be written now.
            StorageError: The file cannot be written.
        """
        with self._translated_errors("written"), self._locked() as file:
            file.write(f"{person_id} {now}\n")
            file.flush()
            os.fsync(file.fileno())

    def since(self, moment: int) -> set[int]:
        """Return the people who have asked since a moment (UTC microseconds). Raises as `add`, if it cannot be read."""
        return {person_id for person_id, asked in self._read() if asked >= moment}

    def drop(self, before: int) -> None:
        """Remove the people who asked before a moment: no backup that may be restored holds them. Raises as `add`."""
        if not any(asked < before for _, asked in self._read()):
            return
        draft = self.path.with_name(f"{self.path.name}.new")
        with self._translated_errors("written"), self._locked():
            kept = [f"{person_id} {asked}\n" for person_id, asked in self._read() if asked >= before]
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
                file.writelines(kept)
                file.flush()
                os.fsync(file.fileno())
            hand_over(draft)
            draft.replace(self.path)

    @contextmanager
    def _locked(self) -> Iterator[TextIO]:
        """Lock the file and open it for appending; open it again if it was replaced while this waited for the lock."""
        while True:
            number = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            hand_over(self.path)
            with os.fdopen(number, "a", encoding="ascii") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                if self.path.exists() and os.path.samestat(os.fstat(file.fileno()), self.path.stat()):
                    yield file
                    return

    @contextmanager
    def _translated_errors(self, verb: str) -> Iterator[None]:
        try:
            yield
        except OSError as exc:
            raise failed(f"{self.path} cannot be {verb}", exc, self.path) from exc

    def _read(self) -> list[tuple[int, int]]:
        with self._translated_errors("read"):
            try:
                lines = self.path.read_text(encoding="ascii", errors="replace").splitlines()
            except FileNotFoundError:
                return []
        found = [_LINE.fullmatch(line) for line in lines]  # after a crash the last line may be incomplete
        return [(int(match[1]), int(match[2])) for match in found if match]
