"""Stores jobs, with the statements of `storage.statements`.

Every write is one autocommit statement except intake's (`insert`, `choose`), which count and write in one transaction,
and `announced` on a shared database if it may claim a place at the provider.
Each write notifies the listeners of the states in which it leaves rows (`storage.changes`); `insert`, `choose`,
`announced` and `finish` hand the job on if a worker has a place for it. Finished jobs are read and forgotten in
`storage.history`.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from bot.admission import Limits
from bot.deadlines import Terms
from bot.job import Job, Order, Outcome, State, deletion_of
from bot.options import Options
from storage import statements as sql
from storage.admission import Claim, choose, insert
from storage.changes import Handover
from storage.claims import LEASE, Claims
from storage.database import Row, Steps
from storage.provider import load
from storage.rows import job_of, stored_options


class Jobs(Claims):
    """Writes the table `jobs`, and reads it as a `JobReader`; claims are in `storage.claims`."""

    async def insert(self, order: Order, limits: Limits) -> Job | None:
        """Insert one order unless it is known: charged, or as a draft if a question is still to be asked.

        Returns:
            The new job in state `accepted` or `draft`; None if an order with its origin was inserted before.

        Raises:
            UserError: The quota does not allow the order (a draft would have to be refused, too), or the same button
                has been pressed before (`press-already`); nothing was written.
            TransientError: The order may not have been stored; Telegram must deliver the update again.
        """
        self._database.require_space()
        state = State.DRAFT if order.is_draft else State.ACCEPTED
        return await self._take_in(state, lambda claim: insert(order, state, limits, claim))

    async def choose(self, draft: Job, options: Options, message_id: int, limits: Limits) -> Job | None:
        """Change a job from `draft` to `accepted`, charged, with the message that asked as its placeholder.

        Returns:
            The job; None if it is no longer a draft.

        Raises:
            UserError: The quota does not allow the order; the draft is unchanged.
            TransientError: The choice may not have been stored.
        """
        return await self._take_in(State.ACCEPTED, lambda claim: choose(draft, options, message_id, limits, claim))

    async def asked(self, job: Job, message_id: int, due_at: int, chat_id: int | None = None) -> bool:
        """Store the message that asks a draft's question, in the order's chat unless `chat_id` names another.

        The draft is due again at `due_at`, to be forgotten.
        """
        stands = {"placeholder_id": message_id, "stands_in": chat_id or job.order.chat_id}
        return await self._changed(sql.ASKED, job, due_at=due_at, **stands)

    async def forget_draft(self, job: Job) -> bool:
        """Change a job from `draft` to `cancelled`."""
        return await self._changed(sql.FORGET_DRAFT, job)

    async def take_question_back(self, job_id: str) -> None:
        """Cancel a draft whose question is not known to be sent yet; a question on its way is withdrawn once sent."""
        await self._database.rows(sql.TAKE_QUESTION_BACK, {"id": job_id, "now": self._clock.now()})

    async def cancel(self, job_id: str) -> Job | None:
        """Change a job from `accepted` or `queued` to `cancelled`, and refund it.

        If a message of ours stands, the job is `ready` until that message reports the cancellation (`end_cancelled`).
        Returns None if the provider may have the job, or it has ended.
        """
        return await self._one(sql.CANCEL, id=job_id, now=self._clock.now())

    async def cancel_all(self, owner_id: int, chat_id: int | None, *, here: int = 0, command_id: int = 0) -> list[Job]:
        """Cancel all of a person's jobs in the same way, drafts included.

        Args:
            owner_id: The person.
            chat_id: The chat of the jobs; None for all chats.
            here: The chat of the command that cancels; 0 if there is none.
            command_id: The message of that command: orders below it in its chat stay.
        """
        wanted = {"owner_id": owner_id, "chat_id": chat_id, "here": here, "command_id": command_id}
        return await self._many(sql.CANCEL_ALL, **wanted, now=self._clock.now())

    async def announced(
        self,
        job: Job,
        placeholder_id: int | None,
        options: Options,
        chat_id: int | None = None,
        *,
        waits: bool = False,
        terms: Terms | None = None,
    ) -> Job | None:
        """Change a job from `accepted` to `queued`, with a placeholder or without one.

        Args:
            job: The claimed job.
            placeholder_id: The placeholder's message; None if there is none.
            options: The final options.
            chat_id: The chat of the placeholder; None for the order's chat.
            waits: Whether the placeholder says that the job waits.
            terms: Go on to `submitting` at once, on these terms, if no job waits in the queue and there is room.

        Returns:
            The job; None if the claim was overtaken.
        """

        async def commit(handover: Handover) -> Job | None:
            values = {"id": job.id, "epoch": job.epoch, "now": self._clock.now(), "options": stored_options(options)}
            values |= {"placeholder_id": placeholder_id, "stands_in": chat_id or job.order.chat_id}
            values |= {"waits": waits, "places": 0, "grace": 0, "deadline": 0}
            if terms and handover.lease is not None:
                values |= asdict(terms)
            values["holder"] = self._database.holder
            if values["places"] and self._database.is_shared:
                row = await self._announced_among_others(values)
            else:
                row = await self._database.row(sql.ANNOUNCED, values)
            if row is None:
                return None
            queued = job_of(row)
            return handover.committed(queued, is_claimed=queued.state is State.SUBMITTING)

        return await self._handing_on(State.QUEUED, commit)

    async def _announced_among_others(self, values: dict[str, Any]) -> Row | None:
        async with self._database.transaction("provider") as transaction:
            load(transaction, self.gate)
            if not self.gate.is_open:
                values["places"] = 0
            return await transaction.row(sql.ANNOUNCED, values)

    async def submitted(self, job: Job, uid: str, due_at: int) -> bool:
        """Change a job from `submitting` to `submitted`.

        Returns False if the callback was faster: then only the uid is stored.
        """
        if await self._changed(sql.SUBMITTED, job, uid=uid, due_at=due_at):
            return True
        await self._changed(sql.NAME_TASK, job, uid=uid, attempt=job.attempt)
        return False

    async def requeue(self, job: Job, due_at: int) -> bool:
        """Change a job from `submitting` to `queued`: the provider accepted nothing."""
        return await self._changed(sql.REQUEUE, job, due_at=due_at)

    async def resubmit(self, job: Job) -> bool:
        """Change a job from `submitting` to `queued` for the one repetition; return False if that has been used."""
        return await self._changed(sql.RESUBMIT, job)

    async def postpone(self, job: Job, delay: int) -> bool:
        """Put the present step off by `delay` microseconds."""
        return await self._told(sql.POSTPONE, job, due_at=self._clock.now() + delay)

    async def strike(self, job: Job, delay: int | None = None) -> bool:
        """Store one strike more than the job was claimed with, and put the step off by `delay` microseconds, if any.

        Called before a step does what may end the process, and after a step has ended in a bug. Repeating the call
        changes nothing.
        """
        due_at = None if delay is None else self._clock.now() + delay
        change = self._changed if delay is None else self._told
        return await change(sql.STRIKE, job, strikes=job.strikes + 1, due_at=due_at)

    async def finish(
        self,
        job_id: str,
        outcome: Outcome,
        reason: str = "",
        urls: tuple[str, ...] = (),
        *,
        task: tuple[int, str | None] | None = None,
    ) -> Job | None:
        """Change a job from any state to `ready`, with an outcome.

        With `task`, only if the job's attempt and uid are these, however the uid is spelled (None: any uid). Returns
        None if they are not, if a final outcome stands, or if the job is a draft or cancelled.
        """
        first, second = (*urls, "", "")[:2]

        async def commit(handover: Handover) -> Job | None:
            values: dict[str, Any] = {"id": job_id, "outcome": outcome, "reason": reason}
            values |= {"result_url": first, "result_alt_url": second}
            values |= {"now": self._clock.now(), "lease": handover.lease, "holder": self._database.holder}
            if task:
                values["attempt"], values["uid"] = task
            row = await self._database.row(sql.FINISH_TASK if task else sql.FINISH, values)
            return handover.committed(job_of(row), is_claimed=row["due_at"] == handover.lease) if row else None

        return await self._handing_on(State.READY, commit)

    async def give_up(self, job: Job, outcome: Outcome, reason: str = "") -> Job | None:
        """Change a job to `ready` with an outcome of our own, under the caller's claim; None if that was overtaken."""
        now = self._clock.now()
        return await self._one(sql.GIVE_UP, id=job.id, epoch=job.epoch, outcome=outcome, reason=reason, now=now)

    async def expire_waiting(self, queue_deadline: int, job_deadline: int) -> list[Job]:
        """Change jobs from `accepted` or `queued` to `ready` (expired) if their deadline has passed."""
        now = self._clock.now()
        return await self._many(sql.EXPIRE_WAITING, now=now, queue_deadline=queue_deadline, job_deadline=job_deadline)

    async def fail_queued(self, reason: str) -> list[Job]:
        """Change all queued jobs that the provider cannot have accepted to `ready` (failed)."""
        return await self._many(sql.FAIL_QUEUED, reason=reason, now=self._clock.now())

    async def forget_placeholder(self, job: Job) -> bool:
        """Store that the placeholder no longer exists."""
        return await self._changed(sql.FORGET_PLACEHOLDER, job)

    async def delivered(
        self, job: Job, message_id: int, file_id: str | None, chat_id: int | None = None, *, lost: bool = False
    ) -> bool:
        """Change a job from `ready` to `delivered` by a message, in the order's chat unless `chat_id` names another.

        `lost` refunds a picture that could not be delivered. If another outcome came meanwhile, the message is stored
        as the placeholder of that outcome.
        """
        stands = {"placeholder_id": message_id, "stands_in": chat_id or job.order.chat_id}
        delete_at = deletion_of(job, self._clock.now())
        if await self._changed(sql.DELIVERED, job, file_id=file_id, lost=lost, delete_at=delete_at, **stands):
            return True
        await self._changed(sql.TOLD_TOO_LATE, job, **stands)
        await self.told(job)  # only now: the delivery of the other outcome must know the placeholder
        return False

    async def undeliverable(self, job: Job, *, refund: bool = False) -> bool:
        """Change a job from `ready` to `undeliverable`; `refund` it if that is our own fault."""
        return await self._told(sql.UNDELIVERABLE, job, refund=refund)

    async def end_cancelled(self, job: Job) -> bool:
        """Change a job from `ready` to `cancelled`."""
        return await self._told(sql.END_CANCELLED, job)

    async def _take_in(self, state: State, steps: Callable[[Claim], Steps[Job | None]]) -> Job | None:
        async def commit(handover: Handover) -> Job | None:
            claim = Claim(self._clock.now(), handover.lease, self._database.holder)
            job = await self._database.run(steps(claim), "intake")
            return handover.committed(job, is_claimed=job.due_at == handover.lease) if job else None

        return await self._handing_on(state, commit)

    async def _handing_on(self, state: State, commit: Callable[[Handover], Awaitable[Job | None]]) -> Job | None:
        """Run a commit while a place is reserved at the worker of a state.

        The commit runs in a task of its own: a claimed job is worked on even if the caller is cancelled meanwhile.
        """

        async def run() -> Job | None:
            now = self._clock.now()
            hands_on = self._database.standing.acts(now)
            with self._in_doubt(), self.changes.handover(state, now + LEASE if hands_on else None) as handover:
                job = await commit(handover)
                if job and job.due_at is not None:
                    self.changes.notify(job.state, job.due_at)
                return job

        return await asyncio.shield(asyncio.create_task(run(), name="commit"))

    async def _changed(self, statement: str, job: Job, **parameters: Any) -> bool:
        parameters |= {"id": job.id, "epoch": job.epoch, "now": self._clock.now()}
        return bool(await self._write(statement, parameters))

    async def _told(self, statement: str, job: Job, **parameters: Any) -> bool:
        """Write as `_changed` does, after an outcome was reported; if overtaken, let the next outcome be reported."""
        if await self._changed(statement, job, **parameters):
            return True
        await self.told(job)
        return False
