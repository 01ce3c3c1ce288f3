"""Every command has a handler and stands in the menu."""

from types import SimpleNamespace
from typing import Any, cast

from bot.clock import Clock
from bot.telegram.conversation import build_handlers
from bot.telegram.menu import MENU
from bot.texts import Texts


def test_the_menu_shows_the_commands_there_are() -> None:
    nobody = cast("Any", None)
    dispatcher, _ = build_handlers(
        nobody,
        intake=nobody,
        jobs=cast("Any", SimpleNamespace(is_news=None)),
        history=nobody,
        erasures=nobody,
        statistics=nobody,
        chats=nobody,
        switches=nobody,
        overview=cast("Any", SimpleNamespace(show=None)),
        cancel=nobody,
        original=nobody,
        replies=nobody,
        texts=Texts(),
        clock=Clock(),
        signer=nobody,
        admins=frozenset(),
        translates=False,
    )
    assert dispatcher.routes.commands.keys() == set(MENU)
