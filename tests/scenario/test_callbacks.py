"""What the provider, or somebody who is not the provider, posts to the callback address."""

import asyncio
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from bot.pipeline.complete import Complete
from bot.sandbox.telegram_client import Json, Person

from .stage import Stage

SAMPLES = Path(__file__).parents[1] / "samples" / "callbacks"


def sample(name: str, **data: Any) -> Json:
    """Return a recorded body; `data` replaces fields of the inner object, `uid` the outer one too."""
    body: Json = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return body | {"uid": data.get("uid", body["uid"]), "data": body["data"] | data}


async def lost(stage: Stage, person: Person, prompt: str = "a fox") -> Json:
    """Order a picture whose callback is lost; return its submit once the task has ended."""
    await stage.provider.fault("callback", "lose", text=prompt)
    before = len(await stage.provider.submits())
    await stage.telegram.say(person, f"/draw {prompt}")
    submit = (await stage.submitted(before + 1))[before]
    await ended(stage, submit["uid"])
    return submit


async def ended(stage: Stage, uid: str) -> None:
    """Return when a task has ended at the provider."""
    headers = {"X-APISpace-Token": "scenario-provider-token", "Authorization-Type": "apikey"}
    async with asyncio.timeout(5):
        status = ""
        while status not in {"finished", "exception"}:
            async with stage.session.post(
                f"{stage.provider_url}/aigc/query-image", json={"uid": uid}, headers=headers
            ) as response:
                status = (await response.json())["data"]["status"]


async def test_a_hundred_at_once_are_one_delivery(stage: Stage, alice: Person) -> None:
    await stage.provider.fault("callback", "double", 100)
    await stage.start()
    await stage.telegram.say(alice, "/draw a fox")
    picture = await stage.picture(alice)
    (submit,) = await stage.provider.submits()
    assert set(await stage.provider.repeat_callback(submit["uid"], 100)) == {200}
    await stage.stop()
    assert len(await stage.telegram.calls("editMessageMedia", alice.chat_id)) == 1
    assert await stage.bot_messages(alice) == [picture]
    assert {callback["status"] for callback in await stage.provider.callbacks()} == {200}


@pytest.mark.parametrize(("order", "kind"), [("success_first", "photo"), ("failure_first", "text")])
async def test_the_first_of_two_contradictions_stands(stage: Stage, alice: Person, order: str, kind: str) -> None:
    await stage.provider.fault("callback", "contradict", order)
    await stage.start()
    await stage.telegram.say(alice, "/draw a fox")
    first = await stage.provider.wait("callback")
    await stage.provider.wait("callback", after=first["n"] + 1)
    await stage.stop()
    assert [callback["status"] for callback in await stage.provider.callbacks()] == [200, 200]
    (message,) = await stage.bot_messages(alice)
    assert message["kind"] == kind
    assert len(await stage.telegram.calls("edit*", alice.chat_id)) == 1


async def test_a_callback_may_be_faster_than_the_submits_answer(stage: Stage, alice: Person) -> None:
    await stage.provider.fault("callback", "early")
    await stage.start()
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    await stage.restart()
    await stage.stop()
    assert await stage.billed() == 1
    assert len(await stage.telegram.calls("editMessageMedia", alice.chat_id)) == 1


