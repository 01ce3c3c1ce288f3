"""The second schema holds everything the first one held, and what it may not hold it refuses."""

import sqlite3
from typing import Any

import pytest

from bot.job import FINAL, Kind, Outcome, State
from bot.prompt import Options
from storage.database import Database
from storage.jobs import Jobs
from storage.migrate import migrate, migrations, version_of
from tests.storage.orders import OPEN, anime, order
from tests.unit.hand_clock import HandClock

FIRST_STATES = [state for state in State if state not in {State.DRAFT, State.CANCELLED}]
OUTCOMES = [None, *Outcome]
OLD_OPTIONS = (
    '{"seed": 4294967295, "model": "anime", "width": 768, "height": 448, "steps": 30, "guidance": 8.25,'
    ' "sampler": "ddim", "negative": "blurry \\u96ea"}'
)

INDEXES = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"


def first_rows() -> list[dict[str, Any]]:
    """Return rows of the first schema, in every state with every outcome, every column filled and left empty."""
    rows: list[dict[str, Any]] = []
    for state in FIRST_STATES:
        for outcome in OUTCOMES:
            number = len(rows) + 1
            rows.append(
                {
                    "id": f"{number:026x}",
                    "origin": f"m:{-number}:{number}:0",
                    "kind": "draw",
                    "chat_id": -(2**40) - number,
                    "thread_id": number if number % 2 else None,
                    "message_id": 1_000 + number,
                    "owner_id": 2**40 + number,
                    "language": "zh" if number % 3 else "en",
                    "prompt": f"a 'fox' -- {number}\n雪🦊\x01",
                    "options": OLD_OPTIONS,
                    "state": str(state),
                    "epoch": number,
                    "due_at": None if state in FINAL else 1_700_000_000_000_000 + number,
                    "tries": number % 4,
                    "charged": 19_000 + number if number % 2 else None,
                    "created_at": 1_600_000_000_000_000 + number,
                    "placeholder_id": 2_000 + number if number % 3 else None,
                    "attempt": number % 3,
                    "resubmitted": number % 2,
                    "submitted_at": 1_650_000_000_000_000 + number if number % 4 else None,
                    "uid": f"uid-{number}" if number % 5 else None,
                    "uid_attempt": number % 3 if number % 5 else None,
                    "outcome": outcome and str(outcome),
                    "reason": f"reason {number}",
                    "result_url": f"https://a/{number}",
                    "result_alt_url": f"https://b/{number}" if number % 2 else "",
                    "outcome_at": 1_660_000_000_000_000 + number if outcome else None,
                    "file_id": f"file-{number}" if number % 2 else None,
                    "finished_at": 1_670_000_000_000_000 + number if state in FINAL else None,
                }
            )
    return rows


async def put(database: Database, table: str, row: dict[str, Any]) -> None:
    marks = ", ".join(f":{name}" for name in row)
    await database.rows(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", row)


async def stored(database: Database, table: str) -> list[dict[str, Any]]:
    return [dict(row) for row in await database.rows(f"SELECT * FROM {table} ORDER BY 1", {})]


@pytest.fixture
async def first(empty: Database, clock: HandClock) -> Database:
    """A database of the first schema that has been used."""
    await migrate(empty, clock, known=migrations()[:1])
    for row in first_rows():
        await put(empty, "jobs", row)
    await put(empty, "chats", {"chat_id": 1, "language": "zh", "not_before": 5, "defaults": '{"a": 1}'})
    await put(empty, "chats", {"chat_id": -2, "language": "en"})
    return empty


async def test_every_row_and_value_is_kept(first: Database, clock: HandClock) -> None:
    before, chats = await stored(first, "jobs"), await stored(first, "chats")
    assert [set(row) for row in before] == [set(first_rows()[0])] * len(before), "every column is looked at"
    assert len(before) == len(FIRST_STATES) * len(OUTCOMES)
    done = await migrate(first, clock, known=migrations()[:2])
    assert (done.before, done.backup is not None) == (1, True)
    assert await version_of(first) == 2
    assert await stored(first, "jobs") == [row | {"source": None, "checked": 1} for row in before]
    assert await stored(first, "chats") == [row | {"moved_to": None} for row in chats]


async def test_the_old_jobs_can_be_read(first: Database, clock: HandClock) -> None:
    await migrate(first, clock)
    jobs = Jobs(first, clock)
    for row in first_rows():
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


async def test_an_old_file_and_a_new_one_end_up_the_same(
    first: Database, clock: HandClock, tmp_path_factory: pytest.TempPathFactory
) -> None:
    await migrate(first, clock)
    fresh = await Database.open(f"sqlite:///{tmp_path_factory.mktemp('new')}/huabot.db")
    try:
        await migrate(fresh, clock)
        for sql in (INDEXES, "PRAGMA table_info(jobs)", "PRAGMA table_info(chats)"):
            assert [tuple(row) for row in await first.rows(sql, {})] == [
                tuple(row) for row in await fresh.rows(sql, {})
            ]
    finally:
        await fresh.close()
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


async def test_the_old_jobs_go_on(first: Database, clock: HandClock) -> None:
    await migrate(first, clock)
    jobs = Jobs(first, clock)
    clock.advance(10**6)
    for state in (State.ACCEPTED, State.SUBMITTING, State.SUBMITTED, State.READY):
        assert len(await jobs.claim(state, 100)) == len(OUTCOMES)
    known = first_rows()[0]["origin"]
    _, chat, message, _ = known.split(":")
    assert await jobs.insert(order(int(message), chat_id=int(chat)), OPEN) is None, "it has been taken in before"
    assert await jobs.insert(anime(), OPEN) is not None


@pytest.mark.parametrize("state", list(State))
async def test_a_state_has_a_next_step_exactly_if_it_is_not_final(database: Database, state: State) -> None:
    row = first_rows()[0] | {"state": str(state), "message_id": None}
    right, wrong = (None, 5) if state in FINAL else (5, None)
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        await put(database, "jobs", row | {"due_at": wrong})
    await put(database, "jobs", row | {"due_at": right})
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        await put(database, "jobs", row | {"due_at": right, "id": "0" * 26})


@pytest.mark.parametrize(
    "name", ["origin", "kind", "chat_id", "owner_id", "prompt", "options", "created_at", "checked"]
)
async def test_what_every_job_has_cannot_be_missing(database: Database, name: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=f"NOT NULL constraint failed: jobs.{name}"):
        await put(database, "jobs", first_rows()[0] | {name: None})


async def test_the_kinds_there_are_fit(database: Database, clock: HandClock) -> None:
    jobs = Jobs(database, clock)
    for number, kind in enumerate(Kind):
        await put(database, "jobs", first_rows()[number] | {"kind": str(kind), "source": "file", "checked": 0})
        job = await jobs.find(first_rows()[number]["id"])
        assert job is not None
        assert job.order.kind is kind
