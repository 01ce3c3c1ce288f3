"""The address at which the provider fetches a photo: what it serves, to whom, and what happens when it cannot."""

import asyncio
import io
import json
import random
import time
from hashlib import sha256
from typing import Any

import aiohttp
import pytest
from PIL import Image

from bot import logs
from bot.clock import SECOND, Clock
from bot.provider.addresses import MediaAddresses, Signer
from sandbox.patience import PATIENCE
from sandbox.telegram_client import Person
from tests.support.media import address_of, asked
from tests.support.stage import APISPACE_TOKEN, SECRET_KEY, TELEGRAM_TOKEN, Stage, a_photo, source_url

LARGE = (900, 120)

shared = pytest.mark.asyncio(loop_scope="module")


def noise() -> bytes:
    """Return a picture of which Telegram keeps 90, 320, 800 and 900 pixels; the third does not fit into one packet."""
    out = io.BytesIO()
    Image.frombytes("L", (900, 600), random.Random(7).randbytes(540_000)).convert("RGB").save(out, "JPEG")
    return out.getvalue()


@shared
@pytest.mark.parametrize(
    ("settings", "requests"),
    [
        ({"photo_head": True}, ["HEAD", "GET"]),
        ({"photo_ranges": True}, ["GET", "GET", "WHOLE"]),
        ({"photo_again": 0.2}, ["GET", "GET"]),
        ({"photo_delay": 0.3}, ["GET"]),
    ],
)
async def test_however_the_provider_fetches(running: Stage, settings: dict[str, Any], requests: list[str]) -> None:
    person = await running.telegram.person("Somebody")
    await running.provider.settings(**settings)
    photo, submit = await running.ordered(running.telegram.photo(person, noise(), "/remix in oils"))
    await running.picture(person)
    served = await running.telegram.file(photo["photo"][2]["file_id"])
    fetches = await running.fetches(submit)
    assert [(fetch["method"], fetch["attempt"], fetch["error"]) for fetch in fetches] == [
        (method, 1, None) for method in requests
    ]
    whole = {fetch["sha256"] for fetch in fetches if fetch["method"] != "HEAD" and not fetch["range"]}
    assert whole == {sha256(served).hexdigest()}


@shared
@pytest.mark.parametrize(
    ("where", "effect", "value", "times", "status"),
    [
        ("getFile", "status", 502, 1, 503),
        ("getFile", "retry_after", 1, 1, 503),
        ("getFile", "error", [400, "Bad Request: wrong file_id or the file is temporarily unavailable"], 1, 503),
        ("file", "status", 500, 1, 503),
        ("file", "error", [404, "Not Found"], 1, 404),
        ("file", "drop", None, 2, 503),
        ("file", "cut", 0, 1, 503),
        ("file", "cut", 100_000, 1, 200),
        ("file", "delay", 1.5, 1, None),
        ("file", "trickle", 100_000, 1, 200),
    ],
)
async def test_where_telegram_fails_the_providers_next_try_works(
    running: Stage, where: str, effect: str, value: Any, times: int, status: int | None
) -> None:
    person = await running.telegram.person("Somebody")
    await running.provider.settings(photo_timeout=0.6 if effect in {"delay", "trickle"} else PATIENCE)
    await running.telegram.fault(where, effect, value, times=times)
    photo, submit = await running.ordered(running.telegram.photo(person, noise(), "/remix in oils"))
    await running.picture(person)
    first, second = await running.fetches(submit)
    assert (first["attempt"], first["status"]) == (1, status)
    assert (first["error"] == "TimeoutError") == (effect in {"delay", "trickle"})  # what broke off is seen at once
    assert first["error"]
    served = await running.telegram.file(photo["photo"][2]["file_id"])
    assert (second["attempt"], second["status"], second["sha256"]) == (2, 200, sha256(served).hexdigest())


