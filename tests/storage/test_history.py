"""What is known of finished jobs, and that it can be forgotten."""

from dataclasses import replace
from typing import Any

import pytest

from bot.clock import DAY, HOUR, SECOND, day_of
from bot.deadlines import Terms
from bot.job import Job, Kind, Outcome, State
from storage.database import Database
from storage.history import History
from storage.jobs import Jobs
from tests.support.manual_clock import ManualClock
from tests.support.orders import (
    OPEN,
    accepted,
    anime,
    delivered,
    draft,
    found,
    order,
    queued,
    ready,
    submitting,
)

LEFT = "SELECT prompt, options, source, file_id, result_url, result_alt_url FROM jobs WHERE id = :id"


async def left_of(database: Database, job: Job) -> dict[str, Any] | None:
    """Return what is still known of a job; None if it is gone."""
    row = await database.row(LEFT, {"id": job.id})
    return dict(row) if row else None


def blank(options: str) -> dict[str, Any]:
    empty = dict.fromkeys(("prompt", "result_url", "result_alt_url"), "")
    return empty | {"source": None, "file_id": None, "options": options}


async def wordy(jobs: Jobs, message_id: int = 1, owner_id: int = 7) -> Job:
    """Return a delivered job of which there is much to know."""
    plain = replace(order(message_id, owner_id), kind=Kind.REMIX, source=anime().source)
    job = await jobs.insert(replace(plain, options=replace(plain.options, negative="blur, 雪")), OPEN)
    assert job is not None
    assert await jobs.finish(job.id, Outcome.PICTURE, urls=("https://a/1", "https://b/1"))
    claim = next(candidate for candidate in await jobs.claim(State.READY, 10) if candidate.id == job.id)
    assert await jobs.delivered(claim, 55, "file")
    return await found(jobs, job)


async def many(jobs: Jobs, clock: ManualClock, count: int, **of: int) -> list[Job]:
    """Return delivered pictures, newest first."""
    made = []
    for number in range(count):
        clock.advance(1.0)
        made.append(await delivered(jobs, number, **of))
    return made[::-1]


async def test_pictures_come_newest_first_and_page_both_ways(jobs: Jobs, history: History, clock: ManualClock) -> None:
    made = await many(jobs, clock, 7)
    assert await history.pictures(7, limit=3) == made[:3]
    assert await history.pictures(7, before=made[2].id, limit=3) == made[3:6]
    assert await history.pictures(7, before=made[5].id, limit=3) == made[6:]
    assert await history.pictures(7, before=made[6].id, limit=3) == []
    assert await history.pictures(7, after=made[6].id, limit=3) == made[3:6], "the nearest newer ones"
    assert await history.pictures(7, after=made[1].id, limit=3) == made[:1]
    assert await history.pictures(7, after=made[0].id, limit=3) == []
    assert await history.pictures(7, after=made[5].id, before=made[2].id, limit=9) == made[3:5]
    assert await history.pictures(8, limit=9) == []


async def test_only_what_can_be_sent_again_is_a_picture(jobs: Jobs, history: History, clock: ManualClock) -> None:
    (picture,) = await many(jobs, clock, 1)
    await delivered(jobs, 10, file_id=None)
    refused = await ready(jobs, Outcome.REFUSED, message_id=11)
    assert await jobs.delivered(refused, 55, None)
    assert await jobs.undeliverable(await ready(jobs, message_id=12))
    await ready(jobs, message_id=13)
    await queued(jobs, 14)
    await draft(jobs, 15)
    assert await history.pictures(7, limit=9) == [picture]
    assert picture.file_id == "file"


async def test_in_a_group_only_its_own_are_shown(jobs: Jobs, history: History, clock: ManualClock) -> None:
    mine = await many(jobs, clock, 2)
    group = await many(jobs, clock, 3, chat_id=-5)
    assert await history.pictures(7, limit=9) == group + mine
    assert await history.pictures(7, chat_id=-5, limit=9) == group
    assert await history.pictures(7, chat_id=-5, before=group[0].id, limit=1) == group[1:2]
    assert await history.pictures(7, chat_id=-5, after=group[1].id, limit=9) == group[:1]
    assert await history.pictures(7, chat_id=-6, limit=9) == []


