"""The fixtures of the scenarios: a stage, and people on it."""

import io
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot import logs
from sandbox.telegram_client import Person
from tests.support.postgresql import Emptied
from tests.support.stage import APISPACE_TOKEN, QUICK, SECRET_KEY, TELEGRAM_TOKEN, Stage, opened
from tests.support.studio import FREE, Studio


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a telling few of the scenarios on both databases."""
    if metafunc.definition.get_closest_marker("on_both") and not os.environ.get("DATABASE"):
        metafunc.parametrize("driver", ["sqlite", "postgresql"])


@pytest.fixture(scope="module")
def shared_url(request: pytest.FixtureRequest) -> str:
    """The address of a database for all of a module's scenarios; '' for a file."""
    return Emptied(request.getfixturevalue("cluster")).url if os.environ.get("DATABASE") == "postgresql" else ""


@pytest.fixture
async def stage(tmp_path: Path, driver: str, request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """Both foreign servers, running; the bot is started by the scenario."""
    shared = request.getfixturevalue("database_url") if driver == "postgresql" else ""
    async with opened(tmp_path, shared) as stage:
        yield stage


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running_bot(tmp_path_factory: pytest.TempPathFactory, shared_url: str) -> AsyncIterator[Stage]:
    """The bot behind `running`."""
    async with opened(tmp_path_factory.mktemp("running"), shared_url) as stage:
        await stage.start(daily_pictures=1)
        yield stage


@pytest_asyncio.fixture(loop_scope="module")
async def running(running_bot: Stage) -> AsyncIterator[Stage]:
    """A bot that runs for all of a module's scenarios (in its loop) that need none of their own.

    Everybody has one picture a day. Faults and the provider's settings last for one scenario.
    """
    yield running_bot
    await running_bot.telegram.clear_faults()
    await running_bot.provider.clear_faults()
    await running_bot.provider.settings(**QUICK)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def generous_bot(tmp_path_factory: pytest.TempPathFactory, shared_url: str) -> AsyncIterator[Stage]:
    """The bot behind `studio`."""
    async with opened(tmp_path_factory.mktemp("generous"), shared_url) as stage:
        await stage.start(**FREE)
        yield stage


@pytest_asyncio.fixture(loop_scope="module")
async def studio(generous_bot: Stage) -> AsyncIterator[Studio]:
    """A group of its own at a bot that runs for all of a module's scenarios and limits nobody."""
    yield await Studio.open(generous_bot)
    await generous_bot.telegram.clear_faults()
    await generous_bot.provider.clear_faults()
    await generous_bot.provider.settings(**QUICK)


@pytest.fixture
async def alice(stage: Stage) -> Person:
    return await stage.telegram.person("Alice", "en")


@pytest.fixture
async def admin(stage: Stage) -> Person:
    """Somebody the bot may write to without having been written to while it runs."""
    admin = await stage.telegram.person("Ada", "en")
    for blocked in (True, False):
        await stage.telegram.block(admin, blocked=blocked)
    return admin


@pytest.fixture
async def bo(stage: Stage) -> Person:
    return await stage.telegram.person("Bo", "zh-hans")


@pytest.fixture
def stream(logging_as_before: None) -> io.StringIO:
    """Everything that is logged, as the process would write it."""
    stream = io.StringIO()
    secrets = (TELEGRAM_TOKEN, APISPACE_TOKEN, SECRET_KEY)
    logs.configure(log_format="json", level="debug", secrets=secrets, stream=stream)
    return stream
