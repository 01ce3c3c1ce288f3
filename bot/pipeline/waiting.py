"""Tells users whose orders have not been submitted about their place in the queue, and the expected wait."""

import asyncio
from dataclasses import dataclass
from statistics import median

import structlog

from bot.clock import SECOND, Clock
from bot.errors import HuabotError
from bot.job import Job, Kind, State
from bot.pipeline import keyboards
from bot.pipeline.messenger import Messenger, Text, place_of_order
from bot.pipeline.worker import retry_until_committed
from bot.provider.provider import Provider
from bot.tasks import Tasks
from bot.texts import Texts
from storage.history import History
from storage.jobs import Jobs

log = structlog.get_logger(__name__)

GOING_THROUGH = SECOND
"""Microseconds: an order that is younger is passing through, not waiting."""

EXACT = 10
"""Last exact place; later places are told in steps, or a long queue would cost an edit per user and picture."""

TOLD = 200
"""How many of the longest-waiting orders are updated when their place has changed."""

RECENT = 50
"""Newest jobs from which the expected duration is computed."""

SHORTEST = 5.0
"""Seconds: shorter durations are not mentioned."""

USUAL = 10.0
"""Seconds that a picture is assumed to take while no duration is known."""

LATE = 3
"""Multiple of the expected duration after which a user is told that the picture takes longer."""

KNOWN_FOR = 10 * SECOND
"""Microseconds for which durations are cached before they are read again."""


TELLING = 30 * SECOND
"""Longest time to update a message (microseconds): no other process delivers the job's outcome meanwhile."""


@dataclass(slots=True)
class _Painted:
    """Represents an order that the provider has, and when it takes longer than expected."""

    late_at: int
    is_late: bool = False


