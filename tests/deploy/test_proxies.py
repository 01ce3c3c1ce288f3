"""The journey through real proxies with the shipped files: what must pass, and what must not."""

import asyncio
import io
import json
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from PIL import Image
from yarl import URL

from tests.support.programs import DEPLOY, run
from tests.support.site import Site, World, balancing_front, front, site, world
from tests.support.stage import free_port

pytestmark = pytest.mark.asyncio(loop_scope="module")

HIDDEN = ("/", "/metrics", "/healthz", "/readyz", "/callback", "/media", "/telegram", "/x/callback/y")
AROUND = (
    "/callback/../metrics",
    "/callback/%2e%2e/metrics",
    "/callback/..%2fmetrics",
    "/media/../metrics",
    "/telegram/x/../../metrics",
    "//metrics",
    "/callback/..;/metrics",
    "/callback/x?/../../metrics",
)


def photo() -> bytes:
    """Return a picture as people send them."""
    file = io.BytesIO()
    Image.effect_noise((640, 480), 64).save(file, "JPEG")
    return file.getvalue()


def spaces(count: int) -> io.BytesIO:
    """Return a body of this length."""
    return io.BytesIO(b" " * count)


@pytest_asyncio.fixture(scope="module", loop_scope="module", name="earth")
async def _world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with world(tmp_path_factory.mktemp("world")) as running:
        yield running


