"""How an outcome reaches its owner when Telegram or the picture store do not cooperate."""

import pytest

from bot.clock import SECOND
from bot.pipeline import deliver, troubles
from bot.provider import results
from sandbox.telegram_client import Json, Person, buttons
from tests.support.stage import Stage

BAD_PHOTO = [400, "Bad Request: PHOTO_INVALID_DIMENSIONS"]


async def ordered(stage: Stage, person: Person) -> Json:
    """Order a picture; return its placeholder."""
    await stage.telegram.say(person, "/draw a fox")
    placeholder = await stage.said(person, "Painting")
    await stage.provider.wait("submit")
    return placeholder


@pytest.mark.parametrize(("effect", "value"), [("status", 500), ("not_a_picture", None)])
async def test_what_telegram_cannot_fetch_is_uploaded(
    stage: Stage, alice: Person, effect: str, value: int | None
) -> None:
    await stage.provider.fault("cdn", effect, value)  # Telegram's servers come first
    await stage.start()
    placeholder = await ordered(stage, alice)
    picture = await stage.picture(alice)
    assert (picture["kind"], picture["message_id"]) == ("photo", placeholder["message_id"])
    await stage.stop()
    assert [call["ok"] for call in await stage.telegram.calls("editMessageMedia", alice.chat_id)] == [False, True]
    by_whom = [entry["path"] for entry in await stage.provider.history() if entry["event"] == "cdn"]
    assert len(by_whom) == 2
    assert by_whom[0] == by_whom[1]


async def test_what_is_refused_as_a_photo_becomes_a_document(stage: Stage, alice: Person) -> None:
    await stage.telegram.fault("editMessageMedia", "error", BAD_PHOTO, times=2)
    await stage.start()
    placeholder = await ordered(stage, alice)
    document = await stage.picture(alice)
    assert (document["kind"], document["message_id"]) == ("document", placeholder["message_id"])
    (submit,) = await stage.provider.submits()
    assert document["file_name"] == f"huabot-{submit['params']['seed']}.png"
    assert f"seed {submit['params']['seed']}" in document["text"]
    painted = (await stage.provider.callbacks())[0]["body"]["data"]["cdn"]
    async with stage.session.get(painted) as response:
        assert await stage.telegram.file(document["file_id"]) == await response.read()


async def test_what_cannot_become_the_placeholder_is_sent_anew(stage: Stage, alice: Person) -> None:
    await stage.telegram.fault("editMessageMedia", "error", BAD_PHOTO, times=None)
    await stage.start()
    placeholder = await ordered(stage, alice)
    picture = await stage.picture(alice)
    assert picture["kind"] == "photo"
    assert picture["reply_to_message_id"] == placeholder["reply_to_message_id"]
    await stage.telegram.wait_calls("deleteMessage", alice.chat_id)
    await stage.restart()
    assert await stage.bot_messages(alice) == [picture]
    assert len(await stage.telegram.calls("sendPhoto", alice.chat_id)) == 1


async def test_a_placeholder_that_cannot_go_says_where_the_picture_is(stage: Stage, alice: Person) -> None:
    await stage.telegram.fault("editMessageMedia", "error", BAD_PHOTO, times=None)
    await stage.telegram.fault("sendPhoto", "error", BAD_PHOTO, times=None)
    await stage.telegram.fault("deleteMessage", "error", [400, "Bad Request: message can't be deleted"], times=None)
    await stage.start()
    placeholder = await ordered(stage, alice)
    document = await stage.picture(alice)
    assert document["kind"] == "document"
    await stage.changed(placeholder, lambda message: "is ready ↓" in message["text"])


async def test_words_that_cannot_become_the_placeholder_are_sent_anew(stage: Stage, alice: Person) -> None:
    await stage.telegram.fault("editMessageText", "error", [400, "Bad Request: can't parse entities"], times=None)
    await stage.start()
    await stage.telegram.say(alice, "/draw boom")
    await stage.said(alice, "couldn't finish")
    await stage.telegram.wait_calls("deleteMessage", alice.chat_id)
    await stage.stop()
    (message,) = await stage.bot_messages(alice)
    assert "couldn't finish" in message["text"]


async def test_of_what_is_refused_altogether_the_owner_gets_the_address(
    stage: Stage, alice: Person, bo: Person
) -> None:
    for method in ("editMessageMedia", "sendPhoto", "sendDocument"):
        await stage.telegram.fault(method, "error", BAD_PHOTO, times=None, chat_id=alice.chat_id)
    await stage.start(daily_pictures_total=1)
    placeholder = await ordered(stage, alice)
    told = await stage.said(alice, "ownload it")
    assert told["message_id"] == placeholder["message_id"]
    assert (await stage.provider.callbacks())[0]["body"]["data"]["cdn"] in told["text"]
    await stage.telegram.say(bo, "/draw another fox")  # there is a picture: it is not given back
    await stage.said(bo, "今天的总额度已用完")


