"""A group that becomes a supergroup takes everything along, and its old messages are void."""

from typing import Any

import pytest

from bot.admission import Limits
from bot.clock import SECOND
from bot.errors import UserError
from bot.job import FINAL, Job, Outcome, State
from bot.preferences import Preferences
from storage.chats import Chat, Chats
from storage.database import Database
from storage.jobs import Jobs
from tests.support.manual_clock import ManualClock
from tests.support.orders import OPEN, accepted, anime, draft, found, order, submitting

OLD, NEW, ELSEWHERE = -5, -1_000_000_000_005, -6
VOID = {"thread_id": None, "message_id": None, "placeholder_id": None}

Rows = dict[str, dict[str, Any]]


async def rows_of(database: Database) -> Rows:
    return {row["id"]: dict(row) for row in await database.rows("SELECT * FROM jobs", {})}


PUT = "UPDATE jobs SET state = :state, due_at = :due_at, thread_id = 3, placeholder_id = 9 WHERE id = :id"


async def in_every_state(jobs: Jobs, database: Database, chat: int) -> None:
    """Leave a job of a person and one of the chat's own in each state in a chat."""
    for owner in (7, chat):
        for state in State:
            job = await draft(jobs, owner * 100 + len(await rows_of(database)), owner_id=owner, chat_id=chat)
            due_at = None if state in FINAL else job.due_at
            await database.rows(PUT, {"id": job.id, "state": state, "due_at": due_at})


async def test_everything_goes_along_and_nothing_else_does(
    jobs: Jobs, chats: Chats, database: Database, clock: ManualClock
) -> None:
    await in_every_state(jobs, database, OLD)
    await in_every_state(jobs, database, ELSEWHERE)
    asking = await jobs.claim(State.DRAFT, 5)
    for claim in asking:
        assert await jobs.asked(claim, 41, clock.now() + 3_600 * SECOND)
    before = await rows_of(database)
    clock.advance(5.0)
    await chats.move(OLD, NEW)
    after = await rows_of(database)
    assert before.keys() == after.keys()
    assert len(before) == 4 * len(State)
    for job_id, old in before.items():
        wanted = old
        if old["chat_id"] == OLD:
            wanted = old | VOID | {"chat_id": NEW, "owner_id": NEW if old["owner_id"] == OLD else 7}
        if old["chat_id"] == OLD and old["state"] == State.DRAFT:
            wanted |= {"due_at": clock.now()}  # its question stands where nobody can press any more
        assert after[job_id] == wanted
    assert {row["owner_id"] for row in after.values()} == {7, NEW, ELSEWHERE}
    again = await jobs.claim(State.DRAFT, 5)
    assert {job.id for job in again} == {job.id for job in asking if job.order.chat_id == OLD}, "they are asked anew"
    assert {(job.order.chat_id, job.placeholder_id) for job in again} == {(NEW, None)}


async def test_a_move_told_twice_is_one(jobs: Jobs, chats: Chats, database: Database) -> None:
    await accepted(jobs, 1, chat_id=OLD)
    await chats.move(OLD, NEW)
    (claim,) = await jobs.claim(State.ACCEPTED, 5)
    assert await jobs.announced(claim, 88, claim.order.options)
    jobs_before, chats_before = await rows_of(database), await chats_of(database)
    await chats.move(OLD, NEW)
    assert await rows_of(database) == jobs_before, "what was said in the new place stands"
    assert await chats_of(database) == chats_before


async def chats_of(database: Database) -> list[dict[str, Any]]:
    return [dict(row) for row in await database.rows("SELECT * FROM chats ORDER BY chat_id", {})]


async def test_the_origin_recognises_an_order_that_has_moved(jobs: Jobs, chats: Chats) -> None:
    job = await accepted(jobs, 1, chat_id=OLD)
    await chats.move(OLD, NEW)
    moved = await found(jobs, job)
    assert (moved.order.origin, moved.order.chat_id, moved.order.message_id) == (job.order.origin, NEW, None)
    assert await jobs.insert(order(1, chat_id=OLD), OPEN) is None
    assert await jobs.insert(order(1, chat_id=NEW), OPEN), "messages are numbered anew there"


async def test_the_group_s_day_is_not_given_back_by_moving(jobs: Jobs, chats: Chats) -> None:
    limits = Limits(person=None, group=2, total=None, in_flight=None)
    for number in (1, 2):
        assert await jobs.insert(order(number, chat_id=OLD), limits)
    await chats.move(OLD, NEW)
    with pytest.raises(UserError, match="quota-group"):
        await jobs.insert(order(3, chat_id=NEW), limits)


async def test_what_the_group_had_under_way_is_still_its_own(jobs: Jobs, chats: Chats) -> None:
    limits = Limits(person=1, group=None, total=None, in_flight=None)
    assert await jobs.insert(order(1, owner_id=OLD, chat_id=OLD), limits)
    await chats.move(OLD, NEW)
    with pytest.raises(UserError, match="quota-person"):
        await jobs.insert(order(1, owner_id=NEW, chat_id=NEW), limits)


