"""Tells the operators when the disk is nearly full: below a limit no orders are taken."""

import structlog

from bot.errors import TransientError
from bot.metrics import Metrics
from bot.pipeline.alerts import OperatorAlerts
from storage.database import Database

log = structlog.get_logger(__name__)

EVERY = 60.0
"""Seconds between two looks."""


class SpaceWatch:
    """Looks at the disk, and tells that it has become nearly full: once, until twice the limit has been free."""

    def __init__(self, database: Database, alerts: OperatorAlerts, metrics: Metrics) -> None:
        self._database = database
        self._alerts = alerts
        self._metrics = metrics
        self._told = False

    async def turn(self) -> float:
        """Look, and return the seconds until the next look."""
        self.look()
        return EVERY

    def look(self) -> None:
        """Look once."""
        try:
            self._database.require_space(2 if self._told else 1)
        except (TransientError, OSError) as exc:
            if not self._told:
                log.warning("disk_nearly_full", error=str(exc))
                self._alerts.tell("admin-disk")
            self._told = True
            self._metrics.ready.labels("disk").set(0)
        else:
            self._metrics.ready.labels("disk").set(1)
            self._told = False
