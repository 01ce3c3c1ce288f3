"""Submit: the order goes to the provider, within its pace. The third verb of a job's life."""

from collections.abc import Sequence

import structlog

from bot.clock import Clock
from bot.deadlines import Terms
from bot.errors import NotSentError, PermanentError, RateLimitedError, TransientError
from bot.job import Job, Kind, Outcome, State
from bot.metrics import Metrics
from bot.pipeline.complete import Complete
from bot.pipeline.line import Line
from bot.pipeline.notify import OperatorAlerts
from bot.pipeline.worker import retry_until_committed
from bot.provider.addresses import CallbackAddresses, MediaAddresses
from bot.provider.client import AccountError, APISpace, PathError, UnreadableError
from bot.provider.pace import Backoff, Breaker
from storage.jobs import Jobs
from storage.switches import Switches

log = structlog.get_logger(__name__)

REFUSED = "refused"
"""The switch that is on while the provider refuses our account: its operators are told once, restarts included."""


class Submit:
    """Posts orders. Claiming one is the commit before the POST: `queued` → `submitting`.

    Attributes:
        state: Of the jobs that are claimed.
        also: A job that ends makes room for another one.

    Args:
        concurrency: Tasks the provider works on for us at once.
        grace: How long an unknown answer is waited for (microseconds).
        query_interval: When to ask for the result of a task that has a uid (microseconds).
        job_deadline: When to give a task up at the latest, from its first POST (microseconds).
        path_settings: The setting that holds each kind's path, for the log.
    """

    state = State.QUEUED
    also: Sequence[State] = (State.READY,)

    def __init__(
        self,
        jobs: Jobs,
        provider: APISpace,
        callbacks: CallbackAddresses,
        media: MediaAddresses,
        breaker: Breaker,
        pause: Backoff,
        complete: Complete,
        line: Line,
        admins: OperatorAlerts,
        switches: Switches,
        clock: Clock,
        metrics: Metrics,
        *,
        concurrency: int,
        grace: int,
        query_interval: int,
        job_deadline: int,
        path_settings: dict[str, str],
    ) -> None:
        self._jobs = jobs
        self._provider = provider
        self._callbacks = callbacks
        self._media = media
        self._breaker = breaker
        self._pause = pause
        self._complete = complete
        self._line = line
        self._admins = admins
        self._switches = switches
        self._clock = clock
        self._metrics = metrics
        self._on = Terms(concurrency, grace, job_deadline)
        self._query_interval = query_interval
        self._path_settings = path_settings

    async def recover(self) -> None:
        """At the start: if the account was refused before, the next order is the probe."""
        if await self._switches.is_on(REFUSED):
            self._breaker.resume()
            self._metrics.provider_open.set(0)

    async def claim(self, limit: int) -> list[Job]:
        """Take as many queued jobs as the provider's concurrency, pace and breaker allow."""
        if self._breaker.shut:
            await self._turn_away()
            return []
        if self._clock.now() < self._pause.until:
            return []
        free = self._on.places - await self._jobs.count_at_provider()
        allowed = self._breaker.admit(min(limit, free))
        if allowed <= 0:
            return []
        claimed = await self._jobs.claim_submit(allowed, self._on)
        if claimed:
            self._breaker.sent()
        return claimed

    def terms(self) -> Terms | None:
        """Return on which terms a job may be posted without having been queued; None if it may not."""
        return None if self._breaker.tripped or self._clock.now() < self._pause.until else self._on

    async def next_due(self) -> int | None:
        """Return when a job can be claimed, if the provider has room for it."""
        due = await self._jobs.next_due(State.QUEUED)
        return None if due is None else max(due, self._pause.until, self._breaker.shut_until)

    async def __call__(self, job: Job) -> None:
        """Post one claimed job in state `submitting`."""
        try:
            uid = await self._provider.submit(
                job.order, self._callbacks.make(job.id, job.attempt), self._source_url(job)
            )
        except (NotSentError, RateLimitedError) as exc:
            self._breaker.undecided()
            self._metrics.retries.labels("submit").inc()
            until = self._pause.fail(exc.retry_after or 0.0)
            log.warning("submit_put_off", job=job.id, error=str(exc))
            await retry_until_committed(lambda: self._jobs.requeue(job, until))
        except TransientError as exc:
            # It may have been taken and billed: the sweep decides after the grace.
            self._breaker.undecided()
            setting = self._path_settings[job.order.kind]
            suspect = {"perhaps": setting} if isinstance(exc, UnreadableError) else {}
            log.warning("submit_unknown", job=job.id, attempt=job.attempt, error=str(exc), **suspect)
        except AccountError as exc:
            await self._account_refused(job, exc)
        except PathError as exc:
            self._breaker.undecided()
            setting = self._path_settings[job.order.kind]
            log.error("provider_path_wrong", setting=setting, error=str(exc))  # noqa: TRY400
            await self._fail(job, exc.code)
        except PermanentError as exc:
            await self._account_accepted()
            suspect = {"perhaps": "APISPACE_ANIME_LAYOUT"} if job.order.kind is Kind.ANIME else {}
            log.warning("submit_refused", job=job.id, error=str(exc), **suspect)
            await self._fail(job, exc.code)
        except BaseException:
            self._breaker.undecided()
            raise
        else:
            await self._account_accepted()
            log.info("job_submitted", job=job.id, attempt=job.attempt, uid=uid)
            now = self._clock.now()
            due_at = min(now + self._query_interval, self._deadline(job))
            if await retry_until_committed(lambda: self._jobs.submitted(job, uid, due_at)):
                self._line.left(job)

    def _source_url(self, job: Job) -> str:
        """Return where the provider may fetch the source for as long as the task can wait."""
        return self._media.make(job.id, self._deadline(job)) if job.order.source else ""

    def _deadline(self, job: Job) -> int:
        return (job.submitted_at or self._clock.now()) + self._on.deadline

    async def _fail(self, job: Job, reason: str) -> None:
        # A first attempt whose answer was lost may still bring a picture, which only an expiry lets in.
        outcome = Outcome.EXPIRED if job.resubmitted else Outcome.FAILED
        await self._complete.give_up(job, outcome, reason)

    async def _account_refused(self, job: Job, refusal: AccountError) -> None:
        if self._breaker.trip():
            log.error("provider_account_refused", status=refusal.code)
            self._metrics.provider_open.set(0)
            if await retry_until_committed(lambda: self._switches.set(REFUSED, on=True)):
                self._admins.tell("admin-provider-closed", status=refusal.code)
        await self._fail(job, "unavailable")

    async def _turn_away(self) -> None:
        for job in await self._jobs.fail_queued("unavailable"):
            self._complete.ended(job)

    async def _account_accepted(self) -> None:
        self._pause.succeed()
        if self._breaker.reset():
            log.info("provider_account_accepted")
            self._metrics.provider_open.set(1)
            await retry_until_committed(lambda: self._switches.set(REFUSED, on=False))
            self._admins.tell("admin-provider-open")
