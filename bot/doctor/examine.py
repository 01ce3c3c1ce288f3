"""Runs the examination: settings, `.env`, network, database, disk, reachability, and settings that are left open."""

import os
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

from bot.doctor.dotenv import misspelled, oddities
from bot.doctor.outside import (
    examine_network,
    examine_proxies,
    examine_public_url,
    examine_reachability,
    examine_telegram,
    examine_tokens,
)
from bot.doctor.report import Report
from bot.doctor.server import examine_server
from bot.errors import HuabotError, TransientError
from bot.job import Kind
from bot.provider.addresses import Signer
from bot.provider.client import path_setting
from bot.settings import SHORT_KEY, Settings, SettingsError
from storage.database import InUseError
from storage.drivers import open_database
from storage.migrate import fits, newest_version, version_of
from storage.sqlite import MIN_FREE_BYTES

PATHS_KNOWN_FROM = {
    Kind.DRAW: "as in the provider's document",
    Kind.REMIX: "not in the provider's document, but seen in public clients",
    Kind.ANIME: "a guess (the upstream vendor's name); `doctor --paid` tries it",
    Kind.HD: "a guess; `doctor --paid` tries it",
}

PLENTY = 1024**3
"""Free space in bytes below which the report notes that little is left."""

Paid = Callable[[Settings, Report, Signer], Awaitable[None]]


def read_settings(report: Report) -> Settings | None:
    """Read the settings and report all their problems at once; return None if the bot cannot run with them."""
    settings = None
    try:
        settings = Settings.read()
        report.good("settings can be read")
    except SettingsError as exc:
        for problem in exc.problems:
            report.bad(problem)
    known = {name.upper() for name in Settings.model_fields}
    try:
        text = Path(str(Settings.model_config["env_file"])).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):  # there is no file, or this is reported already
        text = ""
    for oddity in [*oddities(text, known, os.environ), *misspelled(os.environ, known)]:
        if oddity.mistake:
            report.bad(oddity.text)
        else:
            report.note(oddity.text)
    return settings


async def examine(settings: Settings, report: Report, paid: Paid | None = None) -> None:
    """Check everything that can be checked for free; then run `paid`, if it is given."""
    if settings.short_key:
        report.note(f"SECRET_KEY is short: with less than {SHORT_KEY} characters callbacks could be forged by guessing")
    faults = await examine_network(settings, report)
    examine_tokens(settings, report)
    if not faults.get("TELEGRAM_API_URL"):
        await examine_telegram(settings, report)
    examine_proxies(report)
    await examine_public_url(settings, report)
    async with AsyncExitStack() as stack:
        running = await _examine_database(settings, report, stack)
        _examine_space(settings, report)
        signer = await examine_reachability(settings, report, stack, listen=not running)
    _examine_provider(settings, report)
    _examine_quotas(settings, report)
    if paid and running:
        report.bad("--paid needs the bot's port and its data: stop the bot first", may_pass=True)
    elif paid and signer:
        await paid(settings, report, signer)


async def _examine_database(settings: Settings, report: Report, stack: AsyncExitStack) -> bool:
    """Check the database; return whether a bot runs on it, which then receives the callbacks."""
    try:
        if not settings.shares_database and not settings.database_path.exists():
            folder = _nearest(settings.database_path)
            if os.access(folder, os.W_OK):
                report.note("the database is not there yet: the first run makes it")
            else:
                report.bad(f"the database cannot be made: {folder} cannot be written")
            return False
        database = await open_database(settings.database_url, settings.database_pool)
        stack.push_async_callback(database.close)
        await database.require_ours()
        version, newest = await version_of(database), newest_version(database.migrations)
        works = await fits(database, newest)
    except InUseError:
        report.note("the database is in use by a running Huabot, so it was not opened")
        return True
    except HuabotError as exc:
        report.bad(str(exc), may_pass=isinstance(exc, TransientError))
        return False
    if works:
        report.good(f"the database opens: schema {version} of {newest}")
    else:
        report.bad(f"the database has schema {version}, this Huabot knows {newest} at most")
    return database.is_shared and await examine_server(database, settings, report)


def _nearest(path: Path) -> Path:
    """Return the folder of a path; if it does not exist, the nearest folder above it that does."""
    return next(folder for folder in path.absolute().parents if folder.exists())


def _examine_space(settings: Settings, report: Report) -> None:
    places: dict[str, Path] = {}
    try:
        places["for pictures"] = Path(tempfile.gettempdir())
        if not settings.shares_database:
            places["for the database"] = _nearest(settings.database_path)
    except FileNotFoundError:
        report.bad("there is no folder for temporary files: let TMPDIR name one that can be written")
    except HuabotError:
        pass  # reported already
    for purpose, folder in places.items():
        free = shutil.disk_usage(folder).free
        told = f"{free // 1024**2:,} MB free {purpose}, in {folder}"
        if free < MIN_FREE_BYTES:
            report.bad(f"{told}: no orders are taken below {MIN_FREE_BYTES // 1024**2} MB", may_pass=True)
        elif free < PLENTY:
            report.note(f"{told}: that is little")
        else:
            report.good(told)


def _examine_provider(settings: Settings, report: Report) -> None:
    for kind, path in settings.endpoints.paths.items():
        if path:
            report.note(f"{path_setting(kind)}={path}: {PATHS_KNOWN_FROM[kind]}")
        else:
            report.note(f"{path_setting(kind)} is empty: /{kind} is not offered")
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
