"""Carries python-telegram-bot's HTTP over aiohttp: a fraction of httpx's CPU time, and errors that contain no URL.

Every URL of the Bot API contains the token, so no library exception leaves this module with its cause.

This module also decides which responses are answers of the Bot API. Any other response (a proxy's page, JSON of another
shape, a result that the library cannot read) raises `NoAnswerError`: it is unknown whether the call was done.
"""

import json
import math
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import aiohttp
from telegram import InputFile
from telegram._utils.defaultvalue import DEFAULT_NONE
from telegram._utils.types import ODVInput
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, RequestData

from bot.metrics import Metrics
from bot.telegram.form import File, form_of

CALL_SECONDS = 20.0
UPLOAD_SECONDS = 100.0
"""Time-outs of a call, and of a call that uploads a file."""

LARGEST_ANSWER = 4 * 1024 * 1024
LARGEST_BATCH = 16 * 1024 * 1024
"""Maximum bytes of an answer, and of an answer with a hundred updates."""

LONGEST_DESCRIPTION = 300

LONGEST_FLOOD = 86_400.0
"""Upper limit for a `retry_after`, in seconds."""

UNTOLD_FLOOD = 5.0
"""Seconds to wait after a 429 that does not say how long."""

T = TypeVar("T")


class UnreachableError(NetworkError):
    """Raised when no connection was made: nothing was sent."""


class NoAnswerError(NetworkError):
    """Raised when the response is no answer of the Bot API to the call: it is unknown whether the call was done."""


class NotFoundError(NoAnswerError):
    """Raised on the Bot API's own 404: it does not know the method, or the text in the token's place is no token."""


