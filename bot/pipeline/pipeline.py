"""The pipeline as a whole: the steps of a job's life, each with its worker, and what looks after those who wait."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from bot.clock import SECOND, Clock
from bot.job import Job, State
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
from bot.pipeline.worker import Bells, Step, WatchName, Worker, WorkerName
from bot.provider.addresses import CallbackAddresses, MediaAddresses
from bot.provider.client import APISpace
from bot.provider.pace import Backoff, Breaker
from bot.provider.results import Results
from bot.tasks import Pauses, Tasks
from bot.texts import Texts
from storage.database import Database
from storage.erasures import Erasures
from storage.history import History
from storage.jobs import Jobs
from storage.switches import Switches

LOOK_AT_THE_LINE_EVERY, FORGET_EVERY, ERASE_EVERY = 2.0, 600.0, 5.0
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
        bells: Bells,
        clock: Clock,
        metrics: Metrics,
        pace: Pace,
        path_settings: dict[str, str],
    ) -> None:
        self._jobs = jobs
        self._bells = bells
        self._clock = clock
        self._metrics = metrics
        self._grace = pace.grace
        self.complete = Complete(jobs, bells, metrics)
        self.line = Line(
            jobs, history, messenger, texts, breaker, clock, bells, Tasks(metrics), concurrency=pace.concurrency
        )
        draft = Draft(jobs, messenger, texts, self.line, clock)
        announce = Announce(jobs, messenger, files, texts, self.complete, self.line, bells)
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
            bells,
            clock,
            metrics,
            concurrency=pace.concurrency,
            grace=pace.grace,
            query_interval=pace.query_interval,
            job_deadline=pace.job_deadline,
            path_settings=path_settings,
        )
        deliver = Deliver(jobs, messenger, results, texts, self.line, admins, clock, metrics)
        sweep = Sweep(
            jobs,
            provider,
            self.complete,
            bells,
            clock,
            query_interval=pace.query_interval,
            job_deadline=pace.job_deadline,
            queue_deadline=pace.queue_deadline,
        )
        self._workers = [
            self._worker("draft", State.DRAFT, draft, AT_ONCE, draft.set_aside),
            self._worker("announce", State.ACCEPTED, announce, AT_ONCE, announce.set_aside),
            Worker(
                "submit",
                claim=submit.claim,
                step=submit,
                put_off=jobs.postpone,
                next_due=submit.next_due,
                limit=pace.concurrency,
                bells=bells,
                clock=clock,
                metrics=metrics,
            ),
            self._worker("deliver", State.READY, deliver, AT_ONCE, deliver.set_aside),
            self._worker("sweep-submitting", State.SUBMITTING, sweep.unknown, 4, sweep.set_aside),
            self._worker("sweep-submitted", State.SUBMITTED, sweep.submitted, 4, sweep.set_aside),
        ]
        self._watches: dict[WatchName, tuple[Callable[[], Awaitable[None]], float]] = {
            "sweep": (sweep.waiting, min(1.0, pace.queue_deadline / SECOND / 4)),
            "line": (self.line.look, LOOK_AT_THE_LINE_EVERY),
            "forget": (Forget(database, history, clock).forget, FORGET_EVERY),
            "erase": (Erase(database, erasures, history, messenger, texts).erase, ERASE_EVERY),
        }
        self._watching = Tasks(metrics)

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
        for name, (look, seconds) in self._watches.items():
            self._watch(name, look, seconds)

    async def stop(self, seconds: float) -> None:
        """Begin nothing more; let the steps under way finish for so long."""
        await asyncio.gather(*(worker.stop(seconds) for worker in self._workers))
        await asyncio.gather(self._watching.stop(), self.line.stop())

    def _watch(self, name: WatchName, look: Callable[[], Awaitable[None]], seconds: float) -> None:
        async def turn() -> float:
            await look()
            return seconds

        wait = partial(self._bells.wait, name)
        self._watching.repeat(name, turn, pauses=Pauses(min(seconds, 0.5), seconds), sleep=wait)

    def _worker(
        self, name: WorkerName, state: State, step: Step, limit: int, set_aside: Callable[[Job], Awaitable[None]]
    ) -> Worker:
        return Worker(
            name,
            claim=lambda free: self._jobs.claim(state, free),
            step=step,
            put_off=self._jobs.postpone,
            strike=self._jobs.strike,
            set_aside=set_aside,
            next_due=lambda: self._jobs.next_due(state),
            limit=limit,
            bells=self._bells,
            clock=self._clock,
            metrics=self._metrics,
        )
