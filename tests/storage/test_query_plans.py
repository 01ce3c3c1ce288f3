"""No statement reads a whole table, on an empty file and on one that has been used for long."""

import re

import pytest

from storage import queries
from storage.database import Database
from tests.support.postgresql import Cluster, Emptied
from tests.support.query_plans import SCANS, STATEMENTS, plan, scanned, scans, sorts

# Half a year of finished jobs, and sixty live ones in every state.
FILL = """
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5060)
    INSERT INTO jobs (id, origin, kind, chat_id, message_id, owner_id, language, prompt, options, state, due_at,
                      charged, created_at, outcome, outcome_at, file_id, placeholder_id, parent, action, forgotten)
    SELECT substr(CAST(100000000 + i AS TEXT), 2), 'm:1:' || i || ':0', 'draw',
           CASE WHEN i % 4 = 0 THEN -i % 20 ELSE i % 300 END, i, i % 300, 'en', 'a fox', '{}',
           CASE WHEN i <= 5000 THEN CASE WHEN i % 60 = 0 THEN 'cancelled' WHEN i % 50 = 0 THEN 'undeliverable'
                                         ELSE 'delivered' END
                ELSE CASE i % 6 WHEN 0 THEN 'accepted' WHEN 1 THEN 'queued' WHEN 2 THEN 'submitting'
                                WHEN 3 THEN 'submitted' WHEN 4 THEN 'ready' ELSE 'draft' END END,
           CASE WHEN i > 5000 THEN 1700000000000000 + i END,
           CASE WHEN i % 20 > 0 AND (i <= 5000 OR i % 6 < 5) THEN 19500 + i / 28 END, 1700000000000000 + i,
           CASE WHEN i > 5000 AND i % 6 < 4 THEN NULL WHEN i % 20 = 0 THEN 'refused' ELSE 'picture' END,
           1700000000000000, CASE WHEN i <= 5000 AND i % 20 > 0 THEN 'file' END, CASE WHEN i % 9 > 0 THEN i END,
           CASE WHEN i % 3 = 0 THEN substr(CAST(100000000 + i / 2 AS TEXT), 2) END,
           CASE WHEN i % 3 = 0 THEN 'again' ELSE '' END,
           CASE WHEN i % 500 = 0 THEN 2 WHEN i <= 4000 THEN 1 ELSE 0 END
    FROM n
"""
FILL_CHATS = """
    INSERT INTO chats (chat_id, language, not_before, no_new_before, moved_to)
    SELECT DISTINCT chat_id, 'en', CASE WHEN chat_id % 40 = 0 THEN 1700000000000000 END,
                    CASE WHEN chat_id % 20 = 0 THEN 1700000000000000 END,
                    CASE WHEN chat_id % 16 = 0 AND chat_id < 0 THEN chat_id * 1000 END FROM jobs
"""


@pytest.fixture
def emptied(cluster: Cluster) -> Emptied:
    """A database that no test has used before: what it has learned of another one's rows would stay."""
    return Emptied(cluster)


@pytest.fixture(params=["empty", "used"])
async def lived_in(request: pytest.FixtureRequest, database: Database) -> Database:
    """A database as it is at first, and as it is after a while, statistics included."""
    if request.param == "used":
        await database.rows(FILL, {})
        await database.rows(FILL_CHATS, {})
        await database.rows("ANALYZE", {})
    return database


async def test_the_database_is_as_used_as_it_should_be(database: Database) -> None:
    await database.rows(FILL, {})
    live = await database.row(queries.COUNT_AT_PROVIDER, {})
    assert live is not None
    assert live["n"] == 20


@pytest.mark.parametrize("name", [name for name, sql in STATEMENTS.items() if "jobs" in sql])
def test_no_statement_on_jobs_is_prepared_anew_each_time(name: str) -> None:
    bare = re.findall(r"\b(?:state|forgotten) (?:=|<>|IN) \(?:\w+", STATEMENTS[name].partition("WHERE")[2])
    assert not bare, "SQLite compares a bare parameter with the partial indexes, anew each time"


