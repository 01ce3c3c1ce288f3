"""The week in numbers: on Mondays, once, if it is wanted. And the disk: once each time that it becomes full."""

import os
from typing import cast

import pytest

from bot.clock import DAY, SECOND, day_of
from bot.metrics import Metrics
from bot.pipeline.alerts import OperatorAlerts
from bot.pipeline.digest import WEEKLY, Digest
from bot.pipeline.space import SpaceWatch
from storage.database import Database
from storage.sqlite import SQLite
from storage.stores import Stores
from tests.support.manual_clock import ManualClock


class Alerts:
    """Keeps what the operators are told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, dict[str, str]]] = []

    def tell(self, message: str, **params: str) -> None:
        self.told.append((message, params))


async def test_the_week_is_told_once_on_monday_if_it_is_wanted(database: Database, clock: ManualClock) -> None:
    alerts, stores = Alerts(), Stores.of(database, clock)
    switches, digest = stores.switches, Digest(stores, cast("OperatorAlerts", alerts))

    async def hours(count: int) -> int:
        for _ in range(count):
            clock.advance(3_600)
            await digest.look()
        return len(alerts.told)

    assert await hours(7 * 24) == 0
    await switches.set(WEEKLY, on=True)
    assert await hours(7 * 24) == 1
    assert await hours(14 * 24) == 3
    assert alerts.told[0] == ("digest", dict.fromkeys(("orders", "people", "pictures", "refused", "failed"), "0"))
    told_at = [row["at"] for row in await database.rows("SELECT at FROM switches WHERE name LIKE 'weekly-%'", {})]
    assert [(day_of(at) % 7, at % DAY // (3_600 * SECOND) >= 9) for at in told_at] == [(4, True)]


@pytest.mark.sqlite_only
def test_a_full_disk_is_told_once_until_there_is_plenty_of_room(
    database: SQLite, monkeypatch: pytest.MonkeyPatch
) -> None:
    alerts, told = Alerts(), []
    watch = SpaceWatch(database, cast("OperatorAlerts", alerts), Metrics())
    disk = os.statvfs(database.path.parent)
    for times in (1.5, 0.5, 0.5, 1.5, 0.5, 2.5, 1.5, 0.5):  # the least that must be free is there so many times
        monkeypatch.setattr("storage.sqlite.MIN_FREE_BYTES", int(disk.f_bavail * disk.f_frsize / times))
        watch.look()
        told.append(len(alerts.told))
    assert told == [0, 1, 1, 1, 1, 1, 1, 2]
    assert {message for message, _ in alerts.told} == {"admin-disk"}
