"""What is forgotten: words after thirty days, and everything about whoever wants it."""

import io
import sqlite3
from contextlib import closing

import pytest

from bot.clock import DAY
from bot.errors import TransientError
from sandbox.telegram_client import Group, Json, Person, buttons
from storage.drivers import is_postgresql
from storage.history import History
from tests.support.stage import Stage, a_photo
from tests.support.talk import answered, painted, says

pytestmark = pytest.mark.asyncio(loop_scope="module")

SETTINGS = {"daily_pictures": 4, "provider_concurrency": 1}
"""A bot that gives the provider one order at a time."""

QUESTION = "Delete everything I know about you"
ERASED = "I have forgotten everything about you"
FORGOTTEN = "The description of this picture is deleted"


async def erased(stage: Stage, person: Person) -> Json:
    """Let somebody have everything deleted; return what the question became."""
    question = await answered(stage, person, "/deleteme", QUESTION)
    assert await stage.pressed(person, question, "🗑") == ""
    return await says(stage, question, ERASED)


def everything(stage: Stage) -> str:
    """Return all that the stopped bot's database holds: a row a line, its values between commas.

    Not by when somebody was last spoken to, which processes that share a database forget within minutes.
    """
    tables = "SELECT name FROM sqlite_master WHERE type = 'table'"
    if is_postgresql(str(stage.options["database_url"])):
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'turns'"
    rows = [row for (table,) in stage.sql(tables) for row in stage.sql(f"SELECT * FROM {table}")]
    return "\n".join(f",{','.join(map(str, row))}," for row in rows)


def grow_older(stage: Stage, person: Person, days: float) -> None:
    """Make a person's orders so much older in the stopped bot's database; their ids begin with the time."""
    for (job_id,) in stage.sql("SELECT id FROM jobs WHERE owner_id = :owner", owner=person.id):
        stage.sql(
            "UPDATE jobs SET id = :older, created_at = created_at - :by, charged = charged - :days WHERE id = :id",
            older=f"{int(job_id[:13], 16) - int(days * DAY):013x}{job_id[13:]}",
            by=int(days * DAY),
            days=int(days),
            id=job_id,
        )


async def test_a_group_is_referred_to_the_private_chat(running: Stage, alice: Person, group: Group) -> None:
    refused = await answered(running, alice, "/deleteme", "in our private chat", group)
    assert buttons(refused) == []
    picture = await painted(running, alice, "/draw a fox", group)
    for data in ("erase::yes", "erase::no", "erase:", "erase::maybe"):
        assert "no longer works" in await running.made_up(alice, picture, data)
    assert (await answered(running, alice, "/history"))["text"].startswith("a fox\n")


async def test_who_does_not_want_it_after_all_loses_nothing(running: Stage, alice: Person, group: Group) -> None:
    await painted(running, alice, "/draw a fox", group)
    question = await answered(running, alice, "/deleteme", QUESTION)
    assert buttons(question) == ["🗑 Delete everything", "Cancel"]
    assert await running.pressed(alice, question, "Cancel") == ""
    kept = await says(running, question, "Nothing was deleted.")
    assert buttons(kept) == []
    assert (await answered(running, alice, "/history"))["text"].startswith("a fox\n")


