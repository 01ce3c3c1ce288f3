"""Controls the bot's process for the chat page, which can kill, stop and restart it."""

import asyncio
import contextlib

from sandbox.journal import Journal
from sandbox.processes import Bot, DidNotHappenError

COMES_BACK = 2.0
"""The default number of seconds from a kill to the restart, as by a supervisor."""


class BotSwitch:
    """Stops, kills and restarts the bot.

    Args:
        bot: The bot, not yet started.
        journal: Records the bot's state: `starting`, `ready`, `killed`, `stopped`, `ended`.
        comes_back: Seconds between a kill and the restart.
    """

    def __init__(self, bot: Bot, journal: Journal, comes_back: float) -> None:
        self._bot = bot
        self._journal = journal
        self._comes_back = comes_back
        self._one_at_a_time = asyncio.Lock()
        self._watch: asyncio.Task[None] | None = None
        self._return: asyncio.Task[None] | None = None
        self.state = "stopped"

    async def start(self) -> None:
        """Start the bot, and return when it is ready.

        Raises:
            DidNotHappenError: The bot ended, or was not ready in time.
        """
        async with self._one_at_a_time:
            if self.state in {"ready", "starting"}:
                return
            self._is("starting")
            try:
                seconds = await self._bot.start()
            except DidNotHappenError:
                self._is("ended", code=await self._bot.process.wait())
                raise
            except asyncio.CancelledError:  # stopped while it was restarting
                self._is("stopped")
                raise
            self._is("ready", seconds=round(seconds, 2))
            self._watch = asyncio.create_task(self._see_it_end())

    async def kill(self) -> None:
        """Send SIGKILL, and restart the bot after `comes_back` seconds."""
        async with self._one_at_a_time:
            if self.state != "ready":
                return
            self._unwatch()
            await self._bot.process.kill()
            self._is("killed")
        self._stay_away()
        self._return = asyncio.create_task(self._come_back())

    async def stop(self) -> None:
        """Send SIGTERM without restarting the bot; a pending restart is cancelled."""
        self._stay_away()
        async with self._one_at_a_time:
            self._stay_away()  # a kill may have scheduled a restart meanwhile
            if self.state == "stopped":
                return
            if self.state == "ready":
                self._unwatch()
                await self._bot.process.stop()
            self._is("stopped")

    async def close(self) -> None:
        """Stop watching the bot; its process is ended by its owner."""
        self._unwatch()
        self._stay_away()

    async def _come_back(self) -> None:
        await asyncio.sleep(self._comes_back)
        with contextlib.suppress(DidNotHappenError):  # the page shows that the bot has ended
            await self.start()

    async def _see_it_end(self) -> None:
        code = await self._bot.process.wait()
        self._is("ended", code=code)

    def _unwatch(self) -> None:
        if self._watch:
            self._watch.cancel()

    def _stay_away(self) -> None:
        if self._return:
            self._return.cancel()

    def _is(self, state: str, **facts: object) -> None:
        self.state = state
        self._journal.write("bot", state=state, **facts)
