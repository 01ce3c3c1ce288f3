"""Runs the house that is attacked: the real bot in one or several processes, and Telegram and the provider."""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp

from bot.provider.addresses import CallbackAddresses, MediaAddresses, Signer
from sandbox.apispace_client import APISpaceClient
from sandbox.processes import Process
from sandbox.telegram_client import Json, TelegramClient
from tests.attack.ground import Ground, ground
from tests.attack.inside_addresses import listed_names, names
from tests.attack.traps import Canary, Store, traps
from tests.support.balancer import Balancer
from tests.support.process_tree import memory_mb
from tests.support.stage import free_port

TELEGRAM_TOKEN = "123456789:AAattack-0123456789-abcdefghijklmno"
APISPACE_TOKEN = "attack-provider-token-7c1f"
SECRET_KEY = "attack-signing-key-0123456789"
SECRETS = (TELEGRAM_TOKEN, APISPACE_TOKEN, SECRET_KEY)
OPERATOR = 4_242
MEGABYTE = 1 << 20

SETTINGS: dict[str, Any] = {
    "TELEGRAM_TOKEN": TELEGRAM_TOKEN,
    "TELEGRAM_MODE": "webhook",
    "APISPACE_TOKEN": APISPACE_TOKEN,
    "APISPACE_QUERY_PATH": "",
    "SECRET_KEY": SECRET_KEY,
    "HOST": "127.0.0.1",
    "ADMIN_IDS": OPERATOR,
    "MAX_IN_FLIGHT": "",
    "DAILY_PICTURES": "",
    "DAILY_PICTURES_GROUP": "",
    "DAILY_PICTURES_TOTAL": "",
    "PROVIDER_CONCURRENCY": 1_000,
    "SUBMIT_GRACE": 1.5,
    "QUERY_INTERVAL": 300,  # waiting jobs cause no writes
    "JOB_DEADLINE": 300,
    "LOG_FORMAT": "json",
    "LOG_LEVEL": "debug",
}
PROVIDER: dict[str, Any] = {
    "concurrency": 16,
    "paint_seconds": 0.02,
    "callback_interval": 0.2,
    "callback_retries": 20,
    "photo_tries": 2,
    "photo_interval": 0.05,
}


