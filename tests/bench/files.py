"""Big files pass through: a 20 MB document to the provider, eight results of 30 MB to their owners. What is held?

Each measurement has a fresh bot of its own, warmed up by one small order, so that neither libraries imported
late nor memory freed by something else count.
"""

import asyncio
import hashlib
import io
import statistics
import tempfile
import time
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from PIL import Image

from sandbox.apispace_client import APISpaceClient
from sandbox.telegram_client import Json, Person, TelegramClient
from tests.bench.huabot import PROVIDER_TOKEN, Running, running
from tests.bench.processes import Growth, address_of, program, words_of

MEGABYTE = 1024 * 1024
DOCUMENT_BYTES = 20 * MEGABYTE - 1
RESULTS, RESULT_BYTES = 8, 30 * MEGABYTE
TELEGRAM_SECONDS = 2.0
PAINT_SECONDS = 0.5
FETCHES = 3

LIKE_THE_BOT = {"MALLOC_TRIM_THRESHOLD_": str(32 * MEGABYTE), "MALLOC_MMAP_THRESHOLD_": str(32 * MEGABYTE)}
"""Buffers stay in a process that once freed a large one, as the bot has; a younger one asks the kernel for each."""


@dataclass(frozen=True, slots=True)
class Streamed:
    """A document on its way: megabytes that memory grew by, and megabytes a second."""

    hd: float
    remix: float
    floor: float
    peer: float
    speed: float
    floor_speed: float


@dataclass(frozen=True, slots=True)
class Delivered:
    """Results on their way: megabytes that memory grew by, seconds, and how many uploads were under way at once."""

    growth: float
    seconds: float
    at_once: int
    peer: float
    peer_seconds: float


@dataclass(frozen=True, slots=True)
class Stage:
    """A bot that has served one small order, and what it speaks with."""

    folder: Path
    session: aiohttp.ClientSession
    api: tuple[str, str]
    telegram: TelegramClient
    provider: APISpaceClient
    bot: Running
    small: bytes
    small_id: str

    async def results(self, person: Person, count: int) -> list[Json]:
        """Return the pictures that somebody got, as soon as there are so many."""

        def found(messages: list[Json]) -> list[Json] | None:
            pictures = [each for each in messages if each["from_bot"] and each["kind"] in {"photo", "document"}]
            return pictures if len(pictures) == count else None

        return await self.telegram.until(person.chat_id, found, seconds=50)

    async def at_telegram(self, file_id: str) -> str:
        """Return where Telegram lets a bot download a file."""
        url, token = self.api
        async with self.session.get(f"{url}/bot{token}/getFile", params={"file_id": file_id}) as response:
            path = (await response.json())["result"]["file_path"]
        return f"{url}/file/bot{token}/{path}"

    async def peer(self, *words: object) -> list[float]:
        """Return the figures of python-telegram-bot's own way."""
        arguments = (words[0], *self.api, *words[1:])
        async with program("tests.bench.peer_files", *map(str, arguments), folder=self.folder) as process:
            return [float(word) for word in await words_of(process, 40)]


@asynccontextmanager
async def staged(telegram_url: str, bot_token: str) -> AsyncIterator[Stage]:
    """Run a provider and a bot, and let it serve one small order."""
    quick = ("--token", PROVIDER_TOKEN, "--sketch", "--paint-seconds", str(PAINT_SECONDS))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with (
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session,
            program("sandbox.apispace", *quick, folder=folder) as process,
        ):
            provider_url = await address_of(process)
            provider, telegram = APISpaceClient(provider_url, session), TelegramClient(telegram_url, session)
            await provider.settings(concurrency=RESULTS)
            async with running(folder, session, telegram_url, bot_token, provider_url, RESULTS) as bot:
                small, person = a_picture(), await telegram.person("Small")
                message = await telegram.document(person, small, "/hd")
                small_id = message["document"]["file_id"]
                stage = Stage(folder, session, (telegram_url, bot_token), telegram, provider, bot, small, small_id)
                await stage.results(person, 1)
                yield stage


