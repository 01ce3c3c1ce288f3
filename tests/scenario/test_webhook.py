"""The webhook as the way in: who is let in, when an update is acknowledged, and changing over to polling and back."""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic

import pytest

from sandbox.patience import PATIENCE
from sandbox.telegram_client import Json, Person
from tests.support.locked import locked
from tests.support.stage import TELEGRAM_TOKEN, Stage, a_photo
from tests.support.studio import FREE, Studio
from tests.support.updates import order, update_ids
from tests.support.webhook import PATH, as_json, knock, set_webhook


async def posted(stage: Stage, update_id: int, count: int = 1) -> list[int | None]:
    """Return what posting an update was answered with, as soon as it was posted so often."""
    entries: list[Json] = []
    async with asyncio.timeout(PATIENCE):
        while True:
            entries += await stage.telegram.history(len(entries), 5)
            answers = [e["status"] for e in entries if e["event"] == "webhook" and e["update_id"] == update_id]
            if len(answers) >= count:
                return answers


async def test_the_journey_of_a_picture_and_of_a_press(stage: Stage, alice: Person) -> None:
    telegram = stage.telegram
    await telegram.settings(require_https=True)
    await stage.start(telegram_mode="webhook")
    (refused,) = await telegram.wait_calls("setWebhook")
    assert "HTTPS URL must be provided" in refused["description"]
    async with stage.session.get(f"{stage.url}/readyz") as response:
        assert response.status == 503  # nobody can reach us like this
    await telegram.settings(require_https=False)
    given = await set_webhook(stage, 2)
    assert given["url"] == stage.url + PATH
    assert given["allowed_updates"] == ["message", "callback_query", "my_chat_member"]
    assert 1 <= int(given["max_connections"]) <= 100
    assert len(given["secret_token"]) >= 32
    assert given.get("drop_pending_updates") in (None, "false", "False")
    await stage.ready()
    await telegram.say(alice, "/draw a fox")
    drawn = await stage.picture(alice)
    assert drawn["text"].startswith("a fox")
    asking = await telegram.photo(alice, a_photo(), "/anime")
    question = await stage.reply(alice, asking["message_id"])
    await telegram.press(alice, question["message_id"], question["buttons"][3][2]["data"])
    (answer,) = await telegram.wait_calls("answerCallbackQuery")
    assert answer["ok"]
    _, anime = await stage.pictures(alice, 2)
    assert anime["message_id"] == question["message_id"]
    assert await telegram.calls("getUpdates") == []
    assert {entry["status"] for entry in await telegram.history() if entry["event"] == "webhook"} == {200}


async def test_who_is_let_in(stage: Stage, alice: Person) -> None:
    await stage.start(telegram_mode="webhook")
    secret = (await set_webhook(stage))["secret_token"]
    update = order(5, alice, 9_001, "/draw a wolf")
    for wrong in (None, "", "x", secret[:-1], secret + "x", secret.swapcase(), "é", stage.options["secret_key"]):
        assert (await knock(stage, update, wrong))[0] == 404
    assert (await knock(stage, b"{", None))[0] == 404
    for method in ("GET", "PUT", "DELETE"):
        assert (await knock(stage, update, None, method))[0] == 404
        assert (await knock(stage, update, secret, method))[0] == 405
    await stage.telegram.say(alice, "/help")  # lets the bot write to her
    assert (await knock(stage, order(6, alice, 9_002), secret))[0] == 200
    await stage.picture(alice)
    await stage.restart(telegram_mode="polling")
    assert (await knock(stage, update, secret))[0] == 404
    assert len(await stage.provider.submits()) == 1


@pytest.mark.usefixtures("stream")  # as it is logged in earnest
async def test_bodies_that_are_no_updates(stage: Stage, alice: Person) -> None:
    await stage.start(telegram_mode="webhook")
    secret = (await set_webhook(stage))["secret_token"]
    for body in (b"", b"{", b"\xff\xfe", b"null", b"[]", b'"x"', b"[" * 100_000):
        assert (await knock(stage, body, secret))[0] == 400
    padded = order(6, alice, 9_001, "/draw " + "x" * 2_000_000)
    assert (await knock(stage, padded, secret))[0] == 413
    assert (await knock(stage, _dribble(as_json(padded)), secret))[0] == 413
    assert (await knock(stage, order(7, alice, 9_001), secret, **{"Content-Encoding": "gzip"}))[0] == 415
    # What can be read but not understood is acknowledged, or it would come again for a day.
    misunderstood: list[Json] = [
        {"message": "text"},
        {"message": order(0, alice, 2**80)["message"]},
        {"callback_query": {"id": "1"}},
        {"no_such_kind": {}},
        {"message": order(0, alice, 9_002, date=2**70)["message"]},
        {"message": order(0, alice, 9_003, date=float("nan"))["message"]},
        {"message": order(0, alice, 9_004, date=-(10**15))["message"]},
        {"message": order(0, alice, 9_005, chat={"id": [1], "type": "private"})["message"]},
        {"message": order(0, alice, 9_006, chat={"id": 2**63, "type": "hall"})["message"]},
        {"message": order(0, alice, 9_007, "/draw \ud83d", entities=[{"type": "new", "offset": 2**64}])["message"]},
        {"pre_checkout_query": {"id": "1", "from": {"id": 2**60}, "currency": "XTR"}},
    ]
    for number, broken in enumerate(misunderstood):
        assert (await knock(stage, {"update_id": 100 + number, **broken}, secret))[0] == 200
    for number in (None, True, 7.5, "7", [7], 2**80, -1):
        assert (await knock(stage, {"update_id": number, "no_such_kind": {}}, secret))[0] == 200
    deep = b'{"update_id": 200, "message": ' + b"[" * 5_000 + b"]" * 5_000 + b"}"
    for unreadable in (b"{}", deep, b'{"update_id": ' + b"9" * 5_000 + b"}"):
        assert (await knock(stage, unreadable, secret))[0] == 200
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    assert [submit["params"]["text"] for submit in await stage.provider.submits()] == ["a fox"]


