"""Runs background tasks. Each has an owner; an unexpected exception ends neither a loop nor the code that stops it."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from contextlib import suppress
from typing import Any

import structlog

from bot.errors import HuabotError, TransientError
from bot.metrics import Metrics

log = structlog.get_logger(__name__)

CANCEL_SECONDS = 0.5
"""How long a cancelled task may take to end; one that takes longer is abandoned and named in the log."""

Turn = Callable[[], Awaitable[float | None]]
"""Runs one turn of a loop. Returns the seconds until the next turn, None to end the loop."""


class Pauses:
    """Computes the pause after each failure in a row: twice as long each time.

    Args:
        first: Seconds after the first failure.
        longest: The most seconds, unless the remote side asks for more.
    """

    def __init__(self, first: float, longest: float) -> None:
        self._first = first
        self._longest = longest
        self._next = first

    def next(self, at_least: float | None = None) -> float:
        """Return the seconds to wait after one more failure."""
        pause = max(self._next, at_least or 0.0)
        self._next = min(self._next * 2, self._longest)
        return pause

    def reset(self) -> None:
        """Start again with the first pause, after a success."""
        self._next = self._first


class Tasks:
    """Owns the background tasks of one part of the program.

    Args:
        metrics: Counts the unexpected exceptions, by the task's name.
    """

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._tasks: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        """Return how many tasks are running."""
        return len(self._tasks)

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run `work` once. An exception is logged, and counted if it is a bug."""
        task = asyncio.create_task(self._once(name, work), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: work.close())  # `work` never began if the task was cancelled at once
        return task

    def repeat(
        self,
        name: str,
        turn: Turn,
        *,
        pauses: Pauses | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> asyncio.Task[None]:
        """Repeat a turn whatever it raises: a `TransientError` is logged, any other exception is counted as a bug.

        Args:
            name: The loop's name in logs and metrics.
            turn: Runs one turn; the loop ends when it returns None.
            pauses: The pauses after failures; from 1 to 30 seconds if None.
            sleep: Waits between two turns; may return early.
        """
        return self.start(name, self._repeat(name, turn, pauses or Pauses(1.0, 30.0), sleep))

    def cancel(self) -> None:
        """Cancel the running tasks; others may be started afterwards."""
        for task in self._tasks:
            task.cancel()

    async def stop(self, seconds: float = 0.0) -> None:
        """Let the running tasks, and those they start, finish within `seconds`, then cancel them."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._tasks:
                    await asyncio.wait(self._tasks)
        await _cancel(self._tasks)

    async def _once(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except HuabotError as exc:
            log.warning("task_failed", task=name, error=str(exc))
        except (Exception, asyncio.CancelledError) as exc:  # noqa: BLE001
            self._count_bug(name, exc)

    async def _repeat(self, name: str, turn: Turn, pauses: Pauses, sleep: Callable[[float], Awaitable[object]]) -> None:
        while not _is_cancelled():  # checked each time: a turn may swallow the one `CancelledError`
            try:
                seconds = await turn()
                pauses.reset()
            except TransientError as exc:
                log.warning("task_held_up", task=name, error=str(exc))
                seconds = pauses.next(exc.retry_after)
            except (Exception, asyncio.CancelledError) as exc:  # noqa: BLE001
                self._count_bug(name, exc)
                seconds = pauses.next()
            if seconds is None:
                return
            if seconds > 0 and not _is_cancelled():
                await sleep(seconds)

    def _count_bug(self, name: str, exc: BaseException) -> None:
        if isinstance(exc, asyncio.CancelledError) and _is_cancelled():
            return  # by `stop`; otherwise the exception comes from a library that cancelled a task of its own
        log.error("task_bug", task=name, exc_info=exc)
        self._metrics.bugs.labels(name).inc()


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def end(name: str, stop: Callable[[], Awaitable[object]], seconds: float) -> None:
    """Stop or close a part within `seconds`. An exception is logged, because the other parts must be stopped, too."""

    async def run() -> None:
        await stop()

    task = asyncio.create_task(run(), name=f"end-{name}")
    await asyncio.wait([task], timeout=seconds)
    if not task.done():
        log.error("not_ended_in_time", part=name, seconds=seconds)
        await _cancel([task])
    elif task.cancelled() or task.exception():
        log.error("not_ended", part=name, exc_info=None if task.cancelled() else task.exception())


async def _cancel(tasks: Iterable[asyncio.Task[None]]) -> None:
    late = [task for task in tasks if not task.done()]
    for task in late:
        task.cancel()
    if late:
        _, hanging = await asyncio.wait(late, timeout=CANCEL_SECONDS)
        for task in hanging:
            log.error("task_hangs", task=task.get_name())
