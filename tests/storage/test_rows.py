"""What an order of another version of Huabot means, as it is stored."""

import json

from bot.options import Options, Style
from storage.database import Database
from storage.jobs import Jobs
from tests.support.orders import accepted

STORE = "UPDATE jobs SET options = :options WHERE id = :id"


async def _read_as(jobs: Jobs, database: Database, stored: dict[str, object]) -> Options:
    job = await accepted(jobs)
    await database.rows(STORE, {"id": job.id, "options": json.dumps(stored)})
    found = await jobs.find(job.id)
    assert found
    return found.order.options


async def test_what_an_older_version_did_not_know_has_its_default(jobs: Jobs, database: Database) -> None:
    stored = {"seed": 42, "width": 768, "style": "JOJO_style"}
    assert await _read_as(jobs, database, stored) == Options(42, width=768, style=Style.JOJO)


async def test_what_a_newer_version_knows_is_left_out(jobs: Jobs, database: Database) -> None:
    assert await _read_as(jobs, database, {"seed": 42, "glitter": 9}) == Options(42)
