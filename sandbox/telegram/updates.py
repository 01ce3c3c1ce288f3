"""Implements the queue of updates for the bot, and long polling.

Source: Bot API, "Getting updates".
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.journal import Journal
from sandbox.telegram.errors import ApiError

Json = dict[str, Any]

_FIRST_ID = 700_000_001
_ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}
_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
_OTHER_POLL = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(eq=False, slots=True)
class Pending:
    """Represents an update that the bot has not acknowledged.

    Attributes:
        update: The update as sent.
        sticky: Whether a higher offset must not acknowledge the update before it was delivered: Telegram's ids
            can go backwards, and a repeated update has an old id.
    """

    update: Json
    sticky: bool = False

    def is_below(self, offset: int) -> bool:
        """Return whether this offset acknowledges the update."""
        update_id = self.update.get("update_id")
        return not self.sticky and (not isinstance(update_id, int) or update_id < offset)

    @property
    def lane(self) -> int | None:
        """The id of the update's chat, None without one; updates of one chat keep their order."""
        for content in self.update.values():
            if isinstance(content, dict):
                message = content.get("message")
                chat = content.get("chat") or (message.get("chat") if isinstance(message, dict) else None)
                return chat.get("id") if isinstance(chat, dict) else None
        return None


class Updates:
    """Queues the updates of one bot.

    Args:
        journal: Records every update.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._pending: list[Pending] = []
        self._known: dict[int, Json] = {}
        self._next_id = _FIRST_ID
        self._turn = 0
        self._changed = asyncio.Event()
        self._closed = False
        self.allowed: list[str] = []
        self.webhook_active = False

    def __len__(self) -> int:
        return len(self._pending)

    def __iter__(self) -> Iterator[Pending]:
        return iter(list(self._pending))

    @property
    def changed(self) -> asyncio.Event:
        """The event that is set on the next change of the queue; read the property anew each time."""
        return self._changed

    def add(self, kind: str, content: Json) -> Json:
        """Queue a new update, unless the bot did not subscribe to its kind."""
        update_id = self._next_id
        update: Json = {"update_id": update_id, kind: content}
        self._next_id += 1
        wanted = kind in self.allowed if self.allowed else kind not in _ON_REQUEST
        self._journal.write("update", update=update, queued=wanted)
        self._known[update_id] = update
        if wanted:
            self._queue(Pending(update))
        return update

    def inject(self, update: Json) -> None:
        """Queue an update unchanged, even an old or malformed one."""
        self._journal.write("update", update=update, queued=True, injected=True)
        if isinstance(update_id := update.get("update_id"), int):
            self._known.setdefault(update_id, update)
            self._next_id = max(self._next_id, update_id + 1)
        self._queue(Pending(update, sticky=True))

    def find(self, update_id: int) -> Json | None:
        """Return an update by its id, acknowledged or not; None if the id was never used."""
        return self._known.get(update_id)

    def take_out(self, pending: Pending) -> None:
        """Acknowledge one update."""
        if pending in self._pending:
            self._pending.remove(pending)

    def drop_all(self) -> None:
        """Drop all queued updates."""
        self._pending.clear()

    def close(self) -> None:
        """End waiting polls."""
        self._closed = True
        self.wake()

    def wake(self) -> None:
        """Wake all waiting tasks."""
        self._changed.set()
        self._changed = asyncio.Event()

    def _queue(self, pending: Pending) -> None:
        self._pending.append(pending)
        self.wake()

    async def poll(self, offset: int, limit: int, seconds: float, is_alive: Callable[[], bool]) -> list[Json]:
        """Answer a getUpdates call.

        Args:
            offset: Acknowledges all updates below it; a negative one keeps only the last `-offset` updates.
            limit: The maximum number of updates to return.
            seconds: How long to wait for a first update.
            is_alive: Returns whether the caller is still connected.

        Raises:
            ApiError: A webhook is set, or another getUpdates call took over.
        """
        if self.webhook_active:
            raise ApiError(409, _WEBHOOK_ACTIVE)
        self._turn += 1
        turn = self._turn
        self.wake()
        self._acknowledge(offset)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self._pending and not self._closed and is_alive():
                    await self._changed.wait()
                    if self._turn != turn:
                        raise ApiError(409, _OTHER_POLL)
                    if self.webhook_active:
                        raise ApiError(409, "Conflict: terminated by setWebhook request")
        if not is_alive():
            return []
        batch = self._pending[:limit]
        for pending in batch:
            pending.sticky = False
        return [pending.update for pending in batch]

    def _acknowledge(self, offset: int) -> None:
        if offset < 0:
            self._pending = self._pending[offset:]
        elif offset:
            self._pending = [pending for pending in self._pending if not pending.is_below(offset)]
