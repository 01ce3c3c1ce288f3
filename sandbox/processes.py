"""Manages the processes of the demo and the chat page: each gets its own environment and is ended by its id."""

import asyncio
import os
import socket
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import aiohttp

from sandbox.patience import PATIENCE

T = TypeVar("T")

PROJECT = Path(__file__).resolve().parents[1]
"""The folder with the packages; the processes work in another one, so that they read no `.env` of a user."""

_INHERITED = ("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE", "PYTHONDONTWRITEBYTECODE", "SSL_CERT_FILE")
_LOOK_EVERY = 0.03
_LOG_LINES = 12
_STOP_SECONDS = 12.0  # the bot promises to exit within ten seconds after SIGTERM


class DidNotHappenError(Exception):
    """Raised when something that should have happened did not; the message says so in plain sentences."""


class Process:
    """Runs a Python module as a child process; on leaving the context, the process is certainly ended.

    Args:
        name: The name of the process in messages.
        arguments: The arguments after `python -m`.
        log: The file its output is appended to; the process works in the log's folder.
        settings: Environment variables in addition to the necessary ones.
    """

    def __init__(self, name: str, *arguments: str, log: Path, settings: Mapping[str, str] | None = None) -> None:
        self._name = name
        self._arguments = arguments
        self._log = log
        self._settings = settings or {}
        self._started: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        """Start the process."""
        necessities = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        with self._log.open("ab") as log:
            self._started = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                *self._arguments,
                env={**necessities, "PYTHONPATH": str(PROJECT), "PYTHONUNBUFFERED": "1", **self._settings},
                cwd=self._log.parent,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C must reach only the demo, which ends its processes in order
            )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process, if it has not ended."""
        await self.stop()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._child.pid

    def output(self) -> str:
        """Return everything written to the log so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    async def until(self, look: Callable[[], Awaitable[T | None]], seconds: float) -> T:
        """Poll `look` until it returns something other than None, and return that.

        Raises:
            DidNotHappenError: The process ended, or nothing was found in time.
        """
        deadline = time.monotonic() + seconds
        while (found := await look()) is None:
            if self._child.returncode is not None:
                raise DidNotHappenError(f"{self._name} ended with exit code {self._child.returncode} while it started.")
            if time.monotonic() > deadline:
                raise DidNotHappenError(f"{self._name} runs, but was not ready within {seconds:g} s.")
            await asyncio.sleep(_LOOK_EVERY)
        return found

    async def address(self, seconds: float) -> str:
        """Return the address a sandbox server prints as soon as it listens.

        Raises:
            DidNotHappenError: The process ended, or printed no address in time.
        """

        async def announced() -> str | None:
            return next((line.split()[1] for line in self.output().splitlines() if line.startswith("ready ")), None)

        return await self.until(announced, seconds)

    async def kill(self) -> None:
        """Send SIGKILL, which no process can handle, and wait for the process to end."""
        self._child.kill()
        await self._child.wait()

    async def wait(self) -> int:
        """Wait for the process to end by itself, and return the exit code."""
        return await self._child.wait()

    async def stop(self) -> int:
        """Send SIGTERM, then SIGKILL if the process does not end in time, and return the exit code."""
        child = self._child
        try:
            if child.returncode is None:
                child.terminate()
            return await asyncio.wait_for(child.wait(), _STOP_SECONDS)
        except TimeoutError:
            await self.kill()
            return await child.wait()
        finally:
            if child.returncode is None:
                child.kill()

    @property
    def resident_megabytes(self) -> float | None:
        """The resident memory in megabytes, or None where the system does not tell (only Linux has `/proc`)."""
        try:
            lines = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
        except OSError:
            return None
        return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), None)

    @property
    def _child(self) -> asyncio.subprocess.Process:
        if self._started is None:
            raise RuntimeError(f"{self._name} was not started")
        return self._started


async def start_server(stack: AsyncExitStack, name: str, token: str, folder: Path) -> str:
    """Start `sandbox.telegram` or `sandbox.apispace` until the stack is closed, and return its address.

    Raises:
        DidNotHappenError: The process ended, or was not ready in time.
    """
    server = Process(f"The sandbox's {name}", f"sandbox.{name}", "--token", token, log=folder / f"{name}.log")
    return await (await stack.enter_async_context(server)).address(PATIENCE)


def settings_for(telegram: tuple[str, str], provider: tuple[str, str], operator: int) -> dict[str, str]:
    """Return the settings of a bot that runs in the sandbox.

    Args:
        telegram: Address and token of Telegram.
        provider: Address and token of the provider.
        operator: The user id of the bot's operator.
    """
    return {
        "TELEGRAM_API_URL": telegram[0],
        "TELEGRAM_TOKEN": telegram[1],
        "APISPACE_URL": f"{provider[0]}/aigc",
        "APISPACE_TOKEN": provider[1],
        "RESULT_ORIGINS": provider[0],
        "ADMIN_IDS": str(operator),
    }


def last_lines(log: Path) -> list[str]:
    """Return the last lines of a log; none if the file does not exist."""
    return log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LOG_LINES:] if log.exists() else []


class Bot:
    """Runs the real bot, which can be started again on the same port and database after it was killed.

    Args:
        stack: Ends processes that still run when it is closed.
        settings: The bot's settings, except its own address.
        log: The log file, in the folder that also holds the database.
        session: The session for requests to `/readyz`.
        seconds: How long the bot may take to be ready.
    """

    def __init__(
        self,
        stack: AsyncExitStack,
        settings: Mapping[str, str],
        log: Path,
        session: aiohttp.ClientSession,
        seconds: float,
    ) -> None:
        port = _free_port()
        self._url = f"http://127.0.0.1:{port}"
        self._settings = {**settings, "HOST": "127.0.0.1", "PORT": str(port), "PUBLIC_URL": self._url}
        self._stack = stack
        self._log = log
        self._session = session
        self._seconds = seconds
        self.process: Process

    async def start(self, **changes: str) -> float:
        """Start the bot, and return the seconds until it was ready; `changes` of settings also hold for later starts.

        If the wait fails or is cancelled, the process is ended.

        Raises:
            DidNotHappenError: The process ended, or was not ready in time.
        """
        began = time.monotonic()
        self._settings |= changes
        process = Process("The bot", "bot", "run", log=self._log, settings=self._settings)
        self.process = await self._stack.enter_async_context(process)
        try:
            await self.process.until(self._is_ready, self._seconds)
        except (DidNotHappenError, asyncio.CancelledError):
            await self.process.stop()
            raise
        return time.monotonic() - began

    async def _is_ready(self) -> bool | None:
        try:
            async with self._session.get(f"{self._url}/readyz") as response:
                return response.status == 200 or None
        except aiohttp.ClientError:
            return None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
