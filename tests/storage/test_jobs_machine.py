"""Jobs under everything that may happen to them, in any order, held to `tests.support.model` after every step."""

import asyncio
import functools
import json
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.admission import Limits
from bot.clock import DAY, SECOND, day_of
from bot.deadlines import Terms
from bot.errors import UserError
from bot.job import FINAL, LEGAL, Job, Order, Outcome, State
from bot.options import Style
from storage.chats import Chats
from storage.database import Database
from storage.drivers import open_database
from storage.history import History
from storage.jobs import Jobs
from storage.migrate import migrate
from tests.support.manual_clock import ManualClock
from tests.support.model import Entry, Model
from tests.support.orders import anime, order
from tests.support.postgresql import Emptied

T = TypeVar("T")

LIMITS = Limits(person=4, group=4, total=9, in_flight=3)
GRACE, QUEUE_DEADLINE, JOB_DEADLINE = 60 * SECOND, 400 * SECOND, 200 * SECOND
OLD, NEW = -5, -1_000_000_000_005
WORDS = "what nobody else must know"

COLUMNS = [
    column.name for column in fields(Entry) if column.name not in {"prompt", "negative", "paid", "replaced", "telling"}
]

PATH = [State.DRAFT, State.ACCEPTED, State.QUEUED, State.SUBMITTING, State.SUBMITTED, State.READY]
"""The way of a picture."""

FITS = 1
"""Picks what stands and is in the right state; other numbers sometimes pick something else."""

TICK = 0.00001
"""Seconds between two orders: their ids have random ends, and what is tried must be the same when it is tried again."""

picks = st.integers(0, 10_000)


def message_in(chat_id: int) -> int:
    """Return a message that stands in this chat and in no other."""
    return {OLD: 51, NEW: 52}.get(chat_id, 53)


@functools.cache
def empty_database() -> bytes:
    """Return a database file with the newest schema."""

    async def go(path: Path) -> None:
        database = await open_database(f"sqlite:///{path}")
        await migrate(database, ManualClock())
        await database.close()

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "huabot.db")
        asyncio.run(go(path))
        return path.read_bytes()


ENDS = [outcome for outcome in Outcome if outcome is not Outcome.CANCELLED]
"""What may become of what the provider was asked for."""


