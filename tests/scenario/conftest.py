"""The fixtures of the scenarios: a stage, and people on it."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox.telegram_client import Person

from .stage import Stage


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """Both foreign servers, running; the bot is started by the scenario."""
    async with aiohttp.ClientSession() as session:
        stage = Stage(tmp_path, session)
        await stage.open_telegram()
        await stage.open_provider()
        yield stage
        await stage.close()


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
