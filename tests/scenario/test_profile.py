"""What stands in the bot's empty chat and on a shared link to it."""

from typing import Any

import pytest

from tests.support.stage import Stage

LANGUAGES = {"en": "I paint", "de": "I paint", "es": "Pinto", "ru": "рисую", "zh-hans": "我画", "zh-hant": "我画"}


async def shown(stage: Stage, language: str) -> Any:
    address = f"{stage.telegram_url}/sandbox/profile?language_code={language}"
    async with stage.session.get(address) as response:
        return await response.json()


async def test_everybody_reads_it_in_their_language_and_it_is_sent_once(stage: Stage) -> None:
    await stage.start()
    await stage.telegram.wait_calls("setMyShortDescription", count=4)
    for language, words in LANGUAGES.items():
        texts = await shown(stage, language)
        assert words.lower() in texts["description"].lower()
        assert "/draw " in texts["description"]
        assert 0 < len(texts["short_description"]) <= 120
    await stage.restart()
    await stage.telegram.wait_calls("getMyShortDescription", count=8)
    await stage.stop()
    assert len(await stage.telegram.calls("setMy*Description")) == 8


@pytest.mark.parametrize("method", ["getMyDescription", "setMyDescription", "setMyShortDescription"])
async def test_a_refusal_does_no_harm(stage: Stage, method: str) -> None:
    await stage.telegram.fault(method, "error", [400, "Bad Request: not now"])
    await stage.start()
    await stage.telegram.wait_calls("setMyShortDescription", count=3)
    alice = await stage.telegram.person("Alice", "en")
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    assert await stage.bugs() == []
