"""Parses the Fluent catalogues: the variables, references and words of their messages."""

from functools import cache
from pathlib import Path
from typing import Any

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

import bot.texts
from bot.texts.catalogue import MAY_BE_MISSING

CATALOGUES = sorted(Path(str(bot.texts.__file__)).parent.glob("*.ftl"))
NUMBERS = {"ahead", "count", "days", "hours", "left", "length", "limit", "minutes", "painting", "seconds", "used"}


class Variables(Visitor):
    """Collects a message's variables, the messages it references, its own words and its variants by number."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.messages: set[str] = set()
        self.words = ""
        self.choices: list[set[str]] = []

    def visit_VariableReference(self, node: Any) -> None:  # noqa: N802
        self.names.add(node.id.name)

    def visit_MessageReference(self, node: Any) -> None:  # noqa: N802
        self.messages.add(node.id.name)

    def visit_TextElement(self, node: Any) -> None:  # noqa: N802
        self.words += node.value

    def visit_SelectExpression(self, node: Any) -> None:  # noqa: N802
        if node.selector.id.name in NUMBERS:
            self.choices.append(
                {variant.key.name for variant in node.variants if isinstance(variant.key, ast.Identifier)}
            )
        self.generic_visit(node)


@cache
def read(catalogue: Path) -> dict[str, Variables]:
    """Return the parts of each message of a catalogue."""
    found: dict[str, Variables] = {}
    for entry in FluentParser().parse(catalogue.read_text(encoding="utf-8")).body:
        assert not isinstance(entry, ast.Junk), f"{catalogue.name}: {entry.content}"
        if isinstance(entry, ast.Message):
            found[entry.id.name] = Variables()
            found[entry.id.name].visit(entry)
    return found


def messages(catalogue: Path) -> dict[str, set[str]]:
    """Return a catalogue's message ids and the variables of each, including those of the messages it references."""
    found = read(catalogue)
    return {name: own.names.union(*(found[message].names for message in own.messages)) for name, own in found.items()}


def arguments(names: set[str], number: int = 3) -> dict[str, str | int]:
    """Return a value for each variable that must be passed."""
    return {name: number if name in NUMBERS else "x" for name in names - {*MAY_BE_MISSING}}
