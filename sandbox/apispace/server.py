"""Implements the gateway: the provider's endpoints on one loopback server, its start and its stop."""

import asyncio
import json

from aiohttp import web

from sandbox.apispace.callbacks import Caller
from sandbox.apispace.cdn import PictureStore
from sandbox.apispace.control import Control
from sandbox.apispace.engine import Engine, Task
from sandbox.apispace.orders import Json, Refused, given_params, read_order
from sandbox.apispace.photos import Fetcher
from sandbox.apispace.settings import Settings
from sandbox.apispace.wire import refusal, success
from sandbox.faults import Fault, Faults
from sandbox.journal import Journal
from sandbox.loopback import only_loopback

_BAD_GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>"


class APISpaceServer:
    """Runs a provider on loopback. The bot's `APISPACE_URL` is its base + `/aigc`, its pictures' origin the base.

    Effects of a fault at `submit` (facts: `path`, `kind`, `task`, `text`, `seed`, `style`, `url`) that strike before
    the order is accepted: `delay` s or `hold` until released (handling then continues), `drop`, `status` [code, text],
    `json` (this JSON, with 200), `rate_limit`, `out_of_calls`, `unauthorized`, `code` [code, msg], `html`. Effects
    after it is accepted and billed: `delay_after` s, `hold_after` until released, `drop_after`, `status_after` (502).
    A held request is journalled as `held` at once, and like every other as `submit` when its outcome is decided.
    A fault at `callback` (same facts) is chosen at the submit, see `Engine`. At `query` (fact: `uid`): `status` n,
    `delay` s, `drop`, `json`. For `cdn` see `PictureStore`.

    Args:
        token: The only accepted `X-APISpace-Token`; it is never journalled.
        journal: Records what the server sees and does; its owner closes it.
    """

    def __init__(self, token: str, *, journal: Journal | None = None) -> None:
        self.journal = journal or Journal()
        self.faults = Faults()
        self.settings = Settings()
        self._token = token
        self._runner: web.AppRunner | None = None
        self._caller = Caller(self.journal, self.settings)
        self._store = PictureStore(self.journal, self.faults)
        self._fetcher = Fetcher(self.journal, self.settings)
        self._engine = Engine(self.settings, self._store, self._caller, self._fetcher)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Start listening, and return the base address."""
        app = web.Application(middlewares=[only_loopback])
        control = Control(self.journal, self.faults, self.settings, self._engine, self._caller)
        app.router.add_routes(control.routes())
        app.router.add_routes(
            [
                web.get("/cdn/aigc/images/{name}", self._store.serve),
                web.get("/cos/aigc/images/{name}", self._store.serve),
                web.post("/aigc/{path:.+}", self._post),
                web.route("*", "/{rest:.*}", _not_found),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        self._engine.origin = f"http://{host}:{self._runner.addresses[0][1]}"
        return self._engine.origin

    async def stop(self) -> None:
        """Stop at once; running tasks and requests are aborted."""
        await self._engine.stop()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None
        await self._caller.close()
        await self._fetcher.close()

    async def _post(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        return await (self._query(request) if path == self.settings.query_path else self._submit(request, path))

    async def _submit(self, request: web.Request, path: str) -> web.StreamResponse:
        kind = self.settings.kind(path)
        body = await _json(request)
        if kind is None:
            return self._record(request, await _not_found(request), body=body)
        if not self._authorized(request):
            return self._record(request, _unauthorized())
        facts = self._facts(path, kind, body)
        fault = self.faults.take("submit", **facts)
        if fault and fault.effect == "delay":
            await asyncio.sleep(float(fault.value))
        if fault and fault.effect == "hold":
            await self._hold(facts)
        answer = _fault_answer(fault) if fault else None
        if answer:
            return self._record(request, answer, body=body, fault=fault)
        try:
            order = read_order(kind, body, self.settings.anime_layout)
        except Refused as refused:
            answer = web.json_response(refusal(refused.code, refused.msg))
            return self._record(request, answer, body=body, fault=fault)
        task = self._engine.accept(order, self.faults.take("callback", **facts))
        answer = web.json_response(success({"uid": task.uid}))
        if fault and fault.effect == "status_after":
            answer = web.Response(status=502, text=_BAD_GATEWAY, content_type="text/html")
        self._record(request, answer, body=body, fault=fault, task=task)
        if task.effect == "early":
            await task.called_back.wait()
        if fault and fault.effect == "delay_after":
            await asyncio.sleep(float(fault.value))
        if fault and fault.effect == "hold_after":
            await self._hold(facts)
        if fault and fault.effect == "drop_after":
            _hang_up(request)
        return answer

    async def _hold(self, facts: Json) -> None:
        self.journal.write("held", **facts)
        await self.faults.held()

    def _record(
        self,
        request: web.Request,
        answer: web.Response,
        *,
        body: object = None,
        fault: Fault | None = None,
        task: Task | None = None,
    ) -> web.Response:
        """Record a submit in the journal, then carry out a `drop`."""
        dropped = fault is not None and fault.effect in {"drop", "drop_after"}
        given: Json = body if isinstance(body, dict) else {}
        path = request.match_info["path"]
        kind = self.settings.kind(path)
        self.journal.write(
            "submit",
            path=path,
            kind=kind,
            task=given.get("task"),
            params=given_params(kind, body, self.settings.anime_layout),
            notify_url=given.get("notify_url"),
            uid=task.uid if task else None,
            status=None if dropped else answer.status,
            billed=task is not None,
            fault=fault.effect if fault else None,
            callback_fault=task.effect if task else None,
        )
        if fault and fault.effect == "drop":
            _hang_up(request)
        return answer

    async def _query(self, request: web.Request) -> web.StreamResponse:
        if not self._authorized(request):
            return _unauthorized()
        body = await _json(request)
        uid = body.get("uid") if isinstance(body, dict) else None
        fault = self.faults.take("query", uid=uid)
        task = self._engine.find(uid)
        self.journal.write(
            "query", uid=uid, status=task.status if task else "not_found", fault=fault.effect if fault else None
        )
        match fault.effect if fault else None:
            case "delay" if fault:
                await asyncio.sleep(float(fault.value))
            case "status" if fault:
                return web.Response(status=int(fault.value), text="upstream error")
            case "json" if fault:
                return web.json_response(fault.value)
            case "drop":
                _hang_up(request)
        return web.json_response(success(self._state(uid, task)))

    def _state(self, uid: object, task: Task | None) -> Json:
        state: Json = {"uid": uid, "status": "not_found", "cdn": "", "cos": "", "safe": False, "reason": ""}
        if task is None:
            return {**state, "pending": 0}
        state |= {"status": task.status, "pending": self._engine.pending(task), "create_time": int(task.created)}
        data: Json = task.body["data"] if task.body else {}
        state |= {key: data[key] for key in ("cdn", "cos", "safe", "reason", "duration") if key in data}
        state |= {key: int(data[key]) for key in ("start_time", "end_time") if key in data}
        return state

    def _facts(self, path: str, kind: str, body: object) -> Json:
        """Return the facts that a fault can match."""
        given = given_params(kind, body, self.settings.anime_layout)
        params: Json = given if isinstance(given, dict) else {}
        facts: Json = {name: params.get(name) for name in ("text", "seed", "style")}
        url = params.get("url") or params.get("image_url")
        task = body.get("task") if isinstance(body, dict) else None
        return {**facts, "path": path, "kind": kind, "task": task, "url": url}

    def _authorized(self, request: web.Request) -> bool:
        headers = request.headers
        return headers.get("X-APISpace-Token") == self._token and headers.get("Authorization-Type") == "apikey"


async def _not_found(_request: web.Request) -> web.Response:
    return web.Response(status=404, text="[not_found] no such api")


def _unauthorized() -> web.Response:
    return web.Response(status=401, text="missing or invalid token")


def _hang_up(request: web.Request) -> None:
    if request.transport:
        request.transport.close()


async def _json(request: web.Request) -> object:
    try:
        return json.loads(await request.text())
    except ValueError:
        return None


def _fault_answer(fault: Fault) -> web.Response | None:
    """Return the answer of a fault that prevents the order from being accepted, if it is one."""
    value = fault.value
    match fault.effect:
        case "status":
            status, text = value if isinstance(value, list | tuple) else (value, "upstream error")
            return web.Response(status=int(status), text=str(text))
        case "json":
            return web.json_response(value)
        case "code":
            return web.json_response(refusal(*value))
        case "rate_limit":
            return web.Response(status=403, text="[rate_limiting] requests are too frequent, try again later")
        case "out_of_calls":
            return web.Response(status=416, text="out of calls")
        case "unauthorized":
            return _unauthorized()
        case "html":
            return web.Response(text="<html><body>Service temporarily closed</body></html>", content_type="text/html")
        case "drop":
            return web.Response(status=503)
    return None
