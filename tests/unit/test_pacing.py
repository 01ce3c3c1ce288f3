"""Telegram's limits, kept in virtual time."""

import asyncio
import random
import statistics
from collections.abc import Iterable
from contextlib import suppress
from itertools import chain, pairwise, repeat

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.clock import SECOND, Clock
from bot.errors import RateLimitedError
from bot.telegram.pacing import BURST, BURST_BELOW, GROUP_FLOOD_PAUSE, INTERVAL, LATE, LONGEST_WAIT, Pacer, Window
from storage.chats import Pause
from tests.support.manual_clock import ManualClock
from tests.support.virtual_time import in_virtual_time


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


@settings(max_examples=60, deadline=None)
@given(
    calls=st.lists(
        st.tuples(st.sampled_from([0.0, 0.01, 0.3, 1.0]), st.sampled_from([1, 2, 3, -1]), st.booleans()),
        max_size=80,
    ),
    late=st.lists(st.sampled_from([0.0, 0.001, 0.03, 0.049, 0.051, 0.2, 1.5])),
)
def test_calls_keep_the_limits_whatever_comes(calls: list[tuple[float, int, bool]], late: list[float]) -> None:
    went: list[tuple[int, int, bool]] = []
    put_off: list[float] = []

    async def call(pacer: Pacer, clock: Clock, chat_id: int, new_message: bool) -> None:
        try:
            (await pacer.turn(chat_id, new_message=new_message)).answered()
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

    in_virtual_time(work, chain(late, repeat(0.0)))
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
    clock = ManualClock()
    pacer = Pacer(clock)
    pacer.pause(1, clock.now() + 60 * SECOND)
    with pytest.raises(RateLimitedError) as refusal:
        await pacer.turn(1, new_message=False)
    assert refusal.value.retry_after == 60.0
    await pacer.turn(2, new_message=True)
    clock.advance(60.0)
    await pacer.turn(1, new_message=False)


async def test_several_chats_told_to_wait_pause_everybody() -> None:
    clock = ManualClock()
    pacer = Pacer(clock)
    for chat_id in (1, 2, 3):
        pacer.pause(chat_id, clock.now() + 30 * SECOND)
    with pytest.raises(RateLimitedError):
        await pacer.turn(4, new_message=True)
    clock.advance(30.0)
    await pacer.turn(4, new_message=True)


async def test_groups_that_wait_long_hold_nobody_else_up_for_long() -> None:
    clock = ManualClock()
    pacer = Pacer(clock)
    for chat_id in (1, 2, -3, -4, -5):
        pacer.pause(chat_id, clock.now() + 3_600 * SECOND)
    clock.advance(GROUP_FLOOD_PAUSE / SECOND)
    await pacer.turn(4, new_message=True)
    with pytest.raises(RateLimitedError):
        await pacer.turn(-3, new_message=True)


async def test_pauses_far_apart_do_not_pause_everybody() -> None:
    clock = ManualClock()
    pacer = Pacer(clock)
    for chat_id in (1, 2, 3):
        pacer.pause(chat_id, clock.now() + 30 * SECOND)
        clock.advance(10.0)
    await pacer.turn(4, new_message=True)


async def test_pauses_outlive_a_restart() -> None:
    clock = ManualClock()
    pacer = Pacer(clock)
    soon, late = clock.now() + 10 * SECOND, clock.now() + 60 * SECOND
    pacer.resume_pauses({5: Pause(0, soon), 6: Pause(soon, late)})
    for chat_id, new_message in ((5, True), (6, True), (6, False)):
        with pytest.raises(RateLimitedError):
            await pacer.turn(chat_id, new_message=new_message)
    await pacer.turn(5, new_message=False)
    clock.advance(10.0)
    await pacer.turn(5, new_message=True)
    clock.advance(1.0)
    await pacer.turn(6, new_message=False)
    with pytest.raises(RateLimitedError):
        await pacer.turn(6, new_message=True)


async def test_a_refused_new_message_says_nothing_about_edits() -> None:
    clock = ManualClock()
    pacer = Pacer(clock)
    for chat_id in (1, 2, 3):
        pacer.pause(chat_id, clock.now() + 30 * SECOND, new_only=True)
    for chat_id in (1, 4):
        with pytest.raises(RateLimitedError):
            await pacer.turn(chat_id, new_message=True)
        await pacer.turn(chat_id, new_message=False)
        clock.advance(1.0)
    pacer.pause(1, clock.now() + 5 * SECOND)
    with pytest.raises(RateLimitedError):
        await pacer.turn(1, new_message=False)