async def test_a_bug_behind_the_address_is_counted(
    stage: Stage, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.start()
    submit = await lost(stage, alice)
    assert await stage.bugs() == []

    async def broken(*_: object) -> None:
        raise LookupError("a bug")

    monkeypatch.setattr(Complete, "callback", broken)
    assert await stage.provider.repeat_callback(submit["uid"]) == [500]
    assert await stage.bugs() == ['huabot_bugs_total{where="web"} 1.0']
    monkeypatch.undo()
    assert await stage.provider.repeat_callback(submit["uid"]) == [200]
    await stage.picture(alice)


async def test_a_lost_callback_is_asked_for(stage: Stage, alice: Person) -> None:
    await stage.provider.fault("callback", "lose")
    await stage.start(query_interval=0.3)
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    assert await stage.provider.callbacks() == []
    assert await stage.billed() == 1


@pytest.mark.parametrize(
    ("effect", "words"),
    [("failed", "could not finish"), ("interrupted", "could not finish"), ("unchecked", "not your fault")],
)
async def test_what_is_asked_for_may_be_no_picture(stage: Stage, alice: Person, effect: str, words: str) -> None:
    await stage.provider.fault("callback", effect)
    await stage.provider.settings(callback_retries=0)
    await stage.start(query_interval=0.3, public_url="http://127.0.0.1:9")  # nobody hears the callback there
    await stage.telegram.say(alice, "/draw a fox")
    assert "did not count" in (await stage.said(alice, words))["text"]


async def test_silence_expires_and_a_late_picture_replaces_it_once(stage: Stage, alice: Person) -> None:
    await stage.start(apispace_query_path="", query_interval=0.2, job_deadline=1.0, daily_pictures=1)
    submit = await lost(stage, alice)
    expired = await stage.said(alice, "did not arrive in time")
    assert "did not count" in expired["text"]
    for _ in range(2):
        assert set(await stage.provider.repeat_callback(submit["uid"], 10)) == {200}
        picture = await stage.picture(alice)
        assert picture["message_id"] == expired["message_id"]
    failure = sample("failed", uid=submit["uid"])
    assert await stage.post(submit["notify_url"], failure) == 200
    await stage.telegram.say(alice, "/draw another fox")  # the refund stands
    await stage.pictures(alice, 2)
    await stage.stop()
    assert len(await stage.telegram.calls("editMessageMedia", alice.chat_id)) == 2
    assert [message["kind"] for message in await stage.bot_messages(alice)] == ["photo", "photo"]


async def test_only_a_picture_replaces_an_expiry(stage: Stage, alice: Person) -> None:
    await stage.start(apispace_query_path="", query_interval=0.2, job_deadline=1.0)
    submit = await lost(stage, alice, "boom")
    expired = await stage.said(alice, "did not arrive in time")
    assert await stage.provider.repeat_callback(submit["uid"]) == [200]
    await stage.stop()
    assert await stage.bot_messages(alice) == [expired]


async def test_another_tasks_uid_is_refused(stage: Stage, alice: Person, bo: Person) -> None:
    await stage.start()
    await stage.telegram.say(bo, "/draw a heron")
    await stage.picture(bo)
    other = (await stage.provider.submits())[0]["uid"]
    submit = await lost(stage, alice)
    body = (await stage.provider.callbacks())[0]["body"]
    assert body["uid"] == other
    assert await stage.post(submit["notify_url"], body) == 404
    assert await stage.post(submit["notify_url"], {**body, "uid": submit["uid"]}) == 404
    assert await stage.post(submit["notify_url"], sample("refused", uid=other)) == 404
    assert await stage.provider.repeat_callback(submit["uid"]) == [200]
    await stage.picture(alice)
    await stage.stop()
    assert len(await stage.telegram.calls("edit*", alice.chat_id)) == 1


async def test_a_callback_to_an_altered_address_is_nowhere(stage: Stage, alice: Person, bo: Person) -> None:
    await stage.start()
    submit = await lost(stage, alice)
    other = await lost(stage, bo, "a heron")
    base, _, token = submit["notify_url"].rpartition("/")
    job, attempt, mac = token.split(".")
    other_job, _, other_mac = other["notify_url"].rpartition("/")[2].split(".")
    forged = [
        f"{job}.{attempt}.{'A' if mac[-1] != 'A' else 'B'}{mac[1:]}",
        f"{job}.{attempt}.{mac[:-1]}{'A' if mac[-1] != 'A' else 'B'}",
        f"{job}.{attempt}.{mac[:-1]}",
        f"{job}.{attempt}.{mac}=",
        f"{job}.{attempt}.",
        f"{job}.{attempt}",
        f"{job}.2.{mac}",
        f"{job}.0.{mac}",
        f"{job}.01.{mac}",
        f"{job}.{attempt}.{other_mac}",
        f"{other_job}.{attempt}.{mac}",
        f"{job.upper()}.{attempt}.{mac.swapcase()}",
        f"{job}.{attempt}.{mac}%00",
        f"{job}.{attempt}.{mac}/x",
        f"{'0' * 26}.1.{mac}",
        "%F0%9F%A6%8A",
        "",
    ]
    body = sample("refused", uid=submit["uid"])
    for address in forged:
        for method in ("POST", "GET", "HEAD", "PUT", "DELETE", "OPTIONS"):
            async with stage.session.request(method, f"{base}/{address}", json=body) as response:
                assert (response.status, await response.read()) == (404, b""), (method, address)
    assert await stage.provider.repeat_callback(submit["uid"]) == [200]
    await stage.picture(alice)


async def test_only_a_post_says_anything(stage: Stage, alice: Person) -> None:
    await stage.start()
    submit = await lost(stage, alice)
    body = sample("refused", uid=submit["uid"])
    for method in ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"):
        async with stage.session.request(method, submit["notify_url"], json=body) as response:
            assert 400 <= response.status < 500, method
    assert await stage.provider.repeat_callback(submit["uid"]) == [200]
    await stage.picture(alice)


async def test_an_unreadable_body_changes_nothing(stage: Stage, alice: Person) -> None:
    await stage.start()
    submit = await lost(stage, alice)
    good = json.dumps(sample("refused", uid=submit["uid"])).encode()
    kind = {"Content-Type": "application/json"}
    for status, data, headers in [
        (413, b" " * 70_000 + good, kind),
        (415, gzip.compress(good), kind | {"Content-Encoding": "gzip"}),
        (415, gzip.compress(bytes(50_000_000)), kind | {"Content-Encoding": "gzip"}),
        (415, good, {"Content-Type": "multipart/form-data; boundary=x"}),
        (400, b"", kind),
        (400, b"not json", kind),
        (400, good[:-2], kind),
        (400, b"[]", kind),
        (400, b"null", kind),
        (400, b'{"uid": "x"}', kind),
        (400, b'{"success": [], "data": {}}', kind),
        (400, b'{"success": true, "data": "text"}', kind),
        (400, b'{"success": true, "data": {"cdn": "\xff"}}', kind),
        (400, b"[" * 30_000, kind),
    ]:
        async with stage.session.post(submit["notify_url"], data=data, headers=headers) as response:
            assert response.status == status, data[:40]
    assert await stage.provider.repeat_callback(submit["uid"]) == [200]
    await stage.picture(alice)
    await stage.stop()
    assert len(await stage.telegram.calls("edit*", alice.chat_id)) == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [("refused", "too revealing"), ("unchecked", "not your fault"), ("failed", "could not finish")],
)
async def test_recorded_callbacks_without_a_picture_are_told(
    stage: Stage, alice: Person, name: str, words: str
) -> None:
    await stage.start()
    submit = await lost(stage, alice)
    assert await stage.post(submit["notify_url"], sample(name, uid=submit["uid"])) == 200
    answer = await stage.said(alice, words)
    assert "did not count" in answer["text"]
    assert "CUDA" not in answer["text"]


async def test_a_recorded_picture_is_delivered(stage: Stage, alice: Person, bo: Person) -> None:
    await stage.start()
    await stage.telegram.say(bo, "/draw a heron")
    await stage.picture(bo)
    painted = (await stage.provider.callbacks())[0]["body"]["data"]
    submit = await lost(stage, alice)
    body = sample("picture", uid=submit["uid"], cdn=painted["cdn"], cos=painted["cos"])
    async with stage.session.post(submit["notify_url"], json=body) as response:
        assert (response.status, response.content_type) == (200, "application/json")
        await response.json()
    await stage.picture(alice)


@pytest.mark.parametrize(
    ("effect", "value", "words"),
    [
        ("empty", None, "could not finish"),
        ("refused", "Politics/Porn", "it touches on politics, it came out too revealing"),
        ("refused", "Gambling", "it was found unsuitable"),
        ("unchecked", "timeout", "not your fault"),
    ],
)
async def test_other_ends_are_told(stage: Stage, alice: Person, effect: str, value: str | None, words: str) -> None:
    await stage.provider.fault("callback", effect, value)
    await stage.start()
    await stage.telegram.say(alice, "/draw a fox")
    assert "did not count" in (await stage.said(alice, words))["text"]
