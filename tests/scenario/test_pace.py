"""How fast the bot speaks, as Telegram counts it."""

import asyncio

from bot.clock import Clock
from bot.metrics import Metrics
from bot.pipeline.messenger import Place, Text, put_with_retry
from bot.telegram.account import Account
from bot.telegram.messenger import TelegramMessenger
from bot.telegram.pacing import Pacer
from storage.chats import Chats
from storage.database import Database
from tests.support.stage import TELEGRAM_TOKEN, Stage

EDITS = 150


async def standing(stage: Stage) -> list[tuple[int, int]]:
    """Have messages of the bot's stand in some groups; return their chats and ids."""
    owner = await stage.telegram.person("Owner")
    groups = [await stage.telegram.group(f"Group {number}", owner) for number in range(10)]
    found = []
    for number in range(EDITS):
        said = {"chat_id": groups[number % len(groups)].id, "text": "at first"}
        url = f"{stage.telegram_url}/bot{TELEGRAM_TOKEN}/sendMessage"
        async with stage.session.post(url, json=said) as response:
            found.append((said["chat_id"], (await response.json())["result"]["message_id"]))
    return found


async def test_a_backlog_of_edits_leaves_quickly_and_within_the_limit(stage: Stage, database: Database) -> None:
    messages, clock = await standing(stage), Clock()
    await stage.telegram.settings(enforce_limits=True)
    account = Account(TELEGRAM_TOKEN, stage.telegram_url, Metrics())
    await account.initialize()
    messenger = TelegramMessenger(account.bot, Pacer(clock), Chats(database, clock), clock)
    await asyncio.gather(
        *(
            put_with_retry(messenger, Place(chat_id), Text("at last"), message_id, pauses=[1.0] * 9)
            for chat_id, message_id in messages
        )
    )
    await account.shutdown()
    calls = await stage.telegram.calls("editMessageText")
    assert len(calls) >= EDITS  # one whose answer is late on a busy machine is made again
    assert all(call["ok"] for call in calls)
    received = sorted(call["received"] for call in calls)
    most = max(sum(1 for at in received if begin <= at < begin + 1.0) for begin in received)
    assert most <= 30
    # A machine that is busy with something else may need more time, but it is never a burst that saves it.
    average = (len(calls) - 1) / (received[-1] - received[0])
    print(f"{average:.1f} a second on average, {most} in the fullest second")  # noqa: T201
    assert average < 29
