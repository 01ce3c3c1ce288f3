"""python-telegram-bot's HTTP, carried by aiohttp: a fraction of httpx's CPU, and errors that hold no address.

Every address of the Bot API holds the token, so no library exception is let out of here with its cause.
"""

import asyncio
import json
import math
from collections.abc import Callable
from typing import IO, Any

import aiohttp
from aiohttp.abc import AbstractStreamWriter
from aiohttp.payload import Payload
from telegram._utils.defaultvalue import DEFAULT_NONE
from telegram._utils.types import ODVInput
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.metrics import Metrics

CALL_SECONDS = 20.0
UPLOAD_SECONDS = 100.0
"""Time-outs of a call, and of one that carries a file."""


LONGEST_FLOOD = 86_400.0
"""What is believed of a `retry_after`, in seconds."""


class UnreachableError(NetworkError):
    """No connection was made: nothing was sent."""


class FloodError(TelegramError):
    """429. `seconds` is what Telegram asked us to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"flood control: wait {seconds} s")
        self.seconds = seconds


class _FilePart(Payload):
    """A file that is read while it is sent and stays open, so that it can be sent again another way."""

    def __init__(self, file: IO[bytes], **kwargs: Any) -> None:
        super().__init__(file, **kwargs)
        file.seek(0, 2)
        self._size = file.tell()

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        """Never: it is no text."""
        raise TypeError("a file is not text")

    async def write(self, writer: AbstractStreamWriter) -> None:
        """Send the whole file in chunks."""
        self._value.seek(0)
        while chunk := await asyncio.to_thread(self._value.read, 256 * 1024):
            await writer.write(chunk)


class AiohttpRequest(BaseRequest):
    """A `BaseRequest` over one aiohttp session.

    Args:
        metrics: Counts every call by method and status.
        open_session: Makes the session, on the running loop.
    """

    def __init__(self, metrics: Metrics, open_session: Callable[[], aiohttp.ClientSession]) -> None:
        self._metrics = metrics
        self._open_session = open_session
        self._session: aiohttp.ClientSession | None = None
        self.date = ""
        """What time it was at Telegram when it last answered, as HTTP writes it; empty if it did not say."""

    @property
    def read_timeout(self) -> float:
        """Seconds added to `getUpdates`' own time-out."""
        return 10.0

    async def initialize(self) -> None:
        """Open the session."""
        if self._session is None:
            self._session = self._open_session()

    async def shutdown(self) -> None:
        """Close the session."""
        if self._session:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = DEFAULT_NONE,
        write_timeout: ODVInput[float] = DEFAULT_NONE,
        connect_timeout: ODVInput[float] = DEFAULT_NONE,
        pool_timeout: ODVInput[float] = DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one call. Connect and pool time-outs are the session's; a given read time-out bounds the whole.

        Raises:
            UnreachableError: Nothing was sent.
            FloodError: 429.
            TimedOut: Unknown whether it was done.
            NetworkError: Likewise.
        """
        if self._session is None:
            raise UnreachableError("the session is closed")
        name = url.rsplit("/", 1)[-1].split("?", maxsplit=1)[0]
        seconds = UPLOAD_SECONDS if request_data and request_data.contains_files else CALL_SECONDS
        if isinstance(read_timeout, (int, float)):
            seconds = float(read_timeout)
        status = "error"
        try:
            async with self._session.request(
                method,
                url,
                data=_form(request_data),
                timeout=aiohttp.ClientTimeout(total=seconds, sock_connect=10.0),
                allow_redirects=False,
            ) as response:
                body = await response.read()
                status = str(response.status)
                self.date = response.headers.get("Date", "")
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as exc:
            status = "unreachable"
            raise UnreachableError(f"no connection: {type(exc).__name__}") from None
        except TimeoutError:
            status = "timeout"
            raise TimedOut from None
        except (aiohttp.ClientError, OSError, ValueError) as exc:
            status = "broken"
            raise NetworkError(f"connection broken: {type(exc).__name__}") from None
        finally:
            self._metrics.calls.labels(f"telegram.{name}", status).inc()
        if response.status == 429:
            raise FloodError(_retry_after(body))
        if response.status == 413:
            raise BadRequest("Request Entity Too Large")
        return response.status, body


def _form(request_data: RequestData | None) -> aiohttp.FormData | None:
    if request_data is None:
        return None
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in (request_data.multipart_data or {}).items():
        if isinstance(content, bytes):
            form.add_field(name, content, filename=filename, content_type=mime)
        else:
            part = _FilePart(content, content_type=mime, filename=filename)
            part.set_content_disposition("form-data", name=name, filename=filename)
            form.add_field(name, part, filename=filename, content_type=mime)
    return form


def _retry_after(body: bytes) -> float:
    try:
        seconds = float(json.loads(body)["parameters"]["retry_after"])
    except (ValueError, TypeError, LookupError):
        return 5.0
    return min(max(seconds, 1.0), LONGEST_FLOOD) if math.isfinite(seconds) else 5.0
