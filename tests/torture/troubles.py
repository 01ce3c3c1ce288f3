"""Defines and injects the faults of a torture: where, which effect, and how often for a hundred orders."""

import random
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

from tests.torture.programs import JOB_DEADLINE, Programs
from tests.torture.shown import Entry


@dataclass(frozen=True, slots=True)
class Trouble:
    """Describes one kind of fault at one of the two servers; `a_hundred` is its frequency for a hundred orders."""

    where: str
    effect: str
    value: Any
    a_hundred: float


TELEGRAM = (
    Trouble("send*", "status", 500, 4),
    Trouble("send*", "retry_after", 1, 2),
    Trouble("send*", "retry_after", 2, 1),
    Trouble("send*", "drop", None, 3),
    Trouble("send*", "status_after", 502, 2),
    Trouble("send*", "drop_after", None, 2),
    Trouble("send*", "delay_after", 0.5, 3),
    Trouble("edit*", "status", 502, 4),
    Trouble("edit*", "retry_after", 2, 2),
    Trouble("edit*", "drop", None, 3),
    Trouble("edit*", "status_after", 502, 4),
    Trouble("edit*", "drop_after", None, 4),
    Trouble("edit*", "delay_after", 0.5, 3),
    Trouble("getUpdates", "status", 502, 1),
    Trouble("getFile", "status", 502, 3),
    Trouble("file", "cut", 100, 3),
    Trouble("answerCallbackQuery", "status", 500, 2),
)

PROVIDER = (
    Trouble("submit", "status", [503, "busy"], 3),
    Trouble("submit", "status", [429, "slow down"], 2),
    Trouble("submit", "drop", None, 2),
    Trouble("submit", "drop_after", None, 3),
    Trouble("submit", "status_after", None, 3),
    Trouble("submit", "delay_after", 2.5, 2),
    Trouble("submit", "rate_limit", None, 2),
    Trouble("submit", "html", None, 2),
    Trouble("submit", "code", [40010, "not this one"], 1),
    Trouble("callback", "double", 3, 6),
    Trouble("callback", "lose", None, 2),
    Trouble("callback", "early", None, 4),
    Trouble("callback", "contradict", None, 4),
    Trouble("callback", "contradict", "failure_first", 2),
    Trouble("callback", "progress", None, 4),
    Trouble("callback", "delay", 1.5, 4),
    Trouble("callback", "delay", JOB_DEADLINE + 1, 1),
    Trouble("callback", "failed", "boom", 2),
    Trouble("callback", "refused", "Porn", 2),
    Trouble("callback", "interrupted", None, 1),
    Trouble("cdn", "status", 500, 4),
    Trouble("cdn", "drop", None, 2),
    Trouble("query", "status", 500, 1),
    Trouble("query", "drop", None, 1),
)

REPEATED, MALFORMED, FORGED = 8, 3, 5
"""Repeated updates, malformed updates and forged callbacks, for a hundred orders."""

LATELY = 20.0
"""Seconds within which Telegram may deliver an update again."""

FOREIGN, SETTLED, HEARD = 0.3, 3.0, 1.0
"""The share of forged callbacks that use a genuine address with another job's uid; seconds after which the bot knows
both; seconds within which it receives and stores the response that names a task, unless it ends."""

JUNK: tuple[Entry, ...] = (
    {"message": {"message_id": "x"}},
    {"message": None},
    {"message": {"message_id": 1, "date": 10**20, "chat": {"id": 5, "type": "private"}, "text": "/draw a fox"}},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "hall"}, "text": 7}},
    {"callback_query": {"id": 5}},
    {"callback_query": {"id": "5", "from": {"id": 1, "is_bot": False, "first_name": "x"}, "chat_instance": "1"}},
    {"something_new": {"chat": {"id": 5}}},
    {},
)


