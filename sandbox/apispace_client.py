"""Implements a thin client of the sandbox provider's control routes, for the tests and the demo."""

import time
from collections.abc import Callable
from typing import Any

import aiohttp

from sandbox.journal import Entry, JournalCopy
from sandbox.patience import PATIENCE


class APISpaceClient:
    """Observes and controls a running sandbox provider.

    Args:
        url: Base address of the provider.
        session: The session to use; its owner closes it.
    """

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self._url = url.rstrip("/")
        self._session = session
        self._journal = JournalCopy(self._read_journal)

    async def history(self) -> list[Entry]:
        """Return the whole journal."""
        return await self._journal.after(0, 0)

    async def history_after(self, position: int, seconds: float) -> list[Entry]:
        """Return the journal from a position on, waiting up to `seconds` for a first entry."""
        return await self._journal.after(position, seconds)

    async def submits(self) -> list[Entry]:
        """Return every submit that reached the provider, including refused ones."""
        return [entry for entry in await self.history() if entry["event"] == "submit"]

    async def callbacks(self) -> list[Entry]:
        """Return every attempt to deliver a callback."""
        return [entry for entry in await self.history() if entry["event"] == "callback"]

    async def photos(self) -> list[Entry]:
        """Return every request for the photo of an order."""
        return [entry for entry in await self.history() if entry["event"] == "photo"]

    async def wait(
        self,
        event: str,
        predicate: Callable[[Entry], bool] = lambda _: True,
        *,
        seconds: float = PATIENCE,
        after: int = 0,
    ) -> Entry:
        """Return the first entry of this event that satisfies the predicate, waiting for it if need be.

        Args:
            event: `submit`, `held`, `photo`, `callback`, `query` or `cdn`.
            predicate: What the entry must satisfy.
            seconds: How long to wait.
            after: Journal position from which on entries count; with 0 past entries count, too.

        Raises:
            TimeoutError: No such entry appeared in time; the message lists the last entries.
        """
        deadline = time.monotonic() + seconds
        seen: list[Entry] = []
        while True:
            left = max(deadline - time.monotonic(), 0)
            entries = await self._journal.after(after + len(seen), left)
            for entry in entries:
                if entry["event"] == event and predicate(entry):
                    return entry
            seen += entries
            if not left:
                last = "\n".join(str(entry)[:300] for entry in seen[-10:])
                raise TimeoutError(f"no such {event} within {seconds:g} s; the journal ends with\n{last}")

    async def fault(
        self, where: str, effect: str, value: Any = None, times: int | None = 1, after: int = 0, **match: Any
    ) -> None:
        """Arm a fault at `submit`, `callback`, `query` or `cdn`; see `APISpaceServer` for the effects."""
        fault = {"where": where, "effect": effect, "value": value, "times": times, "after": after, "match": match}
        await self._call("POST", "faults", fault)

    async def clear_faults(self) -> None:
        """Disarm all faults, and release held requests."""
        await self._call("DELETE", "faults")

    async def release(self) -> None:
        """Release the submits held by a `hold` or `hold_after` fault, and disarm those faults."""
        await self._call("POST", "release")

    async def settings(self, **changes: Any) -> None:
        """Change settings of the provider by name; see its `Settings`.

        Raises:
            ValueError: A name or a value is wrong; no setting was changed.
        """
        await self._call("PATCH", "settings", changes)

    async def send_callback(self, notify_url: str, body: Any) -> tuple[int | None, str]:
        """Post any body to any address once, as the engine would; return status (None: no answer) and text."""
        answer = await self._call("POST", "callbacks", {"notify_url": notify_url, "body": body})
        return answer["status"], answer["body"]

    async def repeat_callback(self, uid: str, times: int = 1) -> list[int | None]:
        """Post the callback of an ended task again, `times` times at once; return the statuses of the answers."""
        statuses: list[int | None] = await self._call("POST", f"callbacks/{uid}", {"times": times})
        return statuses

    async def _read_journal(self, after: int, seconds: float) -> list[Entry]:
        entries: list[Entry] = await self._call("GET", f"journal?after={after}&seconds={seconds:.3f}")
        return entries

    async def _call(self, method: str, path: str, body: object = None) -> Any:
        async with self._session.request(method, f"{self._url}/sandbox/{path}", json=body) as response:
            if response.status != 200:
                raise ValueError(f"{response.status}: {await response.text()}")
            return await response.json()
