"""The PostgreSQL of a running bot is away: stopped and started, silent, or replaced by its standby."""

import asyncio
from pathlib import Path

import pytest

from sandbox.patience import PATIENCE
from tests.support import postgresql
from tests.support.postgresql import Cluster, Emptied
from tests.support.relay import Relay
from tests.support.stage import Stage, free_port, opened


async def test_a_database_that_is_away_is_waited_for(tmp_path: Path) -> None:
    with postgresql.own() as cluster:
        async with opened(tmp_path, cluster.url("postgres")) as stage:
            alice = await stage.telegram.person("Alice", "en")
            await stage.start(telegram_mode="webhook")
            await stage.ready()
            await stage.telegram.say(alice, "/draw a fox")
            await stage.picture(alice)
            await asyncio.to_thread(cluster.stop)
            await _away(stage)
            await stage.refused(stage.telegram.say(alice, "/draw a hare"))
            await asyncio.to_thread(cluster.start)
            hare = (await stage.pictures(alice, 2, seconds=60))[1]
            assert hare["text"].startswith("a hare")
            await stage.ready()
            assert await stage.billed() == 2
            assert await stage.bugs() == []


@pytest.mark.usefixtures("database_url")
@pytest.mark.parametrize("driver", ["postgresql"])
async def test_a_database_that_is_silent_is_waited_for(
    tmp_path: Path, emptied: Emptied, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.connection.ANSWER_SECONDS", 3.0)
    async with (
        Relay(cluster.socket) as relay,
        opened(tmp_path, _at(relay.port, name=emptied.name)) as stage,
    ):
        alice = await stage.telegram.person("Alice", "en")
        await stage.start(telegram_mode="webhook")
        await stage.ready()
        await stage.telegram.say(alice, "/draw a fox")
        await stage.picture(alice)
        relay.fall_silent()
        await stage.refused(stage.telegram.say(alice, "/draw a hare"))
        await _away(stage)
        relay.speak()
        await _painted(stage, alice.chat_id, {"a fox", "a hare"})
        await stage.ready()
        assert await stage.billed() == 2
        assert await stage.bugs() == []


@pytest.mark.parametrize("crashed", [True, False])
async def test_a_standby_that_is_promoted_takes_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, crashed: bool
) -> None:
    monkeypatch.setattr("storage.connection.ANSWER_SECONDS", 3.0)
    with postgresql.pair((free_port(), free_port())) as (primary, standby):
        async with (
            Relay(primary.socket) as relay,
            opened(tmp_path, _at(relay.port, standby.port)) as stage,
        ):
            alice = await stage.telegram.person("Alice", "en")
            await stage.start(telegram_mode="webhook", database_pool=2)
            await stage.ready()
            await stage.telegram.say(alice, "/draw a fox")
            await stage.picture(alice)
            await stage.provider.settings(paint_seconds=0.5)
            await stage.telegram.say(alice, "/draw a hare")
            await stage.submitted(2)
            if crashed:
                await asyncio.to_thread(primary.stop)
            else:
                relay.fall_silent()
            await _away(stage)
            await stage.refused(stage.telegram.say(alice, "/draw a wolf"))
            await asyncio.to_thread(standby.promote)
            await _painted(stage, alice.chat_id, {"a fox", "a hare", "a wolf"})
            await stage.ready()
            assert await stage.part_is_well("database") is True
            assert await stage.billed() == 3
            assert await stage.bugs() == []


async def _painted(stage: Stage, chat: int, prompts: set[str]) -> None:
    """Return when these pictures and no others are there."""

    def found(messages: list[dict[str, object]]) -> list[str] | None:
        pictures = [str(m["text"]).splitlines()[0] for m in messages if m["from_bot"] and m["kind"] == "photo"]
        return pictures if len(pictures) >= len(prompts) else None

    pictures = await stage.telegram.until(chat, found, 60)
    assert sorted(pictures) == sorted(prompts)


def _at(*ports: int, name: str = "postgres") -> str:
    return f"postgresql://huabot@{','.join(f'127.0.0.1:{port}' for port in ports)}/{name}"


async def _away(stage: Stage) -> None:
    """Return when `/readyz` says so, and Prometheus is told which part it is; the process itself is well."""
    async with asyncio.timeout(PATIENCE):
        while True:
            async with stage.session.get(f"{stage.url}/readyz") as response:
                if response.status == 503 and not (await response.json())["database"]:
                    break
    assert await stage.part_is_well("database") is False
    assert await stage.part_is_well("workers") is True
    async with stage.session.get(f"{stage.url}/healthz") as response:
        assert response.status == 200
