"""What has gone wrong with one delivery so far, and whether its picture is to be looked for again."""

from dataclasses import dataclass

from bot.clock import SECOND
from bot.errors import HuabotError, PermanentError, TransientError
from bot.provider.results import UnlistedOriginError

GONE_AFTER, LOOKED_FOR_EVERY = 75 * SECOND, 15.0
"""How long a picture that is not where it should be is waited for, and the longest pause (seconds) meanwhile."""

AWAY_TRIES = 30
"""Tries to fetch a picture whose server is away, within half an hour, before the owner gets the address instead."""


@dataclass(slots=True)
class Troubles:
    """What has gone wrong with one job so far; forgotten by a restart.

    Attributes:
        by_url: Tries to let Telegram fetch the picture.
        missed: Tries to fetch it.
        missed_since: When the first of these failed.
        stalled: Downloads and uploads that came to no end.
        left_behind: The placeholder stands, and cannot become the outcome.
    """

    by_url: int = 0
    missed: int = 0
    missed_since: int = 0
    stalled: int = 0
    left_behind: bool = False

    def wait_for(self, misses: list[HuabotError], now: int) -> None:
        """Return if a picture that could not be fetched has been waited for long enough.

        Raises:
            UnlistedOriginError: It has moved to where pictures may not come from (yet).
            TransientError: It is to be looked for again.
        """
        self.missed += 1
        self.missed_since = self.missed_since or now
        pause = 2.0 ** min(self.missed - 1, 6)
        if any(_is_gone(miss) for miss in misses) and now - self.missed_since < GONE_AFTER:
            raise TransientError("the picture is not where it should be", min(pause, LOOKED_FOR_EVERY))
        if any(isinstance(miss, TransientError) for miss in misses) and self.missed < AWAY_TRIES:
            raise TransientError("the picture's server is away", min(pause, 60.0))
        for miss in misses:
            if isinstance(miss, UnlistedOriginError):
                raise miss


def _is_gone(miss: HuabotError) -> bool:
    return isinstance(miss, PermanentError) and not isinstance(miss, UnlistedOriginError)
