"""Forgets words after thirty days, and the jobs left of erased users when the quota's day is over.

A user who asks for erasure is erased on disk, too, before the bot says so.
"""

import asyncio

import structlog

from bot.clock import Clock
from bot.errors import HuabotError, TransientError
from bot.pipeline.messenger import Messenger, Place, Text, put_with_retry
from bot.texts import Texts
from storage.database import Database
from storage.erased import KEPT_FOR, ErasedList
from storage.erasures import Erasure, Erasures
from storage.history import History
from storage.migrate import drop_backups, erase_in_backups

log = structlog.get_logger(__name__)

AT_ONCE = 200
"""Jobs forgotten by one statement, so that no other statement waits for long."""


class Forget:
    """Forgets data whose retention time is over."""

    def __init__(self, database: Database, history: History, clock: Clock) -> None:
        self._database = database
        self._history = history
        self._clock = clock

    async def forget(self) -> None:
        """Forget the data that is due.

        Raises:
            TransientError: The data, or a file beside the database, is not forgotten yet; the call must be repeated.
            StorageError: The database has forgotten it, but a file beside the database cannot be deleted or written.
        """
        await self._history.drop_erased()
        forgotten = 0
        while some := await self._history.forget_old(self._clock.now() - KEPT_FOR, AT_ONCE):
            forgotten += some
            await asyncio.sleep(0.05)  # lets other statements run
        await self._database.empty_log()
        if forgotten:
            log.info("prompts_forgotten", jobs=forgotten)
        await asyncio.to_thread(drop_backups, self._database, self._clock.now() - KEPT_FOR)
        if self._database.path:
            await asyncio.to_thread(ErasedList(self._database.path).drop, self._clock.now() - KEPT_FOR)


PAUSES = (1.0, 2.0, 4.0)
"""Seconds before each retry to tell the user."""


class Erase:
    """Erases users who ask for it. The bot says so when the database's log, too, holds nothing of them."""

    def __init__(
        self, database: Database, erasures: Erasures, history: History, messenger: Messenger, texts: Texts
    ) -> None:
        self._database = database
        self._erasures = erasures
        self._history = history
        self._messenger = messenger
        self._texts = texts
        self._told_to_wait: set[Erasure] = set()

    async def erase(self) -> None:
        """Erase all users who have asked for it.

        Raises:
            TransientError: Something is not erased yet; the call must be repeated.
        """
        pending = await self._erasures.pending()
        if not pending:
            return
        for erasure in pending:
            await self._history.erase(erasure.person_id)  # takes seconds for a user with thousands of pictures
            await asyncio.to_thread(erase_in_backups, self._database, erasure.person_id)
        if not await self._database.empty_log():
            for erasure in pending:
                if erasure not in self._told_to_wait:
                    self._told_to_wait.add(erasure)
                    await self._tell(erasure, "erasing")
            raise TransientError("somebody else reads the database, whose log therefore cannot be emptied")
        for erasure in pending:
            await self._tell(erasure, "erased")
            await self._erasures.end(erasure)
            self._told_to_wait.discard(erasure)
            log.info("person_erased")

    async def _tell(self, erasure: Erasure, message: str) -> None:
        words = Text(self._texts.get(erasure.language, message))
        try:
            place = Place(erasure.person_id)
            await put_with_retry(self._messenger, place, words, erasure.message_id, pauses=PAUSES, longest=5.0)
        except HuabotError as exc:
            log.info("erasure_not_told", error=str(exc))
