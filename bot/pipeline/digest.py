"""Sends the operators a weekly digest, if they want it."""

from bot.clock import DAY, SECOND, day_of
from bot.pipeline.alerts import OperatorAlerts
from storage.stores import Stores

WEEKLY = "weekly"
"""The switch that is on while the operators want the digest."""

EVERY = 600.0
"""Seconds between two checks of the date."""

HOUR = 9
"""Hour of Monday (UTC) from which the digest is sent."""


class Digest:
    """Sends the statistics of the last week on Mondays."""

    def __init__(self, stores: Stores, alerts: OperatorAlerts) -> None:
        self._statistics = stores.statistics
        self._switches = stores.switches
        self._alerts = alerts
        self._clock = stores.clock

    async def turn(self) -> float:
        """Check the date. Returns the seconds until the next check; raises as `look`."""
        await self.look()
        return EVERY

    async def look(self) -> None:
        """Send the digest if it is due and has not been sent yet.

        Raises:
            TransientError: The database does not answer.
        """
        now = self._clock.now()
        today = day_of(now)
        is_monday = today % 7 == 4  # day 0 was a Thursday
        if not is_monday or now % DAY < HOUR * 3_600 * SECOND or not await self._switches.is_on(WEEKLY):
            return
        report = await self._statistics.last_days(7)
        if await self._switches.set(f"{WEEKLY}-{today}", on=True):
            await self._switches.set(f"{WEEKLY}-{today - 7}", on=False)
            results = report.results
            failed = results["failed"] + results["expired"] + results["unchecked"] + results["undeliverable"]
            self._alerts.tell(
                "digest",
                orders=str(report.orders),
                people=str(report.people),
                pictures=str(results["picture"]),
                refused=str(results["refused"]),
                failed=str(failed),
            )
