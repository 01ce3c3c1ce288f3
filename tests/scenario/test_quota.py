"""Who can paint how much, and what is given back."""

from typing import Any

import pytest

from bot import admission
from sandbox.patience import PATIENCE
from sandbox.telegram_client import Person
from tests.support.stage import Stage


async def test_a_persons_day(stage: Stage, alice: Person, bo: Person) -> None:
    await stage.start(daily_pictures=2)
    for count in (1, 2):
        await stage.telegram.say(alice, "/draw a fox")
        await stage.pictures(alice, count)
    await stage.telegram.say(alice, "/draw a third fox")
    await stage.said(alice, "You have used your 2 pictures for today")
    await stage.telegram.say(bo, "/draw a heron")
    await stage.picture(bo)
    assert await stage.billed() == 3


@pytest.mark.on_both
async def test_what_is_not_charged_has_an_end_too(
    stage: Stage, alice: Person, bo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is only asked, or taken back, is a row all the same, and keeps its words for a month."""
    monkeypatch.setattr(admission, "MOST_UNCHARGED", 4)
    await stage.start(daily_pictures=1)
    for number in range(4):
        asked = await stage.telegram.say(alice, f"/draw {'𐐨' * 20} {number}")
        await stage.reply(alice, asked["message_id"], "English and Chinese")
    for text in ("/draw 𐐨𐐨𐐨", "/draw a fox"):
        refused = await stage.telegram.say(alice, text)
        await stage.reply(alice, refused["message_id"], "So many orders within an hour")
    await stage.telegram.say(bo, "/draw a heron")
    await stage.picture(bo)
    assert await stage.billed() == 1


@pytest.mark.on_both
async def test_everybodys_day(stage: Stage, alice: Person, bo: Person) -> None:
    await stage.start(daily_pictures_total=1)
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    await stage.restart()
    await stage.telegram.say(bo, "/draw a heron")
    await stage.said(bo, "今天的总额度已用完")
    assert await stage.billed() == 1


@pytest.mark.parametrize(
    ("setting", "words"),
    [("daily_pictures", "No pictures are allowed here"), ("daily_pictures_total", "No pictures can be made")],
)
async def test_none_at_all(stage: Stage, alice: Person, setting: str, words: str) -> None:
    await stage.start(**{setting: 0})
    await stage.telegram.say(alice, "/draw a fox")
    await stage.said(alice, words)
    assert await stage.provider.submits() == []


async def test_three_under_way_keep_their_order(stage: Stage, alice: Person) -> None:
    await stage.start()
    async with stage.painting():
        orders = [await stage.telegram.say(alice, f"/draw fox {number}") for number in range(4)]
        await stage.said(alice, "3 pictures of yours are in progress")
        submits = await stage.submitted(3)
        assert [submit["params"]["text"] for submit in submits] == ["fox 0", "fox 1", "fox 2"]
        targets = [message["reply_to_message_id"] for message in await stage.bot_messages(alice)]
        assert [target for target in targets if target != orders[3]["message_id"]] == [
            order["message_id"] for order in orders[:3]
        ]
    await stage.pictures(alice, 1)
    await stage.telegram.say(alice, "/draw fox 4")
    assert (await stage.submitted(4))[3]["params"]["text"] == "fox 4"


@pytest.mark.parametrize(
    ("where", "effect", "value", "words"),
    [
        ("callback", "refused", None, "too revealing"),
        ("callback", "unchecked", None, "not your fault"),
        ("callback", "failed", None, "couldn't finish"),
        ("callback", "empty", None, "couldn't finish"),
        ("callback", "lose", None, "took too long"),
        ("submit", "code", [40001, "no"], "rejected this request"),
    ],
)
async def test_what_was_no_picture_is_given_back(
    stage: Stage, alice: Person, where: str, effect: str, value: Any, words: str
) -> None:
    await stage.provider.fault(where, effect, value)
    deadline = 0.6 if effect == "lose" else PATIENCE
    await stage.start(apispace_query_path="", query_interval=0.2, job_deadline=deadline, daily_pictures_total=1)
    await stage.telegram.say(alice, "/draw a fox")
    await stage.said(alice, words)
    await stage.restart(job_deadline=PATIENCE)
    second, third = [await stage.telegram.person("Somebody") for _ in range(2)]
    await stage.telegram.say(second, "/draw a second fox")
    await stage.picture(second)
    await stage.telegram.say(third, "/draw a third fox")
    await stage.said(third, "All pictures for today are used up")


async def test_what_could_not_be_delivered_to_a_closed_chat_counts(stage: Stage, alice: Person) -> None:
    await stage.start(daily_pictures=1)
    async with stage.painting():
        await stage.telegram.say(alice, "/draw a fox")
        await stage.submitted()
        await stage.telegram.block(alice)
    await stage.telegram.wait_calls("editMessageMedia")
    await stage.restart()
    await stage.telegram.block(alice, blocked=False)
    await stage.telegram.say(alice, "/draw a second fox")
    await stage.said(alice, "used your one picture")


async def test_a_private_bot_turns_strangers_away(stage: Stage, alice: Person, bo: Person) -> None:
    admin = await stage.telegram.person("Ada")
    await stage.start(allowed_chats=str(alice.id), admin_ids=str(admin.id))
    for text in ("/draw a fox", "/start"):
        stranger = await stage.telegram.person("Stranger")
        await stage.telegram.say(stranger, text)
        answer = await stage.said(stranger, "You can't use this bot here")
        assert str(stranger.id) in answer["text"]
    await stage.telegram.say(bo, "/draw a fox")
    assert str(bo.id) in (await stage.said(bo, "你不能在这里使用我"))["text"]
    for person in (alice, admin):
        await stage.telegram.say(person, "/draw a fox")
        await stage.picture(person)
    assert len(await stage.provider.submits()) == 2
