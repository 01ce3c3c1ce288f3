"""The sandbox provider's orders that start from a photo: what it takes, how it fetches, what comes of it."""

import hashlib
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from PIL import Image

from tests.support.apispace_wire import Provider, open_provider

pytestmark = pytest.mark.asyncio(loop_scope="module")

REMIX = {"text": "a fox in the snow", "w": 64, "h": 128}
ANIME = {"style": "JOJO_style", "w": 64, "h": 64}

SETTINGS: dict[str, Any] = {
    "remix_path": "img2img",
    "anime_path": "img2acg",
    "hd_path": "img2img-sr",
    "anime_layout": "params",
    "photo_interval": 0.01,
    "photo_head": False,
    "photo_ranges": False,
    "photo_again": 0,
    "photo_verdict": "",
    "result_bytes": 0,
}


def picture(width: int = 90, height: int = 60, kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.radial_gradient("L").resize((width, height)).convert("RGB").save(out, kind)
    return out.getvalue()


@dataclass
class Photos:
    """A server of photos, and what it shall answer before it behaves."""

    url: str = ""
    body: bytes = field(default_factory=picture)
    statuses: list[int] = field(default_factory=list)

    async def serve(self, request: web.Request) -> web.Response:
        if self.statuses:
            return web.Response(status=self.statuses.pop(0), text="not now")
        part, status, headers = self.body, 200, {}
        if request.http_range.start is not None:
            stop = min(request.http_range.stop or len(part), len(part))
            headers["Content-Range"] = f"bytes {request.http_range.start}-{stop - 1}/{len(part)}"
            part, status = part[request.http_range.start : stop], 206
        return web.Response(body=part, status=status, headers=headers, content_type="image/jpeg")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running() -> AsyncIterator[tuple[Provider, Photos]]:
    photos = Photos()
    app = web.Application()
    app.router.add_get("/photo", photos.serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    photos.url = f"http://127.0.0.1:{runner.addresses[0][1]}/photo"
    async with open_provider() as provider:
        yield provider, photos
    await runner.cleanup()


@pytest_asyncio.fixture(loop_scope="module")
async def provider(running: tuple[Provider, Photos]) -> AsyncIterator[Provider]:
    await running[0].client.settings(**SETTINGS)
    yield running[0]
    await running[0].client.clear_faults()


@pytest_asyncio.fixture(loop_scope="module")
async def photos(running: tuple[Provider, Photos]) -> Photos:
    running[1].body, running[1].statuses = picture(), []
    return running[1]


async def order(provider: Provider, path: str, params: dict[str, Any], *, flat: bool = False) -> tuple[int, Any]:
    task = {"img2img": "img2img.sd", "img2img-sr": "img2img.sr"}.get(path)
    body: dict[str, Any] = {**params} if flat else {"task": task, "params": params}
    return await provider.post(path, {**body, "notify_url": provider.notify_url})


async def outcome(provider: Provider, path: str, params: dict[str, Any]) -> dict[str, Any]:
    """Order, and return the callback's body."""
    _, answer = await order(provider, path, params)
    uid = answer["data"]["uid"]
    return dict((await provider.client.wait("callback", lambda entry: entry["uid"] == uid))["body"])


async def result(provider: Provider, path: str, params: dict[str, Any]) -> Image.Image:
    """Order, and return the picture."""
    data = (await outcome(provider, path, params))["data"]
    async with provider.session.get(data["cdn"]) as response:
        with Image.open(io.BytesIO(await response.read())) as image:
            assert image.format == "PNG"
            return image.convert("RGB")


async def fetches(provider: Provider, uid: str) -> list[dict[str, Any]]:
    return [entry for entry in await provider.client.photos() if entry["uid"] == uid]


async def test_each_kind_makes_its_picture_of_the_photo(provider: Provider, photos: Photos) -> None:
    remixed = await result(provider, "img2img", {**REMIX, "url": photos.url})
    drawn = await result(provider, "img2acg", {**ANIME, "image_url": photos.url})
    enlarged = await result(provider, "img2img-sr", {"url": photos.url, "is_anime": True})
    assert (remixed.size, drawn.size, enlarged.size) == ((64, 128), (64, 64), (360, 240))
    assert enlarged.getpixel((180, 120)) != enlarged.getpixel((4, 4))
    fetch = (await provider.client.photos())[-1]
    assert (fetch["url"], fetch["method"], fetch["status"], fetch["attempt"]) == (photos.url, "GET", 200, 1)
    assert (fetch["content_type"], fetch["bytes"]) == ("image/jpeg", len(photos.body))
    assert (fetch["sha256"], fetch["error"]) == (hashlib.sha256(photos.body).hexdigest(), None)


async def test_the_photo_is_what_tells_two_results_apart(provider: Provider, photos: Photos) -> None:
    params = {**ANIME, "image_url": photos.url, "seed": 7}
    first, again = [(await result(provider, "img2acg", params)).tobytes() for _ in range(2)]
    photos.body = picture(60, 90)
    other = (await result(provider, "img2acg", params)).tobytes()
    assert first == again != other


async def test_large_photos_are_shrunk_before_they_are_enlarged(provider: Provider, photos: Photos) -> None:
    photos.body = picture(1400, 700)
    assert (await result(provider, "img2img-sr", {"url": photos.url})).size == (4096, 2048)


@pytest.mark.parametrize(
    ("path", "params", "blamed"),
    [
        ("img2img", {**REMIX, "url": "/photo"}, "url"),
        ("img2img", {**REMIX}, "url"),
        ("img2img", {**REMIX, "url": "http://x/", "fidelity": 1.2}, "fidelity"),
        ("img2img", {**REMIX, "url": "http://x/", "keep_alpha": ""}, "keep_alpha"),
        ("img2img", {"url": "http://x/"}, "text"),
        ("img2acg", {**ANIME, "url": "http://x/"}, "url"),
        ("img2acg", {**ANIME, "image_url": "http://x/", "style": "jojo_style"}, "style"),
        ("img2acg", {**ANIME, "image_url": "http://x/", "w": 832}, "w"),
        ("img2acg", {**ANIME, "image_url": "http://x/", "text": "a fox"}, "text"),
        ("img2img-sr", {"url": "http://x/", "is_anime": ""}, "is_anime"),
        ("img2img-sr", {"url": "http://x/", "seed": 3}, "seed"),
    ],
)
async def test_wrong_params_are_refused(provider: Provider, path: str, params: dict[str, Any], blamed: str) -> None:
    status, answer = await order(provider, path, params)
    assert (status, answer["data"]) == (200, None)
    assert answer["code"] != 0
    assert f"params.{blamed}:" in answer["msg"]


async def test_the_layout_of_anime_is_a_setting(provider: Provider, photos: Photos) -> None:
    params = {**ANIME, "image_url": photos.url}
    assert (await order(provider, "img2acg", params, flat=True))[1]["code"] != 0
    await provider.client.settings(anime_layout="flat")
    assert (await order(provider, "img2acg", params))[1]["code"] != 0
    assert (await order(provider, "img2acg", params, flat=True))[1]["code"] == 0
    last = (await provider.client.submits())[-1]
    assert (last["kind"], last["params"], last["billed"]) == ("anime", params, True)
    with pytest.raises(ValueError, match="anime_layout"):
        await provider.client.settings(anime_layout="round")


async def test_paths_can_be_renamed(provider: Provider, photos: Photos) -> None:
    await provider.client.settings(anime_path="acg/v2", hd_path="super-resolution")
    for path in ("img2acg", "img2img-sr"):
        assert (await order(provider, path, {}))[0] == 404
    last = (await provider.client.submits())[-1]
    assert (last["path"], last["kind"], last["billed"]) == ("img2img-sr", None, False)
    assert (await order(provider, "acg/v2", {**ANIME, "image_url": photos.url}))[1]["code"] == 0


async def test_a_fetch_is_tried_three_times(provider: Provider, photos: Photos) -> None:
    photos.statuses = [503, 404]
    body = await outcome(provider, "img2img-sr", {"url": photos.url})
    assert body["success"]
    tries = await fetches(provider, body["uid"])
    assert [(entry["attempt"], entry["status"]) for entry in tries] == [(1, 503), (2, 404), (3, 200)]


@pytest.mark.parametrize("trouble", ["missing", "no picture", "cut off", "nobody"])
async def test_no_photo_is_a_failed_task(provider: Provider, photos: Photos, trouble: str) -> None:
    photos.statuses = [404] * 3 if trouble == "missing" else []
    photos.body = {"no picture": b"<html>", "cut off": photos.body[:600]}.get(trouble, photos.body)
    url = "http://127.0.0.1:1/photo" if trouble == "nobody" else photos.url
    body = await outcome(provider, "img2acg", {**ANIME, "image_url": url})
    assert body["success"] is False
    assert url in body["data"]["reason"]
    assert body["data"]["reason"].startswith("img2acg -> start -> run_algorithm : <class '")
    assert body["data"]["request"]["model"]["image_url"] == url
    assert not {"cdn", "safe"} & set(body["data"])


async def test_two_ranges_after_a_head(provider: Provider, photos: Photos) -> None:
    photos.body = picture(400, 300)
    await provider.client.settings(photo_head=True, photo_ranges=True)
    body = await outcome(provider, "img2img-sr", {"url": photos.url})
    assert body["success"]
    entries = await fetches(provider, body["uid"])
    assert [(entry["method"], entry["status"], entry["range"]) for entry in entries] == [
        ("HEAD", 200, None),
        ("GET", 206, "bytes=0-1023"),
        ("GET", 206, "bytes=1024-"),
        ("WHOLE", 206, None),
    ]
    assert entries[-1]["sha256"] == hashlib.sha256(photos.body).hexdigest()


async def test_a_photo_can_be_fetched_again(provider: Provider, photos: Photos) -> None:
    await provider.client.settings(photo_again=0.01)
    body = await outcome(provider, "img2img-sr", {"url": photos.url})
    assert [entry["status"] for entry in await fetches(provider, body["uid"])] == [200, 200]


async def test_photos_are_moderated_but_not_for_hd(provider: Provider, photos: Photos) -> None:
    await provider.client.settings(photo_verdict="Porn/Politics")
    data = (await outcome(provider, "img2acg", {**ANIME, "image_url": photos.url}))["data"]
    assert (data["safe"], data["cdn"], data["reason"]) == (False, "", "Porn/Politics")
    assert (await outcome(provider, "img2img-sr", {"url": photos.url}))["data"]["safe"] is True
    await provider.client.settings(photo_verdict="timeout")
    assert (await outcome(provider, "img2img", {**REMIX, "url": photos.url}))["data"]["reason"] == "timeout"
    await provider.client.settings(photo_verdict="")
    refused = await outcome(provider, "img2img", {**REMIX, "text": "a nude fox", "url": photos.url})
    assert refused["data"]["reason"] == "Porn"


async def test_faults_match_by_kind_and_style(provider: Provider, photos: Photos) -> None:
    await provider.client.fault("submit", "out_of_calls", kind="anime", style="JOJO_style")
    assert (await order(provider, "img2img-sr", {"url": photos.url}))[0] == 200
    assert (await order(provider, "img2acg", {**ANIME, "image_url": photos.url}))[0] == 416
    await provider.client.fault("callback", "failed", kind="hd")
    body = await outcome(provider, "img2img-sr", {"url": photos.url})
    assert body["data"]["reason"].startswith("img2img.sr -> start")


@pytest.mark.parametrize("size", [100_000, 3_000_017])
async def test_results_of_any_size(provider: Provider, photos: Photos, size: int) -> None:
    await provider.client.settings(result_bytes=size)
    data = (await outcome(provider, "img2acg", {**ANIME, "image_url": photos.url}))["data"]
    async with provider.session.get(data["cdn"]) as response:
        assert response.headers["Content-Length"] == str(size)
        body = await response.read()
    assert len(body) == size
    with Image.open(io.BytesIO(body)) as image:
        image.load()
        assert image.size == (64, 64)
    with Image.open(io.BytesIO(body)) as image:
        image.verify()
