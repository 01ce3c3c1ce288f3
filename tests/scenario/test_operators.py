"""What the people in `ADMIN_IDS` see and change, and that nobody else does."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from bot.pipeline.plotting import Plotter
from sandbox.telegram_client import Group, Person
from tests.support.stage import Stage
from tests.support.talk import answered


@pytest.fixture
async def group(stage: Stage, admin: Person, alice: Person) -> Group:
    """The admin's group, with Alice and the bot in it."""
    return await stage.telegram.group("Painters", admin, alice)


async def test_statistics_are_a_picture_for_admins_alone(
    stage: Stage, admin: Person, alice: Person, group: Group
) -> None:
    await stage.start(admin_ids=str(admin.id))
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    await stage.telegram.say(admin, "/stats")
    picture = await stage.picture(admin)
    assert "1 request · 1 person · 1 picture" in picture["caption"]
    with Image.open(io.BytesIO(await stage.telegram.file(picture["file_id"]))) as image:
        assert image.width * 3 == image.height * 4
    await answered(stage, admin, "/stats", "in our private chat only", group)
    await answered(stage, alice, "/stats", "I turn words into pictures")
    await stage.telegram.say(alice, "/pause", chat=group.id)
    await stage.telegram.say(alice, "/draw another fox")
    await stage.pictures(alice, 2)
    assert "stats" in await stage.telegram.menu(admin)
    assert "stats" not in await stage.telegram.menu(alice)


MISSING = "raise ModuleNotFoundError(\"No module named 'matplotlib'\", name='matplotlib')"


@pytest.mark.parametrize(
    ("program", "language", "why"),
    [
        (MISSING, "en", "install the extra plots"),
        (MISSING, "zh-hans", "可选组件 plots"),
        ("raise ValueError", "en", "the log says why"),
    ],
)
async def test_without_a_picture_the_figures_are_told_in_words(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, language: str, why: str
) -> None:
    plot = tmp_path / "plot.py"
    plot.write_text(program, encoding="utf-8")
    monkeypatch.setattr(Plotter.__init__, "__defaults__", (plot, 30.0))
    zoe = await stage.telegram.person("Zoe", language)
    await stage.start(admin_ids=str(zoe.id))
    await stage.telegram.say(zoe, "/draw a fox")
    await stage.picture(zoe)
    await stage.telegram.say(zoe, "/stats")
    told = await stage.said(zoe, "📊")
    assert re.search(r"1 request · 1 person · 1 picture|1 次请求 · 1 人 · 1 张画", told["text"])
    assert why in told["text"]
    assert ("pip install '.[plots]'" in told["text"]) == (program == MISSING)


async def test_admins_let_in_and_shut_out(stage: Stage, admin: Person, alice: Person, group: Group) -> None:
    await stage.start(admin_ids=str(admin.id), allowed_chats=str(admin.id))
    await answered(stage, alice, "/draw a fox", f"this ID: {alice.id}")
    await answered(stage, admin, f"/allow {alice.id}", "can use the bot now")
    await answered(stage, admin, "/allow", "can use the bot now", group)
    await stage.restart()
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    await stage.telegram.say(alice, "/draw a fox", chat=group.id)
    await stage.picture(group)
    to_alice = await stage.telegram.say(alice, "hello", chat=group.id)
    sent = await stage.telegram.say(admin, "/deny", chat=group.id, reply_to=to_alice["message_id"])
    await stage.reply(group, sent["message_id"], f"{alice.id} Alice can't use the bot any more")
    await answered(stage, alice, "/draw a fox", f"this ID: {alice.id}")
    await answered(stage, admin, "/deny Alice", "an ID, for example /deny 123456789")
    assert await stage.billed() == 2


async def test_allowing_one_on_an_empty_list_shuts_nobody_out(stage: Stage, admin: Person, alice: Person) -> None:
    await stage.start(admin_ids=str(admin.id))
    await answered(stage, admin, "/allow 42", "42 can use the bot now")
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)


