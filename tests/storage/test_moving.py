"""`huabot move`: everything of a file is in PostgreSQL afterwards, or nothing."""

from pathlib import Path

import pytest

from bot.errors import HuabotError
from bot.job import Outcome
from bot.move import move
from bot.settings import Settings
from storage.chats import Chats
from storage.drivers import open_database
from storage.history import History
from storage.jobs import Jobs
from storage.migrate import migrate
from storage.sqlite import SQLite
from tests.support.manual_clock import ManualClock
from tests.support.orders import delivered, draft, order, queued, ready, submitting
from tests.support.postgresql import Emptied

KEY = "the-key-of-the-old-machine-0123456789"

REQUIRED = {
    "telegram_token": "123456789:AAscenario-0123456789-abcdefghijklm",
    "apispace_token": "token",
    "public_url": "http://127.0.0.1:1",
}


async def _fill(url: str, clock: ManualClock) -> list[object]:
    database = await open_database(url)
    await migrate(database, clock)
    jobs = Jobs(database, clock)
    made = [await delivered(jobs, 1), await draft(jobs, 2), await queued(jobs, 3), await submitting(jobs, 4)]
    made.append(await ready(jobs, Outcome.REFUSED, 5))
    await database.rows("UPDATE jobs SET prompt = 'a fox' || char(0) WHERE id = :id", {"id": made[0].id})
    await Chats(database, clock).set_access(77, "denied")
    await database.close()
    return [job.id for job in made]


async def test_everything_is_there_afterwards(tmp_path: Path, clock: ManualClock, emptied: Emptied) -> None:
    source = f"sqlite:///{tmp_path}/huabot.db"
    ids = await _fill(source, clock)
    (tmp_path / "secret.key").write_text(KEY, encoding="ascii")
    wrong = Settings(_env_file=None, **REQUIRED, database_url=emptied.url, secret_key="another-key-0123456789")
    with pytest.raises(HuabotError, match=r"SECRET_KEY must be the key in .*, move that file away"):
        await move(wrong, source)
    settings = Settings(_env_file=None, **REQUIRED, database_url=emptied.url, secret_key=f"newer,{KEY}")
    await move(settings, source)
    target = await open_database(emptied.url)
    try:
        jobs = Jobs(target, clock)
        assert [job.id for job_id in ids if (job := await jobs.find(str(job_id)))] == ids
        (picture,) = await History(target, clock).pictures(order().owner_id, limit=5)
        assert picture.order.prompt == "a fox"
        assert (await Chats(target, clock).get(77)).access == "denied"
        with pytest.raises(HuabotError, match="holds something already"):
            await move(settings, source)
    finally:
        await target.close()
        emptied.empty()


async def test_a_running_bot_is_not_moved(tmp_path: Path, emptied: Emptied) -> None:
    running = await SQLite.open(f"sqlite:///{tmp_path}/huabot.db")
    settings = Settings(_env_file=None, **REQUIRED, database_url=emptied.url, secret_key=KEY)
    try:
        with pytest.raises(HuabotError, match="another Huabot already runs"):
            await move(settings, f"sqlite:///{tmp_path}/huabot.db")
    finally:
        await running.close()
