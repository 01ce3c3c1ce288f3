"""What the provider, or somebody who is not the provider, posts to the callback address."""

import asyncio
import gzip
import io
import json
import string
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from bot.pipeline.complete import Complete
from sandbox.patience import PATIENCE
from sandbox.telegram_client import Json, Person
from tests.support.stage import Stage

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
    async with asyncio.timeout(PATIENCE):
        status = ""
        while status not in {"finished", "exception"}:
            async with stage.session.post(
                f"{stage.provider_url}/aigc/query-image", json={"uid": uid}, headers=headers
            ) as response:
                status = (await response.json())["data"]["status"]
            await asyncio.sleep(0.01)


@pytest.mark.on_both
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
    [("failed", "couldn't finish"), ("interrupted", "couldn't finish"), ("unchecked", "not your fault")],
)
async def test_what_is_asked_for_may_be_no_picture(stage: Stage, alice: Person, effect: str, words: str) -> None:
    await stage.provider.fault("callback", effect)
    await stage.provider.settings(callback_retries=0)
    await stage.start(query_interval=0.3, public_url="http://127.0.0.1:9")  # nobody hears the callback there
    await stage.telegram.say(alice, "/draw a fox")
    assert "doesn't count" in (await stage.said(alice, words))["text"]


@pytest.mark.on_both
async def test_silence_expires_and_a_late_picture_replaces_it_once(stage: Stage, alice: Person) -> None:
    await stage.start(apispace_query_path="", query_interval=0.2, job_deadline=1.0, daily_pictures=1)
    submit = await lost(stage, alice)
    expired = await stage.said(alice, "took too long")
    assert "doesn't count" in expired["text"]
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
    expired = await stage.said(alice, "took too long")
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
    assert await stage.post(submit["notify_url"], {**body, "uid": str(UUID(other)).upper()}) == 404
    assert await stage.post(submit["notify_url"], sample("refused", uid=other)) == 404
    assert await stage.provider.repeat_callback(submit["uid"]) == [200]
    await stage.picture(alice)
    await stage.stop()
    assert len(await stage.telegram.calls("edit*", alice.chat_id)) == 1


async def test_a_task_whose_callback_was_faster_than_the_answer_is_known_all_the_same(
    stage: Stage, alice: Person, bo: Person
) -> None:
    await stage.start()
    await stage.provider.fault("submit", "delay_after", 1.0)
    await stage.telegram.say(bo, "/draw a heron")
    await stage.picture(bo)
    other = (await stage.provider.submits())[0]["uid"]
    await stage.stop()  # not before the answer is there
    await stage.start()
    submit = await lost(stage, alice)
    assert await stage.post(submit["notify_url"], sample("picture", uid=other)) == 404


@pytest.mark.on_both
async def test_a_picture_that_comes_while_the_expiry_is_told_takes_its_place(stage: Stage, alice: Person) -> None:
    """There is no placeholder, so that the expiry is a message of its own, whose id is not known yet."""
    await stage.telegram.fault("sendMessage", "drop_after")
    await stage.start(apispace_query_path="", query_interval=0.2, job_deadline=1.0)
    submit = await lost(stage, alice)
    await stage.telegram.fault("sendMessage", "delay_after", 1.5)
    expired = await stage.said(alice, "took too long")
    assert await stage.provider.repeat_callback(submit["uid"]) == [200]
    picture = await stage.picture(alice)
    assert picture["message_id"] == expired["message_id"]
    await stage.stop()
    assert [message["kind"] for message in await stage.bot_messages(alice)] == ["text", "photo"]  # the first in doubt


BASE64 = string.ascii_letters + string.digits + "-_"


def other_than(character: str) -> str:
    """Return another character that an address may have in its place."""
    return "A" if character != "A" else "B"


