"""Runs several bot processes on one PostgreSQL, behind a balancer: killed, stopped, replaced, with skewed clocks."""

import asyncio
import json
import os
import random
import signal
import time
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Any

import aiohttp

from sandbox.processes import Process
from tests.support.balancer import Balancer
from tests.support.postgresql import Cluster
from tests.support.process_tree import memory_mb
from tests.support.stage import free_port
from tests.torture.judge import End

STOPPED_SECONDS = 5.0
"""Seconds for which a process that is not killed is stopped."""

APART = 2.0
"""Seconds by which two processes' clocks differ."""


class Fleet:
    """Replaces `tests.torture.programs.Bot` with several processes; a kill ends one of them.

    Attributes:
        ends: The times at which processes ended.
        recoveries: Seconds from each start until the process was ready.
        peak_mb: The peak memory of any process, in MB.
        exits: The exit codes of the processes that were ended by SIGTERM.
        log: The file of their output.
    """

    def __init__(
        self,
        folder: Path,
        session: aiohttp.ClientSession,
        settings: dict[str, Any],
        cluster: Cluster,
        processes: int,
        seed: int,
    ) -> None:
        self._dice = random.Random(seed)
        self._cluster = cluster
        self._port = free_port()
        self._ports = [free_port() for _ in range(processes)]
        self._settings = {
            **settings,
            "PUBLIC_URL": f"http://127.0.0.1:{self._port}",
            "DATABASE_URL": cluster.url("postgres"),
            "TELEGRAM_MODE": "webhook",
        }
        self._session = session
        self._stack = AsyncExitStack()
        self._processes: dict[int, Process] = {}
        self._balancer = Balancer(self._ports, random.Random(seed + 1))
        self._balances = False
        self._ended = 0
        self._changes: dict[str, Any] = {}
        self._newer = False
        self.log = folder / "bot.log"
        self.ends: list[End] = []
        self.recoveries: list[float] = []
        self.exits: list[int] = []
        self.peak_mb = 0.0

    async def start(self, **changes: Any) -> None:
        """Start the processes that do not run, and return when they are ready."""
        if not self._balances:
            await self._balancer.start(self._port)
            self._balances = True
        changes.pop("TELEGRAM_MODE", None)  # all processes use the webhook
        self._changes = changes
        missing = [port for port in self._ports if port not in self._processes]
        await asyncio.gather(*(self._start(port, newer=self._newer and self._dice.random() < 0.5) for port in missing))

    async def kill(self) -> None:
        """Kill a process, stop one for some seconds, or restart the database server after an immediate stop."""
        self._ended += 1
        if self._ended % 7 == 0:
            await asyncio.to_thread(self._cluster.stop)
            await asyncio.to_thread(self._cluster.start)
            return
        port = self._dice.choice(sorted(self._processes))
        process = self._processes[port]
        self._note_memory(process)
        if self._dice.random() < 0.25:
            os.kill(process.pid, signal.SIGSTOP)
            await asyncio.sleep(STOPPED_SECONDS)
            os.kill(process.pid, signal.SIGCONT)
            return
        at = time.time()
        await process.kill()
        self._gone(port, at)

    async def terminate(self) -> None:
        """Deploy a later version: terminate one process after the other, and start each again."""
        for port in sorted(self._processes):
            await self._terminate(port)
            await self._start(port, newer=True)
        self._newer = True

    async def end(self) -> None:
        """Terminate all processes."""
        await asyncio.gather(*map(self._terminate, sorted(self._processes)))

    async def close(self) -> None:
        """Stop all processes and the balancer."""
        await self._stack.aclose()
        if self._balances:
            await self._balancer.stop()

    @property
    def database_bytes(self) -> int:
        """The size of their database on disk, in bytes."""
        return self._cluster.size("postgres")

    def _note_memory(self, process: Process) -> None:
        with suppress(OSError, StopIteration):  # the process has just ended
            self.peak_mb = max(self.peak_mb, memory_mb(process.pid, "VmHWM"))

    async def _start(self, port: int, *, newer: bool) -> None:
        began = time.monotonic()
        skew = APART * (self._ports.index(port) % 2)
        settings = {**self._settings, **self._changes, "PORT": port, "SKEW": skew, "NEWER": newer}
        names = {name: str(value) for name, value in settings.items()}
        process = Process("the bot", "tests.torture.skewed", log=self.log, settings=names)
        await self._stack.enter_async_context(process)
        await process.until(lambda: self._is_ready(port), 120)
        self._processes[port] = process
        self.recoveries.append(time.monotonic() - began)

    async def _terminate(self, port: int) -> None:
        process = self._processes[port]
        self._note_memory(process)
        at = time.time()
        self.exits.append(await process.stop())
        self._gone(port, at)

    def _gone(self, port: int, at: float) -> None:
        del self._processes[port]
        self.ends.append(End(at, time.time()))
        with self.log.with_name("ends.jsonl").open("a", encoding="ascii") as file:
            file.write(json.dumps([at, time.time()]) + "\n")

    async def _is_ready(self, port: int) -> bool | None:
        try:
            async with self._session.get(f"http://127.0.0.1:{port}/readyz") as response:
                return response.status == 200 or None
        except aiohttp.ClientError:
            return None
