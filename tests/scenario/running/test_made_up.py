"""Made-up buttons, and all at once: a clear answer or nothing, never an exception, never a charge."""

import asyncio
import io
from itertools import count

import pytest

from sandbox.patience import PATIENCE
from sandbox.telegram_client import Group, Json, Person
from tests.support.stage import Stage, a_photo
from tests.support.talk import answered, painted

pytestmark = pytest.mark.asyncio(loop_scope="module")

SETTINGS = {"daily_pictures": 100, "daily_pictures_group": None, "daily_pictures_total": None}
"""A bot that counts, but stops nobody early."""

OLD = "This button no longer works"
STALE = f"{OLD}. Please send the command again."

UNREADABLE = (
    "",
    " ",
    ":",
    "::",
    ":::",
    "again",
    "again:",
    "again::",
    "again:::",
    "AGAIN:{job}",
    " again:{job}",
    "again:{job}\n",
    "again:{job}:",
    "again:{job}:Jojo",
    "again:{job}:a:b",
    "again:{job}{job}",
    "again:{job} OR 1=1",
    "again:" + "g" * 26,
    "again:" + "0" * 26,
    "again:" + "٠" * 26,
    "again:../../etc/passwd",
    "again;DROP TABLE jobs",
    "nothing:{job}",
    "set:{job}:model.anime",
    "erase:{job}:yes",
    "erase:",
    "erase::",
    "erase::maybe",
    "set::model.nonsense",
    "set::nonsense.art",
    "set::daily.1000000",
    "cancel:",
    "cancel::all",
    "style::jojo",
    "style:{job}",
    "style:{job}:nonsense",
    "style:{job}:__class__",
    "anime:{job}:jojo",
    "anime:{job}:nonsense",
    "anime::jojo",
    "older:",
    "more::history",
    "retry:{job}",
    "delete:",
    "do:{job}",
    "_order:{job}",
    "__init__:{job}",
    "pause:",
    "allow::1",
    "🔁:{job}",
    "again:🔁",
    "ａｇａｉｎ:{job}",
    "again\u200b:{job}",
    "\u202eagain:{job}",
    "\x00",
    "again:{job}\x00",
    "x" * 64,
    "x" * 5_000,
    "again:" + "🦊" * 500,
    '{"action": "again"}',
    "%s%n{0}{job.order}",
)
"""What no button of ours carries; `{job}` stands for one of one's own, with a picture."""


def job_of(message: Json) -> str:
    """Return the id that a picture's buttons carry."""
    return str(message["buttons"][0][0]["data"].split(":")[1])


async def popups(stage: Stage, person: Person, message: Json, data: tuple[str, ...]) -> list[str]:
    """Press buttons all at once, whether they are there or not; return what pops up."""
    telegram, chat, number = stage.telegram, message["chat_id"], message["message_id"]
    seen = len(await telegram.history())
    queries = await asyncio.gather(*(telegram.press(person, number, value, chat=chat, made_up=True) for value in data))
    answers: dict[str, str] = {}
    async with asyncio.timeout(PATIENCE):
        while not answers.keys() >= set(queries):
            entries = await telegram.history(seen, 1.0)
            seen += len(entries)
            answers |= {entry["callback_query_id"]: entry["text"] for entry in entries if entry["event"] == "answer"}
    return [answers[query] for query in queries]


async def left(stage: Stage, person: Person, group: Group) -> str:
    """Return what `/quota` says is left."""
    return str((await answered(stage, person, "/quota", group=group))["text"].split("\n")[0])


