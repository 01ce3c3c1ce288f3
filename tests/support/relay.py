"""Relays TCP connections to a server, and can fall silent: then it accepts data, but forwards nothing."""

import asyncio
from contextlib import suppress
from pathlib import Path


class Relay:
    """Forwards connections from a loopback port to a unix socket, while it is not silent.

    Attributes:
        port: The port on which it listens.
    """

    def __init__(self, target: Path) -> None:
        self.port = 0
        self._target = target
        self._passes = asyncio.Event()
        self._passes.set()
        self._server: asyncio.Server | None = None
        self._pumps: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "Relay":
        """Start to listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop listening and cut off all connections."""
        assert self._server
        self._server.close()
        pumps = list(self._pumps)
        for task in pumps:
            task.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)

    def fall_silent(self) -> None:
        """Forward nothing; connections are still accepted."""
        self._passes.clear()

    def speak(self) -> None:
        """Forward again, including the data that arrived meanwhile."""
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
        except (OSError, asyncio.CancelledError):  # cancelled by `__aexit__`: nothing else awaits this task
            pass
        finally:
            self._pumps.discard(task)
            for stream in writers:
                stream.close()
                with suppress(OSError):
                    await stream.wait_closed()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                await self._passes.wait()
                writer.write(data)
                await writer.drain()
        writer.close()