class JobsMachine(RuleBasedStateMachine):
    """Workers that may be slow, die or be overtaken; callbacks at any time; restarts; a clock that leaps."""

    emptied: Emptied | None = None

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = ManualClock()
        self.model = Model(LIMITS)
        self.claims: list[Job] = []  # all there ever were, the overtaken ones too
        self.rows: dict[str, dict[str, Any]] = {}

    @initialize()
    def open(self) -> None:
        (self.folder / "huabot.db").write_bytes(empty_database())

        async def go() -> Database:
            if self.emptied:
                self.emptied.empty()
                return await open_database(self.emptied.url, 2)
            database = await open_database(f"sqlite:///{self.folder}/huabot.db")
            await database.rows("PRAGMA synchronous=OFF", {})  # no power is cut here
            return database

        self.database = self.runner.run(go())
        self.model.shared = self.database.is_shared
        self.jobs = Jobs(self.database, self.clock)
        self.chats = Chats(self.database, self.clock)
        self.history = History(self.database, self.clock)
        for make, owner, chat in ((order, 1, None), (order, 2, OLD), (anime, 1, OLD)):
            self.ordered(make, owner, 1 + len(self.rows), chat, twice=False)
            self.holds()

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.runner.run(self.database.close())
        if self.emptied:
            self.emptied.empty()
        self.runner.close()
        shutil.rmtree(self.folder)

    def run(self, work: Awaitable[T]) -> T:
        async def go() -> T:
            return await work

        return self.runner.run(go())

    @property
    def now(self) -> int:
        return self.clock.now()

    # What must hold after each step.

    @invariant()
    def holds(self) -> None:
        if not hasattr(self, "database"):
            return
        rows = {row["id"]: dict(row) for row in self.run(self.database.rows("SELECT * FROM jobs", {}))}
        assert rows.keys() == self.model.jobs.keys()
        for job_id, row in rows.items():
            entry = self.model.jobs[job_id]
            told = {name: row[name] for name in COLUMNS}
            assert told == {name: getattr(entry, name) for name in COLUMNS}
            assert (row["prompt"] == WORDS) == entry.prompt
            assert (json.loads(row["options"])["negative"] == WORDS) == entry.negative
            self.promises(entry, self.rows.get(job_id, row), row)
        self.rows = rows

    def promises(self, entry: Entry, old: dict[str, Any], new: dict[str, Any]) -> None:
        """What is promised, whatever the model says."""
        assert entry.paid <= 2, "paid at most twice"
        assert entry.replaced <= 1, "one final outcome, replaced at most once"
        if old["state"] != new["state"]:
            assert new["state"] in LEGAL[State(old["state"])]
        if old["outcome"] != new["outcome"]:
            assert old["outcome"] is None or (old["outcome"], new["outcome"]) == ("expired", "picture")
        if old["charged"] != new["charged"]:
            assert new["charged"] is None or old["state"] == State.DRAFT, "what was given back is not charged again"
        assert new["epoch"] >= old["epoch"]
        assert (new["due_at"] is None) == (new["state"] in FINAL)
        if new["state"] == State.CANCELLED:  # with that outcome if a message had to say so
            assert new["outcome"] in {None, Outcome.CANCELLED}
        else:
            assert (new["outcome"] is not None) == (new["state"] in {State.READY, *FINAL})
        assert new["charged"] is None or new["outcome"] in {None, Outcome.PICTURE}
        assert new["placeholder_id"] in {None, message_in(new["chat_id"])}, "no message of another chat"

    # Orders and choices.

    @rule(
        make=st.sampled_from([order, anime]),
        owner=st.sampled_from([1, 2, None]),
        message=st.integers(1, 12),
        chat=st.sampled_from([None, OLD, NEW]),
        twice=st.booleans(),
    )
    def ordered(
        self, make: Callable[..., Order], owner: int | None, message: int, chat: int | None, *, twice: bool
    ) -> None:
        chat = NEW if self.model.moved and chat == OLD else chat
        plain = make(message, owner or chat or 1, chat)
        wanted = replace(plain, prompt=WORDS, options=replace(plain.options, negative=WORDS))
        self.clock.advance(TICK)
        ends = self.at_once([self.jobs.insert(wanted, LIMITS) for _ in range(1 + twice)])
        entry = self.model.order(wanted, self.now)
        made = [end for end in ends if isinstance(end, Job)]
        assert len(made) == (entry is not None)
        assert all(end is None or isinstance(end, Job | UserError) for end in ends)
        if entry:
            self.model.jobs[made[0].id] = entry

    def at_once(self, work: list[Coroutine[Any, Any, T]]) -> list[T | BaseException]:
        async def go() -> list[T | BaseException]:
            return await asyncio.gather(*work, return_exceptions=True)

        return self.runner.run(go())

    @rule(number=picks, styles=st.lists(st.sampled_from(list(Style)), min_size=1, max_size=2), stale=st.booleans())
    def chosen(self, number: int, styles: list[Style], *, stale: bool) -> None:
        job_id = self.a_job(number, State.DRAFT)
        if job_id is None:
            return
        known = [claim for claim in self.claims if claim.id == job_id]
        job = known[0] if known and stale else self.run(self.jobs.find(job_id))
        assert job is not None
        options, pressed = job.order.options, message_in(job.order.chat_id)
        entry, now = self.model.jobs[job_id], self.now
        is_taken = entry.state == State.DRAFT and self.model.admits(entry.owner_id, entry.chat_id, now)
        ends = self.at_once([self.jobs.choose(job, replace(options, style=style), pressed, LIMITS) for style in styles])
        assert sum(isinstance(end, Job) for end in ends) == is_taken
        assert all(end is None or isinstance(end, Job | UserError) for end in ends)
        if is_taken:
            stands = pressed if job.order.chat_id == entry.chat_id else None
            entry.go(State.ACCEPTED, now, charged=day_of(now), created_at=now, placeholder_id=stands)
            entry.set(epoch=entry.epoch + 1, negative=options.negative == WORDS)

    @rule(number=picks)
    def question_taken_back(self, number: int) -> None:
        """Words came before the question was asked."""
        if job_id := self.a_job(number, State.DRAFT):
            entry = self.model.jobs[job_id]
            self.run(self.jobs.take_question_back(job_id))
            if entry.state == State.DRAFT and entry.placeholder_id is None:
                entry.set(state=State.CANCELLED, due_at=None, epoch=entry.epoch + 1)

    def a_job(self, number: int, *states: State) -> str | None:
        """Return a job, mostly one in these states."""
        fitting = [job_id for job_id, entry in self.model.jobs.items() if entry.state in states]
        ids = fitting if fitting and number % 4 else list(self.model.jobs)
        return ids[number % len(ids)] if ids else None

    @rule(number=picks, steps=st.integers(1, 3))
    def goes_well(self, number: int, steps: int) -> None:
        """The next steps of some job, as they should be."""
        for _ in range(steps):
            live = [entry.state for entry in self.model if entry.state in PATH]
            self.step(live[number % len(live)] if live else None)

    def step(self, state: State | None) -> None:
        match state:
            case State.DRAFT:
                self.chosen(FITS, [Style.CUTE], stale=False)
            case State.ACCEPTED:
                self.announced(FITS, sent=True)
            case State.QUEUED:
                self.claim_when_due(State.QUEUED)
            case State.SUBMITTING:
                self.submit_accepted(FITS)
            case State.SUBMITTED:
                self.called_back(FITS, Outcome.PICTURE, State.SUBMITTED)
            case State.READY:
                self.delivered(FITS, lost=False)
            case _:
                self.another(order)
        self.holds()

    def another(self, make: Callable[..., Order]) -> None:
        number = 20 + len(self.claims)
        self.ordered(make, 1 + number % 2, number, [None, OLD][number // 2 % 2], twice=False)

    def bring_to(self, state: State) -> None:
        """See to it that some job is in this state, or on its way there; few would get far by themselves."""
        for _ in PATH:
            before = [earlier for earlier in PATH[: PATH.index(state) + 1] if self.model.where(earlier)]
            if before[-1:] == [state]:
                return
            if before:
                self.step(before[-1])
            else:
                self.another(anime if state == State.DRAFT else order)

    # Workers: they claim, and write back, perhaps late.

    @rule(state=st.sampled_from(PATH), limit=st.integers(1, 3))
    def claim(self, state: State, limit: int) -> None:
        if state == State.QUEUED:
            jobs = self.run(self.jobs.claim_submit(limit, Terms(8, GRACE, JOB_DEADLINE)))
            expected = self.model.submit(self.now, limit, GRACE, JOB_DEADLINE)
        else:
            jobs = self.run(self.jobs.claim(state, limit))
            expected = self.model.lease(state, self.now, limit)
        assert [job.id for job in jobs] == sorted(expected)
        self.claims += jobs

    def claim_when_due(self, state: State) -> None:
        due = [
            max(entry.due_at or 0, entry.telling if state == State.READY else 0) for entry in self.model.where(state)
        ]
        self.clock.advance_to(min(due, default=0))
        self.claim(state, 1)
        self.holds()

    def take(self, number: int, *states: State) -> Job | None:
        """Return a claim: mostly one that stands, else one that was overtaken, or any recent one."""
        if number % 3 and states[0] in PATH and not self.standing(states):
            self.bring_to(states[0])
            if not self.standing(states):
                self.claim_when_due(states[0])
        overtaken = [
            claim
            for claim in self.claims
            if (entry := self.model.jobs.get(claim.id)) and entry.state in states and entry.epoch != claim.epoch
        ]
        claims = (self.standing(states) if number % 4 else overtaken) or self.claims[-8:]
        return claims[number % len(claims)] if claims else None

    def standing(self, states: Sequence[State]) -> list[Job]:
        return [claim for claim in self.claims if self.model.held(claim, states)]

    @rule(number=picks)
    def leases_end(self, number: int) -> None:
        """Whoever holds a job is too slow: another one gets it."""
        if claims := self.standing(PATH):
            self.claim_when_due(claims[number % len(claims)].state)

    def written(self, claim: Job, work: Coroutine[Any, Any, Any], *states: State) -> Entry | None:
        """Write back; return the entry if that must have changed it. Who was overtaken must change nothing."""
        entry = self.model.held(claim, states)
        assert bool(self.run(work)) == (entry is not None)
        return entry

    def told_by(self, claim: Job) -> None:
        """Whoever told an outcome, or tried to, is not telling it any more."""
        if entry := self.model.jobs.get(claim.id):
            entry.telling = 0

    def stands_in(self, claim: Job, number: int) -> int:
        """Return where a worker's message stands: where it was sent to, or where the group is by now."""
        entry = self.model.jobs.get(claim.id)
        return entry.chat_id if entry and number % 2 else claim.order.chat_id

    def stands(self, entry: Entry, chat_id: int) -> int | None:
        return message_in(chat_id) if chat_id == entry.chat_id else None

    @rule(number=picks, sent=st.booleans())
    def announced(self, number: int, *, sent: bool) -> None:
        if claim := self.take(number, State.ACCEPTED):
            chat, options = self.stands_in(claim, number), claim.order.options
            work = self.jobs.announced(claim, message_in(chat) if sent else None, options, chat)
            if entry := self.written(claim, work, State.ACCEPTED):
                entry.go(State.QUEUED, self.now, placeholder_id=self.stands(entry, chat) if sent else None)
                entry.set(negative=options.negative == WORDS)

    @rule(number=picks, seconds=st.integers(0, 400))
    def asked(self, number: int, seconds: int) -> None:
        if claim := self.take(number, State.DRAFT):
            chat, until = self.stands_in(claim, number), self.now + seconds * SECOND
            work = self.jobs.asked(claim, message_in(chat), until, chat)
            if entry := self.written(claim, work, State.DRAFT):
                stands = self.stands(entry, chat)
                entry.go(State.DRAFT, until if stands else self.now, placeholder_id=stands)

    @rule(number=picks)
    def draft_let_go(self, number: int) -> None:
        claim = self.take(number, State.DRAFT)
        if claim and (entry := self.written(claim, self.jobs.forget_draft(claim), State.DRAFT)):
            entry.set(state=State.CANCELLED, due_at=None)

    @rule(number=picks)
    def submit_accepted(self, number: int) -> None:
        if claim := self.take(number, State.SUBMITTING):
            due_at = self.now + 30 * SECOND
            if entry := self.written(
                claim, self.jobs.submitted(claim, "uid", due_at), State.SUBMITTING, State.SUBMITTED
            ):
                entry.go(State.SUBMITTED, due_at, uid_attempt=entry.attempt)
            elif (late := self.model.jobs.get(claim.id)) and late.outcome and late.attempt == claim.attempt:
                late.set(uid_attempt=late.uid_attempt or late.attempt)

    @rule(number=picks, seconds=st.integers(0, 20))
    def submit_not_taken(self, number: int, seconds: int) -> None:
        if claim := self.take(number, State.SUBMITTING):
            due_at = self.now + seconds * SECOND
            if entry := self.written(claim, self.jobs.requeue(claim, due_at), State.SUBMITTING):
                entry.go(State.QUEUED, due_at, tries=entry.tries + 1)
                entry.paid -= 1
                entry.submitted_at = entry.submitted_at if entry.resubmitted else None

    @rule(number=picks, times=st.integers(1, 2))
    def submit_unanswered(self, number: int, times: int = 1) -> None:
        """The grace is over: once more, then never again."""
        if times > 1:
            self.submit_unanswered(FITS)
            self.holds()
        if claim := self.take(number, State.SUBMITTING):
            entry = self.model.held(claim, [State.SUBMITTING])
            again = entry is not None and not entry.resubmitted
            assert self.run(self.jobs.resubmit(claim)) == again
            if entry and again:
                entry.go(State.QUEUED, self.now, resubmitted=True)

    @rule(number=picks, state=st.sampled_from(list(State)), seconds=st.integers(0, 60))
    def postponed(self, number: int, state: State, seconds: int) -> None:
        if claim := self.take(number, state):
            work = self.jobs.postpone(claim, seconds * SECOND)
            if entry := self.written(claim, work, *(set(State) - FINAL)):
                entry.set(due_at=self.now + seconds * SECOND, tries=entry.tries + 1, strikes=0)
            self.told_by(claim)

    @rule(number=picks, state=st.sampled_from(list(State)), seconds=st.none() | st.integers(0, 60))
    def struck(self, number: int, state: State, seconds: int | None) -> None:
        if claim := self.take(number, state):
            work = self.jobs.strike(claim, None if seconds is None else seconds * SECOND)
            if entry := self.written(claim, work, *(set(State) - FINAL)):
                entry.strikes = claim.strikes + 1
                entry.due_at = entry.due_at if seconds is None else self.now + seconds * SECOND
            if seconds is not None:
                self.told_by(claim)

    @rule(number=picks, lost=st.booleans())
    def delivered(self, number: int, *, lost: bool) -> None:
        if claim := self.take(number, State.READY):
            chat = self.stands_in(claim, number)
            work = self.jobs.delivered(claim, message_in(chat), "file", chat, lost=lost)
            if entry := self.written(claim, work, State.READY, State.DELIVERED):
                entry.set(state=State.DELIVERED, due_at=None, placeholder_id=self.stands(entry, chat))
                entry.set(file_id="file" if entry.forgotten < 2 else None, charged=None if lost else entry.charged)
            elif (late := self.model.jobs.get(claim.id)) and (late.state, late.outcome) == (
                State.READY,
                Outcome.PICTURE,
            ):
                late.set(placeholder_id=late.placeholder_id or self.stands(late, chat))
            self.told_by(claim)

    @rule(number=picks, refund=st.booleans())
    def undeliverable(self, number: int, *, refund: bool) -> None:
        claim = self.take(number, State.READY)
        if claim and (entry := self.written(claim, self.jobs.undeliverable(claim, refund=refund), State.READY)):
            entry.set(state=State.UNDELIVERABLE, due_at=None, charged=None if refund else entry.charged)
        if claim:
            self.told_by(claim)

    @rule(number=picks)
    def placeholder_gone(self, number: int) -> None:
        claim = self.take(number, State.READY)
        if claim and (entry := self.written(claim, self.jobs.forget_placeholder(claim), *State)):
            entry.placeholder_id = None

    @rule(number=picks, state=st.sampled_from(list(State)), outcome=st.sampled_from([Outcome.EXPIRED, Outcome.FAILED]))
    def given_up(self, number: int, state: State, outcome: Outcome) -> None:
        if claim := self.take(number, state):
            entry = self.model.held(claim, {*State} - {State.DRAFT, State.CANCELLED})
            ends = entry is not None and entry.outcome is None
            assert (self.run(self.jobs.give_up(claim, outcome, "given up")) is not None) == ends
            if entry and ends:
                entry.end(outcome, self.now)

    # What comes from outside, at any time.

    @rule(number=picks, outcome=st.sampled_from(ENDS), state=st.sampled_from(list(State)))
    def called_back(self, number: int, outcome: Outcome, state: State) -> None:
        """By a callback or as the answer to a query: early, late, again, or in contradiction to what stands."""
        if job_id := self.a_job(number, state):
            self.told(job_id, outcome)

    @rule(number=picks, outcome=st.sampled_from([Outcome.PICTURE, *ENDS]))
    def called_back_late(self, number: int, outcome: Outcome) -> None:
        if not any(entry.outcome == Outcome.EXPIRED for entry in self.model):
            self.given_up(FITS, State.SUBMITTED, Outcome.EXPIRED)
            self.holds()
        expired = [job_id for job_id, entry in self.model.jobs.items() if entry.outcome == Outcome.EXPIRED]
        if expired:
            self.told(expired[number % len(expired)], outcome)

    def told(self, job_id: str, outcome: Outcome) -> None:
        urls = ("https://a/1",) if outcome is Outcome.PICTURE else ()
        finished = self.run(self.jobs.finish(job_id, outcome, "x", urls))
        assert (finished is not None) == self.model.finish(job_id, outcome, self.now)

    @rule(number=picks, of=st.sampled_from([None, None, None, 1, 2]), chat=st.sampled_from([None, OLD, NEW]))
    def cancelled(self, number: int, of: int | None, chat: int | None) -> None:
        """One order, or (`of`) all of a person's, in one chat or in all; what the provider may have is left alone."""
        if number % 3 == 0 and not any(entry.submitted_at for entry in self.model.where(State.QUEUED)):
            self.submit_unanswered(FITS)
            self.holds()
        can = {job_id for job_id, entry in self.model.jobs.items() if self.model.can_be_cancelled(entry)}
        if of:
            drafts = {job_id for job_id, entry in self.model.jobs.items() if entry.state == State.DRAFT}
            jobs = self.run(self.jobs.cancel_all(of, chat))
            ids = {i for i in can | drafts if self.model.jobs[i].owner_id == of}
            ids = {i for i in ids if chat in {None, self.model.jobs[i].chat_id}}
        else:
            job_id = self.a_job(number, State.ACCEPTED, State.QUEUED) or "none"
            jobs = [job for job in [self.run(self.jobs.cancel(job_id))] if job]
            ids = can & {job_id}
        assert {job.id for job in jobs} == ids
        for job_id in ids:
            self.model.jobs[job_id].cancel(self.now)

    @rule(number=picks)
    def cancellation_told(self, number: int) -> None:
        claim = self.take(number, State.READY)
        entry = self.model.held(claim, [State.READY]) if claim else None
        told = entry is not None and entry.outcome == Outcome.CANCELLED
        if claim:
            assert self.run(self.jobs.end_cancelled(claim)) == told
            self.told_by(claim)
        if entry and told:
            entry.set(state=State.CANCELLED, due_at=None)

    @rule()
    def moved(self) -> None:
        self.run(self.chats.move(OLD, NEW))
        self.model.move(OLD, NEW, self.now)

    @rule(chat=st.sampled_from([1, OLD, NEW]), seconds=st.integers(1, 300), new_only=st.booleans())
    def paused(self, chat: int, seconds: int, *, new_only: bool) -> None:
        until = self.now + seconds * SECOND
        self.run(self.chats.pause(chat, until, new_only=new_only))
        self.model.pause(chat, until, new_only=new_only)

    # What happens by itself.

    @rule(
        what=st.sampled_from(["erase", "drop", "drop", "picture", "words"]),
        number=picks,
        days=st.sampled_from([0, 0, 1]),
    )
    def forgotten(self, what: str, number: int, days: int) -> None:
        if what == "erase":
            state = PATH[number % len(PATH)]
            self.bring_to(state)
            owner = next((entry.owner_id for entry in self.model.where(state)), 1)
            self.holds()
            self.run(self.history.erase(owner))
            self.model.erase(owner, self.now)
        elif what == "drop":
            if not days:  # of somebody whose picture came after that, and counts today
                self.forgotten("erase", PATH.index(State.READY), 0)
                self.step(State.READY)
            self.clock.advance(days * DAY / SECOND)
            self.run(self.history.drop_erased())
            self.model.drop_erased(self.now)
            rows = self.run(self.database.rows("SELECT * FROM jobs WHERE forgotten = 2 AND due_at IS NULL", {}))
            assert not any(WORDS in str(dict(row)) for row in rows), "nothing of what an erased person said"
        elif what == "picture" and (job_id := self.a_job(number, *FINAL)):
            self.run(self.history.forget(job_id))
            if self.model.jobs[job_id].state in FINAL:
                self.model.jobs[job_id].forget(1)
        elif what == "words":
            self.run(self.history.forget_old(self.now + DAY, 100))
            for entry in self.model.where(*FINAL):
                if not entry.forgotten:
                    entry.forget(1, all_of_it=False)

    @rule(what=st.sampled_from(["time", "time", "expire", "closed"]), seconds=st.sampled_from([1, 30, 60, 200, 400]))
    def time_passes(self, what: str, seconds: int) -> None:
        self.clock.advance(seconds)
        if what == "expire":
            if seconds >= 200:  # somebody announces a late one just now
                self.bring_to(State.ACCEPTED)
                self.clock.advance(400)
                self.claim_when_due(State.ACCEPTED)
            jobs = self.run(self.jobs.expire_waiting(QUEUE_DEADLINE, JOB_DEADLINE))
            assert {job.id for job in jobs} == self.model.expired(self.now, QUEUE_DEADLINE, JOB_DEADLINE)
        elif what == "closed":
            failed = self.run(self.jobs.fail_queued("unavailable"))
            entries = [entry for entry in self.model.where(State.QUEUED) if entry.submitted_at is None]
            assert len(failed) == len(entries)
            for entry in entries:
                entry.end(Outcome.FAILED, self.now)

    @rule(leap=st.sampled_from([0, 0, 0, 3600, -3600]))
    def restarted(self, leap: int) -> None:
        """Killed; whoever has set the machine's clock meanwhile."""
        self.clock.advance(leap)
        paused = {chat: pause for chat, pause in self.model.chats.items() if pause.no_new_before > self.now}
        assert self.run(self.chats.paused()) == paused
        self.run(self.jobs.release_claims(GRACE))
        self.model.restart(self.now, GRACE)


@pytest.mark.sqlite_only
def test_jobs_in_a_file() -> None:
    run_state_machine_as_test(JobsMachine, settings=settings(max_examples=50, stateful_step_count=50, deadline=None))


def test_jobs_in_postgresql(emptied: Emptied) -> None:
    class Shared(JobsMachine):
        pass

    Shared.emptied = emptied
    few = settings(max_examples=12, stateful_step_count=50, deadline=None, phases=[Phase.generate])
    run_state_machine_as_test(Shared, settings=few)
