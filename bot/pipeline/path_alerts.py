"""Tells the operators that a command's path at the provider seems to be wrong: once, until it has worked again."""

from bot.job import PAINTED, Kind
from bot.pipeline.alerts import OperatorAlerts
from bot.pipeline.worker import retry_until_committed
from storage.switches import Switches

GUESSED = frozenset({Kind.ANIME, Kind.HD})
"""The kinds whose paths nobody has seen documented: for them, what cannot be read is a sign, too."""


class PathAlerts:
    """Remembers which paths the operators have been told of, restarts included."""

    def __init__(self, switches: Switches, alerts: OperatorAlerts) -> None:
        self._switches = switches
        self._alerts = alerts
        self._wrong: set[Kind] = set()

    async def recover(self) -> None:
        """At the start: read what has been told."""
        self._wrong = {kind for kind in PAINTED if await self._switches.is_on(_switch(kind))}

    async def wrong(self, kind: Kind, setting: str, answer: str) -> None:
        """An order was answered as if nobody served its path.

        Args:
            kind: What was ordered.
            setting: Holds the path.
            answer: What was answered, in words that hold no secret.
        """
        if kind in self._wrong:
            return
        self._wrong.add(kind)
        if await retry_until_committed(lambda: self._switches.set(_switch(kind), on=True)):
            self._alerts.tell("admin-path", setting=setting, answer=answer, command=kind)

    async def right(self, kind: Kind) -> None:
        """An order was taken: if this path is wrong again some day, it is told again."""
        if kind in self._wrong:
            self._wrong.discard(kind)
            await retry_until_committed(lambda: self._switches.set(_switch(kind), on=False))


def _switch(kind: Kind) -> str:
    return f"path-{kind}"
