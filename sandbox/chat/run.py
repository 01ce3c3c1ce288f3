"""Runs `make chat`: a Telegram, a provider, the real bot, and the page, until Ctrl-C."""

import asyncio
import signal
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp

from sandbox.apispace_client import APISpaceClient
from sandbox.chat.bot import COMES_BACK, BotSwitch
from sandbox.chat.cast import gather
from sandbox.chat.feed import Feed
from sandbox.chat.samples import Samples
from sandbox.chat.scenes import READING, Director, Stage
from sandbox.chat.server import PORT, ChatServer, Parts
from sandbox.chat.switches import PAINT_SECONDS, Switchboard
from sandbox.chat.views import Views
from sandbox.journal import Journal
from sandbox.patience import PATIENCE
from sandbox.processes import Bot, DidNotHappenError, last_lines, settings_for, start_server
from sandbox.telegram.server import TelegramServer
from sandbox.telegram_client import SandboxError, TelegramClient

TELEGRAM_TOKEN = "123456789:AAchat-chat-chat-chat-chat-chat-chat"  # noqa: S105
APISPACE_TOKEN = "token-of-the-sandbox-provider"  # noqa: S105
"""Known to the sandbox alone."""

CALLBACK_INTERVAL = 3.0

QUICK = 0.1
"""The factor for all of the page's own delays when nobody watches."""


async def chat(port: int = PORT, *, quick: bool = False) -> int:
    """Serve the page until SIGINT, SIGTERM or SIGHUP, then end everything that was started.

    Args:
        port: The port of the page; if it is taken, the next free one is used.
        quick: Whether the provider paints quick pictures and nothing waits for users to read.

    Returns:
        The exit code.
    """
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stopped.set)
    with tempfile.TemporaryDirectory(prefix="huabot-chat-") as folder:
        async with AsyncExitStack() as stack:
            try:
                address, as_wanted, bot = await _open(stack, Path(folder), port, quick=quick)
            except (DidNotHappenError, SandboxError, aiohttp.ClientError, OSError) as error:
                sys.stderr.write(f"The chat page cannot be opened: {error}\n")
                return 1
            if not as_wanted:
                sys.stdout.write(f"Port {port} is taken; the page is at the next free one.\n")
            sys.stdout.write(
                f"ready {address}\n\n"
                f"  Open {address} in a browser, and talk to Huabot. Ctrl-C ends it.\n"
                "  Everything stays on this machine: it listens on loopback only, and other sites are refused.\n\n"
            )
            sys.stdout.flush()
            starting = asyncio.create_task(_start_bot(bot, Path(folder) / "bot.log"))
            stack.callback(starting.cancel)
            await stopped.wait()
            sys.stdout.write("Ending …\n")
    return 0


async def _open(stack: AsyncExitStack, folder: Path, port: int, *, quick: bool) -> tuple[str, bool, BotSwitch]:
    """Start everything except the bot, so that the page can show the bot starting."""
    session = await stack.enter_async_context(aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)))
    telegram_server = TelegramServer(TELEGRAM_TOKEN)
    telegram_url = await telegram_server.start()
    stack.push_async_callback(telegram_server.stop)
    telegram = TelegramClient(telegram_url, session)
    cast = await gather(telegram)
    provider, provider_url = await _start_provider(stack, folder, session, quick=quick)

    journal, tempo = Journal(), QUICK if quick else 1.0
    settings = settings_for((telegram_url, TELEGRAM_TOKEN), (provider_url, APISPACE_TOKEN), cast.operator.id)
    bot = BotSwitch(Bot(stack, settings, folder / "bot.log", session, PATIENCE), journal, COMES_BACK * tempo)
    stack.push_async_callback(bot.close)
    world = telegram_server.world
    views, samples = Views(world), Samples()
    feed = Feed(views)
    switches = Switchboard(world, telegram_server.faults, telegram_server.settings, provider, journal, tempo)
    stage = Stage(Director(telegram, cast, bot, switches, samples, journal, READING * tempo))
    stack.push_async_callback(stage.stop)
    followers = (
        feed.follow("telegram", telegram_server.journal),
        feed.follow("page", journal),
        feed.follow_provider(provider),
    )
    for follower in followers:
        following = asyncio.create_task(follower)
        following.add_done_callback(_tell_why)
        stack.callback(following.cancel)

    server = ChatServer(Parts(telegram_server, views, feed, bot, switches, stage, samples))
    stack.push_async_callback(server.stop)
    address, as_wanted = await server.start(port)
    return address, as_wanted, bot


async def _start_bot(bot: BotSwitch, log: Path) -> None:
    try:
        await bot.start()
    except DidNotHappenError as error:
        sys.stderr.write("\n".join([str(error), *last_lines(log), ""]))


async def _start_provider(
    stack: AsyncExitStack, folder: Path, session: aiohttp.ClientSession, *, quick: bool
) -> tuple[APISpaceClient, str]:
    """Start the provider in its own process, because painting must not delay the page."""
    url = await start_server(stack, "apispace", APISPACE_TOKEN, folder)
    provider = APISpaceClient(url, session)
    tempo = QUICK if quick else 1.0
    await provider.settings(
        sketch=quick, paint_seconds=PAINT_SECONDS * tempo, callback_interval=CALLBACK_INTERVAL * tempo
    )
    return provider, url


def _tell_why(following: asyncio.Task[None]) -> None:
    """Report the error that ended a follower of the feed, which is a bug of the sandbox."""
    if not following.cancelled() and (error := following.exception()):
        sys.stderr.write(f"The page hears nothing any more: {error!r}\n")
