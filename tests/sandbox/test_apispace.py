"""The sandbox provider, driven over its real wire."""

import asyncio
import io
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from PIL import Image

from sandbox.apispace_client import APISpaceClient
from tests.support.apispace_wire import Provider, open_provider


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    async with open_provider() as opened:
        yield opened


async def test_a_good_order_is_painted_and_called_back(provider: Provider) -> None:
    uid = await provider.uid("a fox", w=128, seed=7)
    called = await provider.client.wait("callback")
    assert (called["uid"], called["status"], called["attempt"], called["ok"]) == (uid, 200, 1, True)
    (body,) = provider.received
    assert list(body) == ["uid", "success", "data"]
    assert body["success"] is True
    data = body["data"]
    assert (data["uid"], data["safe"], data["reason"]) == (uid, True, "")
    assert data["duration"] == pytest.approx(data["end_time"] - data["create_time"])
    model = data["request"]["model"]
    assert (model["text"], model["w"], model["h"], model["seed"]) == ("a fox", 128, 64, 7)
    assert model["callback_url"] == provider.notify_url
    assert data["elapsed_times"]["algorithm_latencies"]["__total__"] >= 0
    for address in (data["cdn"], data["cos"]):
        async with provider.session.get(address) as response:
            picture = await response.read()
            assert response.headers["Content-Type"] == "image/png"
            assert response.headers["Content-Length"] == str(len(picture))
        with Image.open(io.BytesIO(picture)) as image:
            assert image.size == (128, 64)
        async with provider.session.head(address) as response:
            assert response.status == 200
            assert response.headers["Content-Length"] == str(len(picture))


@pytest.mark.parametrize(
    ("text", "reason"),
    [("a nude fox", "Porn"), ("血腥的狐狸", "Terrorism"), ("a coup", "Politics"), ("unmoderated fox", "unknown")],
)
async def test_moderation_refuses_after_painting(provider: Provider, text: str, reason: str) -> None:
    uid = await provider.uid(text)
    await provider.client.wait("callback")
    data = provider.received[0]["data"]
    assert provider.received[0]["success"] is True
    assert (data["safe"], data["cdn"], data["cos"], data["reason"]) == (False, "", "", reason)
    assert (await provider.state(uid))["status"] == "finished"


async def test_failure_has_its_own_shape(provider: Provider) -> None:
    uid = await provider.uid("boom")
    await provider.client.wait("callback")
    (body,) = provider.received
    assert body["success"] is False
    assert not {"cdn", "cos", "safe", "elapsed_times"} & set(body["data"])
    assert "RuntimeError" in body["data"]["reason"]
    assert (await provider.state(uid))["status"] == "exception"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", ""),
        ("w", 500),
        ("h", 832),
        ("w", "512"),
        ("num_steps", 4),
        ("num_steps", True),
        ("seed", -2),
        ("seed", 2**32),
        ("sampler", "euler"),
        ("model", "photo"),
        ("guidance_scale", 31),
        ("is_anime", ""),
        ("colour", "red"),
    ],
)
async def test_wrong_params_are_refused(provider: Provider, name: str, value: Any) -> None:
    status, answer = await provider.submit(**{name: value})
    assert status == 200
    assert 40000 <= answer["code"] < 40100
    assert answer["data"] is None
    assert name in answer["msg"]
    (entry,) = await provider.client.submits()
    assert (entry["uid"], entry["billed"]) == (None, False)


@pytest.mark.parametrize("notify_url", ["", "ftp://127.0.0.1/", None, "http://["])
async def test_notify_url_must_be_http(provider: Provider, notify_url: str | None) -> None:
    body = {"task": "txt2img.sd", "params": {"text": "a fox"}, "notify_url": notify_url}
    _, answer = await provider.post("txt2img", body)
    assert "notify_url" in answer["msg"]


async def test_the_gateway_speaks_plain_text(provider: Provider) -> None:
    async with provider.session.post(f"{provider.url}/aigc/txt2img", json={}) as response:
        assert (response.status, await response.text()) == (401, "missing or invalid token")
    for path in ("img2acg2", "no/such/path"):
        status, text = await provider.post(path, {})
        assert (status, type(text)) == (404, str)
    assert "open sesame" not in json.dumps(await provider.client.history())


async def test_a_failed_callback_is_repeated_until_it_is_taken(provider: Provider) -> None:
    provider.answers = [web.Response(status=503), web.Response(text="OK"), web.json_response([])]
    await provider.uid()
    await provider.client.wait("callback", lambda entry: entry["ok"])
    calls = await provider.client.callbacks()
    assert [(call["attempt"], call["status"], call["ok"]) for call in calls] == [
        (1, 503, False),
        (2, 200, False),
        (3, 200, True),
    ]
    assert provider.received[0] == provider.received[2]


