"""All attacks, in their order."""

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
"""In this order, against the same house."""

APART = frozenset({"crowds", "oversize", "fuzz"})
"""What never comes near the database; a crowd before several processes would try the balancer of the tests."""


async def attack(
    folder: Path, size: Size, names: Collection[str], say: Callable[[str], None], processes: int = 0
) -> list[Row]:
    """Try all that is named, and return what became of it.

    Args:
        folder: Where everything is written.
        size: How much is tried.
        names: Of attacks.
        say: Is told how it goes.
        processes: Of the bot on one PostgreSQL; none for one on SQLite.
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
