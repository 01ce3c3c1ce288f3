"""What fails in the same way every time, and what ends the process, ends with its owner told; all others are served."""

import asyncio
from typing import Any

import pytest

from bot.pipeline import deliver, draft, worker
from sandbox.patience import PATIENCE
from sandbox.telegram_client import Person
from tests.support.stage import Stage, a_photo


def fails(*_: Any, **__: Any) -> Any:
    raise RuntimeError("always the same")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pause after a strike."""
    monkeypatch.setattr(worker, "STRIKE_PAUSE", 0.02)


@pytest.mark.usefixtures("quick")
async def test_a_picture_that_cannot_be_brought_ends_given_back_and_told(
    stage: Stage, alice: Person, bo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver, "caption", fails)
    await stage.start(daily_pictures=1)
    await stage.telegram.say(alice, "/draw a fox")
    told = await stage.said(alice, f"ownload it here while the link lasts:\n{stage.provider_url}")
    assert await stage.bot_messages(alice) == [told]
    assert await stage.bugs() == ['huabot_bugs_total{where="deliver"} 3.0']
    monkeypatch.undo()
    await stage.telegram.say(alice, "/draw a wolf")  # it did not count
    await stage.picture(alice)
    await stage.telegram.say(bo, "/draw a cat")
    await stage.picture(bo)


@pytest.mark.usefixtures("quick")
async def test_an_outcome_that_cannot_be_told_in_its_words_is_told_in_others(
    stage: Stage, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver, "outcome_words", fails)
    await stage.provider.fault("callback", "failed", "boom")
    await stage.start()
    await stage.telegram.say(alice, "/draw a fox")
    told = await stage.said(alice, "couldn't finish this picture")
    assert await stage.bot_messages(alice) == [told]


@pytest.mark.usefixtures("quick")
async def test_a_question_that_cannot_be_asked_is_let_go(
    stage: Stage, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft, "question", fails)
    await stage.start()
    await stage.telegram.say(alice, "/draw")
    bugs = 'huabot_bugs_total{where="draft"} 3.0'
    async with asyncio.timeout(PATIENCE):
        while bugs not in await stage.bugs():  # each look is a request of its own
            pass
    monkeypatch.undo()
    await stage.telegram.say(alice, "/draw")
    await stage.said(alice, "What should I paint?")
    assert await stage.bugs() == [bugs]


async def test_a_file_that_ends_the_process_is_looked_at_three_times(stage: Stage, alice: Person, bo: Person) -> None:
    """Whatever it is that ends it: here the kernel, while the file is being fetched."""
    await stage.telegram.fault("getFile", "delay_after", 60, times=None)
    looks = 0
    process = await stage.run(daily_pictures=1)
    await stage.telegram.document(alice, a_photo(1), "/hd", name="fox.png")
    for looks in range(1, 4):
        await stage.telegram.wait_calls("getFile", count=looks)
        process.kill()
        await process.wait()
        process = await stage.run()
    told = await stage.said(alice, "couldn't open that file as a picture")
    assert await stage.bot_messages(alice) == [told]
    assert len(await stage.telegram.calls("getFile")) == looks == 3
    await stage.telegram.clear_faults()
    for person in (alice, bo):  # it did not count
        await stage.telegram.document(person, a_photo(2), "/hd", name="wolf.png")
        await stage.picture(person)


async def test_a_file_that_only_came_slowly_is_looked_at_again(stage: Stage, alice: Person) -> None:
    """What was put off in order between two kills is no strike."""
    process = await stage.run()
    await stage.telegram.fault("getFile", "delay_after", 60)
    await stage.telegram.fault("file", "status", 502, times=1)
    await stage.telegram.document(alice, a_photo(1), "/hd", name="fox.png")
    await stage.telegram.wait_calls("getFile", count=1)
    process.kill()
    await process.wait()
    await stage.run()
    await stage.picture(alice)
