"""Time that passes at once instead of being waited for."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine, Iterator
from itertools import repeat
from typing import Any

from bot.clock import Clock


class _VirtualSelector(selectors.DefaultSelector):
    """Lets time pass at once instead of waiting for it, and each time so much longer."""

    def __init__(self, late: Iterator[float]) -> None:
        super().__init__()
        self.now = 0.0
        self._late = late

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout:
            self.now += timeout + next(self._late)
        return super().select(0)


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """An event loop in which sleeping takes no time.

    Args:
        late: By how many seconds each sleep is too long.
    """

    def __init__(self, late: Iterator[float] | None = None) -> None:
        self._virtual = _VirtualSelector(late or repeat(0.0))
        super().__init__(self._virtual)

    def time(self) -> float:
        return self._virtual.now


def in_virtual_time(work: Callable[[Clock], Coroutine[Any, Any, None]], late: Iterator[float] | None = None) -> None:
    """Run a coroutine that is handed the clock of a virtual-time loop."""
    with asyncio.Runner(loop_factory=lambda: VirtualTimeLoop(late)) as runner:
        runner.run(work(Clock(wall=lambda: 0.0, monotonic=runner.get_loop().time)))
