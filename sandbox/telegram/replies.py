"""Builds HTTP responses to calls, and applies faults to them.

Effects of a fault:

- `delay` (seconds), `drop` (the connection is aborted).
- `hold`: the call is handled once the faults are cleared; the journal gets a `held` entry at once.
- `status`: a status, sent with a proxy's HTML page.
- `retry_after` (seconds), `error` (`[code, description]`): errors in Telegram's own words.
- `result`: any JSON, sent as the result of a successful call.
- `body`: `[status, text]`, sent as if it were JSON.
- `bulk`: a number of bytes; a valid answer with as many spaces in it.
- `raw`: everything written to the connection before it is closed, status line and headers included.

Each of these takes effect before the call is handled; except for `delay` and `hold`, the call is not handled.
`delay_after`, `drop_after`, `status_after`, `result_after`, `body_after`, `bulk_after` and `raw_after` take effect
after the call was handled.

`date` replaces the value of the answer's `Date` header; the value may be empty.
"""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox.faults import Fault
from sandbox.telegram.errors import ApiError, too_many_requests

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """Represents the response to a call.

    Attributes:
        status: The HTTP status; with None the connection is closed after writing only `raw`.
        body: JSON or a text.
        content_type: The content type of a text body.
        raw: The bytes written to the connection before it is closed.
    """

    status: int | None
    body: Json | str = ""
    content_type: str = "text/html"
    raw: bytes = b""

    @property
    def ok(self) -> bool:
        """Whether the call succeeded."""
        return isinstance(self.body, dict) and bool(self.body["ok"])

    def send(self, request: web.Request) -> web.Response:
        """Return the HTTP response for a request."""
        if self.status is None:
            if request.transport and self.raw:
                request.transport.write(self.raw)
                request.transport.close()
            elif request.transport:
                request.transport.abort()
            return web.Response()
        if isinstance(self.body, dict):
            return web.json_response(self.body, status=self.status)
        return web.Response(status=self.status, text=self.body, content_type=self.content_type)


def success(result: Any) -> Reply:
    """Return the reply to a successful call."""
    return Reply(200, {"ok": True, "result": result})


def failure(error: ApiError) -> Reply:
    """Return the reply to a refused call."""
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return Reply(error.code, body)


async def strike_before(fault: Fault | None) -> Reply | None:
    """Apply a fault before the call is handled; a returned reply replaces the handling."""
    match fault:
        case Fault(effect="delay"):
            await asyncio.sleep(float(fault.value))
        case Fault(effect="drop"):
            return Reply(None)
        case Fault(effect="status"):
            return _page(int(fault.value))
        case Fault(effect="retry_after"):
            return failure(too_many_requests(int(fault.value)))
        case Fault(effect="error"):
            code, description = fault.value
            return failure(ApiError(code, description))
        case Fault(effect="result" | "body" | "bulk" | "raw"):
            return _odd(fault.effect, fault.value)
    return None


def strike_after(fault: Fault | None, reply: Reply) -> Reply:
    """Return the reply to a handled call, as changed by a fault."""
    match fault:
        case Fault(effect="drop_after"):
            return Reply(None)
        case Fault(effect="status_after"):
            return _page(int(fault.value))
        case Fault(effect="result_after" | "body_after" | "bulk_after" | "raw_after"):
            return _odd(fault.effect.removesuffix("_after"), fault.value)
    return reply


async def hold(fault: Fault | None) -> None:
    """Delay the answer to a handled call for as long as the fault says."""
    if fault and fault.effect == "delay_after":
        await asyncio.sleep(float(fault.value))


def _odd(effect: str, value: Any) -> Reply:
    match effect:
        case "raw":
            return Reply(None, raw=value.encode("utf-8", "surrogateescape"))
        case "body":
            status, text = value
        case "bulk":
            status, text = 200, f'{{"ok": true, {" " * int(value)}"result": true}}'
        case _:
            status, text = 200, json.dumps({"ok": True, "result": value})
    return Reply(status, text, "application/json")


def _page(status: int) -> Reply:
    reason = {500: "Internal Server Error", 502: "Bad Gateway", 504: "Gateway Time-out"}.get(status, "Error")
    title = f"{status} {reason}"
    return Reply(
        status,
        f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n"
        "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n",
    )
