"""Waiting: what those whose orders have not been submitted are told about their turn, and how long it may take."""

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
"""Whoever has waited for less is going through, not waiting (microseconds)."""

EXACT = 10
"""Up to here a place is told exactly; beyond, in steps, or a long line would cost an edit a person and picture."""

TOLD = 200
"""As many of those who wait longest are told again when their place has changed."""

RECENT = 50
"""Pictures by which a duration is expected."""

SHORTEST = 5.0
"""Seconds: of less nothing is said."""

USUAL = 10.0
"""Seconds that a picture takes, as long as nobody knows better."""

LATE = 3
"""Whoever has waited for so many times as long as expected is told that it takes longer."""

KNOWN_FOR = 10 * SECOND
"""How long durations are remembered before they are read again."""


TELLING = 30 * SECOND
"""What telling somebody may take, at the utmost: no outcome of theirs is told by another process meanwhile."""


@dataclass(slots=True)
class _Painted:
    """An order that the provider has, and when it takes longer than it should."""

    late_at: int
    is_late: bool = False


class Waiting:
    """Says what may honestly be said of a wait: who is before, and how long it took lately.

    Args:
        tasks: Owns what is being told.
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
        self._told: dict[str, Text | None] = {}  # what is said to those who wait; None if that failed
        self._telling: dict[str, asyncio.Task[None]] = {}
        self._painted: dict[str, _Painted] = {}
        self._tasks = tasks
        self._durations: list[tuple[Kind, int]] = []
        self._read_at = 0
        self._began = clock.now()  # what was told before is not known any more

    async def placeholder(self, job: Job) -> Text:
        """Return the words with which an order is taken: that it is being painted, or that it waits, and how long.

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
        """Whether a job was told that it waits."""
        return self._told.get(job.id) is not None

    def left(self, job: Job) -> None:
        """A job has been submitted: it cannot be taken back any more, and its message says so if it said otherwise."""
        self._painted[job.id] = _Painted(self._clock.now() + self._late_after(job.order.kind))
        if job.id in self._told or job.waits or job.created_at < self._began:
            self._tell(job, self._painting(job))

    async def settle(self, job: Job) -> None:
        """Say nothing more about a job, and return when nothing about it is on its way."""
        self._painted.pop(job.id, None)
        self._told.pop(job.id, None)
        if telling := self._telling.get(job.id):
            await asyncio.wait([telling])

    async def stop(self) -> None:
        """Cut off what is still being told."""
        await self._tasks.stop()

    async def look(self) -> bool:
        """Tell those who wait what has changed for them. Returns whether anybody waits."""
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
            if job and job.state is State.QUEUED:  # and nothing is awaited until it is being told
                self._tell(job, Text(html, keyboards.while_waiting(self._texts, job)))
        return bool(waiting)

    async def recover(self) -> None:
        """At the start: remember what the provider has. Raises `TransientError`."""
        await self._look_back()
        for job in await self._jobs.submitted_now(TOLD):
            self._painted[job.id] = _Painted((job.submitted_at or 0) + self._late_after(job.order.kind))

    async def look_at_painted(self) -> None:
        """Tell those whose pictures take longer than expected, once; and again what could not be said before.

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
            while (text := self._told.get(job.id)) and text != said:  # it may have changed on the way
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
                        self._told[job.id] = None  # to be tried again when the line is looked at
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
        """Return how many seconds a picture took lately, of this kind if there were any; 0 if nobody knows."""
        same = [micros for each, micros in self._durations if each is kind]
        recent = same or [micros for _, micros in self._durations]
        return median(recent) / SECOND if recent else 0.0

    async def _look_back(self) -> None:
        now = self._clock.now()
        if now - self._read_at >= KNOWN_FOR:
            self._read_at = now
            self._durations = await self._history.recent_waits(RECENT)


def _told_as(ahead: int) -> int:
    """Return how many are said to be ahead: exactly so many, or at most the next 1, 2 or 5 with zeros behind it."""
    power: int = 10 ** (len(str(ahead)) - 1)
    return ahead if ahead <= EXACT else next(step * power for step in (1, 2, 5, 10) if step * power >= ahead)


def _lasting(seconds: float) -> dict[str, int]:
    """Return a duration as a number and its unit, as exact as it can honestly be said."""
    if seconds > 90:
        return {"minutes": round(seconds / 60), "seconds": 0}
    if seconds < SHORTEST:
        return {"minutes": 0, "seconds": 0}
    return {"minutes": 0, "seconds": round(seconds) if seconds < 10 else 5 * round(seconds / 5)}
