"""What is no answer, at the start: the bot waits, says what is wrong, and begins when Telegram is there."""

import io

import pytest

from bot.telegram import account, webhook
from sandbox.telegram_client import Person
from tests.support.odd_answers import HTML, NO_ANSWERS, NO_RESULTS, NOBODY, NOT_FOUND, UNAUTHORIZED
from tests.support.stage import Stage


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Telegram is asked again at once."""
    monkeypatch.setattr(account, "PAUSES", (0.01, 0.01))
    monkeypatch.setattr(account, "REFUSAL_PAUSE", 0.01)


@pytest.mark.usefixtures("hasty")
async def test_nothing_but_an_answer_begins_it(stage: Stage, alice: Person, stream: io.StringIO) -> None:
    odd = [*NO_ANSWERS, *(("result", result) for result in [*NO_RESULTS, *NOBODY])]
    for effect, value in odd:
        await stage.telegram.fault("getMe", effect, value)
    await stage.start()
    assert len(await stage.telegram.calls("getMe")) == len(odd) + 1
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    logged = stream.getvalue()
    assert "Traceback" not in logged
    assert logged.count('"telegram_away"') == len(odd)


@pytest.mark.usefixtures("hasty")
async def test_the_log_says_where_to_look(stage: Stage, stream: io.StringIO) -> None:
    await stage.telegram.fault("getMe", "body", [404, NOT_FOUND])
    await stage.telegram.fault("getMe", "body", [200, HTML])
    await stage.start()
    not_found, html = [line for line in stream.getvalue().splitlines() if '"telegram_away"' in line]
    for name in ("TELEGRAM_API_URL", "TELEGRAM_TOKEN"):
        assert name in not_found
    assert "TELEGRAM_API_URL" in html


@pytest.mark.usefixtures("hasty")
async def test_a_brief_401_is_no_wrong_token(stage: Stage, alice: Person) -> None:
    """A Bot API server that is just starting knows no token yet."""
    for body in (UNAUTHORIZED, UNAUTHORIZED, HTML):
        await stage.telegram.fault("getMe", "body", [401, body])
    await stage.telegram.fault("getMe", "body", [401, UNAUTHORIZED])
    await stage.start()
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)


async def test_a_401_that_stays_is_a_wrong_token(stage: Stage) -> None:
    await stage.telegram.fault("getMe", "body", [401, UNAUTHORIZED], times=None)
    with pytest.raises(account.TokenRefusedError, match="TELEGRAM_TOKEN is not accepted"):
        await stage.start()
    asked = [call["received"] for call in await stage.telegram.calls("getMe")]
    assert len(asked) == 3
    assert asked[-1] - asked[0] > 2


@pytest.mark.usefixtures("hasty")
async def test_a_proxys_401_and_a_404_are_never_a_wrong_token(stage: Stage, stream: io.StringIO) -> None:
    await stage.telegram.fault("getMe", "body", [401, HTML], times=10)
    await stage.telegram.fault("getMe", "body", [404, NOT_FOUND], times=10)
    await stage.start()
    assert "Traceback" not in stream.getvalue()


@pytest.mark.parametrize("effect", ["body", "body_after"])
async def test_the_first_calls(stage: Stage, alice: Person, effect: str) -> None:
    for body in ('{"ok": true}', "[]"):
        await stage.telegram.fault("deleteWebhook", effect, [200, body])
    await stage.telegram.fault("setMyCommands", effect, [200, "null"], times=None)
    await stage.start(admin_ids="4242")
    assert [call["fault"] for call in await stage.telegram.wait_calls("deleteWebhook", count=3)] == [
        effect,
        effect,
        None,
    ]
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    assert await stage.bugs() == []


@pytest.mark.parametrize("effect", ["body", "body_after"])
async def test_a_webhook_is_set_until_it_is_known_to_stand(
    stage: Stage, alice: Person, effect: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "LOOK_EVERY", 0.05)
    await stage.telegram.fault("setWebhook", effect, [200, '{"ok": true}'])
    await stage.start(telegram_mode="webhook")
    assert [call["fault"] for call in await stage.telegram.wait_calls("setWebhook", count=2)] == [effect, None]
    await stage.telegram.wait_calls("getWebhookInfo")
    for result in ("x", {"url": 7}):  # which does not say that it is gone
        await stage.telegram.fault("getWebhookInfo", "result", result)
    await stage.telegram.wait_calls("getWebhookInfo", count=len(await stage.telegram.calls("getWebhookInfo")) + 3)
    assert len(await stage.telegram.calls("setWebhook")) == 2
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
