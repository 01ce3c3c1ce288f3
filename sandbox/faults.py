"""Implements the fault switches of the sandbox servers: which fault strikes, where, and how often."""

import asyncio
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any


@dataclass(slots=True)
class Fault:
    """Describes one fault.

    Attributes:
        where: The place, as an fnmatch pattern over the places a server names (`sendMessage`, `edit*`, `submit`).
        effect: The name of the effect; each server documents the effects it knows.
        value: The parameter of the effect (seconds, a status, a body), if it has one.
        times: How many more times the fault strikes; None means until cleared.
        after: How many matching requests pass unharmed first.
        match: Facts that must hold, compared as text (`{"chat_id": 7}`).
    """

    where: str
    effect: str
    value: Any = None
    times: int | None = 1
    after: int = 0
    match: dict[str, Any] = field(default_factory=dict)


class Faults:
    """Holds the faults of one server. The first matching fault that is not used up strikes."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._released = asyncio.Event()

    def add(self, fault: Fault) -> None:
        """Arm a fault; faults armed before it take precedence."""
        self._faults.append(fault)

    def clear(self) -> None:
        """Disarm all faults, and release held requests."""
        self._faults.clear()
        self.release()

    def release(self) -> None:
        """Disarm the faults that hold requests, and release held requests."""
        self._faults = [fault for fault in self._faults if not fault.effect.startswith("hold")]
        self._released.set()
        self._released = asyncio.Event()

    async def held(self) -> None:
        """Wait until the next release."""
        await self._released.wait()

    def take(self, where: str, **facts: Any) -> Fault | None:
        """Return the fault that strikes at this place with these facts, and count it; None if there is none."""
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
