"""Defines the buttons about a job in a table, one row per button. Pure.

`bot.pipeline.keyboards` puts the buttons under messages, `bot.telegram.buttons` checks who may press them,
`bot.telegram.actions` executes them; the label of a button is the text `button-<name>`.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from bot import derive
from bot.derive import NoSuchButtonError
from bot.job import Job, Kind, Order
from bot.options import Style

Make = Callable[[Job, Style | None], Order]


@dataclass(frozen=True, slots=True)
class Action:
    """Describes one button.

    Attributes:
        name: Used in the `callback_data` and in the name of the label.
        makes: Returns the order that the button makes of a job; None if it makes no order.
        repeats: Each press gives a different result; a second press of any other button is refused.
        shared: In a group, users other than the picture's owner may press the button, too, for an order of their own.
        for_all: Users who may not order (any more) may press the button, too.
        edits: The button changes the message under which it stands, or that message's buttons.
        styled: The button may carry a style.
        folds: The button shows other buttons in place, so it carries whether the picture is shown in `/history`.
        alike: The button leads to another picture of the same kind; refused while that kind is not offered.
        first: The kinds of pictures under which the button is shown at first.
        rest: The kinds of pictures under which the button is shown once the buttons are unfolded.
        photo: The button's position under a photo that was sent without a command; 0 for none.
        style: `danger` or `primary`, see `bot.pipeline.messenger.Button`.
    """

    name: str
    makes: Make | None = None
    repeats: bool = False
    shared: bool = False
    for_all: bool = False
    edits: bool = False
    styled: bool = False
    folds: bool = False
    alike: bool = False
    first: tuple[Kind, ...] = ()
    rest: tuple[Kind, ...] = ()
    photo: int = 0
    style: str = ""


_BY_WORDS = (Kind.DRAW, Kind.REMIX)
_PAINTED = (*_BY_WORDS, Kind.ANIME)
_ALL = (*_PAINTED, Kind.HD)

_TABLE = (
    Action("again", derive.again, repeats=True, alike=True, shared=True, first=_PAINTED, style="primary"),
    Action("vary", derive.vary, repeats=True, shared=True, first=_BY_WORDS),
    Action(
        "anime",
        derive.portrait,  # for users who must not open the styles in place
        repeats=True,
        shared=True,
        edits=True,
        styled=True,
        folds=True,
        first=(Kind.ANIME, Kind.HD),
        rest=_BY_WORDS,
        photo=2,
    ),
    Action("hd", derive.hd, shared=True, first=_PAINTED, photo=3),
    Action("remix", derive.remix, first=(Kind.HD,), rest=_PAINTED, photo=1),
    Action("edit", derive.edit, rest=_BY_WORDS),
    Action("file", rest=_PAINTED),
    Action("how", alike=True, rest=_ALL),
    Action("delete", for_all=True, edits=True, rest=_ALL, style="danger"),
    Action("more", for_all=True, edits=True, folds=True, first=_ALL),
    Action("less", for_all=True, edits=True, folds=True, rest=_ALL),
    # Each of these has a place of its own, see `bot.pipeline.keyboards`.
    Action("style", derive.anime, shared=True, edits=True, styled=True, folds=True),
    Action("cancel", for_all=True, style="danger"),
    Action("retry", derive.retry, alike=True, style="primary"),
    Action("anyway", edits=True, style="primary"),
    Action("change", derive.remix),
    Action("reword", derive.edit),
    Action("newer", edits=True),
    Action("older", edits=True),
)

ACTIONS = {action.name: action for action in _TABLE}
"""The buttons by name, in the order in which they are shown."""


def hidden_without(missing: Collection[Kind]) -> frozenset[str]:
    """Return the names of the buttons that are hidden if some kinds of pictures are not offered."""
    of_kind = {Kind.ANIME: ("anime", "style"), Kind.HD: ("hd",)}
    return frozenset(name for kind in missing for name in of_kind.get(kind, ()))


def make(job: Job, name: str, style: Style | None = None) -> Order:
    """Return the order that a button under a job's message makes.

    The order's place and identity (`origin`, `chat_id`, `thread_id`, `message_id`, `language`) are still the job's.

    Raises:
        UserError: `press-forgotten`, `press-no-picture`.
        NoSuchButtonError: The button makes no order here.
    """
    action = ACTIONS.get(name)
    if action is None or action.makes is None:
        raise NoSuchButtonError("no such action")
    pressed = f"anime-{style.name.lower()}" if style else name
    return replace(action.makes(job, style), parent=job.id, action=pressed)
