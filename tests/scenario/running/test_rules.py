"""What limits orders in an open bot: an operator's word, a pause, a closed account, a group's administrators."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sandbox.telegram_client import Group, Person, buttons
from tests.support.stage import Stage, a_photo, opened
from tests.support.talk import answered, painted, says

pytestmark = pytest.mark.asyncio(loop_scope="module")

PRIVATE = "🔒 You can't use this bot here."
PAUSED = "🌙 Painting is paused at the moment."
CLOSED = "🌙 Painting is not available right now. It doesn't count against your daily limit."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running_bot(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A bot with an operator, open to everybody."""
    async with opened(tmp_path_factory.mktemp("rules")) as stage:
        ada = await stage.telegram.person("Ada", "en", id=4_242)
        for blocked in (True, False):  # the bot may write to her
            await stage.telegram.block(ada, blocked=blocked)
        await stage.start(admin_ids=str(ada.id), daily_pictures=50)
        yield stage


@pytest.fixture
def ada() -> Person:
    """The operator."""
    return Person(4_242, "Ada", "en")


@pytest_asyncio.fixture(loop_scope="module")
async def office(running: Stage, ada: Person) -> Group:
    """Where the operator speaks; a group is answered faster than a private chat."""
    return await running.telegram.group("Office", ada)


@pytest_asyncio.fixture(loop_scope="module")
async def resumed(running: Stage, ada: Person) -> AsyncIterator[None]:
    """Whatever becomes of a scenario with a pause: the next has none, and the painter paints."""
    yield
    await running.provider.settings(concurrency=4)
    await answered(running, ada, "/resume", "▶️")


async def test_allowing_somebody_does_not_close_an_open_bot(
    running: Stage, ada: Person, office: Group, alice: Person, bo: Person, group: Group
) -> None:
    await answered(running, ada, f"/allow {alice.id}", "can use the bot now", office)
    await painted(running, bo, "/draw a fox", group)
    await answered(running, ada, f"/deny {bo.id}", "", office)
    await answered(running, bo, "/draw a fox", PRIVATE)
    await painted(running, alice, "/draw a fox", group)
    stranger = await running.telegram.person("Somebody")
    await answered(running, stranger, "/quota", "left today")


async def test_an_operators_number_is_kept(
    running: Stage, ada: Person, office: Group, alice: Person, bo: Person, group: Group
) -> None:
    await answered(running, ada, f"/quota {bo.id} 1", "1 picture a day", office)
    await answered(running, bo, "/quota", "You have 1 of 1 picture left today")
    picture = await painted(running, bo, "/draw a fox", group)
    assert "used your one picture" in await running.pressed(bo, picture, "🔁")
    await answered(running, bo, "/draw a heron", "used your one picture", group)
    await answered(running, ada, f"/quota {group.id} 2", "", office)
    await painted(running, alice, "/draw a fox", group)
    await answered(running, alice, "/draw a fox", "This group has used its 2 pictures", group)
    await answered(running, ada, f"/quota {group.id} default", "", office)
    await painted(running, alice, "/draw a fox", group)
    await answered(running, ada, f"/quota {alice.id} 0", "", office)
    await answered(running, alice, "/draw a fox", "No pictures are allowed here", group)
    await answered(running, ada, f"/quota {bo.id} 3", "", office)  # of which one is used
    await answered(running, bo, "/quota", "You have 2 of 3 pictures left today")


async def test_others_have_no_word(
    running: Stage, ada: Person, office: Group, alice: Person, bo: Person, group: Group
) -> None:
    denied = await running.telegram.person("Somebody")
    await answered(running, ada, f"/deny {denied.id}", "", office)
    for text in (f"/deny {bo.id}", f"/quota {bo.id} 0", f"/allow {denied.id}", "/pause", "/stats"):
        await running.telegram.say(alice, text, chat=group.id)
    for text in (f"/allow {denied.id}", "/stats"):
        await running.telegram.say(alice, text)
    picture = await painted(running, bo, "/draw a fox", group)
    (own,) = [message for message in await running.bot_messages(group) if message != picture]
    assert "You have 50 of 50 pictures left today" in own["text"], "what one may ask; the others are not answered"
    await answered(running, denied, "/draw a fox", PRIVATE)
    await running.said(alice, "I don't know /allow")
    await running.said(alice, "I don't know /stats")
    assert len(await running.bot_messages(alice)) == 2