async def test_made_up_buttons_do_nothing(running: Stage, alice: Person, bo: Person, group: Group) -> None:
    picture = await painted(running, alice, "/draw a fox", group)
    private = await answered(running, alice, "/help")
    before = len(await running.provider.submits()), await left(running, alice, group)
    data = tuple(value.replace("{job}", job_of(picture)) for value in UNREADABLE)
    for person, message, some in ((alice, picture, data), (bo, picture, data[::4]), (alice, private, data[1::4])):
        answers = await popups(running, person, message, some)
        mild = {OLD, "Only the person who asked for this picture", "Only this group's administrators"}
        unclear = [
            (value, answer)
            for value, answer in zip(some, answers, strict=True)
            if not any(words in answer for words in mild)
        ]
        assert unclear == []
    assert (len(await running.provider.submits()), await left(running, alice, group)) == before
    assert await running.changed(picture, lambda _: True) == picture
    assert [message["text"] for message in await running.bot_messages(alice)] == [private["text"]]


async def test_everything_is_somebody_elses_to_others(running: Stage, alice: Person, bo: Person, group: Group) -> None:
    picture = await painted(running, alice, "/draw a fox", group)
    question = await answered(running, alice, "/draw", group=group)
    private = await answered(running, bo, "/help")
    actions = ("again", "vary", "hd", "anime", "style", "remix", "file", "how", "delete", "more", "less", "cancel")
    data = tuple(f"{action}:{job_of(picture)}" for action in (*actions, "retry", "older", "newer"))
    theirs = tuple(value for value in data if not value.startswith(("again:", "vary:", "hd:", "anime:", "style:")))
    assert all("person who asked for this picture" in popup for popup in await popups(running, bo, picture, theirs))
    assert all(
        "person who asked for this picture" in popup for popup in await popups(running, bo, question, theirs[::4])
    )
    made_up = tuple(value for value in data if value not in theirs)
    assert all(OLD in popup for popup in await popups(running, bo, question, made_up)), "under another message"
    assert all(OLD in popup for popup in await popups(running, bo, private, data[1::4]))
    assert await left(running, bo, group) == "🎨 You have 100 of 100 pictures left today"
    assert await running.changed(picture, lambda _: True) == picture


async def test_buttons_of_what_is_no_picture(running: Stage, alice: Person, group: Group) -> None:
    """A draft, a bare photo, a refusal: what their buttons would be is made up, and costs nothing."""
    await running.telegram.photo(alice, a_photo())
    bare = await running.said(alice, "What should I do with it?")
    sent = await running.telegram.photo(alice, a_photo(), "/anime", chat=group.id)
    style = await running.reply(group, sent["message_id"])
    refused = await answered(running, alice, "/draw a nude", group=group)
    refused = await running.changed(refused, lambda seen: seen["buttons"])
    before = len(await running.provider.submits())
    for message, actions in (
        (bare, ("again", "vary", "retry", "how", "delete", "cancel", "style", "older", "file")),
        (style, ("again", "vary", "retry", "how", "delete", "hd", "remix", "file", "newer")),
        (refused, ("vary", "hd", "remix", "cancel", "style", "file", "more", "older", "anime")),
    ):
        data = tuple(f"{action}:{job_of(message)}" for action in actions)
        await popups(running, alice, message, data)
    assert "100 of 100" in await left(running, alice, group)
    assert len(await running.provider.submits()) == before


async def test_different_buttons_at_once(running: Stage, alice: Person, group: Group) -> None:
    picture = await painted(running, alice, "/draw a fox", group)
    await running.provider.settings(concurrency=0)  # nothing ends meanwhile
    before = len(await running.provider.submits())
    actions = ("again", "vary", "hd", "anime", "remix", "more", "less", "file", "how", "again", "vary", "hd", "more")
    answers = await popups(running, alice, picture, tuple(f"{action}:{job_of(picture)}" for action in actions))
    told = [answer for answer in answers if answer]
    assert all("already" in answer or "in progress" in answer for answer in told)
    await running.submitted(before + 3)
    await running.provider.settings(concurrency=4)
    await running.pictures(group, 4)
    assert len(await running.provider.submits()) == before + 3, "as many as one may have under way"
    assert "96 of 100" in await left(running, alice, group)


