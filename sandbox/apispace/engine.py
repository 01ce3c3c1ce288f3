"""Implements the engine: it accepts orders, paints a few at a time, stores the pictures, and sends callbacks."""

import asyncio
import contextlib
import json
import random
import time
import uuid
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, Literal

from sandbox.apispace.callbacks import Caller
from sandbox.apispace.cdn import Picture, PictureStore, padded
from sandbox.apispace.moderation import Judgement, judge, label, traceback
from sandbox.apispace.orders import Json, Order
from sandbox.apispace.photos import Fetcher, PhotoError
from sandbox.apispace.rendering import render
from sandbox.apispace.settings import Settings
from sandbox.apispace.wire import Timing, callback_body
from sandbox.faults import Fault

Status = Literal["pending", "working", "finished", "exception", "interrupted"]

_VERDICTS = {
    "failed": Judgement("failed"),
    "refused": Judgement("refused", "Porn"),
    "unchecked": Judgement("unchecked", "unknown"),
    "empty": Judgement("picture"),
}


@dataclass(slots=True)
class Task:
    """Represents an accepted order in the engine.

    Attributes:
        uid: The id of the task, 32 hex digits.
        order: The order.
        fault: The callback fault chosen for the task at the submit.
        created: The time of acceptance, in Unix seconds.
        status: The state of the task, in the terms of `query-image`.
        called_back: Set once the first attempt at a callback has ended.
        body: The callback's body once the task has ended, even if it was never sent.
    """

    uid: str
    order: Order
    fault: Fault | None
    created: float
    status: Status = "pending"
    called_back: asyncio.Event = field(default_factory=asyncio.Event)
    body: Json | None = None

    @property
    def effect(self) -> str | None:
        """The effect of the callback fault, if there is one."""
        return self.fault.effect if self.fault else None