@settings(max_examples=40, deadline=None)
@given(
    calls=st.lists(
        st.tuples(st.sampled_from([0.0, 0.0, 0.01, 0.3]), st.sampled_from([0.01, 0.01, 0.02, 0.2, 0.9])),
        min_size=40,
        max_size=90,
    ),
    answers=st.sampled_from([0.01, 0.05, 0.2]),
)
@example([(0.0, 0.105), (0.0, 0.07), (0.0, 0.035), *[(0.0, 0.01)] * 40], 0.01)  # the first ones arrive together
def test_no_second_sees_more_than_thirty_arrive(calls: list[tuple[float, float]], answers: float) -> None:
    """Whatever makes some of them longer under way than others: a network, or a machine that is busy."""
    arrived: list[int] = []

    async def call(pacer: Pacer, clock: Clock, under_way: float) -> None:
        with suppress(RateLimitedError):
            turn = await pacer.turn(1, new_message=False)
            await asyncio.sleep(under_way)
            arrived.append(clock.now())
            await asyncio.sleep(answers)
            turn.answered()

    async def work(clock: Clock) -> None:
        pacer = Pacer(clock)
        async with asyncio.TaskGroup() as group:
            for pause, under_way in calls:
                await asyncio.sleep(pause)
                group.create_task(call(pacer, clock, under_way))

    in_virtual_time(work)
    assert most_within(arrived, SECOND) <= 30


def departures(chats: int, late: Iterable[float] = ()) -> list[int]:
    """Return when calls left of which each chat had one in line at once."""
    left: list[int] = []

    async def work(clock: Clock) -> None:
        pacer = Pacer(clock)

        async def edit(chat_id: int) -> None:
            while True:
                try:
                    turn = await pacer.turn(chat_id, new_message=False)
                except RateLimitedError as exc:
                    await asyncio.sleep(exc.retry_after or 0.0)
                else:
                    left.append(clock.now())
                    turn.answered()
                    return

        await asyncio.gather(*(edit(chat_id) for chat_id in range(1, chats + 1)))

    in_virtual_time(work, chain(late, repeat(0.0)))
    return left


def test_a_backlog_leaves_evenly() -> None:
    left = departures(300)
    assert len(left) == 300
    assert most_within(left, SECOND) <= 29
    assert 299 * SECOND / (left[-1] - left[0]) >= 28
    assert most_within(left, SECOND // 40) == 1 + BURST // INTERVAL, "what is ahead at first"
    gaps = {after - before for before, after in pairwise(left[BURST_BELOW:])}
    assert min(gaps) > SECOND / 30
    assert max(gaps) < SECOND / 28


def test_small_delays_are_made_up_for() -> None:
    left = departures(300, repeat(0.01, 250))
    assert most_within(left, SECOND) <= 30
    assert 299 * SECOND / (left[-1] - left[0]) >= 28


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.one_of(st.floats(0, 2 * LATE / SECOND), st.sampled_from([0.0, 0.049, 0.05, 0.051, 0.5])), min_size=99)
)
def test_whatever_is_late_no_second_has_more_than_thirty(late: list[float]) -> None:
    assert most_within(departures(100, late), SECOND * 101 // 100) <= 30


def test_after_idleness_three_calls_leave_at_once_and_no_more() -> None:
    left: list[int] = []

    async def work(clock: Clock) -> None:
        pacer = Pacer(clock)
        for _ in range(3):
            await asyncio.sleep(10.0)
            came = clock.now()
            for _ in range(5):
                await pacer.turn(1, new_message=False)
                left.append(clock.now() - came)

    in_virtual_time(work)
    assert left == [0, 0, 0, INTERVAL, 2 * INTERVAL] * 3


def test_two_thirds_of_what_is_allowed_hardly_wait() -> None:
    waited: list[int] = []

    async def work(clock: Clock) -> None:
        pacer, chance = Pacer(clock), random.Random(5)

        async def edit() -> None:
            came = clock.now()
            (await pacer.turn(1, new_message=False)).answered()
            waited.append(clock.now() - came)

        async with asyncio.TaskGroup() as group:
            for _ in range(2_000):
                await asyncio.sleep(chance.expovariate(20))
                group.create_task(edit())

    in_virtual_time(work)
    assert statistics.median(waited) <= SECOND / 500


async def test_everybody_waits_at_most_as_long_as_is_said() -> None:
    clock = ManualClock()
    pacer = Pacer(clock)
    waiting = [asyncio.create_task(pacer.turn(chat_id, new_message=False)) for chat_id in range(1, 100)]
    await asyncio.sleep(0)
    refused = [task for task in waiting if task.done() and task.exception()]
    assert 10 < len(refused) < 20, "what does not fit into three seconds is given back"
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    clock.advance(1.0)
    await pacer.turn(1, new_message=False)


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
