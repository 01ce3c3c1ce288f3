"""Implements the append-only log of a sandbox server: what it saw and what it did, in order.

Tests and the demo judge the bot by this log, never by the bot's own database. With a path, every
entry is also written to that file as one JSON line and flushed at once, so that it survives a killed process.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

Entry = dict[str, Any]


class Journal:
    """Stores entries in an append-only list that can be waited on.

    Args:
        path: A file to append JSON lines to, or None for memory only.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.entries: list[Entry] = []
        self._file = path.open("a", encoding="utf-8") if path else None
        self._grew = asyncio.Condition()

    def write(self, event: str, **fields: Any) -> Entry:
        """Append one entry: `n` (position), `at` (Unix seconds), `event`, and the fields given."""
        entry: Entry = {"n": len(self.entries), "at": time.time(), "event": event, **fields}
        self.entries.append(entry)
        if self._file:
            self._file.write(json.dumps(entry, ensure_ascii=False, default=repr) + "\n")
            self._file.flush()
        asyncio.get_running_loop().call_soon(self._announce)
        return entry

    def _announce(self) -> None:
        task = asyncio.ensure_future(self._notify())
        task.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def _notify(self) -> None:
        async with self._grew:
            self._grew.notify_all()

    async def wait(self, after: int, seconds: float) -> list[Entry]:
        """Return the entries from position `after` on, waiting up to `seconds` for a first one."""
        try:
            async with asyncio.timeout(seconds), self._grew:
                await self._grew.wait_for(lambda: len(self.entries) > after)
        except TimeoutError:
            pass
        return self.entries[after:]

    def find(self, event: str, where: Callable[[Entry], bool] = lambda _: True) -> list[Entry]:
        """Return the entries of this event that satisfy `where`, oldest first."""
        return [e for e in self.entries if e["event"] == event and where(e)]

    def close(self) -> None:
        """Close the file; entries in memory stay readable."""
        if self._file:
            self._file.close()
            self._file = None


class JournalCopy:
    """Keeps a client's copy of a server's journal; the journal only grows, so each entry is fetched once.

    Args:
        ask: Returns the journal from a position on, waiting up to the given seconds for a first entry.
    """

    def __init__(self, ask: Callable[[int, float], Awaitable[list[Entry]]]) -> None:
        self._ask = ask
        self._entries: list[Entry] = []

    async def after(self, position: int, seconds: float) -> list[Entry]:
        """Return the entries from a position on, waiting up to `seconds` for a first one."""
        known = len(self._entries)
        if position > known:  # the entries in between have not been fetched
            return await self._ask(position, seconds)
        entries = await self._ask(known, seconds if position == known else 0.0)
        self._entries += entries[len(self._entries) - known :]  # another task may have fetched some meanwhile
        return self._entries[position:]
