"""A whole bot between a Telegram and an APISpace of our own, all of it on loopback sockets."""

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any

import aiohttp

from bot.app import Huabot
from bot.sandbox.apispace.server import APISpaceServer
from bot.sandbox.apispace_client import APISpaceClient
from bot.sandbox.telegram.server import TelegramServer
from bot.sandbox.telegram_client import Json, Person, TelegramClient
from bot.settings import Settings

TELEGRAM_TOKEN = "123456789:AAscenario-0123456789-abcdefghijklm"
APISPACE_TOKEN = "scenario-provider-token"
SECRET_KEY = "scenario-signing-key-0123456789"
ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Stage:
    """Both foreign servers, and the bot between them.

    Scenarios are judged by what the foreign servers saw: `telegram` and `provider` show their journals.

    Attributes:
        telegram: People, and what they see.
        provider: What was ordered, and what goes wrong there.
        session: For requests of no particular client.
        provider_url: The provider's base address, which is also its pictures' origin.
        options: The bot's settings, as keyword arguments of `Settings`.
    """

    def __init__(self, folder: Path, session: aiohttp.ClientSession) -> None:
        self.session = session
        self.telegram_server = TelegramServer(TELEGRAM_TOKEN)
        self.provider_server = APISpaceServer(APISPACE_TOKEN)
        self._telegram_port, self._provider_port, port = free_port(), free_port(), free_port()
        self.telegram_url = f"http://127.0.0.1:{self._telegram_port}"
        self.provider_url = f"http://127.0.0.1:{self._provider_port}"
        self.url = f"http://127.0.0.1:{port}"
        self.telegram = TelegramClient(self.telegram_url, session)
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
            "database_url": f"sqlite:///{self.database}",
            "secret_key": SECRET_KEY,
            "result_origins": self.provider_url,
            "submit_grace": 1.0,
            "job_deadline": 30.0,
            "queue_deadline": 30.0,
        }
        self._bot: Huabot | None = None
        self._processes: list[asyncio.subprocess.Process] = []

    # The foreign servers

    async def open_telegram(self) -> None:
        """Let Telegram be there."""
        await self.telegram_server.start(port=self._telegram_port)

    async def open_provider(self, **settings: Any) -> None:
        """Let the provider be there, quick and without art."""
        await self.provider_server.start(port=self._provider_port)
        quick = {"paint_seconds": 0.05, "callback_interval": 0.1, "callback_retries": 100, "sketch": True}
        await self.provider.settings(**quick | settings)

    # The bot, in this process

    async def start(self, **changes: Any) -> None:
        """Start the bot; `changes` to its settings stay for later starts."""
        self.options |= changes
        self._bot = await Huabot.build(Settings(_env_file=None, **self.options))
        await self._bot.start()

    async def stop(self) -> None:
        """Stop the bot; what it was doing is done when this returns."""
        if self._bot:
            bot, self._bot = self._bot, None
            await bot.stop()

    async def restart(self, **changes: Any) -> None:
        """Stop the bot, and start it again on the same database."""
        await self.stop()
        await self.start(**changes)

    # The bot, as a process of its own

    async def launch(self, **changes: Any) -> asyncio.subprocess.Process:
        """Start `huabot run` with the same settings, without waiting for anything."""
        self.options |= changes
        names = {name.upper(): str(value) for name, value in self.options.items()}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            env={**os.environ, **names, "PYTHONPATH": str(ROOT)},
            cwd=self.database.parent,
            stderr=asyncio.subprocess.PIPE,
        )
        self._processes.append(process)
        return process

    async def run(self, **changes: Any) -> asyncio.subprocess.Process:
        """Start `huabot run` and return when it asks Telegram for updates."""
        before = len(await self.telegram.calls("deleteWebhook"))
        process = await self.launch(**changes)
        await self.telegram.wait_calls("deleteWebhook", count=before + 1)
        return process

    async def ended(self, process: asyncio.subprocess.Process) -> tuple[int | None, str]:
        """Return a process's exit code and what it wrote to stderr, as soon as it has ended by itself."""
        async with asyncio.timeout(12):
            _, errors = await process.communicate()
        return process.returncode, errors.decode()

    async def close(self) -> None:
        """Stop everything that runs."""
        await self.stop()
        for process in self._processes:
            if process.returncode is None:
                process.send_signal(signal.SIGKILL)
            await process.communicate()
        await self.telegram_server.stop()
        await self.provider_server.stop()

    # What a person sees, and what was ordered

    async def said(self, person: Person, words: str, seconds: float = 10) -> Json:
        """Return the bot's first message with these words, waiting for it if need be."""
        return await self.telegram.until(
            person.chat_id,
            lambda messages: next((m for m in messages if m["from_bot"] and words in m["text"]), None),
            seconds,
        )

    async def pictures(self, person: Person, count: int = 1, seconds: float = 10) -> list[Json]:
        """Return the pictures in a person's chat as soon as there are so many."""
        return await self.telegram.until(
            person.chat_id,
            lambda messages: found if len(found := [m for m in messages if m["kind"] != "text"]) >= count else None,
            seconds,
        )

    async def picture(self, person: Person, seconds: float = 10) -> Json:
        """Return the only picture in a person's chat, waiting for it if need be."""
        (picture,) = await self.pictures(person, seconds=seconds)
        return picture

    async def bot_messages(self, person: Person) -> list[Json]:
        """Return what the bot has in a person's chat now."""
        return [message for message in await self.telegram.messages(person.chat_id) if message["from_bot"]]

    async def submitted(self, count: int = 1) -> list[Json]:
        """Return the submits that reached the provider, as soon as there are so many."""
        while len(submits := await self.provider.submits()) < count:
            last = (await self.provider.history())[-1:]
            await self.provider.wait("submit", after=last[0]["n"] + 1 if last else 0)
        return submits

    async def billed(self) -> int:
        """Return how many tasks the provider has accepted."""
        return sum(submit["billed"] for submit in await self.provider.submits())

    async def post(self, url: str, body: Any) -> int:
        """Post JSON as nobody in particular, and return the status."""
        async with self.session.post(url, json=body) as response:
            return response.status