class House:
    """Controls and observes a running bot.

    Attributes:
        telegram: The client of Telegram, which acts as people.
        provider: The client of the provider.
        url: The address of the bot, shared by all of its processes.
        folder: The folder of all files.
        ground: The database.
        processes: The bot's processes.
        settings: The bot's settings.
    """

    def __init__(
        self,
        folder: Path,
        session: aiohttp.ClientSession,
        telegram_url: str,
        provider_url: str,
        traps: tuple[Canary, Store],
        ground: Ground,
    ) -> None:
        self.folder = folder
        self.session = session
        self.ground = ground
        self.telegram = TelegramClient(telegram_url, session)
        self.provider = APISpaceClient(provider_url, session)
        self.provider_url = provider_url
        self.canary, self.store = traps
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._ports = [free_port() for _ in range(ground.processes)] if ground.processes > 1 else [self.port]
        self._balancer: Balancer | None = None
        self.log = folder / "bot.log"
        self.processes: list[Process] = []
        self.settings = {
            **SETTINGS,
            "TELEGRAM_API_URL": telegram_url,
            "APISPACE_URL": f"{provider_url}/aigc",
            "RESULT_ORIGINS": ",".join([provider_url, self.store.origin, *listed_names(self.canary.port)]),
            "NAMES": json.dumps(names()),
            "PUBLIC_URL": self.url,
            "DATABASE_URL": ground.url,
        }
        signer = Signer((SECRET_KEY.encode(),))
        self.callbacks = CallbackAddresses(self.url, signer)
        self.media = MediaAddresses(self.url, signer)

    async def start(self, stack: AsyncExitStack, **changes: Any) -> None:
        """Start or restart the bot, and return when it is ready; changes to its settings are kept."""
        self.settings |= changes
        await self.stop()
        if len(self._ports) > 1 and not self._balancer:
            self._balancer = Balancer(self._ports, random.Random(7))
            await self._balancer.start(self.port)
            stack.push_async_callback(self._balancer.stop)
        self.processes = list(await asyncio.gather(*(self._start(stack, port) for port in self._ports)))
        await self.processes[0].until(lambda: self._is_ready(self.url), 60)
        await self.rest()

    async def _start(self, stack: AsyncExitStack, port: int) -> Process:
        settings = {name: str(value) for name, value in {**self.settings, "PORT": port}.items()}
        process = Process("the bot", "tests.attack.bot", log=self.log, settings=settings)
        await stack.enter_async_context(process)
        await process.until(lambda: self._is_ready(f"http://127.0.0.1:{port}"), 60)
        return process

    async def stop(self) -> None:
        """Stop the bot, if it runs."""
        await asyncio.gather(*(process.stop() for process in self.processes))

    async def _is_ready(self, url: str) -> bool | None:
        with suppress(aiohttp.ClientError):
            async with self.session.get(f"{url}/readyz") as response:
                return response.status == 200 or None
        return None

    async def metrics(self) -> dict[str, float]:
        """Return the bot's metrics by name and labels, summed over its processes."""
        sums: dict[str, float] = {}
        for port in self._ports:
            async with self.session.get(f"http://127.0.0.1:{port}/metrics") as response:
                lines = (await response.text()).splitlines()
            for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#"):
                sums[name] = sums.get(name, 0.0) + float(value)
        return sums

    async def count(self, name: str, **labels: str) -> int:
        """Return the sum of a metric over all labels but those given."""
        wanted = [f'{label}="{value}"' for label, value in labels.items()]
        found = (await self.metrics()).items()
        return int(sum(n for key, n in found if key.partition("{")[0] == name and all(w in key for w in wanted)))

    async def bugs(self) -> int:
        """Return how many unexpected exceptions the bot has counted."""
        return await self.count("huabot_bugs_total")

    async def rest(self) -> None:
        """Warm up the bot, and measure the growth of its memory from now on."""
        for port in self._ports * 5:
            await self.said_to(b"GET /healthz HTTP/1.0\r\n\r\n", port=port)
        for process in self.processes:
            Path(f"/proc/{process.pid}/clear_refs").write_text("5", encoding="ascii")  # noqa: ASYNC240
        self._resident = self._sum("VmRSS")

    @property
    def grown(self) -> float:
        """The growth of the bot's peak memory since `rest`, in MB (Linux)."""
        return self._sum("VmHWM") - self._resident

    def _sum(self, field: str) -> float:
        return sum(memory_mb(process.pid, field) for process in self.processes)

    async def said_to(self, data: bytes, seconds: float = 12.0, *, port: int = 0, pieces: int = 1 << 16) -> bytes:
        """Send bytes to the bot; return its response up to the end of the connection or the timeout."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port or self.port)
        heard = b""
        with suppress(ConnectionError, TimeoutError):
            async with asyncio.timeout(seconds):
                for at in range(0, len(data), pieces):
                    writer.write(data[at : at + pieces])
                    await writer.drain()
                while piece := await reader.read(1 << 16):
                    heard += piece
        writer.close()
        return heard

    async def ordered(self, count: int, text: str) -> list[Json]:
        """Let `count` people order at once, and return their submits; the provider never calls back by itself.

        Each order has another person, because messages to one chat are paced.
        """
        await self.provider.fault("callback", "lose", times=None)
        seen = len(await self.provider.submits())

        async def order(number: int) -> None:
            await self.telegram.say(await self.telegram.person("Mallory"), f"{text} {number}")

        await asyncio.gather(*map(order, range(count)))
        return await self.submits(count, seen, text.partition(" ")[2])

    async def submits(self, count: int, after: int = 0, words: str = "") -> list[Json]:
        """Wait for `count` jobs, and return their submits after the first `after` ones whose text begins with `words`.

        If a job was submitted again because the response was lost, its last submit is returned.
        """
        found: dict[str, Json] = {}
        for _ in range(1_200):
            later = (await self.provider.submits())[after:]
            found = {self.job_of(submit): submit for submit in later if submit["params"]["text"].startswith(words)}
            if len(found) >= count:
                break
            await asyncio.sleep(0.1)
        return list(found.values())

    async def quiet(self, seconds: float = 1.5) -> None:
        """Wait until Telegram's journal has not grown for `seconds`."""
        seen = -1
        for _ in range(100):
            if seen == (seen := len(await self.telegram.history())):
                break
            await asyncio.sleep(seconds)

    def job_of(self, submit: Json) -> str:
        """Return the job id of a submit."""
        return str(submit["notify_url"]).rpartition("/")[2].partition(".")[0]

    def lines(self, *events: str) -> list[Json]:
        """Return the log entries of these events."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        some = [json.loads(line) for line in lines if line.startswith("{") and any(event in line for event in events)]
        return [line for line in some if line.get("event") in events]

    def told(self, *events: str) -> int:
        """Return the number of log entries of these events."""
        return len(self.lines(*events))

    async def until_told(self, count: int, *events: str) -> int:
        """Wait up to a minute for `count` log entries of these events; return how many are missing."""
        for _ in range(300):
            if self.told(*events) >= count:
                break
            await asyncio.sleep(0.2)
        return max(count - self.told(*events), 0)

    async def not_told(self, jobs: Collection[str], *events: str) -> set[str]:
        """Wait up to a minute until each job has one of these events in the log; return the jobs that have none."""
        left = set(jobs)
        for _ in range(300):
            if not (left := set(jobs) - {line.get("job", "") for line in self.lines(*events)}):
                break
            await asyncio.sleep(0.2)
        return left


@asynccontextmanager
async def house(folder: Path, processes: int = 0) -> AsyncIterator[House]:
    """Run Telegram and the provider inside the context, and a PostgreSQL for several processes.

    The caller starts the bot.
    """
    folder.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240
    async with AsyncExitStack() as stack:
        connector = aiohttp.TCPConnector(limit=0)
        session = await stack.enter_async_context(aiohttp.ClientSession(connector=connector))

        async def server(name: str, *arguments: str) -> str:
            journal = ("--log", str(folder / f"{name}.jsonl"))
            process = Process(name, f"sandbox.{name}", *arguments, *journal, log=folder / f"{name}.log")
            return await (await stack.enter_async_context(process)).address(30)

        telegram_url, provider_url = await asyncio.gather(
            server("telegram", "--token", TELEGRAM_TOKEN), server("apispace", "--token", APISPACE_TOKEN, "--sketch")
        )
        around = await stack.enter_async_context(traps())
        below = stack.enter_context(ground(folder, processes))
        found = House(folder, session, telegram_url, provider_url, around, below)
        await found.provider.settings(**PROVIDER)
        yield found
