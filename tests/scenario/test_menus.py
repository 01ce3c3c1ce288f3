"""The menus of commands: of people, groups, administrators and operators, and of those who read another Chinese."""

import pytest

from sandbox.telegram_client import Person
from tests.support.stage import Stage
from tests.support.talk import answered

EVERYBODYS = 12
"""Menus of people, groups and administrators, in four languages each."""

SIMPLIFIED, TRADITIONAL = "根据描述画一张图", "根據描述畫一張圖"


async def published(stage: Stage) -> None:
    """Return when everybody's menus stand."""
    await stage.telegram.wait_calls("setMyCommands", count=EVERYBODYS)


async def reads(stage: Stage, person: Person, draw: str) -> None:
    """Wait until somebody's menu in private says so of /draw."""
    before = len(await stage.telegram.calls("*MyCommands"))
    while (await stage.telegram.menu(person))["draw"] != draw:
        await stage.telegram.wait_calls("*MyCommands", count=before + 1)
        before += 1


async def test_everybody_sees_what_serves_them(stage: Stage, alice: Person, bo: Person, admin: Person) -> None:
    await stage.start(admin_ids=str(admin.id))
    await published(stage)
    group = await stage.telegram.group("Painters", alice, bo)
    menus = [
        list(await stage.telegram.menu(who, where)) for who, where in ((alice, None), (alice, group.id), (bo, group.id))
    ]
    in_private, of_administrator, of_member = menus
    assert in_private[-2:] == ["deleteme", "start"]
    assert set(in_private) - set(of_administrator) == {"deleteme", "start"}
    assert set(of_administrator) - set(of_member) == {"settings"}
    await answered(stage, admin, "/help")
    await stage.telegram.wait_calls("setMyCommands", count=EVERYBODYS + 1)
    assert set(await stage.telegram.menu(admin)) - set(in_private) >= {"stats", "allow", "pause"}


async def test_who_reads_traditional_chinese_has_a_menu_in_it(stage: Stage) -> None:
    await stage.start()
    await published(stage)
    mei = await stage.telegram.person("美", "zh-hant")
    assert (await stage.telegram.menu(mei))["draw"] == SIMPLIFIED
    await answered(stage, mei, "/start")
    await reads(stage, mei, TRADITIONAL)
    for _ in range(2):
        await answered(stage, mei, "/help")
    assert len(await stage.telegram.calls("setMyCommands")) == EVERYBODYS + 1, "once is enough"
    page = await answered(stage, mei, "/settings")
    assert await stage.made_up(mei, page, "set::language.zh") == ""
    await reads(stage, mei, SIMPLIFIED)
    assert await stage.made_up(mei, page, "set::language.zh-hant") == ""
    await reads(stage, mei, TRADITIONAL)
    await stage.restart()
    await stage.telegram.wait_calls("setMyCommands", count=2 * EVERYBODYS + 2)
    assert await stage.made_up(mei, page, "set::language.ru") == ""
    await reads(stage, mei, SIMPLIFIED)
    assert await stage.bugs() == []


async def test_others_need_no_menu_of_their_own(stage: Stage, alice: Person, bo: Person) -> None:
    await stage.start()
    await published(stage)
    group = await stage.telegram.group("Painters", alice)
    for person in (alice, bo):
        page = await answered(stage, person, "/settings")
        assert await stage.made_up(person, page, "set::language.ru") == ""
        assert await stage.made_up(person, page, "set::model.anime") == ""
    await answered(stage, alice, "/help", group=group)
    await stage.stop()
    assert len(await stage.telegram.calls("*MyCommands")) == EVERYBODYS


@pytest.mark.parametrize("effect", ["error", "body"])
async def test_a_refusal_does_no_harm(stage: Stage, effect: str) -> None:
    await stage.start()
    await published(stage)
    mei = await stage.telegram.person("美", "zh-hant")
    wrong = [400, "Bad Request: not now"] if effect == "error" else [200, "[]"]
    await stage.telegram.fault("setMyCommands", effect, wrong)
    await answered(stage, mei, "/start")
    await stage.telegram.wait_calls("setMyCommands", count=EVERYBODYS + 1)
    await answered(stage, mei, "/help")
    await reads(stage, mei, TRADITIONAL)
    assert await stage.bugs() == []
