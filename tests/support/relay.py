"""A way to a server that can fall silent: what is sent is taken, and nothing is passed on or answered."""

import asyncio
from contextlib import suppress
from pathlib import Path


class Relay:
    """Passes connections on from a loopback port to a unix socket, while it is not silent.

    Attributes:
        port: Where it listens.
    """

    def __init__(self, target: Path) -> None:
        self.port = 0
        self._target = target
        self._passes = asyncio.Event()
        self._passes.set()
        self._server: asyncio.Server | None = None
        self._pumps: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "Relay":
        """Listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Cut everything off."""
        assert self._server
        self._server.close()
        pumps = list(self._pumps)
        for task in pumps:
            task.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)

    def fall_silent(self) -> None:
        """Pass nothing on; connections are still taken."""
        self._passes.clear()

    def speak(self) -> None:
        """Pass everything on, also what has come meanwhile."""
        self._passes.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._pumps.add(task)
        writers = [writer]
        try:
            await self._passes.wait()
            there, back = await asyncio.open_unix_connection(self._target)
            writers.append(back)
            await asyncio.gather(self._pump(reader, back), self._pump(there, writer))
        except (OSError, asyncio.CancelledError):  # by us: nobody else waits for it
            pass
        finally:
            self._pumps.discard(task)
            for each in writers:
                each.close()
                with suppress(OSError):
                    await each.wait_closed()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                await self._passes.wait()
                writer.write(data)
                await writer.drain()
        writer.close()
