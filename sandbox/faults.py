"""Fault switches of the sandbox servers: what shall go wrong, where, and how often."""

import asyncio
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any


@dataclass(slots=True)
class Fault:
    """One thing that shall go wrong.

    Attributes:
        where: The place, as an fnmatch pattern over the places a server names (`sendMessage`, `edit*`, `submit`).
        effect: What happens; each server documents the effects it knows.
        value: The effect's measure (seconds, a status, a body), if it has one.
        times: How often it still happens; None means until cleared.
        after: How many matching visits pass unharmed first.
        match: Facts that must hold, compared as text (`{"chat_id": 7}`).
    """

    where: str
    effect: str
    value: Any = None
    times: int | None = 1
    after: int = 0
    match: dict[str, Any] = field(default_factory=dict)


class Faults:
    """The switches of one server. The first fitting one that is not used up is taken."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._released = asyncio.Event()

    def add(self, fault: Fault) -> None:
        """Arm a fault; it queues behind the ones armed before."""
        self._faults.append(fault)

    def clear(self) -> None:
        """Disarm all of them, and let go of what is held."""
        self._faults.clear()
        self.release()

    def release(self) -> None:
        """Disarm those that hold, and let go of what is held."""
        self._faults = [fault for fault in self._faults if not fault.effect.startswith("hold")]
        self._released.set()
        self._released = asyncio.Event()

    async def held(self) -> None:
        """Wait until the next release."""
        await self._released.wait()

    def take(self, where: str, **facts: Any) -> Fault | None:
        """Return the fault that strikes here and now, having counted it, or None."""
        for fault in self._faults:
            if not fnmatchcase(where, fault.where):
                continue
            if any(str(facts.get(key)) != str(value) for key, value in fault.match.items()):
                continue
            if fault.after > 0:
                fault.after -= 1
                continue
            if fault.times is None:
                return fault
            if fault.times > 0:
                fault.times -= 1
                return fault
        return None
