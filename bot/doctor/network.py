"""Checks whether a remote server can be reached and, if not, which step fails: name, connection or certificate.

No request is sent, except to a server without TLS, to learn whether it redirects to TLS or elsewhere.
"""

import asyncio
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.provider.results import origin_of

SECONDS = 5.0
"""Time-out of each step in seconds."""

_PRIVATE_NAMES = ("localhost", ".localhost", ".local", ".internal", ".lan", ".home.arpa")


@dataclass(frozen=True, slots=True)
class Fault:
    """Represents the reason why a server cannot be reached.

    Attributes:
        kind: `dns`, `refused`, `timeout`, `unreachable`, `broken`, `certificate`, `tls` or `redirect`.
        text: The rest of a sentence that begins with the name of a setting.
        may_pass: Whether the fault may disappear by itself.
    """

    kind: str
    text: str
    may_pass: bool = True


def is_private(host: str) -> bool:
    """Return whether a host, as it is written, can only be reached from this machine or its network."""
    if host.lower().endswith(_PRIVATE_NAMES) or ("." not in host and ":" not in host):
        return True
    try:
        return not ipaddress.ip_address(host.split("%", maxsplit=1)[0]).is_global
    except ValueError:
        return False


async def addresses_of(host: str) -> list[str]:
    """Return the addresses to which a name resolves on this machine; none if it cannot be looked up."""
    try:
        found = await _look_up(host, 0)
    except (OSError, TimeoutError, UnicodeError):
        return []
    return [str(info[4][0]) for info in found]


async def find_fault(url: str) -> Fault | None:
    """Return why the server of an http(s) address cannot be used; None if it can."""
    parts = urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    place = f"{host}:{port}"
    try:
        found = await _look_up(host, port)
    except socket.gaierror as exc:
        if exc.errno == socket.EAI_AGAIN:
            return Fault("dns", f"the name {host} cannot be looked up: this machine's DNS (/etc/resolv.conf) is silent")
        return Fault("dns", f"the name {host} has no address (DNS): is it spelled right?", may_pass=False)
    except TimeoutError:
        return Fault("dns", f"the name {host} cannot be looked up: DNS does not answer in time")
    except UnicodeError:
        return Fault("dns", f"{host} is no name", may_pass=False)
    fault: Fault | None = None
    for info in found:
        fault = await _connect(str(info[4][0]), port, host if secure else None, place)
        if fault is None or not fault.may_pass:
            break
    return fault or (None if secure else await _find_redirect(url))


async def _look_up(host: str, port: int) -> list[Any]:
    async with asyncio.timeout(SECONDS):
        return await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)


async def _connect(address: str, port: int, tls_name: str | None, place: str) -> Fault | None:
    context = ssl.create_default_context() if tls_name else None
    try:
        async with asyncio.timeout(SECONDS):
            _, writer = await asyncio.open_connection(address, port, ssl=context, server_hostname=tls_name)
    except TimeoutError:
        return Fault("timeout", f"{place} does not answer within {SECONDS:g} s (timed out): a firewall, or the network")
    except ssl.SSLCertVerificationError as exc:
        text = f"the certificate of {place} is not accepted: {exc.verify_message}"
        return Fault("certificate", text, may_pass=False)
    except ssl.SSLError:
        text = f"{place} does not speak TLS: is the port right, or should the address begin with http:// ?"
        return Fault("tls", text, may_pass=False)
    except ConnectionRefusedError:
        return Fault("refused", f"{place} refuses connections (connection refused): nothing listens there")
    except ConnectionError:
        return Fault("broken", f"{place} breaks the connection off")
    except OSError as exc:
        return Fault("unreachable", f"there is no way to {place}: {exc.strerror or type(exc).__name__}")
    writer.close()
    return None


async def _find_redirect(url: str) -> Fault | None:
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=False) as session,
            session.head(f"{origin_of(url)}/", allow_redirects=False) as response,
        ):
            target = origin_of(response.headers.get("Location", "")) if 300 <= response.status < 400 else ""
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return None  # a server listens; whoever uses it finds out which protocol it speaks
    return redirect_fault(url, target)


def redirect_fault(url: str, target: str) -> Fault | None:
    """Return the fault of an address that redirects to another origin; None if `target` is empty or the same."""
    if not target or target == origin_of(url):
        return None
    advice = "use https" if target.startswith("https:") and not url.startswith("https:") else "write that one"
    return Fault("redirect", f"{origin_of(url)} redirects to {target}: {advice}", may_pass=False)
