"""Models the table `jobs` in plain Python: one entry a job, one method for each operation on it.

The model knows neither SQL nor the order of operations; `test_jobs_machine` compares the table with it after every
step.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.admission import Limits
from bot.clock import day_of
from bot.job import FINAL, Job, Order, Outcome, State
from storage.chats import Pause
from storage.claims import LEASE

WAITING = frozenset({State.ACCEPTED, State.QUEUED})
STILL_POSTED = frozenset({*WAITING, State.SUBMITTING})
UNPAID = frozenset({State.DRAFT, State.CANCELLED})
SPEAKING = frozenset({State.DRAFT, State.ACCEPTED, State.READY})

OPEN = Pause(0, 0)


@dataclass
class Entry:
    """Represents one job; all fields but the last three are columns of these names."""

    origin: str
    owner_id: int
    chat_id: int
    message_id: int | None
    source: str | None
    created_at: int
    state: State
    charged: int | None
    due_at: int | None
    epoch: int = 0
    tries: int = 0
    strikes: int = 0
    placeholder_id: int | None = None
    attempt: int = 0
    resubmitted: bool = False
    submitted_at: int | None = None
    uid_attempt: int | None = None
    outcome: Outcome | None = None
    result_url: str = ""
    file_id: str | None = None
    forgotten: int = 0
    prompt: bool = True  # whether the person's prompt is still stored
    negative: bool = True
    paid: int = 0  # POSTs that the provider may have accepted
    replaced: int = 0
    telling: int = 0  # until when a process may be sending its outcome; where several processes share the table

    def go(self, state: State, due_at: int | None, **changes: Any) -> None:
        """Enter another state, which resets the counters of tries and strikes."""
        self.set(state=state, due_at=due_at, strikes=0, **({"tries": 0} | changes))

    def set(self, **changes: Any) -> None:
        for name, value in changes.items():
            setattr(self, name, value)

    def end(self, outcome: Outcome, now: int) -> None:
        """Record an outcome, from whatever source; any outcome but a picture refunds the quota."""
        self.replaced += self.outcome is not None
        self.go(State.READY, now, outcome=outcome, epoch=self.epoch + 1)
        if outcome is not Outcome.PICTURE:
            self.charged = None

    def cancel(self, now: int) -> None:
        """Cancel the job and refund the quota; if it has a placeholder, that must show the cancellation first."""
        if self.placeholder_id:
            self.go(State.READY, now, outcome=Outcome.CANCELLED, epoch=self.epoch + 1, charged=None)
        else:
            self.go(State.CANCELLED, None, epoch=self.epoch + 1, charged=None)

    def forget(self, mark: int, *, all_of_it: bool = True) -> None:
        self.set(prompt=False, negative=False, forgotten=max(mark, self.forgotten))
        if all_of_it:
            self.set(source=None, file_id=None, result_url="")


@dataclass
class Model:
    """Holds all jobs, and the pauses of their chats."""

    limits: Limits
    jobs: dict[str, Entry] = field(default_factory=dict)
    chats: dict[int, Pause] = field(default_factory=dict)  # the chats that are known
    moved: bool = False
    shared: bool = False

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.jobs.values())

    def where(self, *states: State) -> list[Entry]:
        return [entry for entry in self if entry.state in states]

    def held(self, claim: Job, states: Iterable[State] = State) -> Entry | None:
        """Return the job that a worker may write back: its lease is still held, and its state is one of `states`."""
        entry = self.jobs.get(claim.id)
        return entry if entry and entry.epoch == claim.epoch and entry.state in states else None

    def due(self, state: State, now: int, limit: int) -> dict[str, Entry]:
        """Return the due jobs that a worker may claim; the job that has been due longest comes first."""
        rows = [(e.due_at, job_id) for job_id, e in self.jobs.items() if e.state == state and e.due_at is not None]
        rows = [(due_at, i) for due_at, i in rows if state != State.READY or self.jobs[i].telling <= now]
        return {job_id: self.jobs[job_id] for due_at, job_id in sorted(rows)[:limit] if due_at <= now}

    def lease(self, state: State, now: int, limit: int) -> set[str]:
        claimed = self.due(state, now, limit)
        for entry in claimed.values():
            entry.set(epoch=entry.epoch + 1, due_at=now + LEASE)
            if self.shared and state == State.READY:
                entry.telling = now + LEASE
        return set(claimed)

    def submit(self, now: int, limit: int, grace: int, deadline: int) -> set[str]:
        claimed = self.due(State.QUEUED, now, limit)
        for entry in claimed.values():
            entry.submitted_at = entry.submitted_at or now
            entry.set(state=State.SUBMITTING, due_at=min(now + grace, entry.submitted_at + deadline))
            entry.set(epoch=entry.epoch + 1, attempt=entry.attempt + 1, paid=entry.paid + 1)
        return set(claimed)

    def admits(self, owner_id: int, chat_id: int, now: int) -> bool:
        """Return whether the quota allows one more picture."""
        today = [entry for entry in self if entry.charged == day_of(now)]
        under_way = [entry for entry in self if entry.charged is not None and entry.outcome is None]
        used = [
            (self.limits.in_flight, sum(entry.owner_id == owner_id for entry in under_way)),
            (self.limits.person, sum(entry.owner_id == owner_id for entry in today)),
            (self.limits.group, sum(entry.chat_id == chat_id < 0 for entry in today)),
            (self.limits.total, len(today)),
        ]
        return all(limit is None or count < limit for limit, count in used)

    def order(self, order: Order, now: int) -> Entry | None:
        """Return the new job; None if its origin is known or the quota does not allow it."""
        if any(entry.origin == order.origin for entry in self) or not self.admits(order.owner_id, order.chat_id, now):
            return None
        self.chats.setdefault(order.chat_id, OPEN)
        source = order.source.file_id if order.source else None
        where = (order.origin, order.owner_id, order.chat_id, order.message_id, source, now)
        if order.is_draft:
            return Entry(*where, State.DRAFT, None, now)
        return Entry(*where, State.ACCEPTED, day_of(now), now)

    def finish(self, job_id: str, outcome: Outcome, now: int) -> bool:
        """Record the provider's outcome; only the first one counts, except that a late picture replaces an expiry."""
        entry = self.jobs.get(job_id)
        if entry is None or entry.state in UNPAID:
            return False
        if entry.outcome and (entry.outcome, outcome) != (Outcome.EXPIRED, Outcome.PICTURE):
            return False
        entry.end(outcome, now)
        entry.result_url = "https://a/1" if outcome is Outcome.PICTURE else ""
        return True

    def can_be_cancelled(self, entry: Entry) -> bool:
        return entry.state in WAITING and entry.submitted_at is None

    def expired(self, now: int, queue_deadline: int, job_deadline: int) -> set[str]:
        """Expire the waiting jobs that are past their deadline, except a job that is just being announced."""
        late = {
            job_id
            for job_id, entry in self.jobs.items()
            if (entry.state == State.QUEUED or (entry.state == State.ACCEPTED and (entry.due_at or 0) <= now))
            and now >= (entry.submitted_at + job_deadline if entry.submitted_at else entry.created_at + queue_deadline)
        }
        for job_id in late:
            self.jobs[job_id].end(Outcome.EXPIRED, now)
        return late

    def erase(self, owner_id: int, now: int) -> None:
        """Forget a person: delete ended jobs that do not count today, and blank what the other jobs no longer need."""
        self._drop(lambda entry: entry.owner_id == owner_id, now)
        for entry in self:
            if entry.owner_id == owner_id:
                entry.set(forgotten=2, file_id=None)
                if entry.state in FINAL:
                    entry.forget(2)
                elif entry.state not in STILL_POSTED:
                    entry.forget(2, all_of_it=False)

    def drop_erased(self, now: int) -> None:
        self._drop(lambda entry: entry.forgotten == 2, now)
        for entry in self:
            if entry.forgotten == 2 and entry.state in FINAL:
                entry.forget(2)

    def _drop(self, which: Any, now: int) -> None:
        gone = [i for i, e in self.jobs.items() if which(e) and e.state in FINAL and e.charged != day_of(now)]
        for job_id in gone:
            del self.jobs[job_id]

    def move(self, old: int, new: int, now: int) -> None:
        """Move the jobs of a chat: their messages have no ids in the new chat, and a question is asked again."""
        for entry in self:
            if entry.chat_id == old:
                if entry.state == State.DRAFT and entry.placeholder_id:
                    entry.due_at = now
                entry.set(chat_id=new, message_id=None, placeholder_id=None)
                entry.owner_id = new if entry.owner_id == old else entry.owner_id
        if old in self.chats and not self.moved:
            self.chats.setdefault(new, self.chats[old])
        self.chats.setdefault(old, OPEN)
        self.moved = True

    def pause(self, chat_id: int, until: int, *, new_only: bool) -> None:
        before = self.chats.get(chat_id, OPEN)
        everything = before.not_before if new_only else max(until, before.not_before)
        self.chats[chat_id] = Pause(everything, max(until, before.no_new_before))
        for entry in self.where(*SPEAKING):
            if entry.chat_id == chat_id and not (new_only and entry.placeholder_id):
                entry.due_at = max(until, entry.due_at or 0)

    def restart(self, now: int, grace: int) -> None:
        """Release all claims; the pause of a chat still holds, and a POST still waits for its grace period."""
        for entry in self:
            entry.telling = 0
        for entry in self:
            latest = now + grace if entry.state == State.SUBMITTING else now
            if entry.due_at is not None and entry.due_at > latest:
                entry.due_at = max(latest, self.opens(entry))

    def opens(self, entry: Entry) -> int:
        """Return when the next step may send to the chat, if the step has to."""
        pause = self.chats.get(entry.chat_id, OPEN) if entry.state in SPEAKING else OPEN
        return pause.not_before if entry.placeholder_id else pause.no_new_before