class FloodError(TelegramError):
    """Raised on a 429. `seconds` is the wait that Telegram requires."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"flood control: wait {seconds} s")
        self.seconds = seconds


async def call(answer: Awaitable[T]) -> T:
    """Await a method of the library's bot; all of them are called through this function.

    The library does not validate an answer's result: it may raise any Python exception for an unexpected one, which
    becomes a `NoAnswerError` here.

    Raises:
        TelegramError: The call failed.
        NoAnswerError: The result cannot be read.
    """
    try:
        return await answer
    except TelegramError:
        raise
    except Exception as exc:  # noqa: BLE001  KeyError, TypeError, AttributeError, ValueError, …: the list has no end
        raise NoAnswerError(f"the result cannot be read: {type(exc).__name__}") from None


class AiohttpRequest(BaseRequest):
    """Implements `BaseRequest` with one aiohttp session.

    Args:
        metrics: Counts every call by method and status.
        open_session: Creates the session, on the running loop.
        largest: Maximum bytes of an answer.
    """

    def __init__(
        self, metrics: Metrics, open_session: Callable[[], aiohttp.ClientSession], largest: int = LARGEST_ANSWER
    ) -> None:
        self._metrics = metrics
        self._open_session = open_session
        self._largest = largest
        self._session: aiohttp.ClientSession | None = None
        self.date = ""
        """The `Date` header of Telegram's last response; empty if it had none."""

    @property
    def read_timeout(self) -> float:
        """Return the seconds added to `getUpdates`' own time-out."""
        return 10.0

    async def initialize(self) -> None:
        """Open the session."""
        if self._session is None:
            self._session = self._open_session()

    async def shutdown(self) -> None:
        """Close the session."""
        if self._session:
            session, self._session = self._session, None
            await session.close()

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
        """Make one call. Connect and pool time-outs are the session's; a given read time-out limits the whole call.

        Raises:
            UnreachableError: Nothing was sent.
            TimedOut: It is unknown whether the call was done.
            NetworkError: Likewise.
            TelegramError: The call was refused; see `refusal`.
        """
        given = request_data.parameters if request_data else {}
        files = request_data.multipart_data if request_data else None
        seconds = float(read_timeout) if isinstance(read_timeout, (int, float)) else None
        return await self._exchange(method, url, given, files or {}, seconds)

    async def call(self, url: str, parameters: Mapping[str, Any]) -> Any:
        """Call a method by the Bot API's own names, including those that the library does not know.

        Args:
            url: The method's URL.
            parameters: Named as in the Bot API, files included; those that are None are left out.

        Returns:
            The result, of any type.

        Raises:
            TelegramError: As `do_request` and `parse_json_payload`.
        """
        given = {name: value for name, value in parameters.items() if value is not None}
        files = {name: given.pop(name).field_tuple for name in [*given] if isinstance(given[name], InputFile)}
        _, body = await self._exchange("POST", url, given, files)
        return self.parse_json_payload(body)["result"]

    async def _exchange(
        self, method: str, url: str, given: Mapping[str, Any], files: Mapping[str, File], seconds: float | None = None
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise UnreachableError("the session is closed")
        name = url.rsplit("/", 1)[-1].split("?", maxsplit=1)[0]
        if seconds is None:
            seconds = UPLOAD_SECONDS if files else CALL_SECONDS
        status = "error"
        try:
            async with self._session.request(
                method,
                url,
                data=form_of(given, files) if given or files else None,
                timeout=aiohttp.ClientTimeout(total=seconds, sock_connect=10.0),
                allow_redirects=False,
            ) as response:
                status = str(response.status)
                self.date = response.headers.get("Date", "")
                body = await self._read(response)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as exc:
            status = "unreachable"
            raise UnreachableError(f"no connection: {type(exc).__name__}") from None
        except TimeoutError:
            status = "timeout"
            raise TimedOut from None
        except TelegramError:
            raise
        except Exception as exc:  # noqa: BLE001  what the library says of a peer that breaks the rules has no end
            status = "broken"
            raise NetworkError(f"connection broken: {type(exc).__name__}") from None
        finally:
            self._metrics.calls.labels(f"telegram.{name}", status).inc()
        if not 200 <= response.status <= 299:
            raise refusal(response.status, body)
        return response.status, body

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        """Return the decompressed body, if it is not too large."""
        if response.status < 200:
            raise NoAnswerError(f"answered {response.status}: no Bot API does")
        body = bytearray()
        while part := await response.content.readany():
            body += part
            if len(body) > self._largest:
                raise NoAnswerError(f"an answer of more than {self._largest} bytes")
        return bytes(body)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return the answer in a body: an object whose `ok` is true, with a result.

        Raises:
            TelegramError: The answer says that the call was refused, whatever the status is; see `refusal`.
            NoAnswerError: The body is no answer of the Bot API.
        """
        answer = _object(payload)
        if answer is None or answer.get("ok") is not True:
            raise refusal(200, payload)
        result = answer.get("result")
        if result is None or result is False:
            raise NoAnswerError("an answer without a result")
        return answer


def refusal(status: int, body: bytes) -> TelegramError:
    """Return the exception for a response that is no success.

    The code in the body counts, else the status. Any proxy may answer with a status: a response that does not have the
    form of the Bot API means nothing, except for the two statuses that mean the same from every proxy (413 and 429).
    """
    answer = _object(body)
    said = answer if answer is not None and (answer.get("ok") is False or status == 429) else {}
    code = _integer(said.get("error_code")) or status
    parameters = said.get("parameters")
    parameters = parameters if isinstance(parameters, dict) else {}
    seconds = _flood_seconds(parameters.get("retry_after"))
    if code == 429 or seconds is not None:
        return FloodError(UNTOLD_FLOOD if seconds is None else seconds)
    if code == 413:
        return BadRequest("Request Entity Too Large")
    if not said:
        return NoAnswerError(f"answered {status} without an answer of the Bot API")
    moved_to = _integer(parameters.get("migrate_to_chat_id"))
    if moved_to is not None and -(2**63) <= moved_to < 0:
        return ChatMigrated(moved_to)
    kinds: dict[int, type[TelegramError]] = {
        400: BadRequest,
        401: InvalidToken,
        403: Forbidden,
        404: NotFoundError,
        409: Conflict,
    }
    return kinds.get(code, NoAnswerError)(_description(said) or f"refused with {code} and without a word")


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _description(said: dict[str, Any]) -> str:
    words = said.get("description")
    if not isinstance(words, str):
        return ""
    return words[:LONGEST_DESCRIPTION].encode("utf-8", "replace").decode()


def _integer(value: object) -> int | None:
    """Return an integer, also one given as text; None for anything else."""
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,20}", value):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _flood_seconds(value: object) -> float | None:
    """Return the seconds to wait, within limits; None if `value` is no number of seconds."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return None
    return min(max(seconds, 1.0), LONGEST_FLOOD) if math.isfinite(seconds) else None
