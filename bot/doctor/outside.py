"""Checks the outside: Telegram, the provider, its pictures' origins, and whether requests reach us."""

import asyncio
import os
import re
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import aiohttp

from bot.clock import DRIFT, SECOND, Clock
from bot.doctor.network import Fault, addresses_of, find_fault, is_private, redirect_fault
from bot.doctor.report import Report
from bot.errors import HuabotError, TransientError
from bot.metrics import Metrics
from bot.provider.addresses import CallbackAddresses, MediaAddresses, Signer
from bot.provider.results import origin_of
from bot.settings import Settings
from bot.signing_keys import key_path, signing_keys
from bot.telegram.account import Account
from bot.web.server import ListenError, WebServer
from bot.web.trial import TrialRoutes

NO_JOB = "0" * 26
"""An id that no job has: the probe's address is genuine but belongs to no job."""

TELEGRAM = "https://api.telegram.org"

WEBHOOK_PORTS = frozenset({443, 80, 88, 8443})
"""Ports to which Telegram's own Bot API server posts updates (Bot API, setWebhook)."""

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


async def examine_network(settings: Settings, report: Report) -> dict[str, Fault | None]:
    """Connect to every server to which the bot will have to connect: a connection is free."""
    wanted = [("TELEGRAM_API_URL", settings.telegram_api_url), ("APISPACE_URL", settings.apispace_url)]
    wanted += [("RESULT_ORIGINS", origin) for origin in settings.result_origins]
    faults = await asyncio.gather(*(find_fault(url) for _, url in wanted))
    for (name, url), fault in zip(wanted, faults, strict=True):
        if fault is None:
            report.good(f"{name}: {origin_of(url)} can be reached")
            continue
        advice = ""
        if url == TELEGRAM and fault.may_pass:
            advice = " - where Telegram is blocked, let TELEGRAM_API_URL name a Bot API server elsewhere"
        report.bad(f"{name}: {fault.text}{advice}", may_pass=fault.may_pass)
    return {name: fault for (name, _), fault in zip(wanted, faults, strict=True)}


def examine_tokens(settings: Settings, report: Report) -> None:
    """Check the shapes of the tokens."""
    token, other = settings.telegram_token.get_secret_value(), settings.apispace_token.get_secret_value()
    shape = re.fullmatch(r"\d+:([\w-]+)", token, re.ASCII)
    if not shape:
        report.bad("TELEGRAM_TOKEN has not the shape of a bot token, 123456789:AA…: copy it again from BotFather")
    elif len(shape[1]) != 35:
        report.note(f"TELEGRAM_TOKEN has {len(shape[1])} characters after the colon, BotFather's have 35: is it whole?")
    if re.fullmatch(r"\d{6,}:[\w-]{30,}", other, re.ASCII):
        report.bad("APISPACE_TOKEN has the shape of a bot token: it is the provider's, from the APISpace console")
    report.note("APISPACE_TOKEN is not tried: every order could cost a picture (`doctor --paid` tries it)")


async def examine_telegram(settings: Settings, report: Report) -> None:
    """Ask Telegram for the account of the token and for the time."""
    account = Account(settings.telegram_token.get_secret_value(), settings.telegram_api_url, Metrics())
    try:
        await account.initialize()
        report.good(f"Telegram knows the token: @{account.bot.username}")
        off = (Clock().now() - account.time) // SECOND if account.time else 0
        if abs(off) * SECOND > DRIFT:
            report.note(f"the clock here is {abs(off)} s {'ahead of' if off > 0 else 'behind'} Telegram's: set it")
    except HuabotError as exc:
        report.bad(str(exc), may_pass=isinstance(exc, TransientError))
    finally:
        await account.shutdown()


def examine_proxies(report: Report) -> None:
    """Report a proxy in the environment that is not used."""
    given = [name for name in PROXIES if os.environ.get(name) or os.environ.get(name.lower())]
    if given:
        report.note(
            f"{' and '.join(given)}: Huabot uses no proxy. Where Telegram is blocked, let TELEGRAM_API_URL name a Bot "
            "API server that can be reached"
        )


