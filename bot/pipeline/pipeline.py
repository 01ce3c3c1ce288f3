"""Assembles the pipeline: the steps of a job, each with its worker, and the loops that run beside them."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.clock import SECOND
from bot.job import State
from bot.metrics import Metrics
from bot.pipeline.alerts import OperatorAlerts
from bot.pipeline.announce import Announce
from bot.pipeline.cancel import Cancel
from bot.pipeline.clear import Clear
from bot.pipeline.complete import Complete
from bot.pipeline.deliver import Deliver
from bot.pipeline.draft import Draft
from bot.pipeline.forget import Erase, Forget
from bot.pipeline.messenger import Messenger
from bot.pipeline.prepare import Prepare
from bot.pipeline.presence import Presence
from bot.pipeline.submit import Submit
from bot.pipeline.sweep import Sweep
from bot.pipeline.waiting import Waiting
from bot.pipeline.worker import DueJobs, Source, Step, Worker, retry_until_committed
from bot.provider.provider import Provider
from bot.provider.results import Results
from bot.tasks import Pauses, Tasks
from bot.texts import Texts
from storage.changes import ERASURES, Topic
from storage.standing import LOOK_WHO_LEADS
from storage.stores import Stores

TELL_WAITING_EVERY, FORGET_EVERY, CLEAR_EVERY, EXPIRE_EVERY = 2.0, 600.0, 60.0, 5.0
"""Seconds between two turns of each loop."""

AT_ONCE = 64
"""Jobs under way at once in each of draft, announce and deliver; pacing decides their real rate."""


class Pipeline:
    """Runs everything that happens to a job between intake and its end. Call `start`, then `stop`.

    Attributes:
        complete: Records outcomes.
        cancel: Cancels orders.
    """

    def __init__(
        self,
        stores: Stores,
        provider: Provider,
        results: Results,
        messenger: Messenger,
        prepare: Prepare,
        alerts: OperatorAlerts,
        texts: Texts,
        metrics: Metrics,
    ) -> None:
        self._jobs = jobs = stores.jobs
        jobs.gate = provider
        self._grace = provider.terms.grace
        clock = self._clock = stores.clock
        self._database = stores.database
        self._provider = provider
        self.complete = Complete(jobs, metrics)
        self.cancel = Cancel(jobs, messenger, texts)
        self._waiting = Waiting(jobs, stores.history, messenger, texts, provider, clock, Tasks(metrics))
        draft = Draft(jobs, messenger, texts, self.cancel, clock)
        announce = Announce(jobs, messenger, prepare, texts, self.complete, self._waiting, self.cancel, provider)
        self._submit = submit = Submit(jobs, provider, self.complete, self._waiting, alerts, stores.switches, metrics)
        deliver = Deliver(jobs, messenger, results, texts, self._waiting, alerts, clock, metrics)
        sweep = Sweep(jobs, provider, self.complete, clock)

        def worker(step: Step, source: Source, limit: int) -> Worker:
            return Worker(step, source, jobs, clock, metrics, limit=limit)

        self._workers = [
            worker(Step("draft", draft, draft.set_aside), DueJobs(jobs, State.DRAFT), AT_ONCE),
            worker(Step("announce", announce, announce.set_aside), DueJobs(jobs, State.ACCEPTED), AT_ONCE),
            worker(Step("submit", submit), submit, provider.terms.places),
            worker(Step("deliver", deliver, deliver.set_aside), DueJobs(jobs, State.READY), AT_ONCE),
            worker(Step("sweep-submitting", sweep.unknown, sweep.set_aside), DueJobs(jobs, State.SUBMITTING), 4),
            worker(Step("sweep-submitted", sweep.submitted, sweep.set_aside), DueJobs(jobs, State.SUBMITTED), 4),
        ]
        self._forget = Forget(stores.database, stores.history, clock).forget
        self._erase = Erase(stores.database, stores.erasures, stores.history, messenger, texts).erase
        self._clear = Clear(stores.history, messenger).clear
        self._expire = sweep.waiting
        self._expire_every = min(EXPIRE_EVERY, provider.deadlines.queue / SECOND / 8)
        self._loops = Tasks(metrics)

    @property
    def alive(self) -> bool:
        """Return whether every worker runs."""
        return all(worker.alive for worker in self._workers)

    async def recover(self) -> None:
        """Release all claims before the start, unless others share the database, and load the stored state.

        Raises:
            TransientError: The database does not answer.
        """
        if not self._database.is_shared:
            await self._jobs.release_claims(self._grace)
        await self._submit.recover()
        await self._waiting.recover()

    def start(self) -> None:
        """Start the workers and loops, which continue with the stored jobs."""
        for worker in self._workers:
            worker.start()
        self._run_every(self._expire_every, "expire", self._expire)
        self._run_every(FORGET_EVERY, "forget", self._forget)
        self._run_every(CLEAR_EVERY, "clear", self._clear)
        self._run_on(ERASURES, "erase", self._erase)
        self._run_on(State.QUEUED, "waiting", self._waiting.look, TELL_WAITING_EVERY)
        self._loops.repeat("late", self._look_at_painted, pauses=Pauses(0.5, 5.0))

    def presence(self, metrics: Metrics, key_ids: frozenset[str]) -> Presence:
        """Return this process's presence among others, and share the provider's state with them."""
        provider, jobs = self._provider, self._jobs
        provider.share(lambda what: retry_until_committed(lambda: jobs.change(what)))
        return Presence(
            self._database,
            jobs,
            self._clock,
            metrics,
            key_ids=key_ids,
            on_beat=lambda beat: provider.load(beat.provider) if beat.provider else None,
            on_death=self.cut_off,
        )

    def cut_off(self) -> None:
        """Cancel all steps: other processes have taken this one for dead, and its claims are theirs."""
        for worker in self._workers:
            worker.cut_off()

    async def stop(self, seconds: float) -> None:
        """Start no more steps; finish those under way within `seconds`, then cancel."""
        await asyncio.gather(*(worker.stop(seconds) for worker in self._workers))
        await asyncio.gather(self._loops.stop(), self._waiting.stop())

    @property
    def _leads(self) -> bool:
        """Return whether this process does the work that one process does for all."""
        return self._database.standing.leads(self._clock.now())

    async def _look_at_painted(self) -> float:
        """Check the jobs that this process has submitted; every process does so for its own."""
        await self._waiting.look_at_painted()
        return TELL_WAITING_EVERY

    def _run_every(self, seconds: float, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Repeat `work` every `seconds` while this process leads."""

        async def turn() -> float:
            if not self._leads:
                return min(seconds, LOOK_WHO_LEADS)
            await work()
            return seconds

        self._loops.repeat(name, turn, pauses=Pauses(min(seconds, 0.5), seconds))

    def _run_on(
        self, topic: Topic, name: str, work: Callable[[], Awaitable[bool | None]], seconds: float = 0.0
    ) -> None:
        """Run `work` `seconds` after a commit of this topic, and again while it returns that there is more to do."""
        changes = self._jobs.changes
        listener = changes.listen(topic)

        async def turn() -> float:
            if not self._leads or not await work():
                await listener.wait(changes.poll_seconds)
            return seconds

        self._loops.repeat(name, turn, pauses=Pauses(0.5, 5.0))
