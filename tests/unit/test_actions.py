"""The table of the buttons: each has its label, somebody who does what it says, and a place."""

from typing import Any, cast

from bot.actions import ACTIONS
from bot.job import Kind
from bot.pipeline import keyboards
from bot.telegram.actions import Actions
from bot.texts import Texts
from tests.support.catalogues import CATALOGUES, messages
from tests.support.orders import painted

OF_NO_JOB = {
    *("erase-yes", "erase-no", "paint", "copy", "copy-recipe", "copy-link", "paint-recipe", "try", "language"),
    "nearest",
}


def shown_under(kind: Kind) -> list[list[str]]:
    """Return the buttons under a picture of a kind, row by row."""
    rows = keyboards.under(Texts(), painted(kind), unfolded=True)
    return [[button.press.action for button in row] for row in rows]


def test_every_label_has_a_row_and_every_row_a_label() -> None:
    labels = {name.removeprefix("button-") for name in messages(CATALOGUES[0]) if name.startswith("button-")}
    assert labels - OF_NO_JOB == ACTIONS.keys() - {"style"}, "the labels of styles are their names"


def test_every_row_is_done_by_a_method_or_makes_an_order() -> None:
    nobody = cast("Any", None)
    others = dict.fromkeys(("how", "change", "reword"), nobody)
    actions = Actions(nobody, nobody, nobody, nobody, nobody, nobody, nobody, others)
    assert actions.methods.keys() | {name for name, action in ACTIONS.items() if action.makes} == ACTIONS.keys()


def test_what_stands_under_what() -> None:
    by_words = [["again", "vary"], ["hd", "anime"], ["remix", "edit"], ["file", "how"], ["delete", "less"]]
    assert {kind: shown_under(kind) for kind in Kind} == {
        Kind.DRAW: by_words,
        Kind.REMIX: by_words,
        Kind.ANIME: [["again", "anime"], ["hd", "remix"], ["file", "how"], ["delete", "less"]],
        Kind.HD: [["anime", "remix"], ["how", "delete"], ["less"]],
        Kind.PHOTO: [["remix", "anime"], ["hd"]],
    }
