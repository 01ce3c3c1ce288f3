"""Serves the bot's requests: `/bot<token>/<method>` and `/file/bot<token>/<path>`.

Source: Bot API, "Making requests".
"""

import json
import time
from typing import Any

from aiohttp import web

from sandbox.faults import Faults
from sandbox.journal import Journal
from sandbox.telegram.downloads import Downloads
from sandbox.telegram.errors import ApiError
from sandbox.telegram.methods import Method, Methods
from sandbox.telegram.params import Params, read_params
from sandbox.telegram.replies import failure, hold, strike_after, strike_before, success

_GET_UPDATES = "getUpdates"


class BotApi:
    """Answers the bot's calls, records each in the journal, and applies faults.

    Args:
        token: The only accepted token; it is never written to the journal.
        methods: The methods by name.
        downloads: Serves files.
        faults: The faults that are armed.
        journal: Records calls.
    """

    def __init__(self, token: str, methods: Methods, downloads: Downloads, faults: Faults, journal: Journal) -> None:
        self._token = token
        self._methods = methods
        self._downloads = downloads
        self._faults = faults
        self._journal = journal

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the Bot API."""
        return [
            web.route("*", "/bot{token:[^/]+}/{method:[^/]*}", self._call),
            web.get("/file/bot{token:[^/]+}/{path:.+}", self._download),
        ]

    async def _call(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self._token:
            return failure(ApiError(401, "Unauthorized")).send(request)
        name = request.match_info["method"]
        method: Method

        def is_alive() -> bool:
            return request.transport is not None and not request.transport.is_closing()

        async def get_updates(params: Params) -> list[Any]:
            return await self._methods.get_updates(params, is_alive)

        if name.lower() == _GET_UPDATES.lower():
            name, method = _GET_UPDATES, get_updates
        else:
            name, method = self._methods.find(name) or (name, _not_found)

        return await self._answer(request, name, method)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self._token:
            return failure(ApiError(401, "Unauthorized")).send(request)
        return await self._downloads.serve(request)

    async def _answer(self, request: web.Request, name: str, method: Method) -> web.Response:
        received = time.time()
        params = Params({})
        fault = None
        try:
            params = await read_params(request)
            fault = self._faults.take(name, chat_id=params.integer("chat_id"), message_id=params.integer("message_id"))
            if fault and fault.effect == "hold":
                self._journal.write("held", method=name, chat_id=params.integer("chat_id"))
                await self._faults.held()
            handled = await strike_before(fault) or success(await method(params))
        except ApiError as error:
            handled = failure(error)
        reply = strike_after(fault, handled)
        body = handled.body if isinstance(handled.body, dict) else {}
        result = body.get("result")
        call = None
        if name != _GET_UPDATES or (result != [] and request.transport) or fault:
            call = self._journal.write(
                "call",
                method=name,
                params=self._without_token(params.as_entry()),
                chat_id=params.integer("chat_id"),
                ok=handled.ok,
                status=reply.status,
                description=body.get("description"),
                message_id=result.get("message_id") if isinstance(result, dict) else None,
                sha256=self._downloads.digest(result),
                update_ids=[update.get("update_id") for update in result] if name == _GET_UPDATES and result else None,
                fault=fault.effect if fault else None,
                received=received,
            )
        await hold(fault)
        if call and (request.transport is None or request.transport.is_closing()):
            self._journal.write("unheard", call=call["n"])  # the caller has disconnected
        response = reply.send(request)
        if fault and fault.effect == "date":
            response.headers["Date"] = str(fault.value)
        return response

    def _without_token(self, entry: dict[str, Any]) -> Any:
        text = json.dumps(entry)
        return json.loads(text.replace(self._token, "<token>")) if self._token in text else entry


async def _not_found(_: Params) -> Any:
    raise ApiError(404, "Not Found")
