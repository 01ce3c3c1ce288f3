"""Provides an event loop with virtual time: sleeping takes no real time."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine, Iterator
from itertools import repeat
from typing import Any

from bot.clock import Clock


class _VirtualSelector(selectors.DefaultSelector):
    """Advances virtual time by the timeout plus a delay, instead of waiting."""

    def __init__(self, late: Iterator[float]) -> None:
        super().__init__()
        self.now = 0.0
        self._late = late

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout:
            self.now += timeout + next(self._late)
        return super().select(0)


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """Runs in virtual time: sleeping takes no real time.

    Args:
        late: The seconds by which each sleep is too long.
    """

    def __init__(self, late: Iterator[float] | None = None) -> None:
        self._virtual = _VirtualSelector(late or repeat(0.0))
        super().__init__(self._virtual)

    def time(self) -> float:
        return self._virtual.now


def in_virtual_time(work: Callable[[Clock], Coroutine[Any, Any, None]], late: Iterator[float] | None = None) -> None:
    """Run a coroutine in a virtual-time loop, with that loop's clock."""
    with asyncio.Runner(loop_factory=lambda: VirtualTimeLoop(late)) as runner:
        runner.run(work(Clock(wall=lambda: 0.0, monotonic=runner.get_loop().time)))
