"""Measures orders, `/history` and the bot's housekeeping with 1,000 and with 1,000,000 old jobs in the database.

Two bots, each with a Telegram of its own that posts updates to it, do the same in turn. The time is measured at
Telegram: from the arrival of an update until the bot has answered 200, which is after the commit. Then, with the bots
stopped, their database operations are measured on the same two files.
"""

import asyncio
import statistics
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from sandbox.apispace_client import APISpaceClient
from sandbox.telegram_client import Json, Person, TelegramClient
from tests.bench import chores
from tests.bench.files import a_picture
from tests.bench.huabot import PROVIDER_TOKEN, running
from tests.bench.past import BUSY, SELDOM, Past, fill
from tests.bench.processes import address_of, program

SIZES = (1_000, 1_000_000)
ROUNDS = PEOPLE = 30
WANTED = {
    "an order by /draw": 1.1,
    "an order by 🔁": 1.1,
    "/history, 10,000 pictures": 1.5,
    "/history, a page on": 1.5,
    "/history, 10 pictures": 1.5,
    "/history, 3 of 10,000 in a group": 1.5,
}
"""The highest accepted ratio of the time with many old jobs to the time with few."""

BETWEEN = 0.03
"""Seconds for the work that follows an update: messages, the next step of a job."""


@dataclass(frozen=True, slots=True)
class Aged:
    """Holds the times of updates, and of the database operations."""

    fronts: chores.Costs
    beneath: chores.Costs


@dataclass(frozen=True, slots=True)
class Stage:
    """Bundles a bot with a filled database, and the people who write to it."""

    telegram: TelegramClient
    past: Past
    busy: Person
    seldom: Person
    group_id: int
    owners: dict[int, Person]
    greetings: dict[int, int]

    async def time(self, act: Callable[[], Awaitable[object]]) -> float:
        """Do something that causes one update; return the milliseconds in which the bot handled it."""
        position = len(await self.telegram.history())
        await act()
        async with asyncio.timeout(20):
            while True:
                entries = await self.telegram.history(position, 5.0)
                came = {entry["update"]["update_id"]: entry["at"] for entry in entries if entry["event"] == "update"}
                for entry in entries:
                    if entry["event"] == "webhook" and entry["update_id"] in came:
                        if entry["status"] != 200:
                            raise RuntimeError(f"the bot answered {entry['status']}")
                        return float((entry["at"] - came[entry["update_id"]]) * 1000)


async def measure(folder: Path, bot_token: str) -> Aged:
    """Fill two databases, run a bot on each, and let them do the same in turn."""
    async with (
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session,
        program("sandbox.apispace", "--token", PROVIDER_TOKEN, folder=folder) as process,
    ):
        provider_url = await address_of(process)
        await APISpaceClient(provider_url, session).settings(concurrency=0)  # all orders wait: nothing else runs
        folders = [folder / str(size) for size in SIZES]
        for stage_folder in folders:
            await asyncio.to_thread(stage_folder.mkdir)
        async with AsyncExitStack() as stack:
            stages = [
                await stack.enter_async_context(_staged(stage_folder, size, session, bot_token, provider_url))
                for stage_folder, size in zip(folders, SIZES, strict=True)
            ]
            fronts = await _take_turns(stages)
        return Aged(fronts, await chores.measure([stage.past for stage in stages], stages[0].group_id))


@asynccontextmanager
async def _staged(
    folder: Path, size: int, session: aiohttp.ClientSession, bot_token: str, provider_url: str
) -> AsyncIterator[Stage]:
    async with program("sandbox.telegram", "--token", bot_token, folder=folder) as process:
        telegram_url = await address_of(process)
        telegram = TelegramClient(telegram_url, session)
        busy, seldom = await telegram.person("Busy", id=BUSY), await telegram.person("Seldom", id=SELDOM)
        group_id = (await telegram.group("Old friends", busy, seldom)).id
        file_id = (await telegram.photo(busy, a_picture()))["photo"][-1]["file_id"]
        past = await fill(folder, size, file_id, group_id, PEOPLE)
        owners = {owner: await telegram.person(f"Owner {owner}", id=owner) for owner in {job[1] for job in past.newest}}
        settings = {
            "TELEGRAM_MODE": "webhook",
            "DATABASE_URL": past.url,
            **dict.fromkeys(("DAILY_PICTURES", "DAILY_PICTURES_GROUP", "MAX_IN_FLIGHT"), ""),
            "DAILY_PICTURES_TOTAL": "10000",
        }
        async with running(folder, session, telegram_url, bot_token, provider_url, 1, settings):
            greetings = {owner: (await telegram.say(owners[owner], "/start"))["message_id"] for owner in owners}
            yield Stage(telegram, past, busy, seldom, group_id, owners, greetings)


async def _take_turns(stages: list[Stage]) -> chores.Costs:
    """Do everything with both bots, one at a time; return the medians."""
    seen: dict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    shown = [await _open_history(stage) for stage in stages]
    for number in range(ROUNDS):
        for which in (0, 1) if number % 2 else (1, 0):
            for name, act in _acts(stages[which], shown[which], number).items():
                seen[name][which].append(await stages[which].time(act))
                await asyncio.sleep(BETWEEN)
    return {name: (statistics.median(few), statistics.median(many)) for name, (few, many) in seen.items()}


def _acts(stage: Stage, shown: Json, number: int) -> dict[str, Callable[[], Awaitable[object]]]:
    """Return the actions of one round."""
    telegram, (job_id, owner_id) = stage.telegram, stage.past.newest[number]
    owner, greeting = stage.owners[owner_id], stage.greetings[owner_id]
    return {
        "/quota, of whoever has said nothing lately": lambda: telegram.say(owner, "/quota"),
        "an order by /draw": lambda: telegram.say(owner, "/draw a lighthouse in a storm"),
        "an order by 🔁": lambda: telegram.press(owner, greeting, f"again:{job_id}", made_up=True),
        "/history, 10,000 pictures": lambda: telegram.say(stage.busy, "/history"),
        "/history, a page on": lambda: telegram.press(stage.busy, shown["message_id"], _way_back(shown)),
        "/history, 10 pictures": lambda: telegram.say(stage.seldom, "/history"),
        "/history, 3 of 10,000 in a group": lambda: telegram.say(stage.busy, "/history", chat=stage.group_id),
    }


async def _open_history(stage: Stage) -> Json:
    """Return the message that shows the busy person's newest picture."""
    await stage.telegram.say(stage.busy, "/history")
    return await stage.telegram.until(
        stage.busy.chat_id, lambda seen: next((message for message in seen if _way_back(message)), None)
    )


def _way_back(message: Json) -> str:
    """Return the callback data of the button to the next older picture; '' if there is none."""
    data = [button.get("data", "") for row in message["buttons"] for button in row]
    return next((value for value in data if value.startswith("older:")), "")
