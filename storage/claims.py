"""Stores which process works on which job, and which one edits a placeholder: claims, edits, and their release."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from bot.clock import SECOND, Clock
from bot.deadlines import Terms
from bot.errors import TransientError
from bot.job import FINAL, Job, State
from storage import claim_statements as sql
from storage import queries
from storage.database import Database, Reader, Row, Transaction
from storage.job_reader import JobReader
from storage.memories import Memories
from storage.provider import Memo, OpenGate, change, load, store
from storage.rows import job_of

T = TypeVar("T")

LEASE = 180 * SECOND
"""How long a claimed step may take before the row is due again."""


class Gate(Memo, Protocol):
    """Tells whether the provider takes orders. `bot.provider` implements it."""

    def room(self, wanted: int, under_way: int) -> int:
        """Return how many of `wanted` orders may be posted now, while `under_way` are with the provider."""

    def claimed(self) -> None:
        """Note that orders have been claimed for posting."""

    @property
    def is_open(self) -> bool:
        """Return whether orders may be posted now, as many as there is room for."""


class Claims(JobReader):
    """Reads and writes the claims in the table `jobs`.

    Attributes:
        changes: Notifies listeners of commits.
        gate: Tells whether the provider takes orders, by a state that all processes share.
        working: The claims that this process is working on, as ids and epochs.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database, clock)
        self.changes = database.changes
        self.gate: Gate = OpenGate()
        self.working: set[tuple[str, int]] = set()
        self._lost_some = False
        self._suspects: set[tuple[str, int]] = set()

    async def claim(self, state: State, limit: int) -> list[Job]:
        """Lease the `limit` rows of a state that have been due longest; return them in the order they were accepted."""
        now = self._clock.now()
        if not self._database.standing.acts(now):
            return []
        with self._in_doubt():
            return await self._many(
                sql.CLAIM, state=state, now=now, lease=now + LEASE, limit=limit, holder=self._database.holder
            )

    async def claim_submit(self, limit: int, terms: Terms) -> list[Job]:
        """Move due rows from `queued` to `submitting`: as many as the gate admits and the provider has places for.

        The rows are due again after the grace, or at the deadline if that is sooner.
        """
        if not self._database.standing.acts(self._clock.now()):
            return []
        if self._database.is_shared:
            with self._in_doubt():
                async with self._database.transaction("provider") as transaction:
                    before = load(transaction, self.gate)
                    jobs = await self._claim_submit(transaction, limit, terms)
                    await store(transaction, self.gate, before)
        else:
            jobs = await self._claim_submit(self._database, limit, terms)
        for job in jobs:
            self.changes.notify(job.state, job.due_at or 0)
        return jobs

    async def _claim_submit(self, reader: Reader, limit: int, terms: Terms) -> list[Job]:
        if self.gate.room(limit, 0) <= 0:
            return []
        row = await reader.row(queries.COUNT_AT_PROVIDER, {})
        allowed = self.gate.room(limit, row["n"] if row else 0)
        if allowed <= 0:
            return []
        rows = await reader.rows(
            sql.CLAIM_SUBMIT,
            {
                "now": self._clock.now(),
                "grace": terms.grace,
                "deadline": terms.deadline,
                "limit": allowed,
                "holder": self._database.holder,
            },
        )
        if rows:
            self.gate.claimed()
        return sorted((job_of(row) for row in rows), key=lambda job: job.id)

    async def release_claims(self, grace: int) -> None:
        """Release all claims, at start: no worker holds one. `submitting` rows wait out their grace (microseconds)."""
        now = self._clock.now()
        for state in (State.DRAFT, State.ACCEPTED, State.QUEUED, State.SUBMITTED, State.READY):
            await self._database.rows(sql.RELEASE, {"state": state, "now": now})
        await self._database.rows(sql.RELEASE_SUBMITTING, {"now": now, "grace": grace})
        await self._database.rows(sql.RELEASE_ALL_TOLD, {})

    async def release_held(self, transaction: Transaction, holder: str) -> None:
        """Release the claims of a process that is dead, or has stopped working."""
        of_holder = {"holder": holder, "now": self._clock.now()}
        for state in State:
            if state not in FINAL and state is not State.SUBMITTING:
                await transaction.rows(sql.RELEASE_HELD, of_holder | {"state": state})
            if state not in FINAL:
                await transaction.rows(sql.RELEASE_TOLD, of_holder | {"state": state})

    async def release_lost(self) -> None:
        """Release our claims whose answer was lost: those that no task works on, and none did at the last check."""
        if not self._lost_some:
            return
        me = {"now": self._clock.now(), "holder": self._database.holder}
        held: set[tuple[str, int]] = set()
        self._lost_some = False  # set again by a claim that is lost from now on and not found here
        with self._in_doubt():
            for state in State:
                if state not in FINAL:
                    rows = await self._database.rows(sql.LIST_HELD, me | {"state": state})
                    held |= {(row["id"], row["epoch"]) for row in rows}
            unknown = held - self.working
            for job_id, epoch in unknown & self._suspects:
                await self._write(sql.RELEASE_UNKNOWN, me | {"id": job_id, "epoch": epoch})
        if unknown - self._suspects:
            self._lost_some = True
        self._suspects = unknown

    async def change(self, what: Callable[[], T]) -> T:
        """Change the state of the provider that all processes share.

        Raises:
            TransientError: The change was not committed.
        """
        return await change(self._database, self.gate, what)

    async def is_news(self, key: str, lasts: int) -> bool:
        """Return whether no other process has taken `key` in the last `lasts` microseconds; if so, take it.

        Raises:
            TransientError: The database does not answer now.
        """
        if not self._database.is_shared:
            return True
        return await Memories(self._database, self._clock).allow(key, lasts)

    async def tell(self, job: Job, lease: int, *, waits: bool) -> bool:
        """Reserve a job's placeholder for an edit that describes the wait and may take `lease` microseconds.

        Returns:
            False if there is an outcome, another edit is under way, or this process may not act now: then the
            placeholder must not be edited.
        """
        now = self._clock.now()
        if not self._database.is_shared:
            return True
        if not self._database.standing.acts(now):
            return False
        telling = {"id": job.id, "now": now, "until": now + lease, "holder": self._database.holder, "waits": waits}
        return await self._database.row(sql.TELL, telling) is not None

    async def told(self, job: Job) -> None:
        """Release the placeholder after the edit: an outcome that waited for that is due."""
        if not self._database.is_shared:
            return
        row = await self._database.row(sql.TOLD, {"id": job.id, "holder": self._database.holder})
        if row and row["due_at"] is not None:
            self.changes.notify(State(row["state"]), row["due_at"])

    @contextmanager
    def _in_doubt(self) -> Iterator[None]:
        """Note that a claim may have been committed although it ended in an error."""
        try:
            yield
        except TransientError:
            self._lost_some = self._database.is_shared
            raise

    async def _write(self, statement: str, parameters: dict[str, Any]) -> list[Row]:
        rows = await self._database.rows(statement, parameters)
        for row in rows:
            if row["due_at"] is not None:
                self.changes.notify(State(row["state"]), row["due_at"])
        return rows

    async def _one(self, statement: str, **parameters: Any) -> Job | None:
        return next(iter(await self._many(statement, **parameters)), None)

    async def _many(self, statement: str, **parameters: Any) -> list[Job]:
        return sorted((job_of(row) for row in await self._write(statement, parameters)), key=lambda job: job.id)
