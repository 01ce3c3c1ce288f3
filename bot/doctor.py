"""`huabot doctor`: says what would keep this bot from working, before somebody's picture does.

It changes no data and sends no order.
"""

import os
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp

from bot.clock import DRIFT, SECOND, Clock
from bot.errors import HuabotError
from bot.job import Kind
from bot.metrics import Metrics
from bot.pipeline.complete import Complete
from bot.pipeline.worker import Bells
from bot.provider.addresses import CallbackAddresses, Signer
from bot.settings import SHORT_KEY, Settings, path_setting, signing_keys
from bot.telegram.account import Account
from bot.web.callback import CallbackRoute
from bot.web.server import WebServer
from storage.database import Database, InUseError, StorageError
from storage.jobs import Jobs
from storage.migrate import newest_version, version_of

PATHS_KNOWN_FROM = {
    Kind.DRAW: "as in the provider's document",
    Kind.REMIX: "not in the provider's document, but seen in public clients",
    Kind.ANIME: "a guess (the upstream vendor's name); if /anime is not available, correct this",
    Kind.HD: "a guess; if /hd is not available, correct this",
}

NO_JOB = "0" * 26
"""An id that no job has: the probe's address is genuine, and yet it leads nowhere."""


class Report:
    """Prints findings as they come and remembers whether one of them is fatal."""

    def __init__(self) -> None:
        self.healthy = True

    def good(self, line: str) -> None:
        """Something works."""
        sys.stdout.write(f"  ok    {line}\n")

    def note(self, line: str) -> None:
        """Something the operator should know."""
        sys.stdout.write(f"  note  {line}\n")

    def bad(self, line: str) -> None:
        """Something that keeps the bot from working."""
        self.healthy = False
        sys.stdout.write(f"  BAD   {line}\n")


async def examine(settings: Settings) -> int:
    """Check everything that can be checked for free.

    Returns:
        0 if the bot would work, else 1.
    """
    report = Report()
    report.good("settings can be read")
    if settings.short_key:
        report.note(f"SECRET_KEY is short: with less than {SHORT_KEY} characters callbacks could be forged by guessing")
    async with AsyncExitStack() as stack:
        await _examine_telegram(settings, report)
        database = await _examine_database(settings, report, stack)
        await _examine_reachability(settings, report, database, stack)
    if settings.telegram_mode == "webhook" and not settings.public_url.startswith("https://"):
        report.bad("PUBLIC_URL must begin with https:// for TELEGRAM_MODE=webhook: Telegram posts nowhere else")
    _examine_provider(settings, report)
    _examine_quotas(settings, report)
    return 0 if report.healthy else 1


async def _examine_telegram(settings: Settings, report: Report) -> None:
    account = Account(settings.telegram_token.get_secret_value(), settings.telegram_api_url, Metrics())
    try:
        await account.initialize()
        report.good(f"Telegram knows the token: @{account.bot.username}")
        off = (Clock().now() - account.time) // SECOND if account.time else 0
        if abs(off) * SECOND > DRIFT:
            report.note(f"the clock here is {abs(off)} s {'ahead of' if off > 0 else 'behind'} Telegram's: set it")
    except HuabotError as exc:
        report.bad(str(exc))
    finally:
        await account.shutdown()


async def _examine_database(settings: Settings, report: Report, stack: AsyncExitStack) -> Database | None:
    try:
        if not settings.database_path.exists():
            folder = next(folder for folder in settings.database_path.absolute().parents if folder.exists())
            if os.access(folder, os.W_OK):
                report.note("the database is not there yet: the first run makes it")
            else:
                report.bad(f"the database cannot be made: {folder} cannot be written")
            return await _scratch_database(stack)
        database = await Database.open(settings.database_url)
        stack.push_async_callback(database.close)
        version = await version_of(database)
    except InUseError:
        report.note("the database is in use by a running Huabot, so it was not opened")
        return None
    except HuabotError as exc:
        report.bad(str(exc))
        return None
    if version > newest_version():
        report.bad(f"the database has schema {version}, this Huabot knows {newest_version()} at most")
    else:
        report.good(f"the database opens: schema {version} of {newest_version()}")
    return database


