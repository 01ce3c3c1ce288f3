"""Downloads finished pictures: only from listed origins, never from our own network, limited in size and time."""

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
"""Maximum size in bytes of an uploaded document (Bot API, "Sending files")."""

MEMORY_BYTES = 512 * 1024
"""A download with more bytes than this goes to a temporary file."""

ANSWER_SECONDS = 10.0
"""Time limit in seconds for a picture's server to begin its answer."""

GRACE, LEAST_RATE = 5.0, 16 * 1024
"""Time limit of a download in seconds, and the bytes that extend it by a second: slower servers hold up others."""

MOST_REDIRECTS = 5

_REDIRECTS = frozenset({301, 302, 303, 307, 308})

_UNICAST = ipaddress.ip_network("2000::/3")
"""The IPv6 addresses assigned to public servers (IANA, "IPv6 Global Unicast Address Assignments")."""

_NO_SERVERS = tuple(
    ipaddress.ip_network(net)
    for net in (
        "192.0.0.0/24",  # protocol assignments, and a cloud's metadata service
        "192.88.99.0/24",  # 6to4 relays
        "168.63.129.16/32",  # a cloud's service for its own machines
        "2001::/23",  # protocol assignments: Teredo, ORCHID, benchmarks
        "2001:db8::/32",
        "2002::/16",  # 6to4: contains an IPv4 address
        "3fff::/20",
    )
)
"""Addresses that may count as global but cannot hold a picture: reserved ones, and those that contain another one."""


class UnlistedOriginError(PermanentError):
    """Raised when a picture is at an origin that `RESULT_ORIGINS` does not list; `origin` names the origin."""

    def __init__(self, origin: str) -> None:
        super().__init__("the picture's origin is not listed")
        self.origin = origin


class SpoolError(TransientError):
    """Raised when our own disk cannot store the picture: the picture's server is not at fault."""


class SlowError(TransientError):
    """Raised when a download is so slow that it was given up."""


class TooLargeError(PermanentError):
    """Raised when a picture has more than `MAX_BYTES`."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Represents a downloaded picture.

    Attributes:
        file: The picture's bytes, at position 0; closed with the download's context.
        size: The size in bytes.
        header: The size in pixels and the format.
        preview: A small JPEG, if the picture is so large that Telegram makes none; None if it is not, or none was made.
    """

    file: IO[bytes]
    size: int
    header: Header
    preview: bytes | None = None


def origin_of(url: str) -> str:
    """Return scheme, host and port of an address, without the default port; '' if the address has no origin.

    The same origin always has the same spelling: lower case, no user part (an address with one has no origin).
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
    """Return whether a listed origin itself names a private address, which permits that address."""
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
    """Downloads finished pictures from the provider's origins. Use as an async context manager.

    Args:
        origins: The exact origins from which a picture may come.
        metrics: Counts the downloads.
        open_session: Opens the HTTP sessions.
        seconds: Time-out of one download in seconds.
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
        # The address is checked where the socket is made: literal addresses bypass a check in the resolver, and
        # a name that resolves differently the second time bypasses a check before the request.
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
        """Return the addresses whose origin is listed, in the given order.

        Raises:
            UnlistedOriginError: No address has a listed origin.
        """
        listed = [url for url in urls if self.is_listed(url)]
        if not listed:
            raise UnlistedOriginError(origin_of(next(iter(urls), "")) or "an address that is none")
        return listed

    def is_listed(self, url: str) -> bool:
        """Return whether an address is at a listed origin."""
        return origin_of(url) in self._origins

    @asynccontextmanager
    async def download(self, url: str, *, preview: bool = True) -> AsyncIterator[Picture]:
        """Fetch a picture into a spooled temporary file. The caller must limit concurrent downloads.

        Redirects are followed as long as every address is at a listed origin.

        Args:
            url: An address that `listed` returned.
            preview: Whether to make a preview if Telegram makes none.

        Raises:
            SpoolError: Our disk is full.
            SlowError: The download is too slow.
            TransientError: The picture cannot be fetched now.
            UnlistedOriginError: The picture has moved to an origin that is not listed.
            TooLargeError: The picture is larger than Telegram accepts.
            PermanentError: The picture is gone, or the file is not a picture.
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
        """Return the number of bytes downloaded, or the address to which the server redirects."""
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
    """Copy a picture into a file and return the number of bytes. Every byte extends the time limit."""
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
