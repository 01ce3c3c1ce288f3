"""Serves `/healthz`, `/readyz` and `/metrics` to the operator's machines, not to the public."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog
from aiohttp import web

from bot.errors import TransientError
from bot.job import State
from bot.metrics import Metrics

log = structlog.get_logger(__name__)

Probe = Callable[[], Awaitable[bool]]

PROBE_SECONDS = 2.0
"""Time-out of a probe in seconds; a probe without a result by then counts as failed."""


class HealthRoutes:
    """Reports the state of the process.

    Args:
        probes: The conditions of readiness, by name.
        metrics: The metrics that `/metrics` shows.
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
        """Answer 200: the process is up."""
        return web.json_response({"ok": True})

    async def readyz(self, _: web.Request) -> web.Response:
        """Answer 200 if every probe holds, else 503; the body names the probes."""
        answers = await self.check()
        return web.json_response(answers, status=200 if all(answers.values()) else 503)

    async def check(self) -> dict[str, bool]:
        """Return which probes hold."""
        held = await asyncio.gather(*map(self._holds, self._probes.values()))
        return dict(zip(self._probes, held, strict=True))

    async def metrics(self, _: web.Request) -> web.Response:
        """Return the metrics in Prometheus' text format."""
        parts, _depth = await asyncio.gather(self.check(), self._count_queue())
        for part, well in parts.items():
            self._metrics.ready.labels(part).set(well)
        return web.Response(body=self._metrics.render(), headers={"Content-Type": "text/plain; version=0.0.4"})

    async def _count_queue(self) -> None:
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                depth = await self._queue_depth()
            for state, count in depth.items():
                self._metrics.queue.labels(state).set(count)
        except (TransientError, TimeoutError):
            pass  # the other metrics matter most when the database fails
        except Exception as exc:  # noqa: BLE001  counted
            self._count_bug(exc)

    async def _holds(self, probe: Probe) -> bool:
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                return await probe()
        except (TransientError, TimeoutError):
            return False
        except Exception as exc:  # noqa: BLE001  counted
            self._count_bug(exc)
            return False

    def _count_bug(self, exc: Exception) -> None:
        log.error("probe_bug", exc_info=exc)
        self._metrics.bugs.labels("web").inc()
