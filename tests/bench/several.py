"""Measures one PostgreSQL with one, two and four processes: throughput, cost of a turn, and delay of notifications."""

import asyncio
import os
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from bot.clock import Clock
from bot.job import State
from storage.drivers import open_database
from storage.migrate import migrate
from storage.turns import Turns
from tests.bench.huabot import running
from tests.bench.journey import ORDERS, Cost, cost_of
from tests.bench.processes import cpu_seconds, program, words_of
from tests.bench.stand_ins import stand_ins
from tests.support import postgresql
from tests.support.postgresql import Cluster

PROCESSES = (1, 2, 4)
SECONDS = 5.0
TIMES = 300

DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "autovacuum": "on"}


@dataclass(frozen=True, slots=True)
class Carried:
    """Holds the journeys a second, and the CPU milliseconds a journey of the processes and of the server."""

    processes: int
    a_second: float
    ours: float
    server: float


@dataclass(frozen=True, slots=True)
class Several:
    """Holds all figures; times are in milliseconds."""

    carried: list[Carried]
    bot: Cost
    server: float
    turns: list[float]
    turns_at_once: list[float]
    wakes: list[float]


def _server_cpu(cluster: Cluster) -> float:
    """Return the CPU seconds of a server: of its main process, of its children, and of its children that have ended."""
    main = int((cluster.data / "postmaster.pid").read_text(encoding="utf-8").split()[0])
    used = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
            if int(fields[1]) == main:
                used += cpu_seconds(int(stat.parent.name))
            elif stat.parent.name == str(main):
                used += cpu_seconds(main) + sum(map(int, fields[13:15])) / os.sysconf("SC_CLK_TCK")
        except OSError:
            continue  # the process has just ended
    return used


async def _carry(cluster: Cluster, folder: Path, processes: int) -> Carried:
    before = _server_cpu(cluster)
    async with AsyncExitStack() as stack:
        running = [
            await stack.enter_async_context(
                program("tests.bench.carrier", cluster.url("postgres"), str(SECONDS), folder=folder)
            )
            for _ in range(processes)
        ]
        seen = [await words_of(process, SECONDS + 30) for process in running]
    jobs = sum(int(count) for count, _ in seen)
    ours = sum(float(used) for _, used in seen)
    return Carried(processes, jobs / SECONDS, ours / jobs * 1000, (_server_cpu(cluster) - before) / jobs * 1000)


async def _turns(cluster: Cluster, at_once: int) -> list[float]:
    """Return the milliseconds of each turn."""
    database, clock = await open_database(cluster.url("postgres"), at_once), Clock()
    turns, seen = Turns(database, clock), []

    async def take(first: int) -> None:
        for number in range(TIMES // at_once):
            began = time.perf_counter()
            await turns.take(10**9 + first * TIMES + number, 1, 1_000_000)
            seen.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(0.037 if at_once == 1 else 0)

    await asyncio.gather(*map(take, range(at_once)))
    await database.close()
    return seen


async def _wakes(cluster: Cluster) -> list[float]:
    """Return the milliseconds from a notification until the listener of another process wakes."""
    one, other = [await open_database(cluster.url("postgres"), 2) for _ in range(2)]
    listener, seen = other.changes.listen(State.READY), []
    await asyncio.sleep(1)  # until both listen
    for _ in range(TIMES):
        waiting = asyncio.create_task(listener.wait(5.0))
        await asyncio.sleep(0.01)
        began = time.perf_counter()
        one.changes.notify(State.READY, 1)
        await waiting
        seen.append((time.perf_counter() - began) * 1000)
    await asyncio.gather(one.close(), other.close())
    return seen


async def _bot(cluster: Cluster, folder: Path, bot_token: str) -> tuple[Cost, float]:
    """Return the cost of whole journeys for the bot, and the server's CPU milliseconds a journey."""
    others = {"TELEGRAM_MODE": "webhook", "DAILY_PICTURES_TOTAL": "", "DATABASE_URL": cluster.url("postgres")}
    others["SECRET_KEY"] = "a-key-for-a-measurement-0123456789"
    async with (
        stand_ins() as both,
        running(folder, both.session, both.url, bot_token, both.url, 64, others) as bot,
    ):
        before = _server_cpu(cluster)
        cost = await cost_of(both, bot.pid, bot.url)
        orders = (len(cost.turns) + 1) * ORDERS  # one turn is not recorded in the cost
        return cost, (_server_cpu(cluster) - before) / orders * 1000


async def measure(folder: Path, bot_token: str) -> Several:
    """Run all measurements, one after the other, on a server of their own with the usual durability."""
    with postgresql.own() as cluster:
        await asyncio.to_thread(cluster.stop, "fast")
        await asyncio.to_thread(lambda: cluster.start(**DURABLE))
        database = await open_database(cluster.url("postgres"), 1)
        await migrate(database, Clock())
        await database.close()
        bot, server = await _bot(cluster, folder, bot_token)
        carried = [await _carry(cluster, folder, processes) for processes in PROCESSES]
        return Several(carried, bot, server, await _turns(cluster, 1), await _turns(cluster, 8), await _wakes(cluster))
