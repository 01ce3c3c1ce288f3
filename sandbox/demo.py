"""Plays the demo: the real bot in its own process against the sandbox's processes, over real HTTP on loopback.

The demo shows what users see. It judges the bot by the journals of Telegram and the provider, never by the bot's word.
"""

import asyncio
import json
import signal
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from statistics import median

import aiohttp

from sandbox.album import Album, hang
from sandbox.apispace_client import APISpaceClient
from sandbox.patience import PATIENCE
from sandbox.processes import Bot, DidNotHappenError, last_lines, settings_for, start_server
from sandbox.scenes.cast import Cast, Figures
from sandbox.scenes.evidence import Evidence
from sandbox.scenes.languages import CODES
from sandbox.scenes.programme import play
from sandbox.scenes.stage import PAINTING, Stage
from sandbox.telegram_client import SandboxError, TelegramClient
from sandbox.transcript import Transcript

TELEGRAM_TOKEN = "123456789:AAdemo-demo-demo-demo-demo-demo-demo"  # noqa: S105
APISPACE_TOKEN = "token-of-the-sandbox-provider"  # noqa: S105
"""Known to the sandbox alone; the bot's log must contain neither token."""

SHEET = "contact-sheet.png"
"""The file with all pictures of `ROWS`."""

ROWS = (
    ("01-red-fox", "10-again", "10-vary", "10-anime"),
    ("02-remix", "03-anime"),
    ("06-hd", "04-castle"),
    ("05-castle", "09-battlefield", "11-lighthouse", "12-cat"),
    ("07-steampunk", "08-sunset", "16-house"),
    ("15-sailboat", "16-lake", "20-rabbit", "22-koi"),
)
"""The pictures on the sheet, row by row."""

SHEET_WIDTH = 1760

INTERRUPTED = 130

HOW_TO_READ = (
    "“#4 becomes” marks a message that is edited in its place.",
    "Scenes are told one by one, but some are played side by side; times are seconds since a scene began.",
    "In a private chat the bot leaves a second between its new messages: Telegram wants it so.",
)


async def demo(
    folder: Path = Path("demo"),
    *,
    language: str = "",
    quick: bool = False,
    provider_faults: Mapping[str, str] | None = None,
    patience: float = PATIENCE,
) -> int:
    """Play all scenes, and write the transcript and the pictures into a folder.

    SIGINT, SIGTERM and SIGHUP end the demo early; its processes are ended in any case.

    Args:
        folder: The output folder, created if it does not exist.
        language: The language of everybody, one of `CODES`; if empty, each person speaks their own.
        quick: Whether to paint quick pictures, which cost next to no time.
        provider_faults: Place → effect (`APISpaceClient.fault`) of faults that always strike at the provider,
            to verify that the demo notices them.
        patience: Longest wait for any single event of a scene, in seconds.

    Returns:
        The exit code: 0 if everything happened, 1 if something did not happen or failed, 130 if it was interrupted.
    """
    try:
        transcript = Transcript(folder / f"transcript{language and '-'}{language}.txt")
    except OSError as exc:
        sys.stderr.write(f"The demo cannot write to {folder}: {exc.strerror}.\n")
        return 1
    with transcript, tempfile.TemporaryDirectory(prefix="huabot-demo-") as scratch:
        prepare = partial(_prepare, quick=quick, faults=provider_faults or {})
        play_all = _play(transcript, folder, Path(scratch), language, prepare, patience)
        playing = asyncio.create_task(play_all)
        loop = asyncio.get_running_loop()
        signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        for number in signals:
            loop.add_signal_handler(number, playing.cancel)
        try:
            await playing
        except asyncio.CancelledError:
            if (task := asyncio.current_task()) and task.cancelling():
                raise
            transcript.verdict("The demo was interrupted; its processes have ended.", good=False)
            return INTERRUPTED
        except DidNotHappenError as exc:
            transcript.verdict(str(exc), good=False)
            _show_log(transcript, Path(scratch) / "bot.log")
            return 1
        except (aiohttp.ClientError, SandboxError, OSError) as exc:
            transcript.verdict(f"The demo itself failed: {type(exc).__name__}: {exc}", good=False)
            return 1
        finally:
            for number in signals:
                loop.remove_signal_handler(number)
    return 0


