"""A PostgreSQL that is locked, read-only, crowded or gone: every order is painted once."""

import asyncio
from pathlib import Path

from sandbox.patience import PATIENCE
from sandbox.telegram_client import Person
from tests.support.postgresql import own
from tests.support.server_faults import FAULTS
from tests.support.stage import Stage, opened

FEW = "40"
"""Connections that the server takes."""


async def not_taken(stage: Stage, person: Person, words: str) -> None:
    """Let somebody order, and return when the bot has refused the update, which Telegram repeats."""
    seen = len(await stage.telegram.history())
    await stage.telegram.say(person, words)
    async with asyncio.timeout(PATIENCE):
        while True:
            entries = await stage.telegram.history(seen, 5)
            seen += len(entries)
            if any(entry["event"] == "webhook" and entry["status"] == 503 for entry in entries):
                return


async def test_whatever_befalls_the_server_every_order_is_painted_once(tmp_path: Path) -> None:
    with own(max_connections=FEW) as cluster:
        async with opened(tmp_path, cluster.url("postgres")) as stage:
            await stage.start(telegram_mode="webhook", submit_grace=PATIENCE)
            await stage.ready()
            for number, fault in enumerate(FAULTS.values(), start=1):
                person = await stage.telegram.person("Somebody", "en")
                with fault(cluster):
                    await not_taken(stage, person, "/draw a fox")
                await stage.picture(person, 2 * PATIENCE)
                assert await stage.billed() == number
                await stage.ready()
            assert await stage.bugs() == []
