"""Lets people order, injects faults, kills the bot, and waits until all orders have ended."""

import asyncio
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.torture.crowd import Crowd
from tests.torture.given import Given, Order
from tests.torture.judge import Judge, Verdict
from tests.torture.programs import JOB_DEADLINE, Programs, Tail
from tests.torture.shown import EDITING, SENDING, Entry, Shown
from tests.torture.troubles import Troubles, lately

AT_MOST_OPEN = 40
"""The most orders that may be open at once; a new order waits until there are fewer."""

GIVEN_UP_AFTER = 60.0
"""Seconds after which an order without an outcome no longer counts as open."""

LONGEST_LIFE = 4.0
"""The most seconds for which a process stays alive after it is ready, once its kill is due."""

LET_BE = 10.0
"""Seconds without progress after which the run ends although questions are unanswered."""

QUIET = 90.0
"""Seconds without progress after which orders without an outcome count as lost."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Describes one run.

    Attributes:
        jobs: The number of pictures to order.
        kills: How often the bot is killed or terminated.
        seed: The seed of all random decisions.
        without: Troubles to leave out.
        processes: The number of bot processes on one PostgreSQL; 0 for one process on SQLite.
    """

    jobs: int
    kills: int
    seed: int
    without: frozenset[str] = frozenset()
    processes: int = 0


@dataclass
class Live:
    """Holds what the journals say so far.

    Attributes:
        updates: The recent updates.
        submits: The recent accepted submits.
        open: Orders for which no outcome has been seen.
    """

    telegram: Tail
    provider: Tail
    shown: Shown = field(default_factory=Shown)
    given: Given = field(default_factory=Given)
    updates: list[Entry] = field(default_factory=list)
    submits: list[Entry] = field(default_factory=list)
    open: list[Order] = field(default_factory=list)

    def look(self) -> list[tuple[int, int]]:
        """Read the new journal entries; return the messages that have changed, as pairs of chat and id."""
        changed = []
        known = len(self.given.orders)
        for entry in self.telegram.read():
            self.shown.feed(entry)
            self.given.feed(entry)
            if entry["event"] == "update" and entry["queued"] and not entry.get("injected"):
                self.updates.append(entry)
            if entry["event"] == "call" and entry["ok"] and entry["method"] in SENDING | EDITING:
                changed.append((entry["chat_id"], entry["message_id"]))
        self.submits += [e for e in self.provider.read() if e["event"] == "submit" and e["billed"]]
        self.updates, self.submits = lately(self.updates), lately(self.submits)
        self.open = [o for o in self.open + self.given.orders[known:] if not self._ended(o)]
        return changed

    def _ended(self, order: Order) -> bool:
        slot = [other for other in self.given.orders if other.slot == order.slot] if order.query else [order]
        told = [message for message in self.shown.replies.get(order.slot, []) if message.finals]
        return len(told) >= len(slot) or time.time() - order.at > GIVEN_UP_AFTER or order.chat in self.given.moved


