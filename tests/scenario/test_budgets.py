"""What an order may cost the database, counted at its connection over whole journeys."""

import asyncio

import pytest

from bot.clock import SECOND
from bot.edges import Edges
from bot.telegram import shared_pacing
from sandbox.patience import PATIENCE
from sandbox.telegram_client import Person
from storage.drivers import is_postgresql
from tests.support.counting import Statements
from tests.support.stage import Stage, a_photo
from tests.support.studio import FREE, Studio
from tests.support.talk import painted

Counted = tuple[Stage, Statements]


@pytest.fixture
async def counted(stage: Stage) -> Counted:
    """A bot whose statements are counted."""
    statements = Statements()
    stage.edges = Edges(open_database=statements.open)
    await stage.start(submit_grace=180.0, job_deadline=600.0, queue_deadline=3600.0, **FREE)
    return stage, statements


@pytest.mark.sqlite_only
async def test_a_picture_costs_ten_statements(counted: Counted, alice: Person) -> None:
    stage, statements = counted
    await painted(stage, alice, "/draw to warm up")
    await asyncio.sleep(0.5)
    statements.clear()
    await painted(stage, alice, "/draw a fox")
    await asyncio.sleep(0.5)
    assert 5 <= statements.count <= 10, str(statements)
    assert 3 <= statements.commits <= 5, str(statements)
    assert 5 <= statements.round_trips <= 7, f"{statements.round_trips} round trips:\n{statements}"


async def test_who_speaks_is_read_once_an_update(counted: Counted) -> None:
    stage, statements = counted
    studio = await Studio.open(stage)

    def reads() -> int:
        read = statements.reads_of("chats")
        statements.clear()
        return read

    statements.clear()
    picture, _ = await studio.paint("/draw a red fox")
    assert reads() == 1, "/draw in a group, until it is delivered"
    await studio.paint_from(a_photo(), "/remix as an oil painting")
    assert reads() == 1, "/remix with a photo"
    assert await studio.press(picture, "🔁") == ""
    await stage.pictures(studio.group, 3)
    assert reads() == 1, "🔁"
    await stage.telegram.say(studio.alice, "/draw a fox --cfg lots", chat=studio.group.id)
    await stage.said(studio.group, "--cfg")
    assert reads() == 1, "a refusal"
    await stage.telegram.say(studio.alice, "/quota", chat=studio.group.id)
    await stage.said(studio.group, "today")
    assert reads() == 1, "/quota"


async def test_an_idle_bot_leaves_the_database_alone(counted: Counted) -> None:
    stage, statements = counted
    a_second = 4 if is_postgresql(str(stage.options["database_url"])) else 1  # processes that share look by themselves
    async with asyncio.timeout(PATIENCE):
        while statements.count:  # those of its start
            statements.clear()
            await asyncio.sleep(0.5)
    await asyncio.sleep(4)
    assert statements.count <= 4 * a_second, str(statements)


@pytest.mark.parametrize("driver", ["postgresql"])
async def test_a_picture_costs_little_more_where_several_processes_share(
    counted: Counted, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_pacing, "LATE", 10 * SECOND)  # a busy machine takes some turns twice
    stage, statements = counted
    await painted(stage, alice, "/draw to warm up")
    await asyncio.sleep(1.5)  # a second message within one waits
    statements.clear()
    await painted(stage, alice, "/draw a fox")
    await asyncio.sleep(0.5)
    statements.sql[:] = [sql for sql in statements.sql if "processes" not in sql]  # signs of life come by the second
    assert 5 <= statements.count <= 16, str(statements)
    assert 3 <= statements.commits <= 9, str(statements)
    statements.clear()
    await asyncio.sleep(3)
    assert statements.count <= 12, str(statements)
