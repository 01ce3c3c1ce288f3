"""Checks, from the journals of Telegram and the provider alone, the promises that must hold whatever went wrong.

The judge reads neither the bot nor its database. Besides the journals it knows only when the bot's processes ended.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.torture.given import PRESS, Given, Order
from tests.torture.manners import ill_mannered, most_in_a_second, too_early
from tests.torture.painted import Job, Painted, brings
from tests.torture.shown import EDITING, LOST, SENDING, Entry, Message, Shown, State, replied_to, state_in

CUT_OFF = {"status_after", "drop_after"}
"""Faults that withhold Telegram's response from the bot although the call was carried out."""

UNREAD = 1.5
"""Seconds before a process's end within which it may not have committed a response: `delay_after` delays a response for
a third of that time, and the machine may be busy."""

STRAY = 1.0
"""Seconds after a process's end within which a busy Telegram may still process its last calls; the next process takes
longer to start."""

IMPATIENT = 1.0
"""Seconds before the deadline from which on a failure may find the job already expired."""

SEED = re.compile(r"seed (\d+)")


@dataclass(frozen=True, slots=True)
class End:
    """Represents the end of a bot process.

    Attributes:
        at: The time of the signal: from then on the process may not have read a response.
        gone: The time at which the process had ended.
    """

    at: float
    gone: float


@dataclass
class Verdict:
    """Holds the result of judging a run.

    Attributes:
        counts: The numbers of orders by outcome, and of allowed irregularities.
        faults: The broken promises: kind → descriptions.
    """

    counts: Counter[str] = field(default_factory=Counter)
    faults: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def holds(self) -> bool:
        """Whether no promise was broken."""
        return not any(self.faults.values())