class Director:
    """Directs one run.

    Attributes:
        seconds: The duration of the ordering, and of the wait until all orders had ended.
    """

    def __init__(self, programs: Programs, plan: Plan, say: Callable[[str], None]) -> None:
        self._programs = programs
        self._plan = plan
        self._say = say
        self._dice = random.Random(plan.seed)
        telegram, provider = programs.journals
        self._live = Live(Tail(telegram), Tail(provider))
        self._crowd = Crowd(programs, random.Random(plan.seed + 1), plan.jobs, self._live.shown, self._live.given)
        self._troubles = Troubles(programs, random.Random(plan.seed + 2), plan.without)
        self._kills = 0
        self._began = time.monotonic()
        self.seconds = (0.0, 0.0)

    async def run(self) -> Verdict:
        """Carry out the plan, and return the verdict."""
        await self._programs.telegram.settings(enforce_limits=True)
        await self._crowd.gather()
        self._began = time.monotonic()
        looking = asyncio.create_task(self._look())
        ordering = asyncio.create_task(self._order())
        try:
            await self._kill(ordering)
            await ordering
            ordered = time.monotonic() - self._began
            verdict = await self._settle()
            self.seconds = ordered, time.monotonic() - self._began - ordered
            return verdict
        finally:
            for task in (ordering, looking):
                task.cancel()
            await asyncio.gather(ordering, looking, return_exceptions=True)

    def judge(self) -> Verdict:
        """Judge the journals as they are now."""
        telegram, provider = (Tail(path).read() for path in self._programs.journals)
        return Judge(telegram, provider, self._programs.bot.ends, JOB_DEADLINE).judge()

    async def _look(self) -> None:
        told = 0.0
        while True:
            for where in self._live.look():
                message = self._live.shown.messages.get(where)
                if message and message.states:
                    self._crowd.see(message, message.states[-1])
            if time.monotonic() - told > (1 if sys.stdout.isatty() else 10):
                told = time.monotonic()
                self._tell()
            await asyncio.sleep(0.1)

    def _tell(self) -> None:
        seconds = time.monotonic() - self._began
        ordered = self._crowd.ordered
        self._say(
            f"{seconds:5.0f} s  ordered {ordered}/{self._plan.jobs}  under way {len(self._live.open)}"
            f"  killed {self._kills}/{self._plan.kills}  {ordered / max(seconds, 1):.1f} orders a second"
        )

    async def _order(self) -> None:
        while self._crowd.ordered < self._plan.jobs:
            if len(self._live.open) >= AT_MOST_OPEN or self._crowd.ordered >= self._wanted:
                await asyncio.sleep(0.05)
                continue
            await self._crowd.order()
            await self._troubles.strike(self._live.updates, self._live.submits)
            await asyncio.sleep(self._dice.uniform(0, 0.1))

    @property
    def _wanted(self) -> float:
        """The number of orders that are due by now: they are spread over the whole series of kills."""
        plan = self._plan
        return plan.jobs * (self._kills + 1) / plan.kills if self._kills < plan.kills else plan.jobs

    async def _kill(self, ordering: asyncio.Task[None]) -> None:
        """Start the bot, with polling or the webhook, and end it, as often as planned; then start it for the rest."""
        bot = self._programs.bot
        while self._kills < self._plan.kills:
            await bot.start(
                TELEGRAM_MODE=self._dice.choice(("polling", "webhook")),
                APISPACE_QUERY_PATH=self._dice.choice(("", "query-image")),
            )
            due = self._plan.jobs * self._kills / self._plan.kills
            while self._crowd.ordered < due and not ordering.done():  # noqa: ASYNC110 - counted in many places
                await asyncio.sleep(0.05)
            await asyncio.sleep(self._dice.uniform(0, LONGEST_LIFE))
            await (bot.terminate() if self._dice.random() < 0.2 else bot.kill())
            self._kills += 1
        await bot.start(APISPACE_QUERY_PATH="")  # a callback that the bot answered with 200 must be enough

    async def _settle(self) -> Verdict:
        """Clear all faults, and return the verdict when nothing is missing, or when there is no more progress."""
        await self._crowd.rest()
        await self._programs.telegram.clear_faults()
        await self._programs.provider.clear_faults()
        if not self._live.given.moved:
            await self._crowd.move()
        size, changed = -1, time.monotonic()
        patience = QUIET
        while time.monotonic() - changed < patience:
            await asyncio.sleep(1)
            verdict = self.judge()
            missing = verdict.faults["lost"] or verdict.faults["placeholder left"]
            patience = QUIET if missing else LET_BE if verdict.counts["never chosen"] else 0
            now = len(self._live.shown.messages) + sum(len(m.states) for m in self._live.shown.messages.values())
            if now != size:
                size, changed = now, time.monotonic()
        await self._crowd.rest()
        await self._programs.bot.end()
        return self.judge()
