"""Menus and profile are published once after the start, by one process for all."""

from bot.clock import Clock
from bot.telegram.menu import CommandMenu
from bot.telegram.profile import Profile
from storage.standing import LOOK_WHO_LEADS, Standing

NOT_BEFORE = 1.5
"""Seconds from the start: some thirty calls, for which no picture that is due shall wait."""


class Publishing:
    """Publishes them when this process leads."""

    def __init__(self, menu: CommandMenu, profile: Profile, standing: Standing, clock: Clock) -> None:
        self._menu = menu
        self._profile = profile
        self._standing = standing
        self._clock = clock
        self._waited = False

    async def turn(self) -> float | None:
        """Return the seconds after which to look again who leads; None when it is done."""
        if not self._waited:
            self._waited = True
            return NOT_BEFORE
        if not self._standing.leads(self._clock.now()):
            return LOOK_WHO_LEADS
        await self._menu.publish()
        await self._profile.publish()
        return None
