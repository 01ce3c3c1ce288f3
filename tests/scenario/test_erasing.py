"""/deleteme while somebody else reads the database, whose log cannot be emptied then: nothing untrue is said."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from sandbox.telegram_client import Json, Person
from tests.support.stage import Stage
from tests.support.studio import FREE, Studio
from tests.support.talk import answered

WORDS = b"marzipan castle"


@contextmanager
def somebody_reads(stage: Stage) -> Iterator[None]:
    """Read the database, as a backup or a curious operator does, and take one's time."""
    with closing(sqlite3.connect(stage.database, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM jobs").fetchone()
        yield


def on_disk(stage: Stage) -> list[str]:
    """Return the names of our files that hold the words."""
    files = [file for file in stage.database.parent.rglob("*") if file.is_file()]
    return [file.name for file in files if WORDS in file.read_bytes()]


async def being_deleted(stage: Stage, person: Person) -> Json:
    """Let somebody ask to be forgotten while the database is being read; return what that question became."""
    asked = await stage.telegram.say(person, "/deleteme")
    question = await stage.reply(person, asked["message_id"], "Delete everything")
    assert await stage.pressed(person, question, "🗑") == ""
    return await stage.changed(question, lambda seen: "Being deleted" in seen["text"])


@pytest.mark.sqlite_only
async def test_it_is_said_to_be_done_when_the_log_is_empty(stage: Stage, alice: Person) -> None:
    await stage.start()
    await stage.telegram.say(alice, f"/draw a {WORDS.decode()}")
    await stage.picture(alice)
    with somebody_reads(stage):
        question = await being_deleted(stage, alice)
        assert on_disk(stage) != []
        bo = await stage.telegram.person("Bo")
        await stage.telegram.say(bo, "/draw a heron")  # others are served
        await stage.picture(bo)
    await stage.changed(question, lambda seen: "forgotten everything about you" in seen["text"])
    assert on_disk(stage) == []


async def test_what_others_made_of_it_keeps_no_words(stage: Stage) -> None:
    await stage.start(**FREE)
    studio = await Studio.open(stage)
    picture, _ = await studio.paint(f"/draw a {WORDS.decode()}")
    assert await studio.press(picture, "🔁", person=studio.bo) == ""
    copy = await studio.brought(picture)
    assert await studio.press(copy, "🎲", person=studio.bo) == ""
    await studio.brought(copy)
    asked = await stage.telegram.say(studio.alice, "/deleteme")
    question = await stage.reply(studio.alice, asked["message_id"], "Delete everything")
    assert await stage.pressed(studio.alice, question, "🗑") == ""
    await stage.said(studio.alice, "forgotten everything about you")
    assert on_disk(stage) == []
    assert "is deleted" in await studio.press(copy, "🔁", person=studio.bo)


@pytest.mark.sqlite_only
async def test_a_kill_in_between_forgets_nothing_of_it(stage: Stage, alice: Person) -> None:
    process = await stage.run()
    await stage.telegram.say(alice, f"/draw a {WORDS.decode()}")
    await stage.picture(alice)
    with somebody_reads(stage):
        question = await being_deleted(stage, alice)
        process.kill()
        await process.wait()
    await stage.run()
    await stage.changed(question, lambda seen: "forgotten everything about you" in seen["text"])
    assert on_disk(stage) == []


@pytest.mark.sqlite_only
async def test_the_copies_that_migrations_leave_forget_too(stage: Stage, alice: Person, bo: Person) -> None:
    await stage.start()
    menu = await answered(stage, alice, "/settings")
    assert await stage.made_up(alice, menu, "set::model.anime") == ""
    await stage.telegram.say(alice, f"/draw a {WORDS.decode()} --no {WORDS.decode()}")
    await stage.telegram.say(bo, "/draw a heron")
    await stage.picture(alice)
    await stage.picture(bo)
    await stage.stop()
    copy = stage.database.with_name(f"{stage.database.name}.before-9.{time.time_ns() // 1_000}")
    with closing(sqlite3.connect(stage.database)) as database, closing(sqlite3.connect(copy)) as target:
        database.backup(target)
    assert copy.name in on_disk(stage)
    await stage.start()
    asked = await stage.telegram.say(alice, "/deleteme")
    question = await stage.reply(alice, asked["message_id"], "Delete everything")
    assert await stage.pressed(alice, question, "🗑") == ""
    await stage.changed(question, lambda seen: "forgotten everything about you" in seen["text"])
    assert on_disk(stage) == []
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("SELECT owner_id FROM jobs").fetchall() == [(bo.id,)]
        assert kept.execute("SELECT defaults FROM chats WHERE chat_id = ?", (alice.id,)).fetchone() == ("{}",)
    assert sorted(file.name for file in copy.parent.glob(f"{copy.name}*")) == [copy.name]
