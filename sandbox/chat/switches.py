"""Defines the faults that can be switched on from the page, one row per switch."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.apispace_client import APISpaceClient
from sandbox.faults import Fault, Faults
from sandbox.journal import Journal
from sandbox.telegram.settings import Settings
from sandbox.telegram.world import World

Json = dict[str, Any]

PAINT_SECONDS, SLOWLY = 2.0, 12.0
"""Seconds the provider paints, normally and when slow: enough to see the placeholder, and enough to act meanwhile."""


@dataclass(frozen=True, slots=True)
class Switch:
    """Describes a fault that is active while the switch is on; the page has its own name and description for it.

    Attributes:
        where: The affected server, `provider` or `telegram`.
        faults: Place, effect and the effect's value.
        settings: Settings of the server to change.
        slow_mode: Seconds that a member of a group must wait between two messages.
    """

    where: str
    faults: tuple[tuple[str, str, Any], ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    slow_mode: int = 0


SWITCHES = {
    "slow": Switch("provider", settings={"paint_seconds": SLOWLY}),
    "busy": Switch("provider", (("submit", "rate_limit", None),)),
    "refuses": Switch("provider", (("callback", "refused", "Porn"),)),
    "fails": Switch("provider", (("callback", "failed", None),)),
    "lost": Switch("provider", (("callback", "lose", None),)),
    "doubled": Switch("provider", (("callback", "double", 2),)),
    "contradicts": Switch("provider", (("callback", "contradict", None),)),
    "flood": Switch("telegram", (("send*", "retry_after", 3), ("edit*", "retry_after", 3))),
    "slow_mode": Switch("telegram", slow_mode=10),
    "no_fetch": Switch("telegram", settings={"fetch_timeout": 1e-6}),
}


class Switchboard:
    """Turns switches on and off.

    Args:
        world: Holds the groups that get slow mode.
        faults: The faults of Telegram.
        settings: The settings of Telegram.
        provider: The provider's control routes.
        journal: Records changes of switches.
        tempo: The factor for the provider's painting time.
    """

    def __init__(
        self,
        world: World,
        faults: Faults,
        settings: Settings,
        provider: APISpaceClient,
        journal: Journal,
        tempo: float = 1.0,
    ) -> None:
        self._world = world
        self._faults = faults
        self._settings = settings
        self._provider = provider
        self._journal = journal
        self._tempo = tempo
        self._on: set[str] = set()

    def shown(self) -> list[Json]:
        """Return all switches as the page shows them."""
        return [{"name": name, "where": row.where, "on": name in self._on} for name, row in SWITCHES.items()]

    async def turn(self, name: str, *, on: bool) -> None:
        """Turn one switch on or off; the others stay unchanged.

        Raises:
            KeyError: There is no such switch.
        """
        SWITCHES[name]
        self._on = self._on | {name} if on else self._on - {name}
        await self._apply()
        self._journal.write("switch", name=name, on=on)

    async def all_off(self) -> None:
        """Turn all switches off."""
        for name in sorted(self._on):
            await self.turn(name, on=False)

    async def _apply(self) -> None:
        rows = [row for name, row in SWITCHES.items() if name in self._on]
        self._faults.clear()
        await self._provider.clear_faults()
        usual = Settings()
        changes: dict[str, Any] = {"paint_seconds": PAINT_SECONDS}
        self._settings.fetch_timeout = usual.fetch_timeout
        for row in rows:
            for where, effect, value in row.faults:
                if row.where == "provider":
                    await self._provider.fault(where, effect, value, times=None)
                else:
                    self._faults.add(Fault(where, effect, value, times=None))
            if row.where == "provider":
                changes |= row.settings
            else:
                for setting, value in row.settings.items():
                    setattr(self._settings, setting, value)
        await self._provider.settings(**changes | {"paint_seconds": changes["paint_seconds"] * self._tempo})
        self._slow_down(max((row.slow_mode for row in rows), default=0))

    def _slow_down(self, seconds: int) -> None:
        for chat in self._world.chats.values():
            if chat.type in {"group", "supergroup"} and chat.slow_mode != seconds:
                chat.slow_mode, chat.slow_until = seconds, 0.0