async def test_recent_waits_are_those_at_the_provider(jobs: Jobs, history: History, clock: ManualClock) -> None:
    assert await history.recent_waits(9) == []
    for number, seconds in enumerate((4.0, 6.5)):
        clock.advance(1.0)
        job = await queued(jobs, number)
        clock.advance(30.0)
        assert await jobs.claim_submit(5, Terms(8, SECOND, SECOND))
        clock.advance(seconds)
        assert await jobs.finish(job.id, Outcome.PICTURE)
    clock.advance(1.0)
    await ready(jobs, Outcome.REFUSED, message_id=8)
    clock.advance(1.0)
    await accepted(jobs, 9)
    assert await history.recent_waits(9) == [(Kind.DRAW, 6_500_000), (Kind.DRAW, 4_000_000)]
    assert await history.recent_waits(3) == [(Kind.DRAW, 6_500_000)], "of so many jobs, not so many pictures"
    assert await history.recent_waits(2) == []


async def test_a_picture_of_a_submit_that_was_not_heard_of_has_no_wait(
    jobs: Jobs, history: History, clock: ManualClock
) -> None:
    job = await submitting(jobs)
    assert await jobs.requeue(job, clock.now())
    assert await jobs.finish(job.id, Outcome.PICTURE)
    assert await history.recent_waits(9) == []


async def test_old_words_are_forgotten_and_nothing_else(
    jobs: Jobs, history: History, database: Database, clock: ManualClock
) -> None:
    old = [await wordy(jobs, number) for number in (1, 2, 3)]
    waiting = await draft(jobs, 4)
    clock.advance(10.0)
    moment = clock.now()
    new = await wordy(jobs, 5)
    others = [await found(jobs, waiting), await found(jobs, new)]
    assert [await history.forget_old(moment, 2) for _ in range(3)] == [2, 1, 0]
    for job in old:
        again = await found(jobs, job)
        bare = replace(job.order, prompt="", options=replace(job.order.options, negative=""))
        assert again == replace(job, order=bare, forgotten=True)
    assert [await found(jobs, job) for job in others] == others
    assert len(await history.pictures(7, limit=9)) == 4, "the pictures are still theirs"
    words = await database.rows("SELECT id FROM jobs WHERE options LIKE '%blur%' OR prompt LIKE '%fox%'", {})
    assert [row["id"] for row in words] == [new.id]
    assert await history.forget_old(moment + 1, 9) == 1


async def test_one_picture_is_forgotten_with_all_that_leads_to_it(
    jobs: Jobs, history: History, database: Database, clock: ManualClock
) -> None:
    job, other = await wordy(jobs, 1), await wordy(jobs, 2)
    usage = await jobs.usage(7, 7)
    await history.forget(job.id)
    gone = await found(jobs, job)
    assert (gone.forgotten, gone.state, gone.outcome) == (True, State.DELIVERED, Outcome.PICTURE)
    assert gone.order.options == replace(job.order.options, negative="")
    left = await left_of(database, job)
    assert left == blank(left["options"] if left else "")
    assert await found(jobs, other) == other
    assert await history.pictures(7, limit=9) == [other]
    assert await jobs.usage(7, 7) == usage, "it was painted all the same"


@pytest.mark.parametrize("make", [draft, accepted, queued, submitting, ready])
async def test_what_is_under_way_is_not_forgotten(jobs: Jobs, history: History, make: Any) -> None:
    job = await make(jobs)
    await history.forget(job.id)
    assert await history.forget_old(2**50, 9) == 0
    assert await found(jobs, job) == job


async def test_somebody_is_erased_but_for_what_today_counts(
    jobs: Jobs, history: History, database: Database, clock: ManualClock
) -> None:
    yesterday = await wordy(jobs, 1)
    clock.advance_to((day_of(clock.now()) + 1) * DAY)
    refused = await ready(jobs, Outcome.REFUSED, message_id=2)
    assert await jobs.delivered(refused, 55, None)
    today = await wordy(jobs, 3)
    other = await wordy(jobs, 4, owner_id=8)
    usage = await jobs.usage(7, 7)

    await history.erase(7)
    assert await left_of(database, yesterday) is None
    assert await left_of(database, refused) is None
    left = await left_of(database, today)
    assert left == blank(left["options"] if left else "")
    assert (await found(jobs, today)).forgotten
    assert (await found(jobs, today)).order.options.negative == ""
    assert await found(jobs, other) == other
    assert await jobs.usage(7, 7) == usage, "nobody has more pictures by being forgotten"
    assert await history.pictures(7, limit=9) == []

    assert await history.drop_erased() == 0
    await history.forget(today.id)
    await history.forget_old(2**50, 9)
    clock.advance_to((day_of(clock.now()) + 1) * DAY)
    assert await history.drop_erased() == 1
    assert await left_of(database, today) is None
    assert await history.drop_erased() == 0
    assert (await found(jobs, other)).file_id == "file"


