"""Jobs under everything that may happen to them, in any order: what must hold does."""

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from bot.clock import SECOND, day_of
from bot.errors import UserError
from bot.job import FINAL, LEGAL, Job, Order, Outcome, State
from bot.prompt import Style
from bot.quota import Limits
from storage.chats import Chats, Pause
from storage.database import Database
from storage.jobs import LEASE, Jobs
from storage.migrate import migrate
from tests.storage.orders import anime, order
from tests.unit.hand_clock import HandClock

T = TypeVar("T")
Rows = dict[str, dict[str, Any]]

LIMITS = Limits(person=4, group=3, total=8, in_flight=3)
GRACE, QUEUE_DEADLINE, JOB_DEADLINE = 60 * SECOND, 400 * SECOND, 200 * SECOND
FIXED = ("origin", "prompt", "kind", "language", "source", "checked", "parent", "action", "forgotten")
OF_PLACE = ("chat_id", "owner_id", "message_id", "thread_id")
OF_CHOICE = ("options", "created_at")
OLD, NEW = -5, -1_000_000_000_005

TICK = 0.00001
"""Seconds between two orders: their ids have random ends, and what is tried must be the same when it is tried again."""


UNPAID = frozenset({State.DRAFT, State.CANCELLED})
"""Of which nothing can have become, whoever says so."""

picks = st.integers(0, 10_000)
owners = st.sampled_from([1, 2])
outcomes = st.sampled_from(list(Outcome))


def message_in(chat_id: int) -> int:
    """Return a message that stands in this chat and in no other."""
    return {OLD: 51, NEW: 52}.get(chat_id, 53)


