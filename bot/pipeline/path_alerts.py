"""Tells the operators that a command's path at the provider seems wrong: once, until the path has worked again."""

from bot.job import PAINTED, Kind
from bot.pipeline.alerts import OperatorAlerts
from bot.pipeline.worker import retry_until_committed
from storage.switches import Switches

GUESSED = frozenset({Kind.ANIME, Kind.HD})
"""The kinds whose paths are undocumented: for them, an unreadable answer is a sign of a wrong path, too."""


class PathAlerts:
    """Remembers, across restarts, which paths the operators have been told of."""

    def __init__(self, switches: Switches, alerts: OperatorAlerts) -> None:
        self._switches = switches
        self._alerts = alerts
        self._wrong: set[Kind] = set()

    async def recover(self) -> None:
        """Read, at the start, which paths the operators have been told of."""
        self._wrong = {kind for kind in PAINTED if await self._switches.is_on(_switch(kind))}

    async def wrong(self, kind: Kind, setting: str, answer: str) -> None:
        """Tell the operators that an order was answered as if its path did not exist, unless they know.

        Args:
            kind: The kind of the order.
            setting: The setting that holds the path.
            answer: The provider's answer, in words without secrets.
        """
        if kind in self._wrong:
            return
        self._wrong.add(kind)
        if await retry_until_committed(lambda: self._switches.set(_switch(kind), on=True)):
            self._alerts.tell("admin-path", setting=setting, answer=answer, command=kind)

    async def right(self, kind: Kind) -> None:
        """Note that an order was accepted: if its path is wrong again later, the operators are told again."""
        if kind in self._wrong:
            self._wrong.discard(kind)
            await retry_until_committed(lambda: self._switches.set(_switch(kind), on=False))


def _switch(kind: Kind) -> str:
    return f"path-{kind}"
