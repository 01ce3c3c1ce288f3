"""How often a placeholder is sent, and how long a file is looked for, before it is known what became of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import cast

import pytest

from bot.errors import NotSentError, RateLimitedError, TransientError
from bot.job import Job, Outcome, State
from bot.metrics import Metrics
from bot.pipeline.announce import LOOKS, PATIENCE, Announce
from bot.pipeline.cancel import Cancel
from bot.pipeline.complete import Complete
from bot.pipeline.files import OpenFile
from bot.pipeline.messenger import Content, Place, Sent
from bot.pipeline.prepare import Prepare
from bot.pipeline.waiting import Waiting
from bot.tasks import Tasks
from bot.texts import Texts
from storage.database import Database
from storage.history import History
from storage.jobs import Jobs
from tests.support.manual_clock import ManualClock
from tests.support.orders import GRACE, OPEN, PHOTO, accepted, found, order
from tests.support.provider_door import provider_door

AWAY = NotSentError("no connection")


class Telegram:
    """Takes every message, and counts them; gives out no file."""

    def __init__(self) -> None:
        self.sent = 0
        self.away: TransientError = AWAY

    async def put(self, place: Place, content: Content, into: int | None = None) -> Sent:
        self.sent += 1
        return Sent(place.chat_id, 55)

    @asynccontextmanager
    async def open(self, file_id: str) -> AsyncIterator[OpenFile]:
        raise self.away
        yield cast("OpenFile", None)


class Desk:
    """The step, a database and a messenger."""

    def __init__(self, database: Database, clock: ManualClock) -> None:
        self.jobs, self.telegram = Jobs(database, clock), Telegram()
        texts, history = Texts(), History(database, clock)
        provider = provider_door(clock)
        waiting = Waiting(self.jobs, history, self.telegram, texts, provider, clock, Tasks(Metrics()))
        cancel = Cancel(self.jobs, self.telegram, texts)
        complete = Complete(self.jobs, Metrics())
        prepare = Prepare(self.jobs, self.telegram, None)
        self.announce = Announce(self.jobs, self.telegram, prepare, texts, complete, waiting, cancel, provider)

    async def claimed(self) -> Job:
        (job,) = await self.jobs.claim(State.ACCEPTED, 1)
        return job


@pytest.fixture
def desk(database: Database, clock: ManualClock) -> Desk:
    return Desk(database, clock)


async def test_a_placeholder_that_may_stand_is_not_sent_again(desk: Desk) -> None:
    job = await accepted(desk.jobs)
    await desk.claimed()  # killed while it was being sent
    await desk.jobs.release_claims(GRACE)
    assert await desk.announce(await desk.claimed()) is None
    assert desk.telegram.sent == 0
    assert ((await found(desk.jobs, job)).state, job.placeholder_id) == (State.QUEUED, None)


@pytest.mark.parametrize("error", [AWAY, RateLimitedError("wait", 2.0)])
async def test_while_telegram_is_away_nothing_is_known_of_a_file(desk: Desk, error: TransientError) -> None:
    desk.telegram.away = error
    assert await given_up_after(desk) == PATIENCE


async def test_a_file_that_does_not_come_is_looked_for_a_few_times(desk: Desk) -> None:
    desk.telegram.away = TransientError("connection broken")
    assert await given_up_after(desk) == LOOKS


async def given_up_after(desk: Desk) -> int:
    """Order with a file; return how often its order was put off until that came to an end."""
    job = await desk.jobs.insert(replace(order(), source=PHOTO), OPEN)
    assert job is not None
    claimed = await desk.claimed()
    put_off = [await desk.announce(replace(claimed, tries=tries)) for tries in range(PATIENCE + 1)]
    ended = await found(desk.jobs, job)
    assert (ended.outcome, ended.reason, desk.telegram.sent) == (Outcome.FAILED, "source-gone", 0)
    return put_off.index(None)
