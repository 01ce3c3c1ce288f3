"""What is a picture's fault, what is Telegram's and what is ours, when it cannot be brought."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import IO, Any, cast

import pytest
from aiohttp import web
from PIL import Image

from bot.errors import HuabotError, NotSentError, RateLimitedError, TransientError
from bot.job import Job, Kind, Outcome, State
from bot.metrics import Metrics
from bot.pictures import Header
from bot.pipeline import keyboards
from bot.pipeline.alerts import OperatorAlerts
from bot.pipeline.deliver import GIVE_UP_AFTER, MAX_UPLOADS, STALLED_TRIES, Deliver
from bot.pipeline.messenger import Content, ContentRefusedError, Document, Keyboard, Photo, Place, Sent, Text
from bot.pipeline.troubles import AWAY_TRIES
from bot.pipeline.waiting import Waiting
from bot.provider.results import MEMORY_BYTES, Picture, Results, SlowError, SpoolError
from bot.tasks import Tasks
from bot.texts import Texts
from sandbox.patience import PATIENCE
from storage.chats import Chats
from storage.history import History
from storage.jobs import Jobs
from tests.support.manual_clock import ManualClock
from tests.support.orders import order
from tests.support.provider_door import provider_door
from tests.support.small_disk import room_for

TEXTS, CLOCK = Texts(), ManualClock()
URL = "https://cdn.example.org/1.png"


def a_job(kind: Kind = Kind.DRAW, url: str = URL) -> Job:
    """Return a job whose picture has just become ready."""
    now = CLOCK.now()
    nothing: dict[str, Any] = dict.fromkeys(["submitted_at", "uid", "uid_attempt", "file_id"])
    return Job(
        id="60a24181e4000fa525faa3356a",
        order=replace(order(), kind=kind),
        state=State.READY,
        epoch=1,
        due_at=now,
        tries=0,
        created_at=now,
        placeholder_id=55,
        attempt=1,
        resubmitted=False,
        outcome=Outcome.PICTURE,
        reason="",
        result_urls=(url,),
        outcome_at=now,
        forgotten=False,
        **nothing,
    )


class Ledger:
    """Stands for the jobs: what was written down, and for how many seconds a job was put off."""

    def __init__(self) -> None:
        self.delivered_as_lost: list[bool] = []

    async def strike(self, job: Job, delay: int | None = None) -> bool:
        return True

    async def delivered(self, job: Job, *_: Any, lost: bool = False) -> bool:
        self.delivered_as_lost.append(lost)
        return True


class Telegram:
    """Cannot fetch addresses, and does with everything else what it is told to: take it, wait, or fail."""

    def __init__(self) -> None:
        self.taken: list[Content] = []
        self.fetches = False
        self.fails: HuabotError | None = None
        self.fails_with_uploads: HuabotError | None = None
        self.open = asyncio.Event()
        self.open.set()

    async def put(self, place: Place, content: Content, into: int | None = None) -> Sent:
        if self.fails:
            raise self.fails
        if not isinstance(content, Text | Keyboard):
            if isinstance(content.source, str):
                if not self.fetches:
                    raise ContentRefusedError("failed to get HTTP URL content")
            else:
                await self.open.wait()
                if self.fails_with_uploads:
                    raise self.fails_with_uploads
                assert content.source.read(4) == b"\x89PNG"
        self.taken.append(content)
        return Sent(place.chat_id, into or 1)


class Shelf:
    """Stands for the picture store, and counts what was taken from it and not yet put back."""

    def __init__(self) -> None:
        self.out = self.most_out = 0

    def listed(self, urls: tuple[str, ...]) -> list[str]:
        return list(urls)

    @asynccontextmanager
    async def download(self, url: str, *, preview: bool = True) -> AsyncIterator[Picture]:
        self.out += 1
        self.most_out = max(self.most_out, self.out)
        try:
            yield Picture(io.BytesIO(b"\x89PNG"), 4, Header(64, 64, "png"))
        finally:
            self.out -= 1


class DrippingShelf(Shelf):
    """One whose pictures never come to an end."""

    @asynccontextmanager
    async def download(self, url: str, *, preview: bool = True) -> AsyncIterator[Picture]:
        raise SlowError("too slow")
        yield


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


def deliver_from(results: Results | Shelf, ledger: Ledger, telegram: Telegram) -> Deliver:
    """Return the step, between stand-ins."""
    admins = OperatorAlerts(frozenset(), cast("Chats", None), telegram, TEXTS, Tasks(Metrics()))
    jobs, history, metrics = cast("Jobs", ledger), cast("History", None), Metrics()
    waiting = Waiting(jobs, history, telegram, TEXTS, provider_door(CLOCK), CLOCK, Tasks(Metrics()))
    return Deliver(jobs, telegram, cast("Results", results), TEXTS, waiting, admins, CLOCK, metrics)


# Our own disk

PICTURE = io.BytesIO()
Image.new("RGB", (64, 64)).save(PICTURE, "PNG")
BYTES = PICTURE.getvalue() + bytes(MEMORY_BYTES + 200_000)


@pytest.fixture
async def origin() -> AsyncIterator[str]:
    """A picture store on loopback whose every picture is too large to be held in memory."""

    async def serve(_: web.Request) -> web.Response:
        return web.Response(body=BYTES, content_type="image/png")

    app = web.Application()
    app.router.add_get("/1.png", serve)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


AT_FIRST, HALFWAY, AT_THE_END = 100_000, MEMORY_BYTES + 100_000, len(BYTES) - 100


@pytest.mark.parametrize("size", [AT_FIRST, HALFWAY, AT_THE_END])
async def test_a_full_disk_is_told_from_a_picture_that_is_away(origin: str, size: int) -> None:
    async with Results([origin], Metrics()) as results:
        with room_for(size), pytest.raises(SpoolError):
            async with results.download(f"{origin}/1.png"):
                pass
        async with results.download(f"{origin}/1.png") as picture:
            assert picture.size == len(BYTES)


async def test_no_picture_is_lost_while_our_own_disk_is_full(origin: str, ledger: Ledger, telegram: Telegram) -> None:
    job = a_job(url=f"{origin}/1.png")
    async with Results([origin], Metrics()) as results:
        deliver = deliver_from(results, ledger, telegram)
        with room_for(HALFWAY):
            put_off = [await deliver(replace(job, tries=tries)) or 0 for tries in range(AWAY_TRIES + 5)]
        assert (min(put_off), max(put_off), ledger.delivered_as_lost) == (1, 60, [])
        await deliver(job)
    (picture,) = telegram.taken
    assert isinstance(picture, Photo)
    assert ledger.delivered_as_lost == [False]


# Uploads that come to no end

NO_END = TransientError("connection broken")


@pytest.mark.parametrize("kind", [Kind.DRAW, Kind.HD])
async def test_whose_upload_never_ends_gets_the_address(ledger: Ledger, telegram: Telegram, kind: Kind) -> None:
    shelf, job = Shelf(), a_job(kind)
    deliver = deliver_from(shelf, ledger, telegram)
    telegram.fails_with_uploads = NO_END
    assert all([await deliver(replace(job, tries=tries)) for tries in range(STALLED_TRIES)])
    assert (telegram.taken, shelf.out) == ([], 0)
    await deliver(replace(job, tries=STALLED_TRIES))
    assert telegram.taken == [Text(TEXTS.get("en", "caption-link", url=URL), keyboards.under(TEXTS, job))]
    assert ledger.delivered_as_lost == [False], "it is charged: there is a picture"


async def test_whose_download_is_always_too_slow_gets_the_address(ledger: Ledger, telegram: Telegram) -> None:
    deliver = deliver_from(DrippingShelf(), ledger, telegram)
    for tries in range(STALLED_TRIES):
        assert await deliver(replace(a_job(), tries=tries))
    await deliver(a_job())
    assert telegram.taken == [Text(TEXTS.get("en", "caption-link", url=URL), keyboards.under(TEXTS, a_job()))]
    assert ledger.delivered_as_lost == [False]


async def test_what_is_too_old_is_lost_and_given_back(ledger: Ledger, telegram: Telegram) -> None:
    job = a_job()
    job = replace(job, outcome_at=(job.outcome_at or 0) - GIVE_UP_AFTER - 1)
    await deliver_from(Shelf(), ledger, telegram)(job)
    assert telegram.taken == [Text(TEXTS.get("en", "lost"), keyboards.after_failure(TEXTS, job))]
    assert ledger.delivered_as_lost == [True]


async def test_an_upload_that_ends_at_last_is_the_picture(ledger: Ledger, telegram: Telegram) -> None:
    deliver = deliver_from(Shelf(), ledger, telegram)
    telegram.fails_with_uploads = NO_END
    for tries in range(STALLED_TRIES - 1):
        await deliver(replace(a_job(Kind.HD), tries=tries))
    telegram.fails_with_uploads = None
    await deliver(a_job(Kind.HD))
    assert isinstance(telegram.taken[0], Document)


@pytest.mark.parametrize("error", [RateLimitedError("wait", 2.0), NotSentError("no connection")])
@pytest.mark.parametrize(("kind", "form"), [(Kind.DRAW, str), (Kind.HD, IO)])
async def test_what_never_went_out_takes_no_way_away(
    ledger: Ledger, telegram: Telegram, error: HuabotError, kind: Kind, form: type
) -> None:
    deliver = deliver_from(Shelf(), ledger, telegram)
    telegram.fetches, telegram.fails = True, error
    for tries in range(STALLED_TRIES * 2):
        await deliver(replace(a_job(kind), tries=tries))
    telegram.fails = None
    await deliver(a_job(kind))
    (picture,) = telegram.taken
    assert not isinstance(picture, Text)
    assert isinstance(picture.source, str) == (form is str)


async def test_only_so_many_pictures_are_carried_at_once(ledger: Ledger, telegram: Telegram) -> None:
    shelf = Shelf()
    deliver = deliver_from(shelf, ledger, telegram)
    telegram.open.clear()
    carried = [asyncio.create_task(deliver(replace(a_job(), id=f"{n:026x}"))) for n in range(MAX_UPLOADS + 4)]
    for _ in range(10):  # nothing here waits but the uploads
        await asyncio.sleep(0)
    assert shelf.out == MAX_UPLOADS
    telegram.open.set()
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*carried)
    assert (shelf.most_out, shelf.out) == (MAX_UPLOADS, 0)
    assert ledger.delivered_as_lost == [False] * (MAX_UPLOADS + 4)
