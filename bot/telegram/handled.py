"""Remembers which updates were handled: a guard against answering twice, not the guard against paying twice."""

from collections import OrderedDict
from typing import Protocol

import structlog

from bot.clock import SECOND, Clock
from bot.errors import TransientError
from storage.database import Database
from storage.memories import Begun, Memories

log = structlog.get_logger(__name__)

REMEMBERED = 4_096
"""Handled updates that one process remembers."""

REMEMBERED_FOR = 3_600 * SECOND
"""How long all processes remember a handled update (microseconds)."""


class Handled(Protocol):
    """Remembers updates by a key that names what they are about."""

    async def begin(self, key: str) -> bool:
        """Begin to handle an update; return False if it was handled before.

        Raises:
            TransientError: Another process handles the update; Telegram must deliver it again.
        """

    async def end(self, key: str) -> None:
        """Note that the update was handled."""

    async def forget(self, key: str) -> None:
        """Note that the update was not handled."""

    async def reopen(self, key: str) -> None:
        """Forget that the update was handled: it is to be handled again."""


class HandledHere:
    """Remembers in memory what one process has handled."""

    def __init__(self) -> None:
        self._keys: OrderedDict[str, None] = OrderedDict()

    async def begin(self, key: str) -> bool:
        """See `Handled`."""
        return key not in self._keys

    async def end(self, key: str) -> None:
        """See `Handled`."""
        self._keys[key] = None
        if len(self._keys) > REMEMBERED:
            self._keys.popitem(last=False)

    async def forget(self, key: str) -> None:
        """See `Handled`."""
        self._keys.pop(key, None)

    async def reopen(self, key: str) -> None:
        """See `Handled`."""
        await self.forget(key)


class HandledByAll:
    """Remembers what all processes have handled.

    Telegram, or a load balancer, may deliver an update to another process the next time.
    """

    def __init__(self, memories: Memories) -> None:
        self._memories = memories
        self._here = HandledHere()

    async def begin(self, key: str) -> bool:
        """See `Handled`."""
        if not await self._here.begin(key):
            return False
        begun = await self._memories.begin(f"update:{key}")
        if begun is Begun.UNDER_WAY:
            raise TransientError("another process handles this update")
        return begun is Begun.NOW

    async def end(self, key: str) -> None:
        """See `Handled`. If the database does not store this, the update may be handled once more."""
        await self._here.end(key)
        try:
            await self._memories.end(f"update:{key}", REMEMBERED_FOR)
        except TransientError as exc:
            log.warning("update_not_remembered", error=str(exc))

    async def forget(self, key: str) -> None:
        """See `Handled`."""
        await self._here.forget(key)
        try:
            await self._memories.forget(f"update:{key}")
        except TransientError as exc:
            log.warning("update_not_forgotten", error=str(exc))  # the row expires by itself

    async def reopen(self, key: str) -> None:
        """See `Handled`.

        Raises:
            TransientError: The update was not reopened; try again.
        """
        await self._here.forget(key)
        await self._memories.reopen(f"update:{key}")


def handled_in(database: Database, clock: Clock) -> Handled:
    """Return the `Handled` for a database: one for all processes if they share the database."""
    return HandledByAll(Memories(database, clock)) if database.is_shared else HandledHere()
