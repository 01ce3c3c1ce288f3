"""Runs the database operations of pictures on PostgreSQL as fast as possible, with a claim for each step.

Arguments: the database's URL, seconds.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

import uvloop

from bot.admission import Limits
from bot.clock import SECOND, Clock
from bot.deadlines import Terms
from bot.errors import TransientError
from bot.job import Job, Kind, Order, Outcome, State
from bot.options import Options
from storage.chats import Chats
from storage.database import Database
from storage.drivers import open_database
from storage.jobs import Jobs
from storage.memories import Memories
from storage.turns import Turns

AT_ONCE = 8
"""Concurrent journeys in one process."""

LONGEST_WAIT = 5.0
"""Seconds for which a journey waits for a job to claim: another journey may have failed and left none."""

ROOM = Terms(1_000, 180 * SECOND, 600 * SECOND)
LIMITS = Limits(person=30, group=200, total=None, in_flight=3)


class Carrier:
    """Runs journeys without Telegram and provider: only their database operations, from update to delivery."""

    def __init__(self, database: Database, first: int) -> None:
        clock = Clock()
        self._jobs, self._chats = Jobs(database, clock), Chats(database, clock)
        self._turns, self._memories = Turns(database, clock), Memories(database, clock)
        self._next = first
        self.done = 0

    async def run(self, until: float) -> None:
        """Run one journey after another until a monotonic time."""
        while time.monotonic() < until:
            self._next += 1
            with suppress(TransientError):  # on a busy machine the wait for a lock may time out
                await self._go(self._next)
                self.done += 1

    async def _go(self, chat: int) -> None:
        key = f"message:{chat}:1"
        await self._memories.begin(key)
        await self._chats.get(chat)
        order = Order(f"m:{chat}:1:0", Kind.DRAW, chat, None, 1, chat, "en", "a fox", Options(seed=1))
        await self._jobs.insert(order, LIMITS)
        await self._memories.end(key, 600 * SECOND)
        announced = await self._claimed(State.ACCEPTED)
        await self._turns.take(chat, 1, SECOND)
        await self._jobs.announced(announced, 7, announced.order.options)
        (job,) = await self._soon(lambda: self._jobs.claim_submit(1, ROOM))
        await self._jobs.submitted(job, f"{chat:032x}", Clock().now() + 600 * SECOND)
        await self._jobs.finish(job.id, Outcome.PICTURE, urls=("https://a/1",))
        ready = await self._claimed(State.READY)
        await self._turns.take(chat, 0, 0)
        await self._jobs.delivered(ready, 7, "file")

    async def _claimed(self, state: State) -> Job:
        """Claim a job in a state, from whichever journey."""
        return (await self._soon(lambda: self._jobs.claim(state, 1)))[0]

    async def _soon(self, claim: Callable[[], Awaitable[list[Job]]]) -> list[Job]:
        """Repeat a claim until it succeeds. Raise `TransientError` if another journey has failed and left no job."""
        given_up = time.monotonic() + LONGEST_WAIT
        while not (claimed := await claim()):
            if time.monotonic() > given_up:
                raise TransientError("nothing is left to claim")
            await asyncio.sleep(0)
        return claimed


async def carry(url: str, seconds: float) -> None:
    """Run journeys for `seconds`; print how many ended, and the CPU seconds of this process."""
    database = await open_database(url, AT_ONCE)
    carrier = Carrier(database, time.time_ns() // 1000 % 10**12 * 1000)
    await carrier.run(time.monotonic() + 0.5)  # warms up connections and statements
    carrier.done, used, until = 0, time.process_time(), time.monotonic() + seconds
    await asyncio.gather(*(carrier.run(until) for _ in range(AT_ONCE)))
    sys.stdout.write(f"ready {carrier.done} {time.process_time() - used}\n")
    await database.close()


if __name__ == "__main__":
    uvloop.run(carry(sys.argv[1], float(sys.argv[2])))
