"""The pipeline as a whole: the steps of a job's life, each with its worker, and what looks after those who wait."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.clock import SECOND, Clock
from bot.job import State
from bot.metrics import Metrics
from bot.pipeline.announce import Announce
from bot.pipeline.complete import Complete
from bot.pipeline.deliver import Deliver
from bot.pipeline.draft import Draft
from bot.pipeline.files import FileSource
from bot.pipeline.forget import Erase, Forget
from bot.pipeline.line import Line
from bot.pipeline.messenger import Messenger
from bot.pipeline.notify import OperatorAlerts
from bot.pipeline.submit import Submit
from bot.pipeline.sweep import Sweep
from bot.pipeline.worker import DueJobs, Source, Step, Worker
from bot.provider.addresses import CallbackAddresses, MediaAddresses
from bot.provider.client import APISpace
from bot.provider.pace import Backoff, Breaker
from bot.provider.results import Results
from bot.tasks import Pauses, Tasks
from bot.texts import Texts
from storage.changes import ERASURES, Topic
from storage.database import Database
from storage.erasures import Erasures
from storage.history import History
from storage.jobs import Jobs
from storage.switches import Switches

LOOK_AT_THE_LINE_EVERY, FORGET_EVERY, EXPIRE_EVERY = 2.0, 600.0, 5.0
"""Seconds between two looks."""

AT_ONCE = 64
"""Deliveries, and announcements, under way at once; pacing decides how fast they really go."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How much the provider is given at once, and how long everything may take (microseconds).

    The settings `PROVIDER_CONCURRENCY`, `SUBMIT_GRACE`, `QUERY_INTERVAL`, `JOB_DEADLINE` and `QUEUE_DEADLINE`.
    """

    concurrency: int
    grace: int
    query_interval: int
    job_deadline: int
    queue_deadline: int


class Pipeline:
    """Everything that happens to a job between intake and its end. `start`, then `stop`.

    Attributes:
        complete: Takes outcomes in.
        line: Knows who waits.
    """

    def __init__(
        self,
        database: Database,
        jobs: Jobs,
        history: History,
        erasures: Erasures,
        switches: Switches,
        messenger: Messenger,
        files: FileSource,
        provider: APISpace,
        callbacks: CallbackAddresses,
        media: MediaAddresses,
        results: Results,
        breaker: Breaker,
        admins: OperatorAlerts,
        texts: Texts,
        clock: Clock,
        metrics: Metrics,
        pace: Pace,
        path_settings: dict[str, str],
    ) -> None:
        self._jobs = jobs
        self._clock = clock
        self._metrics = metrics
        self._grace = pace.grace
        self.complete = Complete(jobs, metrics)
        self.line = Line(jobs, history, messenger, texts, breaker, clock, Tasks(metrics), concurrency=pace.concurrency)
        draft = Draft(jobs, messenger, texts, self.line, clock)
        self._submit = submit = Submit(
            jobs,
            provider,
            callbacks,
            media,
            breaker,
            Backoff(clock, first=1.0, longest=30.0),
            self.complete,
            self.line,
            admins,
            switches,
            clock,
            metrics,
            concurrency=pace.concurrency,
            grace=pace.grace,
            query_interval=pace.query_interval,
            job_deadline=pace.job_deadline,
            path_settings=path_settings,
        )
        announce = Announce(jobs, messenger, files, texts, self.complete, self.line, submit.terms)
        deliver = Deliver(jobs, messenger, results, texts, self.line, admins, clock, metrics)
        sweep = Sweep(
            jobs,
            provider,
            self.complete,
            clock,
            query_interval=pace.query_interval,
            job_deadline=pace.job_deadline,
            queue_deadline=pace.queue_deadline,
        )
        self._workers = [
            self._worker(Step("draft", draft, draft.set_aside), DueJobs(jobs, State.DRAFT), AT_ONCE),
            self._worker(Step("announce", announce, announce.set_aside), DueJobs(jobs, State.ACCEPTED), AT_ONCE),
            self._worker(Step("submit", submit), submit, pace.concurrency),
            self._worker(Step("deliver", deliver, deliver.set_aside), DueJobs(jobs, State.READY), AT_ONCE),
            self._worker(Step("sweep-submitting", sweep.unknown, sweep.set_aside), DueJobs(jobs, State.SUBMITTING), 4),
            self._worker(Step("sweep-submitted", sweep.submitted, sweep.set_aside), DueJobs(jobs, State.SUBMITTED), 4),
        ]
        self._forget = Forget(database, history, clock).forget
        self._erase = Erase(database, erasures, history, messenger, texts).erase
        self._expire = sweep.waiting
        self._expire_every = min(EXPIRE_EVERY, pace.queue_deadline / SECOND / 8)
        self._loops = Tasks(metrics)

    @property
    def alive(self) -> bool:
        """Whether every worker runs."""
        return all(worker.alive for worker in self._workers)

    async def recover(self) -> None:
        """Before the start: nobody holds a job any more.

        Raises:
            TransientError: The database does not answer.
        """
        await self._jobs.release_claims(self._grace)
        await self._submit.recover()

    def start(self) -> None:
        """Go on with the jobs that stand."""
        for worker in self._workers:
            worker.start()
        self._run_every(self._expire_every, "expire", self._expire)
        self._run_every(FORGET_EVERY, "forget", self._forget)
        self._run_on(ERASURES, "erase", self._erase)
        self._run_on(State.QUEUED, "waiting", self.line.look, LOOK_AT_THE_LINE_EVERY)

    async def stop(self, seconds: float) -> None:
        """Begin nothing more; let the steps under way finish for so long."""
        await asyncio.gather(*(worker.stop(seconds) for worker in self._workers))
        await asyncio.gather(self._loops.stop(), self.line.stop())

    def _run_every(self, seconds: float, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Repeat something after so many seconds."""

        async def turn() -> float:
            await work()
            return seconds

        self._loops.repeat(name, turn, pauses=Pauses(min(seconds, 0.5), seconds))

    def _run_on(
        self, topic: Topic, name: str, work: Callable[[], Awaitable[bool | None]], seconds: float = 0.0
    ) -> None:
        """Do something `seconds` after a commit of this topic, and again while it says that there is more to do."""
        changes = self._jobs.changes
        listener = changes.listen(topic)

        async def turn() -> float:
            if not await work():
                await listener.wait(changes.poll_seconds)
            return seconds

        self._loops.repeat(name, turn, pauses=Pauses(0.5, 5.0))

    def _worker(self, step: Step, source: Source, limit: int) -> Worker:
        return Worker(step, source, self._jobs, self._clock, self._metrics, limit=limit)
