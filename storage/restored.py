"""Finds the orders that a restored backup has lost: those under way. Their owners are told when they write."""

from bot.clock import DAY, Clock
from bot.job import first_job_id
from storage.database import Database

RESTORED = "restored"
"""The switch that a restored database has, and the reason of the orders that the restore ended."""

# When the backup was made.
FIND_RESTORED = "SELECT at FROM switches WHERE name = 'restored'"

# The owners of the lost orders. No lost order was older than a day or two.
LIST_LOST = """
    SELECT owner_id FROM jobs WHERE id > CAST(:since AS TEXT) AND state = 'cancelled' AND reason = 'restored'
"""

# An owner is told once, by the process that comes first.
TELL_LOST = """
    UPDATE jobs SET reason = ''
    WHERE owner_id = :owner_id AND id > CAST(:since AS TEXT) AND state = 'cancelled' AND reason = 'restored'
    RETURNING id
"""

END_RESTORED = "DELETE FROM switches WHERE name = 'restored'"

LOOK_BACK = 3 * DAY
"""How much older than the backup an order may be that was still under way in it."""

REMEMBERED = 30 * DAY
"""An owner who first writes longer than this after the backup was made is not told any more."""


class Restored:
    """Finds the orders that ended because a backup was restored."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def made_at(self) -> int | None:
        """Return when the backup was made (UTC microseconds); None if there was none, or all owners have been told."""
        row = await self._database.row(FIND_RESTORED, {})
        return int(row["at"]) if row else None

    async def owners(self) -> set[int]:
        """Return the owners who have lost orders and have not been told."""
        made_at = await self.made_at()
        if made_at is None:
            return set()
        rows = await self._database.rows(LIST_LOST, {"since": first_job_id(made_at - LOOK_BACK)})
        if not rows or self._clock.now() - made_at > REMEMBERED:
            await self._database.rows(END_RESTORED, {})
            return set()
        return {row["owner_id"] for row in rows}

    async def take(self, owner_id: int) -> int:
        """Return how many orders of an owner were lost; later calls return 0."""
        made_at = await self.made_at()
        if made_at is None:
            return 0
        return len(
            await self._database.rows(TELL_LOST, {"owner_id": owner_id, "since": first_job_id(made_at - LOOK_BACK)})
        )
