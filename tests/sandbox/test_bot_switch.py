"""The chat page's bot can be stopped at any moment: while it is dead, and while it comes back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest

from sandbox.chat.bot import BotSwitch
from sandbox.journal import Journal
from sandbox.patience import PATIENCE
from sandbox.processes import Bot, DidNotHappenError
from sandbox.telegram.server import TelegramServer

TOKEN = "123456789:AAswitch-0123456789-abcdefghijklmn"


class HeldBot(Bot):
    """The real bot, which can be taken for not ready.

    Attributes:
        held: Set while it is.
        asked: Set as soon as somebody has asked meanwhile whether it is ready.
    """

    held = False

    def hold(self) -> None:
        """Be taken for not ready."""
        self.held, self.asked = True, asyncio.Event()

    async def _is_ready(self) -> bool | None:
        if not self.held:
            return await super()._is_ready()
        self.asked.set()
        return None


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[HeldBot]:
    telegram = TelegramServer(TOKEN)
    settings = {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": await telegram.start(),
        "APISPACE_TOKEN": "token",
        "APISPACE_URL": "http://127.0.0.1:9/aigc",
    }
    async with AsyncExitStack() as stack:
        stack.push_async_callback(telegram.stop)
        session = await stack.enter_async_context(aiohttp.ClientSession())
        yield HeldBot(stack, settings, tmp_path / "bot.log", session, PATIENCE)


def states(journal: Journal) -> list[str]:
    """Return what the bot has been, in order."""
    return [entry["state"] for entry in journal.entries]


async def test_stopped_while_it_comes_back_it_stays_away_and_can_be_started(bot: HeldBot) -> None:
    journal = Journal()
    switch = BotSwitch(bot, journal, 0.0)
    await switch.start()
    bot.hold()
    await switch.kill()
    async with asyncio.timeout(PATIENCE):
        await bot.asked.wait()
    coming_back = bot.process
    await switch.stop()
    assert switch.state == "stopped"
    async with asyncio.timeout(PATIENCE):
        await coming_back.wait()
    bot.held = False
    await switch.start()
    assert states(journal)[-3:] == ["stopped", "starting", "ready"]
    await switch.close()


async def test_stopped_while_it_is_dead_it_does_not_come_back(bot: HeldBot) -> None:
    journal = Journal()
    comes_back = 0.1
    switch = BotSwitch(bot, journal, comes_back)
    await switch.start()
    await switch.kill()
    await switch.stop()
    await asyncio.sleep(5 * comes_back)  # that nothing happens takes its time
    assert states(journal) == ["starting", "ready", "killed", "stopped"]
    await switch.close()


async def test_what_is_not_ready_in_time_is_ended(bot: HeldBot) -> None:
    bot.hold()
    bot._seconds = 0.0
    switch = BotSwitch(bot, Journal(), PATIENCE)
    with pytest.raises(DidNotHappenError):
        await switch.start()
    assert switch.state == "ended"
    async with asyncio.timeout(PATIENCE):
        await bot.process.wait()