async def _play(
    transcript: Transcript,
    folder: Path,
    scratch: Path,
    language: str,
    prepare: Callable[[APISpaceClient], Awaitable[None]],
    patience: float,
) -> None:
    began = time.monotonic()
    figures = Figures()
    transcript.title(
        "Huabot at work: the real bot, with a Telegram and a provider of its own. Nothing leaves this machine."
    )
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)))
        transcript.line("  Starting Telegram …")
        telegram_url = await start_server(stack, "telegram", TELEGRAM_TOKEN, scratch)
        transcript.line("  Starting the provider …")
        provider_url = await start_server(stack, "apispace", APISPACE_TOKEN, scratch)
        telegram, provider = TelegramClient(telegram_url, session), APISpaceClient(provider_url, session)
        cast = await _gather(telegram, language)
        transcript.line("  Starting the bot …")
        settings = settings_for((telegram_url, TELEGRAM_TOKEN), (provider_url, APISPACE_TOKEN), cast.zoe.id)
        log = scratch / "bot.log"
        bot = Bot(stack, settings, log, session, PATIENCE)
        figures.starts.append(await bot.start())
        figures.idle_memory = bot.process.resident_megabytes
        transcript.line("  Ready.")
        for sentence in HOW_TO_READ:
            transcript.line(f"  {sentence}")

        await prepare(provider)
        album = Album(folder)
        evidence = Evidence(telegram, provider, session, patience)
        stage = Stage(telegram, provider, bot, transcript, album, evidence, patience, figures, cast, language)
        await play(stage.speaking("en"))
        if any(token in log.read_text("utf-8", "replace") for token in (TELEGRAM_TOKEN, APISPACE_TOKEN)):
            raise DidNotHappenError("The bot did not keep its tokens out of its log.")
        if TELEGRAM_TOKEN in json.dumps(await provider.history()):
            raise DidNotHappenError("The provider got to see the bot's token.")
        await _show_figures(transcript, figures, telegram, provider)
    await asyncio.to_thread(_hang_pictures, album, folder)
    transcript.line()
    transcript.verdict(
        f"Everything happened as it should, in {time.monotonic() - began:.0f} s. "
        f"The pictures and this transcript are in {folder}/.",
        good=True,
    )


async def _prepare(provider: APISpaceClient, *, quick: bool, faults: Mapping[str, str]) -> None:
    await provider.settings(paint_seconds=PAINTING, sketch=quick)
    for place, effect in faults.items():
        await provider.fault(place, effect, times=None)


async def _gather(telegram: TelegramClient, language: str) -> Cast:
    own = {"小明": "zh", "Ольга": "ru"}
    names = ("Alice", "Bob", "Zoe", "小明", "Ольга", "Lucía")
    codes = [CODES[language or own.get(name, "en")] for name in names]
    alice, bob, zoe, xiaoming, olga, lucia = [
        await telegram.person(name, language_code=code) for name, code in zip(names, codes, strict=True)
    ]
    painters = await telegram.group("Painters", alice, bob, kind="group")
    return Cast(alice, bob, zoe, xiaoming, olga, lucia, painters)


def _hang_pictures(album: Album, folder: Path) -> None:
    rows = [[album.exhibits[name] for name in row] for row in ROWS]
    hang(rows, SHEET_WIDTH).save(folder / SHEET, compress_level=1)


async def _show_figures(
    transcript: Transcript, figures: Figures, telegram: TelegramClient, provider: APISpaceClient
) -> None:
    first, *again = figures.starts
    polls = {"getUpdates"}
    to_telegram = [call for call in await telegram.calls() if call["method"] not in polls]
    to_provider = [entry for entry in await provider.history() if entry["event"] in {"submit", "query"}]
    answered = [callback["ms"] for callback in await provider.callbacks() if callback["ok"]]
    memory = f"{figures.idle_memory:.0f} MB" if figures.idle_memory else "not measured on this system"
    transcript.heading("In figures")
    transcript.table(
        {
            "bot's start, from nothing to /readyz 200": f"{first:.1f} s; again {_seconds(again)}",
            "bot's memory when idle (resident)": memory,
            "order → picture": f"{len(figures.pictures)}, half of them in {median(figures.pictures):.1f} s",
            "kill -9 → picture": f"{figures.kill_to_picture:.1f} s",
            "SIGTERM → exit": _seconds(figures.stops),
            "button → answer": f"{len(figures.presses)} presses, the slowest in {max(figures.presses) * 1000:.0f} ms",
            "bot's calls to Telegram, polls aside": f"{len(to_telegram)}",
            "bot's calls to the provider": f"{len(to_provider)}",
            "callbacks answered": f"{len(answered)}, the slowest in {max(answered):.0f} ms",
        }
    )


def _seconds(times: list[float]) -> str:
    return ", ".join(f"{seconds:.1f}" for seconds in times) + " s"


def _show_log(transcript: Transcript, log: Path) -> None:
    if lines := last_lines(log):
        transcript.line("The bot's log ends with:")
    for line in lines:
        transcript.line(f"  {line}")
