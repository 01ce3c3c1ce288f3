"""Gives the only access to APISpace: tells whether it may be called now, posts orders and queries results.

This module combines the wire format, the signed addresses at which the provider reaches us, its rate limit and the
circuit breaker.
"""

import json
from collections.abc import Awaitable, Callable

from bot.clock import Clock
from bot.deadlines import Deadlines, Terms
from bot.errors import NotSentError, PermanentError, RateLimitedError, TransientError
from bot.job import Job
from bot.metrics import Metrics
from bot.provider.addresses import CallbackAddresses, MediaAddresses
from bot.provider.breaker import Backoff, Breaker
from bot.provider.client import AccountError, APISpace, PathError
from bot.provider.wire import Verdict

Note = Callable[[Callable[[], object]], Awaitable[object]]
"""Applies a change to the state of the provider (rate limit and circuit breaker)."""


class Provider:
    """Represents APISpace to the pipeline.

    Args:
        client: Sends the HTTP requests.
        callbacks: Makes the addresses at which the provider calls back.
        media: Makes the addresses at which the provider fetches source pictures.
        deadlines: The time limits of a job.
        clock: Tells the time.
        metrics: Shows whether the account is accepted.
        places: Maximum number of tasks that the provider works on for us at once (`PROVIDER_CONCURRENCY`).

    Attributes:
        deadlines: The argument of that name.
        terms: The terms on which a job is given to the provider.
    """

    def __init__(
        self,
        client: APISpace,
        callbacks: CallbackAddresses,
        media: MediaAddresses,
        deadlines: Deadlines,
        clock: Clock,
        metrics: Metrics,
        *,
        places: int,
    ) -> None:
        self._client = client
        self._callbacks = callbacks
        self._media = media
        self._clock = clock
        self._metrics = metrics
        self._breaker = Breaker(clock)
        self._pause = Backoff(clock, first=1.0, longest=30.0)
        self._note: Note = _at_once
        self.deadlines = deadlines
        self.terms = Terms(places, deadlines.grace, deadlines.job)

    # Whether the provider may be called.

    @property
    def is_closed(self) -> bool:
        """Return whether new work is pointless now: the account is refused, and it is too early for another probe."""
        return self._breaker.shut

    @property
    def refuses_account(self) -> bool:
        """Return whether our account was refused and nothing has been accepted since."""
        return self._breaker.tripped

    @property
    def resume_at(self) -> int:
        """Return when the next order may be posted (UTC microseconds); 0 if there is nothing to wait for."""
        return max(self._pause.until, self._breaker.shut_until)

    @property
    def is_open(self) -> bool:
        """Return whether orders may be posted now, up to the number of free places."""
        return not self._breaker.tripped and self._clock.now() >= self._pause.until

    def room(self, wanted: int, under_way: int) -> int:
        """Return how many of `wanted` orders may be posted now, while the provider has `under_way` others."""
        if self._clock.now() < self._pause.until:
            return 0
        return max(0, self._breaker.admit(min(wanted, self.terms.places - under_way)))

    def claimed(self) -> None:
        """Record that orders have been claimed for posting; if the account was refused, this is the probe."""
        self._breaker.sent()

    def resume(self) -> None:
        """Record that the account was refused before a restart: the next order is the probe."""
        self._breaker.resume()
        self._metrics.provider_open.set(0)

    # State that several processes share.

    def share(self, note: Note) -> None:
        """Apply changes of the state through `note` from now on, so that other processes see them, too."""
        self._note = note

    def dump(self) -> str:
        """Return the state of the rate limit and the circuit breaker."""
        return json.dumps([self._breaker.dump(), self._pause.dump()])

    def load(self, state: str) -> None:
        """Take over the state of another process."""
        breaker, pause = json.loads(state)
        self._breaker.load(breaker)
        self._pause.load(pause)
        self._metrics.provider_open.set(not self._breaker.tripped)

    # Calling the provider.

    async def submit(self, job: Job) -> str:
        """Post one claimed job.

        Returns:
            The provider's uid of the task.

        Raises:
            HuabotError: As `APISpace.submit`; the consequence for the next orders is recorded.
        """
        source_url = self._media.make(job.id, self.deadlines.of(job)) if job.order.source else ""
        try:
            uid = await self._client.submit(job.order, self._callbacks.make(job.id, job.attempt), source_url)
        except (NotSentError, RateLimitedError) as exc:
            seconds = exc.retry_after or 0.0
            await self._note(lambda: self._put_off(seconds))
            raise
        except AccountError:
            await self._note(self._breaker.trip)
            self._metrics.provider_open.set(0)
            raise
        except (PathError, TransientError):
            if self._breaker.is_probing:
                await self._note(self._breaker.undecided)
            raise
        except PermanentError:
            await self._accepted()
            raise
        except BaseException:
            self._breaker.undecided()
            raise
        await self._accepted()
        return uid

    @property
    def can_query(self) -> bool:
        """Return whether results can be queried (`APISPACE_QUERY_PATH` is set)."""
        return self._client.can_query

    async def query(self, uid: str) -> Verdict | None:
        """Query the result of a task. Return value and errors are those of `APISpace.query`."""
        return await self._client.query(uid)

    def next_query(self, job: Job) -> int:
        """Return when to check a posted job again (UTC microseconds)."""
        return min(self._clock.now() + self.deadlines.query_interval, self.deadlines.of(job))

    def _put_off(self, seconds: float) -> None:
        self._breaker.undecided()
        self._pause.fail(seconds)

    async def _accepted(self) -> None:
        if self._breaker.tripped or not self._pause.is_short:
            await self._note(self._succeeded)
            self._metrics.provider_open.set(1)

    def _succeeded(self) -> None:
        self._pause.succeed()
        self._breaker.reset()


async def _at_once(what: Callable[[], object]) -> None:
    what()
