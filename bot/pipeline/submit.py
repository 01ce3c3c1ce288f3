"""Submits an order to the provider, within its rate limit. The third step of a job."""

from collections.abc import Sequence

import structlog

from bot.errors import NotSentError, PermanentError, RateLimitedError, TransientError
from bot.job import Job, Kind, Outcome, State
from bot.metrics import Metrics
from bot.pipeline.alerts import OperatorAlerts
from bot.pipeline.complete import Complete
from bot.pipeline.path_alerts import GUESSED, PathAlerts
from bot.pipeline.waiting import Waiting
from bot.pipeline.worker import retry_until_committed
from bot.provider.client import AccountError, NotOfferedError, PathError, UnreadableError, path_setting
from bot.provider.provider import Provider
from storage.jobs import Jobs
from storage.switches import Switches

log = structlog.get_logger(__name__)

ACCOUNT_REJECTED = "refused"
"""The switch that is on while the provider refuses our account: operators are told once, restarts included."""


class Submit:
    """Posts orders. The claim of an order is the commit before its POST: `queued` → `submitting`.

    Attributes:
        state: The state of the jobs that are claimed.
        also: The states of ended jobs: each makes room for another one.
    """

    state = State.QUEUED
    also: Sequence[State] = (State.READY,)

    def __init__(
        self,
        jobs: Jobs,
        provider: Provider,
        complete: Complete,
        waiting: Waiting,
        alerts: OperatorAlerts,
        switches: Switches,
        metrics: Metrics,
    ) -> None:
        self._jobs = jobs
        self._provider = provider
        self._complete = complete
        self._waiting = waiting
        self._alerts = alerts
        self._switches = switches
        self._metrics = metrics
        self._paths = PathAlerts(switches, alerts)

    async def recover(self) -> None:
        """Load the stored switches at the start: if the account was refused before, the next order is the probe."""
        if await self._switches.is_on(ACCOUNT_REJECTED):
            self._provider.resume()
        await self._paths.recover()

    async def claim(self, limit: int) -> list[Job]:
        """Claim as many queued jobs as the provider's concurrency, rate limit and breaker allow.

        While the provider is closed, fail the queued jobs instead, except those that it may have received.
        """
        if self._provider.is_closed:
            for job in await self._jobs.fail_queued("unavailable"):
                self._complete.ended(job)
            return []
        return await self._jobs.claim_submit(limit, self._provider.terms)

    async def next_due(self) -> int | None:
        """Return when a job can be claimed, if the provider has room for it."""
        due = await self._jobs.next_due(State.QUEUED)
        return None if due is None else max(due, self._provider.resume_at)

    async def __call__(self, job: Job) -> None:
        """Post one claimed job in state `submitting`."""
        was_rejected = self._provider.refuses_account
        try:
            uid = await self._provider.submit(job)
        except (NotSentError, RateLimitedError) as exc:
            self._metrics.retries.labels("submit").inc()
            log.warning("submit_put_off", job=job.id, error=str(exc))
            until = self._provider.resume_at
            await retry_until_committed(lambda: self._jobs.requeue(job, until))
        except TransientError as exc:
            # The order may have been accepted and billed: the sweep decides after the grace period.
            suspect = {"perhaps": path_setting(job.order.kind)} if isinstance(exc, UnreadableError) else {}
            log.warning("submit_unknown", job=job.id, attempt=job.attempt, error=str(exc), **suspect)
            if suspect and job.order.kind in GUESSED:
                await self._paths.wrong(job.order.kind, path_setting(job.order.kind), str(exc))
        except AccountError as exc:
            await self._tell_rejected(exc)
            await self._fail(job, "unavailable")
        except NotOfferedError as exc:  # ordered before the operators removed the command
            log.info("submit_not_offered", job=job.id, error=str(exc))
            await self._fail(job, exc.code)
        except PathError as exc:
            log.error("provider_path_wrong", setting=path_setting(job.order.kind), error=str(exc))  # noqa: TRY400
            await self._paths.wrong(job.order.kind, path_setting(job.order.kind), str(exc))
            await self._fail(job, exc.code)
        except PermanentError as exc:
            suspect = {"perhaps": "APISPACE_ANIME_LAYOUT"} if job.order.kind is Kind.ANIME else {}
            log.warning("submit_refused", job=job.id, error=str(exc), **suspect)
            await self._tell_accepted(was_rejected=was_rejected)
            await self._fail(job, exc.code)
        else:
            log.info("job_submitted", job=job.id, attempt=job.attempt, uid=uid)
            await self._tell_accepted(was_rejected=was_rejected)
            await self._paths.right(job.order.kind)
            due_at = self._provider.next_query(job)
            if await retry_until_committed(lambda: self._jobs.submitted(job, uid, due_at)):
                self._waiting.left(job)

    async def _fail(self, job: Job, reason: str) -> None:
        # A first attempt whose answer was lost may still bring a picture, which may only replace an expiry.
        outcome = Outcome.EXPIRED if job.resubmitted else Outcome.FAILED
        await self._complete.give_up(job, outcome, reason)

    async def _tell_rejected(self, refusal: AccountError) -> None:
        if await retry_until_committed(lambda: self._switches.set(ACCOUNT_REJECTED, on=True)):
            log.error("provider_account_refused", status=refusal.code)
            self._alerts.tell("admin-provider-closed", status=refusal.code)

    async def _tell_accepted(self, *, was_rejected: bool) -> None:
        if not was_rejected or self._provider.refuses_account:
            return
        if await retry_until_committed(lambda: self._switches.set(ACCOUNT_REJECTED, on=False)):
            log.info("provider_account_accepted")
            self._alerts.tell("admin-provider-open")
