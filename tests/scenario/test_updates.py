"""Updates that come twice, backwards, broken, or at a bad moment."""

import asyncio
import io
from contextlib import ExitStack

from sandbox.patience import PATIENCE
from sandbox.telegram_client import Person
from tests.support.locked import locked
from tests.support.stage import Stage
from tests.support.updates import order, update_ids


async def test_an_update_that_comes_again_is_one_order(stage: Stage, alice: Person) -> None:
    await stage.start()
    await stage.telegram.say(alice, "/draw a fox")
    (update_id,) = await update_ids(stage)
    await stage.telegram.repeat_update(update_id, 3)
    await stage.picture(alice)
    await stage.restart()
    await stage.telegram.repeat_update(update_id, 3)  # this process has never seen it
    await stage.telegram.say(alice, "/help")
    await stage.said(alice, "What I can do")
    await stage.stop()
    assert len(await stage.provider.submits()) == 1
    assert len(await stage.bot_messages(alice)) == 2


async def test_a_repeated_order_is_not_told_that_its_own_quota_is_used_up(stage: Stage, alice: Person) -> None:
    await stage.start(daily_pictures=1)
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    await stage.restart()
    await stage.telegram.repeat_update((await update_ids(stage))[0])
    await stage.telegram.say(alice, "/help")
    await stage.said(alice, "What I can do")
    await stage.stop()
    assert len(await stage.bot_messages(alice)) == 2


async def test_numbers_may_go_back(stage: Stage, alice: Person, bo: Person) -> None:
    await stage.start()
    await stage.telegram.say(alice, "/draw a fox")
    await stage.telegram.say(bo, "/start")
    await stage.picture(alice)
    await stage.telegram.raw_update(order(1_000, bo, 9_001))
    await stage.picture(bo)
    await stage.telegram.say(alice, "/help")
    await stage.said(alice, "What I can do")
    await stage.stop()
    assert len(await stage.provider.submits()) == 2


async def test_broken_updates_hold_nobody_up(stage: Stage, alice: Person, bo: Person, stream: io.StringIO) -> None:
    await stage.start()
    undated = order(800_000_001, alice, 9_001)
    del undated["message"]["date"]
    for update in (
        undated,
        {"update_id": 800_000_002},
        {"update_id": 800_000_003, "message": "text"},
        {"update_id": 800_000_004, "message": {}},
        {"update_id": 800_000_005, "message": {"message_id": 9_002, "date": 1, "chat": {"id": alice.id}}},
        order(800_000_006, alice, 9_003, entities=[{"type": "bot_command", "offset": 0, "length": 99_999}]),
        order(800_000_007, alice, 9_004, date="yesterday"),
        order(800_000_008, alice, 9_005, date=2**70),
        order(800_000_009, alice, 9_006, date=-(10**15)),
        order(800_000_010, alice, 9_007, chat={"id": [1], "type": "private"}),
        order(800_000_011, alice, 9_008, chat={"id": 2**63, "type": "hall"}),
        {"update_id": 800_000_012, "pre_checkout_query": {"id": "1", "from": {"id": 2**60}, "currency": "XTR"}},
        {"update_id": True, "message": {}},
        {"update_id": 7.5, "message": {}},
        {"update_id": "text", "message": {}},
        {"no": "number"},
    ):
        await stage.telegram.raw_update(update)
    await stage.telegram.say(bo, "/draw a heron")
    await stage.picture(bo)
    assert "a heron" in [submit["params"]["text"] for submit in await stage.provider.submits()]
    async with stage.session.get(f"{stage.url}/readyz") as response:
        assert response.status == 200


async def test_a_cancel_that_comes_again_takes_back_nothing_that_was_ordered_after_it(
    stage: Stage, alice: Person, bo: Person
) -> None:
    async with stage.painting():
        await stage.start(provider_concurrency=1)
        await stage.telegram.say(bo, "/draw a heron")
        await stage.submitted()
        fox = await stage.telegram.say(alice, "/draw a fox")
        await stage.reply(alice, fox["message_id"], "You are next")
        await stage.telegram.say(alice, "/cancel")
        await stage.said(alice, "Cancelled: 1 picture")
        hare = await stage.telegram.say(alice, "/draw a hare")
        await stage.reply(alice, hare["message_id"], "You are next")
        await stage.restart()
        await stage.telegram.repeat_update((await update_ids(stage))[2])  # this process has never seen it
        await stage.telegram.say(alice, "/help")
        await stage.said(alice, "What I can do")
    assert (await stage.picture(alice))["text"].startswith("a hare")
    assert await stage.billed() == 2


async def test_a_locked_database_takes_no_order_and_loses_none(stage: Stage, alice: Person) -> None:
    await stage.start()
    with locked(stage):
        await stage.telegram.say(alice, "/draw a fox")
        (update_id,) = await update_ids(stage)

        async def handed_out() -> int:
            calls = await stage.telegram.calls("getUpdates")
            return sum(update_id in (call["update_ids"] or []) for call in calls)

        async with asyncio.timeout(PATIENCE):
            while await handed_out() < 2:
                await stage.telegram.history(len(await stage.telegram.history()), 10)
        assert await stage.bot_messages(alice) == []
    await stage.picture(alice)
    await stage.stop()
    assert len(await stage.provider.submits()) == 1
    assert len(await stage.bot_messages(alice)) == 1


async def test_a_callback_while_the_database_is_locked_is_called_again(stage: Stage, alice: Person) -> None:
    await stage.start()
    with ExitStack() as lock:
        async with stage.painting():
            await stage.telegram.say(alice, "/draw a fox")
            await stage.submitted()
            lock.enter_context(locked(stage))
        await stage.provider.wait("callback", lambda entry: not entry["ok"])
    picture = await stage.picture(alice)
    await stage.stop()
    assert await stage.bot_messages(alice) == [picture]
