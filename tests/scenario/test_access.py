"""A private bot: who is listed, and an operator's word that counts more."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sandbox.telegram_client import Group, Json, Person
from tests.support.stage import Stage, a_photo, opened
from tests.support.talk import answered, painted

pytestmark = pytest.mark.asyncio(loop_scope="module")

PRIVATE = "🔒 You can't use this bot here."

ADA, ALICE = 4_242, 4_243
"""The operator, and who is on the list."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running_bot(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A bot that Alice and a group of hers may use."""
    async with opened(tmp_path_factory.mktemp("access")) as stage:
        people = [await stage.telegram.person("Somebody", "en", id=person_id) for person_id in (ADA, ALICE)]
        listed = await stage.telegram.group("Painters", *people)
        await stage.start(admin_ids=str(ADA), allowed_chats=f"{ALICE},{listed.id}")
        yield stage


@pytest.fixture
def ada() -> Person:
    """The operator."""
    return Person(ADA, "Ada", "en")


@pytest.fixture
def alice() -> Person:
    """Somebody who is listed."""
    return Person(ALICE, "Alice", "en")


@pytest_asyncio.fixture(loop_scope="module")
async def group(running: Stage, bo: Person) -> Group:
    """The group that is listed, with Bo in it."""
    (listed,) = [int(chat_id) for chat_id in running.options["allowed_chats"].split(",") if int(chat_id) < 0]
    await running.telegram.join(bo, listed)
    return Group(listed, "Painters", "supergroup")


@pytest_asyncio.fixture(loop_scope="module")
async def office(running: Stage, ada: Person) -> Group:
    """Where the operator speaks; a group is answered faster than a private chat."""
    return await running.telegram.group("Office", ada)


@pytest_asyncio.fixture(loop_scope="module")
async def bo(running: Stage) -> Person:
    return await running.telegram.person("Bo", "en")


@pytest_asyncio.fixture(loop_scope="module")
async def other(running: Stage, alice: Person, bo: Person) -> Group:
    """Another one, which is on no list."""
    return await running.telegram.group("Others", alice, bo)


async def answers_to(stage: Stage, group: Group, sent: Json) -> list[str]:
    """Return what the bot has said in reply to a message by now."""
    return [
        message["text"]
        for message in await stage.bot_messages(group)
        if message["reply_to_message_id"] == sent["message_id"]
    ]


async def test_who_is_not_listed_learns_their_id(running: Stage, alice: Person, group: Group) -> None:
    before = len(await running.provider.submits())
    for text in ("/draw a fox", "/draw", "/history", "/settings", "/quota", "/cancel", "/start", "/help", "/hd", "hi"):
        stranger = await running.telegram.person("Somebody")
        answer = await answered(running, stranger, text, PRIVATE)
        assert str(stranger.id) in answer["text"]
        assert not answer["buttons"]
        assert not answer["force_reply"]
        assert len(await running.bot_messages(stranger)) == 1
    stranger = await running.telegram.person("Somebody", "zh-hans")
    await running.telegram.photo(stranger, a_photo())
    assert str(stranger.id) in (await running.said(stranger, "你不能在这里使用我"))["text"]
    for text, words in (("/privacy", "APISpace"), ("/deleteme", "Delete everything")):  # these are everybody's
        await answered(running, await running.telegram.person("Somebody"), text, words)
    await answered(running, alice, "/quota", "left today")
    assert len(await running.provider.submits()) == before


async def test_a_group_is_told_once(running: Stage, ada: Person, office: Group, bo: Person, other: Group) -> None:
    answer = await answered(running, bo, "/draw a fox", PRIVATE, other)
    assert str(other.id) in answer["text"]
    first = ("/draw a heron", "/hd", "/draw x --ar y", "/history", "/quota", "/settings", "/cancel")
    then = ("/draw a hare", "/draw", "/help@huabot", "/privacy", "/deleteme", "/nothing@huabot")
    said = [await running.telegram.say(bo, text, chat=other.id) for text in first]
    await running.restart()
    said += [await running.telegram.say(bo, text, chat=other.id) for text in then]
    for command in ("/deny", "/allow"):
        await answered(running, ada, f"{command} {other.id}", "", office)
    await answered(running, bo, "/quota", "left today", other)  # so all of it has been heard
    assert [answer for sent in said for answer in await answers_to(running, other, sent)] == []


async def test_a_listed_group_is_open_to_its_members_and_a_listed_person_in_private_alone(
    running: Stage, alice: Person, bo: Person, group: Group, other: Group
) -> None:
    await painted(running, bo, "/draw a fox", group)
    await answered(running, bo, "/draw a fox", PRIVATE)
    await running.telegram.say(alice, "/draw a fox")
    await running.picture(alice)
    await answered(running, alice, "/draw a fox", PRIVATE, other)


async def test_an_operator_lets_in_and_shuts_out(
    running: Stage, ada: Person, office: Group, alice: Person, bo: Person, group: Group, other: Group
) -> None:
    telegram = running.telegram
    await answered(running, bo, "/draw a fox", PRIVATE, other)
    await answered(running, ada, f"/allow {other.id}", "can use the bot now", office)
    picture = await painted(running, bo, "/draw a fox", other)
    await answered(running, ada, f"/allow {bo.id}", "can use the bot now", office)
    await answered(running, ada, f"/quota {bo.id} 50", "50", office)
    await telegram.say(bo, "/draw a fox")
    await running.picture(bo)
    # A denial wins: over the list, over a group that is open to all its members, over an earlier word.
    await answered(running, ada, f"/deny {bo.id}", "can't use the bot any more", office)
    await answered(running, bo, "/draw a fox", PRIVATE)
    assert str(bo.id) in (await answered(running, bo, "/draw a fox", PRIVATE, group))["text"]
    said = [await running.telegram.say(bo, text, chat=group.id) for text in ("/draw a heron", "/hd", "/quota")]
    await answered(running, alice, "/quota", "left today", group)
    assert [answer for sent in said for answer in await answers_to(running, group, sent)] == [], "told once, as a group"
    for label in ("🔁", "🎲", "✨"):
        refused = await running.pressed(bo, picture, label)
        assert refused.startswith(PRIVATE)
        assert str(bo.id) in refused
    await answered(running, ada, f"/deny {group.id}", "", office)
    assert str(group.id) in (await answered(running, alice, "/draw a fox", PRIVATE, group))["text"]
    await running.restart()
    await answered(running, bo, "/draw a fox", PRIVATE)
    await answered(running, ada, f"/allow {bo.id}", "", office)
    assert await running.pressed(bo, picture, "🔁") == ""
    await running.pictures(other, 2)


async def test_a_group_that_is_not_allowed_is_not_greeted(running: Stage, alice: Person, ada: Person) -> None:
    (listed,) = [int(chat_id) for chat_id in running.options["allowed_chats"].split(",") if int(chat_id) < 0]
    group = await running.telegram.group("Others", alice)
    await answered(running, ada, f"/allow {listed}", "can use")
    for chat in (group.id, listed):
        for status in ("left", "member"):
            await running.telegram.bot_status(chat, status, alice)
    await running.telegram.until(listed, lambda seen: any("I paint pictures" in message["text"] for message in seen))
    assert await running.bot_messages(group) == []
