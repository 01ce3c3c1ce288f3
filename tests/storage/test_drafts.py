"""Orders that wait for a choice: they cost nothing until it is made, and it is made once."""

import asyncio
from dataclasses import replace

import pytest

from bot.admission import Limits
from bot.clock import DAY, SECOND, day_of
from bot.deadlines import Terms
from bot.errors import TransientError, UserError
from bot.job import Job, Outcome, State
from bot.options import Style
from storage.chats import Chats
from storage.claims import LEASE
from storage.database import Database
from storage.jobs import Jobs
from tests.support.manual_clock import ManualClock
from tests.support.orders import GRACE, OPEN, accepted, anime, draft, found, order

ONE = Limits(person=1, group=None, total=None, in_flight=None)
JOJO = replace(anime().options, style=Style.JOJO)


async def charged(database: Database, job: Job) -> int | None:
    row = await database.row("SELECT charged FROM jobs WHERE id = :id", {"id": job.id})
    assert row is not None
    return None if row["charged"] is None else int(row["charged"])


async def test_a_draft_is_not_charged(jobs: Jobs, database: Database, clock: ManualClock) -> None:
    job = await draft(jobs)
    assert (job.state, job.due_at, job.order) == (State.DRAFT, clock.now(), anime())
    assert await charged(database, job) is None
    assert await jobs.insert(anime(), OPEN) is None, "the same message is the same draft"
    assert await jobs.insert(order(2), ONE), "it takes nothing of a quota"


async def test_who_could_not_order_is_not_asked_either(jobs: Jobs, database: Database) -> None:
    await jobs.insert(order(1), ONE)
    with pytest.raises(UserError, match="quota-person"):
        await jobs.insert(anime(2), ONE)
    assert len(await database.rows("SELECT id FROM jobs", {})) == 1


async def test_the_choice_makes_it_an_order_given_now(jobs: Jobs, database: Database, clock: ManualClock) -> None:
    waiting = await draft(jobs)
    (asking,) = await jobs.claim(State.DRAFT, 5)
    assert await jobs.asked(asking, 41, clock.now() + 3_600 * SECOND)
    assert await jobs.next_due(State.DRAFT) == clock.now() + 3_600 * SECOND
    clock.advance(1_800.0)
    job = await jobs.choose(waiting, JOJO, 42, OPEN)
    assert job is not None
    assert (job.state, job.due_at, job.created_at) == (State.ACCEPTED, clock.now(), clock.now())
    assert (job.placeholder_id, job.tries, job.epoch) == (42, 0, asking.epoch + 1)
    assert job.order == replace(waiting.order, options=JOJO)
    assert await charged(database, job) == day_of(clock.now())
    assert await found(jobs, job) == job
    (claim,) = await jobs.claim(State.ACCEPTED, 5)
    assert claim.id == job.id


async def test_a_choice_is_charged_on_the_day_it_is_made(jobs: Jobs, database: Database, clock: ManualClock) -> None:
    clock.advance_to((day_of(clock.now()) + 1) * DAY - SECOND)
    waiting = await draft(jobs)
    clock.advance(2.0)
    job = await jobs.choose(waiting, JOJO, 42, OPEN)
    assert job is not None
    assert await charged(database, job) == day_of(clock.now())


async def test_of_many_presses_at_once_one_counts(jobs: Jobs) -> None:
    waiting = await draft(jobs)
    styles = list(Style)
    chosen = await asyncio.gather(*(jobs.choose(waiting, replace(JOJO, style=style), 42, OPEN) for style in styles * 3))
    (job,) = [job for job in chosen if job is not None]
    assert (await found(jobs, waiting)).order.options.style is job.order.options.style


async def test_a_choice_that_the_quota_forbids_leaves_the_draft_waiting(
    jobs: Jobs, database: Database, clock: ManualClock
) -> None:
    waiting = await draft(jobs)
    other = await jobs.insert(order(2), ONE)
    assert other is not None
    with pytest.raises(UserError, match="quota-person"):
        await jobs.choose(waiting, JOJO, 42, ONE)
    assert await found(jobs, waiting) == waiting
    assert await charged(database, waiting) is None
    await jobs.finish(other.id, Outcome.FAILED)
    assert await jobs.choose(waiting, JOJO, 42, ONE)
    with pytest.raises(UserError, match="quota-person"):
        await jobs.insert(order(3), ONE)


async def test_choices_at_once_do_not_slip_past_the_quota(jobs: Jobs) -> None:
    drafts = [await draft(jobs, number) for number in range(6)]
    limits = Limits(person=None, group=None, total=None, in_flight=2)
    ends = await asyncio.gather(*(jobs.choose(job, JOJO, 42, limits) for job in drafts), return_exceptions=True)
    assert sum(isinstance(end, Job) for end in ends) == 2
    assert sum(isinstance(end, UserError) for end in ends) == 4


async def test_a_question_that_comes_too_late_changes_nothing(jobs: Jobs, clock: ManualClock) -> None:
    waiting = await draft(jobs)
    (asking,) = await jobs.claim(State.DRAFT, 5)
    job = await jobs.choose(waiting, JOJO, 42, OPEN)
    assert job is not None
    assert not await jobs.asked(asking, 43, clock.now() + SECOND)
    assert not await jobs.forget_draft(asking)
    assert not await jobs.postpone(asking, clock.now() + SECOND)
    assert await found(jobs, job) == job


