"""Runs a whole bot between the sandbox's Telegram and APISpace, all on loopback sockets."""

import asyncio
import io
import os
import random
import re
import signal
import socket
import sqlite3
import sys
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
import psycopg
from PIL import Image

from bot import app
from bot.edges import Edges
from bot.settings import Settings
from sandbox.apispace.server import APISpaceServer
from sandbox.apispace_client import APISpaceClient
from sandbox.patience import PATIENCE
from sandbox.telegram.server import TelegramServer
from sandbox.telegram_client import Group, Json, Person, TelegramClient
from storage.drivers import is_postgresql
from storage.postgresql import dialect

TELEGRAM_TOKEN = "123456789:AAscenario-0123456789-abcdefghijklm"
APISPACE_TOKEN = "scenario-provider-token"
SECRET_KEY = "scenario-signing-key-0123456789"
ROOT = Path(__file__).parents[2]

ENDS_WITHIN = 20.0
"""Seconds within which a process has exited after SIGTERM, even if a part of it hangs."""

T = TypeVar("T")

QUICK: dict[str, Any] = {
    "concurrency": 4,
    "paint_seconds": 0.05,
    "callback_interval": 0.1,
    "callback_retries": 100,
    "callback_timeout": PATIENCE,
    "sketch": True,
    "photo_tries": 3,
    "photo_interval": 0.02,
    "photo_timeout": PATIENCE,
    "photo_delay": 0.0,
    "photo_head": False,
    "photo_ranges": False,
    "photo_again": 0.0,
    "photo_verdict": "",
    "result_bytes": 0,
}
"""Settings of a provider that is fast and only sketches its pictures."""


def chat_of(where: Person | Group) -> int:
    """Return a group's id, or that of a person's private chat."""
    return where.id if isinstance(where, Group) else where.chat_id


def is_picture(message: Json) -> bool:
    """Return whether a message is a picture that the bot has sent."""
    return bool(message["from_bot"] and message["kind"] in {"photo", "document"})


def a_photo(shade: int = 0, size: tuple[int, int] = (120, 80), kind: str = "JPEG") -> bytes:
    """Return a small picture; each of the 256 shades gives a different file."""
    out = io.BytesIO()
    Image.new("RGB", size, (shade, 90, 255 - shade)).save(out, kind)
    return out.getvalue()


def source_url(submit: Json) -> str:
    """Return the address of the photo that an order passes to the provider."""
    params = submit["params"]
    return str(params.get("url") or params["image_url"])


app.CLOSE_SECONDS = 10.0
"""The bot's process exits if its database does not close in time. The tests' process does not exit and would keep the
database open, on a busy machine."""

PORTS = range(12_000, 32_000)
"""Ports that the system does not assign to outgoing connections."""

HELD = 200

held: deque[socket.socket] = deque()
"""UDP sockets on the ports that were returned lately."""


def free_port() -> int:
    """Return a free port. The UDP port of the same number is held, so that no other test run gets this port, too."""
    while True:
        port = random.choice(PORTS)
        twin = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        with socket.socket() as probe, suppress(OSError):
            twin.bind(("127.0.0.1", port))
            probe.bind(("127.0.0.1", port))
            held.append(twin)
            if len(held) > HELD:
                held.popleft().close()
            return port
        twin.close()