async def test_while_paused_all_get_a_kind_word_and_what_was_ordered_is_painted(
    running: Stage, ada: Person, resumed: None, alice: Person, bo: Person, group: Group
) -> None:
    picture = await painted(running, alice, "/draw a fox", group)
    words = await answered(running, alice, "/draw", "What should I paint?", group)
    photo = await running.telegram.photo(alice, a_photo(), "/anime", chat=group.id)
    style = await running.reply(group, photo["message_id"])
    await running.provider.settings(concurrency=0)
    heron, _ = await running.ordered(running.telegram.say(bo, "/draw a heron", chat=group.id))
    under_way = await running.reply(group, heron["message_id"])
    before = len(await running.provider.submits())
    await answered(running, ada, "/pause", "Paused")
    for text in ("/draw a hare", "/draw", f"/draw@huabot {'x' * 900}"):
        assert "It doesn't count" in (await answered(running, alice, text, PAUSED, group))["text"]
    for label in ("🔁", "🎲", "✨"):
        assert (await running.pressed(alice, picture, label)).startswith(PAUSED)
    assert (await running.pressed(alice, style, "JoJo")).startswith(PAUSED)
    assert buttons(await running.changed(style, lambda _: True)) == buttons(style), "it can still be chosen"
    sent = await running.telegram.answer(alice, words, "an answer")
    await running.reply(group, sent["message_id"], PAUSED)
    await running.telegram.photo(bo, a_photo())
    await running.said(bo, PAUSED)
    await answered(running, alice, "/history", "a fox\n", group)  # looking is free
    await running.restart()
    await answered(running, bo, "/draw after a restart", PAUSED, group)
    await running.provider.settings(concurrency=4)
    await says(running, under_way, "a heron\n")
    assert len(await running.provider.submits()) == before
    await answered(running, ada, "/resume", "I take requests again")
    assert await running.pressed(alice, style, "JoJo") == ""
    await says(running, style, "JoJo · ")
    sent = await running.telegram.answer(alice, words, "an answer")
    await says(running, await running.reply(group, sent["message_id"]), "an answer\n")
    assert await running.pressed(alice, picture, "🔁") == ""


@pytest_asyncio.fixture(loop_scope="module")
async def closed(running: Stage) -> AsyncIterator[None]:
    """From some order on the provider refuses the account, as long as the scenario lasts."""
    yield
    await running.provider.clear_faults()
    await running.restart()  # which does not wait for the next try


async def test_while_the_account_is_closed_presses_and_answers_get_a_kind_word(
    running: Stage, ada: Person, closed: None, alice: Person, group: Group
) -> None:
    picture = await painted(running, alice, "/draw a fox", group)
    words = await answered(running, alice, "/draw", "What should I paint?", group)
    photo = await running.telegram.photo(alice, a_photo(), "/anime", chat=group.id)
    style = await running.reply(group, photo["message_id"])
    warned = len(await running.bot_messages(ada))
    await running.provider.fault("submit", "unauthorized", times=None)
    refused = await answered(running, alice, "/draw a heron", group=group)
    refused = await says(running, refused, "🌙 Painting is not available right now.")
    before = len(await running.provider.submits())
    for message, label in ((picture, "🔁"), (picture, "🎲"), (picture, "✨"), (style, "JoJo"), (refused, "🔁")):
        popup = await running.pressed(alice, message, label)
        assert popup.startswith(CLOSED)
    sent = await running.telegram.answer(alice, words, "a hare")
    await running.reply(group, sent["message_id"], "🌙")
    await running.telegram.photo(alice, a_photo())
    await running.said(alice, "🌙")
    await answered(running, alice, "/quota", "You have 49 of 50 pictures left today", group)
    assert len(await running.provider.submits()) == before
    await running.said(ada, "refuses our account")
    assert len(await running.bot_messages(ada)) == warned + 1
    # What can be tried again later still can be.
    await running.provider.clear_faults()
    await running.restart()
    assert await running.pressed(alice, style, "JoJo") == ""
    assert await running.pressed(alice, refused, "🔁") == ""
    await says(running, style, "JoJo · ")
    await running.reply(group, refused["message_id"], "a heron\n")


