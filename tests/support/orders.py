"""Makes orders to be stored, and jobs in a given state."""

from dataclasses import replace
from typing import Any

from bot.admission import Limits
from bot.clock import SECOND
from bot.deadlines import Terms
from bot.job import Job, Kind, Order, Outcome, Source, State
from bot.options import Options
from storage.jobs import Jobs

OPEN = Limits(person=None, group=None, total=None, in_flight=None)
GRACE = 180 * SECOND
DEADLINE = 600 * SECOND
UNUSED: dict[str, Any] = dict.fromkeys(["due_at", "submitted_at", "uid", "uid_attempt"])

PHOTO = Source("AgACAgIAAxkBAAIB", checked=False)


def order(message_id: int = 1, owner_id: int = 7, chat_id: int | None = None) -> Order:
    """Return an order of a person; in their private chat unless another chat is given."""
    chat = owner_id if chat_id is None else chat_id
    return Order(
        origin=f"m:{chat}:{message_id}:0",
        kind=Kind.DRAW,
        chat_id=chat,
        thread_id=None,
        message_id=message_id,
        owner_id=owner_id,
        language="en",
        prompt="a 'fox' -- ; DROP TABLE jobs\n雪",
        options=Options(seed=2**32 - 1, guidance=7.25),
    )


def anime(message_id: int = 1, owner_id: int = 7, chat_id: int | None = None) -> Order:
    """Return an order whose style is not chosen yet."""
    plain = order(message_id, owner_id, chat_id)
    return replace(plain, kind=Kind.ANIME, prompt="", options=Options(seed=5, width=768, height=576), source=PHOTO)


def remix(message_id: int = 1, owner_id: int = 7, chat_id: int | None = None) -> Order:
    """Return an order whose prompt is not given yet."""
    return replace(anime(message_id, owner_id, chat_id), kind=Kind.REMIX)


def photo(message_id: int = 1, owner_id: int = 7, chat_id: int | None = None) -> Order:
    """Return the order of a photo that was sent without a caption."""
    return replace(anime(message_id, owner_id, chat_id), kind=Kind.PHOTO)


def painted(kind: Kind = Kind.DRAW, options: Options | None = None, prompt: str = "a fox", **changes: Any) -> Job:
    """Return a job whose picture was delivered."""
    about = replace(order(), kind=kind, options=options or Options(seed=7), prompt=prompt)
    if kind is not Kind.DRAW:
        about = replace(about, source=PHOTO)
    values = UNUSED | {
        "id": "60a24181e4000fa525faa3356a",
        "order": about,
        "state": State.DELIVERED,
        "epoch": 1,
        "tries": 0,
        "created_at": 0,
        "placeholder_id": 55,
        "attempt": 1,
        "resubmitted": False,
        "outcome": Outcome.PICTURE,
        "reason": "",
        "result_urls": ("https://cdn.example.org/1.png",),
        "outcome_at": 1,
        "file_id": "the-picture",
        "forgotten": False,
    }
    return Job(**values | changes)


async def found(jobs: Jobs, job: Job) -> Job:
    again = await jobs.find(job.id)
    assert again is not None
    return again


async def accepted(jobs: Jobs, message_id: int = 1, **of: int) -> Job:
    job = await jobs.insert(order(message_id, **of), OPEN)
    assert job is not None
    return job


async def draft(jobs: Jobs, message_id: int = 1, **of: int) -> Job:
    job = await jobs.insert(anime(message_id, **of), OPEN)
    assert job is not None
    return job


async def queued(jobs: Jobs, message_id: int = 1, **of: int) -> Job:
    job = await accepted(jobs, message_id, **of)
    claimed = next(claim for claim in await jobs.claim(State.ACCEPTED, 10) if claim.id == job.id)
    assert await jobs.announced(claimed, 55, claimed.order.options)
    return await found(jobs, job)


async def submitting(jobs: Jobs, message_id: int = 1, **of: int) -> Job:
    job = await queued(jobs, message_id, **of)
    return next(claim for claim in await jobs.claim_submit(10, Terms(8, GRACE, DEADLINE)) if claim.id == job.id)


async def ready(jobs: Jobs, outcome: Outcome = Outcome.PICTURE, message_id: int = 1, **of: int) -> Job:
    job = await submitting(jobs, message_id, **of)
    assert await jobs.finish(job.id, outcome, urls=("https://a/1",) if outcome is Outcome.PICTURE else ())
    return next(claim for claim in await jobs.claim(State.READY, 10) if claim.id == job.id)


async def delivered(jobs: Jobs, message_id: int = 1, file_id: str | None = "file", **of: int) -> Job:
    job = await ready(jobs, message_id=message_id, **of)
    assert await jobs.delivered(job, 55, file_id)
    return await found(jobs, job)
