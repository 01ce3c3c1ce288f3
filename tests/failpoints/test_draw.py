"""Tests `/draw` with kill −9 at every commit and every outgoing call; `make failpoints` tests the other journeys."""

from contextlib import AsyncExitStack
from pathlib import Path

from tests.failpoints.examine import complaints, examine, open_theatres, table
from tests.failpoints.journeys import DRAW

AT_ONCE = 4


async def test_a_picture_comes_wherever_the_bot_dies(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        outcomes = await examine(DRAW, await open_theatres(stack, tmp_path, AT_ONCE))
    assert complaints(DRAW, outcomes) == [], table(DRAW, outcomes)