class Waiting:
    """Tells users no more than is known of a wait: how many orders are ahead, and how long pictures took lately.

    Args:
        tasks: Owns the updates under way.
    """

    def __init__(
        self,
        jobs: Jobs,
        history: History,
        messenger: Messenger,
        texts: Texts,
        provider: Provider,
        clock: Clock,
        tasks: Tasks,
    ) -> None:
        self._jobs = jobs
        self._history = history
        self._messenger = messenger
        self._texts = texts
        self._provider = provider
        self._clock = clock
        self._told: dict[str, Text | None] = {}  # the last text about each job; None if sending it failed
        self._telling: dict[str, asyncio.Task[None]] = {}
        self._painted: dict[str, _Painted] = {}
        self._tasks = tasks
        self._durations: list[tuple[Kind, int]] = []
        self._read_at = 0
        self._began = clock.now()  # texts that were sent before are not known

    async def placeholder(self, job: Job) -> Text:
        """Return the text of a placeholder: the order is being painted, or waits, and for how long.

        Raises:
            TransientError: The database does not answer.
        """
        await self._look_back()
        ahead, at_provider = job.ahead or await self._jobs.count_before(job)
        if ahead + at_provider < self._provider.terms.places and not self._provider.refuses_account:
            return self._painting(job)
        words = self._words(job.order.language, job.order.kind, _told_as(ahead))
        waiting = self._told[job.id] = Text(words, keyboards.while_waiting(self._texts, job))
        return waiting

    def says_it_waits(self, job: Job) -> bool:
        """Return whether a job's owner was told that it waits."""
        return self._told.get(job.id) is not None

    def left(self, job: Job) -> None:
        """Note that a job was submitted and cannot be cancelled any more; update a message that may say otherwise."""
        self._painted[job.id] = _Painted(self._clock.now() + self._late_after(job.order.kind))
        if job.id in self._told or job.waits or job.created_at < self._began:
            self._tell(job, self._painting(job))

    async def settle(self, job: Job) -> None:
        """Stop the updates about a job, and return when none is under way."""
        self._painted.pop(job.id, None)
        self._told.pop(job.id, None)
        if telling := self._telling.get(job.id):
            await asyncio.wait([telling])

    async def stop(self) -> None:
        """Cancel the updates under way."""
        await self._tasks.stop()

    async def look(self) -> bool:
        """Update the messages of waiting orders whose place has changed. Returns whether any order waits."""
        waiting = await self._jobs.waiting(TOLD)
        if waiting:
            await self._look_back()
        words: dict[tuple[str, Kind, int], str] = {}
        for ahead, listed in enumerate(waiting):
            told, case = self._told.get(listed.id), (listed.order.language, listed.order.kind, _told_as(ahead))
            html = words.get(case) or words.setdefault(case, self._words(*case))
            if self._clock.now() - listed.created_at < GOING_THROUGH or (told and told.html == html):
                continue
            job = await self._jobs.find(listed.id)
            if job and job.state is State.QUEUED:  # no `await` between here and the update
                self._tell(job, Text(html, keyboards.while_waiting(self._texts, job)))
        return bool(waiting)

    async def recover(self) -> None:
        """Load the orders that the provider has, at the start. Raises `TransientError`."""
        await self._look_back()
        for job in await self._jobs.submitted_now(TOLD):
            self._painted[job.id] = _Painted((job.submitted_at or 0) + self._late_after(job.order.kind))

    async def look_at_painted(self) -> None:
        """Tell users once that their pictures take longer than expected, and retry updates that failed.

        Raises:
            TransientError: The database does not answer.
        """
        for job_id, painted in list(self._painted.items()):
            becomes_late = not painted.is_late and self._clock.now() >= painted.late_at
            is_untold = job_id in self._told and self._told[job_id] is None
            if not becomes_late and not is_untold:
                continue
            job = await self._jobs.find(job_id)
            if self._painted.get(job_id) is not painted:  # settled meanwhile
                continue
            if job is None or job.state not in {State.SUBMITTING, State.SUBMITTED}:
                del self._painted[job_id]
                continue
            painted.is_late |= becomes_late
            late = Text(self._texts.get(job.order.language, "painting-late"))
            self._tell(job, late if painted.is_late else self._painting(job))

    def _late_after(self, kind: Kind) -> int:
        return int(LATE * max(self._typical(kind) or USUAL, SHORTEST) * SECOND)

    def _tell(self, job: Job, text: Text) -> None:
        if job.placeholder_id is None:
            return
        self._told[job.id] = text
        if job.id not in self._telling:
            self._telling[job.id] = self._tasks.start("waiting", self._put(job, job.placeholder_id))

    async def _put(self, job: Job, message_id: int) -> None:
        said = None
        try:
            while (text := self._told.get(job.id)) and text != said:  # the text may have changed during the send
                try:
                    if not await self._jobs.tell(job, TELLING, waits=bool(text.buttons)):
                        self._told.pop(job.id, None)
                        return
                    try:
                        async with asyncio.timeout(TELLING / SECOND - 5.0):
                            await self._messenger.put(place_of_order(job.order), text, into=message_id)
                    finally:
                        await retry_until_committed(lambda: self._jobs.told(job))
                except (HuabotError, TimeoutError) as exc:
                    log.info("waiting_not_told", job=job.id, error=str(exc))
                    if self._told.get(job.id) == text:
                        self._told[job.id] = None  # retried by `look` or `look_at_painted`
                        return
                said = text
        finally:
            del self._telling[job.id]

    def _painting(self, job: Job) -> Text:
        return Text(self._texts.get(job.order.language, "painting", **_lasting(self._typical(job.order.kind))))

    def _words(self, language: str, kind: Kind, place: int) -> str:
        lasting = _lasting(self._typical(kind) * (1 + (place + 1) / self._provider.terms.places))
        return self._texts.get(language, "waiting" if place <= EXACT else "waiting-far", ahead=place, **lasting)

    def _typical(self, kind: Kind) -> float:
        """Return the median seconds that recent pictures took, of this kind if there are any; 0 if none is known."""
        same = [micros for painted_kind, micros in self._durations if painted_kind is kind]
        recent = same or [micros for _, micros in self._durations]
        return median(recent) / SECOND if recent else 0.0

    async def _look_back(self) -> None:
        now = self._clock.now()
        if now - self._read_at >= KNOWN_FOR:
            self._read_at = now
            self._durations = await self._history.recent_waits(RECENT)


def _told_as(ahead: int) -> int:
    """Return the number of orders ahead as told to users: exact, or rounded up to 1, 2 or 5 times a power of ten."""
    power: int = 10 ** (len(str(ahead)) - 1)
    return ahead if ahead <= EXACT else next(step * power for step in (1, 2, 5, 10) if step * power >= ahead)


def _lasting(seconds: float) -> dict[str, int]:
    """Return a duration in minutes or in seconds, rounded as an estimate; both are 0 if it is too short to mention."""
    if seconds > 90:
        return {"minutes": round(seconds / 60), "seconds": 0}
    if seconds < SHORTEST:
        return {"minutes": 0, "seconds": 0}
    return {"minutes": 0, "seconds": round(seconds) if seconds < 10 else 5 * round(seconds / 5)}