async def test_a_worker_under_way_goes_on(jobs: Jobs, chats: Chats, clock: ManualClock) -> None:
    posting = await submitting(jobs, 1, chat_id=OLD)
    await chats.move(OLD, NEW)
    assert await jobs.submitted(posting, "uid", clock.now() + SECOND)
    assert await jobs.finish(posting.id, Outcome.PICTURE, urls=("https://a/1",))
    (bringing,) = await jobs.claim(State.READY, 5)
    assert (bringing.order.chat_id, bringing.placeholder_id) == (NEW, None)
    assert await jobs.delivered(bringing, 1, None)


async def test_what_is_known_of_the_chat_goes_along(jobs: Jobs, chats: Chats, database: Database) -> None:
    known = {"language": "zh", "not_before": 99, "no_new_before": 98, "defaults": '{"model": "anime"}'}
    known |= {"access": "denied", "daily": 5, "refused": True}
    await database.rows(
        """INSERT INTO chats (chat_id, language, not_before, no_new_before, defaults, access, daily, refused)
           VALUES (-5, :language, :not_before, :no_new_before, :defaults, :access, :daily, :refused)""",
        known,
    )
    await chats.move(OLD, NEW)
    assert await chats_of(database) == [
        {"chat_id": NEW, "moved_to": None} | known,
        {"chat_id": OLD, "moved_to": NEW} | known,
    ]
    assert (await chats.get(NEW)).language == "zh"


async def test_a_supergroup_that_was_heard_of_keeps_what_it_said(jobs: Jobs, chats: Chats, database: Database) -> None:
    await accepted(jobs, 1, chat_id=NEW)
    await database.rows("INSERT INTO chats (chat_id, language) VALUES (-5, 'zh')", {})
    await chats.move(OLD, NEW)
    assert (await chats.get(NEW)).language == "en"
    assert await chats.former_ids(NEW) == [OLD]


async def test_an_operators_word_is_not_escaped_by_moving(chats: Chats) -> None:
    await chats.set_access(OLD, "denied")
    await chats.set_daily(OLD, 5)
    await chats.set_preferences(OLD, Preferences(orderers="admins"), language="zh")
    assert await chats.refuse(NEW), "it was heard of before its move"
    await chats.move(OLD, NEW)
    moved = Chat(NEW, "zh", Preferences(orderers="admins"), "denied", 5, refused=True)
    assert await chats.find(NEW) == {NEW: moved}


async def test_what_was_set_after_the_move_stays_when_it_is_told_again(chats: Chats) -> None:
    await chats.set_daily(OLD, 5)
    await chats.set_preferences(OLD, Preferences(orderers="admins"), language="zh")
    await chats.move(OLD, NEW)
    await chats.set_daily(NEW, None)
    await chats.set_preferences(NEW, Preferences(), language="zh")
    await chats.move(OLD, NEW)
    assert await chats.find(NEW) == {NEW: Chat(NEW, "zh")}


async def test_a_group_that_never_ordered_is_noted(chats: Chats) -> None:
    assert await chats.former_ids(NEW) == []
    await chats.move(OLD, NEW)
    assert await chats.former_ids(NEW) == [OLD]
    assert await chats.former_ids(OLD) == []
    assert (await chats.get(NEW)).language is None, "nothing is known of it yet"


async def test_a_draft_moves_and_can_still_be_chosen(jobs: Jobs, chats: Chats) -> None:
    waiting: Job = await draft(jobs, 1, chat_id=OLD)
    await chats.move(OLD, NEW)
    job = await jobs.choose(await found(jobs, waiting), anime().options, 12, OPEN)
    assert job is not None
    assert (job.order.chat_id, job.order.message_id, job.placeholder_id) == (NEW, None, 12)


async def test_a_question_that_is_being_asked_is_not_asked_twice_at_once(
    jobs: Jobs, chats: Chats, clock: ManualClock
) -> None:
    waiting = await draft(jobs, 1, chat_id=OLD)
    (asking,) = await jobs.claim(State.DRAFT, 5)
    await chats.move(OLD, NEW)
    assert (await found(jobs, waiting)).due_at == asking.due_at
    assert await jobs.claim(State.DRAFT, 5) == []


@pytest.mark.parametrize("followed", [False, True])
async def test_a_message_counts_only_where_the_job_is(
    jobs: Jobs, chats: Chats, clock: ManualClock, followed: bool
) -> None:
    stands_in, known = (NEW, 12) if followed else (OLD, None)
    asked, chosen = [await draft(jobs, number, chat_id=OLD) for number in (1, 2)]
    delivered, announced = await submitting(jobs, 3, chat_id=OLD), await accepted(jobs, 4, chat_id=OLD)
    assert await jobs.finish(delivered.id, Outcome.EXPIRED)
    (asking,) = [claim for claim in await jobs.claim(State.DRAFT, 5) if claim.id == asked.id]
    (announcing,), (bringing,) = await jobs.claim(State.ACCEPTED, 5), await jobs.claim(State.READY, 5)
    await chats.move(OLD, NEW)
    until = clock.now() + 3_600 * SECOND
    assert await jobs.asked(asking, 12, until, stands_in)
    assert (await found(jobs, asked)).due_at == (until if followed else clock.now())
    assert await jobs.announced(announcing, 12, announcing.order.options, stands_in)
    assert await jobs.delivered(bringing, 12, None, stands_in)
    assert await jobs.choose(await found(jobs, chosen) if followed else chosen, anime().options, 12, OPEN)
    for job in (asked, announced, delivered, chosen):
        assert (await found(jobs, job)).placeholder_id == known
