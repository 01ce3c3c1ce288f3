"""Intake: an order becomes a charged row, or a reason why not. The first verb of a job's life."""

from dataclasses import replace

import structlog

from bot.admission import Limits, Usage
from bot.errors import UserError
from bot.job import Job, Order, State
from bot.metrics import Metrics
from bot.options import Options
from bot.provider.provider import Provider
from storage.chats import Chat, Chats
from storage.jobs import Jobs

log = structlog.get_logger(__name__)

PAUSED = "paused"
"""The switch by which operators stop taking orders; what was ordered before is painted all the same."""


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
        provider: Provider,
        metrics: Metrics,
    ) -> None:
        self._jobs = jobs
        self._chats = chats
        self._limits = limits
        self._allowed = allowed
        self._admins = admins
        self._provider = provider
        self._metrics = metrics

    async def require_allowed(self, chat: Chat, person: Chat) -> None:
        """Return if this person may order in this chat.

        A listed group admits its members, a listed person private chats; what an operator said later counts more, and
        a denial most.

        Raises:
            UserError: `not-allowed`, with the id that is not.
            TransientError: It cannot be told now.
        """
        if denied := next((known for known in (chat, person) if known.access == "denied"), None):
            raise UserError("not-allowed", id=str(denied.id))
        if not self._allowed or chat.id in self._allowed | self._admins or chat.access == "allowed":
            return
        if chat.id < 0 and not self._allowed.isdisjoint(await self._chats.former_ids(chat.id)):
            return
        raise UserError("not-allowed", id=str(chat.id))

    async def allowance(self, chat: Chat, person: Chat) -> tuple[Limits, Usage]:
        """Return what a person may order in a chat today, and what has been used of it.

        Raises:
            TransientError: It cannot be told now.
        """
        return self._limits_in(chat, person), await self._jobs.usage(person.id, chat.id)

    async def accept(self, order: Order, chat: Chat, owner: Chat) -> Job | None:
        """Commit an order, or the draft of one.

        Args:
            order: What is asked for.
            chat: What is known of its chat.
            owner: What is known of whoever is charged.

        Returns:
            The job; None if this order has been taken in before.

        Raises:
            UserError: Not allowed, quota used up, or the provider is closed.
            TransientError: Nothing was committed; the update must come again.
        """
        try:
            limits = await self._require_open(chat, owner)
            if not order.is_first:  # who may begin several at once may have them under way at once
                limits = replace(limits, in_flight=None)
            job = await self._jobs.insert(order, limits)
        except UserError as refusal:
            self._metrics.orders.labels(order.kind, refusal.code).inc()
            raise
        if job is None:
            self._metrics.orders.labels(order.kind, "repeated").inc()
        elif job.state is State.DRAFT:
            self._metrics.orders.labels(order.kind, "draft").inc()
        else:
            self._accepted(job)
        return job

    async def choose(self, draft: Job, options: Options, message_id: int, chat: Chat, owner: Chat) -> Job | None:
        """Commit the choice that a draft waited for.

        Args:
            draft: The job, as `find` returned it.
            options: Its options with what was chosen.
            message_id: The message that asked; it becomes the placeholder.
            chat: As for `accept`.
            owner: Likewise.

        Returns:
            The job; None if the draft has been chosen or forgotten before.

        Raises:
            UserError: As for `accept`; the draft goes on waiting.
            TransientError: Nothing was committed.
        """
        try:
            limits = await self._require_open(chat, owner)
            job = await self._jobs.choose(draft, options, message_id, limits)
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

    async def _require_open(self, chat: Chat, owner: Chat) -> Limits:
        """Return the limits of an order that may be given now."""
        await self.require_allowed(chat, owner)
        if self._provider.is_closed:
            raise UserError("provider-closed")
        return self._limits_in(chat, owner)

    def _limits_in(self, chat: Chat, person: Chat) -> Limits:
        """Return the settings' limits, less what operators and the group's administrators said."""
        group = self._limits.group if chat.daily is None else chat.daily
        if chat.preferences.daily is not None:
            group = min(chat.preferences.daily, group) if group is not None else chat.preferences.daily
        own = self._limits.person if person.daily is None else person.daily
        return replace(self._limits, person=own, group=group)

    def _accepted(self, job: Job) -> None:
        self._metrics.orders.labels(job.order.kind, "accepted").inc()
        log.info("order_accepted", job=job.id, kind=job.order.kind, chat=job.order.chat_id)