async def test_whole_or_in_parts_as_often_as_asked(stage: Stage, alice: Person) -> None:
    await stage.start()
    data = a_photo(1, LARGE, "PNG")
    url = await address_of(stage, alice, data)
    size = len(data)
    for method, body in (("GET", data), ("HEAD", b""), ("GET", data)):
        status, headers, got = await asked(stage, url, method)
        assert (status, got, headers["Content-Length"]) == (200, body, str(size))
        assert (headers["Content-Type"], headers["Accept-Ranges"]) == ("image/png", "bytes")
        assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
        assert not {"Set-Cookie", "ETag", "Last-Modified"} & headers.keys()
    parts: list[tuple[str, int, bytes, str | None]] = [
        ("bytes=0-9", 206, data[:10], f"bytes 0-9/{size}"),
        ("bytes=100-", 206, data[100:], f"bytes 100-{size - 1}/{size}"),
        ("bytes=-5", 206, data[-5:], f"bytes {size - 5}-{size - 1}/{size}"),
        (f"bytes=0-{size * 2}", 206, data, f"bytes 0-{size - 1}/{size}"),
        (f"bytes={size}-", 416, b"", f"bytes */{size}"),
        ("bytes=9-5", 200, data, None),
        ("bytes=0-1,4-5", 200, data, None),
        ("lines=1-2", 200, data, None),
        ("bytes=x", 200, data, None),
    ]
    for wanted, status, body, content_range in parts:
        answer = await asked(stage, url, Range=wanted)
        assert (answer[0], answer[2], answer[1].get("Content-Range")) == (status, body, content_range), wanted
        assert answer[1]["Content-Length"] == str(len(body))
    status, headers, got = await asked(stage, url, "HEAD", Range="bytes=0-9")
    assert (status, headers["Content-Length"], got) in {(206, "10", b""), (200, str(size), b"")}
    for status, _, body in await asyncio.gather(*(asked(stage, url) for _ in range(20))):
        assert (status, body) == (200, data)
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert (await asked(stage, url, method))[0] == 405
    await stage.telegram.expire_files()
    assert (await asked(stage, url))[2] == data
    await stage.restart()
    assert (await asked(stage, url))[2] == data


async def test_an_address_that_is_not_ours_fetches_nothing(stage: Stage, alice: Person, bo: Person) -> None:
    await stage.start()
    url = await address_of(stage, alice, a_photo())
    await stage.telegram.say(bo, "/draw a fox")
    await stage.picture(bo)
    callback, drawn = [submit["notify_url"] for submit in await stage.provider.submits()]
    job, expires, mac = url.rpartition("/")[2].split(".")
    now = Clock().now()
    ours = MediaAddresses(stage.url, Signer((SECRET_KEY.encode(),)))
    foreign = MediaAddresses(stage.url, Signer((b"another-signing-key-0123456789",)))
    assert (await asked(stage, ours.make(job, now + 60 * SECOND)))[0] == 200
    fetched = len(await stage.telegram.calls("getFile"))
    wrong = [
        ours.make(job, now - 2 * SECOND),
        foreign.make(job, now + 60 * SECOND),
        ours.make("0" * 26, now + 60 * SECOND),
        ours.make(drawn.rpartition("/")[2].split(".")[0], now + 60 * SECOND),  # paints from words
        f"{stage.url}/media/{job}.{int(expires) + 1}.{mac}",
        f"{stage.url}/media/{job}.0{expires}.{mac}",
        f"{stage.url}/media/{job[:-1]}{'1' if job[-1] == '0' else '0'}.{expires}.{mac}",
        f"{stage.url}/media/{job.upper()}.{expires}.{mac}",
        f"{stage.url}/media/{job}.{expires}.{mac[:-1]}",
        f"{stage.url}/media/{job}.{expires}.{mac}=",
        f"{stage.url}/media/{job}.{expires}.{mac}%0A",
        f"{stage.url}/media/{job}.{expires}.{mac.swapcase()}",
        f"{stage.url}/media/{job}.{expires}",
        f"{stage.url}/media/{job}",
        callback.replace("/callback/", "/media/"),
        url.replace("/media/", "/media//"),
        f"{url}/",
        f"{stage.url}/media/",
        f"{stage.url}/media/../media/x",
    ]
    for address in wrong:
        for method in ("GET", "HEAD", "POST"):
            status, headers, body = await asked(stage, address, method)
            assert (status, body) == (404, b""), address
            assert "Retry-After" not in headers
    assert await stage.post(url.replace("/media/", "/callback/"), {"success": False}) == 404
    assert len(await stage.telegram.calls("getFile")) == fetched