@pytest.mark.parametrize("prompt", ["a fox", "boom"])
async def test_a_deleted_placeholder_is_replaced_by_a_reply(stage: Stage, alice: Person, prompt: str) -> None:
    await stage.start()
    async with stage.painting():
        order = await stage.telegram.say(alice, f"/draw {prompt}")
        placeholder = await stage.said(alice, "Painting")
        await stage.telegram.delete(alice.chat_id, placeholder["message_id"])
    reply = await stage.telegram.until(
        alice.chat_id, lambda messages: next((message for message in messages if message["from_bot"]), None)
    )
    assert reply["kind"] == ("photo" if prompt == "a fox" else "text")
    assert reply["reply_to_message_id"] == order["message_id"]
    await stage.stop()
    assert await stage.bot_messages(alice) == [reply]


async def test_a_reply_needs_no_command_to_reply_to(stage: Stage, alice: Person) -> None:
    await stage.start()
    async with stage.painting():
        order = await stage.telegram.say(alice, "/draw a fox")
        placeholder = await stage.said(alice, "Painting")
        for message in (order, placeholder):
            await stage.telegram.delete(alice.chat_id, message["message_id"])
    assert (await stage.picture(alice))["reply_to_message_id"] is None


async def test_who_has_blocked_the_bot_is_left_alone(stage: Stage, alice: Person, bo: Person) -> None:
    await stage.start()
    async with stage.painting():
        await ordered(stage, alice)
        await stage.telegram.block(alice)
    await stage.telegram.wait_calls("editMessageMedia", alice.chat_id)
    await stage.restart()
    await stage.telegram.block(alice, blocked=False)
    await stage.telegram.say(bo, "/draw a heron")
    await stage.picture(bo)
    await stage.stop()
    assert [call["status"] for call in await stage.telegram.calls("edit*", alice.chat_id)] == [403]
    assert len(await stage.telegram.calls("send*", alice.chat_id)) == 1


@pytest.mark.on_both
@pytest.mark.parametrize("restart", [False, True], ids=["running", "restarted"])
async def test_a_chat_told_to_wait_waits_alone(stage: Stage, alice: Person, bo: Person, restart: bool) -> None:
    await stage.telegram.fault("editMessageMedia", "retry_after", 4, chat_id=alice.chat_id)
    await stage.start()
    await ordered(stage, alice)
    (refused,) = await stage.telegram.wait_calls("editMessageMedia", alice.chat_id)
    if restart:
        await stage.restart()
    await stage.telegram.say(alice, "/help")
    await stage.telegram.say(bo, "/draw a heron")
    await stage.picture(bo)
    await stage.picture(alice)
    await stage.said(alice, "What I can do")
    calls = await stage.telegram.calls("*", alice.chat_id)
    later = [call["received"] - refused["at"] for call in calls if call["n"] > refused["n"]]
    assert len(later) == 2
    assert min(later) >= 4
    (other,) = await stage.telegram.calls("editMessageMedia", bo.chat_id)
    assert other["received"] - refused["at"] < 4


@pytest.mark.parametrize(("effect", "value"), [("drop_after", None), ("status_after", 502), ("status", 502)])
async def test_an_edit_in_doubt_is_repeated_and_shows_one_picture(
    stage: Stage, alice: Person, effect: str, value: int | None
) -> None:
    await stage.telegram.fault("editMessageMedia", effect, value)
    await stage.start()
    await stage.telegram.say(alice, "/draw a fox")
    await stage.telegram.wait_calls("editMessageMedia", alice.chat_id, count=2)
    picture = await stage.picture(alice)
    if effect != "status":  # it stood already: only a change tells which file it is
        await stage.telegram.wait_calls("editMessageReplyMarkup", alice.chat_id, count=2)
    await stage.restart()
    (standing,) = await stage.bot_messages(alice)
    assert (standing["message_id"], buttons(standing)[-1]) == (picture["message_id"], "⋯ More")
    assert len(await stage.telegram.calls("editMessageMedia", alice.chat_id)) == 2
    await stage.telegram.say(alice, "/history")
    assert len(await stage.pictures(alice, 2)) == 2
    assert await stage.pressed(alice, standing, "✨") == ""
    await stage.submitted(2)