async def test_admins_set_a_daily_number(stage: Stage, admin: Person, alice: Person) -> None:
    await stage.start(admin_ids=str(admin.id), daily_pictures=2)
    await answered(stage, admin, f"/quota {alice.id} 1", f"{alice.id} gets up to 1 picture a day")
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    await answered(stage, alice, "/draw a fox", "You have used your one picture for today")
    await answered(stage, admin, f"/quota {alice.id} default", "uses the default daily limit")
    await stage.telegram.say(alice, "/draw a fox")
    await stage.pictures(alice, 2)
    await answered(stage, admin, "/quota Alice 5", "for example /quota 123456789 50")
    await answered(stage, alice, f"/quota {alice.id} 50", "")
    await answered(stage, alice, "/draw a fox", "You have used your 2 pictures for today")


async def test_a_pause_outlives_a_restart(stage: Stage, admin: Person, alice: Person) -> None:
    await stage.start(admin_ids=str(admin.id))
    await answered(stage, admin, "/pause", "I take no requests until /resume")
    await answered(stage, admin, "/pause", "already paused")
    await stage.restart()
    await answered(stage, alice, "/draw a fox", "Painting is paused")
    await answered(stage, admin, "/resume", "I take requests again")
    await stage.telegram.say(alice, "/draw a fox")
    await stage.picture(alice)
    assert await stage.billed() == 1


async def test_everybody_learns_their_id(stage: Stage, admin: Person, alice: Person, group: Group) -> None:
    await stage.start(admin_ids=str(admin.id), allowed_chats=str(admin.id))
    await answered(stage, alice, "/id", f"Your ID: {alice.id}")
    await answered(stage, alice, "/id", f"This chat’s ID: {group.id}", group)


async def test_the_digest_of_mondays_is_switched_on_and_off(stage: Stage, admin: Person, alice: Person) -> None:
    await stage.start(admin_ids=str(admin.id))
    await answered(stage, admin, "/stats weekly", "every Monday")
    await stage.restart()
    await answered(stage, admin, "/stats weekly", "not tell you about the week any more")
    await answered(stage, alice, "/stats weekly", "I don't know /stats")


@pytest.mark.sqlite_only
async def test_operators_see_how_it_is_and_names_beside_ids(
    stage: Stage, admin: Person, alice: Person, group: Group
) -> None:
    await stage.start(admin_ids=str(admin.id))
    await stage.telegram.say(alice, "/draw a fox", chat=group.id)
    await stage.picture(group)
    await answered(stage, admin, "/health", "Database ✅ · Telegram ✅ · workers ✅")
    told = await stage.said(admin, "🩺")
    assert "Last hour: 1 painted · 0 refused · 0 failed" in told["text"]
    assert "MB free" in told["text"]
    await answered(stage, alice, "/health", "I don't know /health")
    await stage.telegram.say(admin, "/stats")
    picture = await stage.picture(admin, seconds=30)
    assert f"Busiest: Painters {group.id} (1)" in picture["caption"]
    await answered(stage, admin, f"/deny {alice.id}", f"⛔ {alice.id} Alice")
    await stage.telegram.fault("getChat", "error", [400, "Bad Request: chat not found"])
    await answered(stage, admin, f"/allow {alice.id}", f"✅ {alice.id} can use")


async def test_a_groups_name_is_nothing_to_tap_for_an_operator(stage: Stage, admin: Person, alice: Person) -> None:
    await stage.start(admin_ids=str(admin.id))
    name = "/pause evil.example/login @victim #tag"
    group = await stage.telegram.group(name, alice)
    await stage.telegram.say(alice, "/draw a fox", chat=group.id)
    await stage.picture(group)
    told = await answered(stage, admin, f"/deny {group.id}", name)
    assert {entity["type"] for entity in told["entities"]} == {"code"}
    await stage.telegram.say(admin, "/stats")
    picture = await stage.picture(admin, seconds=30)
    assert name in picture["caption"]
    assert {entity["type"] for entity in picture["entities"]} == {"bold", "code"}
