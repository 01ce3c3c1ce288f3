"""Ten orders a second from update to picture: what the bot costs and how soon it acts, beside a floor and a peer.

Then a thousand pictures at once: how evenly they leave.
"""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
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
ORDERS = 100
WARM = 20
ROUNDS = 3
"""So often each is measured, by turns: a machine is not always as fast."""

RESULTS = 1_000

OPEN = Limits(person=None, group=None, total=None, in_flight=None)


@dataclass(frozen=True, slots=True)
class Cost:
    """What journeys cost: CPU milliseconds each; from order to placeholder and from callback to edit, milliseconds."""

    cpu: float
    placeholder: list[float]
    edit: list[float]


@dataclass(frozen=True, slots=True)
class Drain:
    """How results left: a second on average, in the fullest second, and whether somebody was told to wait."""

    average: float
    most: int


@dataclass(frozen=True, slots=True)
class Seen:
    """All of it."""

    bot: Cost
    floor: Cost
    packages: Cost
    peer: Cost
    drain: Drain


async def _play(both: StandIns, url: str, first: int, orders: int) -> None:
    """Send orders at an even pace, and wait until everybody has a picture."""
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


async def cost_of(both: StandIns, pid: int, url: str) -> Cost:
    """Return what journeys cost a bot."""
    await _play(both, f"{url}/telegram/updates", 1, WARM)
    used = cpu_seconds(pid)
    await _play(both, f"{url}/telegram/updates", 1 + WARM, ORDERS)
    await asyncio.sleep(0.5)
    used = cpu_seconds(pid) - used
    chats = range(1001 + WARM, 1001 + WARM + ORDERS)

    def between(before: str, after: str) -> list[float]:
        return [(both.at[after][chat] - both.at[before][chat]) * 1000 for chat in chats]

    return Cost(used / ORDERS * 1000, between("order", "placeholder"), between("callback", "edit"))


async def _bare(folder: Path, module: str) -> Cost:
    async with (
        stand_ins() as both,
        program(module, both.url, f"{both.url}/aigc", folder=folder) as process,
    ):
        return await cost_of(both, process.pid, await address_of(process))


async def _ours(folder: Path, bot_token: str) -> Cost:
    async with stand_ins() as both, _huabot(folder, both, bot_token) as (pid, url):
        return await cost_of(both, pid, url)


@asynccontextmanager
async def _huabot(folder: Path, both: StandIns, bot_token: str) -> AsyncIterator[tuple[int, str]]:
    others = {"TELEGRAM_MODE": "webhook", "DAILY_PICTURES_TOTAL": ""}
    async with running(folder, both.session, both.url, bot_token, both.url, 64, others) as bot:
        yield bot.pid, bot.url


async def _ready(folder: Path) -> None:
    """Fill a database with results that wait for their delivery."""
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
    """Measure the four by turns, then the drain."""
    costs: dict[str, list[Cost]] = {"ours": [], "bare": [], "packages": [], "plain": []}
    for number in range(ROUNDS):
        for name, seen in costs.items():
            own = _in(folder, f"{name}-{number}")
            seen.append(await (_ours(own, bot_token) if name == "ours" else _bare(own, f"tests.bench.{name}")))
    ours, floor, packages, peer = (_median(seen) for seen in costs.values())
    return Seen(ours, floor, packages, peer, await _drain(_in(folder, "drain"), bot_token))


def _median(costs: list[Cost]) -> Cost:
    """Return the median CPU of several rounds, and all that was waited for."""
    placeholders = [milliseconds for cost in costs for milliseconds in cost.placeholder]
    edits = [milliseconds for cost in costs for milliseconds in cost.edit]
    return Cost(statistics.median(cost.cpu for cost in costs), placeholders, edits)


def _in(folder: Path, name: str) -> Path:
    made = folder / name
    made.mkdir()
    return made