async def test_a_database_that_does_not_answer_is_asked_again(
    running: Stage, alice: Person, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    await painted(running, alice, "/draw a fox", group)
    erase, refusals = History.erase, [TransientError("the database did not answer: locked")] * 2

    async def refused(history: History, person_id: int) -> None:
        if refusals:
            raise refusals.pop()
        await erase(history, person_id)

    monkeypatch.setattr(History, "erase", refused)
    await erased(running, alice)
    assert refusals == []
    await answered(running, alice, "/history", "You have no pictures here yet")


async def test_nothing_is_known_any_more_but_the_days_count(
    running: Stage, alice: Person, bo: Person, group: Group, stream: io.StringIO
) -> None:
    await running.restart(log_level="debug")
    telegram = running.telegram
    menu = await answered(running, alice, "/settings", "Your settings")
    for choice in ("set::model.anime", "set::language.ru", "set::file.yes"):
        assert await running.made_up(alice, menu, choice) == ""
    picture = await painted(running, alice, "/draw marzipan --no nougat", group)
    his = await painted(running, bo, "/draw a heron", group)
    await running.provider.settings(concurrency=0)
    under_way = await answered(running, alice, "/draw marzipan again --no nougat", group=group)
    waiting = await answered(running, alice, "/draw marzipan later", group=group)
    await running.submitted()
    photo = await telegram.photo(alice, a_photo(), "/anime", chat=group.id)
    style = await running.reply(group, photo["message_id"])
    question = await answered(running, alice, "/deleteme")
    assert await running.pressed(alice, question, "🗑") == ""
    # Nobody remembers that she chose Russian.
    await says(running, question, "🗑")
    for message in (waiting, style):
        assert buttons(await running.changed(message, lambda seen: seen["text"].startswith("✖"))) == []
    settings = await answered(running, alice, "/settings", "Your settings")
    assert buttons(settings)[1:3] == ["🖌 Model: art", "📐 Size: 512×512"]
    await answered(running, alice, "/history", "You have no pictures here yet", group)
    await running.provider.settings(concurrency=4)
    brought = await running.changed(under_way, lambda seen: seen["kind"] == "document")
    assert "marzipan" not in brought["text"]
    await answered(running, alice, "/quota", "You have 2 of 4 pictures left today", group)
    for message in (picture, brought):
        # A last look at what is deleted: it is answered, and makes nothing.
        assert await running.pressed(alice, message, buttons(message)[0]) != ""
    await answered(running, bo, "/history", "a heron\n", group)
    assert "marzipan" in picture["text"]
    assert "marzipan" not in his["text"]
    files = b"".join(path.read_bytes() for path in running.database.parent.iterdir())
    assert b"marzipan" not in files, "not even where SQLite keeps what it has yet to write into the file"
    await running.restart()
    await running.stop()
    kept = everything(running)
    assert "marzipan" not in kept
    assert "nougat" not in kept
    assert picture["file_id"] not in kept
    assert "a heron" in kept
    assert "marzipan" not in stream.getvalue()
    assert "nougat" not in stream.getvalue()
    await running.start()
    await answered(running, alice, "/quota", "You have 2 of 4 pictures left today", group)


async def test_what_is_left_of_somebody_goes_when_the_day_is_over(running: Stage, alice: Person, group: Group) -> None:
    await painted(running, alice, "/draw a fox", group)
    await erased(running, alice)
    await running.stop()
    assert everything(running).count(f",{alice.id},") == 1, "the day's count"
    grow_older(running, alice, 1)
    await running.start()
    await answered(running, alice, "/privacy", group=group)
    await running.stop()
    assert f",{alice.id}," not in everything(running)
    await running.start()


async def test_who_comes_back_begins_anew(running: Stage, alice: Person, group: Group) -> None:
    await painted(running, alice, "/draw a fox", group)
    await erased(running, alice)
    await painted(running, alice, "/draw a heron", group)
    page = await answered(running, alice, "/history", "a heron\n", group)
    assert "Older ▶" not in buttons(page)
    # The button in the old message asks nothing any more, and whoever has nothing may ask as well.
    again = await answered(running, alice, "/deleteme", QUESTION)
    await running.made_up(alice, again, "erase::yes")
    await running.made_up(alice, again, "erase::yes")
    stranger = await running.telegram.person("Somebody")
    await erased(running, stranger)


async def test_an_administrator_forgets_nothing_of_the_group_s(
    running: Stage, alice: Person, bo: Person, group: Group
) -> None:
    await running.telegram.promote(bo, group.id, anonymous=True)
    sent = await running.telegram.say(bo, "/draw the group's fox", chat=group.id, as_chat=group.id)
    await says(running, await running.reply(group, sent["message_id"]), "art · 512×512")
    sent = await running.telegram.say(bo, "/deleteme", chat=group.id, as_chat=group.id)
    assert "in our private chat" in (await running.reply(group, sent["message_id"]))["text"]
    await erased(running, bo)
    sent = await running.telegram.say(alice, "/history", chat=group.id, as_chat=group.id)
    assert (await running.reply(group, sent["message_id"]))["text"].startswith("the group's fox\n")


@pytest.mark.sqlite_only  # on PostgreSQL who leads forgets them within minutes: see test_forgotten_on_disk
async def test_words_are_kept_for_thirty_days(running: Stage, alice: Person, bo: Person, group: Group) -> None:
    old = await painted(running, alice, "/draw marzipan --seed 7 --no nougat", group)
    young = await painted(running, bo, "/draw a heron --no snow", group)
    await running.stop()
    grow_older(running, alice, 30.01)
    grow_older(running, bo, 29.9)
    assert "marzipan" in everything(running)
    await running.start()
    page = await answered(running, bo, "/history", "a heron\n", group)
    _, submit = await running.ordered(running.telegram.press_label(bo, page, "🔁"))
    assert (submit["params"]["text"], submit["params"]["negative_prompt"]) == ("a heron", "snow")
    page = await answered(running, alice, "/history", group=group)
    assert page["text"].startswith("Description deleted (kept for 30 days at most).\nart · 512×512")
    assert page["file_unique_id"] == old["file_unique_id"]
    assert "marzipan" in old["text"], "what stands in the chat is theirs"
    assert young["text"] != old["text"]
    assert await running.pressed(alice, page, "⋯ More") == ""
    page = await running.changed(page, lambda seen: "↩ Back" in buttons(seen))
    for label in ("🔁", "🎲", "ℹ️"):
        answer = await running.pressed(alice, page, label)
        assert FORGOTTEN in answer
        assert "30 days" in answer
    _, submit = await running.ordered(running.telegram.press_label(alice, page, "✨"))
    assert submit["path"] == "img2img-sr"
    assert await running.pressed(alice, page, "🖌") == ""
    question = await running.said(group, "How should I repaint it?")
    _, submit = await running.ordered(running.telegram.answer(alice, question, "in oils"))
    assert (submit["params"]["text"], submit["params"]["negative_prompt"]) == ("in oils", "")
    await running.stop()
    kept = everything(running)
    assert "marzipan" not in kept
    assert "nougat" not in kept
    await running.start()


async def test_whoever_is_shut_out_stays_so(running: Stage, alice: Person, bo: Person, group: Group) -> None:
    """An operator's word is not a person's to delete."""
    ada = await running.telegram.person("Ada", "en")
    office = await running.telegram.group("Office", ada)
    await running.restart(admin_ids=str(ada.id))
    await answered(running, ada, f"/quota {alice.id} 0", group=office)
    await answered(running, ada, f"/deny {bo.id}", group=office)
    await erased(running, alice)
    await erased(running, bo)
    await answered(running, alice, "/quota", "0 of 0", group)
    await answered(running, bo, "/draw a fox", "You can't use this bot here", group)


@pytest.mark.sqlite_only
async def test_more_than_anybody_deletes_at_once_is_deleted(running: Stage, alice: Person, group: Group) -> None:
    """Thousands of old pictures are forgotten one batch after the other, and the bot goes on answering."""
    await painted(running, alice, "/draw a fox", group)
    await running.stop()
    with closing(sqlite3.connect(running.database)) as database:
        database.row_factory = sqlite3.Row
        row = dict(database.execute("SELECT * FROM jobs WHERE owner_id = ?", (alice.id,)).fetchone())
        columns = ", ".join(f":{name}" for name in row)
        base = int(row["id"][:13], 16) - 40 * DAY
        database.executemany(
            f"INSERT INTO jobs ({', '.join(row)}) VALUES ({columns})",
            [
                row | {"id": f"{base + n:013x}{n:013x}", "origin": f"old:{n}", "charged": None, "prompt": "nougat"}
                for n in range(1_000)
            ],
        )
        database.commit()
    await running.start()
    await answered(running, alice, "/history", "a fox\n", group)
    await erased(running, alice)
    await running.stop()
    assert "nougat" not in everything(running)
    await running.start()
