"""Tells the operators when the disk is nearly full: below a limit no orders are taken."""

import structlog

from bot.errors import TransientError
from bot.metrics import Metrics
from bot.pipeline.alerts import OperatorAlerts
from storage.database import Database

log = structlog.get_logger(__name__)

EVERY = 60.0
"""Seconds between two checks."""


class SpaceWatch:
    """Checks the disk, and tells that it is nearly full: once, until twice the limit has been free."""

    def __init__(self, database: Database, alerts: OperatorAlerts, metrics: Metrics) -> None:
        self._database = database
        self._alerts = alerts
        self._metrics = metrics
        self._told = False

    async def turn(self) -> float:
        """Check the disk, and return the seconds until the next check."""
        self.look()
        return EVERY

    def look(self) -> None:
        """Check the disk once."""
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
