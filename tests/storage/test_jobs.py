"""Every verb of `Jobs`, on a real file."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.clock import SECOND, day_of
from bot.deadlines import Terms
from bot.errors import TransientError
from bot.job import FINAL, Job, Outcome, Source, State
from bot.options import Style
from storage.chats import Chats, Pause
from storage.claims import LEASE
from storage.database import Database
from storage.jobs import Jobs
from tests.support.manual_clock import ManualClock
from tests.support.orders import DEADLINE, GRACE, OPEN, accepted, anime, found, order, queued, ready, submitting


async def row_of(database: Database, job: Job) -> dict[str, Any]:
    row = await database.row("SELECT * FROM jobs WHERE id = :id", {"id": job.id})
    assert row is not None
    return dict(row)


async def test_an_order_comes_back_as_it_was_given(jobs: Jobs, clock: ManualClock) -> None:
    job = await accepted(jobs)
    assert job.order == order()
    assert (job.state, job.due_at, job.created_at) == (State.ACCEPTED, clock.now(), clock.now())
    assert await jobs.find(job.id) == job
    assert await jobs.find("0" * 26) is None


async def test_what_an_order_starts_from_comes_back_too(jobs: Jobs) -> None:
    of_a_topic = replace(anime(), options=replace(anime().options, style=Style.JOJO), thread_id=3)
    for number, wanted in enumerate((of_a_topic, replace(of_a_topic, source=Source("photo", checked=True)))):
        job = await jobs.insert(replace(wanted, origin=f"m:7:1:{number}"), OPEN)
        assert job is not None
        assert job.state is State.ACCEPTED
        assert (await found(jobs, job)).order == replace(wanted, origin=f"m:7:1:{number}")


async def test_an_option_of_a_newer_huabot_holds_nobody_up(jobs: Jobs, database: Database) -> None:
    made = {job.id: job.order for job in (await accepted(jobs, 1), await accepted(jobs, 2))}
    newer = {"id": next(iter(made))}
    await database.rows("UPDATE jobs SET options = json_set(options, '$.brightness', '3') WHERE id = :id", newer)
    assert {job.id: job.order for job in await jobs.claim(State.ACCEPTED, 5)} == made


async def test_what_a_source_turned_out_to_be_is_kept(jobs: Jobs) -> None:
    job = await accepted(jobs)
    (claim,) = await jobs.claim(State.ACCEPTED, 1)
    fitted = replace(claim.order.options, width=448, height=768, style=Style.CATEAR)
    assert await jobs.announced(claim, 5, fitted)
    assert (await found(jobs, job)).order == replace(claim.order, options=fitted)


async def test_a_claim_is_a_lease(jobs: Jobs, clock: ManualClock) -> None:
    job = await accepted(jobs)
    (first,) = await jobs.claim(State.ACCEPTED, 5)
    assert (first.id, first.epoch, first.due_at) == (job.id, job.epoch + 1, clock.now() + LEASE)
    assert await jobs.claim(State.ACCEPTED, 5) == []
    assert await jobs.next_due(State.ACCEPTED) == first.due_at
    clock.advance(LEASE / SECOND)
    (second,) = await jobs.claim(State.ACCEPTED, 5)
    assert not await jobs.announced(first, 1, first.order.options), "an overtaken worker changes nothing"
    assert not await jobs.postpone(first, 0)
    assert not await jobs.forget_placeholder(first)
    assert await jobs.announced(second, 2, second.order.options)
    assert (await found(jobs, job)).placeholder_id == 2


async def test_workers_at_once_never_get_the_same_row(jobs: Jobs) -> None:
    for number in range(12):
        await accepted(jobs, number)
    claims = await asyncio.gather(*(jobs.claim(State.ACCEPTED, 5) for _ in range(4)))
    ids = [job.id for claim in claims for job in claim]
    assert len(ids) == len(set(ids)) == 12
    assert max(len(claim) for claim in claims) == 5


async def test_the_longest_due_are_claimed_first(jobs: Jobs, clock: ManualClock) -> None:
    made = []
    for number in range(4):
        made.append(await accepted(jobs, number))
        clock.advance(1.0)
    assert [job.id for job in await jobs.claim(State.ACCEPTED, 2)] == [job.id for job in made[:2]]


async def test_the_way_of_a_picture(jobs: Jobs, database: Database, clock: ManualClock) -> None:
    job = await submitting(jobs)
    assert (job.state, job.attempt, job.submitted_at, job.placeholder_id) == (State.SUBMITTING, 1, clock.now(), 55)
    assert (await jobs.count_before(job))[1] == 1
    assert await jobs.submitted(job, "uid-1", clock.now() + 30 * SECOND)
    assert (await jobs.count_before(job))[1] == 1
    clock.advance(8.0)
    done = await jobs.finish(job.id, Outcome.PICTURE, urls=("https://a/1", "https://b/1"))
    assert done is not None
    assert (done.state, done.result_urls, done.outcome_at) == (
        State.READY,
        ("https://a/1", "https://b/1"),
        clock.now(),
    )
    assert (done.uid, done.uid_attempt) == ("uid-1", 1)
    assert (await jobs.count_before(job))[1] == 0
    (claimed,) = await jobs.claim(State.READY, 5)
    assert await jobs.delivered(claimed, 55, "file-1")
    row = await row_of(database, job)
    assert (row["state"], row["due_at"], row["file_id"], row["finished_at"]) == (
        "delivered",
        None,
        "file-1",
        clock.now(),
    )
    assert row["charged"] == day_of(clock.now())
    assert await jobs.count_live() == {state: 0 for state in State if state not in FINAL}


async def test_a_callback_that_overtakes_the_submit_s_answer_wins(jobs: Jobs, clock: ManualClock) -> None:
    job = await submitting(jobs)
    assert await jobs.finish(job.id, Outcome.PICTURE, urls=("https://a/1",))
    assert not await jobs.submitted(job, "uid-1", clock.now())
    assert not await jobs.requeue(job, clock.now())
    assert not await jobs.resubmit(job)
    assert await jobs.give_up(job, Outcome.EXPIRED) is None
    assert (await found(jobs, job)).state is State.READY


UID = "0af1-9c"


@pytest.mark.parametrize("named", [UID, "0AF19C", None])
async def test_a_callback_of_the_job_s_own_task_ends_it(jobs: Jobs, clock: ManualClock, named: str | None) -> None:
    job = await submitting(jobs)
    assert await jobs.submitted(job, UID, clock.now())
    assert await jobs.finish(job.id, Outcome.PICTURE, urls=("https://a/1",), task=(1, named))


@pytest.mark.parametrize("task", [(1, "0af19d"), (2, UID), (0, UID)])
async def test_a_callback_of_another_task_ends_nothing_by_itself(
    jobs: Jobs, clock: ManualClock, task: tuple[int, str]
) -> None:
    job = await submitting(jobs)
    assert await jobs.submitted(job, UID, clock.now())
    assert await jobs.finish(job.id, Outcome.PICTURE, urls=("https://a/1",), task=task) is None
    assert (await found(jobs, job)).outcome is None


async def test_a_hundred_callbacks_at_once_are_one(jobs: Jobs) -> None:
    job = await submitting(jobs)
    ends = await asyncio.gather(
        *(jobs.finish(job.id, Outcome.PICTURE if n % 2 else Outcome.FAILED) for n in range(100))
    )
    assert sum(end is not None for end in ends) == 1
    (first,) = [end for end in ends if end is not None]
    assert (await found(jobs, job)).outcome is first.outcome


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("later", list(Outcome))
async def test_the_first_outcome_stands_except_an_expiry_for_a_picture(
    jobs: Jobs, outcome: Outcome, later: Outcome
) -> None:
    job = await ready(jobs, outcome)
    assert await jobs.delivered(job, 55, None)
    again = await jobs.finish(job.id, later, urls=("https://late/1",) if later is Outcome.PICTURE else ())
    if (outcome, later) == (Outcome.EXPIRED, Outcome.PICTURE):
        assert again is not None
        assert (again.state, again.result_urls) == (State.READY, ("https://late/1",))
        assert await jobs.finish(job.id, Outcome.PICTURE) is None
    else:
        assert again is None
        assert (await found(jobs, job)).outcome is outcome


@pytest.mark.parametrize("outcome", list(Outcome))
async def test_what_is_no_picture_is_given_back_and_stays_so(jobs: Jobs, database: Database, outcome: Outcome) -> None:
    job = await ready(jobs, outcome)
    charged = (await row_of(database, job))["charged"]
    assert (charged is not None) == (outcome is Outcome.PICTURE)
    if outcome is Outcome.EXPIRED:
        await jobs.finish(job.id, Outcome.PICTURE)
        assert (await row_of(database, job))["charged"] is None


async def test_a_picture_that_could_not_be_brought_is_given_back(jobs: Jobs, database: Database) -> None:
    job = await ready(jobs)
    assert await jobs.delivered(job, 55, None, lost=True)
    row = await row_of(database, job)
    assert (row["state"], row["charged"], row["reason"], row["outcome"]) == ("delivered", None, "lost", "picture")


async def test_a_picture_nobody_could_be_told_of_is_not_given_back(jobs: Jobs, database: Database) -> None:
    job = await ready(jobs)
    assert await jobs.undeliverable(job)
    row = await row_of(database, job)
    assert (row["state"], row["due_at"]) == ("undeliverable", None)
    assert row["charged"] is not None


async def test_what_was_not_sent_goes_back_and_its_deadline_has_not_begun(jobs: Jobs, clock: ManualClock) -> None:
    job = await submitting(jobs)
    assert await jobs.requeue(job, clock.now() + SECOND)
    back = await found(jobs, job)
    assert (back.state, back.due_at, back.submitted_at, back.tries) == (State.QUEUED, clock.now() + SECOND, None, 1)
    assert await jobs.claim_submit(5, Terms(8, GRACE, DEADLINE)) == []
    clock.advance(1.0)
    (again,) = await jobs.claim_submit(5, Terms(8, GRACE, DEADLINE))
    assert (again.attempt, again.submitted_at) == (2, clock.now())


async def test_an_unknown_answer_is_repeated_once_and_keeps_its_deadline(jobs: Jobs, clock: ManualClock) -> None:
    first = (await submitting(jobs)).submitted_at
    clock.advance(GRACE / SECOND)
    (swept,) = await jobs.claim(State.SUBMITTING, 5)
    assert await jobs.resubmit(swept)
    (again,) = await jobs.claim_submit(5, Terms(8, GRACE, DEADLINE))
    assert (again.attempt, again.resubmitted, again.submitted_at) == (2, True, first)
    assert not await jobs.resubmit(again)
    assert await jobs.requeue(again, clock.now())
    assert (await found(jobs, again)).submitted_at == first


async def test_orders_that_never_got_their_turn_expire(jobs: Jobs, clock: ManualClock) -> None:
    waiting, others = await queued(jobs, 1), await submitting(jobs, 2)
    await jobs.requeue(await found(jobs, waiting), clock.now())
    clock.advance(3_600.0)
    fresh = await accepted(jobs, 3)
    expired = await jobs.expire_waiting(3_600 * SECOND, 600 * SECOND)
    assert others.id not in {job.id for job in expired}
    assert fresh.id not in {job.id for job in expired}
    assert all((job.state, job.outcome) == (State.READY, Outcome.EXPIRED) for job in expired)


async def test_one_that_is_repeated_expires_by_its_first_post(jobs: Jobs, clock: ManualClock) -> None:
    job = await submitting(jobs)
    assert await jobs.resubmit(job)
    clock.advance(599.0)
    assert await jobs.expire_waiting(3_600 * SECOND, 600 * SECOND) == []
    clock.advance(1.0)
    (expired,) = await jobs.expire_waiting(3_600 * SECOND, 600 * SECOND)
    assert expired.id == job.id


async def test_with_the_account_closed_only_what_was_never_posted_fails(jobs: Jobs) -> None:
    repeated = await submitting(jobs, 1)
    assert await jobs.resubmit(repeated)
    waiting = await queued(jobs, 2)
    (failed,) = await jobs.fail_queued("unavailable")
    assert (failed.id, failed.outcome, failed.reason) == (waiting.id, Outcome.FAILED, "unavailable")
    assert (await found(jobs, repeated)).state is State.QUEUED


async def test_a_lost_placeholder_is_forgotten(jobs: Jobs) -> None:
    job = await ready(jobs)
    assert await jobs.forget_placeholder(job)
    assert (await found(jobs, job)).placeholder_id is None


async def test_at_start_nobody_holds_a_claim(jobs: Jobs, clock: ManualClock) -> None:
    delivering = await ready(jobs, message_id=1)
    posting = await submitting(jobs, 2)
    announcing = await accepted(jobs, 3)
    await jobs.claim(State.ACCEPTED, 1)
    fresh = await accepted(jobs, 4)
    clock.advance(1.0)
    await jobs.release_claims(GRACE)
    assert (await found(jobs, delivering)).due_at == clock.now()
    assert (await found(jobs, posting)) == posting, "it waits out its grace"
    assert (await found(jobs, announcing)).due_at == clock.now()
    assert (await found(jobs, fresh)).state is State.ACCEPTED


async def test_a_chat_to_be_left_alone_is_so_after_a_restart_too(
    jobs: Jobs, database: Database, clock: ManualClock
) -> None:
    mine, other = await ready(jobs, message_id=1), await accepted(jobs, 1, owner_id=8)
    chats = Chats(database, clock)
    until = clock.now() + 600 * SECOND
    await chats.pause(mine.order.chat_id, until)
    assert await chats.paused() == {mine.order.chat_id: Pause(until, until)}
    await jobs.release_claims(GRACE)
    assert (await found(jobs, mine)).due_at == until
    assert (await found(jobs, other)).due_at == clock.now()
    clock.advance(600.0)
    assert await chats.paused() == {}
    assert [job.id for job in await jobs.claim(State.READY, 5)] == [mine.id]


async def test_what_has_a_message_to_edit_does_not_wait_for_new_messages(
    jobs: Jobs, chats: Chats, clock: ManualClock
) -> None:
    announced = await ready(jobs, message_id=1)
    silent = await jobs.find((await ready(jobs, message_id=2)).id)
    assert announced.placeholder_id
    assert silent
    assert await jobs.forget_placeholder(silent)
    fresh = await accepted(jobs, 3)
    await jobs.release_claims(GRACE)
    now = clock.now()
    until = now + 600 * SECOND
    await chats.pause(7, until, new_only=True)
    expected = [now, until, until]
    assert [(await found(jobs, job)).due_at for job in (announced, silent, fresh)] == expected
    (claimed,) = await jobs.claim(State.READY, 5)
    assert claimed.id == announced.id
    await jobs.release_claims(GRACE)
    assert [(await found(jobs, job)).due_at for job in (announced, silent, fresh)] == expected


async def test_a_chat_to_be_left_alone_does_not_keep_its_orders_from_the_provider(
    jobs: Jobs, chats: Chats, clock: ManualClock
) -> None:
    asked_for = await submitting(jobs, 1)
    assert await jobs.submitted(asked_for, "uid", clock.now() + 30 * SECOND)
    waits = await submitting(jobs, 2)
    assert await jobs.requeue(waits, clock.now() + 30 * SECOND)
    await chats.pause(7, clock.now() + 3_600 * SECOND)
    await jobs.release_claims(GRACE)
    assert [(await found(jobs, job)).due_at for job in (asked_for, waits)] == [clock.now()] * 2


async def test_a_chat_is_remembered_in_its_newest_language(jobs: Jobs, database: Database) -> None:
    await accepted(jobs)
    assert [dict(row) for row in await database.rows("SELECT chat_id, language FROM chats", {})] == [
        {"chat_id": 7, "language": "en"}
    ]


@pytest.mark.sqlite_only
async def test_on_a_full_disk_no_order_is_taken_in_and_callbacks_say_so(jobs: Jobs, database: Database) -> None:
    job = await submitting(jobs)
    await database.rows("PRAGMA query_only=ON", {})
    with pytest.raises(TransientError):
        await jobs.insert(order(2), OPEN)
    with pytest.raises(TransientError):
        await jobs.finish(job.id, Outcome.PICTURE)
    await database.rows("PRAGMA query_only=OFF", {})
    assert await jobs.finish(job.id, Outcome.PICTURE)


async def test_a_killed_sweep_holds_nothing_up(jobs: Jobs, clock: ManualClock) -> None:
    posting = await submitting(jobs, 1)
    clock.advance(GRACE / SECOND)
    (swept,) = await jobs.claim(State.SUBMITTING, 1)
    assert swept.id == posting.id
    clock.advance(1.0)
    await jobs.release_claims(10 * SECOND)
    assert (await found(jobs, posting)).due_at == clock.now() + 10 * SECOND


async def test_strikes_last_until_the_step_ends_in_order(jobs: Jobs) -> None:
    await accepted(jobs)
    (claimed,) = await jobs.claim(State.ACCEPTED, 1)
    for _ in range(2):  # repeating it changes nothing
        assert await jobs.strike(claimed)
    assert (await found(jobs, claimed)).strikes == 1
    assert await jobs.strike(claimed, 0)
    (again,) = await jobs.claim(State.ACCEPTED, 1)
    assert again.strikes == 1
    assert await jobs.strike(again)
    assert not await jobs.strike(claimed), "overtaken"
    assert (await found(jobs, claimed)).strikes == 2
    assert await jobs.postpone(again, 0)
    (last,) = await jobs.claim(State.ACCEPTED, 1)
    assert last.strikes == 0
    assert await jobs.strike(last)
    assert await jobs.announced(last, 5, last.order.options)
    assert (await found(jobs, claimed)).strikes == 0


async def test_a_late_picture_takes_the_place_where_its_expiry_was_told_anew(jobs: Jobs) -> None:
    """The placeholder was deleted: what was told while the picture came stands elsewhere."""
    expired = await ready(jobs, Outcome.EXPIRED)
    assert await jobs.finish(expired.id, Outcome.PICTURE, urls=("https://a/1",))
    assert not await jobs.delivered(expired, 66, None)
    assert (await found(jobs, expired)).placeholder_id == 66