async def stream(telegram_url: str, bot_token: str) -> Streamed:
    """Let the provider fetch a document that is as large as a bot may have it."""
    async with (
        staged(telegram_url, bot_token) as stage,
        program("tests.bench.floor", folder=stage.folder, settings=LIKE_THE_BOT) as floor_process,
    ):
        document, person = _padded(stage.small, DOCUMENT_BYTES), await stage.telegram.person("Large")
        hd, _, _ = await _fetched_by_provider(stage, person, document, "/hd")
        await stage.results(person, 1)
        remix, ours, file_id = await _fetched_by_provider(stage, person, document, "/remix a fox in the snow")
        await stage.results(person, 2)
        bare = await address_of(floor_process)
        await _fetch(stage.session, f"{bare}?address={await stage.at_telegram(stage.small_id)}", stage.small)
        address = f"{bare}?address={await stage.at_telegram(file_id)}"
        growth = Growth(floor_process.pid)
        floor_speeds, speeds = [], []
        for _ in range(FETCHES):
            floor_speeds.append(await _fetch(stage.session, address, document))
            speeds.append(await _fetch(stage.session, ours, document))
        floor = growth.at_most()
        peer = (await stage.peer("fetch", stage.small_id, file_id))[0]
    return Streamed(hd, remix, floor, peer, statistics.median(speeds), statistics.median(floor_speeds))


async def deliver(telegram_url: str, bot_token: str) -> Delivered:
    """Let eight large results come at once, while Telegram takes its time over each."""
    async with staged(telegram_url, bot_token) as stage:
        telegram = stage.telegram
        people = [await telegram.person(f"Large {number}") for number in range(RESULTS)]
        position = len(await telegram.history())
        await stage.provider.settings(result_bytes=RESULT_BYTES)
        for method in ("editMessageMedia", "sendDocument"):
            await telegram.fault(method, "delay", TELEGRAM_SECONDS, times=None)
        growth, started = Growth(stage.bot.pid), time.monotonic()
        await asyncio.gather(*(telegram.document(person, stage.small, "/hd") for person in people))
        results = await asyncio.gather(*(stage.results(person, 1) for person in people))
        seconds, grown = time.monotonic() - started, growth.at_most()
        sizes = {result["file_size"] for result, *_ in results}
        if sizes != {RESULT_BYTES}:
            raise RuntimeError(f"results of {sizes} bytes arrived")
        uploads = [entry for entry in await telegram.history(position) if entry.get("method") == "editMessageMedia"]
        peer, peer_seconds = await stage.peer("upload", people[0].chat_id, RESULT_BYTES, RESULTS)
        await telegram.clear_faults()
    return Delivered(grown, seconds, _at_once(uploads), peer, peer_seconds)


async def _fetched_by_provider(stage: Stage, person: Person, document: bytes, command: str) -> tuple[float, str, str]:
    """Return what the bot grew by until the provider had the whole document, our address of it, and its file_id."""
    position, digest = len(await stage.provider.history()), hashlib.sha256(document).hexdigest()
    growth = Growth(stage.bot.pid)
    message = await stage.telegram.document(person, document, command)
    entry = await stage.provider.wait("photo", lambda seen: bool(seen["sha256"] == digest), after=position)
    return growth.at_most(), str(entry["url"]), str(message["document"]["file_id"])


async def _fetch(session: aiohttp.ClientSession, address: str, expected: bytes) -> float:
    """Fetch a file as any client would; return megabytes a second."""
    size, started = 0, time.monotonic()
    async with session.get(address) as response:
        async for chunk in response.content.iter_chunked(64 * 1024):
            size += len(chunk)
    if size != len(expected):
        raise RuntimeError(f"{size} of {len(expected)} bytes arrived")
    return size / MEGABYTE / (time.monotonic() - started)


def a_picture() -> bytes:
    """Return a small PNG."""
    file = io.BytesIO()
    Image.linear_gradient("L").resize((256, 256)).save(file, "PNG")
    return file.getvalue()


def _padded(picture: bytes, size: int) -> bytes:
    """Return a PNG made larger by a private chunk before its last one, which readers skip."""
    room = size - len(picture) - 12
    chunk = b"paDd" + bytes(room)
    return picture[:-12] + room.to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big") + picture[-12:]


def _at_once(calls: list[Json]) -> int:
    """Return how many calls were under way when it was most."""
    return max(sum(other["received"] <= call["received"] < other["at"] for other in calls) for call in calls)
