"""Telegram's limits, kept in virtual time."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine, Iterable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import SECOND, Clock
from bot.errors import RateLimitedError
from bot.telegram.pacing import LONGEST_WAIT, Pacer, Window
from tests.unit.hand_clock import HandClock


class VirtualSelector(selectors.DefaultSelector):
    """Lets time pass at once instead of waiting for it."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.now += timeout or 0.0
        return super().select(0)


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """An event loop in which sleeping takes no time."""

    def __init__(self) -> None:
        self._virtual = VirtualSelector()
        super().__init__(self._virtual)

    def time(self) -> float:
        return self._virtual.now


def in_virtual_time(work: Callable[[Clock], Coroutine[Any, Any, None]]) -> None:
    """Run a coroutine that is handed the clock of a virtual-time loop."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        runner.run(work(Clock(wall=lambda: 0.0, monotonic=runner.get_loop().time)))


def most_within(turns: Iterable[int], span: int) -> int:
    """Return how many turns the fullest stretch of `span` holds."""
    ordered = sorted(turns)
    return max((sum(1 for turn in ordered if start <= turn < start + span) for start in ordered), default=0)


@given(
    limit=st.integers(1, 5),
    steps=st.lists(st.tuples(st.integers(0, 2 * SECOND), st.integers(0, 3 * SECOND)), max_size=40),
)
def test_no_stretch_holds_more_turns_than_the_limit(limit: int, steps: list[tuple[int, int]]) -> None:
    window, now, turns = Window(limit, 1.0), 0, []
    for passed, later in steps:
        now += passed
        at = window.next_turn(now) + later  # a caller may have its own reasons to go later
        assert at >= now
        window.take(at)
        turns.append(at)
    assert most_within(turns, SECOND) <= limit


def test_a_window_with_room_lets_go_at_once_and_is_idle_afterwards() -> None:
    window = Window(2, 1.0)
    assert window.idle(0)
    window.take(window.next_turn(0))
    window.take(window.next_turn(0))
    assert window.next_turn(0) == SECOND
    assert not window.idle(SECOND - 1)
    assert window.idle(SECOND)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([0.0, 0.01, 0.3, 1.0]), st.sampled_from([1, 2, 3, -1]), st.booleans()),
        max_size=80,
    )
)
def test_calls_keep_the_limits_whatever_comes(calls: list[tuple[float, int, bool]]) -> None:
    went: list[tuple[int, int, bool]] = []
    put_off: list[float] = []

    async def call(pacer: Pacer, clock: Clock, chat_id: int, new_message: bool) -> None:
        try:
            await pacer.turn(chat_id, new_message=new_message)
        except RateLimitedError as exc:
            put_off.append(exc.retry_after or 0.0)
        else:
            went.append((clock.now(), chat_id, new_message))

    async def work(clock: Clock) -> None:
        pacer = Pacer(clock)
        async with asyncio.TaskGroup() as group:
            for pause, chat_id, new_message in calls:
                await asyncio.sleep(pause)
                group.create_task(call(pacer, clock, chat_id, new_message))

    in_virtual_time(work)
    assert len(went) + len(put_off) == len(calls)
    assert all(seconds > LONGEST_WAIT / SECOND for seconds in put_off)
    # Telegram's own figures; ours are a little lower, so that a timer's inaccuracy does no harm.
    assert most_within([at for at, *_ in went], SECOND) <= 30
    for chat_id, limit, span in [(1, 1, 1), (2, 1, 1), (3, 1, 1), (-1, 20, 60)]:
        assert most_within([at for at, chat, new in went if (chat, new) == (chat_id, True)], span * SECOND) <= limit


def test_the_messages_of_a_chat_stay_in_order() -> None:
    order: list[int] = []

    async def work(clock: Clock) -> None:
        pacer = Pacer(clock)

        async def say(number: int) -> None:
            await pacer.turn(7, new_message=True)
            order.append(number)

        await asyncio.gather(*(say(number) for number in range(3)))

    in_virtual_time(work)
    assert all(before < after for before, after in pairwise(order))


async def test_a_paused_chat_waits_alone() -> None:
    clock = HandClock()
    pacer = Pacer(clock)
    pacer.pause(1, clock.now() + 60 * SECOND)
    with pytest.raises(RateLimitedError) as refusal:
        await pacer.turn(1, new_message=False)
    assert refusal.value.retry_after == 60.0
    await pacer.turn(2, new_message=True)
    clock.advance(60.0)
    await pacer.turn(1, new_message=False)


async def test_several_chats_told_to_wait_pause_everybody() -> None:
    clock = HandClock()
    pacer = Pacer(clock)
    for chat_id in (1, 2, 3):
        pacer.pause(chat_id, clock.now() + 30 * SECOND)
    with pytest.raises(RateLimitedError):
        await pacer.turn(4, new_message=True)
    clock.advance(30.0)
    await pacer.turn(4, new_message=True)


async def test_pauses_far_apart_do_not_pause_everybody() -> None:
    clock = HandClock()
    pacer = Pacer(clock)
    for chat_id in (1, 2, 3):
        pacer.pause(chat_id, clock.now() + 30 * SECOND)
        clock.advance(10.0)
    await pacer.turn(4, new_message=True)


async def test_pauses_outlive_a_restart() -> None:
    clock = HandClock()
    pacer = Pacer(clock)
    pacer.resume_pauses({5: clock.now() + 10 * SECOND})
    with pytest.raises(RateLimitedError):
        await pacer.turn(5, new_message=True)


def test_calls_that_wait_for_their_own_chat_hold_nobody_else_up() -> None:
    waited: list[int] = []

    async def work(clock: Clock) -> None:
        pacer = Pacer(clock)
        pacer.pause(1, clock.now() + int(2.9 * SECOND))
        async with asyncio.TaskGroup() as group:
            for _ in range(27):
                group.create_task(pacer.turn(1, new_message=False))
            await asyncio.sleep(0)
            started = clock.now()
            await pacer.turn(2, new_message=True)
            waited.append(clock.now() - started)

    in_virtual_time(work)
    assert waited[0] < SECOND / 10
