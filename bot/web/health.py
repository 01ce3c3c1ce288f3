"""`/healthz`, `/readyz` and `/metrics`: for the operator's machines, not for the world."""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from bot.errors import TransientError
from bot.job import State
from bot.metrics import Metrics

Probe = Callable[[], Awaitable[bool]]


class HealthRoutes:
    """Says how the process is.

    Args:
        probes: What must be true to be ready, by name.
        metrics: What `/metrics` shows.
        queue_depth: Counts the live jobs by state.
    """

    def __init__(
        self,
        probes: Mapping[str, Probe],
        metrics: Metrics,
        queue_depth: Callable[[], Awaitable[Mapping[State, int]]],
    ) -> None:
        self._probes = probes
        self._metrics = metrics
        self._queue_depth = queue_depth

    def routes(self) -> list[web.RouteDef]:
        """Return the three routes."""
        return [
            web.get("/healthz", self.healthz),
            web.get("/readyz", self.readyz),
            web.get("/metrics", self.metrics),
        ]

    async def healthz(self, _: web.Request) -> web.Response:
        """200: the process is up."""
        return web.json_response({"ok": True})

    async def readyz(self, _: web.Request) -> web.Response:
        """200 if every probe holds, else 503; the body names them."""
        answers = {name: await _holds(probe) for name, probe in self._probes.items()}
        return web.json_response(answers, status=200 if all(answers.values()) else 503)

    async def metrics(self, _: web.Request) -> web.Response:
        """Prometheus' text format."""
        try:
            for state, count in (await self._queue_depth()).items():
                self._metrics.queue.labels(state).set(count)
        except TransientError:
            pass  # the other numbers matter most when the database is ill
        return web.Response(body=self._metrics.render(), headers={"Content-Type": "text/plain; version=0.0.4"})


async def _holds(probe: Probe) -> bool:
    try:
        return await probe()
    except TransientError:
        return False
