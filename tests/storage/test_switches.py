"""Switches stay as they were left, and tell who changed them."""

import pytest

from storage.database import Database
from storage.switches import Switches
from tests.support.manual_clock import ManualClock


@pytest.fixture
def switches(database: Database, clock: ManualClock) -> Switches:
    return Switches(database, clock)


async def test_at_first_everything_is_off(switches: Switches) -> None:
    assert not await switches.is_on("paused")
    assert not await switches.set("paused", on=False)


async def test_a_switch_stays_as_it_was_left(switches: Switches, database: Database, clock: ManualClock) -> None:
    switched_at = clock.now()
    assert await switches.set("paused", on=True)
    clock.advance(5.0)
    assert not await switches.set("paused", on=True), "it was on"
    assert await Switches(database, clock).is_on("paused")
    (row,) = await database.rows("SELECT name, at FROM switches", {})
    assert dict(row) == {"name": "paused", "at": switched_at}
    assert await switches.set("paused", on=False)
    assert not await switches.set("paused", on=False), "it was off"
    assert not await switches.is_on("paused")


async def test_one_switch_moves_no_other(switches: Switches) -> None:
    await switches.set("paused", on=True)
    assert not await switches.is_on("other")
    assert await switches.set("other", on=True)
    assert await switches.set("other", on=False)
    assert await switches.is_on("paused")
