"""The buttons about a job: one row each. Pure.

`bot.pipeline.keyboards` puts them under messages, `bot.telegram.buttons` guards them, `bot.telegram.actions` does what
they say; the label of each is the text `button-<name>`.
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
    """One button.

    Attributes:
        name: In its `callback_data`, and of its label.
        makes: Returns the order that it makes of a job, if it makes one.
        repeats: Each press brings something else; of any other button a second press is refused.
        shared: In a group, others than the picture's owner may press it, too, for an order of their own.
        for_all: Those who may not order (any more) may press it all the same.
        edits: It changes the message that it stands under, or that message's buttons.
        styled: It may carry a style.
        folds: It shows other buttons in place, so it carries whether the picture stands in `/history`.
        alike: It is about another picture of the same kind.
        first: The kinds of pictures under which it stands at first sight.
        rest: The kinds of pictures under which it stands behind the dots.
        photo: Its place under a photo that came without a word; 0 for none.
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
        derive.portrait,  # for whoever must not open the styles in place
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
    # Each of these stands somewhere of its own, see `bot.pipeline.keyboards`.
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
"""The buttons by their names, in the order in which they stand."""


def hidden_without(missing: Collection[Kind]) -> frozenset[str]:
    """Return the buttons that nobody is shown where some kinds of pictures are not offered."""
    of_kind = {Kind.ANIME: ("anime", "style"), Kind.HD: ("hd",)}
    return frozenset(name for kind in missing for name in of_kind.get(kind, ()))


def make(job: Job, name: str, style: Style | None = None) -> Order:
    """Return the order that a button under a job's message stands for.

    Its place and identity (`origin`, `chat_id`, `thread_id`, `message_id`, `language`) are still the job's.

    Raises:
        UserError: `press-forgotten`, `press-no-picture`.
        NoSuchButtonError: No such button makes an order here.
    """
    action = ACTIONS.get(name)
    if action is None or action.makes is None:
        raise NoSuchButtonError("no such action")
    pressed = f"anime-{style.name.lower()}" if style else name
    return replace(action.makes(job, style), parent=job.id, action=pressed)
