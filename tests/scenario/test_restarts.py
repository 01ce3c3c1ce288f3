"""Stopped, killed and started again: nothing is lost, nothing is doubled."""

import asyncio
import signal
import socket
import sqlite3
import time
from contextlib import closing, suppress

import pytest

from sandbox.patience import PATIENCE
from sandbox.telegram_client import Person
from tests.support.stage import ENDS_WITHIN, Stage


async def test_restarted_before_the_placeholder(stage: Stage, alice: Person) -> None:
    await stage.telegram.fault("sendMessage", "retry_after", 1)
    await stage.start()
    await stage.telegram.say(alice, "/draw a fox")
    (refused,) = await stage.telegram.wait_calls("sendMessage")
    await stage.restart()
    await stage.picture(alice)
    _, placeholder = await stage.telegram.calls("sendMessage", alice.chat_id)
    assert placeholder["received"] - refused["at"] >= 1
    assert await stage.billed() == 1


async def test_restarted_while_the_order_waits_for_the_provider(stage: Stage, alice: Person) -> None:
    await stage.provider_server.stop()
    await stage.start()
    await stage.telegram.say(alice, "/draw a fox")
    placeholder = await stage.said(alice, "Painting")
    await stage.stop()
    await stage.open_provider()
    await stage.start()
    assert (await stage.picture(alice))["message_id"] == placeholder["message_id"]
    assert len(await stage.provider.submits()) == 1


@pytest.mark.on_both
async def test_restarted_while_the_submits_answer_is_unknown(stage: Stage, alice: Person) -> None:
    await stage.provider.settings(paint_seconds=0.5)
    await stage.provider.fault("submit", "drop_after")
    await stage.start(submit_grace=PATIENCE)
    await stage.telegram.say(alice, "/draw a fox")
    await stage.submitted()
    await stage.restart()
    picture = await stage.picture(alice)
    assert await stage.bot_messages(alice) == [picture]
    assert len(await stage.provider.submits()) == 1


async def test_called_back_while_the_bot_is_down(stage: Stage, alice: Person) -> None:
    await stage.start()
    async with stage.painting():
        await stage.telegram.say(alice, "/draw a fox")
        await stage.submitted()
        await stage.stop()
    await stage.provider.wait("callback", lambda entry: not entry["ok"])
    await stage.start()
    await stage.provider.wait("callback", lambda entry: entry["ok"])
    picture = await stage.picture(alice)
    await stage.stop()
    assert await stage.bot_messages(alice) == [picture]
    assert await stage.billed() == 1


async def test_restarted_before_the_delivery(stage: Stage, alice: Person) -> None:
    await stage.telegram.fault("editMessageMedia", "status", 502)
    await stage.start()
    await stage.telegram.say(alice, "/draw a fox")
    await stage.telegram.wait_calls("editMessageMedia")
    await stage.restart()
    picture = await stage.picture(alice)
    await stage.stop()
    assert await stage.bot_messages(alice) == [picture]


async def test_orders_given_while_the_bot_is_down_are_taken(stage: Stage, alice: Person) -> None:
    await stage.start()
    await stage.stop()
    await stage.telegram.say(alice, "/draw a fox")
    await stage.start()
    await stage.picture(alice)
    await stage.restart()
    await stage.stop()
    assert len(await stage.provider.submits()) == 1


@pytest.mark.on_both
async def test_killed_between_order_and_submit(stage: Stage, alice: Person) -> None:
    await stage.telegram.fault("sendMessage", "delay", 30)
    process = await stage.run()
    order = await stage.telegram.say(alice, "/draw a fox")
    await until(stage, "accepted")
    process.kill()
    await process.wait()
    assert await stage.provider.submits() == []
    await stage.telegram.clear_faults()
    await stage.run()
    picture = await stage.picture(alice)
    assert picture["reply_to_message_id"] == order["message_id"]
    assert len(await stage.provider.submits()) == 1


async def until(stage: Stage, state: str) -> None:
    """Return when it is committed that the only order is in this state."""
    async with asyncio.timeout(PATIENCE):
        while True:
            async with stage.session.get(f"{stage.url}/metrics") as response:
                if f'huabot_jobs_live{{state="{state}"}} 1.0' in await response.text():
                    return


@pytest.mark.on_both
async def test_killed_between_submit_and_callback(stage: Stage, alice: Person) -> None:
    process = await stage.run()
    async with stage.painting():
        await stage.telegram.say(alice, "/draw a fox")
        placeholder = await stage.said(alice, "Painting")
        await until(stage, "submitted")
        process.kill()
        await process.wait()
    await stage.run()
    picture = await stage.picture(alice)
    assert picture["message_id"] == placeholder["message_id"]
    assert await stage.billed() == 1
    assert await stage.bot_messages(alice) == [picture]


