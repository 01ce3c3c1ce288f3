"""Derives from a job another order, or the command that orders the same picture. Pure."""

from dataclasses import replace

from bot.errors import HuabotError, UserError
from bot.grammar import render
from bot.job import Job, Kind, Order, Outcome, Source
from bot.looks import with_look
from bot.options import MAX_SEED, Options, ParsedPrompt, Style, new_seed, units

LOST = "lost"
"""The `reason` of a job whose picture was painted but could not be delivered."""

LONGEST_LINE = 3_900
"""UTF-16 units of a command to copy; Telegram allows 4,096 per message, which holds other text besides the command."""


class NoSuchButtonError(HuabotError):
    """Raised when a message has no such button: the press was forged, or the button is too old."""


def siblings(order: Order) -> list[Order]:
    """Return the orders that were placed together with the first one, once the first one is complete."""
    options = order.options
    return [
        replace(
            order,
            parent="",  # one press, which the first order stands for
            action="",
            origin=f"{order.origin.removesuffix('0')}{number}",
            options=replace(options, seed=(options.seed + number) % (MAX_SEED + 1)),
        )
        for number in range(1, options.count if order.is_first else 1)
    ]


def again(job: Job, _: Style | None = None) -> Order:
    """Return the same order with another seed."""
    if job.order.kind is Kind.HD:
        raise NoSuchButtonError("it would be the same")
    order = _remembered(job)
    return replace(order, options=replace(order.options, seed=new_seed()))


def retry(job: Job, _: Style | None = None) -> Order:
    """Return the same order once more, with another seed if the provider refused it."""
    order = _remembered(job)
    if job.outcome in {None, Outcome.CANCELLED} or (job.outcome is Outcome.PICTURE and job.reason != LOST):
        raise NoSuchButtonError("nothing has failed")
    if job.outcome is not Outcome.REFUSED:
        return order
    return replace(order, options=replace(order.options, seed=new_seed()))  # the same seed would be refused again


def vary(job: Job, _: Style | None = None) -> Order:
    """Return an order that remixes the picture with its own prompt."""
    order = again(job)
    if not order.prompt:
        raise NoSuchButtonError("nothing to vary by")
    return replace(order, kind=Kind.REMIX, source=_picture(job))


def hd(job: Job, _: Style | None = None) -> Order:
    """Return an order that enlarges the picture."""
    drawn = job.order.kind is Kind.ANIME or (job.order.kind is not Kind.PHOTO and job.order.options.model == "anime")
    options = replace(job.order.options, is_anime=drawn, count=1)
    return replace(job.order, kind=Kind.HD, prompt="", options=options, source=_picture(job))


def anime(job: Job, style: Style | None = None) -> Order:
    """Return an order for the picture in a style."""
    if style is None:
        raise NoSuchButtonError("no style")
    options = replace(_given(job.order) if job.order.kind is Kind.PHOTO else _plain(job.order), style=style)
    return replace(job.order, kind=Kind.ANIME, prompt="", options=options, source=_picture(job))


def portrait(job: Job, style: Style | None = None) -> Order:
    """Return an order for the picture in a style that the user must still choose."""
    if style is not None:
        raise NoSuchButtonError("that is another button")
    return replace(job.order, kind=Kind.ANIME, prompt="", options=_plain(job.order), source=_picture(job))


def remix(job: Job, _: Style | None = None) -> Order:
    """Return an order to repaint the picture; the user must still give the prompt."""
    if job.order.kind is Kind.PHOTO:  # the photo's caption is the prompt
        return replace(job.order, kind=Kind.REMIX)
    return replace(job.order, kind=Kind.REMIX, prompt="", options=_plain(job.order), source=_picture(job))


def edit(job: Job, _: Style | None = None) -> Order:
    """Return the same order, seed included; the user must give a new prompt."""
    order = _remembered(job)
    if order.kind not in {Kind.DRAW, Kind.REMIX}:
        raise NoSuchButtonError("it has no words")
    return replace(order, prompt="", options=replace(order.options, seeded=True, sized=True))


def _given(order: Order) -> Options:
    """Return the options given with a photo, which apply to every order made of it."""
    options = order.options
    return options if options.seeded else replace(options, seed=new_seed())


def _plain(order: Order) -> Options:
    """Return default options with the picture's size: its other options do not apply to the next picture.

    A spoiler stays a spoiler.
    """
    options = order.options
    return Options(new_seed(), width=options.width, height=options.height, spoiler=options.spoiler)


def _remembered(job: Job) -> Order:
    if job.forgotten and job.order.kind in {Kind.DRAW, Kind.REMIX}:
        raise UserError("press-forgotten")
    if job.order.is_draft:
        raise NoSuchButtonError("nothing was ordered yet")
    if job.order.kind is not Kind.DRAW and job.order.source is None:
        raise UserError("press-no-picture")  # the source was deleted, or forgotten with all other data
    return replace(job.order, options=replace(job.order.options, count=1))


def _picture(job: Job) -> Source:
    """Return the job's picture, or the photo that the job is about, as the source of another order."""
    if job.order.kind is Kind.PHOTO and job.order.source:
        return job.order.source
    if job.is_cancelled:
        raise NoSuchButtonError("there was never one")
    if job.file_id is None:
        raise UserError("press-no-picture")
    as_file = job.order.kind is Kind.HD or job.order.options.as_file
    return Source(job.file_id, checked=not as_file)


def recipe(job: Job, avoided: str = "") -> str:
    """Return the command that orders the same picture when it is sent.

    Args:
        job: The picture's job.
        avoided: The sender's default negative prompt; the picture's own negative prompt is always written.

    Raises:
        UserError: `press-forgotten`, or `press-too-long` for one message.
    """
    order = _remembered(job)
    if order.kind is Kind.HD:
        return "/hd anime" if order.options.is_anime else "/hd"
    # Size and seed are always written, and the model where there is one: the sender may have other defaults.
    others = Options(seed=-1, model="", width=0, negative="" if order.options.negative else avoided)
    words = with_look(order.options.translated or order.prompt, order.options.look)
    if order.kind is Kind.ANIME:
        words, others = order.options.style.removesuffix("_style"), replace(others, model=order.options.model)
    line = f"/{order.kind} {render(ParsedPrompt(words, order.options, sized=True, count=1), others, order.kind)}"
    if units(line) > LONGEST_LINE:
        raise UserError("press-too-long")
    return line