@pytest.fixture(scope="module", params=["caddy", "nginx"])
def proxy(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest_asyncio.fixture(scope="module", loop_scope="module", name="huabot")
async def _site(earth: World, proxy: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    async with site(proxy, earth, tmp_path_factory.mktemp(proxy)) as running:
        yield running


async def test_a_picture_comes_through(huabot: Site) -> None:
    callback = await huabot.paint()
    assert callback["url"].startswith(f"{huabot.front.url}/callback/")
    assert (callback["status"], callback["ok"]) == (200, True)


async def test_updates_come_through(huabot: Site) -> None:
    telegram = huabot.world.telegram
    asked = [call["params"]["url"] for call in await telegram.calls("setWebhook")]
    assert any(url.startswith(f"{huabot.front.url}/telegram/") for url in asked)
    before = len(await telegram.history())
    await huabot.paint()
    posts = [entry for entry in await telegram.history(before) if entry["event"] == "webhook"]
    assert [post["status"] for post in posts] == [200]


async def test_a_photo_comes_through(huabot: Site) -> None:
    telegram, provider, session = huabot.world.telegram, huabot.world.provider, huabot.world.session
    alice = await telegram.person("Alice")
    await telegram.photo(alice, photo(), "/remix a fox")
    await telegram.until(alice.chat_id, lambda messages: [m for m in messages if m["from_bot"] and m["width"]])
    address = (await provider.submits())[-1]["params"]["url"]
    assert address.startswith(f"{huabot.front.url}/media/")
    async with session.get(address) as response:
        whole = await response.read()
        assert (response.status, response.headers["Cache-Control"]) == (200, "no-store")
    async with session.head(address) as response:
        assert (response.status, response.content_length) == (200, len(whole))
    async with session.get(address, headers={"Range": "bytes=100-199"}) as response:
        assert (response.status, await response.read()) == (206, whole[100:200])
    async with session.get(f"{address[:-2]}--") as response:
        assert response.status == 404


async def test_what_is_for_the_operator_stays_inside(huabot: Site) -> None:
    for path in HIDDEN:
        status, answer = await huabot.front.status(path)
        assert status == 404, path
        assert b"huabot" not in answer
    for path in AROUND:
        status, answer = await huabot.front.status(path)
        assert status in {400, 404}, path
        assert b"huabot_" not in answer


@asynccontextmanager
async def anything(answer: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> AsyncIterator[int]:
    """Run a server that answers every request so; the bot would have bounds of its own."""
    app = web.Application(client_max_size=10_000_000)
    app.router.add_route("*", "/{path:.*}", answer)
    async with TestServer(app) as server:
        assert server.port
        yield server.port


async def test_a_body_has_its_bounds(earth: World, tmp_path: Path, proxy: str) -> None:
    async def received(request: web.Request) -> web.Response:
        return web.Response(text=str(len(await request.read())))

    async with anything(received) as upstream, front(proxy, earth, upstream, tmp_path) as entrance:
        for path, largest in (("/callback/x", 64 * 1024), ("/media/x", 1024), ("/telegram/x", 1024 * 1024)):
            async with earth.session.post(entrance.url + path, data=spaces(largest)) as response:
                assert (response.status, await response.text()) == (200, str(largest))
            async with earth.session.post(entrance.url + path, data=spaces(largest + 1)) as response:
                assert response.status in {413, 502}  # older Caddys say 502


async def test_nothing_is_changed_on_the_way_and_nothing_waits(earth: World, tmp_path: Path, proxy: str) -> None:
    seen: list[web.Request] = []
    arrived = asyncio.Event()

    async def begin(request: web.Request) -> web.StreamResponse:
        seen.append(request)
        response = web.StreamResponse(
            status=206,
            headers={"Content-Length": "4000", "Content-Range": "bytes 6-4005/9000", "Cache-Control": "no-store"},
        )
        await response.prepare(request)
        await response.write(b"a" * 1000)
        await arrived.wait()
        await response.write(b"b" * 3000)
        return response

    headers = {"Range": "bytes=6-4005", "X-Telegram-Bot-Api-Secret-Token": "secret"}
    path = "/media/a.b-c_d~1.%E7%94%BB"
    async with anything(begin) as upstream, front(proxy, earth, upstream, tmp_path) as entrance:
        address = URL(entrance.url + path, encoded=True)
        async with earth.session.get(address, headers=headers) as response:
            assert await response.content.readexactly(1000) == b"a" * 1000
            arrived.set()
            assert await response.read() == b"b" * 3000
            assert response.status == 206
            assert response.headers["Content-Range"] == "bytes 6-4005/9000"
            assert response.headers["Cache-Control"] == "no-store"
    (request,) = seen
    assert request.raw_path == path
    assert {name: request.headers[name] for name in headers} == headers


async def test_both_ends_notice_that_the_other_has_left(earth: World, tmp_path: Path, proxy: str) -> None:
    left = asyncio.Event()

    async def leave(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "20000000"})
        await response.prepare(request)
        await response.write(b"a" * 1000)
        if request.path == "/media/short":
            assert request.transport
            request.transport.abort()
            return response
        try:
            while True:
                await response.write(b"a" * 16_384)
        finally:
            left.set()

    async with anything(leave) as upstream, front(proxy, earth, upstream, tmp_path) as entrance:
        async with earth.session.get(f"{entrance.url}/media/short") as response:
            with pytest.raises(aiohttp.ClientPayloadError):
                await response.read()
        async with earth.session.get(f"{entrance.url}/media/long") as response:
            await response.content.readexactly(1000)
            response.close()
        await asyncio.wait_for(left.wait(), 5)
        assert "/media/" not in entrance.written()


async def test_a_path_in_front_is_taken_off(huabot: Site, tmp_path: Path, proxy: str) -> None:
    tail = (await huabot.paint())["url"].removeprefix(huabot.front.url)
    port = int(huabot.bot_url.rpartition(":")[2])
    async with front(proxy, huabot.world, port, tmp_path, path="/pictures") as entrance:
        for path, expected in ((tail, 405), ("/metrics", 404)):
            async with huabot.world.session.get(entrance.url + path) as response:
                assert response.status == expected


@pytest.mark.parametrize("ending", ["/", "/pictures", "/pictures/"])
@pytest.mark.parametrize("several", [False, True])
async def test_whatever_ends_the_public_address_caddy_takes_nothing_for_itself(
    earth: World, tmp_path: Path, ending: str, several: bool
) -> None:
    async def received(_: web.Request) -> web.Response:
        return web.Response(text="by the bot")

    async with anything(received) as upstream:
        started = (
            balancing_front(earth, [upstream], tmp_path, path=ending)
            if several
            else front("caddy", earth, upstream, tmp_path, path=ending)
        )
        async with started as entrance:
            for path in ("/callback/x", "/media/x", "/telegram/updates"):
                async with earth.session.post(entrance.url + path) as response:
                    assert (response.status, await response.text()) == (200, "by the bot")
            for path in ("/", "/metrics", "/x/callback/y"):
                async with earth.session.get(entrance.url + path) as response:
                    assert response.status == 404, path


async def test_what_goes_wrong_is_told_without_the_path(earth: World, tmp_path: Path, proxy: str) -> None:
    async with front(proxy, earth, free_port(), tmp_path) as entrance:
        for path in ("/callback/capability", "/media/capability", "/telegram/capability"):
            headers = {"X-Telegram-Bot-Api-Secret-Token": "capability"}
            async with earth.session.post(entrance.url + path, headers=headers) as response:
                assert response.status == 502
            async with earth.session.post(entrance.url + path, data=spaces(2_000_000)) as response:
                assert response.status in {413, 502}
        assert "capability" not in entrance.written()


async def test_the_image_s_health_check_tells_a_live_bot_from_a_dead_one(huabot: Site) -> None:
    dockerfile = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    check = re.search(r"HEALTHCHECK[^\[]*CMD (\[.+\])", dockerfile)
    assert check
    _, *arguments = json.loads(check[1])
    assert run(sys.executable, *arguments, settings={"PORT": huabot.bot_url.rpartition(":")[2]}) == (0, "")
    code, _ = run(sys.executable, *arguments, settings={"PORT": str(free_port())})
    assert code != 0
