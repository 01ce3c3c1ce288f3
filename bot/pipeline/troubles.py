"""Counts the failures of one delivery, and decides whether to look for its picture again."""

from dataclasses import dataclass

from bot.clock import SECOND
from bot.errors import HuabotError, PermanentError, TransientError
from bot.provider.results import UnlistedOriginError

GONE_AFTER, LOOKED_FOR_EVERY = 75 * SECOND, 15.0
"""How long to wait for a picture that is missing at its address (microseconds), and the longest pause (seconds)."""

AWAY_TRIES = 30
"""Tries to fetch a picture whose server is away, within half an hour, before the owner gets the address instead."""


@dataclass(slots=True)
class Troubles:
    """Counts the failures of one job's delivery; a restart forgets them.

    Attributes:
        by_url: Failed tries to let Telegram fetch the picture.
        missed: Failed tries to download the picture.
        missed_since: When the first of these tries failed (microseconds).
        stalled: Downloads and uploads that did not finish.
        left_behind: The placeholder still exists, and cannot become the outcome.
    """

    by_url: int = 0
    missed: int = 0
    missed_since: int = 0
    stalled: int = 0
    left_behind: bool = False

    def wait_for(self, misses: list[HuabotError], now: int) -> None:
        """Count a failed download; return if the picture has been waited for long enough.

        Raises:
            UnlistedOriginError: The picture has moved to an origin that is not listed (yet).
            TransientError: The download must be retried after a pause.
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
