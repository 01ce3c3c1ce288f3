"""Implements the control routes under `/sandbox/`, by which tests and the demo observe and control the provider."""

import asyncio
from fnmatch import fnmatchcase
from typing import Any

from aiohttp import web

from sandbox.apispace.callbacks import Caller
from sandbox.apispace.engine import Engine
from sandbox.apispace.settings import Settings
from sandbox.faults import Fault, Faults
from sandbox.journal import Journal

EFFECTS: dict[str, frozenset[str]] = {
    "submit": frozenset(
        {"delay", "drop", "status", "json", "rate_limit", "out_of_calls", "unauthorized", "code", "html"}
        | {"delay_after", "drop_after", "status_after", "hold", "hold_after"}
    ),
    "callback": frozenset(
        {"lose", "delay", "double", "contradict", "early", "wrong_uid", "body", "failed", "refused", "unchecked"}
        | {"empty", "interrupted", "foreign_origin", "dead_link", "dead_cdn", "progress", "spelled", "echo"}
    ),
    "query": frozenset({"status", "delay", "drop", "json"}),
    "cdn": frozenset({"status", "delay", "drop", "not_a_picture", "too_big", "redirect", "drip", "late", "format"}),
}
"""Place → its effects."""


class Control:
    """Handles the control routes."""

    def __init__(self, journal: Journal, faults: Faults, settings: Settings, engine: Engine, caller: Caller) -> None:
        self._journal = journal
        self._faults = faults
        self._settings = settings
        self._engine = engine
        self._caller = caller

    def routes(self) -> list[web.RouteDef]:
        """Return the control routes."""
        return [
            web.get("/sandbox/journal", self.read_journal),
            web.post("/sandbox/faults", self.add_fault),
            web.delete("/sandbox/faults", self.clear_faults),
            web.post("/sandbox/release", self.release),
            web.patch("/sandbox/settings", self.change_settings),
            web.post("/sandbox/callbacks", self.send_callback),
            web.post("/sandbox/callbacks/{uid}", self.repeat_callback),
        ]

    async def read_journal(self, request: web.Request) -> web.Response:
        """Answer with the entries from `after` on, waiting up to `seconds` for a first one."""
        after = int(request.query.get("after", 0))
        seconds = min(float(request.query.get("seconds", 0)), 60.0)
        return web.json_response(await self._journal.wait(after, seconds))

    async def add_fault(self, request: web.Request) -> web.Response:
        """Arm the fault in the body; answer 400 to a fault that could never strike."""
        try:
            fault = Fault(**await request.json())
        except (TypeError, ValueError) as error:
            raise web.HTTPBadRequest(text=str(error)) from error
        places = [place for place in EFFECTS if fnmatchcase(place, fault.where)]
        if not any(fault.effect in EFFECTS[place] for place in places):
            raise web.HTTPBadRequest(text=f"no effect {fault.effect} at {fault.where}")
        self._faults.add(fault)
        return web.json_response({})

    async def clear_faults(self, _request: web.Request) -> web.Response:
        """Disarm all faults; faults already chosen for a task stay."""
        self._faults.clear()
        return web.json_response({})

    async def release(self, _request: web.Request) -> web.Response:
        """Release held submits, and disarm the faults that hold them."""
        self._faults.release()
        return web.json_response({})

    async def change_settings(self, request: web.Request) -> web.Response:
        """Change the settings named in the body; answer an empty object."""
        try:
            self._settings.change(await request.json())
        except (TypeError, ValueError) as error:
            raise web.HTTPBadRequest(text=str(error)) from error
        self._engine.admit()
        return web.json_response({})

    async def send_callback(self, request: web.Request) -> web.Response:
        """Post any body to any address once, as the engine would."""
        wanted: dict[str, Any] = await request.json()
        answer = await self._caller.post(wanted["notify_url"], wanted["body"])
        return web.json_response({"status": answer.status, "body": answer.text})

    async def repeat_callback(self, request: web.Request) -> web.Response:
        """Post the callback of an ended task again, `times` times at once."""
        task = self._engine.find(request.match_info["uid"])
        if task is None or task.body is None:
            raise web.HTTPNotFound(text="no ended task of this uid")
        wanted = await request.json()
        posts = [self._caller.post(task.order.notify_url, task.body) for _ in range(int(wanted.get("times", 1)))]
        return web.json_response([answer.status for answer in await asyncio.gather(*posts)])