async def examine_public_url(settings: Settings, report: Report) -> None:
    """Check whether everyone who must reach us could do so at `PUBLIC_URL`."""
    url = urlsplit(settings.public_url)
    host, port = url.hostname or "", url.port or (443 if url.scheme == "https" else 80)
    webhook = settings.telegram_mode == "webhook"
    far = [] if await _is_near(settings.apispace_url) else ["the provider"]
    if webhook and settings.telegram_api_url == TELEGRAM:
        far.append("Telegram")
    if is_private(host):
        sentence = f"PUBLIC_URL is a private address ({host}), known on this machine or in its network alone"
        if far:
            report.bad(f"{sentence}: {' and '.join(far)} cannot reach it")
        else:
            report.note(sentence)
    elif (found := await addresses_of(host)) and all(is_private(address) for address in found):
        report.note(
            f"PUBLIC_URL: {host} is {found[0]} on this machine, a private address; the world needs a public one"
        )
    if url.scheme != "https":
        if webhook and "Telegram" in far:
            report.bad("PUBLIC_URL must begin with https:// for TELEGRAM_MODE=webhook: Telegram posts nowhere else")
        elif far or webhook:
            report.note("PUBLIC_URL is not https: who is on the way can read callbacks and people's photos")
    if webhook and "Telegram" in far and port not in WEBHOOK_PORTS:
        report.bad(f"PUBLIC_URL has port {port}: Telegram posts to 443, 80, 88 and 8443 alone")


async def _is_near(url: str) -> bool:
    """Return whether a server is on this machine or in its network, as far as names and addresses tell."""
    host = urlsplit(url).hostname or ""
    found = await addresses_of(host)
    return is_private(host) or (bool(found) and all(is_private(address) for address in found))


async def examine_reachability(
    settings: Settings, report: Report, stack: AsyncExitStack, *, listen: bool
) -> Signer | None:
    """Send a request to our own callback route from outside; listen here, unless a running bot does."""
    try:
        path = None if settings.shares_database else settings.database_path
        if path and not key_path(path).exists():  # no file is made where the bot will live
            path = Path(stack.enter_context(TemporaryDirectory())) / path.name
        signer = Signer(signing_keys(settings, path))
        addresses = CallbackAddresses(settings.public_url, signer)
        if listen:
            routes = TrialRoutes(addresses, MediaAddresses(settings.public_url, signer)).routes()
            server = WebServer(routes, Metrics(), host=settings.host, port=settings.port)
            stack.push_async_callback(server.stop)
            await server.start()
    except HuabotError as exc:
        hint = " (by a bot that runs already?)" if isinstance(exc, ListenError) else ""
        report.bad(f"{exc}{hint}", may_pass=isinstance(exc, TransientError | ListenError))
        return None
    if fault := await _knock(settings.public_url, addresses.make(NO_JOB, 1)):
        report.bad(f"PUBLIC_URL does not lead here from this machine: {fault.text}", may_pass=fault.may_pass)
    else:
        report.good("PUBLIC_URL leads to this bot's callback route (seen from this machine)")
    return signer


async def _knock(public_url: str, address: str) -> Fault | None:
    if fault := await find_fault(public_url):
        return fault
    timeout = aiohttp.ClientTimeout(total=10.0)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=False) as session,
            session.get(address, allow_redirects=False) as response,
        ):
            status, target = response.status, origin_of(response.headers.get("Location", ""))
    except (aiohttp.ClientError, TimeoutError, ValueError) as exc:
        return Fault("broken", f"no answer ({type(exc).__name__})")
    if status == 405:
        return None
    if 300 <= status < 400 and (fault := redirect_fault(public_url, target)):
        return fault
    if status in {502, 503, 504}:
        return Fault("proxy", f"the proxy there answers {status}: it does not reach HOST and PORT of the bot")
    text = f"something else answers ({status}): pass /callback/ on to HOST and PORT, path kept"
    return Fault("stranger", text, may_pass=False)