async def test_who_was_overtaken_asks_for_nothing(jobs: Jobs, clock: ManualClock) -> None:
    await draft(jobs)
    (first,) = await jobs.claim(State.DRAFT, 5)
    clock.advance(LEASE / SECOND)
    (second,) = await jobs.claim(State.DRAFT, 5)
    assert not await jobs.asked(first, 41, clock.now())
    assert not await jobs.forget_draft(first)
    assert await jobs.asked(second, 42, clock.now())
    assert (await found(jobs, second)).placeholder_id == 42


async def test_one_that_nobody_chose_is_over(jobs: Jobs, database: Database, clock: ManualClock) -> None:
    waiting = await draft(jobs)
    (claim,) = await jobs.claim(State.DRAFT, 5)
    assert await jobs.forget_draft(claim)
    gone = await found(jobs, waiting)
    assert (gone.state, gone.due_at, gone.outcome) == (State.CANCELLED, None, None)
    assert await charged(database, waiting) is None
    assert await jobs.choose(waiting, JOJO, 42, OPEN) is None
    assert await jobs.insert(anime(), OPEN) is None, "the same message is not asked about again"
    assert not await jobs.forget_draft(claim)
    assert State.CANCELLED not in await jobs.count_live()


async def test_a_draft_is_nobody_else_s_work(jobs: Jobs, clock: ManualClock) -> None:
    asked = await draft(jobs)
    assert (await jobs.count_live())[State.DRAFT] == 1
    clock.advance(DAY / SECOND)
    assert await jobs.expire_waiting(SECOND, SECOND) == []
    assert await jobs.fail_queued("unavailable") == []
    assert await jobs.claim(State.ACCEPTED, 5) == []
    assert await jobs.claim_submit(5, Terms(8, GRACE, GRACE)) == []
    assert await jobs.count_before(asked) == (0, 0)


async def test_a_restart_and_a_pause_hold_for_drafts_too(jobs: Jobs, chats: Chats, clock: ManualClock) -> None:
    waiting, other = await draft(jobs, 1), await draft(jobs, 1, owner_id=8)
    until = clock.now() + 600 * SECOND
    await chats.pause(waiting.order.chat_id, until)
    assert (await found(jobs, waiting)).due_at == until
    assert [job.id for job in await jobs.claim(State.DRAFT, 5)] == [other.id]
    clock.advance(1.0)
    await jobs.release_claims(GRACE)
    assert (await found(jobs, waiting)).due_at == until
    assert (await found(jobs, other)).due_at == clock.now()


@pytest.mark.sqlite_only
async def test_a_choice_that_could_not_be_stored_was_not_made(jobs: Jobs, database: Database) -> None:
    waiting = await draft(jobs)
    await database.rows("PRAGMA query_only=ON", {})
    with pytest.raises(TransientError):
        await jobs.choose(waiting, JOJO, 42, OPEN)
    await database.rows("PRAGMA query_only=OFF", {})
    assert await jobs.choose(waiting, JOJO, 42, OPEN)


async def test_what_was_chosen_is_no_draft_for_whoever_never_drew_one_up(jobs: Jobs) -> None:
    plain = await accepted(jobs)
    assert await jobs.choose(plain, JOJO, 42, OPEN) is None
    assert await found(jobs, plain) == plain


async def test_the_last_thing_somebody_ordered_in_a_chat_is_found_for_a_while(jobs: Jobs, clock: ManualClock) -> None:
    began, asked = clock.now(), order(1)
    where = {"owner_id": asked.owner_id, "chat_id": asked.chat_id}
    waiting = await jobs.insert(replace(asked, prompt=""), OPEN)
    assert waiting is not None
    assert waiting.state is State.DRAFT
    assert await jobs.insert(replace(order(2), chat_id=asked.chat_id - 1), OPEN), "elsewhere"
    assert await jobs.insert(replace(order(3), owner_id=asked.owner_id + 1), OPEN), "somebody else's"
    assert await jobs.find_last(**where, since=began) == waiting
    clock.advance(600)
    assert await jobs.find_last(**where, since=began) == waiting
    assert await jobs.find_last(**where, since=began + 1) is None
    newer = await accepted(jobs, 4)
    assert newer.order.owner_id == asked.owner_id
    assert await jobs.find_last(**where, since=began) == newer


async def test_a_question_that_was_answered_before_it_stood_is_taken_back(jobs: Jobs, clock: ManualClock) -> None:
    waiting = await draft(jobs)
    (asking,) = await jobs.claim(State.DRAFT, 5)
    await jobs.take_question_back(waiting.id)
    assert (await found(jobs, waiting)).state is State.CANCELLED
    assert not await jobs.asked(asking, 42, clock.now() + SECOND)
    standing = await draft(jobs, 2)
    (asking,) = await jobs.claim(State.DRAFT, 5)
    assert await jobs.asked(asking, 43, clock.now() + SECOND)
    await jobs.take_question_back(standing.id)
    assert (await found(jobs, standing)).state is State.DRAFT
