"""The third schema holds everything the second one held, and every old job has its words and no parent."""

from pathlib import Path

import pytest

from bot.job import FINAL, Kind, State
from bot.options import Options, Style
from storage.history import History
from storage.jobs import Jobs
from storage.migrate import migrate, migrations, version_of
from storage.sqlite import SQLite
from tests.support.manual_clock import ManualClock
from tests.support.old_rows import INDEXES, new_schema, old_rows, put, schema, stored

pytestmark = pytest.mark.sqlite_only

OLD_OPTIONS = (
    '{"seed": 7, "model": "basic", "width": 512, "height": 768, "steps": 20, "guidance": 7.5, "sampler": "plms",'
    ' "negative": "\\u96ea", "fidelity": 0.4, "style": "JOJO_style", "is_anime": true, "sized": true}'
)
OWNER = 2**40


SECOND_ROWS = [
    row
    | {
        "kind": ("draw", "remix", "anime", "hd")[number % 4],
        "message_id": row["message_id"] if number % 5 else None,
        "owner_id": OWNER,
        "source": f"source-{number}" if number % 4 else None,
        "checked": number % 2,
        "file_id": f"file-{number}" if number % 3 else None,
    }
    for number, row in enumerate(old_rows(State, OLD_OPTIONS), start=1)
]
"""Rows of the second schema, in every state with every outcome, every column filled and left empty."""


@pytest.fixture
async def second(empty: SQLite, clock: ManualClock) -> SQLite:
    """A database of the second schema that has been used."""
    await migrate(empty, clock, known=migrations()[:2])
    for row in SECOND_ROWS:
        await put(empty, "jobs", row)
    await put(empty, "chats", {"chat_id": 1, "language": "zh", "not_before": 5, "defaults": '{"a": 1}'})
    await put(empty, "chats", {"chat_id": -2, "language": "en", "moved_to": -3})
    return empty


async def test_every_row_and_value_is_kept(second: SQLite, clock: ManualClock) -> None:
    before, chats = await stored(second, "jobs"), await stored(second, "chats")
    assert [set(row) for row in before] == [set(SECOND_ROWS[0])] * len(before), "every column is looked at"
    done = await migrate(second, clock, known=migrations()[:3])
    assert (done.before, done.after, done.backup is not None) == (2, 3, True)
    assert await version_of(second) == 3
    assert await stored(second, "jobs") == [row | {"parent": None, "action": "", "forgotten": 0} for row in before]
    assert await stored(second, "chats") == [row | {"access": None, "daily": None, "refused": 0} for row in chats]
    assert await stored(second, "switches") == []


async def test_the_old_jobs_can_be_read(second: SQLite, clock: ManualClock) -> None:
    await migrate(second, clock)
    jobs = Jobs(second, clock)
    for row in SECOND_ROWS:
        job = await jobs.find(row["id"])
        assert job is not None
        assert (job.order.parent, job.order.action, job.forgotten) == ("", "", False)
        assert (job.state, job.order.prompt, job.file_id) == (State(row["state"]), row["prompt"], row["file_id"])
        assert job.order.options == Options(
            seed=7,
            model="basic",
            height=768,
            sampler="plms",
            negative="雪",
            fidelity=0.4,
            style=Style.JOJO,
            is_anime=True,
            sized=True,
            as_file=False,
            tell="late",
        )


async def test_an_old_file_and_a_new_one_end_up_the_same(second: SQLite, clock: ManualClock, tmp_path: Path) -> None:
    await migrate(second, clock)
    tables = ("jobs", "chats", "switches")
    assert await schema(second, *tables) == await new_schema(tmp_path, clock, *tables)
    names = {row["name"] for row in await second.rows(INDEXES, {})}
    assert names >= {"jobs_children", "jobs_owner", "jobs_asked", "jobs_remembered", "jobs_erased"}
    assert [row[0] for row in await second.rows("PRAGMA integrity_check", {})] == ["ok"]


async def test_the_old_jobs_have_a_history_that_can_be_forgotten(second: SQLite, clock: ManualClock) -> None:
    await migrate(second, clock)
    history = History(second, clock)
    ended = [row for row in SECOND_ROWS if State(row["state"]) in FINAL]
    pictures = [
        row["id"]
        for row in ended
        if (row["state"], row["outcome"]) == ("delivered", "picture") and row["file_id"] is not None
    ]
    assert [job.id for job in await history.pictures(OWNER, limit=99)] == pictures[::-1]
    assert len(pictures) == 1
    assert await history.forget_old(clock.now(), 999) == len(ended)
    await history.erase(OWNER)
    assert {row["id"] for row in await stored(second, "jobs")} == {row["id"] for row in SECOND_ROWS if row not in ended}


@pytest.mark.parametrize("kind", list(Kind))
async def test_the_kinds_there_are_fit(database: SQLite, clock: ManualClock, kind: Kind) -> None:
    await put(database, "jobs", SECOND_ROWS[0] | {"kind": str(kind), "parent": "a" * 26, "action": "again"})
    job = await Jobs(database, clock).find(SECOND_ROWS[0]["id"])
    assert job is not None
    assert (job.order.kind, job.order.parent, job.order.action) == (kind, "a" * 26, "again")
