"""Measures the memory for large files: a 20 MB document to the provider, eight results of 30 MB to their owners.

Each measurement has a new bot, warmed up by one small order, so that neither late imports nor memory freed by other
work count.
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
"""Makes malloc keep buffers, as in a process that once freed a large one, like the bot; a new process maps each."""


@dataclass(frozen=True, slots=True)
class Streamed:
    """Holds the figures of a streamed document: growth of memory in MB, and MB a second."""

    hd: float
    remix: float
    floor: float
    peer: float
    speed: float
    floor_speed: float


@dataclass(frozen=True, slots=True)
class Delivered:
    """Holds the figures of delivered results: growth of memory in MB, seconds, and the number of concurrent uploads."""

    growth: float
    seconds: float
    at_once: int
    peer: float
    peer_seconds: float


@dataclass(frozen=True, slots=True)
class Stage:
    """Bundles a bot that has served one small order, and its servers."""

    folder: Path
    session: aiohttp.ClientSession
    api: tuple[str, str]
    telegram: TelegramClient
    provider: APISpaceClient
    bot: Running
    small: bytes
    small_id: str

    async def results(self, person: Person, count: int) -> list[Json]:
        """Wait until a person has exactly `count` pictures, and return them."""

        def found(messages: list[Json]) -> list[Json] | None:
            pictures = [
                message for message in messages if message["from_bot"] and message["kind"] in {"photo", "document"}
            ]
            return pictures if len(pictures) == count else None

        return await self.telegram.until(person.chat_id, found, seconds=50)

    async def at_telegram(self, file_id: str) -> str:
        """Return the address at which Telegram lets a bot download a file."""
        url, token = self.api
        async with self.session.get(f"{url}/bot{token}/getFile", params={"file_id": file_id}) as response:
            path = (await response.json())["result"]["file_path"]
        return f"{url}/file/bot{token}/{path}"

    async def peer(self, *words: object) -> list[float]:
        """Return the figures of python-telegram-bot's own file transfer."""
        arguments = (words[0], *self.api, *words[1:])
        async with program("tests.bench.peer_files", *map(str, arguments), folder=self.folder) as process:
            return [float(word) for word in await words_of(process, 40)]


@asynccontextmanager
async def staged(telegram_url: str, bot_token: str) -> AsyncIterator[Stage]:
    """Run a provider and a bot, and let the bot serve one small order."""
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
    """Let the provider fetch a document of the largest size that a bot may download."""
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
    """Let eight large results arrive at once, while Telegram is slow to accept each."""
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
    """Return the growth until the provider had the whole document, the bot's address of it, and its file_id."""
    position, digest = len(await stage.provider.history()), hashlib.sha256(document).hexdigest()
    growth = Growth(stage.bot.pid)
    message = await stage.telegram.document(person, document, command)
    entry = await stage.provider.wait("photo", lambda seen: bool(seen["sha256"] == digest), after=position)
    return growth.at_most(), str(entry["url"]), str(message["document"]["file_id"])


async def _fetch(session: aiohttp.ClientSession, address: str, expected: bytes) -> float:
    """Fetch a file; return the speed in MB a second."""
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
    """Return a PNG that is enlarged by a private chunk before its last one; readers skip that chunk."""
    room = size - len(picture) - 12
    chunk = b"paDd" + bytes(room)
    return picture[:-12] + room.to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big") + picture[-12:]


def _at_once(calls: list[Json]) -> int:
    """Return the largest number of concurrent calls."""
    return max(sum(other["received"] <= call["received"] < other["at"] for other in calls) for call in calls)
