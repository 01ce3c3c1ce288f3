"""Takes an order in: commits a charged row, or refuses with a reason. The first step of a job."""

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
"""The switch by which operators stop new orders; earlier orders are still painted."""


class Intake:
    """Takes orders in. A returned job is committed; a refused order costs nothing.

    Args:
        allowed: Chats (and users, in private) that may order; empty for everyone.
        admins: Users who may always order in private.
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
        """Return if this user may order in this chat.

        A listed group admits its members, a listed user private chats; an operator's later decision takes precedence
        over the list, and a denial over everything.

        Raises:
            UserError: `not-allowed`, with the id of the chat or user that may not order.
            TransientError: The database does not answer.
        """
        if denied := next((known for known in (chat, person) if known.access == "denied"), None):
            raise UserError("not-allowed", id=str(denied.id))
        if not self._allowed or chat.id in self._allowed | self._admins or chat.access == "allowed":
            return
        if chat.id < 0 and not self._allowed.isdisjoint(await self._chats.former_ids(chat.id)):
            return
        raise UserError("not-allowed", id=str(chat.id))

    async def allowance(self, chat: Chat, person: Chat) -> tuple[Limits, Usage]:
        """Return a user's limits in a chat, and the usage that counts against them.

        Raises:
            TransientError: The database does not answer.
        """
        return self._limits_in(chat, person), await self._jobs.usage(person.id, chat.id)

    async def accept(self, order: Order, chat: Chat, owner: Chat) -> Job | None:
        """Commit an order, or a draft if the order lacks something.

        Args:
            order: The order.
            chat: The order's chat, as stored.
            owner: The user or chat that is charged, as stored.

        Returns:
            The job; None if this order has been taken in before.

        Raises:
            UserError: Not allowed, refused by `bot.admission.decide` (such as by a quota), or the provider is closed.
            TransientError: The order may not be committed; Telegram must deliver the update again.
        """
        try:
            limits = await self._require_open(chat, owner)
            if not order.is_first:  # pictures that were ordered at once may be in flight at once
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
            options: The job's options, with the choice.
            message_id: The message of the question; it becomes the placeholder.
            chat: As for `accept`.
            owner: As for `accept`.

        Returns:
            The job; None if the choice was made, or the draft forgotten, before.

        Raises:
            UserError: As for `accept`; the draft keeps waiting.
            TransientError: The choice may not be committed.
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
        """Commit that a group became a supergroup. May be repeated.

        Raises:
            TransientError: Nothing was committed.
        """
        await self._chats.move(old, new)

    async def _require_open(self, chat: Chat, owner: Chat) -> Limits:
        """Return the limits for a new order, if it is allowed and the provider is not closed."""
        await self.require_allowed(chat, owner)
        if self._provider.is_closed:
            raise UserError("provider-closed")
        return self._limits_in(chat, owner)

    def _limits_in(self, chat: Chat, person: Chat) -> Limits:
        """Return the limits of the settings, as changed by operators and by the group's administrators."""
        group = self._limits.group if chat.daily is None else chat.daily
        if chat.preferences.daily is not None:
            group = min(chat.preferences.daily, group) if group is not None else chat.preferences.daily
        own = self._limits.person if person.daily is None else person.daily
        return replace(self._limits, person=own, group=group)

    def _accepted(self, job: Job) -> None:
        self._metrics.orders.labels(job.order.kind, "accepted").inc()
        log.info("order_accepted", job=job.id, kind=job.order.kind, chat=job.order.chat_id)
