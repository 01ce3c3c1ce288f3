"""What the provider answers to a submit, and what becomes of the order."""

from typing import Any

import pytest

from sandbox.patience import PATIENCE
from sandbox.telegram_client import Json, Person
from tests.support.stage import Stage

CLOSED = "Painting is not available right now"


@pytest.mark.parametrize(
    ("effect", "value"),
    [
        ("code", [40001, "text: not allowed"]),
        ("code", ["40001", "text: not allowed"]),
        ("json", {"code": "E-77", "msg": "no data at all"}),
    ],
)
async def test_a_refused_order_is_told_and_given_back(
    stage: Stage, alice: Person, effect: str, value: list[Any] | dict[str, Any]
) -> None:
    await stage.provider.fault("submit", effect, value)
    await stage.start(daily_pictures_total=1)
    await stage.telegram.say(alice, "/draw a wolf")
    assert "doesn't count" in (await stage.said(alice, "rejected this request"))["text"]
    bo = await stage.telegram.person("Bo")
    await stage.telegram.say(bo, "/draw a fox")
    await stage.picture(bo)
    assert [submit["billed"] for submit in await stage.provider.submits()] == [False, True]


@pytest.mark.parametrize(
    ("effect", "value", "status"),
    [
        ("unauthorized", None, "401"),
        ("out_of_calls", None, "416"),
        ("code", [10009, "quota used up"], "10009"),
        ("code", ["10009", "quota used up"], "10009"),
        ("code", [401, "quota used up"], "401"),
        ("json", {"status": 401}, "401"),
    ],
)
async def test_a_closed_account_turns_everybody_away_without_a_storm(
    stage: Stage, alice: Person, admin: Person, effect: str, value: list[Any] | Json | None, status: str
) -> None:
    await stage.provider.fault("submit", effect, value, times=None)
    await stage.start(admin_ids=str(admin.id), daily_pictures_total=2)
    await stage.telegram.say(alice, "/draw a fox")
    assert "doesn't count" in (await stage.said(alice, CLOSED))["text"]
    await stage.said(admin, "refuses our account")
    for _ in range(3):
        person = await stage.telegram.person("Somebody")
        await stage.telegram.say(person, "/draw a fox")
        assert "It doesn't count" in (await stage.said(person, CLOSED))["text"]
    await stage.stop()
    assert len(await stage.provider.submits()) == 1
    warnings = [message["text"] for message in await stage.bot_messages(admin) if "⚠️" in message["text"]]
    assert len(warnings) == 1
    assert f"({status})" in warnings[0]


async def test_an_operator_learns_of_it_although_telegram_was_away(stage: Stage, alice: Person, admin: Person) -> None:
    """It is told once, and must not be lost because of a moment."""
    await stage.telegram.fault("sendMessage", "retry_after", 1, chat_id=admin.chat_id)
    await stage.provider.fault("submit", "out_of_calls")
    await stage.start(admin_ids=str(admin.id))
    await stage.telegram.say(alice, "/draw a fox")
    await stage.said(admin, "refuses our account")
    assert [call["ok"] for call in await stage.telegram.calls("sendMessage", admin.chat_id)] == [False, True]


async def test_a_closed_account_is_tried_again_by_itself(stage: Stage, alice: Person, admin: Person) -> None:
    await stage.provider.fault("submit", "out_of_calls")
    await stage.start(admin_ids=str(admin.id))
    await stage.telegram.say(alice, "/draw a fox")
    await stage.said(alice, CLOSED)
    tries = 1
    while not [message for message in await stage.bot_messages(alice) if message["kind"] == "photo"]:
        # Patience of the breaker's first pause: ask once a second, as a person might.
        said = await stage.telegram.say(alice, f"/draw a fox, try {tries}")
        await stage.telegram.until(alice.chat_id, lambda seen, at=said["message_id"]: _answers(seen, at))
        tries += 1
        assert tries < 30
    await stage.said(admin, "takes requests again")
    assert [submit["billed"] for submit in await stage.provider.submits()] == [False, True]


def _answers(messages: list[Json], message_id: int) -> list[Json]:
    replies = [m for m in messages if m["from_bot"] and m["reply_to_message_id"] == message_id]
    return [m for m in replies if m["kind"] == "photo" or "not available" in m["text"]]


