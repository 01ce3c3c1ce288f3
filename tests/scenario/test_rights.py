"""What a group allows the bot, and how fast it may speak there."""

import asyncio

import pytest

from sandbox.telegram_client import Group, Json, Person
from tests.support.stage import Stage, is_picture


@pytest.fixture
async def group(stage: Stage, alice: Person) -> Group:
    return await stage.telegram.group("Painters", alice)


async def ordered(stage: Stage, person: Person, group: Group) -> tuple[int, Json]:
    """Order a picture; return the command's id and the placeholder."""
    order = await stage.telegram.say(person, "/draw a fox", chat=group.id)
    return order["message_id"], await stage.reply(group, order["message_id"], "Painting")


async def test_no_photos_then_a_document_no_files_then_the_address(stage: Stage, alice: Person, group: Group) -> None:
    telegram = stage.telegram
    await telegram.permit(group.id, photos=False)
    await stage.start()
    _, placeholder = await ordered(stage, alice, group)
    document = await stage.picture(group)
    assert (document["kind"], document["message_id"]) == ("document", placeholder["message_id"])
    await telegram.permit(group.id, documents=False)
    order, placeholder = await ordered(stage, alice, group)
    words = await stage.reply(group, order, "I'm not allowed to send pictures here")
    assert words["message_id"] == placeholder["message_id"]
    assert (await stage.provider.callbacks())[1]["body"]["data"]["cdn"] in words["text"]
    # An administrator may everything.
    await telegram.bot_status(group.id, "administrator", alice)
    order, _ = await ordered(stage, alice, group)
    photo = (await stage.pictures(group, 2))[1]
    assert (photo["kind"], photo["reply_to_message_id"]) == ("photo", order)
    assert len(await stage.bot_messages(group)) == 3


@pytest.mark.parametrize("right", ["write", "texts"])
async def test_where_nothing_can_be_said_nothing_is_paid(stage: Stage, alice: Person, group: Group, right: str) -> None:
    telegram = stage.telegram
    await telegram.permit(group.id, **{right: False})
    await stage.start(daily_pictures_total=1)
    await telegram.say(alice, "/draw a fox", chat=group.id)
    await telegram.wait_calls("sendMessage", group.id)
    await telegram.say(alice, "/draw a heron")  # the only picture of the day is still there
    await stage.picture(alice)
    await stage.restart()
    await stage.stop()
    assert len(await telegram.calls("*", group.id)) <= 2
    assert [submit["params"]["text"] for submit in await stage.provider.submits()] == ["a heron"]


@pytest.mark.parametrize("how", ["silenced", "kicked", "left"])
async def test_a_group_closed_while_painting_is_left_alone(stage: Stage, alice: Person, group: Group, how: str) -> None:
    telegram = stage.telegram
    await stage.start()
    async with stage.painting():
        await ordered(stage, alice, group)
        if how == "silenced":
            await telegram.permit(group.id, write=False)
        else:
            await telegram.bot_status(group.id, how, alice)
    (refused,) = await telegram.wait_calls("edit*", group.id)
    assert not refused["ok"]
    await stage.restart()
    await telegram.say(alice, "/draw a heron")
    await stage.picture(alice)
    assert len(await telegram.calls("*", group.id)) == 2  # the placeholder and the refused edit
    # The group is there again with the next that is said in it; the lost picture is not.
    await (
        telegram.permit(group.id, write=True) if how == "silenced" else telegram.bot_status(group.id, "member", alice)
    )
    order, _ = await ordered(stage, alice, group)
    assert (await stage.picture(group))["reply_to_message_id"] == order
    assert await stage.billed() == 3


async def test_twenty_messages_a_minute_and_group(stage: Stage, alice: Person, group: Group) -> None:
    """Edits do not count; what is too much for one group waits there and nowhere else."""
    telegram = stage.telegram
    await telegram.settings(enforce_limits=True)
    other = await telegram.group("Others", alice)
    await stage.start(max_in_flight=30, daily_pictures=50, provider_concurrency=30, submit_grace=30.0)
    await asyncio.gather(*(telegram.say(alice, f"/draw fox {number}", chat=group.id) for number in range(22)))
    await stage.pictures(group, 20)
    await telegram.say(alice, "/draw a heron", chat=other.id)
    await stage.picture(other)
    await stage.stop()
    assert len(await telegram.calls("send*", group.id)) == 20
    assert not [call for call in await telegram.calls() if not call["ok"]]
    assert await stage.billed() == 21


async def test_a_group_told_to_wait_waits_alone(stage: Stage, alice: Person, bo: Person, group: Group) -> None:
    other = await stage.telegram.group("Others", bo)
    await stage.telegram.fault("send*", "retry_after", 600, chat_id=group.id)
    await stage.start()
    await stage.telegram.say(alice, "/draw a fox", chat=group.id)
    await stage.telegram.wait_calls("send*", group.id)
    await stage.telegram.say(bo, "/draw a heron", chat=other.id)
    await stage.picture(other)
    assert len(await stage.telegram.calls("*", group.id)) == 1


async def test_a_group_told_to_wait_waits_so_long(stage: Stage, alice: Person, bo: Person, group: Group) -> None:
    """Telegram's limit is narrower than ours believes: what it says is kept, to the second."""
    telegram = stage.telegram
    await telegram.settings(enforce_limits=True, group_limit=1, group_window=3)
    other = await telegram.group("Others", bo)
    await stage.start(max_in_flight=10)
    for number in range(4):
        await telegram.say(alice, f"/draw fox {number}", chat=group.id)
    await telegram.say(bo, "/draw a heron", chat=other.id)
    await stage.picture(other)
    await stage.pictures(group, 4)
    await stage.stop()
    calls = sorted(await telegram.calls("*", group.id), key=lambda call: call["received"])
    refused = [call for call in calls if call["status"] == 429]
    assert refused
    sent = [call for call in calls if call["method"].startswith("send")]
    for told in refused:
        until = told["at"] + int(told["description"].rpartition(" ")[2])
        # What was under way when it was said is no fault.
        assert not [call for call in sent if told["at"] + 0.1 < call["received"] < until - 0.05]
    assert [call["status"] for call in await telegram.calls("*", other.id)] == [200, 200]
    assert sum(map(is_picture, await telegram.messages(group.id))) == 4
    assert await stage.billed() == 5
