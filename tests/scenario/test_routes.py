"""The routes an operator's machines look at."""

import asyncio
from contextlib import suppress

import pytest

from sandbox.patience import PATIENCE
from sandbox.telegram_client import Person
from tests.support.stage import Stage


async def test_a_bot_at_work_is_up_and_ready(stage: Stage, alice: Person) -> None:
    await stage.start()
    await stage.telegram.say(alice, "/start")
    await stage.said(alice, "I paint")
    async with stage.session.get(f"{stage.url}/healthz") as response:
        assert response.status == 200
    async with stage.session.get(f"{stage.url}/readyz") as response:
        assert (response.status, await response.json()) == (200, {"database": True, "telegram": True, "workers": True})


@pytest.mark.parametrize("path", ["/", "/nothing", "/callback", "/callback/", "/callback/a/b", "/media/x"])
async def test_everything_else_is_nowhere(stage: Stage, path: str) -> None:
    await stage.start()
    for method in ("GET", "POST", "PUT"):
        async with stage.session.request(method, f"{stage.url}{path}", data=b"x") as response:
            assert (response.status, await response.read()) == (404, b"")


async def test_without_telegram_it_is_up_but_not_ready(stage: Stage) -> None:
    await stage.telegram_server.stop()
    starting = asyncio.create_task(stage.start())
    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                with suppress(OSError):
                    async with stage.session.get(f"{stage.url}/readyz") as response:
                        assert response.status == 503
                        assert (await response.json())["telegram"] is False
                        break
        await stage.open_telegram()
        await asyncio.wait_for(starting, 5)
        alice = await stage.telegram.person("Alice")
        await stage.telegram.say(alice, "/draw a fox")
        await stage.picture(alice)
        async with stage.session.get(f"{stage.url}/readyz") as response:
            assert response.status == 200
    finally:
        starting.cancel()


async def test_the_metrics_tell_what_happened(stage: Stage, alice: Person, bo: Person) -> None:
    await stage.provider.fault("submit", "rate_limit")
    await stage.start()
    await stage.telegram.say(alice, "/draw a fox")
    await stage.telegram.say(bo, "/draw a nude fox")
    await stage.picture(alice)
    await stage.said(bo, "安全审核")
    assert await stage.post(f"{stage.url}/callback/forged", {}) == 404
    async with stage.session.get(f"{stage.url}/metrics") as response:
        assert response.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        lines = (await response.text()).splitlines()
    for line in (
        'huabot_orders_total{answer="accepted",kind="draw"} 2.0',
        'huabot_jobs_total{kind="draw",outcome="picture"} 1.0',
        'huabot_jobs_total{kind="draw",outcome="refused"} 1.0',
        'huabot_deliveries_total{kind="draw",way="url"} 1.0',
        'huabot_callbacks_total{result="accepted"} 2.0',
        'huabot_callbacks_total{result="forged"} 1.0',
        'huabot_foreign_calls_total{method="apispace.submit_draw",status="403"} 1.0',
        'huabot_foreign_calls_total{method="apispace.submit_draw",status="200"} 2.0',
        'huabot_foreign_calls_total{method="telegram.editMessageMedia",status="200"} 1.0',
        'huabot_retries_total{step="submit"} 1.0',
        'huabot_paint_wait_seconds_count{kind="draw"} 2.0',
        "huabot_provider_open 1.0",
    ):
        assert line in lines
    assert not [line for line in lines if line.startswith("huabot_bugs_total")]
