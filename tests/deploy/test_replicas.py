"""Three real processes on one PostgreSQL, behind Caddy with the shipped file: killed, and replaced one by one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from sandbox.patience import PATIENCE
from sandbox.processes import Process
from sandbox.telegram_client import Json
from tests.support.site import Front, World, balancing_front, bot, world
from tests.support.stage import free_port

AT_EASE = 0.2
"""Seconds between a picture and the next order: it is the change that is tried, not the load."""


@dataclass
class Replicas:
    """Several processes behind one front."""

    world: World
    front: Front
    folder: Path
    database_url: str
    ports: list[int]
    stack: AsyncExitStack
    running: dict[int, Process]

    async def start(self, port: int) -> None:
        """Start one, and return when it is ready."""
        settings = {"DATABASE_URL": self.database_url, "DAILY_PICTURES": "", "SUBMIT_GRACE": "2.5"}
        one = bot(self.world, self.front, port, self.folder, **settings)
        self.running[port] = await self.stack.enter_async_context(one)

    async def paint(self, number: int) -> None:
        """Let somebody order a picture, and see that they get that one and no other."""
        telegram = self.world.telegram
        person = await telegram.person(f"Person {number}")
        await telegram.say(person, f"/draw fox number {number}")
        (picture,) = await telegram.until(person.chat_id, _pictures, PATIENCE)
        assert picture["text"].splitlines()[0] == f"fox number {number}"


@asynccontextmanager
async def replicas(folder: Path, database_url: str) -> AsyncIterator[Replicas]:
    """Start three of them, and what is around."""
    ports = [free_port() for _ in range(3)]
    async with (
        world(folder) as earth,
        balancing_front(earth, ports, folder) as front,
        AsyncExitStack() as stack,
    ):
        several = Replicas(earth, front, folder, database_url, ports, stack, {})
        await asyncio.gather(*map(several.start, ports))
        yield several


@pytest.mark.parametrize("driver", ["postgresql"])
async def test_they_are_killed_and_replaced_while_orders_come(tmp_path: Path, database_url: str) -> None:
    async with replicas(tmp_path, database_url) as several:
        numbers, done = count(), asyncio.Event()

        async def order() -> None:
            while not done.is_set():
                await several.paint(next(numbers))
                await asyncio.sleep(AT_EASE)

        await several.paint(next(numbers))
        ordering = [asyncio.create_task(order()) for _ in range(2)]
        first, *_ = several.ports
        await several.running[first].kill()
        await several.start(first)
        for port in several.ports:
            assert await several.running[port].stop() == 0
            await several.start(port)
        done.set()
        await asyncio.gather(*ordering)
        painted = next(numbers)
        billed = sum(submit["billed"] for submit in await several.world.provider.submits())
        assert painted <= billed <= painted + 2, "what is being ordered when its process is killed may be paid twice"
        assert "/telegram/" not in several.front.written()


def _pictures(messages: list[Json]) -> list[Json]:
    return [message for message in messages if message["from_bot"] and message["kind"] == "photo"]