class Judge:
    """Judges one run.

    Args:
        telegram: Telegram's whole journal.
        provider: The provider's whole journal.
        ends: The ends of the bot's processes.
        deadline: The bot's `JOB_DEADLINE`.
    """

    def __init__(
        self, telegram: Iterable[Entry], provider: Iterable[Entry], ends: Iterable[End], deadline: float
    ) -> None:
        self._calls: list[Entry] = []
        self._ends = list(ends)
        self._deadline = deadline
        self._unheard: set[int] = set()
        self.shown, self.given, self.painted = Shown(), Given(), Painted()
        for entry in telegram:
            self.shown.feed(entry)
            self.given.feed(entry)
            if entry["event"] == "call":
                self._calls.append(entry)
            elif entry["event"] == "unheard":
                self._unheard.add(entry["call"])
        for entry in provider:
            self.painted.feed(entry)
        self._refusals: defaultdict[int, list[Entry]] = defaultdict(list)
        for call in self._calls:
            if call["status"] == 403:
                self._refusals[call["chat_id"]].append(call)
        self._jobs_for: defaultdict[tuple[str, str], list[Job]] = defaultdict(list)
        for job in self.painted.jobs.values():
            self._jobs_for[job.kind, job.prompt].append(job)
        self._cut_off: dict[int, bool] = {}
        self._call_at = {call["n"]: call for call in self._calls}
        self._slots: defaultdict[tuple[int, int], list[Order]] = defaultdict(list)
        for order in self.given.orders:
            self._slots[order.slot].append(order)
        self._verdict = Verdict()

    def judge(self) -> Verdict:
        """Return the verdict."""
        unexplained = {slot: self._judge_slot(slot, orders) for slot, orders in self._slots.items()}
        self._judge_moved(unexplained)
        self._paid()
        self._first_words_stand()
        self._verdict.faults["early"] += too_early(self._calls, self._was_cut_off)
        self._verdict.faults["ill-mannered"] += [
            f"{call['method']} {call['params']}" for call in self._calls if ill_mannered(call)
        ]
        for entry in self.painted.forged:
            self._fault("forged accepted", f"{entry['url']} {entry['body']}")
        self._verdict.counts["most calls in a second"] = most_in_a_second(self._calls)
        return self._verdict

    def _fault(self, kind: str, words: str) -> None:
        self._verdict.faults[kind].append(words)

    # Outcomes that are shown

    def _judge_slot(self, slot: tuple[int, int], orders: list[Order]) -> list[Order]:
        """Judge the replies to one message; return the orders whose outcome is not among them."""
        told = [message for message in self.shown.replies.get(slot, []) if message.finals]
        wanted = sum(order.count for order in orders)
        for number, message in enumerate(told):
            self._judge_message(message, orders, counts=number < wanted)
        self._verdict.counts["given"] += wanted
        if len(told) > wanted:
            self._judge_extra(slot, told, wanted, orders)
        self._judge_placeholders(slot)
        return self._unseen(told, orders) if wanted > len(told) else []

    def _unseen(self, told: list[Message], orders: list[Order]) -> list[Order]:
        """Return the orders that have no message with an outcome; a refused press, for example, has none."""
        unseen = [order for order in orders for _ in range(order.count)]
        unseen.sort(key=lambda order: bool(self.given.answers.get(order.query)))
        for state in sorted((message.finals[-1] for message in told), key=lambda state: state.meaning != "picture"):
            if mine := self._owner(state, unseen):
                unseen.remove(mine)
        return unseen

    def _judge_message(self, message: Message, orders: list[Order], *, counts: bool = True) -> None:
        finals = message.finals
        for state in finals:
            if LOST in state.text:
                self._fault("lost", f"{_name(message)}: {state.text}")
            if state.meaning == "picture" and not self._belongs(state, orders):
                self._fault("misdelivered", f"{_name(message)}: {state.text!r} {state.url or state.upload}")
        said = [self._identity(state) for state in finals]
        changes = [one for one, before in zip(said, [None, *said], strict=False) if one != before]
        late = len(changes) == 2 and finals[0].meaning == "expired" and finals[-1].meaning == "picture"
        if len(changes) > 1 and not late:
            self._fault("overwritten", f"{_name(message)}: {changes}")
        if not counts:
            return
        if any(order.wrong for order in orders):
            kind = "refused at once" if finals[-1].meaning == "words" else "delivered"
        else:
            names = {"picture": "delivered", "words": "refused", "cancelled": "taken back"}
            kind = names.get(finals[-1].meaning, finals[-1].meaning)
        self._verdict.counts[kind] += 1
        if late:
            self._verdict.counts["late pictures"] += 1

    def _identity(self, state: State) -> object:
        return frozenset(self.painted.jobs_shown(state)) if state.meaning == "picture" else state.text

    def _belongs(self, state: State, orders: list[Order]) -> bool:
        return any(
            self._made_for(self.painted.jobs[job], order, state)
            for job in self.painted.jobs_shown(state)
            for order in orders
        )

    def _made_for(self, job: Job, order: Order, state: State | None = None) -> bool:
        """Return whether a job matches an order, and a picture's caption the job's seed."""
        kind, prompt, source = self._wanted(order)
        if job.kind != kind or job.prompt != prompt:
            return False
        if source and job.sources and job.sources != {source}:
            return False
        if state is None:
            return True
        seed = SEED.search(state.text)
        return not seed or int(seed[1]) in job.seeds

    def _wanted(self, order: Order) -> tuple[str, str, str | None]:
        """Return kind, prompt and source of an order; a button's order takes them from its picture."""
        if order.prompt is not None:
            return order.kind, order.prompt, order.source
        message = self.shown.messages.get(order.slot)
        shown = message.file_at(order.at) if message else None
        parents = [self.painted.jobs[job] for job in (self.painted.jobs_shown(shown) if shown else ())]
        kind, prompt = (parents[0].kind, parents[0].prompt) if parents else ("", "")
        if order.action in {"hd", "style"}:
            prompt = ""
        if order.action in {"again", "retry"}:
            return kind, prompt, None
        return order.kind, prompt, shown.file if shown else None

    def _judge_extra(self, slot: tuple[int, int], told: list[Message], wanted: int, orders: list[Order]) -> None:
        """Judge a surplus of outcomes over orders: only a cut-off send, or a person's deletion, explains one.

        An invalid order leaves no row: if a process ends before Telegram learns that the update was handled, the next
        process answers the order, too.
        """
        extra = len(told) - wanted
        cut_off = sum(self._was_cut_off(self._call_at[message.sent_by]) for message in told)
        deleted = sum(bool(m.deleted and m.deleted[1] == "person") for m in told)
        anew = 0
        if any(order.wrong for order in orders):
            times = [self._call_at[message.sent_by]["received"] for message in told]
            anew = sum(min(times) <= end.gone and end.at <= max(times) for end in self._ends)
        explained = min(extra, cut_off + deleted + anew)
        self._verdict.counts["doubled after a cut-off send"] += explained
        if extra > explained:
            texts = [[state.text[:60] for state in message.finals] for message in told]
            self._fault("doubled", f"{slot}: {extra} too many, {explained} explained: {texts}")

    def _judge_placeholders(self, slot: tuple[int, int]) -> None:
        """Judge the placeholders without an outcome: there may be at most one for each cut-off send."""
        said = self.shown.replies.get(slot, [])
        left = [m for m in said if not m.finals and not m.deleted and m.states[-1].meaning == "pending"]
        left = left[sum(order.asks and not self._chosen(order) for order in self._slots[slot]) :]  # a question may stay
        if slot[0] in self.given.moved:
            return
        if self._ended_otherwise(slot):
            self._verdict.counts["taken back, not told"] += len(left)
            return
        cut_off = sum(self._was_cut_off(self._call_at[message.sent_by]) for message in said)
        self._verdict.counts["placeholders left by a cut-off send"] += min(len(left), cut_off)
        for message in left[cut_off:]:
            self._fault("placeholder left", f"{_name(message)}: {message.states[-1].text}")

    def _ended_otherwise(self, slot: tuple[int, int]) -> bool:
        return any(self._taken_back(order) or self._unreachable(order) for order in self._slots[slot])

    def _was_cut_off(self, call: Entry) -> bool:
        """Return whether the bot may not have received, or not have committed, Telegram's response to a call."""
        if call["n"] not in self._cut_off:
            self._cut_off[call["n"]] = (
                call["fault"] in CUT_OFF
                or call["n"] in self._unheard
                or any(call["received"] <= end.gone + STRAY and call["at"] >= end.at - UNREAD for end in self._ends)
            )
        return self._cut_off[call["n"]]

    # Orders without an outcome that is shown

    def _judge_moved(self, unseen: dict[tuple[int, int], list[Order]]) -> None:
        """Look for missing outcomes in the supergroup that a group became; judge the orders that still lack one."""
        for new in set(self.given.moved.values()):
            movers = [o for slot, orders in unseen.items() for o in orders if self.given.moved.get(slot[0]) == new]
            told = [message for message in self.shown.replies.get((new, None), []) if message.finals]
            excuses = self._excuses(new)
            for message in sorted(told, key=self._names_no_order):
                state = message.finals[-1]
                if mine := self._owner(state, movers):
                    self._judge_message(message, [mine])
                    movers.remove(mine)
                    unseen[mine.slot].remove(mine)
                elif excuses[self._identity(state)] > 0:
                    excuses[self._identity(state)] -= 1
                    self._verdict.counts["doubled after a cut-off send"] += 1
                else:
                    self._fault("doubled", f"{_name(message)}: for nobody who has moved: {self._history(state)}")
        for orders in unseen.values():
            for order in orders:
                self._judge_unseen(order)

    def _excuses(self, new: int) -> Counter[object]:
        """Count the outcomes that may be shown twice: those of cut-off calls, also in the old group, now closed."""
        return Counter(
            self._identity(state_in(call))
            for call in self._calls
            if call["ok"]
            and ((call["chat_id"] == new and call["method"] in SENDING) or self._tells_where_it_was(call, new))
            and self._was_cut_off(call)
        )

    def _history(self, state: State) -> str:
        """Return when and where a state was shown, and when processes ended, to help to debug a fault."""
        seen = [
            (round(call["at"], 2), call["method"], call["chat_id"], call.get("message_id"), call["fault"])
            for call in self._calls
            if call["ok"]
            and call["method"] in {*SENDING, *EDITING}
            and self._identity(state_in(call)) == self._identity(state)
        ]
        ends = [(round(end.at, 2), round(end.gone, 2)) for end in self._ends]
        return f"{state.text}; told {seen}, ends {ends}"

    def _tells_where_it_was(self, call: Entry, new: int) -> bool:
        return self.given.moved.get(call["chat_id"]) == new and call["method"] in {*SENDING, *EDITING}

    def _owner(self, state: State, orders: list[Order]) -> Order | None:
        """Return the order that a state belongs to: the one whose job its buttons name, else the first that matches.

        A text without buttons belongs first of all to an invalid order.
        """
        named = self._named_by(state)
        fitting = [order for order in orders if self._fits(state, order)]

        def is_likely(order: Order) -> bool:
            return any(self._made_for(job, order) for job in named) if named else order.wrong

        return max(fitting, key=is_likely, default=None)

    def _named_by(self, state: State) -> list[Job]:
        """Return the jobs in a state's callback data that the provider knows."""
        pressed = [press[2] for button in state.buttons if (press := PRESS.fullmatch(button))]
        return [self.painted.jobs[job] for job in pressed if job in self.painted.jobs]

    def _names_no_order(self, message: Message) -> bool:
        """Return whether a message shows an outcome as text without a known job, which could belong to any order."""
        state = message.finals[-1]
        return state.meaning != "picture" and not self._named_by(state)

    def _fits(self, state: State, order: Order) -> bool:
        return state.meaning != "picture" or self._belongs(state, [order])

    def _pressed_too_soon(self, order: Order) -> bool:
        """Return whether a process ended just after a press, when it may not have known yet that the picture was shown.

        A press that was answered with an empty popup had been accepted.
        """
        if self.given.answers.get(order.query) == "":
            return False
        message = self.shown.messages.get((order.chat, order.message_id)) if order.query else None
        picture = message.file_at(order.at) if message else None
        soon = picture is not None and order.at < picture.at + UNREAD
        return soon and any(order.at <= end.gone and end.at <= order.at + UNREAD for end in self._ends)

    def _judge_unseen(self, order: Order) -> None:
        if order.wrong or self._pressed_too_soon(order):
            kind = "refused, unheard"  # nothing was stored, so nothing can be shown after a kill
        elif self._taken_back(order):
            kind = "taken back"
        elif self._unreachable(order):
            kind = "undeliverable"
        elif self.given.answers.get(order.query):
            kind = "refused"
        elif order.asks and not self._chosen(order):
            kind = "never chosen"
        else:
            self._fault("lost", f"{order}: shown {[m.states[-1].text for m in self._messages(order)]}")
            return
        self._verdict.counts[kind] += 1

    def _messages(self, order: Order) -> list[Message]:
        return self.shown.replies.get(order.slot, [])

    def _chosen(self, order: Order) -> bool:
        return any((message.chat, message.id) in self.given.chosen for message in self._messages(order))

    def _taken_back(self, order: Order) -> bool:
        wanted = self._jobs_for[self._wanted(order)[:2]]
        jobs = [job for job in wanted if job.prompt and job.began >= order.at]  # not the parent's jobs
        began = [at for job in jobs if self._made_for(job, order) for at in job.in_doubt]
        return self.given.was_taken_back(order, min(began, default=None), self.shown)

    def _unreachable(self, order: Order) -> bool:
        """Return whether Telegram refused a message about this order with 403."""
        ids = {message.id for message in self._messages(order)}
        return any(
            replied_to(call) == order.message_id or call["params"].get("message_id") in {*ids, *map(str, ids)}
            for call in self._refusals[order.chat]
        )

    # Payments and first outcomes

    def _paid(self) -> None:
        for job in self.painted.jobs.values():
            self._verdict.counts["accepted"] += 1
            if job.billed == 2:
                self._verdict.counts["paid twice"] += 1
            if job.billed > 2:
                self._fault("paid more often", f"{job.id}: {job.billed} times: {job.prompt!r}")
        asked = Counter[tuple[str, str]]()
        for order in self.given.orders:
            asked[self._wanted(order)[:2]] += order.count
        made = Counter((job.kind, job.prompt) for job in self.painted.jobs.values())
        for what, jobs in made.items():
            if jobs > asked[what]:
                self._fault("doubled", f"{what}: ordered {asked[what]} times, taken in {jobs} times")

    def _first_words_stand(self) -> None:
        """Check that a picture is shown exactly if the first final callback that the bot answered with 200 brought one.

        A failure near the deadline, or of a job with several attempts, decides nothing. The first outcome is also
        unknown if a contrary callback was in progress at the same time, or may have been committed by a process that
        ended before it answered.
        """
        pictured = {
            job
            for message in self.shown.messages.values()
            for state in message.finals
            if state.meaning == "picture"
            for job in self.painted.jobs_shown(state)
        }
        wanted: defaultdict[tuple[str, str], list[Order]] = defaultdict(list)
        for order in self.given.orders:
            wanted[self._wanted(order)[:2]].append(order)
        for job in self.painted.jobs.values():
            said = self._first_word(job)
            if said is None or said == (job.id in pictured):
                continue
            owners = [order for order in wanted[job.kind, job.prompt] if self._made_for(job, order)]
            if said and any(self._unreachable(order) for order in owners):
                continue
            self._fault("overwritten", f"{job.id} {job.prompt!r}: first told {'a picture' if said else 'none'}")

    def _first_word(self, job: Job) -> bool | None:
        heard = [
            (bool(brings(entry)), entry)
            for entry in job.callbacks
            if brings(entry) is not None and (entry["ok"] or entry["status"] is None)
        ]
        late = [e for said, e in heard if not said and e["at"] >= job.began + self._deadline - IMPATIENT]
        heard = [(said, e) for said, e in heard if e not in late]
        if max(job.submits, job.posted) > 1 and not all(said for said, _ in heard):
            return None
        first = next(((said, e) for said, e in heard if e["ok"]), None)
        if first is None:
            return None
        said, entry = first
        if any(at < entry["at"] for at in job.asked):
            return None
        others = [(other, e) for other, e in heard if other != said] + [(False, e) for e in late]
        contrary = any(e["at"] - e["ms"] / 1000 < entry["at"] for _, e in others)
        return None if contrary else said


def _name(message: Message) -> str:
    return f"message {message.id} in {message.chat}, replying to {message.reply_to}"