async def _dribble(body: bytes) -> AsyncIterator[bytes]:
    """Send without saying how much it will be."""
    for at in range(0, len(body), 65_536):
        yield body[at : at + 65_536]


async def test_repeats_and_repeats_at_once_are_one_order(stage: Stage, alice: Person) -> None:
    await stage.start(telegram_mode="webhook", daily_pictures=2)
    secret = (await set_webhook(stage))["secret_token"]
    await stage.telegram.say(alice, "/start")
    update = order(800_000_001, alice, 9_001)
    statuses = await asyncio.gather(*(knock(stage, update, secret) for _ in range(10)))
    assert {status for status, _ in statuses} == {200}
    await stage.picture(alice)
    for number in range(3):  # the same message under other numbers, lower ones too
        assert (await knock(stage, update | {"update_id": 7 + number}, secret))[0] == 200
    await stage.restart()
    statuses = await asyncio.gather(*(knock(stage, update, secret) for _ in range(10)))
    assert {status for status, _ in statuses} == {200}
    assert (await knock(stage, order(800_000_002, alice, 9_002, "/draw a second fox"), secret))[0] == 200
    await stage.pictures(alice, 2)
    await stage.stop()
    assert await stage.billed() == 2
    assert len(await stage.bot_messages(alice)) == 3


