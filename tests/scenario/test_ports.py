"""Where the bot listens, and how it waits for a setting to be mended."""

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

import aiohttp
import pytest

from bot.web.server import ListenError, WrongAddressError
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
        async with asyncio.timeout(PATIENCE):
            while await status(stage, f"http://127.0.0.1:{port}{path}") != found:
                pass  # it is ready in a moment
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


async def test_a_taken_port_is_called_by_its_name_and_may_pass(stage: Stage) -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", port)):
        code, errors = await stage.ended(await stage.launch(metrics_port=port))
    assert (code, "huabot: HOST and METRICS_PORT cannot be used" in errors) == (1, True), errors


@pytest.mark.parametrize("host", ["192.0.2.1", "no..name", "fe80::1"])
async def test_a_host_that_is_not_ours_is_a_wrong_setting(stage: Stage, host: str) -> None:
    code, errors = await stage.ended(await stage.launch(host=host))
    assert (code, "huabot: HOST " in errors, "Traceback" in errors) == (2, True, False), errors


@pytest.mark.parametrize(("why", "error"), [(socket.EAI_NONAME, WrongAddressError), (socket.EAI_AGAIN, ListenError)])
async def test_a_host_without_an_address_is_a_wrong_setting_unless_dns_is_silent(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, why: int, error: type[Exception]
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(why, "no address")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", fail)
    with pytest.raises(error, match="HOST and PORT cannot be used: no address"):
        await stage.start(host="nosuch.invalid")


def may_take_low_ports() -> bool:
    """Whether everybody here may listen on a port below 1024."""
    try:
        return int(Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").read_text(encoding="ascii")) < 1024
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux" or may_take_low_ports(), reason="everybody may")
async def test_a_port_that_only_root_may_have_is_a_wrong_setting(stage: Stage) -> None:
    names = {name.upper(): str(value) for name, value in (stage.options | {"port": 1023}).items()}
    # What is given up here is CAP_NET_BIND_SERVICE; the program after it cannot have it back.
    without = "import ctypes, os, sys; ctypes.CDLL(None).prctl(24, 10); os.execv(sys.executable, sys.argv[1:])"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", without, sys.executable, "-m", "bot", "run"),
        env={**os.environ, **names, "PYTHONPATH": str(ROOT)},
        cwd=stage.database.parent,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        code, errors = await stage.ended(process)
    finally:
        if process.returncode is None:
            process.kill()
    assert (code, "permission denied" in errors.lower()) == (2, True), errors


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
