"""Completes a job: commits the provider's verdict, once. The fourth step of a job."""

import structlog

from bot.clock import SECOND
from bot.errors import UntrustedError
from bot.job import Job, Outcome
from bot.metrics import Metrics
from bot.pipeline.worker import retry_until_committed
from bot.provider.addresses import CallbackAddress
from bot.provider.wire import Verdict
from storage.jobs import Jobs

log = structlog.get_logger(__name__)


class Complete:
    """Records outcomes, whichever part of the program reports them."""

    def __init__(self, jobs: Jobs, metrics: Metrics) -> None:
        self._jobs = jobs
        self._metrics = metrics

    async def callback(self, address: CallbackAddress, verdict: Verdict) -> None:
        """Commit the verdict of a callback at a verified address. Repeated and contradictory callbacks change nothing.

        Raises:
            UntrustedError: The job or attempt does not exist, or the body names another job's task.
            TransientError: Not committed; the provider must call again.
        """
        if len(verdict.uids) <= 1:  # the usual case: one statement checks attempt and uid, and records the outcome
            task = (address.attempt, next(iter(verdict.uids), None))
            if await self.finish(address.job_id, verdict, task):
                self._metrics.callbacks.labels("accepted").inc()
                return
        job = await self._jobs.find(address.job_id)
        if job is None or address.attempt > job.attempt:
            self._metrics.callbacks.labels("unknown_job").inc()
            raise UntrustedError("callback for a job that is not there")
        await self._require_no_other(job, address, verdict)
        if address.attempt < job.attempt and verdict.outcome is Outcome.FAILED:
            self._metrics.callbacks.labels("superseded").inc()
            log.info("callback_superseded", job=job.id)  # the newer attempt is being painted, and will be paid
            return
        if await self.finish(job.id, verdict):
            self._metrics.callbacks.labels("accepted").inc()
            return
        standing = await self._jobs.find(job.id)  # read again: a concurrent callback may have come first
        if standing and standing.outcome == verdict.outcome:
            self._metrics.callbacks.labels("repeated").inc()
        else:
            self._metrics.callbacks.labels("contradictory").inc()
            log.warning("callback_contradicts", job=job.id, ignored=verdict.outcome)

    async def _require_no_other(self, job: Job, address: CallbackAddress, verdict: Verdict) -> None:
        """Refuse the uid of another job's task. An unknown uid does not invalidate a callback to the right address."""
        own = _spelled(job.uid or "")
        for uid in verdict.uids:
            if _spelled(uid) == own:
                continue
            if await self._jobs.is_of_another(uid, job.id):
                self._metrics.callbacks.labels("wrong_uid").inc()
                log.error("callback_wrong_uid", job=job.id, attempt=address.attempt)
                raise UntrustedError("callback with another job's uid")
            if job.uid and address.attempt == job.uid_attempt:
                log.warning("callback_unknown_uid", job=job.id, attempt=address.attempt)

    async def finish(self, job_id: str, verdict: Verdict, task: tuple[int, str | None] | None = None) -> bool:
        """Commit the provider's verdict unless the job has an outcome (a late picture may replace an expiry, once).

        Args:
            job_id: The job.
            verdict: The provider's verdict.
            task: The attempt and uid that the job must have, as for `Jobs.finish`.

        Returns:
            Whether the verdict is the outcome now; False if the job had ended before, or does not match `task`.

        Raises:
            TransientError: Not committed.
        """
        finished = await self._jobs.finish(job_id, verdict.outcome, verdict.reason, verdict.urls, task=task)
        if finished:
            self.ended(finished)
        return finished is not None

    async def give_up(self, job: Job, outcome: Outcome, reason: str = "") -> None:
        """Commit an outcome decided by the bot, under the caller's claim; do nothing if the claim was overtaken."""
        ended = await retry_until_committed(lambda: self._jobs.give_up(job, outcome, reason))
        if ended:
            self.ended(ended)

    def ended(self, job: Job) -> None:
        """Record a new outcome in the log and the metrics."""
        outcome = job.outcome or Outcome.FAILED
        self._metrics.jobs.labels(job.order.kind, outcome).inc()
        self._metrics.paint_wait.labels(job.order.kind).observe(((job.outcome_at or 0) - job.created_at) / SECOND)
        reason = job.reason if outcome in {Outcome.FAILED, Outcome.REFUSED, Outcome.UNCHECKED} else ""
        log.info("job_ended", job=job.id, outcome=outcome, reason=reason[:40])


def _spelled(uid: str) -> str:
    return uid.replace("-", "").lower()
