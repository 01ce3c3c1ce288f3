"""Runs the programs of a torture, each in a process of its own: Telegram, the provider, and the bot that is killed."""

import asyncio
import json
import shutil
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any

import aiohttp

from sandbox.apispace_client import APISpaceClient
from sandbox.processes import Process
from sandbox.telegram_client import TelegramClient
from tests.support.process_tree import memory_mb
from tests.support.stage import free_port
from tests.torture.fleet import Fleet
from tests.torture.judge import End
from tests.torture.shown import Entry

TELEGRAM_TOKEN = "123456789:AAtorture-0123456789-abcdefghijklmn"
APISPACE_TOKEN = "torture-provider-token"
SECRET_KEY = "torture-signing-key-0123456789"
SECRETS = (TELEGRAM_TOKEN, APISPACE_TOKEN, SECRET_KEY)
JOB_DEADLINE = 10.0

SETTINGS: dict[str, Any] = {
    "TELEGRAM_TOKEN": TELEGRAM_TOKEN,
    "APISPACE_TOKEN": APISPACE_TOKEN,
    "SECRET_KEY": SECRET_KEY,
    "HOST": "127.0.0.1",
    "MAX_IN_FLIGHT": "",
    "DAILY_PICTURES": "",
    "DAILY_PICTURES_GROUP": "",
    "DAILY_PICTURES_TOTAL": "",
    "SUBMIT_GRACE": 1.5,
    "QUERY_INTERVAL": 2.0,
    "JOB_DEADLINE": JOB_DEADLINE,
    "QUEUE_DEADLINE": 120.0,
    "LOG_FORMAT": "json",
    "LOG_LEVEL": "debug",
}

PROVIDER: dict[str, Any] = {
    "concurrency": 8,
    "paint_seconds": 0.2,
    "callback_interval": 0.3,
    "callback_retries": 200,
    "photo_tries": 5,
    "photo_interval": 0.3,
}


class Tail:
    """Reads the entries that were added to a journal since the last read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._position = 0

    def read(self) -> list[Entry]:
        """Return the new entries; an incomplete line is left for the next read."""
        with self._path.open("rb") as file:
            file.seek(self._position)
            lines = file.read()
        lines = lines[: lines.rfind(b"\n") + 1]
        self._position += len(lines)
        return [json.loads(line) for line in lines.splitlines()]


class Bot:
    """Runs the real bot as a process that is ended and started again on the same port and database.

    Attributes:
        ends: The times at which its processes ended.
        recoveries: Seconds from each start until the process was ready.
        peak_mb: The peak memory of any process, in MB.
        exits: The exit codes of the processes that were ended by SIGTERM.
        log: The file of its output.
    """

    def __init__(self, folder: Path, session: aiohttp.ClientSession, settings: dict[str, Any]) -> None:
        port = free_port()
        self._url = f"http://127.0.0.1:{port}"
        self.database = folder / "data" / "huabot.db"
        self._settings = {
            **settings,
            "PORT": port,
            "PUBLIC_URL": self._url,
            "DATABASE_URL": f"sqlite:///{self.database}",
        }
        self._session = session
        self._stack = AsyncExitStack()
        self._process: Process | None = None
        self.log = folder / "bot.log"
        self.ends: list[End] = []
        self.recoveries: list[float] = []
        self.exits: list[int] = []
        self.peak_mb = 0.0

    async def start(self, **changes: Any) -> None:
        """Start the bot, and return when it is ready; `changes` to its settings apply to this start only."""
        began = time.monotonic()
        names = {name: str(value) for name, value in {**self._settings, **changes}.items()}
        process = Process("the bot", "bot", "run", log=self.log, settings=names)
        self._process = await self._stack.enter_async_context(process)
        await process.until(self._is_ready, 60)
        self.recoveries.append(time.monotonic() - began)

    async def kill(self) -> None:
        """Kill the process."""
        self._note_memory()
        at = time.time()
        assert self._process
        await self._process.kill()
        await self._gone(at)

    async def terminate(self) -> None:
        """Terminate the process; its end is the time at which it is gone, as it may read responses until then."""
        self._note_memory()
        assert self._process
        self.exits.append(await self._process.stop())
        await self._gone(time.time())

    async def end(self) -> None:
        """Terminate the process for good."""
        await self.terminate()

    async def close(self) -> None:
        """End the process, if it runs."""
        await self._stack.aclose()

    async def _gone(self, at: float) -> None:
        self.ends.append(End(at, time.time()))
        with self.log.with_name("ends.jsonl").open("a", encoding="ascii") as file:
            file.write(json.dumps([at, time.time()]) + "\n")
        await self._stack.aclose()
        self._process = None
        await asyncio.to_thread(self.require_sound_database)

    def require_sound_database(self) -> None:
        """Check the integrity of a copy of the database: opening the file itself would do the bot's recovery for it."""
        with tempfile.TemporaryDirectory() as name:
            for file in self.database.parent.glob(self.database.name + "*"):
                shutil.copy(file, name)
            with closing(sqlite3.connect(Path(name) / self.database.name)) as database:
                assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)

    @property
    def database_bytes(self) -> int:
        """The size of its database on disk, in bytes."""
        return sum(file.stat().st_size for file in self.database.parent.glob("*.db*") if file.is_file())

    def _note_memory(self) -> None:
        assert self._process
        with suppress(OSError, StopIteration):  # the process has just ended
            self.peak_mb = max(self.peak_mb, memory_mb(self._process.pid, "VmHWM"))

    async def _is_ready(self) -> bool | None:
        try:
            async with self._session.get(f"{self._url}/readyz") as response:
                return response.status == 200 or None
        except aiohttp.ClientError:
            return None


class Programs:
    """Bundles Telegram, the provider, their journals, and the bot between them."""

    def __init__(
        self,
        folder: Path,
        session: aiohttp.ClientSession,
        telegram_url: str,
        provider_url: str,
        make_fleet: Callable[[Path, aiohttp.ClientSession, dict[str, Any]], Fleet] | None,
    ) -> None:
        self.journals = folder / "telegram.jsonl", folder / "provider.jsonl"
        self.telegram = TelegramClient(telegram_url, session)
        self.provider = APISpaceClient(provider_url, session)
        self.provider_url = provider_url
        self.session = session
        settings = {"TELEGRAM_API_URL": telegram_url, "APISPACE_URL": f"{provider_url}/aigc"}
        settings |= {**SETTINGS, **settings, "RESULT_ORIGINS": provider_url}
        self.bot: Bot | Fleet = make_fleet(folder, session, settings) if make_fleet else Bot(folder, session, settings)


@asynccontextmanager
async def programs(
    folder: Path, make_fleet: Callable[[Path, aiohttp.ClientSession, dict[str, Any]], Fleet] | None = None
) -> AsyncIterator[Programs]:
    """Run both servers inside the context; the caller starts the bot."""
    async with aiohttp.ClientSession() as session, AsyncExitStack() as stack:
        urls = []
        for name, arguments in (
            ("telegram", ["--token", TELEGRAM_TOKEN]),
            ("apispace", ["--token", APISPACE_TOKEN, "--sketch"]),
        ):
            journal = folder / f"{'provider' if name == 'apispace' else name}.jsonl"
            process = Process(name, f"sandbox.{name}", *arguments, "--log", str(journal), log=folder / f"{name}.log")
            urls.append(await (await stack.enter_async_context(process)).address(20))
        running = Programs(folder, session, *urls, make_fleet)
        await running.provider.settings(**PROVIDER)
        try:
            yield running
        finally:
            await running.bot.close()
