"""Intake: an order becomes a charged row, or a reason why not. The first verb of a job's life."""

from dataclasses import replace

import structlog

from bot.errors import UserError
from bot.job import Job, Order, State
from bot.metrics import Metrics
from bot.pipeline.worker import Bells
from bot.prompt import Style
from bot.provider.pace import Breaker
from bot.quota import Limits
from storage.chats import Chats
from storage.jobs import Jobs

log = structlog.get_logger(__name__)


class Intake:
    """Takes orders in. What it returns is committed; what it refuses costs nothing.

    Args:
        allowed: Chats (and persons, in private) that may order; empty for everyone.
        admins: May always order in private.
    """

    def __init__(
        self,
        jobs: Jobs,
        chats: Chats,
        limits: Limits,
        allowed: frozenset[int],
        admins: frozenset[int],
        breaker: Breaker,
        bells: Bells,
        metrics: Metrics,
    ) -> None:
        self._jobs = jobs
        self._chats = chats
        self._limits = limits
        self._allowed = allowed
        self._admins = admins
        self._breaker = breaker
        self._bells = bells
        self._metrics = metrics

    async def require_allowed(self, chat_id: int) -> None:
        """Return if this chat may order: a listed group admits its members, a listed person private chats.

        Raises:
            UserError: `not-allowed`.
            TransientError: It cannot be told now.
        """
        if not self._allowed or chat_id in self._allowed | self._admins:
            return
        if chat_id < 0 and not self._allowed.isdisjoint(await self._chats.former_ids(chat_id)):
            return
        raise UserError("not-allowed", id=str(chat_id))

    async def accept(self, order: Order) -> Job | None:
        """Commit an order, or the draft of one.

        Returns:
            The job; None if this order has been taken in before.

        Raises:
            UserError: Not allowed, quota used up, or the provider is closed.
            TransientError: Nothing was committed; the update must come again.
        """
        try:
            await self._require_open(order)
            job = await self._jobs.insert(order, self._limits)
        except UserError as refusal:
            self._metrics.orders.labels(order.kind, refusal.code).inc()
            raise
        if job is None:
            self._metrics.orders.labels(order.kind, "repeated").inc()
        elif job.state is State.DRAFT:
            self._metrics.orders.labels(order.kind, "draft").inc()
            self._bells.ring("draft")
        else:
            self._accepted(job)
        return job

    async def choose(self, draft: Job, style: Style, message_id: int) -> Job | None:
        """Commit the choice that a draft waited for.

        Args:
            draft: The job, as `find` returned it.
            style: What was chosen.
            message_id: The message that asked; it becomes the placeholder.

        Returns:
            The job; None if the draft has been chosen or forgotten before.

        Raises:
            UserError: As for `accept`; the draft goes on waiting.
            TransientError: Nothing was committed.
        """
        options = replace(draft.order.options, style=style)
        try:
            await self._require_open(draft.order)
            job = await self._jobs.choose(draft, options, message_id, self._limits)
        except UserError as refusal:
            self._metrics.orders.labels(draft.order.kind, refusal.code).inc()
            raise
        if job:
            self._accepted(job)
        return job

    async def move(self, old: int, new: int) -> None:
        """Commit that a group became a supergroup. Harmless if repeated.

        Raises:
            TransientError: Nothing was committed.
        """
        await self._chats.move(old, new)
        self._bells.ring("draft")  # what was asked there is asked anew

    async def find(self, job_id: str) -> Job | None:
        """Return a job by its id, for whoever presses one of its buttons."""
        return await self._jobs.find(job_id)

    async def _require_open(self, order: Order) -> None:
        await self.require_allowed(order.chat_id)
        if self._breaker.shut:
            raise UserError("provider-closed")

    def _accepted(self, job: Job) -> None:
        self._metrics.orders.labels(job.order.kind, "accepted").inc()
        log.info("order_accepted", job=job.id, kind=job.order.kind, chat=job.order.chat_id)
        self._bells.ring("announce")
