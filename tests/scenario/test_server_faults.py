"""A PostgreSQL that is locked, read-only, crowded or gone: every order is painted once."""

from pathlib import Path

from sandbox.patience import PATIENCE
from tests.support.postgresql import own
from tests.support.server_faults import FAULTS
from tests.support.stage import opened

FEW = "40"
"""Connections that the server takes."""


async def test_whatever_befalls_the_server_every_order_is_painted_once(tmp_path: Path) -> None:
    with own(max_connections=FEW) as cluster:
        async with opened(tmp_path, cluster.url("postgres")) as stage:
            await stage.start(telegram_mode="webhook", submit_grace=PATIENCE)
            await stage.ready()
            for number, fault in enumerate(FAULTS.values(), start=1):
                person = await stage.telegram.person("Somebody", "en")
                with fault(cluster):
                    await stage.refused(stage.telegram.say(person, "/draw a fox"))
                await stage.picture(person, 2 * PATIENCE)
                assert await stage.billed() == number
                await stage.ready()
            assert await stage.bugs() == []