async def test_a_chats_updates_keep_their_order(stage: Stage, alice: Person) -> None:
    """Posted at the same time, over connections of their own; every other one takes longer to be decided.

    An anonymous administrator's language has to be looked up first. Who comes first gets what the day has left.
    """
    group = await stage.telegram.group("Painters", alice)
    await stage.start(telegram_mode="webhook", daily_pictures_group=3, max_in_flight=10)
    secret = (await set_webhook(stage))["secret_token"]
    chat = {"id": group.id, "type": group.type, "title": group.title}
    anonymous = {"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}, "sender_chat": chat}
    posts = []
    with locked(stage):
        for number in range(6):
            who = anonymous if number % 2 == 0 else {}
            update = order(900 - number, alice, 9_000 + number, f"/draw fox {number}", chat=chat, **who)
            posts.append(asyncio.create_task(knock(stage, update, secret)))
            await asyncio.sleep(0.01)  # so they arrive in this order
    assert {status for status, _ in await asyncio.gather(*posts)} == {200}
    answers = await stage.telegram.wait_calls("sendMessage", group.id, count=6)
    refused = {call["params"]["reply_parameters"]["message_id"] for call in answers if "used" in call["params"]["text"]}
    assert refused == {9_003, 9_004, 9_005}
    submits = await stage.submitted(3)
    assert sorted(submit["params"]["text"] for submit in submits) == ["fox 0", "fox 1", "fox 2"]


async def test_a_locked_database_is_a_503_and_the_update_comes_again(stage: Stage, alice: Person) -> None:
    telegram = stage.telegram
    await stage.start(telegram_mode="webhook")
    secret = (await set_webhook(stage))["secret_token"]
    with locked(stage):
        await telegram.say(alice, "/draw a fox")
        (update_id,) = await update_ids(stage)
        status, retry_after = await knock(stage, order(5, alice, 9_001, "/draw a heron"), secret)
        assert status == 503
        assert int(retry_after) > 0
        assert (await posted(stage, update_id))[0] == 503
        assert await stage.bot_messages(alice) == []
    assert (await posted(stage, update_id, 2))[1] == 200
    assert (await knock(stage, order(5, alice, 9_001, "/draw a heron"), secret))[0] == 200
    pictures = await stage.pictures(alice, 2)
    await stage.stop()
    assert {picture["text"].split("\n")[0] for picture in pictures} == {"a fox", "a heron"}
    assert len(await stage.bot_messages(alice)) == 2
    assert await stage.billed() == 2


async def test_killed_as_soon_as_it_is_acknowledged(stage: Stage, alice: Person) -> None:
    await stage.telegram.fault("sendMessage", "delay", 30)
    process = await stage.run(telegram_mode="webhook")
    fox = await stage.telegram.say(alice, "/draw a fox")
    (update_id,) = await update_ids(stage)
    assert await posted(stage, update_id) == [200]
    process.kill()
    await process.wait()
    assert await stage.provider.submits() == []
    await stage.telegram.clear_faults()
    heron = await stage.telegram.say(alice, "/draw a heron")  # while nobody listens
    await stage.run()
    pictures = await stage.pictures(alice, 2)
    assert {picture["reply_to_message_id"] for picture in pictures} == {fox["message_id"], heron["message_id"]}
    assert await stage.billed() == 2


async def test_posted_while_the_bot_is_getting_up(stage: Stage, alice: Person) -> None:
    """The webhook of the last run stands: Telegram posts before the bot even knows its own name."""
    telegram = stage.telegram
    await stage.start(telegram_mode="webhook")
    await set_webhook(stage)
    await stage.stop()
    await telegram.fault("getMe", "delay", 1.0)
    await telegram.say(alice, "/draw a fox")
    (update_id,) = await update_ids(stage)
    await stage.start()
    await stage.picture(alice)
    answers = await posted(stage, update_id)
    assert answers[-1] == 200
    assert set(answers[:-1]) <= {None, 503}  # not there yet, or not ready yet: never taken and dropped
    assert await stage.billed() == 1


async def test_changing_over_loses_and_doubles_nothing(stage: Stage, alice: Person) -> None:
    telegram = stage.telegram
    group = await telegram.group("Painters", alice)
    await stage.provider.settings(paint_seconds=0.2)
    for number, mode in enumerate(("polling", "webhook", "polling", "webhook"), start=1):
        await stage.start(telegram_mode=mode, max_in_flight=10)
        await telegram.say(alice, f"/draw running {number}", chat=group.id)
        await stage.submitted(2 * number - 1)
        await stage.stop()
        await telegram.say(alice, f"/draw waiting {number}", chat=group.id)
    await stage.start(telegram_mode="polling")
    pictures = await stage.pictures(group, 8)
    await stage.stop()
    wanted = [f"{word} {at}" for at in range(1, 5) for word in ("running", "waiting")]
    assert sorted(picture["text"].split("\n")[0] for picture in pictures) == sorted(wanted)
    assert len(await stage.bot_messages(group)) == 8
    assert await stage.billed() == 8
    assert not [call for call in await telegram.calls("getUpdates") if call["status"] == 409]


@pytest.mark.parametrize("theirs", ["https://bot.example.net/hook", ""])
async def test_another_program_that_takes_the_webhook_is_told_of(
    stage: Stage, alice: Person, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, theirs: str
) -> None:
    monkeypatch.setattr("bot.telegram.webhook.LOOK_EVERY", 0.05)
    await stage.start(telegram_mode="webhook")
    ours = (await set_webhook(stage))["url"]
    await stage.telegram.wait_calls("getWebhookInfo")
    assert await stage.taken() == 0
    async with stage.session.post(
        f"{stage.telegram_url}/bot{TELEGRAM_TOKEN}/setWebhook", json={"url": theirs}
    ) as response:
        assert response.status == 200
    assert (await set_webhook(stage, 3))["url"] == ours
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    assert await stage.taken() == 1
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "webhook_taken" in line]
    assert "another program uses this token; stop it" in line


async def test_an_address_of_ones_own_that_is_new_is_no_other_program(stage: Stage) -> None:
    await stage.start(telegram_mode="webhook")
    await set_webhook(stage)
    await stage.restart(public_url=f"{stage.url}/")
    await set_webhook(stage, 2)
    await stage.restart(public_url=stage.url.replace("127.0.0.1", "localhost"))
    assert "localhost" in (await set_webhook(stage, 3))["url"]
    await stage.ready()
    assert await stage.taken() == 0


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_a_poisoned_update_holds_nobody_up(stage: Stage, alice: Person, bo: Person, mode: str) -> None:
    """One that makes a handler stumble is acknowledged; its chat goes on."""
    await stage.start(telegram_mode=mode)
    await stage.telegram.raw_update(order(800_000_001, alice, 2**70))  # a number that no database takes
    await stage.telegram.say(alice, "/draw a fox")
    await stage.telegram.say(bo, "/draw a heron")
    for person in (alice, bo):
        await stage.picture(person)
    async with stage.session.get(f"{stage.url}/metrics") as response:
        assert 'huabot_bugs_total{where="updates"} 1.0' in await response.text()
    assert await stage.billed() == 2


async def test_presses_within_a_moment_are_one_press_however_fast_the_picture(stage: Stage) -> None:
    """Telegram posts them one after the other; a quick provider is done before the last of them is looked at."""
    await stage.start(telegram_mode="webhook", **FREE)
    studio = await Studio.open(stage)
    picture, _ = await studio.paint("/draw a fox")
    await stage.provider.settings(paint_seconds=0.0)
    began = monotonic()
    popups = await asyncio.gather(*(studio.press(picture, "🔁") for _ in range(10)))
    taken = popups.count("")
    assert 1 <= taken <= 1 + int(monotonic() - began)  # a moment is a second; a busy machine may need more of them
    await studio.brought(picture, taken)
    assert await stage.billed() == 1 + taken
