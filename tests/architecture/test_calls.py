"""Tests that every call to Telegram goes through `call`, which recognises invalid responses."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from telegram import Bot, CallbackQuery, Chat, ChatMember, File, Message, Update, User
from telegram.ext import Application

from tests.support.sources import tree

ROOM = Path(__file__).parents[2] / "bot" / "telegram"
MODULES = sorted(ROOM.glob("*.py"))

SILENT = {"shutdown", "process_update"}
"""Methods that send no request to Telegram."""

CALLS = {
    name
    for kind in (Bot, CallbackQuery, Chat, ChatMember, File, Message, Update, User, Application)
    for name, method in inspect.getmembers(kind, inspect.iscoroutinefunction)
}
RECEIVERS = {"application", "bot", "chat", "file", "member", "message", "query", "super()", "update", "user"}


def bare_calls(module: ast.Module) -> Iterator[str]:
    """Yield the calls of the library's methods that are not arguments of `call`."""
    wrapped = {
        id(argument)
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "call"
        for argument in node.args
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and id(node) not in wrapped:
            receiver = ast.unparse(node.func.value).rpartition(".")[2].lstrip("_")
            if node.func.attr in CALLS - SILENT and receiver in RECEIVERS:
                yield ast.unparse(node)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_call_of_telegram_is_bare(path: Path) -> None:
    assert list(bare_calls(tree(path))) == []


def test_a_bare_call_is_seen() -> None:
    bare = "await self._bot.get_me()\nawait super().get_me()\nawait query.answer()\nself._replies.answer('x')\n"
    wrapped = "await call(self._bot.get_me())\nawait self._bot.raw('x', {})\n"
    assert len(list(bare_calls(ast.parse(bare)))) == 3
    assert list(bare_calls(ast.parse(wrapped))) == []