class JobsMachine(RuleBasedStateMachine):
    """Workers that may be slow, die or be overtaken; callbacks at any time; restarts; a clock that jumps on."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = HandClock()
        self.claims: list[Job] = []  # all there ever were, the overtaken ones too
        self.leases: dict[str, tuple[int, int]] = {}  # who holds a row: epoch, and until when
        self.not_taken: Counter[str] = Counter()  # submits of a job that the provider did not take
        self.late: Counter[str] = Counter()  # pictures that came for an expired job
        self.moved = False

    @initialize()
    def open(self) -> None:
        async def go() -> Database:
            database = await Database.open(f"sqlite:///{self.folder}/huabot.db")
            await migrate(database, self.clock)
            await database.rows("PRAGMA synchronous=OFF", {})  # no power is cut here
            return database

        self.database = self.runner.run(go())
        self.jobs = Jobs(self.database, self.clock)
        self.chats = Chats(self.database, self.clock)
        self.rows: Rows = {}
        for each in (order(1, 1), order(2, 1), anime(3, 2, OLD)):
            self.clock.advance(TICK)
            self.do(self.jobs.insert(each, LIMITS))

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.runner.run(self.database.close())
        self.runner.close()
        shutil.rmtree(self.folder)

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Run one operation, then look at what it has changed."""

        async def go() -> tuple[T, Rows]:
            result = await work
            return result, {row["id"]: dict(row) for row in await self.database.rows("SELECT * FROM jobs", {})}

        result, after = self.runner.run(go())
        assert self.rows.keys() <= after.keys(), "no job is ever lost"
        for job_id, row in after.items():
            if job_id in self.rows:
                self.check_change(self.rows[job_id], row)
            self.check_row(row)
        self.rows = after
        return result

    def check_change(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        assert [old[name] for name in FIXED] == [new[name] for name in FIXED]
        if old["chat_id"] == new["chat_id"]:
            assert [old[name] for name in OF_PLACE] == [new[name] for name in OF_PLACE]
        else:
            assert (old["chat_id"], new["chat_id"]) == (OLD, NEW)
            assert (new["message_id"], new["placeholder_id"]) == (None, None)
        chosen = (old["state"], new["state"]) == (State.DRAFT, State.ACCEPTED)
        if not chosen:
            assert [old[name] for name in OF_CHOICE] == [new[name] for name in OF_CHOICE]
        if old["state"] != new["state"]:
            assert new["state"] in LEGAL[State(old["state"])]
        if old["outcome"] != new["outcome"] and old["outcome"] is not None:
            assert (old["outcome"], new["outcome"]) == ("expired", "picture")
            self.late[new["id"]] += 1
            assert self.late[new["id"]] == 1
        if old["state"] in FINAL and new["state"] not in FINAL:
            assert (old["outcome"], new["outcome"]) == ("expired", "picture")
        if chosen:
            assert (old["charged"], new["charged"]) == (None, day_of(self.clock.now()))
        else:
            assert new["charged"] in {old["charged"], None}, "what was given back is not charged again"
        assert new["epoch"] >= old["epoch"]
        assert new["attempt"] - old["attempt"] in ({0, 1} if new["state"] == "submitting" else {0})
        assert new["resubmitted"] >= old["resubmitted"]

    def check_row(self, row: dict[str, Any]) -> None:
        assert (row["due_at"] is None) == (row["state"] in FINAL)
        assert (row["outcome"] is not None) == (row["state"] in {State.READY, *FINAL} - {State.CANCELLED})
        if row["state"] in UNPAID:
            assert (row["charged"], row["submitted_at"]) == (None, None), "the provider does not have it"
        if row["outcome"] not in {None, Outcome.PICTURE}:
            assert row["charged"] is None
        assert row["placeholder_id"] in {None, message_in(row["chat_id"])}, "no message of another chat"
        assert row["attempt"] - self.not_taken[row["id"]] <= 2, "paid at most twice"

    def write(self, claim: Job, work: Awaitable[Any]) -> bool:
        """Write back under a claim; one that was overtaken must change nothing."""

        async def go() -> bool:
            return bool(await work)

        before = self.rows[claim.id]
        done = self.do(go())
        if before["epoch"] != claim.epoch:
            assert not done
            assert self.rows[claim.id] == before
        if done:
            self.leases.pop(claim.id, None)
        return done

    def claimed(self, jobs: list[Job], until: int) -> None:
        for job in jobs:
            self.leases[job.id] = (job.epoch, until)
        self.claims += jobs

    def check_unheld(self, jobs: list[Job], before: Rows) -> None:
        for job in jobs:
            epoch, until = self.leases.get(job.id, (-1, 0))
            assert not (before[job.id]["epoch"] == epoch and until > self.clock.now()), "two workers, one job"
            assert job.epoch == before[job.id]["epoch"] + 1

    def stands_in(self, claim: Job, followed: bool) -> int:
        """Return where a worker's message stands: where it was sent to, or where the group is by now."""
        return int(self.rows[claim.id]["chat_id"]) if followed else claim.order.chat_id

    def pick(self, number: int) -> Job:
        """Return a claim, mostly a recent one."""
        return self.claims[-1 - number % min(len(self.claims), 6 if number % 4 else len(self.claims))]

    has_claims = precondition(lambda self: self.claims)
    has_jobs = precondition(lambda self: self.rows)

    @rule(
        make=st.sampled_from([order, anime]),
        owner=owners,
        message=st.integers(1, 12),
        chat=st.sampled_from([None, OLD, NEW]),
        twice=st.booleans(),
    )
    def order(
        self, make: Callable[[int, int, int | None], Order], owner: int, message: int, chat: int | None, twice: bool
    ) -> None:
        wanted = make(message, owner, NEW if self.moved and chat == OLD else chat)
        known = wanted.origin in {row["origin"] for row in self.rows.values()}
        before = len(self.rows)

        self.clock.advance(TICK)

        async def insert() -> list[Any]:
            orders = [wanted, wanted] if twice else [wanted]
            return await asyncio.gather(*(self.jobs.insert(each, LIMITS) for each in orders), return_exceptions=True)

        ends = self.do(insert())
        made = [end for end in ends if isinstance(end, Job)]
        assert all(end is None or isinstance(end, Job | UserError) for end in ends)
        assert len(self.rows) - before == len(made) <= (0 if known else 1)
        assert all(job.state is (State.DRAFT if make is anime else State.ACCEPTED) for job in made)
        self.check_quota()

    def check_quota(self) -> None:
        today = [row for row in self.rows.values() if row["charged"] == day_of(self.clock.now())]
        assert len(today) <= 8
        for each in (1, 2):
            assert sum(row["owner_id"] == each for row in today) <= 4
            under_way = [row for row in self.rows.values() if row["charged"] is not None and row["outcome"] is None]
            assert sum(row["owner_id"] == each for row in under_way) <= 3
        # Both halves of a group may have used up their day before they became one.
        assert sum(row["chat_id"] == OLD for row in today) <= 3
        assert sum(row["chat_id"] == NEW for row in today) <= (6 if self.moved else 3)

    @rule(
        state=st.sampled_from([State.DRAFT, State.ACCEPTED, State.READY, State.SUBMITTING, State.SUBMITTED]),
        limit=st.integers(1, 3),
    )
    def claim(self, state: State, limit: int) -> None:
        before = self.rows
        jobs = self.do(self.jobs.claim(state, limit))
        assert len(jobs) <= limit
        assert all(before[job.id]["state"] == state for job in jobs)
        self.check_unheld(jobs, before)
        self.claimed(jobs, self.clock.now() + LEASE)

    @rule(limit=st.integers(1, 3))
    def claim_submit(self, limit: int) -> None:
        before = self.rows
        jobs = self.do(self.jobs.claim_submit(limit, GRACE, JOB_DEADLINE))
        assert len(jobs) <= limit
        self.check_unheld(jobs, before)
        for job in jobs:
            deadline = (job.submitted_at or 0) + JOB_DEADLINE
            assert job.due_at == min(self.clock.now() + GRACE, deadline)
            self.claimed([job], job.due_at)

    @has_claims
    @rule(number=picks, sent=st.booleans(), followed=st.booleans())
    def announced(self, number: int, sent: bool, followed: bool) -> None:
        claim = self.pick(number)
        chat = self.stands_in(claim, followed)
        options = claim.order.options
        self.write(claim, self.jobs.announced(claim, message_in(chat) if sent else None, options, chat))

    @has_claims
    @rule(number=picks, seconds=st.integers(0, 400), followed=st.booleans())
    def asked(self, number: int, seconds: int, followed: bool) -> None:
        claim = self.pick(number)
        chat, until = self.stands_in(claim, followed), self.clock.now() + seconds * SECOND
        if self.write(claim, self.jobs.asked(claim, message_in(chat), until, chat)):
            row = self.rows[claim.id]
            assert row["state"] == State.DRAFT
            heard = chat == row["chat_id"]
            assert (row["placeholder_id"], row["due_at"]) == (
                (message_in(chat), until) if heard else (None, self.clock.now())
            )

    @has_claims
    @rule(number=picks)
    def forget_draft(self, number: int) -> None:
        claim = self.pick(number)
        if self.write(claim, self.jobs.forget_draft(claim)):
            assert self.rows[claim.id]["state"] == State.CANCELLED

    @has_jobs
    @rule(
        number=picks,
        styles=st.lists(st.sampled_from(list(Style)), min_size=1, max_size=2),
        drafts=st.booleans(),
        late=st.booleans(),
    )
    def choose(self, number: int, styles: list[Style], drafts: bool, late: bool) -> None:
        waiting = [each for each, row in self.rows.items() if row["state"] == State.DRAFT]
        ids = waiting if drafts and waiting else list(self.rows)
        before = self.rows[ids[number % len(ids)]]

        async def press() -> list[Any]:
            known = [claim for claim in self.claims if claim.id == before["id"]]
            job = known[0] if known and late else await self.jobs.find(before["id"])
            assert job is not None
            pressed = message_in(job.order.chat_id)
            chosen = [replace(job.order.options, style=style) for style in styles]
            presses = [self.jobs.choose(job, options, pressed, LIMITS) for options in chosen]
            return await asyncio.gather(*presses, return_exceptions=True)

        ends = self.do(press())
        assert all(end is None or isinstance(end, Job | UserError) for end in ends)
        made = [end for end in ends if isinstance(end, Job)]
        assert len(made) <= (before["state"] == State.DRAFT)
        if made:
            assert made[0].order.options.style is styles[0]
            assert self.rows[before["id"]]["epoch"] == before["epoch"] + 1
            self.leases.pop(before["id"], None)
        else:
            assert self.rows[before["id"]] == before
        self.check_quota()

    @rule()
    def move(self) -> None:
        before = self.rows
        self.do(self.chats.move(OLD, NEW))
        self.moved = True
        assert all(row["chat_id"] != OLD for row in self.rows.values())
        for job_id, row in before.items():
            if row["chat_id"] != OLD:
                assert self.rows[job_id] == row
            elif row["state"] == State.DRAFT and row["placeholder_id"]:  # asked anew
                assert self.rows[job_id]["due_at"] == self.clock.now()
                self.leases.pop(job_id, None)
            else:
                assert self.rows[job_id]["due_at"] == row["due_at"]

    @has_claims
    @rule(number=picks)
    def submitted(self, number: int) -> None:
        claim = self.pick(number)
        if self.write(claim, self.jobs.submitted(claim, "uid", self.clock.now() + 30 * SECOND)):
            assert self.rows[claim.id]["uid_attempt"] == self.rows[claim.id]["attempt"]

    @has_claims
    @rule(number=picks, seconds=st.integers(0, 20))
    def requeue(self, number: int, seconds: int) -> None:
        claim = self.pick(number)
        self.not_taken[claim.id] += 1
        if not self.write(claim, self.jobs.requeue(claim, self.clock.now() + seconds * SECOND)):
            self.not_taken[claim.id] -= 1

    @has_claims
    @rule(number=picks)
    def resubmit(self, number: int) -> None:
        claim = self.pick(number)
        used = self.rows[claim.id]["resubmitted"]
        assert not (self.write(claim, self.jobs.resubmit(claim)) and used), "once"

    @has_claims
    @rule(number=picks, seconds=st.integers(0, 60))
    def postpone(self, number: int, seconds: int) -> None:
        claim = self.pick(number)
        self.write(claim, self.jobs.postpone(claim, self.clock.now() + seconds * SECOND))

    @has_claims
    @rule(number=picks)
    def forget_placeholder(self, number: int) -> None:
        claim = self.pick(number)
        lease = self.leases.get(claim.id)
        if self.write(claim, self.jobs.forget_placeholder(claim)):
            assert self.rows[claim.id]["placeholder_id"] is None
        if lease:  # the step goes on
            self.leases[claim.id] = lease

    @has_claims
    @rule(number=picks, lost=st.booleans(), followed=st.booleans())
    def delivered(self, number: int, lost: bool, followed: bool) -> None:
        claim = self.pick(number)
        chat = self.stands_in(claim, followed)
        if self.write(claim, self.jobs.delivered(claim, message_in(chat), "file", chat, lost=lost)) and lost:
            assert self.rows[claim.id]["charged"] is None

    @has_claims
    @rule(number=picks)
    def undeliverable(self, number: int) -> None:
        claim = self.pick(number)
        self.write(claim, self.jobs.undeliverable(claim))

    @has_claims
    @rule(number=picks, outcome=st.sampled_from([Outcome.EXPIRED, Outcome.FAILED]))
    def give_up(self, number: int, outcome: Outcome) -> None:
        claim = self.pick(number)
        unpaid = self.rows[claim.id]["state"] in UNPAID
        assert not (self.write(claim, self.jobs.give_up(claim, outcome, "given up")) and unpaid)

    @has_jobs
    @rule(number=picks, outcome=outcomes)
    def called_back(self, number: int, outcome: Outcome) -> None:
        job_id = list(self.rows)[number % len(self.rows)]
        before = self.rows[job_id]
        finished = self.do(self.jobs.finish(job_id, outcome, "x", ("https://a/1",)))
        stands = before["outcome"]
        counts = stands is None or (stands, outcome) == (Outcome.EXPIRED, Outcome.PICTURE)
        counts = counts and before["state"] not in UNPAID
        assert (finished is not None) == counts
        if not counts:
            assert self.rows[job_id] == before

    def can_be_cancelled(self, row: dict[str, Any]) -> bool:
        return row["state"] in {State.ACCEPTED, State.QUEUED} and row["submitted_at"] is None

    def check_cancelled(self, jobs: list[Job], before: Rows) -> None:
        for job in jobs:
            assert (job.state, job.epoch) == (State.CANCELLED, before[job.id]["epoch"] + 1)
            self.leases.pop(job.id, None)
        unasked = before.keys() - {job.id for job in jobs}
        assert all(self.rows[job_id] == before[job_id] for job_id in unasked)
        self.check_quota()

    @has_jobs
    @rule(number=picks, live=st.booleans())
    def cancel(self, number: int, live: bool) -> None:
        before = self.rows
        waiting = [job_id for job_id, row in before.items() if self.can_be_cancelled(row)]
        ids = waiting if live and waiting else list(before)
        job_id = ids[number % len(ids)]
        cancelled = self.do(self.jobs.cancel(job_id))
        assert (cancelled is not None) == self.can_be_cancelled(before[job_id])
        self.check_cancelled([cancelled] if cancelled else [], before)

    @rule(owner=owners, chat=st.sampled_from([None, None, OLD, NEW]))
    def cancel_all(self, owner: int, chat: int | None) -> None:
        before = self.rows
        cancelled = self.do(self.jobs.cancel_all(owner, chat))
        assert {job.id for job in cancelled} == {
            job_id
            for job_id, row in before.items()
            if (row["state"] == State.DRAFT or self.can_be_cancelled(row))
            and row["owner_id"] == owner
            and chat in {None, row["chat_id"]}
        }
        self.check_cancelled(cancelled, before)

    @rule()
    def expire(self) -> None:
        for job in self.do(self.jobs.expire_waiting(QUEUE_DEADLINE, JOB_DEADLINE)):
            assert job.outcome is Outcome.EXPIRED

    @rule()
    def account_closed(self) -> None:
        before = self.rows
        for job in self.do(self.jobs.fail_queued("unavailable")):
            assert before[job.id]["submitted_at"] is None, "what may have been taken is left to its callback"

    @rule(owner=owners, seconds=st.integers(1, 300), new_only=st.booleans())
    def pause(self, owner: int, seconds: int, new_only: bool) -> None:
        self.do(self.chats.pause(owner, self.clock.now() + seconds * SECOND, new_only=new_only))

    @rule()
    def restart(self) -> None:
        self.do(self.jobs.release_claims(GRACE))
        self.leases.clear()
        paused = self.runner.run(self.chats.paused())
        now = self.clock.now()
        for row in self.rows.values():
            if row["state"] == State.READY:
                pause = paused.get(row["chat_id"], Pause(0, 0))
                held = pause.no_new_before if row["placeholder_id"] is None else pause.not_before
                assert row["due_at"] <= max(now, held)

    @rule(seconds=st.sampled_from([1, 30, 60, 200, 400]))
    def time_passes(self, seconds: int) -> None:
        self.clock.advance(seconds)


TestJobs = JobsMachine.TestCase
TestJobs.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
