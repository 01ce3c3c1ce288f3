"""/deleteme while somebody else reads the database, whose log cannot be emptied then: nothing untrue is said."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from sandbox.telegram_client import Json, Person
from tests.support.stage import Stage

WORDS = b"marzipan castle"


@contextmanager
def somebody_reads(stage: Stage) -> Iterator[None]:
    """Read the database, as a backup or a curious operator does, and take one's time."""
    with closing(sqlite3.connect(stage.database, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM jobs").fetchone()
        yield


def on_disk(stage: Stage) -> list[str]:
    """Return the names of the files beside the database that hold the words."""
    return [file.name for file in stage.database.parent.glob("huabot.db*") if WORDS in file.read_bytes()]


async def being_deleted(stage: Stage, person: Person) -> Json:
    """Let somebody ask to be forgotten while the database is being read; return what that question became."""
    asked = await stage.telegram.say(person, "/deleteme")
    question = await stage.reply(person, asked["message_id"], "Delete everything")
    assert await stage.pressed(person, question, "🗑") == ""
    return await stage.changed(question, lambda seen: "Being deleted" in seen["text"])


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
