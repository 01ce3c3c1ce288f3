"""Which buttons stand under what. Their words live in `bot.texts`, what they do in `bot.telegram`."""

from bot.job import Job, Kind, State
from bot.options import Style
from bot.pipeline.messenger import Button, ButtonData, Rows
from bot.texts import Texts

STYLES_A_ROW = 3

FIRST = {
    Kind.DRAW: ("again", "vary", "hd"),
    Kind.REMIX: ("again", "vary", "hd"),
    Kind.ANIME: ("again", "anime", "hd"),
    Kind.HD: ("anime", "remix"),
}
"""What is offered under a picture at first sight."""

REST = {
    Kind.DRAW: (("anime", "remix", "file"), ("how", "delete", "less")),
    Kind.REMIX: (("anime", "remix", "file"), ("how", "delete", "less")),
    Kind.ANIME: (("remix", "file", "how"), ("delete", "less")),
    Kind.HD: (("how", "delete", "less"),),
}
"""What is behind the dots."""

FOR_A_PHOTO = ("remix", "anime", "hd")

FOLDING = frozenset({"more", "less", "anime"})
"""What changes the buttons alone, and so must know which there were."""

IN_HISTORY = "history"
"""Marks a picture that is shown among others."""

HOPELESS = frozenset({"source-broken", "too-large", "too-many-pixels"})
"""Reasons of a failure that trying again would not change."""


def under(texts: Texts, job: Job, *, unfolded: bool = False, where: str = "") -> Rows:
    """Return what can be done with a picture, little at first sight; or with a photo that came without a word.

    Args:
        texts: The catalogues.
        job: The picture's job.
        unfolded: All of it.
        where: `IN_HISTORY` if other pictures are beside it, else ''.
    """
    if job.order.kind is Kind.PHOTO:
        return (_row(texts, job, FOR_A_PHOTO),)
    first = FIRST[job.order.kind]
    if not unfolded:
        return (_row(texts, job, (*first, "more"), where),)
    return tuple(_row(texts, job, actions, where) for actions in (first, *REST[job.order.kind]))


def styles(texts: Texts, job: Job, where: str = "") -> Rows:
    """Return a button for each style: the choice that a draft waits for, or another picture made of one that is there.

    Under a picture there is one to go back, too.
    """
    chosen = job.state is not State.DRAFT or job.order.kind is not Kind.ANIME
    buttons = []
    for style in Style:
        name = style.name.lower()
        press = (
            ButtonData("style", job.id, f"{name}.{where}".rstrip(".")) if chosen else ButtonData("anime", job.id, name)
        )
        buttons.append(Button(texts.get(job.order.language, f"style-{name}"), press))
    rows = [tuple(buttons[at : at + STYLES_A_ROW]) for at in range(0, len(buttons), STYLES_A_ROW)]
    return (*rows, _row(texts, job, ("less",), where)) if chosen else tuple(rows)


def while_waiting(texts: Texts, job: Job) -> Rows:
    """Return what can be done with an order that has not been submitted."""
    return (_row(texts, job, ("cancel",)),)


def after_failure(texts: Texts, job: Job) -> Rows:
    """Return what can be done where no picture came."""
    return () if job.reason in HOPELESS else (_row(texts, job, ("retry",)),)


def in_history(texts: Texts, job: Job, *, older: bool, newer: bool, unfolded: bool = False) -> Rows:
    """Return the buttons under one picture of many, with the way to its neighbours."""
    steps = tuple(name for name, there in (("newer", newer), ("older", older)) if there)
    rows = under(texts, job, unfolded=unfolded, where=IN_HISTORY)
    return (_row(texts, job, steps), *rows) if steps else rows


def _row(texts: Texts, job: Job, actions: tuple[str, ...], where: str = "") -> tuple[Button, ...]:
    return tuple(
        Button(
            texts.get(job.order.language, f"button-{action}"),
            ButtonData(action, job.id, where if action in FOLDING else ""),
        )
        for action in actions
    )