async def test_a_callback_to_an_altered_address_is_nowhere(stage: Stage, alice: Person, bo: Person) -> None:
    await stage.start()
    submit = await lost(stage, alice)
    other = await lost(stage, bo, "a heron")
    base, _, token = submit["notify_url"].rpartition("/")
    job, attempt, mac = token.split(".")
    other_job, _, other_mac = other["notify_url"].rpartition("/")[2].split(".")
    forged = [
        f"{job}.{attempt}.{other_than(mac[0])}{mac[1:]}",
        *(f"{job}.{attempt}.{mac[:-1]}{last}" for last in BASE64 if last != mac[-1]),  # two of its bits say nothing
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
    assert token not in forged
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
        (413, b" " * 1_050_000 + good, kind),
        (415, gzip.compress(good), kind | {"Content-Encoding": "gzip"}),
        (415, gzip.compress(bytes(50_000_000)), kind | {"Content-Encoding": "gzip"}),
        (415, good, {"Content-Type": "multipart/form-data; boundary=x"}),
        (400, b"", kind),
        (400, b"not json", kind),
        (400, good[:-2], kind),
        (400, b"[" * 30_000, kind),
        (400, b"[" + b"[0]," * 75_001 + b"[" * 200_000, kind),
    ]:
        sent = io.BytesIO(data)
        async with stage.session.post(submit["notify_url"], data=sent, headers=headers) as response:
            assert response.status == status, data[:40]
    assert await stage.provider.repeat_callback(submit["uid"]) == [200]
    await stage.picture(alice)
    await stage.stop()
    assert len(await stage.telegram.calls("edit*", alice.chat_id)) == 1


STATE = {"uid": "<uid>", "cdn": "", "cos": "", "safe": False, "reason": ""}
NO_ENDS: list[Any] = [
    {"uid": "<uid>", "success": True, "data": STATE | {"status": "pending", "pending": 3}},
    {"uid": "<uid>", "success": True, "data": STATE | {"status": "working", "safe": True}},
    {"uid": "<uid>", "success": False, "data": STATE | {"status": "working", "reason": "not yet"}},
    {"uid": "<uid>", "status": "working"},
    {"success": True},
    {"success": False},
    {"uid": "<uid>", "success": True, "data": None},
    {"uid": "<uid>", "success": None, "data": STATE},
    {"uid": "<uid>", "success": True, "data": [STATE]},
    {"uid": "<uid>", "success": True, "data": "finished"},
    {"uid": "<uid>", "success": True, "data": {"uid": "<uid>", "cdn": 7, "safe": True, "reason": []}},
    {"uid": 7, "success": "perhaps", "data": {"safe": {}}},
    {"hello": "world"},
    [],
    None,
    True,
    "finished",
]


@pytest.mark.parametrize("query_path", ["query-image", ""], ids=["asked", "not-asked"])
async def test_what_is_no_end_changes_nothing(stage: Stage, alice: Person, query_path: str) -> None:
    """The query decides, and without one the deadline."""
    await stage.provider.fault("callback", "progress", NO_ENDS, text="a hare")
    await stage.provider.fault("callback", "body", NO_ENDS[4], text="a fox")
    await stage.start(apispace_query_path=query_path, query_interval=0.4)
    await stage.telegram.say(alice, "/draw a hare")
    picture = await stage.picture(alice)
    callbacks = await stage.called_back(len(NO_ENDS) + 1)
    assert [callback["body"] for callback in callbacks][4:6] == NO_ENDS[4:6]
    assert {(callback["status"], callback["ok"]) for callback in callbacks} == {(200, True)}
    assert len(callbacks) == len(NO_ENDS) + 1, "none of them is posted again"
    async with stage.session.get(f"{stage.url}/metrics") as response:
        assert f'huabot_callbacks_total{{result="not_final"}} {len(NO_ENDS)}.0' in await response.text()
    if query_path:
        await stage.telegram.say(alice, "/draw a fox")
        assert len(await stage.pictures(alice, 2)) == 2
    else:
        await stage.restart(job_deadline=1.5)
        await stage.telegram.say(alice, "/draw a fox")
        await stage.said(alice, "took too long")
    await stage.stop()
    assert len(await stage.telegram.calls("editMessageMedia", alice.chat_id)) == (2 if query_path else 1)
    assert picture in await stage.bot_messages(alice)
    assert await stage.billed() == 2


