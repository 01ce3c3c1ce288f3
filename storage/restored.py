"""What a restored backup has lost: orders that were under way. Their owners are told when they write."""

from bot.clock import DAY, Clock
from bot.job import first_job_id
from storage.database import Database

RESTORED = "restored"
"""The switch that a restored database has, and the reason of the orders that ended by it."""

# When the backup was made.
FIND_RESTORED = "SELECT at FROM switches WHERE name = 'restored'"

# Whose orders they were. None of them was older than a day or two.
LIST_LOST = """
    SELECT owner_id FROM jobs WHERE id > CAST(:since AS TEXT) AND state = 'cancelled' AND reason = 'restored'
"""

# Told once, by whichever process comes first.
TELL_LOST = """
    UPDATE jobs SET reason = ''
    WHERE owner_id = :owner_id AND id > CAST(:since AS TEXT) AND state = 'cancelled' AND reason = 'restored'
    RETURNING id
"""

END_RESTORED = "DELETE FROM switches WHERE name = 'restored'"

LOOK_BACK = 3 * DAY
"""How much older than the backup an order may be that was still under way in it."""

REMEMBERED = 30 * DAY
"""Who has not written for so long after the backup was made is not told any more."""


class Restored:
    """The orders that ended because a backup was restored."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def made_at(self) -> int | None:
        """Return when the backup was made (UTC microseconds); None if there was none, or all have been told."""
        row = await self._database.row(FIND_RESTORED, {})
        return int(row["at"]) if row else None

    async def owners(self) -> set[int]:
        """Return who has lost orders and has not been told."""
        made_at = await self.made_at()
        if made_at is None:
            return set()
        rows = await self._database.rows(LIST_LOST, {"since": first_job_id(made_at - LOOK_BACK)})
        if not rows or self._clock.now() - made_at > REMEMBERED:
            await self._database.rows(END_RESTORED, {})
            return set()
        return {row["owner_id"] for row in rows}

    async def take(self, owner_id: int) -> int:
        """Return how many orders of somebody were lost, once: from then on it is none."""
        made_at = await self.made_at()
        if made_at is None:
            return 0
        return len(
            await self._database.rows(TELL_LOST, {"owner_id": owner_id, "since": first_job_id(made_at - LOOK_BACK)})
        )
