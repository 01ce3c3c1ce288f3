"""Publishes the command menus and the profile once after the start, from one process for all."""

from bot.clock import Clock
from bot.telegram.menu import CommandMenu
from bot.telegram.profile import Profile
from storage.standing import LOOK_WHO_LEADS, Standing

NOT_BEFORE = 1.5
"""Seconds after the start: publishing takes about thirty calls, which must not delay pictures that are due."""


class Publishing:
    """Publishes the menus and the profile if this process leads."""

    def __init__(self, menu: CommandMenu, profile: Profile, standing: Standing, clock: Clock) -> None:
        self._menu = menu
        self._profile = profile
        self._standing = standing
        self._clock = clock
        self._waited = False

    async def turn(self) -> float | None:
        """Publish if this process leads; return the seconds until the next attempt, None when done."""
        if not self._waited:
            self._waited = True
            return NOT_BEFORE
        if not self._standing.leads(self._clock.now()):
            return LOOK_WHO_LEADS
        await self._menu.publish()
        await self._profile.publish()
        return None
