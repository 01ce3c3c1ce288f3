"""What nobody expected: an exception ends no loop, and whatever fails or hangs, the process ends when it is told to."""

import asyncio
import json
import signal
import time

import pytest

from bot.telegram import webhook
from sandbox.patience import PATIENCE
from sandbox.telegram_client import Person
from tests.support.broken import SAYS
from tests.support.stage import ENDS_WITHIN, Stage

BROKEN = "tests.support.broken"
LOOPS = ("waiting", "publish", "draft", "announce", "deliver")
"""Of which each has a part that is broken."""

Process = asyncio.subprocess.Process


async def until(process: Process, words: str) -> None:
    """Return when a process has said this on stderr."""
    assert process.stderr
    async with asyncio.timeout(PATIENCE):
        while words not in (line := (await process.stderr.readline()).decode()):
            assert line, "it has ended"


async def ended_when_told(stage: Stage, process: Process) -> str:
    """Tell a process to end; return what it says then."""
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    code, errors = await stage.ended(process)
    assert time.monotonic() - began < ENDS_WITHIN
    assert code == 0, errors
    return errors


@pytest.mark.parametrize("odd", [{"ok": True}, [], None])
async def test_an_odd_answer_ends_no_keeper(stage: Stage, alice: Person, odd: object) -> None:
    await stage.telegram.fault("setWebhook", "body", [200, json.dumps(odd)], times=2)
    process = await stage.launch(telegram_mode="webhook")
    await stage.telegram.wait_calls("setWebhook", count=3)
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    await ended_when_told(stage, process)


@pytest.mark.parametrize("odd", [{"ok": True}, [], None, {"ok": True, "result": {"update_id": 1}}])
async def test_an_odd_answer_ends_no_polling(stage: Stage, alice: Person, odd: object) -> None:
    await stage.telegram.fault("getUpdates", "body", [200, json.dumps(odd)], times=1)
    await stage.telegram.fault("deleteWebhook", "body", [200, json.dumps(odd)], times=1)
    process = await stage.launch()
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    await ended_when_told(stage, process)


async def test_whatever_fails_to_stop_the_rest_stops(stage: Stage) -> None:
    parts = ("polling", "replies", "pipeline", "admins", "web", "account")
    process = await stage.launch(",".join(parts), "fails", module=BROKEN)
    await until(process, " ready ")
    errors = await ended_when_told(stage, process)
    assert errors.count("not_ended ") == len(parts)
    assert not stage.database.with_name("huabot.db-wal").exists(), "the database was closed in order"


@pytest.mark.parametrize("part", ["polling", "replies", "pipeline", "web", "account"])
async def test_whatever_hangs_the_rest_stops(stage: Stage, part: str) -> None:
    process = await stage.launch(part, "hangs", "8", module=BROKEN)
    await until(process, " ready ")
    errors = await ended_when_told(stage, process)
    assert errors.count("not_ended_in_time ") == 1
    assert not stage.database.with_name("huabot.db-wal").exists(), "the database was closed in order"


async def test_a_thread_that_hangs_holds_nobody_up(stage: Stage) -> None:
    process = await stage.launch("database", "blocks", module=BROKEN)
    await until(process, " ready ")
    await ended_when_told(stage, process)
    await stage.start()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_the_second_signal_ends_it_at_once(stage: Stage, number: signal.Signals) -> None:
    process = await stage.launch("replies", "hangs", module=BROKEN)
    await until(process, " ready ")
    process.send_signal(number)
    await until(process, SAYS)
    process.send_signal(number)
    assert (await stage.ended(process))[0] == -number


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("part", "how"),
    [
        ("imports", "blocks"),
        ("opening", "blocks"),
        ("migration", "blocks"),
        ("migration", "hangs"),
        ("recovery", "hangs"),
    ],
)
async def test_told_to_end_while_it_starts(stage: Stage, part: str, how: str) -> None:
    process = await stage.launch(part, how, "3", module=BROKEN)
    await until(process, SAYS)
    assert "Traceback" not in await ended_when_told(stage, process)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("part", ["opening", "migration", "recovery"])
async def test_what_nobody_expected_at_the_start_is_one_sentence(stage: Stage, part: str) -> None:
    code, errors = await stage.ended(await stage.launch(part, "fails", module=BROKEN))
    assert code == 1
    (sentence,) = [line for line in errors.splitlines() if line.startswith("huabot: ")]
    assert "KeyError" in sentence
    assert "Traceback" not in errors


@pytest.mark.parametrize("how", ["fails", "cancels"])
async def test_loops_go_on_and_are_counted(stage: Stage, alice: Person, how: str) -> None:
    process = await stage.launch("waiting,menu,worker", how, module=BROKEN)
    await until(process, " ready ")
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    counted = ""
    async with asyncio.timeout(PATIENCE):
        while not all(f'where="{name}"' in counted for name in LOOPS):
            await asyncio.sleep(0.1)
            counted = " ".join(await stage.bugs())
    async with stage.session.get(f"{stage.url}/readyz") as response:
        assert response.status == 200
    await ended_when_told(stage, process)


async def test_an_odd_answer_about_the_webhook_ends_no_keeper(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "LOOK_EVERY", 0.1)
    for odd in ({"ok": True}, [], {"ok": True, "result": {"url": 7, "pending_update_count": "?"}}):
        await stage.telegram.fault("getWebhookInfo", "body", [200, json.dumps(odd)])
    await stage.start(telegram_mode="webhook")
    await stage.telegram.wait_calls("getWebhookInfo", count=6)
    async with stage.session.get(f"{stage.url}/readyz") as response:
        assert response.status == 200