async def test_deleted_while_it_is_pressed(running: Stage, alice: Person, group: Group) -> None:
    deleted, charged, before = set(), 0, len(await running.provider.submits())
    for _ in range(3):
        picture = await painted(running, alice, "/draw a fox", group)
        deleted.add(picture["message_id"])
        actions = ("delete", "more", "hd", "delete", "how", "file", "again", "anime", "older")
        told = await popups(running, alice, picture, tuple(f"{action}:{job_of(picture)}" for action in actions))
        ordered = sum(told[actions.index(action)] == "" for action in ("hd", "again"))
        charged += 1 + ordered
        await running.telegram.until(group.id, lambda seen: deleted.isdisjoint(m["message_id"] for m in seen))
        assert len(await running.submitted(before + charged)) == before + charged
    assert f"{100 - charged} of 100" in await left(running, alice, group)


@pytest.mark.parametrize("gone", [False, True], ids=["old", "deleted"])
async def test_a_message_that_is_not_shown_to_us(running: Stage, alice: Person, group: Group, gone: bool) -> None:
    telegram = running.telegram
    picture = await painted(running, alice, "/draw a fox", group)
    await (telegram.delete(group.id, picture["message_id"]) if gone else telegram.age(picture, 50))
    job, number = job_of(picture), picture["message_id"]
    free = ("more", "less", "anime", "how", "file", "older", "newer", "cancel", "retry", "nonsense")
    queries = [
        await telegram.press(alice, number, f"{action}:{job}", chat=group.id, made_up=True, inaccessible=True)
        for action in free
    ]
    answers = {action: (await telegram.answer_to(query))["text"] for action, query in zip(free, queries, strict=True)}
    assert answers == {
        **dict.fromkeys(("more", "less", "anime", "how", "file"), ""),
        **dict.fromkeys(("older", "newer"), "There are no more pictures."),
        "cancel": "Too late: it is already being painted.",
        **dict.fromkeys(("retry", "nonsense"), STALE),
    }
    _, submit = await running.ordered(telegram.press(alice, number, f"again:{job}", chat=group.id))
    assert submit["params"]["text"] == "a fox"
    query = await telegram.press(alice, number, f"delete:{job}", chat=group.id, made_up=True)
    popup = (await telegram.answer_to(query))["text"]
    assert popup == "" if gone else "two days" in popup
    query = await telegram.press(alice, number, f"again:{job}", chat=group.id)
    assert (await telegram.answer_to(query))["text"] != ""


async def test_presses_that_are_about_no_message_or_no_button(running: Stage, alice: Person) -> None:
    sender = {"id": alice.id, "is_bot": False, "first_name": "Alice", "language_code": "en"}
    odd: list[Json] = [
        {"inline_message_id": "AgAAAA", "data": "again:"},
        {"inline_message_id": "AgAAAA", "data": "erase::yes"},
        {"inline_message_id": "AgAAAA", "data": "set::model.anime"},
        {"inline_message_id": "AgAAAA", "game_short_name": "chess"},
        {},
    ]
    for number, fields in zip(count(900_000_001), odd, strict=False):
        query = {"id": str(number), "from": sender, "chat_instance": "1"} | fields
        await running.telegram.raw_update({"update_id": number, "callback_query": query})
    await running.telegram.wait_calls("answerCallbackQuery", count=len(odd))
    assert (await answered(running, alice, "/help"))["text"]


async def test_nothing_of_it_is_a_surprise(running: Stage, alice: Person, group: Group, stream: io.StringIO) -> None:
    picture = await painted(running, alice, "/draw a fox", group)
    data = tuple(value.replace("{job}", job_of(picture)) for value in UNREADABLE[::4])
    await popups(running, alice, picture, data)
    assert "bug" not in stream.getvalue()
    assert "Traceback" not in stream.getvalue()
    assert "DROP TABLE" not in stream.getvalue()
