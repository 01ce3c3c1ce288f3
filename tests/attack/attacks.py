"""Runs the attacks, in their order."""

import time
from collections.abc import Awaitable, Callable, Collection
from contextlib import AsyncExitStack
from pathlib import Path

from tests.attack import bombs, canaries, crowds, database, forged, fuzz, inside, oversize, words
from tests.attack.house import House, house
from tests.attack.report import Row, lines
from tests.attack.size import Size

Attack = Callable[[House, Size], Awaitable[list[Row]]]

ATTACKS: dict[str, Attack] = {
    "forged": forged.attack,
    "crowds": crowds.attack,
    "oversize": oversize.attack,
    "inside": inside.attack,
    "bombs": bombs.attack,
    "words": words.attack,
    "fuzz": fuzz.attack,
    "canaries": canaries.attack,
    "database": database.attack,
}
"""The attacks by name, in the order in which they run against the same house."""

APART = frozenset({"crowds", "oversize", "fuzz"})
"""Attacks that do not reach the database; crowds in front of several processes would only test the tests' balancer."""


async def attack(
    folder: Path, size: Size, names: Collection[str], say: Callable[[str], None], processes: int = 0
) -> list[Row]:
    """Run the named attacks, and return their results.

    Args:
        folder: The folder of all files.
        size: How much is tried.
        names: The names of the attacks.
        say: Is called with the progress.
        processes: The number of bot processes on one PostgreSQL; 0 for one process on SQLite.
    """
    rows: list[Row] = []
    async with AsyncExitStack() as stack:
        target = await stack.enter_async_context(house(folder, processes))
        await target.start(stack)
        for name, tried in ATTACKS.items():
            if name in names:
                began = time.monotonic()
                found = await tried(target, size)
                say(f"{name}: {time.monotonic() - began:.0f} s\n{lines(found)}\n")
                rows += found
    return rows
