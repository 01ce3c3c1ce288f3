"""Several processes on one PostgreSQL at the same moment: what only one may do is done once, no limit is exceeded."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import pairwise

import pytest

from bot.admission import Limits
from bot.clock import SECOND, Clock
from bot.deadlines import Terms
from bot.errors import TransientError, UserError
from bot.job import Job, Outcome, State
from bot.telegram.shared_pacing import SharedPacer
from storage.chats import Chats
from storage.connection import SESSION
from storage.database import Parameters, Row
from storage.drivers import open_database
from storage.history import History
from storage.jobs import Jobs
from storage.memories import Begun, Memories
from storage.migrate import migrate, newest_version
from storage.processes import DEAD_AFTER, Processes
from storage.provider import OpenGate
from storage.turns import INTERVAL, Turns
from tests.support.manual_clock import ManualClock
from tests.support.orders import DEADLINE, GRACE, OPEN, order, queued, ready, submitting
from tests.support.postgresql import Cluster, Emptied

PROCESSES = 6

Several = list[Jobs]


class Places(OpenGate):
    """A provider with so many places."""

    def __init__(self, places: int) -> None:
        self._places = places

    def room(self, wanted: int, under_way: int) -> int:
        return max(0, min(wanted, self._places - under_way))


def give_places(several: Several, places: int) -> None:
    for process in several:
        process.gate = Places(places)


@pytest.fixture
async def several(emptied: Emptied, clock: ManualClock) -> AsyncIterator[Several]:
    """Processes, each with its connections."""
    databases = [await open_database(emptied.url, 2) for _ in range(PROCESSES)]
    yield [Jobs(database, clock) for database in databases]
    await asyncio.gather(*(database.close() for database in databases))
    emptied.empty()


async def test_each_job_is_claimed_by_one(several: Several) -> None:
    for number in range(60):
        assert await several[0].insert(order(number, owner_id=number + 1), OPEN)
    claimed = [job for jobs in await asyncio.gather(*(p.claim(State.ACCEPTED, 20) for p in several)) for job in jobs]
    assert len(claimed) == len({job.id for job in claimed}) == 60


async def test_the_provider_gets_no_more_than_it_has_places_for(several: Several) -> None:
    for number in range(12):
        await queued(several[0], number + 1, owner_id=number + 1)
    give_places(several, 4)
    terms = Terms(4, GRACE, DEADLINE)
    posted = await asyncio.gather(*(p.claim_submit(3, terms) for p in several for _ in range(2)))
    assert sum(map(len, posted)) == 4


async def test_nobody_orders_more_than_they_may(several: Several) -> None:
    five = Limits(person=5, group=None, total=None, in_flight=None)

    async def take(number: int) -> bool:
        try:
            return await several[number % PROCESSES].insert(order(number), five) is not None
        except UserError:
            return False

    assert sum(await asyncio.gather(*(take(number) for number in range(24)))) == 5


async def test_an_order_that_comes_to_several_is_taken_once(several: Several) -> None:
    taken = await asyncio.gather(*(process.insert(order(1), OPEN) for process in several))
    assert sum(job is not None for job in taken) == 1


async def test_a_closed_provider_fails_no_order_that_is_being_posted(several: Several) -> None:
    for number in range(12):
        await queued(several[0], number + 1, owner_id=number + 1)
    give_places(several, 12)
    terms = Terms(12, GRACE, DEADLINE)
    ends = await asyncio.gather(
        *(p.claim_submit(2, terms) for p in several), *(p.fail_queued("unavailable") for p in several)
    )
    posted = {job.id for jobs in ends[:PROCESSES] for job in jobs}
    failed = {job.id for jobs in ends[PROCESSES:] for job in jobs}
    assert not posted & failed
    for job_id in posted:
        job = await several[0].find(job_id)
        assert job
        assert job.state is State.SUBMITTING


async def test_turns_follow_each_other_whoever_takes_them(several: Several, clock: ManualClock) -> None:
    turns = [Turns(process._database, clock) for process in several]
    taken = await asyncio.gather(*(turns[n % PROCESSES].take(1000 + n, 1, 1_100_000) for n in range(40)))
    moments = sorted(turn.at for turn in taken if turn.at)
    assert len(moments) == 40
    assert {later - earlier for earlier, later in pairwise(moments)} == {INTERVAL}


async def test_a_chat_has_its_own_turns_too(several: Several, clock: ManualClock) -> None:
    turns = [Turns(process._database, clock) for process in several]
    first = await asyncio.gather(*(process_turns.take(7, 1, SECOND) for process_turns in turns))
    (at,) = [turn.at for turn in first if turn.at is not None]
    later = await turns[0].take(7, 1, SECOND)
    assert (later.at, later.opens) == (None, at + SECOND)
    assert (await turns[0].take(7, 0, 0)).at is not None, "an edit does not count toward it"
    group = [await turns[n % PROCESSES].take(-7, 3, 60 * SECOND) for n in range(4)]
    assert [turn.at is not None for turn in group] == [True, True, True, False]
    assert group[3].opens == (group[0].at or 0) + 60 * SECOND


@pytest.mark.parametrize("new_message", [True, False])
async def test_a_pause_is_heard_of_while_one_s_turn_is_waited_for(several: Several, new_message: bool) -> None:
    mine, other, clock = several[0]._database, several[1]._database, Clock()
    mine.standing.acts_until = clock.now() + 60 * SECOND
    pacer = SharedPacer(mine, clock)
    held = taken = clock.now() + 2 * SECOND
    await Turns(other, clock).hold_all(held)  # as many calls wait
    waiting = asyncio.create_task(pacer.turn(7, new_message=new_message))
    while taken == held:
        (row,) = await other.rows("SELECT next_at FROM turns WHERE chat_id = 0", {})
        taken = row["next_at"]
    until = clock.now() + 3 * SECOND
    await Chats(other, clock).pause(7, until)
    await waiting
    assert clock.now() >= until


async def test_a_turn_that_was_too_late_is_given_back(several: Several) -> None:
    turns = Turns(several[0]._database, several[0]._clock)
    private = await turns.take(7, 1, SECOND)
    assert (await turns.take(7, 1, SECOND)).at is None
    await turns.give_back(7, private.at or 0, 1, SECOND)
    again = await turns.take(7, 1, SECOND)
    assert again.at is not None
    await turns.give_back(7, private.at or 0, 1, SECOND)
    assert (await turns.take(7, 1, SECOND)).at is None, "of two, the second one counts"
    group = [await turns.take(-7, 3, 60 * SECOND) for _ in range(3)]
    for _ in range(5):
        await turns.give_back(-7, group.pop().at or 0, 3, 60 * SECOND)
        group.append(await turns.take(-7, 3, 60 * SECOND))
    assert all(turn.at for turn in group)
    assert (await turns.take(-7, 3, 60 * SECOND)).at is None


async def test_an_outcome_is_told_by_one_and_after_what_is_just_being_said(
    several: Several, clock: ManualClock
) -> None:
    one, other = several[:2]
    job = await submitting(one)
    assert await one.tell(job, 30 * SECOND, waits=False)
    assert not await other.tell(job, 30 * SECOND, waits=False)
    assert await other.finish(job.id, Outcome.PICTURE, urls=("https://a/1",))
    assert await other.claim(State.READY, 5) == []
    assert not await one.tell(job, 30 * SECOND, waits=False), "there is an outcome"
    await one.told(job)
    (claimed,) = await other.claim(State.READY, 5)
    assert not await one.tell(job, 30 * SECOND, waits=False)
    assert await other.delivered(claimed, 55, "file")
    assert await other.delivered(claimed, 55, "file"), "whose answer was lost writes the same again"


async def test_a_late_picture_waits_until_the_expiry_is_told(several: Several) -> None:
    one, other = several[:2]
    telling = await ready(one, Outcome.EXPIRED)
    assert await other.finish(telling.id, Outcome.PICTURE, urls=("https://a/1",))
    assert await other.claim(State.READY, 5) == []
    assert not await one.delivered(telling, 55, None)
    (picture,) = await other.claim(State.READY, 5)
    assert picture.outcome is Outcome.PICTURE


async def test_who_tells_a_late_picture_knows_where_the_expiry_stands(
    several: Several, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = several[:2]
    telling = await ready(one, Outcome.EXPIRED)
    assert await other.finish(telling.id, Outcome.PICTURE, urls=("https://a/1",))
    claimed: list[Job] = []
    run = one._database.rows

    async def then_somebody_looks(sql: str, parameters: Parameters) -> list[Row]:
        rows = await run(sql, parameters)
        claimed.extend(await other.claim(State.READY, 5))
        return rows

    monkeypatch.setattr(one._database, "rows", then_somebody_looks)
    assert not await one.delivered(telling, 77, None)
    assert [job.placeholder_id for job in claimed] == [77]


async def test_what_the_dead_had_claimed_is_released_and_nothing_else(several: Several, clock: ManualClock) -> None:
    dead, living = several[:2]
    theirs = await _claimed(dead, 1)
    own = await _claimed(living, 2)
    processes = [Processes(process._database, clock) for process in (dead, living)]
    for process in processes:
        await process.register(1, "key")
    clock.advance(DEAD_AFTER / SECOND + 1)
    beat = await processes[1].beat(leads=True)
    assert (beat.known, beat.leads, beat.dead) == (True, True, 1)
    (corpse,) = await processes[1].dead()
    async with living._database.transaction() as transaction:
        assert [await processes[1].bury(transaction, corpse) for _ in range(2)] == [True, False]
        await living.release_held(transaction, corpse.holder)
    assert not (await processes[0].beat(leads=True)).known
    (again,) = await living.claim(State.ACCEPTED, 5)
    assert again.id == theirs.id
    assert (await living.find(own.id)) == own


async def test_one_leads_until_it_is_silent(several: Several, clock: ManualClock) -> None:
    processes = [Processes(process._database, clock) for process in several]
    for process in processes:
        await process.register(1, "key")
    beats = await asyncio.gather(*(process.beat(leads=True) for process in processes))
    (leader,) = [number for number, beat in enumerate(beats) if beat.leads]
    clock.advance(3.0)
    assert (await processes[leader].beat(leads=True)).leads
    other = processes[leader - 1]
    clock.advance(3.0)
    assert not (await other.beat(leads=True)).leads
    await processes[leader].leave()
    assert (await other.beat(leads=True)).leads


async def test_an_answer_that_is_lost_while_others_are_looked_for_is_not_overlooked(
    several: Several, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = several[0]
    process._lost_some = True
    look = process._database.rows

    async def rows(statement: str, parameters: Parameters) -> list[Row]:
        found = await look(statement, parameters)
        if parameters.get("state") is State.ACCEPTED and not process._suspects:
            with monkeypatch.context() as patch:  # it comes after the look at its state
                patch.setattr(process._database, "rows", look)
                lost.append(await _claimed(process, 1))
            process._lost_some = True
        return found

    lost: list[Job] = []
    monkeypatch.setattr(process._database, "rows", rows)
    await process.release_lost()
    monkeypatch.undo()
    for _ in range(2):
        await process.release_lost()
    (again,) = await process.claim(State.ACCEPTED, 10)
    assert again.id == lost[0].id


async def test_a_claim_whose_answer_was_lost_is_found_again(several: Several, clock: ManualClock) -> None:
    process = several[0]
    lost = await _claimed(process, 1)
    known = await _claimed(process, 2)
    process.working.add((known.id, known.epoch))
    process._lost_some = True
    await process.release_lost()
    assert await several[1].claim(State.ACCEPTED, 5) == [], "it may be on its way to whoever claimed it"
    await process.release_lost()
    (again,) = await several[1].claim(State.ACCEPTED, 5)
    assert again.id == lost.id


async def test_an_update_is_handled_by_one(several: Several, clock: ManualClock) -> None:
    memories = [Memories(process._database, clock) for process in several]
    begun = await asyncio.gather(*(memory.begin("update:1") for memory in memories))
    assert sorted(begun, key=str) == sorted([Begun.NOW, *[Begun.UNDER_WAY] * (PROCESSES - 1)], key=str)
    first = memories[begun.index(Begun.NOW)]
    await first.end("update:1", SECOND)
    assert {await memory.begin("update:1") for memory in memories} == {Begun.DONE}
    clock.advance(2.0)
    assert await memories[0].allow("update:1", SECOND)
    assert not await memories[1].allow("update:1", SECOND)


async def _claimed(process: Jobs, number: int) -> Job:
    assert await process.insert(replace(order(number), owner_id=number + 1), OPEN)
    (job,) = await process.claim(State.ACCEPTED, 1)
    return job


async def test_processes_that_start_at_once_make_one_schema(cluster: Cluster, clock: ManualClock) -> None:
    cluster.execute("CREATE DATABASE untouched")
    databases = [await open_database(cluster.url("untouched"), 2) for _ in range(PROCESSES)]
    try:
        done = await asyncio.gather(*(migrate(database, clock) for database in databases))
        assert {result.after for result in done} == {newest_version("postgresql")}
        assert await Jobs(databases[0], clock).insert(order(1), OPEN)
    finally:
        await asyncio.gather(*(database.close() for database in databases))
        cluster.execute("DROP DATABASE untouched WITH (FORCE)")


async def test_a_word_that_postgresql_cannot_hold_is_held_without_it(several: Several) -> None:
    wanted = order(1)
    odd = replace(wanted, prompt="a\0 fox", options=replace(wanted.options, negative="b\0lur"))
    job = await several[0].insert(odd, OPEN)
    assert job
    assert job.order.prompt == "a fox"
    ended = await several[0].finish(job.id, Outcome.FAILED)
    assert ended
    (claimed,) = await several[0].claim(State.READY, 1)
    assert await several[0].delivered(claimed, 5, None)
    await History(several[0]._database, several[0]._clock).forget(job.id)
    forgotten = await several[0].find(job.id)
    assert forgotten
    assert (forgotten.order.prompt, forgotten.order.options.negative) == ("", "")


async def test_a_script_may_take_longer_than_a_statement(emptied: Emptied, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.connection.SESSION", SESSION.replace("10s", "500ms"))
    monkeypatch.setattr("storage.connection.ANSWER_SECONDS", 1.0)
    database = await open_database(emptied.url, 2)
    try:
        with pytest.raises(TransientError, match="statement timeout"):
            await database.rows("SELECT pg_sleep(1.5)", {})
        await database.script("SELECT pg_sleep(1.5)", "it failed")
    finally:
        await database.close()
