"""Complete: what the provider says became of a job is committed, once. The fourth verb of a job's life."""

import structlog

from bot.clock import SECOND
from bot.errors import UntrustedError
from bot.job import Job, Outcome
from bot.metrics import Metrics
from bot.pipeline.worker import Bells
from bot.provider.addresses import CallbackAddress
from bot.provider.wire import Verdict
from storage.jobs import Jobs

log = structlog.get_logger(__name__)


class Complete:
    """Records outcomes, whoever brings them, and wakes those who wait for them."""

    def __init__(self, jobs: Jobs, bells: Bells, metrics: Metrics) -> None:
        self._jobs = jobs
        self._bells = bells
        self._metrics = metrics

    async def callback(self, address: CallbackAddress, verdict: Verdict) -> None:
        """Commit what a callback at a verified address says. Repeated and contradictory ones change nothing.

        Raises:
            UntrustedError: No such job, or the body names another task's uid.
            TransientError: Not committed; the provider must call again.
        """
        job = await self._jobs.find(address.job_id)
        if job is None or address.attempt > job.attempt:
            self._metrics.callbacks.labels("unknown_job").inc()
            raise UntrustedError("callback for a job that is not there")
        # Only the attempt that got the stored uid can be held to it; an older attempt's callback counts too.
        if job.uid and address.attempt == job.uid_attempt and verdict.uids - {job.uid}:
            self._metrics.callbacks.labels("wrong_uid").inc()
            log.error("callback_wrong_uid", job=job.id, attempt=address.attempt)
            raise UntrustedError("callback with another task's uid")
        finished = await self.finish(job, verdict)
        if finished:
            self._metrics.callbacks.labels("accepted").inc()
        elif job.outcome == verdict.outcome:
            self._metrics.callbacks.labels("repeated").inc()
        else:
            self._metrics.callbacks.labels("contradictory").inc()
            log.warning("callback_contradicts", job=job.id, stands=job.outcome, ignored=verdict.outcome)

    async def finish(self, job: Job, verdict: Verdict) -> Job | None:
        """Commit an outcome if none stands (a late picture may replace an expiry, once).

        Returns:
            The job as it is now; None if it had ended before.

        Raises:
            TransientError: Not committed.
        """
        finished = await self._jobs.finish(job.id, verdict.outcome, verdict.reason, verdict.urls)
        if finished:
            self.count(finished)
        return finished

    def count(self, job: Job) -> None:
        """Note a new outcome in log and metrics, and wake delivery and the queue behind it."""
        outcome = job.outcome or Outcome.FAILED
        self._metrics.jobs.labels(job.order.kind, outcome).inc()
        self._metrics.paint_wait.labels(job.order.kind).observe(((job.outcome_at or 0) - job.created_at) / SECOND)
        reason = job.reason if outcome in {Outcome.FAILED, Outcome.REFUSED, Outcome.UNCHECKED} else ""
        log.info("job_ended", job=job.id, outcome=outcome, reason=reason[:40])
        self._bells.ring("deliver")
        self._bells.ring("submit")