@pytest.mark.parametrize(("effect", "value", "nth"), [("status", 502, 2), ("retry_after", 1, 1)])
async def test_a_file_that_cannot_be_asked_for_is_asked_for_again(
    stage: Stage, alice: Person, effect: str, value: int, nth: int
) -> None:
    await stage.telegram.fault("editMessageMedia", "drop_after", None)
    await stage.start()
    await stage.telegram.fault("editMessageReplyMarkup", effect, value, after=nth - 1)
    await stage.telegram.say(alice, "/draw a fox")
    await stage.telegram.wait_calls("editMessageReplyMarkup", alice.chat_id, count=nth)
    shown: Json = {"kind": "text"}
    while shown["kind"] == "text":  # until it is known which file it is
        asked = await stage.telegram.say(alice, "/history")
        shown = await stage.reply(alice, asked["message_id"])
    picture = (await stage.pictures(alice, 2))[0]
    assert buttons(picture)[-1] == "⋯ More"
    assert await stage.bugs() == []


async def test_words_in_doubt_are_repeated_too(stage: Stage, alice: Person) -> None:
    await stage.telegram.fault("editMessageText", "drop_after")
    await stage.start()
    await stage.telegram.say(alice, "/draw boom")
    await stage.telegram.wait_calls("editMessageText", alice.chat_id, count=2)
    await stage.stop()
    (message,) = await stage.bot_messages(alice)
    assert "couldn't finish" in message["text"]


async def test_a_placeholder_in_doubt_is_not_sent_twice(stage: Stage, alice: Person) -> None:
    await stage.telegram.fault("sendMessage", "drop_after")
    await stage.start()
    order = await stage.telegram.say(alice, "/draw a fox")
    picture = await stage.picture(alice)
    assert picture["reply_to_message_id"] == order["message_id"]
    await stage.stop()
    assert len(await stage.telegram.calls("sendMessage", alice.chat_id)) == 1
    assert len(await stage.telegram.calls("sendPhoto", alice.chat_id)) == 1
    assert await stage.billed() == 1


async def test_the_second_address_serves_where_the_first_is_dead(stage: Stage, alice: Person) -> None:
    await stage.provider.fault("callback", "dead_cdn")
    await stage.start()
    placeholder = await ordered(stage, alice)
    assert (await stage.picture(alice))["message_id"] == placeholder["message_id"]


async def test_a_picture_that_comes_late_to_its_place_is_waited_for(stage: Stage, alice: Person) -> None:
    await stage.provider.fault("cdn", "late", 4.0, times=None)
    await stage.start()
    placeholder = await ordered(stage, alice)
    picture = await stage.picture(alice)
    assert (picture["kind"], picture["message_id"]) == ("photo", placeholder["message_id"])
    await stage.stop()
    answers = [entry["status"] for entry in await stage.provider.history() if entry["event"] == "cdn"]
    assert answers.count(404) >= 3
    assert answers[-1] == 200
    assert [call["ok"] for call in await stage.telegram.calls("editMessageMedia", alice.chat_id)] == [False, True]


