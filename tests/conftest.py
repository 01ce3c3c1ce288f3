"""What holds for every test, and a real database file for those that need one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import Phase
from hypothesis import settings as hypothesis_settings

from bot.settings import Settings
from storage.chats import Chats
from storage.database import Database
from storage.history import History
from storage.jobs import Jobs
from storage.migrate import migrate
from tests.support.hand_clock import HandClock

hypothesis_settings.register_profile("mutants", phases=[Phase.generate], database=None, derandomize=True)


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of this machine's own environment reaches the settings."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def clock() -> HandClock:
    """A clock that the test moves."""
    return HandClock()


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[Database]:
    """A database without a schema."""
    database = await Database.open(f"sqlite:///{tmp_path}/data/huabot.db")
    yield database
    await database.close()


@pytest.fixture
async def database(empty: Database, clock: HandClock) -> Database:
    """A database with the newest schema."""
    await migrate(empty, clock)
    return empty


@pytest.fixture
def chats(database: Database, clock: HandClock) -> Chats:
    """The chats in it."""
    return Chats(database, clock)


@pytest.fixture
def jobs(database: Database, clock: HandClock) -> Jobs:
    """The jobs in it."""
    return Jobs(database, clock)


@pytest.fixture
def history(database: Database, clock: HandClock) -> History:
    """The finished ones of them."""
    return History(database, clock)
