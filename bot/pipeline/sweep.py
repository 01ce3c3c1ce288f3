"""Sweeps jobs that have waited too long: queries, repeats or expires them. The last step of a job."""

import structlog

from bot.clock import SECOND, Clock
from bot.errors import TransientError
from bot.job import Job, Outcome
from bot.pipeline.complete import Complete
from bot.pipeline.worker import retry_until_committed
from bot.provider.provider import Provider
from storage.jobs import Jobs

log = structlog.get_logger(__name__)


class Sweep:
    """Ensures that every job ends and its owner is told."""

    def __init__(
        self,
        jobs: Jobs,
        provider: Provider,
        complete: Complete,
        clock: Clock,
    ) -> None:
        self._jobs = jobs
        self._provider = provider
        self._complete = complete
        self._clock = clock
        self._deadlines = provider.deadlines

    async def unknown(self, job: Job) -> None:
        """Resubmit a claimed job in `submitting` whose grace period is over, or expire it.

        A job is resubmitted once, and only before its deadline.
        """
        if not job.resubmitted and self._clock.now() < self._deadlines.of(job):
            log.warning("job_resubmitted", job=job.id)
            await retry_until_committed(lambda: self._jobs.resubmit(job))
        else:
            await self._complete.give_up(job, Outcome.EXPIRED)

    async def submitted(self, job: Job) -> float | None:
        """Query a claimed job in `submitted` that has had no callback, and expire it at its deadline."""
        if self._provider.can_query and job.uid:
            try:
                verdict = await self._provider.query(job.uid)
            except TransientError as exc:
                log.info("query_unanswered", job=job.id, error=str(exc))
                verdict = None
            if verdict:
                await retry_until_committed(lambda: self._complete.finish(job.id, verdict))
                return None
        now = self._clock.now()
        if now >= self._deadlines.of(job):
            await self._complete.give_up(job, Outcome.EXPIRED)
            return None
        return min(self._deadlines.query_interval, self._deadlines.of(job) - now) / SECOND

    async def set_aside(self, job: Job) -> None:
        """Expire a job that cannot be queried or repeated; its picture may still come."""
        await self._complete.give_up(job, Outcome.EXPIRED)

    async def waiting(self) -> None:
        """Expire the orders that still wait to be submitted at their deadline."""
        for job in await self._jobs.expire_waiting(self._deadlines.queue, self._deadlines.job):
            self._complete.ended(job)
