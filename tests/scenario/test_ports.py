"""Where the bot listens, and how it waits for a setting to be mended."""

import asyncio
import os
import signal
import socket
import sys

import aiohttp
import pytest

from sandbox.patience import PATIENCE
from tests.support.stage import ROOT, Stage, free_port


async def status(stage: Stage, url: str) -> int:
    """Return the status of a GET."""
    async with stage.session.get(url) as response:
        return response.status


async def test_metrics_have_a_port_of_their_own_if_they_are_given_one(stage: Stage) -> None:
    port = free_port()
    await stage.start(metrics_port=port)
    for path, found in (("/healthz", 200), ("/readyz", 200), ("/metrics", 200), ("/callback/x", 404)):
        assert await status(stage, f"http://127.0.0.1:{port}{path}") == found
        assert await status(stage, f"{stage.url}{path}") == 404
    await stage.stop()
    with pytest.raises(aiohttp.ClientConnectorError):
        await status(stage, f"http://127.0.0.1:{port}/healthz")


async def test_an_empty_host_is_its_default_and_not_every_address(stage: Stage) -> None:
    await stage.start(host="")
    port = stage.options["port"]
    assert await status(stage, f"http://127.0.0.1:{port}/healthz") == 200
    with pytest.raises(aiohttp.ClientConnectorError):
        await status(stage, f"http://127.0.0.2:{port}/healthz")


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="there is no IPv6 here")
async def test_two_colons_are_ipv6_and_ipv4(stage: Stage) -> None:
    await stage.start(host="::")
    port = stage.options["port"]
    assert [await status(stage, f"http://{host}:{port}/healthz") for host in ("127.0.0.1", "[::1]")] == [200, 200]


async def test_what_would_be_started_for_ever_says_what_is_wrong_and_waits(stage: Stage) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "from bot import __main__ as m; m.SAY_AGAIN_SECONDS = 0.1; m.main()"),
        *("run", "--keep-trying"),
        env={**os.environ, "TELEGRAM_TOKEN": "1:a", "PYTHONPATH": str(ROOT)},
        cwd=stage.database.parent,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr
    try:
        async with asyncio.timeout(PATIENCE):
            said = [await process.stderr.readline() for _ in range(2)]
            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0
            assert await process.stderr.read() == b""
    finally:
        if process.returncode is None:
            process.kill()
    assert len(set(said)) == 1
    assert said[0].startswith(b"huabot: APISPACE_TOKEN and PUBLIC_URL are missing")