class Troubles:
    """Injects faults.

    Args:
        programs: The running servers.
        dice: Makes the random decisions.
        without: Effects, or places, to leave out.
    """

    def __init__(self, programs: Programs, dice: random.Random, without: frozenset[str] = frozenset()) -> None:
        self._programs = programs
        self._dice = dice
        self._without = without
        self._forgeries = 0

    async def strike(self, updates: list[Entry], submits: list[Entry]) -> None:
        """Inject the faults for one order.

        Args:
            updates: The recent updates, which may be delivered again.
            submits: The recent accepted submits, whose addresses may be forged.
        """
        for trouble in TELEGRAM:
            if self._happens(trouble):
                await self._programs.telegram.fault(trouble.where, trouble.effect, trouble.value)
        for trouble in PROVIDER:
            if self._happens(trouble):
                await self._programs.provider.fault(trouble.where, trouble.effect, trouble.value)
        remembered = [entry["update"]["update_id"] for entry in updates if not _is_forgotten(entry, updates)]
        if remembered and self._chance(REPEATED, "repeated"):
            await self._programs.telegram.repeat_update(self._dice.choice(remembered))
        if self._chance(MALFORMED, "malformed"):
            junk = self._dice.choice(JUNK)
            await self._programs.telegram.raw_update({"update_id": self._dice.randrange(600_000_000), **junk})
        if submits and self._chance(FORGED, "forged"):
            await self._forge(submits)

    def _happens(self, trouble: Trouble) -> bool:
        return trouble.where not in self._without and self._chance(trouble.a_hundred, trouble.effect)

    def _chance(self, a_hundred: float, name: str) -> bool:
        return self._dice.random() * 100 < a_hundred and name not in self._without

    async def _forge(self, submits: list[Entry]) -> None:
        """Send the bot a forged callback that reports the end of a job."""
        submit = self._dice.choice(submits)
        base, _, token = submit["notify_url"].rpartition("/")
        job, attempt, mac = token.split(".")
        tokens = [
            f"{job}.{attempt}.{mac[:-1]}{'A' if mac[-1] != 'A' else 'B'}",
            f"{job}.{int(attempt) + 1}.{mac}",
            f"{job[:-1]}{'0' if job[-1] != '0' else '1'}.{attempt}.{mac}",
            f"{job}.{attempt}.",
        ]
        if "foreign" not in self._without and self._dice.random() < FOREIGN:
            # The bot knows a job that was posted twice by only one of its uids.
            posted = Counter(_job(entry) for entry in submits)
            old = [entry for entry in submits if self._is_settled(entry) and posted[_job(entry)] == 1]
            others = [entry for entry in old if entry["notify_url"] != submit["notify_url"]]
            if submit not in old or not others:
                return
            tokens, submit = [token], self._dice.choice(others)
        url = f"{self._programs.provider_url}/cdn/aigc/images/forged.png"
        data = {"uid": submit["uid"], "cdn": url, "cos": url, "safe": True, "reason": "", "request": {}}
        body = {"uid": submit["uid"], "success": True, "data": data}
        await self._programs.provider.send_callback(f"{base}/{self._dice.choice(tokens)}", body)

    def _is_settled(self, submit: Entry) -> bool:
        """Return whether the bot must know a task's uid by now: it got the response and had time to store it."""
        at = float(submit["at"])
        lived = all(end.gone < at or end.at > at + HEARD for end in self._programs.bot.ends)
        return at < time.time() - SETTLED and not submit["fault"] and lived


def _job(submit: Entry) -> str:
    """Return the id of the job that was posted."""
    return str(submit["notify_url"]).rpartition("/")[2].partition(".")[0]


def _is_forgotten(entry: Entry, updates: list[Entry]) -> bool:
    """Return whether the person has had their data erased since: the bot would take a repeated update for a new one."""
    person = _person(entry)
    return any(
        update["at"] >= entry["at"] and _person(update) == person and "erase" in _pressed(update) for update in updates
    )


def _person(entry: Entry) -> int | None:
    """Return the id of the person who caused an update."""
    update = entry["update"]
    told = update.get("callback_query") or update.get("message") or {}
    person: int | None = told.get("from", {}).get("id")
    return person


def _pressed(entry: Entry) -> str:
    return str(entry["update"].get("callback_query", {}).get("data", ""))


def lately(entries: list[Entry]) -> list[Entry]:
    """Return the entries of the last `LATELY` seconds."""
    return [entry for entry in entries if entry["at"] > time.time() - LATELY]
