"""The bot as the chat page has it: a process that can be killed, stopped and started again."""

import asyncio
import contextlib

from sandbox.journal import Journal
from sandbox.processes import Bot, DidNotHappenError

COMES_BACK = 2.0
"""Seconds after a kill until the bot is usually started again, as a supervisor would."""


class BotSwitch:
    """Ends the bot and brings it back.

    Args:
        bot: The bot, not yet started.
        journal: Where is noted what it is: `starting`, `ready`, `killed`, `stopped`, `ended`.
        comes_back: Seconds between a kill and the next start.
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
        """Start it, and return when it is ready.

        Raises:
            DidNotHappenError: It ended, or was not ready in time.
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
            except asyncio.CancelledError:  # told to stop while it came back
                self._is("stopped")
                raise
            self._is("ready", seconds=round(seconds, 2))
            self._watch = asyncio.create_task(self._see_it_end())

    async def kill(self) -> None:
        """Send SIGKILL, and start it again a little later."""
        async with self._one_at_a_time:
            if self.state != "ready":
                return
            self._unwatch()
            await self._bot.process.kill()
            self._is("killed")
        self._stay_away()
        self._return = asyncio.create_task(self._come_back())

    async def stop(self) -> None:
        """Send SIGTERM, and leave it away; if it was on its way back, it turns around."""
        self._stay_away()
        async with self._one_at_a_time:
            self._stay_away()  # it may have been killed meanwhile
            if self.state == "stopped":
                return
            if self.state == "ready":
                self._unwatch()
                await self._bot.process.stop()
            self._is("stopped")

    async def close(self) -> None:
        """Watch it no longer; its process is ended by whoever made it."""
        self._unwatch()
        self._stay_away()

    async def _come_back(self) -> None:
        await asyncio.sleep(self._comes_back)
        with contextlib.suppress(DidNotHappenError):  # the page shows that it has ended
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
