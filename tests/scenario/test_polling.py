"""Long polling as the way in, and others who use the same token."""

import pytest

from sandbox.telegram_client import Person
from tests.support.stage import TELEGRAM_TOKEN, Stage


async def call(stage: Stage, method: str, **params: str | int) -> int:
    """Call the Bot API as another program with our token would; return the status."""
    url = f"{stage.telegram_url}/bot{TELEGRAM_TOKEN}/{method}"
    async with stage.session.post(url, json=params) as response:
        return response.status


async def test_what_is_asked_for_at_the_start(stage: Stage, alice: Person) -> None:
    """A webhook that stands is removed, what is pending is kept, and only what we understand is asked for."""
    await call(stage, "setWebhook", url="http://127.0.0.1:9/nobody")
    await stage.telegram.say(alice, "/draw a fox")
    await stage.start()
    await stage.picture(alice)
    await stage.stop()
    (removed,) = await stage.telegram.calls("deleteWebhook")
    assert removed["params"].get("drop_pending_updates") in (None, "false", "False")
    polls = [poll["params"] for poll in await stage.telegram.calls("getUpdates")]
    assert {tuple(poll["allowed_updates"]) for poll in polls} == {("message", "callback_query", "my_chat_member")}
    assert int(polls[0]["timeout"]) >= 10


async def test_a_webhook_set_meanwhile_is_removed_again(
    stage: Stage, alice: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    await stage.start()
    await stage.telegram.wait_calls("deleteWebhook")
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    await call(stage, "setWebhook", url="http://127.0.0.1:9/nobody")
    await stage.telegram.wait_calls("deleteWebhook", count=2)
    await stage.telegram.say(alice, "/draw a heron")
    await stage.pictures(alice, 2)
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "polling_conflict" in line]
    assert "another program uses this token; stop it" in line
    assert await stage.taken() == 1
    assert await stage.billed() == 2


async def test_a_second_program_is_told_of_and_outlived(
    stage: Stage, alice: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    await stage.start()
    await stage.telegram.say(alice, "/help")
    await stage.said(alice, "What I can do")
    await call(stage, "getUpdates", timeout=0)
    await stage.telegram.wait_calls("deleteWebhook", count=2)
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    await stage.stop()
    assert "another program uses this token; stop it" in capsys.readouterr().out
    assert [poll["status"] for poll in await stage.telegram.calls("getUpdates")].count(409) == 1
