"""Scenarios that share a bot, one for each module and with its SETTINGS; each has people of its own."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sandbox.telegram_client import Group, Person
from tests.support.stage import Stage, opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running_bot(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, shared_url: str
) -> AsyncIterator[Stage]:
    """A bot with the module's settings, in whose groups privacy mode is on, as it is at first."""
    async with opened(tmp_path_factory.mktemp("running"), shared_url) as stage:
        await stage.start(**request.module.SETTINGS)
        yield stage


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def no_bugs(running: Stage) -> AsyncIterator[None]:
    """Nothing here is a surprise."""
    yield
    assert await running.bugs() == []


@pytest_asyncio.fixture(loop_scope="module")
async def alice(running: Stage) -> Person:
    return await running.telegram.person("Alice", "en")


@pytest_asyncio.fixture(loop_scope="module")
async def bo(running: Stage) -> Person:
    return await running.telegram.person("Bo", "en")


@pytest_asyncio.fixture(loop_scope="module")
async def group(running: Stage, alice: Person, bo: Person) -> Group:
    """Alice's group, with Bo and the bot in it."""
    return await running.telegram.group("Painters", alice, bo)
