"""Balances load over several processes: forwards each connection to a process that reports ready."""

import asyncio
import random
from contextlib import suppress

import aiohttp

LOOK_EVERY = 0.3
"""Seconds between two readiness checks of a process."""


class Balancer:
    """Forwards TCP connections. A connection to a process that dies is cut off, as with any load balancer.

    Args:
        ports: The ports on which the processes listen.
        dice: Chooses the process for the next connection.
    """

    def __init__(self, ports: list[int], dice: random.Random) -> None:
        self._ports = ports
        self._dice = dice
        self._ready: list[int] = []
        self._server: asyncio.Server | None = None
        self._looking: list[asyncio.Task[None]] = []

    async def start(self, port: int) -> None:
        """Listen on a loopback port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", port)
        self._looking = [asyncio.create_task(self._look(backend)) for backend in self._ports]

    async def stop(self) -> None:
        """Stop the readiness checks and close the server."""
        for task in self._looking:
            task.cancel()
        await asyncio.gather(*self._looking, return_exceptions=True)
        if self._server:
            self._server.close()

    async def _look(self, port: int) -> None:
        timeout = aiohttp.ClientTimeout(total=0.5)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                is_ready = False
                with suppress(aiohttp.ClientError, TimeoutError):
                    async with session.get(f"http://127.0.0.1:{port}/readyz") as response:
                        is_ready = response.status == 200
                if is_ready != (port in self._ready):
                    (self._ready.append if is_ready else self._ready.remove)(port)
                await asyncio.sleep(LOOK_EVERY)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for port in self._dice.sample(self._ready, len(self._ready)):
            try:
                there, back = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                continue
            await asyncio.gather(_pump(reader, back), _pump(there, writer))
            return
        writer.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    with suppress(OSError):
        writer.close()