async def test_orders_under_way_when_the_account_closes_are_all_told(stage: Stage) -> None:
    await stage.provider.fault("submit", "out_of_calls", times=None)
    await stage.start(provider_concurrency=1, daily_pictures_total=5, submit_grace=60)
    people = [await stage.telegram.person("Somebody") for _ in range(5)]
    for person in people:
        await stage.telegram.say(person, "/draw a fox")
    for person in people:
        await stage.said(person, CLOSED)
    assert len(await stage.provider.submits()) == 1


@pytest.mark.parametrize(
    ("effect", "value"),
    [
        ("rate_limit", None),
        ("code", [429, "too many requests"]),
        ("code", ["403", "[rate_limiting] requests are too frequent"]),
        ("json", {"status": "429"}),
    ],
)
async def test_too_fast_for_the_provider_is_painted_later_and_charged_once(
    stage: Stage, alice: Person, effect: str, value: Any
) -> None:
    await stage.provider.fault("submit", effect, value)
    await stage.start(daily_pictures_total=2)
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    bo = await stage.telegram.person("Bo")
    await stage.telegram.say(bo, "/draw a fox")
    await stage.picture(bo)
    await stage.telegram.say(alice, "/draw a third fox")
    await stage.said(alice, "All pictures for today are used up")
    first, second, _ = await stage.provider.submits()
    assert (first["billed"], second["billed"]) == (False, True)
    assert second["at"] - first["at"] >= 0.9


async def test_a_pause_is_kept_whatever_an_older_order_is_answered(stage: Stage, alice: Person, bo: Person) -> None:
    await stage.provider.fault("submit", "hold_after")
    await stage.provider.fault("submit", "rate_limit")
    await stage.start()
    await stage.ordered(stage.telegram.say(alice, "/draw a fox"))
    _, refused = await stage.ordered(stage.telegram.say(bo, "/draw a heron"))
    await stage.provider.release()
    await stage.telegram.say(alice, "/draw a hare")
    await stage.pictures(alice, 2)
    await stage.picture(bo)
    _, _, *later = await stage.provider.submits()
    assert len(later) == 2
    assert all(submit["at"] - refused["at"] >= 0.9 for submit in later)


async def test_a_wrong_path_names_its_setting(stage: Stage, alice: Person, capsys: pytest.CaptureFixture[str]) -> None:
    await stage.start(apispace_draw_path="txt2picture", daily_pictures=1)
    await stage.telegram.say(alice, "/draw a fox")
    assert "doesn't count" in (await stage.said(alice, CLOSED))["text"]
    lines = [line for line in capsys.readouterr().out.splitlines() if "APISPACE_DRAW_PATH" in line]
    assert len(lines) == 1
    assert "error" in lines[0]
    await stage.restart(apispace_draw_path="txt2img")
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)


@pytest.mark.parametrize(
    ("effect", "value"),
    [
        ("status", [400, "bad request"]),
        ("status", [422, '{"detail": "unprocessable"}']),
        ("status", [403, "<html>forbidden</html>"]),
        ("json", {"code": 404, "msg": "no such api"}),
        ("json", {"status": "404", "error": "Not Found"}),
        ("json", {"hello": "world"}),
    ],
)
async def test_what_is_no_answer_to_a_submit_names_its_setting(
    stage: Stage, alice: Person, capsys: pytest.CaptureFixture[str], effect: str, value: Any
) -> None:
    await stage.provider.fault("submit", effect, value)
    await stage.start(daily_pictures=1)
    await stage.telegram.say(alice, "/draw a fox")
    assert "doesn't count" in (await stage.said(alice, CLOSED))["text"]
    assert len([line for line in capsys.readouterr().out.splitlines() if "APISPACE_DRAW_PATH" in line]) == 1
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)


@pytest.mark.parametrize(
    ("effect", "value"),
    [
        ("status", [500, "internal error"]),
        ("status", [504, ""]),
        ("html", None),
        ("json", {"code": 0, "data": {}, "msg": "success"}),
        ("json", [1, 2]),
        ("code", [500, "internal error"]),
        ("code", ["503", "busy"]),
        ("json", {"status": 504, "error": "Gateway Timeout"}),
        ("drop", None),
    ],
)
async def test_an_unknown_answer_is_repeated_once_after_the_grace(
    stage: Stage, alice: Person, effect: str, value: list[Any] | dict[str, Any] | None
) -> None:
    await stage.provider.fault("submit", effect, value)
    await stage.start(submit_grace=3.0)  # also how long an answer is awaited
    await stage.telegram.say(alice, "/draw a fox")
    picture = await stage.picture(alice)
    await stage.stop()
    first, second = await stage.provider.submits()
    assert second["at"] - first["at"] >= 2.0  # the grace begins when the POST goes out, which may come late
    assert first["params"] == second["params"]
    assert first["notify_url"] != second["notify_url"]
    assert await stage.bot_messages(alice) == [picture]


