"""Jobs under everything that may happen to them, in any order: what must hold does."""

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Awaitable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from bot.clock import SECOND, day_of
from bot.errors import UserError
from bot.job import FINAL, LEGAL, Job, Outcome, State
from bot.quota import Limits
from storage.chats import Chats
from storage.database import Database
from storage.jobs import LEASE, Jobs
from storage.migrate import migrate
from tests.storage.orders import order
from tests.unit.hand_clock import HandClock

T = TypeVar("T")
Rows = dict[str, dict[str, Any]]

LIMITS = Limits(person=4, group=3, total=8, in_flight=3)
GRACE, QUEUE_DEADLINE, JOB_DEADLINE = 60 * SECOND, 400 * SECOND, 200 * SECOND
FIXED = ("origin", "chat_id", "owner_id", "message_id", "prompt", "options", "created_at", "kind", "language")

picks = st.integers(0, 10_000)
owners = st.sampled_from([1, 2])
outcomes = st.sampled_from(list(Outcome))


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
        for message in (1, 2):
            self.do(self.jobs.insert(order(message, 1), LIMITS))

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
        if old["state"] != new["state"]:
            assert new["state"] in LEGAL[State(old["state"])]
        if old["outcome"] != new["outcome"] and old["outcome"] is not None:
            assert (old["outcome"], new["outcome"]) == ("expired", "picture")
            self.late[new["id"]] += 1
            assert self.late[new["id"]] == 1
        if old["state"] in FINAL and new["state"] not in FINAL:
            assert (old["outcome"], new["outcome"]) == ("expired", "picture")
        assert new["charged"] in {old["charged"], None}, "what was given back is not charged again"
        assert new["epoch"] >= old["epoch"]
        assert new["attempt"] - old["attempt"] in ({0, 1} if new["state"] == "submitting" else {0})
        assert new["resubmitted"] >= old["resubmitted"]

    def check_row(self, row: dict[str, Any]) -> None:
        assert (row["due_at"] is None) == (row["state"] in FINAL)
        assert (row["outcome"] is not None) == (row["state"] in {State.READY, *FINAL})
        if row["outcome"] not in {None, Outcome.PICTURE}:
            assert row["charged"] is None
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

    def pick(self, number: int) -> Job:
        """Return a claim, mostly a recent one."""
        return self.claims[-1 - number % min(len(self.claims), 6 if number % 4 else len(self.claims))]

    has_claims = precondition(lambda self: self.claims)
    has_jobs = precondition(lambda self: self.rows)

    @rule(owner=owners, message=st.integers(1, 12), group=st.booleans(), twice=st.booleans())
    def order(self, owner: int, message: int, group: bool, twice: bool) -> None:
        wanted = order(message, owner, -5 if group else None)
        known = wanted.origin in {row["origin"] for row in self.rows.values()}
        before = len(self.rows)

        async def insert() -> list[Any]:
            orders = [wanted, wanted] if twice else [wanted]
            return await asyncio.gather(*(self.jobs.insert(each, LIMITS) for each in orders), return_exceptions=True)

        ends = self.do(insert())
        made = [end for end in ends if isinstance(end, Job)]
        assert all(end is None or isinstance(end, Job | UserError) for end in ends)
        assert len(self.rows) - before == len(made) <= (0 if known else 1)
        today = [row for row in self.rows.values() if row["charged"] == day_of(self.clock.now())]
        assert len(today) <= 8
        for each in (1, 2):
            assert sum(row["owner_id"] == each for row in today) <= 4
            under_way = [row for row in self.rows.values() if row["charged"] is not None and row["outcome"] is None]
            assert sum(row["owner_id"] == each for row in under_way) <= 3
        assert sum(row["chat_id"] == -5 for row in today) <= 3

    @rule(
        state=st.sampled_from([State.ACCEPTED, State.READY, State.SUBMITTING, State.SUBMITTED]), limit=st.integers(1, 3)
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
    @rule(number=picks, placeholder=st.sampled_from([None, 5]))
    def announced(self, number: int, placeholder: int | None) -> None:
        claim = self.pick(number)
        self.write(claim, self.jobs.announced(claim, placeholder))

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
    @rule(number=picks, lost=st.booleans())
    def delivered(self, number: int, lost: bool) -> None:
        claim = self.pick(number)
        if self.write(claim, self.jobs.delivered(claim, 9, "file", lost=lost)) and lost:
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
        self.write(claim, self.jobs.give_up(claim, outcome, "given up"))

    @has_jobs
    @rule(number=picks, outcome=outcomes)
    def called_back(self, number: int, outcome: Outcome) -> None:
        job_id = sorted(self.rows)[number % len(self.rows)]
        before = self.rows[job_id]
        finished = self.do(self.jobs.finish(job_id, outcome, "x", ("https://a/1",)))
        stands = before["outcome"]
        counts = stands is None or (stands, outcome) == (Outcome.EXPIRED, Outcome.PICTURE)
        assert (finished is not None) == counts
        if not counts:
            assert self.rows[job_id] == before

    @rule()
    def expire(self) -> None:
        for job in self.do(self.jobs.expire_waiting(QUEUE_DEADLINE, JOB_DEADLINE)):
            assert job.outcome is Outcome.EXPIRED

    @rule()
    def account_closed(self) -> None:
        before = self.rows
        for job in self.do(self.jobs.fail_queued("unavailable")):
            assert before[job.id]["submitted_at"] is None, "what may have been taken is left to its callback"

    @rule(owner=owners, seconds=st.integers(1, 300))
    def pause(self, owner: int, seconds: int) -> None:
        self.do(self.chats.pause(owner, self.clock.now() + seconds * SECOND))

    @rule()
    def restart(self) -> None:
        self.do(self.jobs.release_claims(GRACE))
        self.leases.clear()
        paused = self.runner.run(self.chats.paused())
        now = self.clock.now()
        for row in self.rows.values():
            if row["state"] == State.READY:
                assert row["due_at"] <= max(now, paused.get(row["chat_id"], 0))

    @rule(seconds=st.sampled_from([1, 30, 60, 200, 400]))
    def time_passes(self, seconds: int) -> None:
        self.clock.advance(seconds)


TestJobs = JobsMachine.TestCase
TestJobs.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