async def test_repeats_are_used_up(provider: Provider) -> None:
    provider.notify_url = "http://127.0.0.1:1/nobody"
    await provider.client.settings(callback_retries=2)
    await provider.uid()
    last = await provider.client.wait("callback", lambda entry: entry["attempt"] == 3)
    assert last["status"] is None


async def test_a_redirected_callback_becomes_a_get(provider: Provider) -> None:
    provider.answers = [web.Response(status=302, headers={"Location": provider.notify_url})]
    await provider.uid()
    await provider.client.wait("callback")
    assert provider.methods == ["POST", "GET"]


async def test_query_follows_a_task(provider: Provider) -> None:
    await provider.client.settings(concurrency=0)
    first, second = await provider.uid(), await provider.uid()
    assert [(await provider.state(uid))["pending"] for uid in (first, second)] == [0, 1]
    assert (await provider.state(first))["status"] == "pending"
    await provider.client.settings(concurrency=4)
    await provider.client.wait("callback", lambda entry: entry["uid"] == first)
    state = await provider.state(first)
    assert state["status"] == "finished"
    assert state["cdn"].startswith(provider.url)
    assert isinstance(state["create_time"], int)
    assert (await provider.state("0" * 32))["status"] == "not_found"


async def test_held_submits_wait_for_their_release(provider: Provider) -> None:
    for effect, billed in (("hold", False), ("hold_after", True)):
        await provider.client.fault("submit", effect, times=None, text=effect)
        held = asyncio.create_task(provider.uid(effect))
        await provider.client.wait("held", lambda entry, text=effect: bool(entry["text"] == text))
        other = await provider.uid("not held")
        assert not held.done()
        submits = [entry["params"]["text"] for entry in await provider.client.submits()]
        assert (effect in submits) is billed
        await provider.client.release()
        assert await held != other
        await provider.uid(effect)
    await provider.client.fault("submit", "rate_limit", times=None)
    for _ in range(2):
        assert (await provider.submit())[0] == 403
    await provider.client.release()
    assert (await provider.submit())[0] == 403
    await provider.client.clear_faults()
    await provider.uid()


@pytest.mark.parametrize(
    ("effect", "value", "status"),
    [
        ("status", [503, "busy"], 503),
        ("rate_limit", None, 403),
        ("out_of_calls", None, 416),
        ("unauthorized", None, 401),
        ("html", None, 200),
        ("json", {"surprise": 1}, 200),
        ("code", ["10009", "quota used up"], 200),
    ],
)
async def test_submit_faults_that_accept_nothing(provider: Provider, effect: str, value: object, status: int) -> None:
    await provider.client.fault("submit", effect, value, text="a fox")
    assert (await provider.submit())[0] == status
    (entry,) = await provider.client.submits()
    assert (entry["billed"], entry["fault"]) == (False, effect)
    await provider.uid()


@pytest.mark.parametrize(("effect", "billed"), [("drop", False), ("drop_after", True)])
async def test_dropped_submits(provider: Provider, effect: str, billed: bool) -> None:
    await provider.client.fault("submit", effect)
    with pytest.raises(aiohttp.ClientError):
        await provider.submit()
    (entry,) = await provider.client.submits()
    assert (entry["billed"], entry["status"]) == (billed, None)


async def test_accepted_but_answered_badly(provider: Provider) -> None:
    await provider.client.fault("submit", "status_after")
    status, text = await provider.submit()
    assert status == 502
    assert "<html>" in text
    await provider.client.wait("callback")


@pytest.mark.parametrize(
    ("effect", "value", "expected"),
    [
        ("refused", "Politics", (True, False, "Politics")),
        ("unchecked", "timeout", (True, False, "timeout")),
        ("failed", "no luck", (False, None, "no luck")),
        ("empty", None, (True, True, "")),
    ],
)
async def test_forced_outcomes(provider: Provider, effect: str, value: object, expected: tuple[object, ...]) -> None:
    await provider.client.fault("callback", effect, value)
    await provider.uid()
    await provider.client.wait("callback")
    (body,) = provider.received
    assert (body["success"], body["data"].get("safe"), body["data"]["reason"]) == expected
    assert not body["data"].get("cdn")