async def test_of_a_dead_link_the_owner_is_told_at_last(
    stage: Stage, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert troubles.GONE_AFTER >= 60 * SECOND
    monkeypatch.setattr(troubles, "GONE_AFTER", SECOND // 2)
    await stage.provider.fault("callback", "dead_link")
    await stage.start()
    placeholder = await ordered(stage, alice)
    told = await stage.said(alice, "ownload it")
    assert told["message_id"] == placeholder["message_id"]
    assert (await stage.provider.callbacks())[0]["body"]["data"]["cdn"] in told["text"]


async def test_redirects_are_followed_within_the_listed_origins(stage: Stage, alice: Person) -> None:
    await stage.provider.fault("cdn", "status", 500)  # Telegram's servers come first
    await stage.provider.fault("cdn", "redirect", times=2)
    await stage.start()
    placeholder = await ordered(stage, alice)
    picture = await stage.picture(alice)
    assert (picture["kind"], picture["message_id"]) == ("photo", placeholder["message_id"])
    visits = [
        (entry["status"], entry["path"][:5]) for entry in await stage.provider.history() if entry["event"] == "cdn"
    ]
    assert visits == [(500, "/cdn/"), (302, "/cdn/"), (302, "/cos/"), (200, "/cdn/")]


async def test_a_picture_that_moved_to_an_unlisted_origin_is_kept(stage: Stage, alice: Person, admin: Person) -> None:
    origin = stage.provider_url.replace("127.0.0.1", "localhost")
    await stage.provider.fault("cdn", "redirect", f"{origin}/cdn/aigc/images/x.png", times=None)
    await stage.start(admin_ids=str(admin.id))
    await stage.telegram.say(alice, "/draw a fox")
    warning = await stage.said(admin, "RESULT_ORIGINS")
    assert origin in warning["text"]
    await stage.said(alice, "taking longer than usual")
    await stage.provider.clear_faults()
    await stage.restart()
    await stage.picture(alice)


@pytest.mark.parametrize("form", ["avif", "heic", "gif", "bmp", "tiff"])
async def test_what_is_no_photo_goes_as_a_file(stage: Stage, alice: Person, form: str) -> None:
    if form in {"gif", "bmp"}:  # Telegram's servers come first, and would make a photo of it
        await stage.provider.fault("cdn", "status", 500)
    await stage.provider.fault("cdn", "format", form, times=None)
    await stage.start()
    placeholder = await ordered(stage, alice)
    document = await stage.picture(alice)
    assert (document["kind"], document["message_id"]) == ("document", placeholder["message_id"])
    assert document["file_name"].endswith(f".{form}")
    async with stage.session.get((await stage.provider.callbacks())[0]["body"]["data"]["cdn"]) as response:
        assert await stage.telegram.file(document["file_id"]) == await response.read()


async def test_dripping_downloads_hold_nobody_else_up(
    stage: Stage, alice: Person, bo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "GRACE", 1.0)
    await stage.telegram.fault("editMessageMedia", "error", BAD_PHOTO, times=7)  # so each is fetched by the bot
    await stage.provider.fault("cdn", "drip", 10, times=12)
    await stage.start(max_in_flight=6)
    for n in range(6):
        await stage.telegram.say(alice, f"/draw fox {n}")
    seen, dripping = 0, set[str]()
    while len(dripping) < 6:
        visit = await stage.provider.wait("cdn", after=seen)
        seen, dripping = visit["n"] + 1, dripping | {visit["path"].rpartition("/")[2]}
    await stage.telegram.say(bo, "/draw a heron")
    await stage.picture(bo)


async def test_an_unlisted_origin_is_kept_until_it_is_listed(stage: Stage, alice: Person, admin: Person) -> None:
    origin = stage.provider_url.replace("127.0.0.1", "localhost")
    for _ in range(2):
        await stage.provider.fault("callback", "foreign_origin", origin)
    await stage.start(admin_ids=str(admin.id))
    await stage.telegram.say(alice, "/draw a fox")
    warning = await stage.said(admin, "RESULT_ORIGINS")
    assert origin in warning["text"]
    await stage.telegram.say(alice, "/draw a second fox")
    await stage.submitted(2)
    await stage.provider.wait("callback", lambda entry: entry["body"]["data"]["request"]["model"]["text"] != "a fox")
    await stage.stop()
    assert [message["kind"] for message in await stage.bot_messages(alice)] == ["text", "text"]
    assert not [entry for entry in await stage.provider.history() if entry["event"] == "cdn"]
    assert sum("RESULT_ORIGINS" in message["text"] for message in await stage.bot_messages(admin)) == 1
    await stage.start(result_origins=f"{stage.provider_url},{origin}")
    await stage.pictures(alice, 2)
    assert await stage.billed() == 2


async def test_a_picture_too_large_for_telegram_becomes_a_link(stage: Stage, alice: Person) -> None:
    await stage.provider.fault("cdn", "too_big", 60_000_000, times=None)
    await stage.start()
    placeholder = await ordered(stage, alice)
    link = await stage.said(alice, "too large to send on Telegram")
    assert link["message_id"] == placeholder["message_id"]
    assert (await stage.provider.callbacks())[0]["body"]["data"]["cdn"] in link["text"]


async def test_whose_upload_telegram_drops_again_and_again_gets_the_address(
    stage: Stage, alice: Person, bo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver, "STALLED_TRIES", 1)  # each further one would wait twice as long
    await stage.provider.fault("cdn", "status", 500)  # Telegram's servers come first, and need not come again
    await stage.telegram.fault("editMessageMedia", "drop", after=1)
    await stage.start(daily_pictures_total=1)
    placeholder = await ordered(stage, alice)
    link = await stage.said(alice, "ownload it")
    assert link["message_id"] == placeholder["message_id"]
    assert (await stage.provider.callbacks())[0]["body"]["data"]["cdn"] in link["text"]
    await stage.telegram.say(bo, "/draw another fox")
    await stage.said(bo, "今天的总额度已用完")
    await stage.stop()
    statuses = [call["status"] for call in await stage.telegram.calls("editMessageMedia", alice.chat_id)]
    assert statuses == [400, None]
