"""`/readyz` and `/metrics` while something hangs or is broken."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import pytest
from aiohttp.test_utils import make_mocked_request

from bot.job import State
from bot.metrics import Metrics
from bot.web import health
from bot.web.health import HealthRoutes
from sandbox.patience import PATIENCE


async def hangs() -> Any:
    await asyncio.Event().wait()


async def fails() -> Any:
    raise KeyError("bug")


async def holds() -> bool:
    return True


async def none() -> Mapping[State, int]:
    return {}


@pytest.mark.parametrize("ill", [hangs, fails])
async def test_what_hangs_or_fails_is_not_ready_and_answered_soon(monkeypatch: pytest.MonkeyPatch, ill: Any) -> None:
    monkeypatch.setattr(health, "PROBE_SECONDS", 0.05)
    routes = HealthRoutes({"database": ill, "more": ill, "workers": holds}, Metrics(), none)
    async with asyncio.timeout(PATIENCE):
        response = await routes.readyz(make_mocked_request("GET", "/readyz"))
    assert response.status == 503
    assert json.loads(response.text or "") == {"database": False, "more": False, "workers": True}


@pytest.mark.parametrize("ill", [hangs, fails])
async def test_the_other_numbers_are_told(monkeypatch: pytest.MonkeyPatch, ill: Any) -> None:
    monkeypatch.setattr(health, "PROBE_SECONDS", 0.05)
    async with asyncio.timeout(PATIENCE):
        response = await HealthRoutes({}, Metrics(), ill).metrics(make_mocked_request("GET", "/metrics"))
    assert response.status == 200
    assert b"huabot_provider_open 1.0" in response.body  # type: ignore[operator]
