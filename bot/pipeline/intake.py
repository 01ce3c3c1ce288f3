"""Intake: an order becomes a charged row, or a reason why not. The first verb of a job's life."""

import structlog

from bot.errors import UserError
from bot.job import Job, Order
from bot.metrics import Metrics
from bot.pipeline.worker import Bells
from bot.provider.pace import Breaker
from bot.quota import Limits
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
        limits: Limits,
        allowed: frozenset[int],
        admins: frozenset[int],
        breaker: Breaker,
        bells: Bells,
        metrics: Metrics,
    ) -> None:
        self._jobs = jobs
        self._limits = limits
        self._allowed = allowed
        self._admins = admins
        self._breaker = breaker
        self._bells = bells
        self._metrics = metrics

    def require_allowed(self, chat_id: int) -> None:
        """Return if this chat may order: a listed group admits its members, a listed person private chats.

        Raises:
            UserError: `not-allowed`.
        """
        if self._allowed and chat_id not in self._allowed | self._admins:
            raise UserError("not-allowed", id=str(chat_id))

    async def accept(self, order: Order) -> Job | None:
        """Commit an order.

        Returns:
            The job; None if this order has been taken in before.

        Raises:
            UserError: Not allowed, quota used up, or the provider is closed.
            TransientError: Nothing was committed; the update must come again.
        """
        try:
            self.require_allowed(order.chat_id)
            if self._breaker.shut:
                raise UserError("provider-closed")
            job = await self._jobs.insert(order, self._limits)
        except UserError as refusal:
            self._metrics.orders.labels(order.kind, refusal.code).inc()
            raise
        if job is None:
            self._metrics.orders.labels(order.kind, "repeated").inc()
            return None
        self._metrics.orders.labels(order.kind, "accepted").inc()
        log.info("order_accepted", job=job.id, kind=order.kind, chat=order.chat_id)
        self._bells.ring("announce")
        return job
