"""Counts what the bot has done lately, for its operators. Reads only."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import accumulate

from bot.clock import DAY, SECOND, Clock, day_of
from bot.job import PAINTED, Kind, Outcome, first_job_id
from storage.database import Database, Row

PAGE = 1_000
"""The number of rows that a statement reads at most: all other statements wait for it."""

BUSIEST = 5

RESULTS: tuple[str, ...] = (*Outcome, "undeliverable", "under-way")
"""All possible results of an order."""

# Orders sorted by id, which is by time. A draft without a choice is no order: a photo without a word, a style or words
# that were asked for in vain. A picture that was lost on its way counts as undeliverable, too.
READ_ORDERS = """
    SELECT id, kind, chat_id, owner_id, created_at,
           CASE WHEN outcome = 'picture' THEN outcome_at END AS painted_at,
           CASE WHEN state = 'cancelled' OR outcome = 'cancelled' THEN 'cancelled'
                WHEN state = 'undeliverable' OR reason = 'lost' THEN 'undeliverable'
                ELSE coalesce(outcome, 'under-way') END AS result,
           kind = 'photo' OR state = 'draft'
           OR (state = 'cancelled' OR outcome = 'cancelled')
              AND CASE kind WHEN 'anime' THEN coalesce(json_extract(options, '$.style'), '') WHEN 'hd' THEN kind
                            ELSE prompt END = '' AS unchosen
    FROM jobs WHERE id > :after AND id < :before ORDER BY id LIMIT :limit
"""


# How the orders of a short period have ended.
COUNT_OUTCOMES = """
    SELECT outcome, count(*) AS n FROM jobs WHERE id > :after AND outcome IS NOT NULL GROUP BY outcome
"""


@dataclass(frozen=True, slots=True)
class Waits:
    """Holds how long people waited for pictures, from order to outcome: nearest ranks, in seconds to a tenth."""

    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class DayReport:
    """Reports on one UTC day.

    Attributes:
        day: Days since the Unix epoch.
        orders: The number of orders by command; every command is included.
        waits: The waits for the pictures ordered on that day; None if there are none.
    """

    day: int
    orders: dict[Kind, int]
    waits: Waits | None


@dataclass(frozen=True, slots=True)
class BusyChat:
    """Holds a chat, and how many orders were given in it."""

    chat_id: int
    orders: int


@dataclass(frozen=True, slots=True)
class Report:
    """Reports on some days.

    Attributes:
        days: Every day, oldest first; the last one is not over yet.
        orders: The number of orders.
        results: The number of orders by result; every one of `RESULTS` is included.
        waits: The waits for all pictures; None if there are none.
        busiest: The chats with most orders, busiest first.
        people: How many different people ordered; those who write in a chat's name count as that chat.
    """

    days: tuple[DayReport, ...]
    orders: int
    results: dict[str, int]
    waits: Waits | None
    busiest: tuple[BusyChat, ...]
    people: int


class Statistics:
    """Counts the rows of the table `jobs`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def last_days(self, days: int = 30) -> Report:
        """Report on the last days, today included.

        Erased orders are not counted.

        Raises:
            TransientError: The database does not answer.
        """
        today = day_of(self._clock.now())
        count = _Count()
        after = first_job_id((today - days + 1) * DAY)
        before = first_job_id((today + 1) * DAY)
        while rows := await self._database.rows(READ_ORDERS, {"after": after, "before": before, "limit": PAGE}):
            for row in rows:
                count.add(row)
            after = rows[-1]["id"]
        return count.report(range(today - days + 1, today + 1))

    async def outcomes_since(self, moment: int) -> Counter[str]:
        """Return how the orders since a moment (UTC microseconds) have ended so far.

        Raises:
            TransientError: The database does not answer.
        """
        rows = await self._database.rows(COUNT_OUTCOMES, {"after": first_job_id(moment)})
        return Counter({row["outcome"]: row["n"] for row in rows})


@dataclass(slots=True)
class _Count:
    """Collects the numbers of a report."""

    orders: Counter[tuple[int, str]] = field(default_factory=Counter)
    results: Counter[str] = field(default_factory=Counter)
    chats: Counter[int] = field(default_factory=Counter)
    people: set[int] = field(default_factory=set)
    waits: Counter[tuple[int, int]] = field(default_factory=Counter)  # by day and tenths of a second: few entries

    def add(self, row: Row) -> None:
        if row["unchosen"]:
            return
        day = day_of(int(row["id"][:13], 16))
        self.orders[day, row["kind"]] += 1
        self.results[row["result"]] += 1
        self.chats[row["chat_id"]] += 1
        self.people.add(row["owner_id"])
        if row["painted_at"] is not None:
            self.waits[day, (row["painted_at"] - row["created_at"]) * 10 // SECOND] += 1

    def report(self, days: range) -> Report:
        everything: Counter[int] = Counter()
        by_day: dict[int, Counter[int]] = {day: Counter() for day in days}
        for (day, tenths), number in self.waits.items():
            everything[tenths] += number
            by_day[day][tenths] += number
        return Report(
            days=tuple(
                DayReport(day, {kind: self.orders[day, kind] for kind in PAINTED}, _waits(waits))
                for day, waits in by_day.items()
            ),
            orders=self.results.total(),
            results={result: self.results[result] for result in RESULTS},
            waits=_waits(everything),
            busiest=tuple(BusyChat(*chat) for chat in self.chats.most_common(BUSIEST)),
            people=len(self.people),
        )


def _waits(tenths: Counter[int]) -> Waits | None:
    if not tenths:
        return None
    return Waits(p50=_rank(tenths, 50) / 10, p95=_rank(tenths, 95) / 10)


def _rank(counted: Counter[int], percent: int) -> int:
    """Return the smallest value that at least `percent` percent of the values do not exceed."""
    values = sorted(counted)
    ranks = accumulate(counted[value] for value in values)
    return next(value for value, rank in zip(values, ranks, strict=True) if rank * 100 >= percent * counted.total())