async def test_callback_faults(provider: Provider) -> None:
    client = provider.client
    for effect, value in [
        ("double", 3),
        ("contradict", "failure_first"),
        ("wrong_uid", "f" * 32),
        ("body", []),
        ("foreign_origin", "https://elsewhere.example"),
        ("dead_cdn", None),
        ("interrupted", None),
        ("lose", None),
    ]:
        await client.fault("callback", effect, value, text=effect)
    uids = {effect: await provider.uid(effect) for effect in ("double", "contradict", "interrupted", "lose")}
    for effect in ("wrong_uid", "foreign_origin", "dead_cdn", "body"):
        await provider.uid(effect)
    await client.wait("callback", lambda entry: entry["body"] == [])
    await client.wait("callback", lambda entry: entry["uid"] == "f" * 32)
    await client.wait("callback", lambda entry: entry["uid"] == uids["contradict"] and entry["body"]["success"])
    while len([call for call in await client.callbacks() if call["uid"] == uids["double"]]) < 3:
        await client.wait("callback", after=len(await client.history()))
    foreign = await client.wait("callback", lambda entry: "elsewhere" in json.dumps(entry["body"]))
    assert foreign["body"]["data"]["cos"].startswith("https://elsewhere.example/cos/aigc/images/")
    dead = await client.wait("callback", lambda entry: "dead_cdn" in json.dumps(entry["body"]))
    statuses = []
    for name in ("cdn", "cos"):
        async with provider.session.get(dead["body"]["data"][name]) as response:
            statuses.append(response.status)
    assert statuses == [404, 200]
    assert (await provider.state(uids["interrupted"]))["status"] == "interrupted"
    assert (await provider.state(uids["lose"]))["status"] == "finished"
    silent = {uids["interrupted"], uids["lose"]}
    assert not silent & {call["uid"] for call in await client.callbacks()}


async def test_an_early_callback_overtakes_the_answer(provider: Provider) -> None:
    await provider.client.fault("callback", "early")
    uid = await provider.uid()
    assert [body["uid"] for body in provider.received] == [uid]


async def test_cdn_faults(provider: Provider) -> None:
    await provider.uid()
    cdn = (await provider.client.wait("callback"))["body"]["data"]["cdn"]
    for effect, value in [("status", 500), ("not_a_picture", None), ("too_big", 300_000), ("redirect", "/elsewhere")]:
        await provider.client.fault("cdn", effect, value)
    seen = []
    for _ in range(4):
        async with provider.session.get(cdn, allow_redirects=False) as response:
            seen.append((response.status, response.content_type, len(await response.read())))
    assert [status for status, _, _ in seen] == [500, 200, 200, 302]
    assert seen[1][1] == "text/html"
    assert seen[2][1:] == ("image/png", 300_000)
    await provider.client.fault("cdn", "drop", times=None)
    with pytest.raises(aiohttp.ClientError):
        await provider.session.get(cdn)
    await provider.client.clear_faults()
    async with provider.session.get(cdn) as response:
        assert response.status == 200


async def test_query_faults(provider: Provider) -> None:
    await provider.client.fault("query", "status", 500)
    await provider.client.fault("query", "json", {"code": 1})
    assert (await provider.post("query-image", {"uid": "x"}))[0] == 500
    assert (await provider.post("query-image", {"uid": "x"}))[1] == {"code": 1}


async def test_callbacks_can_be_sent_and_repeated_by_hand(provider: Provider) -> None:
    uid = await provider.uid()
    await provider.client.wait("callback")
    assert await provider.client.repeat_callback(uid, times=5) == [200] * 5
    assert len(provider.received) == 6
    assert await provider.client.send_callback(provider.notify_url, {"forged": True}) == (200, "{}")
    assert provider.received[-1] == {"forged": True}


async def test_control_refuses_what_could_never_happen(provider: Provider) -> None:
    with pytest.raises(ValueError, match="no effect"):
        await provider.client.fault("submit", "explode")
    with pytest.raises(ValueError, match="no such setting"):
        await provider.client.settings(speed=3)
    with pytest.raises(TimeoutError, match="no such callback"):
        await provider.client.wait("callback", seconds=0.05)


async def test_stopping_under_load_is_quick(provider: Provider) -> None:
    await provider.client.settings(paint_seconds=30)
    await provider.client.fault("submit", "delay_after", 30, after=6)
    await asyncio.gather(*(provider.uid() for _ in range(6)))
    waiting = asyncio.create_task(provider.submit())
    await provider.client.wait("submit", lambda entry: entry["fault"] == "delay_after")
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)


async def test_as_a_process(tmp_path: Path) -> None:
    log = tmp_path / "apispace.jsonl"
    arguments = ["--port", "0", "--log", str(log), "--token", "open sesame", "--paint-seconds", "0"]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox.apispace", *arguments, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    ready, url = (await process.stdout.readline()).decode().split()
    assert ready == "ready"
    async with aiohttp.ClientSession() as session:
        await Provider(url, APISpaceClient(url, session), session, f"{url}/nobody").uid()
    os.kill(process.pid, signal.SIGTERM)
    assert await process.wait() == 0
    assert json.loads(log.read_text().splitlines()[0])["event"] == "submit"
