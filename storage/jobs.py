"""Jobs in and out of the database, by the statements of `storage.statements`.

Every write is one autocommit statement except intake's (`insert`, `choose`), which count and write in one transaction.
What is read and forgotten of finished jobs is in `storage.history`.
"""

from dataclasses import asdict
from typing import Any

from bot.clock import SECOND, Clock, day_of
from bot.job import FINAL, Job, Order, Outcome, State, first_job_id, new_job_id
from bot.options import Options
from bot.quota import Limits, Usage
from storage import queries
from storage import statements as sql
from storage.admission import count, require_first_press, require_quota, usage_of
from storage.chats import SEEN
from storage.database import Database
from storage.rows import job_of, stored_options

LEASE = 180 * SECOND
"""How long a claimed step may take before the row is due again."""


class Jobs:
    """The table `jobs`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def insert(self, order: Order, limits: Limits) -> Job | None:
        """Insert one order, or recognise it: charged, or as a draft if something is still to be asked for.

        Returns:
            The new job in state `accepted` or `draft`; None if its origin has been taken in before.

        Raises:
            UserError: The quota does not allow it (a draft would have to be refused too), or the same button has been
                pressed before (`press-already`); nothing was written.
            TransientError: Nothing was acknowledged; try the update again.
        """
        self._database.require_space()
        now = self._clock.now()
        async with self._database.transaction("intake") as transaction:
            if await transaction.row(queries.FIND_ORIGIN, {"origin": order.origin}):
                return None
            if order.parent:
                await require_first_press(transaction, order, now)
            await require_quota(transaction, order, limits, now)
            await transaction.rows(SEEN, {"chat_id": order.chat_id, "language": order.language})
            values = asdict(order) | {"options": stored_options(order.options), "id": new_job_id(now), "now": now}
            values |= {"state": State.ACCEPTED, "day": day_of(now), "source": None, "checked": True}
            values |= {"parent": order.parent or None}
            if order.is_draft:
                values |= {"state": State.DRAFT, "day": None}
            if order.source:
                values |= {"source": order.source.file_id, "checked": order.source.checked}
            row = await transaction.row(sql.INSERT, values)
        return job_of(row) if row else None

    async def choose(self, draft: Job, options: Options, message_id: int, limits: Limits) -> Job | None:
        """`draft` → `accepted`, charged, with the message that asked as its placeholder.

        Returns:
            The job; None if it is no draft any more.

        Raises:
            UserError: The quota does not allow it; the draft stands as it was.
            TransientError: Nothing was acknowledged.
        """
        now = self._clock.now()
        values = {"id": draft.id, "options": stored_options(options), "placeholder_id": message_id, "now": now}
        values |= {"stands_in": draft.order.chat_id}
        async with self._database.transaction("intake") as transaction:
            row = await transaction.row(queries.GET, {"id": draft.id})
            if not row or row["state"] != State.DRAFT:
                return None
            await require_quota(transaction, job_of(row).order, limits, now)
            row = await transaction.row(sql.CHOOSE, values | {"day": day_of(now)})
        return job_of(row) if row else None

    async def asked(self, job: Job, message_id: int, due_at: int, chat_id: int | None = None) -> bool:
        """The question of a draft stands, in the order's chat if no other is named; it is due again to be forgotten."""
        stands = {"placeholder_id": message_id, "stands_in": chat_id or job.order.chat_id}
        return await self._changed(sql.ASKED, job, due_at=due_at, **stands)

    async def forget_draft(self, job: Job) -> bool:
        """`draft` → `cancelled`."""
        return await self._changed(sql.FORGET_DRAFT, job)

    async def find_asked(self, chat_id: int, message_id: int) -> Job | None:
        """Return the draft whose question is this message."""
        return await self._one(queries.FIND_ASKED, chat_id=chat_id, message_id=message_id)

    async def is_asking(self, owner_id: int, chat_id: int, since: int) -> bool:
        """Whether somebody has a draft there, made after `since`, whose question is not known to stand yet."""
        asking = {"owner_id": owner_id, "chat_id": chat_id, "since": since}
        return await self._database.row(queries.FIND_ASKING, asking) is not None

    async def find_last(self, owner_id: int, chat_id: int, since: int) -> Job | None:
        """Return what somebody ordered last in a chat, after `since`, whatever has become of it."""
        return await self._one(queries.FIND_LAST, owner_id=owner_id, chat_id=chat_id, since_id=first_job_id(since))

    async def take_question_back(self, job_id: str) -> None:
        """`draft` → `cancelled` if its question is not known to stand yet; if it is on its way, it goes again."""
        await self._database.rows(sql.TAKE_QUESTION_BACK, {"id": job_id, "now": self._clock.now()})

    async def cancel(self, job_id: str) -> Job | None:
        """`accepted`, `queued` → `cancelled`, given back; None if the provider may have it, or it has ended.

        Where a message of ours stands: → `ready`, until that message says so (`end_cancelled`).
        """
        return await self._one(sql.CANCEL, id=job_id, now=self._clock.now())

    async def cancel_all(self, owner_id: int, chat_id: int | None) -> list[Job]:
        """The same for all of a person's jobs, their drafts too, in one chat or (None) in all."""
        return await self._many(sql.CANCEL_ALL, owner_id=owner_id, chat_id=chat_id, now=self._clock.now())

    async def count_being_painted(self, owner_id: int, chat_id: int | None) -> int:
        """Return how many of somebody's orders, in one chat or everywhere, are too late to be taken back."""
        return await count(self._database, queries.COUNT_BEING_PAINTED, owner_id=owner_id, chat_id=chat_id)

    async def find(self, job_id: str) -> Job | None:
        """Return the job of this id."""
        return await self._one(queries.GET, id=job_id)

    async def claim(self, state: State, limit: int) -> list[Job]:
        """Lease the `limit` rows of a state that have been due longest, in the order they were accepted."""
        now = self._clock.now()
        return await self._many(sql.CLAIM, state=state, now=now, lease=now + LEASE, limit=limit)

    async def claim_submit(self, limit: int, grace: int, deadline: int) -> list[Job]:
        """Move up to `limit` due rows from `queued` to `submitting`.

        They are due again in `grace` microseconds, or `deadline` after their first POST if that is sooner.
        """
        now = self._clock.now()
        return await self._many(sql.CLAIM_SUBMIT, now=now, grace=grace, deadline=deadline, limit=limit)

    async def count_at_provider(self) -> int:
        """Return how many jobs may be in the provider's hands."""
        return await count(self._database, queries.COUNT_AT_PROVIDER)

    async def usage(self, owner_id: int, chat_id: int) -> Usage:
        """Return what a person has used today and has under way; and of the day, their group and everybody."""
        return await usage_of(self._database, owner_id, chat_id, day_of(self._clock.now()), in_all=True)

    async def ahead_of(self, job: Job) -> int:
        """Return how many of the jobs that wait for the provider were ordered before this one."""
        return await count(self._database, queries.COUNT_AHEAD, id=job.id, created_at=job.created_at)

    async def waiting(self, limit: int) -> list[Job]:
        """Return the queued jobs that no POST can have reached, in the order they will be submitted."""
        return [job_of(row) for row in await self._database.rows(queries.LIST_WAITING, {"limit": limit})]

    async def next_due(self, state: State) -> int | None:
        """Return when the next row of this state is due."""
        row = await self._database.row(queries.NEXT_DUE, {"state": state})
        return row["due_at"] if row else None

    async def announced(
        self, job: Job, placeholder_id: int | None, options: Options, chat_id: int | None = None
    ) -> bool:
        """`accepted` → `queued`, with the placeholder (in the order's chat if no other is named) or without one."""
        stands = {"placeholder_id": placeholder_id, "stands_in": chat_id or job.order.chat_id}
        return await self._changed(sql.ANNOUNCED, job, options=stored_options(options), **stands)

    async def submitted(self, job: Job, uid: str, due_at: int) -> bool:
        """`submitting` → `submitted`; False if the callback was faster: then only the task's name is noted."""
        if await self._changed(sql.SUBMITTED, job, uid=uid, due_at=due_at):
            return True
        await self._changed(sql.NAME_TASK, job, uid=uid, attempt=job.attempt)
        return False

    async def is_of_another(self, uid: str, job_id: str) -> bool:
        """Whether the provider's name of a task belongs to another job than this; case and dashes do not matter."""
        return await self._database.row(queries.FIND_TASK, {"uid": uid, "id": job_id}) is not None

    async def requeue(self, job: Job, due_at: int) -> bool:
        """`submitting` → `queued`: the provider took nothing."""
        return await self._changed(sql.REQUEUE, job, due_at=due_at)

    async def resubmit(self, job: Job) -> bool:
        """`submitting` → `queued` for the one repetition; False if it has been used."""
        return await self._changed(sql.RESUBMIT, job)

    async def postpone(self, job: Job, delay: int) -> bool:
        """Put the same step off, by so many microseconds."""
        return await self._changed(sql.POSTPONE, job, due_at=self._clock.now() + delay)

    async def strike(self, job: Job, delay: int | None = None) -> bool:
        """Count one strike more than the job was claimed with; put the same step off by so many microseconds, if any.

        Before a step does what may end the process; after it has ended in a bug. Repeating it changes nothing.
        """
        due_at = None if delay is None else self._clock.now() + delay
        return await self._changed(sql.STRIKE, job, strikes=job.strikes + 1, due_at=due_at)

    async def finish(self, job_id: str, outcome: Outcome, reason: str = "", urls: tuple[str, ...] = ()) -> Job | None:
        """Any state → `ready`, with the outcome; None if a final outcome stands, or nothing was ever asked for."""
        first, second = (*urls, "", "")[:2]
        return await self._one(
            sql.FINISH,
            id=job_id,
            outcome=outcome,
            reason=reason,
            result_url=first,
            result_alt_url=second,
            now=self._clock.now(),
        )

    async def give_up(self, job: Job, outcome: Outcome, reason: str = "") -> Job | None:
        """→ `ready` with an outcome of our own making, under the caller's claim; None if it was overtaken."""
        now = self._clock.now()
        return await self._one(sql.GIVE_UP, id=job.id, epoch=job.epoch, outcome=outcome, reason=reason, now=now)

    async def expire_waiting(self, queue_deadline: int, job_deadline: int) -> list[Job]:
        """`accepted`, `queued` → `ready` (expired) where the deadline has passed."""
        now = self._clock.now()
        return await self._many(sql.EXPIRE_WAITING, now=now, queue_deadline=queue_deadline, job_deadline=job_deadline)

    async def fail_queued(self, reason: str) -> list[Job]:
        """`queued` → `ready` (failed), all of them that the provider cannot have taken."""
        return await self._many(sql.FAIL_QUEUED, reason=reason, now=self._clock.now())

    async def forget_placeholder(self, job: Job) -> bool:
        """The placeholder is gone."""
        return await self._changed(sql.FORGET_PLACEHOLDER, job)

    async def delivered(
        self, job: Job, message_id: int, file_id: str | None, chat_id: int | None = None, *, lost: bool = False
    ) -> bool:
        """`ready` → `delivered` by this message, in the order's chat if no other is named.

        `lost` gives back a picture that could not be brought. If another outcome came meanwhile, the message is noted
        as the place for that one.
        """
        stands = {"placeholder_id": message_id, "stands_in": chat_id or job.order.chat_id}
        if await self._changed(sql.DELIVERED, job, file_id=file_id, lost=lost, **stands):
            return True
        await self._changed(sql.TOLD_TOO_LATE, job, **stands)
        return False

    async def undeliverable(self, job: Job, *, refund: bool = False) -> bool:
        """`ready` → `undeliverable`; given back if that is our own fault."""
        return await self._changed(sql.UNDELIVERABLE, job, refund=refund)

    async def end_cancelled(self, job: Job) -> bool:
        """`ready` → `cancelled`."""
        return await self._changed(sql.END_CANCELLED, job)

    async def release_claims(self, grace: int) -> None:
        """At start: nobody holds a claim any more. `submitting` rows wait out their grace (microseconds)."""
        now = self._clock.now()
        for state in (State.DRAFT, State.ACCEPTED, State.QUEUED, State.SUBMITTED, State.READY):
            await self._database.rows(sql.RELEASE, {"state": state, "now": now})
        await self._database.rows(sql.RELEASE_SUBMITTING, {"now": now, "grace": grace})

    async def count_live(self) -> dict[State, int]:
        """Return how many jobs stand in each state that is not final."""
        rows = await self._database.rows(queries.COUNT_LIVE, {})
        live = [state for state in State if state not in FINAL]
        return dict.fromkeys(live, 0) | {State(row["state"]): row["n"] for row in rows}

    async def _changed(self, statement: str, job: Job, **parameters: Any) -> bool:
        parameters |= {"id": job.id, "epoch": job.epoch, "now": self._clock.now()}
        return await self._database.row(statement, parameters) is not None

    async def _one(self, statement: str, **parameters: Any) -> Job | None:
        row = await self._database.row(statement, parameters)
        return job_of(row) if row else None

    async def _many(self, statement: str, **parameters: Any) -> list[Job]:
        rows = await self._database.rows(statement, parameters)
        return sorted((job_of(row) for row in rows), key=lambda job: job.id)