def test_the_statements_were_found() -> None:
    assert {
        "GET",
        "CLAIM",
        "FINISH",
        "CHOOSE",
        "COUNT_LIVE",
        "MOVE",
        "SEEN",
        "PAUSE",
        "LIST_PAUSED",
    } <= STATEMENTS.keys()
    assert {"ASKED", "FORGET_DRAFT", "MOVE_CHAT", "MOVED", "LIST_FORMER", "GET_VERSION"} <= STATEMENTS.keys()
    assert {"FIND_CHATS", "SET_ACCESS", "REFUSE_CHAT", "FORGET_CHAT", "IS_ON", "SWITCH_OFF"} <= STATEMENTS.keys()
    assert {"FACTS", "USAGE", "FIND_ASKED", "FIND_LAST", "CANCEL", "CANCEL_ALL", "COUNT_BEFORE"} <= STATEMENTS.keys()
    assert {"LIST_OLDER", "LIST_NEWER", "FORGET_OLD", "ERASE_ENDED", "DROP_ERASED"} <= STATEMENTS.keys()
    assert SCANS.keys() <= STATEMENTS.keys()


async def test_nothing_is_scanned(lived_in: Database) -> None:
    names = STATEMENTS.keys() - SCANS.keys()
    steps = [(name, step) for name in sorted(names) for step in await plan(lived_in, STATEMENTS[name])]
    assert await scanned(lived_in) == []
    if lived_in.is_shared:
        return  # of the indexes that serve, its planner takes whichever is cheapest
    used = {
        "MOVE": "jobs_chat",
        "LIST_FORMER": "chats_moved",
        "CLAIM": "jobs_due",
        "USAGE": "jobs_charged_chat",
        "FACTS": "jobs_children",
        "FIND_ASKED": "jobs_asked",
        "FIND_ASKING": "jobs_asked",
        "FIND_LAST": "jobs_owner",
        "CANCEL_ALL": "jobs_due",
        "COUNT_BEFORE": "jobs_due",
        "LIST_WAITING": "jobs_due",
        "FIND_TASK": "jobs_uid",
        "LIST_OLDER": "jobs_owner",
        "LIST_NEWER": "jobs_owner",
        "LIST_OLDER_THERE": "jobs_chat",
        "LIST_NEWER_THERE": "jobs_chat",
        "PAUSE_CHAT": "jobs_due",
        "LIST_PAUSED": "chats_paused",
        "FORGET_OLD": "jobs_remembered",
        "ERASE_ENDED": "jobs_owner",
        "ERASE_COPIES": "jobs_children",
        "ERASE_REST": "jobs_owner",
        "DROP_ERASED": "jobs_erased",
        "BLANK_ERASED": "jobs_erased",
        "READ_ORDERS": "sqlite_autoindex_jobs",
    }
    for name, index in used.items():
        assert any(statement == name and index in step for statement, step in steps), name


@pytest.mark.parametrize("name", sorted(SCANS))
async def test_what_is_scanned_is_an_index_of_live_rows(lived_in: Database, name: str) -> None:
    steps = "\n".join(await plan(lived_in, STATEMENTS[name]))
    assert re.search(rf"SCAN .* USING (COVERING )?INDEX {SCANS[name]}|Scan (using|on) {SCANS[name]}", steps)


async def test_a_scan_would_be_seen(lived_in: Database) -> None:
    assert scans(await plan(lived_in, "SELECT count(*) FROM jobs WHERE prompt = :prompt"))


async def test_what_is_listed_is_not_sorted(lived_in: Database) -> None:
    for name in (
        "LIST_OLDER",
        "LIST_NEWER",
        "LIST_OLDER_THERE",
        "LIST_NEWER_THERE",
        "LIST_RECENT",
        "FORGET_OLD",
        "READ_ORDERS",
        "FIND_LAST",
    ):
        steps = await plan(lived_in, STATEMENTS[name])
        assert not sorts(steps), name