@pytest.mark.parametrize(("effect", "value"), [("drop_after", None), ("status_after", None), ("delay_after", 3)])
async def test_an_accepted_order_whose_answer_is_lost_is_not_paid_twice(
    stage: Stage, alice: Person, effect: str, value: int | None
) -> None:
    await stage.provider.fault("submit", effect, value)
    await stage.start()
    await stage.telegram.say(alice, "/draw a fox")
    picture = await stage.picture(alice)
    await stage.restart()
    await stage.stop()
    assert len(await stage.provider.submits()) == 1
    assert await stage.bot_messages(alice) == [picture]


async def test_nothing_is_paid_more_than_twice(stage: Stage, alice: Person) -> None:
    await stage.provider.fault("submit", "status_after", times=None)
    await stage.provider.fault("callback", "lose", times=None)
    await stage.start(submit_grace=1.0, job_deadline=5.0)
    await stage.telegram.say(alice, "/draw a fox")
    expired = await stage.said(alice, "took too long")
    first, second = await stage.provider.submits()
    assert [first["billed"], second["billed"]] == [True, True]
    for submit in (second, first):  # both were paid for, one picture comes
        assert await stage.provider.repeat_callback(submit["uid"]) == [200]
    picture = await stage.picture(alice)
    await stage.stop()
    assert picture["message_id"] == expired["message_id"]
    assert await stage.bot_messages(alice) == [picture]
    assert len(await stage.telegram.calls("editMessageMedia", alice.chat_id)) == 1


async def test_a_repetition_that_is_refused_does_not_shut_out_the_first(stage: Stage, alice: Person) -> None:
    """It was paid for, perhaps: its picture may still come."""
    await stage.provider.fault("submit", "status_after")
    await stage.provider.fault("submit", "code", [40001, "text: not allowed"])
    await stage.provider.fault("callback", "lose")
    await stage.start(submit_grace=1.0)
    await stage.telegram.say(alice, "/draw a fox")
    expired = await stage.said(alice, "took too long")
    first, _ = await stage.provider.submits()
    assert await stage.provider.repeat_callback(first["uid"]) == [200]
    assert (await stage.picture(alice))["message_id"] == expired["message_id"]


async def test_the_first_attempts_callback_counts_after_the_second_was_sent(stage: Stage, alice: Person) -> None:
    await stage.provider.fault("submit", "status_after")
    await stage.provider.fault("callback", "lose", times=2)
    await stage.start(submit_grace=1.0)
    await stage.telegram.say(alice, "/draw a fox")
    first, _ = await stage.submitted(2)
    assert await stage.provider.repeat_callback(first["uid"]) == [200]
    await stage.picture(alice)
    assert await stage.billed() == 2


async def test_a_provider_that_is_away_is_waited_for(stage: Stage, alice: Person) -> None:
    await stage.provider_server.stop()
    await stage.start()
    await stage.telegram.say(alice, "/draw a fox")
    await stage.said(alice, "Painting")
    async with stage.session.get(f"{stage.url}/metrics") as response:
        assert response.status == 200
    await stage.open_provider()
    await stage.picture(alice)
    assert len(await stage.provider.submits()) == 1


async def test_a_provider_that_stays_away_expires_the_order(stage: Stage, alice: Person, bo: Person) -> None:
    await stage.provider_server.stop()
    await stage.start(queue_deadline=0.8, daily_pictures_total=1)
    await stage.telegram.say(alice, "/draw a fox")
    await stage.said(alice, "took too long")
    await stage.open_provider()
    await stage.restart(queue_deadline=PATIENCE)
    await stage.telegram.say(bo, "/draw a second fox")
    await stage.picture(bo)
    assert [submit["params"]["text"] for submit in await stage.provider.submits()] == ["a second fox"]


async def test_the_providers_concurrency_is_kept(stage: Stage) -> None:
    await stage.provider.settings(paint_seconds=0.3, concurrency=10)
    await stage.start(provider_concurrency=2)
    people = [await stage.telegram.person("Somebody") for _ in range(5)]
    for person in people:
        await stage.telegram.say(person, "/draw a fox")
    for person in people:
        await stage.picture(person)
    under_way, most = 0, 0
    for entry in await stage.provider.history():
        under_way += {"submit": 1, "callback": -1}.get(entry["event"], 0)
        most = max(most, under_way)
    assert most == 2
