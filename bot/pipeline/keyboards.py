"""Chooses the buttons of each message, from the table in `bot.actions`. Their labels are texts."""

from collections.abc import Iterable, Sequence

from bot.actions import ACTIONS, Action
from bot.job import Job, Kind, State
from bot.options import Style, shorten
from bot.pipeline.messenger import Button, ButtonData, Rows
from bot.texts import Texts

STYLES_A_ROW, A_ROW = 3, 2
"""Buttons per row that a phone shows whole: three labels of about 10 columns each, or two of about 15."""

NEAREST_SHOWN = 20
"""UTF-16 units of an option that fit on a button."""

HOPELESS = frozenset({"source-broken", "too-large", "too-many-pixels"})
"""Reasons of a failure that a retry would not change."""


def under(texts: Texts, job: Job, *, unfolded: bool = False, in_history: bool = False) -> Rows:
    """Return the buttons under a picture, few of them at first, or under a photo that was sent without a command.

    Args:
        texts: The catalogues.
        job: The picture's job.
        unfolded: Return all buttons.
        in_history: The message shows one of several pictures.
    """
    kind = job.order.kind
    if kind is Kind.PHOTO:
        with_photo = sorted((action for action in ACTIONS.values() if action.photo), key=lambda action: action.photo)
        return _rows(texts, job, with_photo)
    first = [action for action in ACTIONS.values() if kind in action.first]
    if not unfolded:
        return _rows(texts, job, first, in_history=in_history)
    rest = [action for action in ACTIONS.values() if kind in action.rest]
    return _rows(texts, job, [*(action for action in first if action.name != "more"), *rest], in_history=in_history)


def styles(texts: Texts, job: Job, *, in_history: bool = False) -> Rows:
    """Return a button for each style: the choice that a draft waits for, or another picture made of an existing one.

    Under a picture, there is also a button to go back.
    """
    chosen = job.state is not State.DRAFT or job.order.kind is not Kind.ANIME
    action = "style" if chosen else "anime"
    buttons = [
        Button(texts.get(job.order.language, f"style-{name}"), ButtonData(action, job.id, name, in_history and chosen))
        for name in (style.name.lower() for style in Style)
    ]
    rows = [tuple(buttons[at : at + STYLES_A_ROW]) for at in range(0, len(buttons), STYLES_A_ROW)]
    return (*rows, _row(texts, job, [ACTIONS["less"]], in_history=in_history)) if chosen else tuple(rows)


def while_waiting(texts: Texts, job: Job) -> Rows:
    """Return the buttons for an order that has not been submitted."""
    return (_row(texts, job, [ACTIONS["cancel"]]),)


def to_confirm(texts: Texts, job: Job, nearest: str) -> Rows:
    """Return the button that paints an order anyway, or with the nearest valid option if there is one."""
    text = texts.bind(job.order.language)
    near = nearest and text.label("button-nearest", words=shorten(nearest, NEAREST_SHOWN))
    return ((Button(near or text.label("button-anyway"), ButtonData("anyway", job.id), ACTIONS["anyway"].style),),)


def after_failure(texts: Texts, job: Job) -> Rows:
    """Return the buttons for an order that ended without a picture."""
    return () if job.reason in HOPELESS else (_row(texts, job, [ACTIONS["retry"]]),)


def in_history(texts: Texts, job: Job, *, older: bool, newer: bool, unfolded: bool = False) -> Rows:
    """Return the buttons under one of several pictures, with those that lead to its neighbours."""
    steps = [ACTIONS[name] for name, there in (("newer", newer), ("older", older)) if there]
    rows = under(texts, job, unfolded=unfolded, in_history=True)
    return (_row(texts, job, steps), *rows) if steps else rows


def _rows(texts: Texts, job: Job, actions: Sequence[Action], *, in_history: bool = False) -> Rows:
    pairs = (actions[at : at + A_ROW] for at in range(0, len(actions), A_ROW))
    return tuple(_row(texts, job, pair, in_history=in_history) for pair in pairs)


def _row(texts: Texts, job: Job, actions: Iterable[Action], *, in_history: bool = False) -> tuple[Button, ...]:
    return tuple(
        Button(
            texts.get(job.order.language, f"button-{action.name}"),
            ButtonData(action.name, job.id, in_history=in_history and action.folds),
            action.style,
        )
        for action in actions
    )
