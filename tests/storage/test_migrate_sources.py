"""The second schema holds everything the first one held, and what it may not hold it refuses."""

import sqlite3
from pathlib import Path

import pytest

from bot.job import FINAL, Kind, Outcome, State
from bot.options import Options
from storage.jobs import Jobs
from storage.migrate import migrate, migrations, version_of
from storage.sqlite import SQLite
from tests.support.manual_clock import ManualClock
from tests.support.old_rows import INDEXES, new_schema, old_rows, put, schema, stored
from tests.support.orders import OPEN, anime, order

pytestmark = pytest.mark.sqlite_only

FIRST_STATES = [state for state in State if state not in {State.DRAFT, State.CANCELLED}]
OLD_OPTIONS = (
    '{"seed": 4294967295, "model": "anime", "width": 768, "height": 448, "steps": 30, "guidance": 8.25,'
    ' "sampler": "ddim", "negative": "blurry \\u96ea"}'
)

FIRST_ROWS = old_rows(FIRST_STATES, OLD_OPTIONS)


@pytest.fixture
async def first(empty: SQLite, clock: ManualClock) -> SQLite:
    """A database of the first schema that has been used."""
    await migrate(empty, clock, known=migrations()[:1])
    for row in FIRST_ROWS:
        await put(empty, "jobs", row)
    await put(empty, "chats", {"chat_id": 1, "language": "zh", "not_before": 5, "defaults": '{"a": 1}'})
    await put(empty, "chats", {"chat_id": -2, "language": "en"})
    return empty


async def test_every_row_and_value_is_kept(first: SQLite, clock: ManualClock) -> None:
    before, chats = await stored(first, "jobs"), await stored(first, "chats")
    assert [set(row) for row in before] == [set(FIRST_ROWS[0])] * len(before), "every column is looked at"
    assert len(before) == len(FIRST_STATES) * (1 + len(Outcome))
    done = await migrate(first, clock, known=migrations()[:2])
    assert (done.before, done.backup is not None) == (1, True)
    assert await version_of(first) == 2
    assert await stored(first, "jobs") == [row | {"source": None, "checked": 1} for row in before]
    assert await stored(first, "chats") == [row | {"moved_to": None} for row in chats]


async def test_the_old_jobs_can_be_read(first: SQLite, clock: ManualClock) -> None:
    await migrate(first, clock)
    jobs = Jobs(first, clock)
    for row in FIRST_ROWS:
        job = await jobs.find(row["id"])
        assert job is not None
        assert (job.state, job.outcome, job.order.source) == (State(row["state"]), row["outcome"], None)
        assert job.order.options == Options(
            seed=2**32 - 1,
            model="anime",
            width=768,
            height=448,
            steps=30,
            guidance=8.25,
            sampler="ddim",
            negative="blurry 雪",
        )
        assert not job.order.is_draft


async def test_an_old_file_and_a_new_one_end_up_the_same(first: SQLite, clock: ManualClock, tmp_path: Path) -> None:
    await migrate(first, clock)
    assert await schema(first, "jobs", "chats") == await new_schema(tmp_path, clock, "jobs", "chats")
    names = {row["name"] for row in await first.rows(INDEXES, {})}
    assert names >= {
        "jobs_due",
        "jobs_charged_owner",
        "jobs_charged_chat",
        "jobs_under_way",
        "jobs_chat",
        "chats_moved",
    }
    problems = [row[0] for row in await first.rows("PRAGMA integrity_check", {})]
    assert problems == ["ok"]


async def test_the_old_jobs_go_on(first: SQLite, clock: ManualClock) -> None:
    await migrate(first, clock)
    jobs = Jobs(first, clock)
    clock.advance(10**6)
    for state in (State.ACCEPTED, State.SUBMITTING, State.SUBMITTED, State.READY):
        assert len(await jobs.claim(state, 100)) == (1 + len(Outcome))
    known = FIRST_ROWS[0]["origin"]
    _, chat, message, _ = known.split(":")
    assert await jobs.insert(order(int(message), chat_id=int(chat)), OPEN) is None, "it has been taken in before"
    assert await jobs.insert(anime(), OPEN) is not None


@pytest.mark.parametrize("state", list(State))
async def test_a_state_has_a_next_step_exactly_if_it_is_not_final(database: SQLite, state: State) -> None:
    row = FIRST_ROWS[0] | {"state": str(state), "message_id": None}
    right, wrong = (None, 5) if state in FINAL else (5, None)
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        await put(database, "jobs", row | {"due_at": wrong})
    await put(database, "jobs", row | {"due_at": right})
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        await put(database, "jobs", row | {"due_at": right, "id": "0" * 26})


@pytest.mark.parametrize(
    "name", ["origin", "kind", "chat_id", "owner_id", "prompt", "options", "created_at", "checked"]
)
async def test_what_every_job_has_cannot_be_missing(database: SQLite, name: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=f"NOT NULL constraint failed: jobs.{name}"):
        await put(database, "jobs", FIRST_ROWS[0] | {name: None})


async def test_the_kinds_there_are_fit(database: SQLite, clock: ManualClock) -> None:
    jobs = Jobs(database, clock)
    for number, kind in enumerate(Kind):
        await put(database, "jobs", FIRST_ROWS[number] | {"kind": str(kind), "source": "file", "checked": 0})
        job = await jobs.find(FIRST_ROWS[number]["id"])
        assert job is not None
        assert job.order.kind is kind
