"""Shows the `/readyz` checks and the main figures to operators who have no dashboard at hand: `/health`."""

import shutil
from collections.abc import Awaitable, Callable, Mapping

from bot.clock import SECOND
from bot.errors import TransientError
from bot.job import Outcome, State
from bot.pipeline.submit import ACCOUNT_REJECTED
from bot.telegram.context import MessageContext
from storage.stores import Stores

HOUR = 3_600 * SECOND

Check = Callable[[], Awaitable[Mapping[str, bool]]]
"""Returns for each part of the bot whether it is ready: `database`, `telegram`, `workers`."""


class Overview:
    """Shows the state of the bot.

    Args:
        check: Runs the checks of `/readyz`.
    """

    def __init__(self, check: Check, stores: Stores) -> None:
        self._check = check
        self._stores = stores

    async def show(self, context: MessageContext) -> None:
        """Handle `/health`: answer soon, whichever part of the bot fails."""
        context.later(self._show(context))

    async def _show(self, context: MessageContext) -> None:
        held = await self._check()
        signs = {name: context.text("health-yes" if well else "health-no") for name, well in held.items()}
        lines = [context.text("health-parts", **signs)]
        try:
            refused = await self._stores.switches.is_on(ACCOUNT_REJECTED)
            live = await self._stores.jobs.count_live()
            lately = await self._stores.statistics.outcomes_since(self._stores.clock.now() - HOUR)
        except TransientError:
            pass  # the first line says that the database does not answer
        else:
            if refused:
                lines.append(context.text("health-refused"))
            waiting = live[State.ACCEPTED] + live[State.QUEUED]
            painting = live[State.SUBMITTING] + live[State.SUBMITTED]
            lines.append(
                context.text(
                    "health-line", waiting=str(waiting), painting=str(painting), finished=str(live[State.READY])
                )
            )
            failed = lately[Outcome.FAILED] + lately[Outcome.EXPIRED] + lately[Outcome.UNCHECKED]
            lines.append(
                context.text(
                    "health-hour",
                    pictures=str(lately[Outcome.PICTURE]),
                    refused=str(lately[Outcome.REFUSED]),
                    failed=str(failed),
                )
            )
        if self._stores.database.path:
            free = shutil.disk_usage(self._stores.database.path.parent).free
            lines.append(context.text("health-disk", megabytes=str(free // 1024**2)))
        context.send("\n".join(lines))