async def test_killed_in_the_middle_of_the_submit(stage: Stage, alice: Person) -> None:
    await stage.provider.fault("submit", "delay_after", 30)
    process = await stage.run(submit_grace=PATIENCE)
    async with stage.painting():
        await stage.telegram.say(alice, "/draw a fox")
        await stage.submitted()
        process.kill()
        await process.wait()
    await stage.run()
    await stage.picture(alice)
    assert len(await stage.provider.submits()) == 1


async def test_sigterm_with_a_slow_telegram(stage: Stage, alice: Person, bo: Person) -> None:
    process = await stage.run()
    await stage.telegram.fault("sendMessage", "delay", 60, chat_id=bo.chat_id)
    await stage.telegram.fault("editMessageMedia", "delay", 60)
    await stage.telegram.say(bo, "/draw a heron")
    await stage.telegram.say(alice, "/draw a fox")
    await stage.provider.wait("callback", lambda entry: entry["ok"])
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert (await stage.ended(process))[0] == 0
    assert time.monotonic() - began < ENDS_WITHIN
    await stage.telegram.clear_faults()
    await stage.start()
    for person in (alice, bo):
        await stage.picture(person)
    assert await stage.billed() == 2


async def test_sigterm_while_telegram_is_away(stage: Stage) -> None:
    await stage.telegram_server.stop()
    process = await stage.launch()
    async with asyncio.timeout(PATIENCE):
        while True:
            with suppress(OSError):
                async with stage.session.get(f"{stage.url}/healthz") as response:
                    assert response.status == 200
                    break
    process.send_signal(signal.SIGTERM)
    assert (await stage.ended(process))[0] == 0


async def test_the_failure_of_an_attempt_that_was_repeated_does_not_throw_the_picture_away(
    stage: Stage, alice: Person
) -> None:
    """The answer to the first attempt is lost; its task fails while the second is being painted."""
    await stage.provider.fault("submit", "status_after", 502)
    await stage.provider.fault("callback", "failed")
    await stage.start(submit_grace=2.5)
    async with stage.painting():
        await stage.telegram.say(alice, "/draw a fox")
        await stage.submitted(2)
        await stage.paint_one()
        failed = await stage.provider.wait("callback")
        assert (failed["body"]["success"], failed["status"]) == (False, 200)
    await stage.picture(alice)
    asked = await stage.telegram.say(alice, "/quota")
    await stage.reply(alice, asked["message_id"], "You have 29 of 30 pictures left today")


@pytest.mark.sqlite_only
@pytest.mark.parametrize("command", ["run", "migrate"])
async def test_a_second_run_on_the_same_database_refuses(stage: Stage, command: str) -> None:
    await stage.start()
    code, errors = await stage.ended(await stage.launch(command))
    assert code == 1, "whoever starts it may start it again: the other one may just be ending"
    (sentence,) = errors.splitlines()
    assert "another Huabot already runs" in sentence


@pytest.mark.sqlite_only
async def test_a_locked_database_or_a_taken_port_at_the_start_may_pass(stage: Stage) -> None:
    await stage.start()
    await stage.stop()
    with closing(sqlite3.connect(stage.database, isolation_level=None)) as somebody:
        somebody.execute("BEGIN EXCLUSIVE")
        code, errors = await stage.ended(await stage.launch())
        assert (code, "locked" in errors, "Traceback" in errors) == (1, True, False)
    with socket.create_server(("127.0.0.1", int(stage.url.rpartition(":")[2]))):
        code, errors = await stage.ended(await stage.launch())
        assert (code, "HOST and PORT" in errors, "Traceback" in errors) == (1, True, False)


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("telegram_token", "123456789:AAwrong-token-0123456789-abcdefghij", "TELEGRAM_TOKEN is not accepted"),
        ("public_url", "bot.example.org", "PUBLIC_URL is wrong"),
    ],
)
async def test_a_wrong_setting_is_one_sentence(stage: Stage, setting: str, value: str, words: str) -> None:
    code, errors = await stage.ended(await stage.launch(**{setting: value}))
    assert code == 2
    (sentence,) = [line for line in errors.splitlines() if line.startswith("huabot: ")]
    assert words in sentence
    assert value not in errors
    assert "Traceback" not in errors


@pytest.mark.sqlite_only
async def test_a_damaged_signing_key_is_one_sentence(stage: Stage) -> None:
    (stage.database.parent / "secret.key").write_text("short", encoding="ascii")
    code, errors = await stage.ended(await stage.launch(secret_key=""))
    assert code == 2
    assert "damaged" in errors
    assert "Traceback" not in errors
