"""Implements the HTTP client of the provider, which maps every kind of answer to the error taxonomy."""

import asyncio
import json
import math
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp

from bot.errors import NotSentError, PermanentError, RateLimitedError, TransientError
from bot.job import Kind, Order
from bot.metrics import Metrics
from bot.provider.body import read_beginning
from bot.provider.wire import AnimeLayout, MalformedError, Verdict, read_query, read_submit, status_in, submit_body

MAX_ANSWER = 256 * 1024
"""Maximum number of bytes read of an answer; usual answers have a few hundred."""

LONGEST_PAUSE = 300.0
"""Longest pause taken from a `Retry-After`, in seconds."""

RATE_LIMITED = re.compile(r"rate[_ -]?limit", re.IGNORECASE)
"""Matches the body of a 403 by which the gateway means *too fast*; any other 403 is a refusal."""

ACCOUNT_CODES = frozenset({"401", "416", "10009"})
"""Codes that mean that the token is wrong or the account is empty."""


PATH_CODES = frozenset({"404", "405"})
"""Codes that mean that nothing is served at this path."""


class UnreadableError(TransientError):
    """Raised for an unreadable answer: the order may have been taken, or the address may be wrong."""


class AccountError(PermanentError):
    """Raised when the provider refuses our account, not this order."""


class PathError(PermanentError):
    """Raised when the path of this command is not served: the setting that holds the path is wrong."""


class NotOfferedError(PathError):
    """Raised when there is no path for this command (any more), so that no request was sent."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Holds the addresses of the provider and the layout of its requests.

    Attributes:
        base: The provider's base address.
        paths: The path of each command.
        query: The path of the query; '' disables queries.
        anime_layout: Where the parameters of `/anime` stand in the request.
    """

    base: str
    paths: dict[Kind, str]
    query: str
    anime_layout: AnimeLayout = "params"


def path_setting(kind: Kind) -> str:
    """Return the name of the setting that holds a command's path at the provider."""
    return f"APISPACE_{kind.upper()}_PATH"


class APISpace:
    """Calls the provider's API.

    Args:
        session: An HTTP session for this client only, which reads no proxy settings from the environment.
        endpoints: The provider's addresses.
        token: Value of `X-APISpace-Token`.
        metrics: Counts every call by method and status.
        seconds: Time-out of one call in seconds.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        endpoints: Endpoints,
        token: str,
        metrics: Metrics,
        *,
        seconds: float = 30.0,
    ) -> None:
        self._session = session
        self._endpoints = endpoints
        self._headers = {"X-APISpace-Token": token, "Authorization-Type": "apikey"}
        self._metrics = metrics
        self._timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=min(10.0, seconds))

    async def submit(self, order: Order, notify_url: str, source_url: str = "") -> str:
        """Order one picture.

        Args:
            order: What to paint.
            notify_url: Where the provider calls back.
            source_url: Where the provider fetches the source picture.

        Returns:
            The provider's uid of the task.

        Raises:
            NotSentError: No connection was made.
            RateLimitedError: The calls are too fast; the order was not taken.
            TransientError: It is unknown whether the order was taken (time-out, 5xx, unreadable).
            AccountError: The token is wrong or the account is empty.
            NotOfferedError: The path is empty.
            PathError: The path is not served.
            PermanentError: The provider refused this order.
        """
        path = self._endpoints.paths[order.kind]
        if not path:
            raise NotOfferedError(f"{path_setting(order.kind)} is empty", "unavailable")
        request = submit_body(order, notify_url, source_url, self._endpoints.anime_layout)
        status, retry_after, text = await self._post(f"submit_{order.kind}", path, request)
        body = _json(text)
        if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            status = status_in(body) or status  # the gateway may state the error in the body only
        if status == HTTPStatus.TOO_MANY_REQUESTS or (status == HTTPStatus.FORBIDDEN and RATE_LIMITED.search(text)):
            raise RateLimitedError("the provider limits our pace", retry_after)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
            raise TransientError(f"the provider answered {status}")
        if str(status) in ACCOUNT_CODES:
            raise AccountError(f"the provider refuses our account ({status})", str(status))
        if str(status) in PATH_CODES or HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
            raise PathError(f"the provider does not serve {path!r} ({status})", "unavailable")
        if not isinstance(body, dict) and status < HTTPStatus.BAD_REQUEST:
            raise UnreadableError(f"the provider answered {status} with something unreadable")
        try:
            answer = read_submit(body if isinstance(body, dict) else {})
        except MalformedError as exc:
            raise UnreadableError(f"the provider's answer was {exc}") from exc
        if answer.uid:
            return answer.uid
        if answer.code in ACCOUNT_CODES:
            raise AccountError(f"the provider refuses our account (code {answer.code})", answer.code)
        if answer.code and answer.code not in PATH_CODES:
            raise PermanentError(f"the provider refused the order (code {answer.code[:20]})", "rejected")
        raise PathError(f"what answers at {path!r} is no painting service ({answer.code or status})", "unavailable")

    @property
    def can_query(self) -> bool:
        """Return whether results can be queried (`APISPACE_QUERY_PATH` is set)."""
        return bool(self._endpoints.query)

    async def query(self, uid: str) -> Verdict | None:
        """Query the result of a task.

        Returns:
            The final result; None while there is none.

        Raises:
            TransientError: The provider gave no usable answer.
        """
        status, _, text = await self._post("query", self._endpoints.query, {"uid": uid})
        body = _json(text)
        status = status_in(body) or status
        if status != HTTPStatus.OK:
            raise TransientError(f"the query was answered {status}")
        try:
            return read_query(body)
        except MalformedError as exc:
            raise TransientError(f"the query's answer was {exc}") from exc

    async def _post(self, method: str, path: str, body: dict[str, Any]) -> tuple[int, float | None, str]:
        status = "error"
        try:
            async with self._session.post(
                f"{self._endpoints.base}/{path}",
                json=body,
                headers=self._headers,
                timeout=self._timeout,
                allow_redirects=False,
            ) as response:
                raw = await read_beginning(response, limit=MAX_ANSWER)
                status = str(response.status)
                return response.status, _seconds(response.headers.get("Retry-After")), raw.decode(errors="replace")
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as exc:
            status = "unreachable"
            raise NotSentError(f"the provider cannot be reached: {type(exc).__name__}") from None
        except (aiohttp.ClientError, TimeoutError, asyncio.IncompleteReadError) as exc:
            status = "timeout" if isinstance(exc, TimeoutError) else "broken"
            raise TransientError(f"the provider did not answer: {type(exc).__name__}") from None
        finally:
            self._metrics.calls.labels(f"apispace.{method}", status).inc()


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _seconds(header: str | None) -> float | None:
    try:
        seconds = float(header or "nan")
    except ValueError:
        return None
    return min(max(seconds, 0.0), LONGEST_PAUSE) if math.isfinite(seconds) else None
