"""Fetching finished pictures: from listed origins alone, never into our own network, never too much or too slowly."""

import asyncio
import ipaddress
import socket
import tempfile
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import IO
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp import AddrInfoType

from bot.errors import PermanentError, TransientError
from bot.metrics import Metrics
from bot.pictures import Header
from bot.provider.formats import read_result
from bot.provider.previews import Previews

MAX_BYTES = 50 * 1024 * 1024
"""What Telegram takes as an uploaded document (Bot API, "Sending files")."""

MEMORY_BYTES = 512 * 1024
"""More than this of a download goes to a temporary file."""

ANSWER_SECONDS = 10.0
"""How long a picture's server may take to begin its answer."""

GRACE, LEAST_RATE = 5.0, 16 * 1024
"""Seconds a download may take, and the bytes that buy one more: who is slower holds up others."""

MOST_REDIRECTS = 5

_REDIRECTS = frozenset({301, 302, 303, 307, 308})

_UNICAST = ipaddress.ip_network("2000::/3")
"""All of IPv6 that is given to servers in the world (IANA, "IPv6 Global Unicast Address Assignments")."""

_NO_SERVERS = tuple(
    ipaddress.ip_network(net)
    for net in (
        "192.0.0.0/24",  # of protocols, and of a cloud's metadata
        "192.88.99.0/24",  # relays of 6to4
        "168.63.129.16/32",  # what a cloud tells its own machines
        "2001::/23",  # of protocols: Teredo, ORCHID, benchmarks
        "2001:db8::/32",
        "2002::/16",  # 6to4: an IPv4 address inside
        "3fff::/20",
    )
)
"""Addresses that may count as global, and at which no picture can be: reserved ones, and those that carry another."""


class UnlistedOriginError(PermanentError):
    """The picture is at an origin that `RESULT_ORIGINS` does not list. `origin` names it."""

    def __init__(self, origin: str) -> None:
        super().__init__("the picture's origin is not listed")
        self.origin = origin


class SpoolError(TransientError):
    """Our own disk does not take the picture: no fault of its server's."""


class SlowError(TransientError):
    """So slow that it was given up."""


class TooLargeError(PermanentError):
    """More than `MAX_BYTES`."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A downloaded picture.

    Attributes:
        file: Its bytes, at position 0; closed with the download's context.
        size: Bytes.
        header: Its size in pixels and its format.
        preview: A small JPEG of it, if it is so large that Telegram makes none.
    """

    file: IO[bytes]
    size: int
    header: Header
    preview: bytes | None = None