async def _scratch_database(stack: AsyncExitStack) -> Database:
    """Open an empty database that is gone afterwards, so that nothing is made where the bot will live."""
    folder = stack.enter_context(TemporaryDirectory())
    database = await Database.open(f"sqlite:///{folder}/huabot.db")
    stack.push_async_callback(database.close)
    return database


async def _examine_reachability(
    settings: Settings, report: Report, database: Database | None, stack: AsyncExitStack
) -> None:
    """Knock at our own callback route from outside: listen ourselves, unless a running bot does."""
    try:
        path = database.path if database else settings.database_path
        if not path.with_name("secret.key").exists():  # nothing is made where the bot will live
            path = Path(stack.enter_context(TemporaryDirectory())) / path.name
        addresses = CallbackAddresses(settings.public_url, Signer(signing_keys(settings, path)))
        if database:
            metrics = Metrics()
            complete = Complete(Jobs(database, Clock()), Bells(), metrics)
            server = WebServer(
                CallbackRoute(addresses, complete, metrics).routes(), metrics, host=settings.host, port=settings.port
            )
            stack.push_async_callback(server.stop)
            await server.start()
    except StorageError:
        return  # told already
    except HuabotError as exc:
        report.bad(str(exc))
        return
    timeout = aiohttp.ClientTimeout(total=10.0)
    async with aiohttp.ClientSession(timeout=timeout, trust_env=False) as session:
        try:
            async with session.get(addresses.make(NO_JOB, 1), allow_redirects=False) as response:
                status = response.status
        except (aiohttp.ClientError, TimeoutError, ValueError) as exc:
            report.bad(f"PUBLIC_URL does not lead here from this machine ({type(exc).__name__})")
            return
    if status == 405:
        report.good("PUBLIC_URL leads to this bot's callback route (seen from this machine)")
    else:
        report.bad(
            f"PUBLIC_URL is answered by something else ({status}): pass /callback/ on to HOST and PORT, path kept"
        )


def _examine_provider(settings: Settings, report: Report) -> None:
    report.note("APISPACE_TOKEN is not tried: every order could cost a picture")
    for kind, path in settings.endpoints.paths.items():
        report.note(f"{path_setting(kind)}={path}: {PATHS_KNOWN_FROM[kind]}")
    report.note(
        f"APISPACE_ANIME_LAYOUT={settings.apispace_anime_layout}: a guess; if /anime is refused, try the other one"
    )
    if settings.apispace_query_path:
        report.note(
            f"APISPACE_QUERY_PATH={settings.apispace_query_path}: a guess, not in the provider's document "
            "(seen in public clients); empty switches asking off"
        )
    else:
        report.note("APISPACE_QUERY_PATH is empty: a lost callback is only noticed at JOB_DEADLINE")


def _examine_quotas(settings: Settings, report: Report) -> None:
    if settings.daily_pictures_total is None:
        report.note("DAILY_PICTURES_TOTAL is empty: nothing keeps the account from being used up in a day")
    else:
        report.good(f"at most {settings.daily_pictures_total} pictures a day in all")
    if not settings.allowed_chats:
        report.note("ALLOWED_CHATS is empty: everyone who finds the bot may order")
        if settings.daily_pictures is None:
            report.note("DAILY_PICTURES is empty: one person may use up the day's pictures")
    if settings.max_in_flight is None:
        report.note("MAX_IN_FLIGHT is empty: one person may fill the queue")
    if not settings.admin_ids:
        report.note(
            "ADMIN_IDS is empty: nobody has the operators' commands, and nobody is told when the account is refused "
            "or a picture's origin is not listed"
        )