async def set_for(stage: Stage, person: Person, group: Group, *choices: str) -> None:
    """Set something for a group."""
    menu = await answered(stage, person, "/settings", "This group's settings", group)
    for choice in choices:
        assert await stage.made_up(person, menu, f"set::{choice}") == ""


async def test_where_administrators_alone_may_order(running: Stage, alice: Person, bo: Person, group: Group) -> None:
    picture = await painted(running, bo, "/draw a fox", group)
    words = await answered(running, bo, "/draw", "What should I paint?", group)
    await set_for(running, alice, group, "orderers.admins")
    before = len(await running.provider.submits())
    refusal = "only administrators can paint"
    for text in ("/draw a heron", "/draw"):
        await answered(running, bo, text, refusal, group)
    sent = await running.telegram.photo(bo, a_photo(), "/hd", chat=group.id)
    await running.reply(group, sent["message_id"], refusal)
    sent = await running.telegram.answer(bo, words, "an answer")
    await running.reply(group, sent["message_id"], refusal)
    for label in ("🔁", "🎲", "✨"):
        assert refusal in await running.pressed(bo, picture, label)
    assert len(await running.provider.submits()) == before
    # His pictures are his all the same, and in private he may order.
    page = await answered(running, bo, "/history", "a fox\n", group)
    private = await answered(running, bo, "/history", "a fox\n")
    assert refusal in await running.pressed(bo, page, "🔁")
    _, submit = await running.ordered(running.telegram.press_label(bo, private, "🔁"))
    assert submit["params"]["text"] == "a fox"
    await painted(running, alice, "/draw as herself", group)
    await running.telegram.promote(alice, group.id, anonymous=True)
    await painted(running, alice, "/draw as the group", group, as_chat=group.id)
    news = await running.telegram.channel("News", bo, bot="left")
    await answered(running, bo, "/draw as a channel", refusal, group, as_chat=news.id)
    await set_for(running, alice, group, "orderers.everyone")
    assert await running.pressed(bo, picture, "🔁") == ""


async def test_a_groups_own_number_is_kept(
    running: Stage, ada: Person, office: Group, alice: Person, group: Group
) -> None:
    """It is never more than what the operator allows."""
    await set_for(running, alice, group, "daily.10")
    await answered(running, alice, "/quota", "This group has 10 of 10 pictures left today", group)
    await answered(running, ada, f"/quota {group.id} 1", "", office)
    await answered(running, alice, "/quota", "This group has 1 of 1 picture left today", group)
    picture = await painted(running, alice, "/draw a fox", group)
    assert "This group has used its one picture" in await running.pressed(alice, picture, "🔁")
    await answered(running, ada, f"/quota {group.id} 100", "", office)
    await answered(running, alice, "/quota", "This group has 9 of 10 pictures left today", group)


async def test_what_one_has_set_holds_for_buttons_too(running: Stage, alice: Person, group: Group) -> None:
    picture = await painted(running, alice, "/draw a fox --size 768x512", group)
    menu = await answered(running, alice, "/settings", "Your settings")
    for choice in ("file.yes", "tell.always", "model.basic", "size.448x768", "language.es"):
        assert await running.made_up(alice, menu, f"set::{choice}") == ""
    query = running.telegram.press_label(alice, picture, "🔁")
    _, submit = await running.ordered(query)
    asked = submit["params"]
    assert (asked["model"], asked["w"], asked["h"]) == ("art", 768, 512), "another of the same"
    again = (await running.pictures(group, 2))[1]
    assert again["kind"] == "document"
    sound = await running.reply(group, again["message_id"])
    assert (sound["kind"], "Your picture is ready" in sound["text"]) == ("text", False)
