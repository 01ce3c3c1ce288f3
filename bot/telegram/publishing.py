"""Menus and profile are published once at the start, by one process for all."""

from bot.clock import Clock
from bot.telegram.menu import CommandMenu
from bot.telegram.profile import Profile
from storage.standing import LOOK_WHO_LEADS, Standing


class Publishing:
    """Publishes them when this process leads."""

    def __init__(self, menu: CommandMenu, profile: Profile, standing: Standing, clock: Clock) -> None:
        self._menu = menu
        self._profile = profile
        self._standing = standing
        self._clock = clock

    async def turn(self) -> float | None:
        """Return the seconds after which to look again who leads; None when it is done."""
        if not self._standing.leads(self._clock.now()):
            return LOOK_WHO_LEADS
        await self._menu.publish()
        await self._profile.publish()
        return None