class Engine:
    """Runs tasks from a queue, up to the configured concurrency.

    Effects of a callback fault: `lose`, `delay` s, `double` n, `contradict` (value `failure_first` reverses the order),
    `early`, `wrong_uid` (value: the uid to send, else a random one), `body`, `failed`, `refused`, `unchecked`
    (value: the reason), `empty`, `interrupted`, `foreign_origin` (value: the base that replaces ours),
    `dead_link` (neither address works), `dead_cdn` (only `cos` works), `progress` (value: a list of bodies that are
    posted first, with `<uid>` replaced by the task's uid; else one with `pending` and one with `working`),
    `spelled` (the uid in upper case and with dashes), `echo` (replaces `request`; value: `surrogates`,
    `large` (900 KB), `deep` (100,000 levels), or any text).

    Attributes:
        origin: The base of the pictures' addresses.
    """

    def __init__(self, settings: Settings, store: PictureStore, caller: Caller, fetcher: Fetcher) -> None:
        self.origin = ""
        self._fetcher = fetcher
        self._settings = settings
        self._store = store
        self._caller = caller
        self._tasks: dict[str, Task] = {}
        self._queue: deque[Task] = deque()
        self._working = 0
        self._running: set[asyncio.Task[None]] = set()

    def accept(self, order: Order, fault: Fault | None) -> Task:
        """Queue an order; every accepted order is billed."""
        task = Task(uuid.uuid4().hex, order, fault, time.time())
        self._tasks[task.uid] = task
        self._queue.append(task)
        self.admit()
        return task

    def admit(self) -> None:
        """Start waiting tasks, up to the concurrency."""
        while self._queue and self._working < self._settings.concurrency:
            self._working += 1
            self._spawn(self._work(self._queue.popleft()))

    def find(self, uid: object) -> Task | None:
        """Return the task with this uid, if there is one."""
        return self._tasks.get(uid) if isinstance(uid, str) else None

    def pending(self, task: Task) -> int:
        """Return the number of tasks before this one in the queue."""
        return self._queue.index(task) if task in self._queue else 0

    async def stop(self) -> None:
        """Drop the queue, and cancel running tasks."""
        self._queue.clear()
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        running = asyncio.create_task(work)
        self._running.add(running)
        running.add_done_callback(self._running.discard)

    async def _work(self, task: Task) -> None:
        try:
            if task.effect == "interrupted":
                task.status = "interrupted"
                return
            task.status = "working"
            await self._finish(task)
        finally:
            self._working -= 1
            self.admit()
        self._spawn(self._call_back(task))

    async def _finish(self, task: Task) -> None:
        started = fetched = time.time()
        order = task.order
        judgement = self._judge(task)
        cdn = cos = ""
        try:
            photo = await self._fetcher.fetch(task.uid, order.photo_url) if order.photo_url else None
            fetched = time.time()
            with photo or contextlib.nullcontext():
                picture = await self._paint(order, photo)
        except PhotoError as error:
            judgement = Judgement("failed", traceback(order.task, "ValueError", str(error)))
        except Exception as error:  # noqa: BLE001 - the engine, too, reports whatever its algorithm raised
            judgement = Judgement("failed", traceback(order.task, type(error).__name__, f"{error} {order.photo_url}"))
        else:
            if judgement.verdict == "picture" and task.effect != "empty":
                cdn, cos = self._keep(task, picture)
        timing = Timing(task.created, started, time.time(), fetched - started)
        task.body = callback_body(task.uid, order, judgement, timing, cdn, cos)
        task.status = "exception" if judgement.verdict == "failed" else "finished"

    async def _paint(self, order: Order, photo: BinaryIO | None) -> Picture:
        seed = order.params.get("seed", 0)
        if seed == -1:
            seed = random.randrange(2**32)
        seconds = self._settings.paint_seconds * random.Random(seed).uniform(0.85, 1.15)
        sketch, size = self._settings.sketch, self._settings.result_bytes

        def paint() -> Picture:
            return padded(render(order, seed, photo, sketch=sketch), size)

        picture, _ = await asyncio.gather(asyncio.to_thread(paint), asyncio.sleep(seconds))
        return picture

    def _judge(self, task: Task) -> Judgement:
        order = task.order
        judgement = judge(order.text)
        if judgement.verdict == "picture" and self._settings.photo_verdict and order.kind in {"remix", "anime"}:
            judgement = label(self._settings.photo_verdict)
        forced = _VERDICTS.get(task.effect or "")
        if forced:
            told = str(task.fault.value) if task.fault and task.fault.value else forced.reason
            judgement = replace(forced, reason=told)
        if judgement.verdict == "failed" and not judgement.reason:
            return Judgement("failed", traceback(order.task))
        return judgement

    def _keep(self, task: Task, picture: Picture) -> tuple[str, str]:
        name = f"aigc/images/{uuid.uuid4().hex}.png"
        if task.effect not in {"dead_link", "dead_cdn"}:
            self._store.put(f"/cdn/{name}", picture, task.uid)
        if task.effect != "dead_link":
            self._store.put(f"/cos/{name}", picture, task.uid)
        origin = str(task.fault.value).rstrip("/") if task.fault and task.effect == "foreign_origin" else self.origin
        return f"{origin}/cdn/{name}", f"{origin}/cos/{name}"

    async def _call_back(self, task: Task) -> None:
        body: Json = task.body or {}
        value: Any = task.fault.value if task.fault else None
        match task.effect:
            case "lose":
                return
            case "delay":
                await asyncio.sleep(float(value))
                await self._deliver(task, body)
            case "double":
                await asyncio.gather(*(self._deliver(task, body) for _ in range(int(value or 2))))
            case "contradict":
                bodies = [body, _contradiction(task, body)]
                for callback in reversed(bodies) if value == "failure_first" else bodies:
                    await self._deliver(task, callback)
            case "wrong_uid":
                uid = str(value or uuid.uuid4().hex)
                await self._deliver(task, {**body, "uid": uid, "data": {**body["data"], "uid": uid}})
            case "progress":
                for callback in _progress(task, value):
                    await self._deliver(task, callback)
                await self._deliver(task, body)
            case "spelled":
                uid = str(uuid.UUID(task.uid)).upper()
                await self._deliver(task, {**body, "uid": uid, "data": {**body["data"], "uid": uid}})
            case "echo":
                await self._deliver(task, body, _ECHOES.get(value, value))
            case "body":
                await self._deliver(task, value)
            case _:
                await self._deliver(task, body)

    async def _deliver(self, task: Task, body: Json, echo: str = "") -> None:
        await self._caller.deliver(task.order.notify_url, body, task.called_back, echo)


_ECHOES = {
    "surrogates": '{"model": {"text": "\\ud83e \udd8a \\udd8a"}}',
    "large": '{"model": {"text": "' + "fox " * 225_000 + '"}}',
    "deep": '{"a":' * 100_000 + "1" + "}" * 100_000,
}


def _progress(task: Task, bodies: list[Json] | None) -> list[Json]:
    """Return the bodies posted while a task is in progress."""
    if bodies:
        told: list[Json] = json.loads(json.dumps(bodies).replace("<uid>", task.uid))
        return told
    state = {"uid": task.uid, "cdn": "", "cos": "", "safe": False, "reason": ""}
    return [
        {"uid": task.uid, "success": True, "data": {**state, "status": status}} for status in ("pending", "working")
    ]


def _contradiction(task: Task, body: Json) -> Json:
    data = body["data"]
    timing = Timing(data["create_time"], data["start_time"], data["end_time"])
    return callback_body(task.uid, task.order, Judgement("failed", traceback(task.order.task)), timing, "", "")
