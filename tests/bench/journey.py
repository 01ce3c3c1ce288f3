"""Measures ten orders a second from update to picture: the bot's CPU and delays, beside floors and a peer.

Then a thousand results at once: how evenly they are sent.
"""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.admission import Limits
from bot.clock import Clock
from bot.job import Kind, Order, Outcome, State
from bot.options import Options
from storage.drivers import open_database
from storage.jobs import Jobs
from storage.migrate import migrate
from tests.bench.huabot import running
from tests.bench.processes import address_of, cpu_seconds, program
from tests.bench.stand_ins import StandIns, stand_ins, update

A_SECOND = 10
ORDERS = 20
TURNS = 10
"""Orders in a turn, and turns of each program. The programs take turns, because a machine's speed varies over time."""

OTHERS = ("bare", "barest", "packages", "plain")
"""The programs that are measured beside the bot."""

RESULTS = 1_000

OPEN = Limits(person=None, group=None, total=None, in_flight=None)


@dataclass(frozen=True, slots=True)
class Cost:
    """Holds the cost of journeys.

    Attributes:
        turns: CPU milliseconds a journey, for each turn.
        placeholder: Milliseconds from order to placeholder, for each journey.
        edit: Milliseconds from callback to edit, for each journey.
    """

    turns: list[float] = field(default_factory=list)
    placeholder: list[float] = field(default_factory=list)
    edit: list[float] = field(default_factory=list)

    @property
    def cpu(self) -> float:
        """The median of the turns."""
        return statistics.median(self.turns)

    def times(self, other: "Cost") -> float:
        """Return the ratio of this CPU to the other's: the median over turns that followed each other."""
        return statistics.median(mine / its for mine, its in zip(self.turns, other.turns, strict=True))


@dataclass(frozen=True, slots=True)
class Drain:
    """Holds the rates at which results were sent: the average a second, and the most in one second."""

    average: float
    most: int


@dataclass(frozen=True, slots=True)
class Seen:
    """Holds the figures of all programs."""

    bot: Cost
    floor: Cost
    barest: Cost
    packages: Cost
    peer: Cost
    drain: Drain


async def _play(both: StandIns, url: str, first: int, orders: int) -> None:
    """Send orders at an even rate, and wait until everyone has a picture."""
    began = time.perf_counter()
    for number in range(first, first + orders):
        await asyncio.sleep(max(0.0, began + (number - first) / A_SECOND - time.perf_counter()))
        both.at["order"][1000 + number] = time.perf_counter()
        headers = {"X-Telegram-Bot-Api-Secret-Token": both.secret}
        async with both.session.post(url, json=update(number, 1000 + number), headers=headers) as response:
            response.raise_for_status()
    async with asyncio.timeout(20):
        while not all(1000 + number in both.at["edit"] for number in range(first, first + orders)):
            both.delivered.clear()
            await both.delivered.wait()


class Player:
    """Plays journeys with one bot, and collects their cost.

    Args:
        both: The stand-ins that the bot uses.
        pid: The bot's process.
        url: The address of the bot's web server.
    """

    def __init__(self, both: StandIns, pid: int, url: str) -> None:
        self.cost = Cost()
        self._both = both
        self._pid = pid
        self._url = f"{url}/telegram/updates"
        self._next = 1

    async def play(self, *, counts: bool = True) -> None:
        """Play a turn; its cost is recorded if it `counts`, which the first one does not."""
        first, self._next = self._next, self._next + ORDERS
        used = cpu_seconds(self._pid)
        await _play(self._both, self._url, first, ORDERS)
        await asyncio.sleep(0.2)  # for the work after the last response
        used = cpu_seconds(self._pid) - used
        if not counts:
            return
        self.cost.turns.append(used / ORDERS * 1000)
        at, chats = self._both.at, range(1000 + first, 1000 + first + ORDERS)
        self.cost.placeholder.extend((at["placeholder"][chat] - at["order"][chat]) * 1000 for chat in chats)
        self.cost.edit.extend((at["edit"][chat] - at["callback"][chat]) * 1000 for chat in chats)


async def cost_of(both: StandIns, pid: int, url: str) -> Cost:
    """Return the cost of journeys for a bot that runs alone."""
    player = Player(both, pid, url)
    for turn in range(1 + TURNS // 2):
        await player.play(counts=turn > 0)
    return player.cost


@asynccontextmanager
async def _other(folder: Path, name: str) -> AsyncIterator[Player]:
    async with (
        stand_ins() as both,
        program(f"tests.bench.{name}", both.url, f"{both.url}/aigc", folder=folder) as process,
    ):
        yield Player(both, process.pid, await address_of(process))


@asynccontextmanager
async def _ours(folder: Path, bot_token: str) -> AsyncIterator[Player]:
    async with stand_ins() as both, _huabot(folder, both, bot_token) as (pid, url):
        yield Player(both, pid, url)


@asynccontextmanager
async def _huabot(folder: Path, both: StandIns, bot_token: str) -> AsyncIterator[tuple[int, str]]:
    others = {"TELEGRAM_MODE": "webhook", "DAILY_PICTURES_TOTAL": ""}
    async with running(folder, both.session, both.url, bot_token, both.url, 64, others) as bot:
        yield bot.pid, bot.url


async def _ready(folder: Path) -> None:
    """Fill a database with results that are ready for delivery."""
    (folder / "data").mkdir()
    database, clock = await open_database(f"sqlite:///{folder}/data/huabot.db"), Clock()
    await migrate(database, clock)
    jobs = Jobs(database, clock)
    for number in range(RESULTS):
        chat = 1000 + number
        order = Order(f"m:{chat}:1:0", Kind.DRAW, chat, None, 1, chat, "en", "a fox", Options(seed=1, tell="never"))
        await jobs.insert(order, OPEN)
    while claimed := await jobs.claim(State.ACCEPTED, 100):
        for job in claimed:
            await jobs.announced(job, 7, job.order.options)
            await jobs.finish(job.id, Outcome.REFUSED, "porn")
    await database.close()


async def _drain(folder: Path, bot_token: str) -> Drain:
    await _ready(folder)
    async with stand_ins() as both, _huabot(folder, both, bot_token), asyncio.timeout(RESULTS / 10):
        while len(both.edits) < RESULTS:
            both.delivered.clear()
            await both.delivered.wait()
        seen = sorted(both.edits)
    most = max(sum(1 for at in seen[number : number + 60] if at < begin + 1) for number, begin in enumerate(seen))
    return Drain((len(seen) - 1) / (seen[-1] - seen[0]), most)


async def measure(folder: Path, bot_token: str) -> Seen:
    """Run all programs and let them play in turn; then measure the drain."""
    async with AsyncExitStack() as stack:
        ours = await stack.enter_async_context(_ours(_in(folder, "ours"), bot_token))
        others = [await stack.enter_async_context(_other(_in(folder, name), name)) for name in OTHERS]
        for turn in range(1 + TURNS):
            for player in (ours, *others):
                await player.play(counts=turn > 0)
    return Seen(ours.cost, *(player.cost for player in others), await _drain(_in(folder, "drain"), bot_token))


def _in(folder: Path, name: str) -> Path:
    made = folder / name
    made.mkdir()
    return made