async def test_no_json_at_a_genuine_address_is_our_fault(stage: Stage, alice: Person) -> None:
    await stage.start()
    submit = await lost(stage, alice)
    kind = {"Content-Type": "application/json"}
    for body in (
        b'{"success": true, "data": {"cdn": "\xff", "uid": "\xed\xa0\x80", "safe": null}}',
        b"[" * 300_000 + b"]" * 300_000,
        json.dumps("\ud83e" * 100_000).encode(),
        b"\xef\xbb\xbf" + b'{"success": NaN, "success": -Infinity, "data": {}}',
        json.dumps({"success": True, "data": {"uid": 10**3_000, "safe": 10**3_000}}).encode(),
        '{"success": true}'.encode("utf-16"),
        b"1" * 1_000_000,
    ):
        async with stage.session.post(submit["notify_url"], data=body, headers=kind) as response:
            assert (response.status, response.content_type) == (200, "application/json"), body[:40]
    assert await stage.bugs() == []
    assert await stage.provider.repeat_callback(submit["uid"]) == [200]
    await stage.picture(alice)
    await stage.stop()
    assert len(await stage.telegram.calls("edit*", alice.chat_id)) == 1


@pytest.mark.parametrize("effect", ["spelled", "wrong_uid"])
async def test_an_unknown_uid_at_the_right_address_loses_no_picture(stage: Stage, alice: Person, effect: str) -> None:
    await stage.provider.fault("callback", effect)
    await stage.start(apispace_query_path="")
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    (callback,) = await stage.provider.callbacks()
    (submit,) = await stage.provider.submits()
    assert callback["status"] == 200
    assert callback["uid"] != submit["uid"]


async def test_the_query_names_the_task_as_the_provider_did(stage: Stage, alice: Person) -> None:
    spelled = "0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9"
    await stage.provider.fault("submit", "json", {"code": 0, "data": {"uid": spelled}})
    await stage.start(query_interval=0.2)
    await stage.telegram.say(alice, "/draw a fox")
    assert (await stage.provider.wait("query"))["uid"] == spelled


@pytest.mark.parametrize("echo", ["surrogates", "large", "deep", "[[[not JSON]]]"])
async def test_the_echo_of_an_order_need_not_be_readable(stage: Stage, alice: Person, echo: str) -> None:
    await stage.provider.fault("callback", "echo", echo)
    await stage.start(apispace_query_path="")
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    assert [callback["status"] for callback in await stage.provider.callbacks()] == [200]


@pytest.mark.parametrize(
    ("name", "words"),
    [("refused", "too revealing"), ("unchecked", "not your fault"), ("failed", "couldn't finish")],
)
async def test_recorded_callbacks_without_a_picture_are_told(
    stage: Stage, alice: Person, name: str, words: str
) -> None:
    await stage.start()
    submit = await lost(stage, alice)
    assert await stage.post(submit["notify_url"], sample(name, uid=submit["uid"])) == 200
    answer = await stage.said(alice, words)
    assert "doesn't count" in answer["text"]
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
        ("empty", None, "couldn't finish"),
        ("refused", "Politics/Porn", "it touches on politics, it is too revealing"),
        ("refused", "Gambling", "it was found unsuitable"),
        ("unchecked", "timeout", "not your fault"),
    ],
)
async def test_other_ends_are_told(stage: Stage, alice: Person, effect: str, value: str | None, words: str) -> None:
    await stage.provider.fault("callback", effect, value)
    await stage.start()
    await stage.telegram.say(alice, "/draw a fox")
    assert "doesn't count" in (await stage.said(alice, words))["text"]
