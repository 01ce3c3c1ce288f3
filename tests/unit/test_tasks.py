"""Background tasks: what they raise ends neither a loop nor its owner, and what must end, ends."""

import asyncio
from contextlib import suppress

import pytest

from bot.errors import PermanentError, TransientError
from bot.metrics import Metrics
from bot.tasks import Pauses, Tasks, end
from sandbox.patience import PATIENCE


def bugs(metrics: Metrics) -> list[str]:
    return [line for line in metrics.render().decode().splitlines() if line.startswith("huabot_bugs_total{")]


def test_pauses_double_up_to_the_longest_unless_more_is_asked_for() -> None:
    pauses = Pauses(1.0, 5.0)
    assert [pauses.next() for _ in range(5)] == [1.0, 2.0, 4.0, 5.0, 5.0]
    assert pauses.next(7.0) == 7.0
    pauses.reset()
    assert [pauses.next(0.5), pauses.next()] == [1.0, 2.0]


async def test_a_loop_goes_on_whatever_a_turn_raises() -> None:
    raised = [
        TransientError("away", 3.0),
        KeyError("bug"),
        asyncio.CancelledError(),
        MemoryError(),
        TransientError("x"),
    ]
    metrics, slept = Metrics(), list[float]()

    async def turn() -> float | None:
        if raised:
            raise raised.pop(0)
        return None if len(slept) > 5 else 9.0

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    tasks = Tasks(metrics)
    await tasks.repeat("loop", turn, pauses=Pauses(1.0, 4.0), sleep=sleep)
    assert slept == [3.0, 2.0, 4.0, 4.0, 4.0, 9.0]
    assert bugs(metrics) == ['huabot_bugs_total{where="loop"} 3.0']
    await asyncio.sleep(0)
    assert len(tasks) == 0


@pytest.mark.parametrize("swallows", [KeyError("bug"), TransientError("away"), None])
async def test_a_loop_that_is_told_to_end_ends_whatever_becomes_of_the_telling(swallows: Exception | None) -> None:
    began = asyncio.Event()

    async def turn() -> float:
        began.set()
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            if swallows:
                raise swallows from None
        return 60.0

    tasks = Tasks(Metrics())
    tasks.repeat("loop", turn)
    await began.wait()
    async with asyncio.timeout(PATIENCE):
        await tasks.stop()
    assert len(tasks) == 0


async def test_what_is_done_once_is_counted_if_nobody_expected_it() -> None:
    metrics = Metrics()
    tasks = Tasks(metrics)

    async def raises(exc: BaseException) -> None:
        raise exc

    for exc in (KeyError("bug"), PermanentError("known"), asyncio.CancelledError()):
        await tasks.start("work", raises(exc))
    assert bugs(metrics) == ['huabot_bugs_total{where="work"} 2.0']


async def test_stopping_waits_for_what_is_under_way_and_what_follows_from_it() -> None:
    done = list[int]()
    tasks = Tasks(Metrics())

    async def work(number: int) -> None:
        await asyncio.sleep(0.01)
        done.append(number)
        if number < 3:
            tasks.start("work", work(number + 1))

    tasks.start("work", work(1))
    await tasks.stop(30)
    assert done == [1, 2, 3]
    tasks.start("work", work(7))  # and is cancelled before it has begun
    await tasks.stop()
    assert done == [1, 2, 3]


async def test_what_hangs_is_left_alone() -> None:
    free = asyncio.Event()

    async def hangs() -> None:
        while not free.is_set():
            with suppress(asyncio.CancelledError):
                await free.wait()

    tasks = Tasks(Metrics())
    for _ in range(3):
        tasks.start("work", hangs())
    async with asyncio.timeout(PATIENCE):
        await tasks.stop(0.01)
        await end("part", hangs, 0.01)
    assert len(tasks) == 3
    free.set()
    await tasks.stop(5)
    await asyncio.sleep(0.01)


async def test_ending_a_part_raises_nothing() -> None:
    async def fails() -> None:
        raise KeyError("bug")

    async def is_cancelled() -> None:
        raise asyncio.CancelledError

    for part in (fails, is_cancelled):
        await end("part", part, 5)