async def test_an_address_lives_as_long_as_the_task_can_wait(stage: Stage, alice: Person) -> None:
    await stage.provider.fault("callback", "lose")
    await stage.start(job_deadline=1.0, query_interval=0.3, apispace_query_path="")
    before = time.time()
    _, submit = await stage.ordered(stage.telegram.photo(alice, a_photo(), "/hd"))
    assert (await asked(stage, source_url(submit)))[0] == 200
    await stage.said(alice, "took too long")
    expires = int(source_url(submit).rpartition("/")[2].split(".")[1])
    assert before + 1.0 <= expires <= submit["at"] + 2.1


async def test_a_photo_that_cannot_be_had_is_told_and_given_back(stage: Stage, alice: Person, bo: Person) -> None:
    await stage.telegram.fault("file", "error", [404, "Not Found"], times=3)
    await stage.start(daily_pictures_total=1)
    await stage.telegram.photo(alice, a_photo(), "/remix in oils")
    assert "doesn't count" in (await stage.said(alice, "couldn't finish"))["text"]
    assert [fetch["status"] for fetch in await stage.provider.photos()] == [404, 404, 404]
    await stage.telegram.photo(bo, a_photo(), "/remix in oils")
    await stage.picture(bo)


async def test_too_many_at_once_are_told_to_come_again(stage: Stage, alice: Person) -> None:
    await stage.start()
    url = await address_of(stage, alice, a_photo())
    await stage.telegram.fault("file", "hold", times=None)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as crowd:

        async def ask() -> tuple[int, str | None]:
            async with crowd.get(url) as response:
                return response.status, response.headers.get("Retry-After")

        asking = asyncio.as_completed([ask() for _ in range(40)], timeout=10)
        assert [await next(asking) for _ in range(8)] == [(503, "2")] * 8
        await stage.telegram.clear_faults()
        assert [await answer for answer in asking] == [(200, None)] * 32
    assert (await asked(stage, url))[0] == 200


async def test_no_token_and_no_address_is_shown_or_written(
    stage: Stage, alice: Person, bo: Person, stream: io.StringIO
) -> None:
    await stage.provider.settings(photo_timeout=0.5)
    await stage.start(log_level="debug", job_deadline=3.0)
    await stage.telegram.fault("file", "error", [404, "Not Found"], times=3)
    await stage.telegram.photo(alice, a_photo(1), "/remix marzipan")
    await stage.said(alice, "couldn't finish")
    for where, effect, value in (("getFile", "status", 502), ("file", "cut", 10), ("file", "status", 500)):
        person = await stage.telegram.person("Somebody")
        await stage.telegram.fault(where, effect, value)
        await stage.telegram.photo(person, a_photo(2), "/hd")
        await stage.picture(person)
    await stage.telegram.document(bo, b"marzipan", "/hd", name="marzipan.png")
    await stage.said(bo, "这个文件没法")
    url = source_url((await stage.provider.submits())[0])
    assert (await asked(stage, f"{url[:-1]}"))[0] == 404
    async with stage.session.get(f"{stage.url}/metrics") as response:
        metrics = await response.text()
    await stage.stop()
    chats = [await stage.telegram.messages(person.chat_id) for person in (alice, bo, person)]
    foreign = json.dumps([await stage.provider.history(), chats])
    assert url in foreign
    assert TELEGRAM_TOKEN not in foreign
    assert TELEGRAM_TOKEN.partition(":")[2] not in foreign
    assert "/media/" not in json.dumps(chats)
    paths = [call["file_path"] for call in await stage.telegram.calls("file")]
    addresses = [source_url(submit).rpartition("/")[2] for submit in await stage.provider.submits()]
    assert len(addresses) == 4
    own = stream.getvalue() + metrics
    assert "source_gone" in own
    secrets = (TELEGRAM_TOKEN, APISPACE_TOKEN, SECRET_KEY, "marzipan", *paths, *addresses)
    assert [secret for secret in secrets if secret in own] == []
    assert [address for address in addresses if address.rpartition(".")[2] in own] == []
    assert logs.MASK not in own, "the second net caught something"