def origin_of(url: str) -> str:
    """Return scheme, host and port of an address, the default port left out; '' if it has none.

    The same spelling for the same origin: lower case, no user part (an address with one has no origin).
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc or "\\" in url:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    default = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in {None, default} else "")


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip
    if isinstance(ip, ipaddress.IPv6Address) and ip not in _UNICAST:
        return False
    return ip.is_global and not ip.is_multicast and not any(ip in net for net in _NO_SERVERS)


def _says_private(origin: str) -> bool:
    """Whether a listed origin itself names a private address, which allows it."""
    host = urlsplit(origin).hostname or ""
    if host == "localhost":
        return True
    try:
        return not _is_public(host)
    except ValueError:
        return False


def _public_socket(info: AddrInfoType) -> socket.socket:
    family, kind, protocol, _, address = info
    if not _is_public(str(address[0])):
        raise OSError("the picture's address is not public")
    return socket.socket(family, kind, protocol)


class Results:
    """Finished pictures at the provider's origins. Use as an async context manager.

    Args:
        origins: Exact origins a picture may come from.
        metrics: Counts the downloads.
        open_session: Opens the HTTP sessions.
        seconds: Time-out of one download.
    """

    def __init__(
        self,
        origins: Collection[str],
        metrics: Metrics,
        open_session: Callable[..., aiohttp.ClientSession] = aiohttp.ClientSession,
        *,
        seconds: float = 60.0,
    ) -> None:
        self._origins = frozenset(origin_of(origin) for origin in origins)
        self._private = frozenset(origin for origin in self._origins if _says_private(origin))
        self._metrics = metrics
        self._open_session = open_session
        self._previews = Previews()
        self._timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=10.0, sock_read=10.0)

    async def __aenter__(self) -> "Results":
        # The check sits where the socket is made: a resolver's check is bypassed by literal addresses,
        # and a check before the request by a name that resolves differently the second time.
        self._open = self._open_session(trust_env=False, cookie_jar=aiohttp.DummyCookieJar())
        self._guarded = self._open_session(
            connector=aiohttp.TCPConnector(socket_factory=_public_socket),
            trust_env=False,
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open.close()
        await self._guarded.close()

    def listed(self, urls: Collection[str]) -> list[str]:
        """Return the addresses whose origin is listed, in their order.

        Raises:
            UnlistedOriginError: None of them is.
        """
        listed = [url for url in urls if self.is_listed(url)]
        if not listed:
            raise UnlistedOriginError(origin_of(next(iter(urls), "")) or "an address that is none")
        return listed

    def is_listed(self, url: str) -> bool:
        """Whether an address is at a listed origin."""
        return origin_of(url) in self._origins

    @asynccontextmanager
    async def download(self, url: str, *, preview: bool = True) -> AsyncIterator[Picture]:
        """Fetch a picture into a spooled temporary file. How many at a time is the caller's to bound.

        Redirects are followed while every address on the way is at a listed origin.

        Args:
            url: An address that `listed` returned.
            preview: A preview is wanted, where Telegram makes none.

        Raises:
            SpoolError: Our disk is full.
            SlowError: Too slow.
            TransientError: Not now.
            UnlistedOriginError: It has moved to where pictures may not come from.
            TooLargeError: Larger than Telegram takes.
            PermanentError: Gone, or not a picture.
        """
        try:
            with tempfile.SpooledTemporaryFile(max_size=MEMORY_BYTES) as file:
                size = await self._fetch(url, file)
                header = await asyncio.to_thread(read_result, file)
                yield Picture(file, size, header, await self._previews.of(file, size) if preview else None)
        except OSError as exc:  # the last bytes are written only when the file is read or closed
            raise SpoolError(f"the temporary folder takes no picture: {exc.strerror}") from None

    async def _fetch(self, url: str, file: IO[bytes]) -> int:
        for _ in range(1 + MOST_REDIRECTS):
            answer = await self._try(url, file)
            if isinstance(answer, int):
                return answer
            (url,) = self.listed([answer])
        raise PermanentError("the picture's server redirects for ever")

    async def _try(self, url: str, file: IO[bytes]) -> int | str:
        """Return how many bytes an address gave, or the address it sends us to."""
        session = self._open if origin_of(url) in self._private else self._guarded
        status = "error"
        try:
            async with (
                asyncio.timeout(ANSWER_SECONDS) as patience,
                session.get(url, timeout=self._timeout, allow_redirects=False) as response,
            ):
                status = str(response.status)
                if response.status in _REDIRECTS:
                    return _target(response)
                if response.status >= 500 or response.status in {408, 425, 429}:
                    raise TransientError(f"the picture's server answered {response.status}")
                if response.status != 200:
                    raise PermanentError(f"the picture's server answered {response.status}")
                return await _read(response, file, patience)
        except TimeoutError:
            error = SlowError if status == "200" else TransientError
            status = "slow"
            raise error("the picture's server is too slow") from None
        except (aiohttp.ClientError, OSError, ValueError) as exc:
            status = "broken"
            raise TransientError(f"the picture could not be fetched: {type(exc).__name__}") from None
        finally:
            self._metrics.calls.labels("results.get", status).inc()


async def _read(response: aiohttp.ClientResponse, file: IO[bytes], patience: asyncio.Timeout) -> int:
    """Copy a picture into a file; every byte buys it time. Return how many there were."""
    until = asyncio.get_running_loop().time() + GRACE
    patience.reschedule(until)
    size = 0
    async for chunk in response.content.iter_chunked(64 * 1024):
        size += len(chunk)
        patience.reschedule(until + size / LEAST_RATE)
        if size > MAX_BYTES:
            raise TooLargeError("the picture is larger than Telegram takes")
        try:
            file.write(chunk)
        except OSError as exc:
            raise SpoolError(f"the temporary folder takes no picture: {exc.strerror}") from None
    return size


def _target(response: aiohttp.ClientResponse) -> str:
    location = response.headers.get("Location", "").strip()
    if not location:
        raise PermanentError(f"the picture's server answered {response.status}, and names no address")
    return urljoin(str(response.url), location)