async def test_what_an_erased_person_has_under_way_goes_its_way(
    jobs: Jobs, history: History, database: Database, clock: ManualClock
) -> None:
    bringing, posting = await ready(jobs, message_id=1), await submitting(jobs, 2)
    waiting, asking = await queued(jobs, 3), await draft(jobs, 4)
    words = waiting.order.prompt
    await history.erase(7)
    assert (await found(jobs, waiting)).order.prompt == words, "it is still to be posted"
    assert (await found(jobs, posting)).order.prompt == words, "it may have to be posted again"
    assert (await found(jobs, bringing)).order.prompt == ""
    assert (await found(jobs, bringing)).result_urls == bringing.result_urls
    assert (await found(jobs, asking)).order.source == asking.order.source

    assert await jobs.delivered(bringing, 55, "file")
    assert await jobs.finish(posting.id, Outcome.PICTURE, urls=("https://a/1",))
    (claim,) = await jobs.claim(State.READY, 5)
    assert await history.drop_erased() == 0
    left = await left_of(database, bringing)
    assert left == blank(left["options"] if left else ""), "as soon as it has been brought"
    assert (await found(jobs, claim)).result_urls == ("https://a/1",)
    assert await history.pictures(7, limit=9) == []
    assert await jobs.delivered(claim, 55, "file")
    assert await history.pictures(7, limit=9) == [], "not even before it is dropped"
    await jobs.cancel_all(7, None)
    (told,) = await jobs.claim(State.READY, 5)
    assert await jobs.end_cancelled(told)
    assert await history.drop_erased() == 2, "the draft and what waited"
    clock.advance(2 * DAY / SECOND)
    assert await history.drop_erased() == 2
    assert await database.rows("SELECT id FROM jobs", {}) == []


async def kept_for(jobs: Jobs, hours: int, message_id: int, outcome: Outcome = Outcome.PICTURE) -> Job:
    """Return a delivered job in a chat that keeps its pictures for so long."""
    plain = order(message_id)
    job = await jobs.insert(replace(plain, options=replace(plain.options, kept_hours=hours)), OPEN)
    assert job is not None
    assert await jobs.finish(job.id, outcome, urls=("https://a/1",) if outcome is Outcome.PICTURE else ())
    claim = next(candidate for candidate in await jobs.claim(State.READY, 10) if candidate.id == job.id)
    assert await jobs.delivered(claim, 55, "file")
    return job


async def test_pictures_are_to_be_deleted_when_their_hours_are_over(
    jobs: Jobs, history: History, clock: ManualClock
) -> None:
    six, one = await kept_for(jobs, 6, 1), await kept_for(jobs, 1, 2)
    for hours, outcome in ((0, Outcome.PICTURE), (1, Outcome.FAILED)):
        await kept_for(jobs, hours, 3 + hours, outcome)
    clock.advance(3_599)
    assert await history.to_delete(10) == []
    clock.advance(2)
    assert [job.id for job in await history.to_delete(10)] == [one.id]
    await history.delete_later(one.id, 6 * HOUR)
    clock.advance(5 * 3_600)
    assert [job.id for job in await history.to_delete(10)] == [six.id]
    clock.advance(3_600)
    assert [job.id for job in await history.to_delete(10)] == [six.id, one.id]
    assert [job.id for job in await history.to_delete(1)] == [six.id]
    await history.forget(six.id, one.id)
    assert await history.to_delete(10) == []
    await history.delete_later(six.id, 0)
    assert await history.to_delete(10) == [], "what is forgotten is not to be deleted once more"


async def test_a_picture_that_came_late_is_deleted_while_that_can_be_done(
    jobs: Jobs, history: History, clock: ManualClock
) -> None:
    """Telegram counts two days from the message that was sent for the order."""
    plain = order(1)
    job = await jobs.insert(replace(plain, options=replace(plain.options, kept_hours=47)), OPEN)
    assert job is not None
    clock.advance(4_000)
    assert await jobs.finish(job.id, Outcome.PICTURE, urls=("https://a/1",))
    (claim,) = await jobs.claim(State.READY, 10)
    assert await jobs.delivered(claim, 55, "file")
    clock.advance(47 * 3_600 - 4_000)
    assert [expired.id for expired in await history.to_delete(10)] == [job.id]