class Stage:
    """Controls Telegram, the provider, and the bot between them.

    Scenarios are judged by what the two servers received: `telegram` and `provider` give access to their journals.

    Attributes:
        telegram: Acts as people, and returns the messages they see.
        provider: Returns the orders, and injects the provider's faults.
        session: The HTTP session for requests outside these clients.
        provider_url: The provider's base address, which is also its pictures' origin.
        options: The bot's settings, as keyword arguments of `Settings`.
        edges: The bot's boundaries to the outside, among them its clock.
    """

    def __init__(self, folder: Path, session: aiohttp.ClientSession, database_url: str = "") -> None:
        self.session = session
        self.telegram_server = TelegramServer(TELEGRAM_TOKEN)
        self.provider_server = APISpaceServer(APISPACE_TOKEN)
        self._telegram_port, self._provider_port, port = free_port(), free_port(), free_port()
        self.telegram_url = f"http://127.0.0.1:{self._telegram_port}"
        self.provider_url = f"http://127.0.0.1:{self._provider_port}"
        self.url = f"http://127.0.0.1:{port}"
        self.telegram = TelegramClient(self.telegram_url, session)
        self.telegram.tells_bot = False  # so that the bot is not told that it was added to groups
        self.provider = APISpaceClient(self.provider_url, session)
        self.database = folder / "huabot.db"
        self.options: dict[str, Any] = {
            "telegram_token": TELEGRAM_TOKEN,
            "telegram_api_url": self.telegram_url,
            "apispace_token": APISPACE_TOKEN,
            "apispace_url": f"{self.provider_url}/aigc",
            "public_url": self.url,
            "host": "127.0.0.1",
            "port": port,
            "database_url": database_url or f"sqlite:///{self.database}",
            "secret_key": SECRET_KEY,
            "result_origins": self.provider_url,
            "submit_grace": 2.5,
            "job_deadline": PATIENCE,
            "queue_deadline": PATIENCE,
        }
        self.edges = Edges()
        self._bot: app.Huabot | None = None
        self._processes: list[asyncio.subprocess.Process] = []

    # Telegram and the provider

    async def open_telegram(self) -> None:
        """Start Telegram."""
        await self.telegram_server.start(port=self._telegram_port)

    async def open_provider(self, **settings: Any) -> None:
        """Start the provider with the settings `QUICK`."""
        await self.provider_server.start(port=self._provider_port)
        await self.provider.settings(**QUICK | settings)

    # The bot, in this process

    async def start(self, **changes: Any) -> None:
        """Start the bot; `changes` to its settings are kept for later starts."""
        self.options |= changes
        self._bot = await app.Huabot.build(Settings(_env_file=None, **self.options), self.edges)
        await self._bot.start()

    async def stop(self) -> None:
        """Stop the bot; its running work is finished when this returns."""
        if self._bot:
            bot, self._bot = self._bot, None
            await bot.stop()

    async def restart(self, **changes: Any) -> None:
        """Stop the bot, and start it again on the same database."""
        await self.stop()
        await self.start(**changes)

    # The bot, as a process of its own

    async def launch(
        self, command: str = "run", *arguments: str, module: str = "bot", **changes: Any
    ) -> asyncio.subprocess.Process:
        """Start `huabot run`, or another command or module, with the same settings; do not wait until it is ready."""
        self.options |= changes
        names = {name.upper(): str(value) for name, value in self.options.items()}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", module, command, *arguments),
            env={**os.environ, **names, "PYTHONPATH": str(ROOT)},
            cwd=self.database.parent,
            stderr=asyncio.subprocess.PIPE,
        )
        self._processes.append(process)
        return process

    async def run(self, **changes: Any) -> asyncio.subprocess.Process:
        """Start `huabot run` and return when it has called `setWebhook`, or `deleteWebhook` to poll."""
        webhook = (self.options | changes).get("telegram_mode") == "webhook"
        asks = "setWebhook" if webhook else "deleteWebhook"
        before = len(await self.telegram.calls(asks))
        process = await self.launch(**changes)
        await self.telegram.wait_calls(asks, count=before + 1)
        return process

    async def refused(self, saying: Awaitable[object]) -> None:
        """Send a message, and return when the bot has refused its update with 503; Telegram delivers it again."""
        seen = len(await self.telegram.history())
        await saying
        async with asyncio.timeout(PATIENCE):
            while True:
                entries = await self.telegram.history(seen, 5)
                seen += len(entries)
                if any(entry["event"] == "webhook" and entry["status"] == 503 for entry in entries):
                    return

    async def ended(self, process: asyncio.subprocess.Process) -> tuple[int | None, str]:
        """Wait until a process has exited by itself; return its exit code and its stderr."""
        async with asyncio.timeout(PATIENCE):
            _, errors = await process.communicate()
        return process.returncode, errors.decode()

    async def close(self) -> None:
        """Stop the bot, its processes and both servers."""
        await self.stop()
        for process in self._processes:
            if process.returncode is None:
                process.send_signal(signal.SIGKILL)
            await process.communicate()
        await self.telegram_server.stop()
        await self.provider_server.stop()

    # What people see, and what was ordered

    async def said(self, where: Person | Group, words: str, seconds: float = PATIENCE) -> Json:
        """Wait for the bot's first message that contains these words, and return it."""
        return await self.telegram.until(
            chat_of(where),
            lambda messages: next((m for m in messages if m["from_bot"] and words in m["text"]), None),
            seconds,
        )

    async def pictures(self, where: Person | Group, count: int = 1, seconds: float = PATIENCE) -> list[Json]:
        """Wait until the bot has sent this many pictures to a chat, and return them."""
        return await self.telegram.until(
            chat_of(where),
            lambda messages: found if len(found := [m for m in messages if is_picture(m)]) >= count else None,
            seconds,
        )

    async def picture(self, where: Person | Group, seconds: float = PATIENCE) -> Json:
        """Wait for the bot's only picture in a chat, and return it."""
        (picture,) = await self.pictures(where, seconds=seconds)
        return picture

    async def reply(self, where: Person | Group, message_id: int, words: str = "", seconds: float = PATIENCE) -> Json:
        """Wait for the bot's first reply to a message that contains these words, and return the reply."""
        return await self.telegram.until(
            chat_of(where),
            lambda messages: next(
                (
                    message
                    for message in messages
                    if message["from_bot"] and message["reply_to_message_id"] == message_id and words in message["text"]
                ),
                None,
            ),
            seconds,
        )

    async def bot_messages(self, where: Person | Group) -> list[Json]:
        """Return the bot's messages that are in a chat now."""
        return [message for message in await self.telegram.messages(chat_of(where)) if message["from_bot"]]

    async def pressed(self, person: Person, message: Json, label: str) -> str:
        """Press the button of a message as a person; return the popup's text, "" if there is none."""
        query_id = await self.telegram.press_label(person, message, label)
        return str((await self.telegram.answer_to(query_id))["text"])

    async def made_up(self, person: Person, message: Json, data: str) -> str:
        """Send the press of a button that the message need not have; return the popup's text, "" if there is none."""
        chat, number = message["chat_id"], message["message_id"]
        query_id = await self.telegram.press(person, number, data, chat=chat, made_up=True)
        return str((await self.telegram.answer_to(query_id))["text"])

    async def changed(self, message: Json, holds: Callable[[Json], Any], seconds: float = PATIENCE) -> Json:
        """Wait until a condition holds for a message, and return the message."""
        return await self.telegram.until(
            message["chat_id"],
            lambda seen: next((m for m in seen if m["message_id"] == message["message_id"] and holds(m)), None),
            seconds,
        )

    @asynccontextmanager
    async def painting(self) -> AsyncIterator[None]:
        """Keep the provider from finishing any order inside the context."""
        await self.provider.settings(concurrency=0)
        yield
        await self.provider.settings(concurrency=QUICK["concurrency"])

    async def paint_one(self) -> None:
        """Let the provider finish one of the orders that `painting` holds back."""
        await self.provider.settings(concurrency=1)
        await self.provider.settings(concurrency=0)

    async def submitted(self, count: int = 1) -> list[Json]:
        """Wait until the provider has received this many submits, and return them."""
        while True:
            last = (await self.provider.history())[-1:]  # read before the count: `wait` sees later entries
            if len(submits := await self.provider.submits()) >= count:
                return submits
            await self.provider.wait("submit", after=last[0]["n"] + 1 if last else 0)

    async def called_back(self, count: int) -> list[Json]:
        """Wait until the provider has sent this many callbacks, and return them."""
        while len(callbacks := await self.provider.callbacks()) < count:
            await self.provider.wait("callback", after=callbacks[-1]["n"] + 1 if callbacks else 0)
        return callbacks

    async def ordered(self, sending: Awaitable[T]) -> tuple[T, Json]:
        """Send an order; return the sent message, and the submit that the provider received for it."""
        seen = len(await self.provider.history())
        sent = await sending
        return sent, await self.provider.wait("submit", after=seen)

    async def fetches(self, submit: Json) -> list[Json]:
        """Return all of the provider's requests for an order's source photo."""
        return [entry for entry in await self.provider.photos() if entry["url"] == source_url(submit)]

    async def fetched(self, submit: Json) -> Json:
        """Wait for the provider's first successful fetch of an order's source photo, and return it."""
        url = source_url(submit)
        return await self.provider.wait("photo", lambda entry: entry["url"] == url and not entry["error"])

    async def billed(self) -> int:
        """Return how many tasks the provider has accepted."""
        return sum(submit["billed"] for submit in await self.provider.submits())

    async def ready(self) -> None:
        """Wait until `/readyz` returns 200."""
        async with asyncio.timeout(PATIENCE):
            while True:
                async with self.session.get(f"{self.url}/readyz") as response:
                    if response.status == 200:
                        return
                await asyncio.sleep(0.02)

    async def part_is_well(self, part: str) -> bool | None:
        """Return the metric `huabot_ready` of a part of the bot; None if there is none."""
        async with self.session.get(f"{self.url}/metrics") as response:
            found = re.search(rf'^huabot_ready{{part="{part}"}} (\d)', await response.text(), re.MULTILINE)
        return found[1] == "1" if found else None

    async def taken(self) -> int:
        """Return how often the bot has noticed that another program with its token fetched the updates."""
        async with self.session.get(f"{self.url}/metrics") as response:
            found = re.search(r"^huabot_updates_taken_total (\d+)", await response.text(), re.MULTILINE)
        assert found
        return int(found[1])

    async def bugs(self) -> list[str]:
        """Return the bot's counters of unexpected exceptions."""
        async with self.session.get(f"{self.url}/metrics") as response:
            return [line for line in (await response.text()).splitlines() if line.startswith("huabot_bugs_total")]

    def sql(self, statement: str, **parameters: Any) -> list[Any]:
        """Run a statement on the database of a stopped bot; return its rows, if there are any."""
        url = str(self.options["database_url"])
        if is_postgresql(url):
            with psycopg.connect(url) as server:
                cursor = server.execute(dialect(statement), parameters)  # type: ignore[arg-type]
                return cursor.fetchall() if cursor.description else []
        with closing(sqlite3.connect(self.database)) as file, file:
            return file.execute(statement, parameters).fetchall()

    async def post(self, url: str, body: Any) -> int:
        """Post JSON without credentials, and return the status."""
        async with self.session.post(url, json=body) as response:
            return response.status


@asynccontextmanager
async def opened(folder: Path, database_url: str = "") -> AsyncIterator[Stage]:
    """Run Telegram and the provider inside the context; yield the stage, and close it at the end."""
    async with aiohttp.ClientSession() as session:
        stage = Stage(folder, session, database_url)
        await stage.open_telegram()
        await stage.open_provider()
        try:
            yield stage
        finally:
            await stage.close()


async def pass_seconds(stage: Stage, seconds: int) -> None:
    """Stop the bot, make its jobs this much older, and start it again."""
    await stage.stop()
    columns = ("created_at", "submitted_at", "outcome_at", "due_at")
    stage.sql(f"UPDATE jobs SET {', '.join(f'{name} = {name} - :by' for name in columns)}", by=seconds * 1_000_000)
    await stage.start()
