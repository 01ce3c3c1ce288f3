"""Derive: what a button makes of a job: another order, or the line that would ask for the same. Pure."""

from collections.abc import Callable
from dataclasses import replace

from bot.errors import HuabotError, UserError
from bot.grammar import render
from bot.job import Job, Kind, Order, Outcome, Source
from bot.options import MAX_SEED, Options, ParsedPrompt, Style, new_seed, units

LOST = "lost"
"""The reason of a picture that was painted but could not be brought."""

LONGEST_LINE = 3_900
"""UTF-16 units of a line to copy; Telegram takes 4,096 for a whole message, and a line stands among other words."""


class NoSuchButtonError(HuabotError):
    """There is no such button under this: it was made up, or is too old."""


def derive(job: Job, action: str, style: Style | None = None) -> Order:
    """Return the order that a button under a job's message stands for.

    Its place and identity (`origin`, `chat_id`, `thread_id`, `message_id`, `language`) are still the job's.

    Args:
        job: What the button is under.
        action: `again` (another seed), `vary` (a remix of the picture), `hd`, `anime` (with a style), `remix` (the
            words are still to be asked for) or `retry` (the same once more).
        style: Of `anime`.

    Raises:
        UserError: `press-forgotten`, `press-no-picture`.
        NoSuchButtonError: No such action here.
    """
    if action not in MADE:
        raise NoSuchButtonError("no such action")
    order = MADE[action](job, style)
    pressed = f"{action}-{style.name.lower()}" if style else action
    return replace(order, parent=job.id, action=pressed)


def siblings(order: Order) -> list[Order]:
    """Return the other pictures that were asked for together with one, now that it is known what they shall be."""
    options = order.options
    return [
        replace(
            order,
            parent="",  # one press, judged by the first
            action="",
            origin=f"{order.origin.removesuffix('0')}{number}",
            options=replace(options, seed=(options.seed + number) % (MAX_SEED + 1), count=1),
        )
        for number in range(1, options.count)
    ]


def _again(job: Job, _: Style | None) -> Order:
    if job.order.kind is Kind.HD:
        raise NoSuchButtonError("it would be the same")
    order = _remembered(job)
    return replace(order, options=replace(order.options, seed=new_seed()))


def _retry(job: Job, _: Style | None) -> Order:
    order = _remembered(job)
    if job.outcome in {None, Outcome.CANCELLED} or (job.outcome is Outcome.PICTURE and job.reason != LOST):
        raise NoSuchButtonError("nothing has failed")
    if job.outcome is not Outcome.REFUSED:
        return order
    return replace(order, options=replace(order.options, seed=new_seed()))  # the same would be refused again


def _vary(job: Job, _: Style | None) -> Order:
    order = _again(job, None)
    if not order.prompt:
        raise NoSuchButtonError("nothing to vary by")
    return replace(order, kind=Kind.REMIX, source=_picture(job))


def _hd(job: Job, _: Style | None) -> Order:
    drawn = job.order.kind is Kind.ANIME or (job.order.kind is not Kind.PHOTO and job.order.options.model == "anime")
    options = replace(job.order.options, is_anime=drawn, count=1)
    return replace(job.order, kind=Kind.HD, prompt="", options=options, source=_picture(job))


def _anime(job: Job, style: Style | None) -> Order:
    if style is None:
        raise NoSuchButtonError("no style")
    options = replace(_given(job.order) if job.order.kind is Kind.PHOTO else _plain(job.order), style=style)
    return replace(job.order, kind=Kind.ANIME, prompt="", options=options, source=_picture(job))


def _remix(job: Job, _: Style | None) -> Order:
    if job.order.kind is Kind.PHOTO:  # words that came with it say how
        return replace(job.order, kind=Kind.REMIX)
    return replace(job.order, kind=Kind.REMIX, prompt="", options=_plain(job.order), source=_picture(job))


MADE: dict[str, Callable[[Job, Style | None], Order]] = {
    "again": _again,
    "retry": _retry,
    "vary": _vary,
    "hd": _hd,
    "anime": _anime,
    "remix": _remix,
}
"""What makes an order, by the button's name."""


def _given(order: Order) -> Options:
    """Return the options that came with a photo, which hold for whatever is made of it."""
    options = order.options
    return options if options.seeded else replace(options, seed=new_seed())


def _plain(order: Order) -> Options:
    """Return fresh options at the picture's shape: what it was made with says nothing about the next.

    What was covered stays covered.
    """
    options = order.options
    return Options(new_seed(), width=options.width, height=options.height, spoiler=options.spoiler)


def _remembered(job: Job) -> Order:
    if job.forgotten and job.order.kind in {Kind.DRAW, Kind.REMIX}:
        raise UserError("press-forgotten")
    if job.order.is_draft:
        raise NoSuchButtonError("nothing was ordered yet")
    if job.order.kind is not Kind.DRAW and job.order.source is None:
        raise UserError("press-no-picture")  # deleted, or forgotten with everything else
    return replace(job.order, options=replace(job.order.options, count=1))


def _picture(job: Job) -> Source:
    """Return the job's picture, or the photo it is about, as the start of another."""
    if job.order.kind is Kind.PHOTO and job.order.source:
        return job.order.source
    if job.is_cancelled:
        raise NoSuchButtonError("there was never one")
    if job.file_id is None:
        raise UserError("press-no-picture")
    as_file = job.order.kind is Kind.HD or job.order.options.as_file
    return Source(job.file_id, checked=not as_file)


def recipe(job: Job, avoided: str = "") -> str:
    """Return the line that asks for the same picture when it is sent again.

    Args:
        job: What was made.
        avoided: What whoever sends the line avoids if nothing is said; what the picture avoids is always said.

    Raises:
        UserError: `press-forgotten`, or `press-too-long` for one message.
    """
    order = _remembered(job)
    if order.kind is Kind.HD:
        return "/hd anime" if order.options.is_anime else "/hd"
    # Size and seed are always said, and the model where there is one: whoever sends it may have other defaults.
    others = Options(seed=-1, model="", width=0, negative="" if order.options.negative else avoided)
    words = order.prompt
    if order.kind is Kind.ANIME:
        words, others = order.options.style.removesuffix("_style"), replace(others, model=order.options.model)
    line = f"/{order.kind} {render(ParsedPrompt(words, order.options, sized=True, count=1), others, order.kind)}"
    if units(line) > LONGEST_LINE:
        raise UserError("press-too-long")
    return line
