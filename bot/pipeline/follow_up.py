"""Sends a line after a picture: an edit triggers no notification, and after a long wait users look elsewhere."""

import asyncio
from collections import OrderedDict
from dataclasses import replace

import structlog

from bot.clock import DAY, SECOND, Clock
from bot.errors import HuabotError, RateLimitedError
from bot.job import Job
from bot.pipeline.messenger import Messenger, Place, Text, place_of_order
from bot.pipeline.wording import addressed
from bot.texts import Texts
from storage.jobs import Jobs

log = structlog.get_logger(__name__)

SILENT_WAIT = 30 * SECOND
"""Microseconds of waiting after which a line is sent."""

REMEMBERED = 1_000
"""Orders of several pictures that are remembered because their line has been sent."""

TURNS, LONGEST_TURN = 5, 10.0
"""Tries to send a line into a chat with a rate limit, and the seconds that each wait may take."""


class FollowUp:
    """Sends the line, best effort: no line is stored. Of several pictures that were ordered at once, one gets it."""

    def __init__(self, jobs: Jobs, messenger: Messenger, texts: Texts, clock: Clock) -> None:
        self._jobs = jobs
        self._messenger = messenger
        self._texts = texts
        self._clock = clock
        self._sent: OrderedDict[str, None] = OrderedDict()

    async def send(self, job: Job, message_id: int, *, is_picture: bool) -> None:
        """Reply to a message that now shows the picture or why there is none, if its owner wants a notification."""
        soon = self._clock.now() - job.created_at <= SILENT_WAIT
        if job.order.options.tell == "never" or (job.order.options.tell == "late" and soon):
            return
        message = "done-picture" if is_picture else "done-other"
        place = replace(place_of_order(job.order), reply_to=message_id, silent=False)
        try:
            if await self._is_first(job, message):
                words = addressed(self._texts, job.order, self._texts.get(job.order.language, message))
                await self._put(place, Text(words))
        except HuabotError as exc:
            log.info("sound_not_made", job=job.id, error=str(exc))

    async def _put(self, place: Place, line: Text) -> None:
        for turn in range(TURNS):
            try:
                await self._messenger.put(place, line)
                return
            except RateLimitedError as exc:
                if turn == TURNS - 1 or exc.retry_after is None or exc.retry_after > LONGEST_TURN:
                    raise
                await asyncio.sleep(exc.retry_after)

    async def _is_first(self, job: Job, message: str) -> bool:
        if job.order.options.count <= 1:
            return True
        key = f"{message}:{job.order.origin.rpartition(':')[0]}"
        if key in self._sent:
            return False
        self._sent[key] = None
        if len(self._sent) > REMEMBERED:
            self._sent.popitem(last=False)
        return await self._jobs.is_news(key, DAY)
