"""`/history`: somebody's pictures, paged in one message, as Telegram still has them."""

import time
from typing import Unpack

import pytest

from sandbox.telegram_client import Group, Json, Person, Where, buttons
from tests.support.stage import Stage, a_photo, chat_of, is_picture
from tests.support.talk import answered, painted, says

pytestmark = pytest.mark.asyncio(loop_scope="module")

SETTINGS = {"daily_pictures": None, "daily_pictures_group": None, "daily_pictures_total": None, "max_in_flight": None}
"""A bot that counts nothing."""

EMPTY = "You have no pictures here yet"
FOLDED = ["🔁 Again", "🎲 Vary", "✨ HD", "⋯ More"]
UNFOLDED = [*FOLDED[:3], "🌸 Anime", "🖌 Remix", "✏️ Edit", "📄 Full quality", "ℹ️ Recipe", "🗑 Delete", "↩ Back"]
OF_A_FILE = ["🌸 Anime", "🖌 Remix", "⋯ More"]
BOTH = ["◀ Newer", "Older ▶"]


async def brought(stage: Stage, where: Person | Group, message_id: int, words: str = "") -> Json:
    """Return the picture with these words that replies to a message, as soon as it is there."""

    def find(seen: list[Json]) -> Json | None:
        answers = [message for message in seen if is_picture(message) and message["reply_to_message_id"] == message_id]
        return next((answer for answer in answers if words in answer["text"]), None)

    return await stage.telegram.until(chat_of(where), find)


async def shown(stage: Stage, person: Person, where: Person | Group, words: str = "", **how: Unpack[Where]) -> Json:
    """Send `/history`; return the answer."""
    group = where if isinstance(where, Group) else None
    return await answered(stage, person, "/history", words, group, **how)


async def turned(stage: Stage, person: Person, page: Json, label: str) -> Json:
    """Press an arrow; return the message with the other picture."""
    assert await stage.pressed(person, page, label) == ""
    return await stage.changed(page, lambda seen: seen["version"] > page["version"])


def is_same(picture: Json, other: Json) -> bool:
    """Whether two messages show one file of Telegram's."""
    return bool(picture["file_unique_id"] == other["file_unique_id"] and picture["kind"] == other["kind"])


async def test_the_pages_are_one_s_pictures_as_telegram_has_them(running: Stage, alice: Person, group: Group) -> None:
    fox = await painted(running, alice, "/draw a fox --seed 7 --ar 3:2", group)
    large = await painted(running, alice, "/hd", group, reply_to=fox["message_id"])
    heron = await painted(running, alice, "/draw a <b>heron</b> & co", group)
    before = len(await running.provider.history()), len(await running.telegram.calls("*", group.id))
    page = await shown(running, alice, alice)
    today = time.strftime("%Y-%m-%d", time.gmtime())
    assert is_same(page, heron)
    assert page["text"].startswith("a <b>heron</b> & co\nart · 512×512 · seed ")
    assert page["text"].endswith(today)
    assert buttons(page) == ["Older ▶", *FOLDED]
    second = await turned(running, alice, page, "Older ▶")
    assert is_same(second, large)
    assert second["text"].startswith("✨ Upscaled")
    assert buttons(second) == [*BOTH, *OF_A_FILE]
    last = await turned(running, alice, second, "Older ▶")
    assert is_same(last, fox)
    assert last["text"].startswith("a fox\nart · 768×512 · seed 7 · ")
    assert buttons(last) == ["◀ Newer", *FOLDED]
    back = await turned(running, alice, await turned(running, alice, last, "◀"), "◀")
    assert (back["message_id"], back["text"], buttons(back)) == (page["message_id"], page["text"], buttons(page))
    after = len(await running.provider.history()), len(await running.telegram.calls("*", group.id))
    assert after == before, "nothing is fetched again, and nothing said elsewhere"
    assert len(await running.bot_messages(alice)) == 1
    edits = await running.telegram.calls("edit*", alice.chat_id)
    assert {(call["method"], call["ok"]) for call in edits} == {("editMessageMedia", True)}


async def test_pictures_brought_as_files_are_shown_as_files(running: Stage, alice: Person, group: Group) -> None:
    """Because their owner wants it so, or because Telegram took them in no other form."""
    photo = await painted(running, alice, "/draw a fox", group)
    sent = await running.telegram.say(alice, "/settings")
    menu = await running.reply(alice, sent["message_id"])
    assert await running.made_up(alice, menu, "set::file.yes") == ""
    wanted = await painted(running, alice, "/draw a heron", group)
    assert await running.made_up(alice, menu, "set::file.no") == ""
    dimensions = [400, "Bad Request: PHOTO_INVALID_DIMENSIONS"]
    await running.telegram.fault("editMessageMedia", "error", dimensions, times=2)
    forced = await painted(running, alice, "/draw a wide heron", group)
    assert (wanted["kind"], forced["kind"]) == ("document", "document")
    page = await shown(running, alice, group)
    assert is_same(page, forced)
    page = await turned(running, alice, page, "Older")
    assert is_same(page, wanted)
    page = await turned(running, alice, page, "Older")
    assert is_same(page, photo)
    page = await turned(running, alice, await turned(running, alice, page, "Newer"), "Newer")
    assert is_same(page, forced)


async def test_the_dots_keep_the_arrows(running: Stage, alice: Person, group: Group) -> None:
    for prompt in ("a fox", "a heron", "a hare"):
        await painted(running, alice, f"/draw {prompt}", group)
    page = await turned(running, alice, await shown(running, alice, group), "Older")
    assert await running.pressed(alice, page, "⋯ More") == ""
    unfolded = await running.changed(page, lambda seen: len(buttons(seen)) > len(buttons(page)))
    assert buttons(unfolded) == [*BOTH, *UNFOLDED]
    assert await running.pressed(alice, unfolded, "↩ Back") == ""
    folded = await running.changed(page, lambda seen: buttons(seen) == [*BOTH, *FOLDED])
    assert await running.pressed(alice, folded, "⋯ More") == ""
    unfolded = await running.changed(page, lambda seen: "↩ Back" in buttons(seen))
    newest = await turned(running, alice, unfolded, "◀")
    assert (newest["text"].split("\n")[0], buttons(newest)) == ("a hare", ["Older ▶", *FOLDED])


async def test_buttons_order_where_they_are_pressed(running: Stage, alice: Person, group: Group) -> None:
    """What was painted in a group is shown in private, and what is made of it stays there."""
    fox = await painted(running, alice, "/draw a fox --seed 7 --no snow", group)
    page = await shown(running, alice, alice)
    query = running.telegram.press_label(alice, page, "🔁")
    _, submit = await running.ordered(query)
    params = submit["params"]
    assert (params["text"], params["negative_prompt"], params["seed"] != 7) == ("a fox", "snow", True)
    again = await brought(running, alice, page["message_id"])
    assert buttons(again) == FOLDED
    assert await running.bot_messages(group) == [fox]
    assert not is_same(again, fox)
    newest = await shown(running, alice, alice)
    assert is_same(newest, again)
    # Shown in the group, it is one of those that were ordered there alone.
    assert buttons(await shown(running, alice, group)) == FOLDED


async def test_every_button_works_from_there(running: Stage, alice: Person, group: Group) -> None:
    await painted(running, alice, "/draw a fox", group)
    await painted(running, alice, "/draw a heron", group)
    page = await shown(running, alice, group)
    assert await running.pressed(alice, page, "⋯ More") == ""
    unfolded = await running.changed(page, lambda seen: "↩ Back" in buttons(seen))
    assert await running.pressed(alice, unfolded, "ℹ️") == ""
    assert "/draw a heron --size" in (await running.reply(group, page["message_id"], "same picture"))["text"]
    assert await running.pressed(alice, unfolded, "🖌") == ""
    question = await running.reply(group, page["message_id"], "How should I repaint it?")
    assert question["force_reply"]["asks"] == [alice.id]
    sent, submit = await running.ordered(running.telegram.answer(alice, question, "in oils"))
    assert submit["params"]["text"] == "in oils"
    await brought(running, group, sent["message_id"])  # which is newer than what the page shows
    assert await running.pressed(alice, unfolded, "🌸") == ""
    styles = await running.changed(page, lambda seen: "JoJo" in buttons(seen))
    assert await running.pressed(alice, styles, "↩ Back") == ""
    assert await running.pressed(alice, await folded(running, page), "⋯ More") == ""
    assert await running.pressed(alice, unfolded, "🌸") == ""
    styles = await running.changed(page, lambda seen: "JoJo" in buttons(seen))
    _, submit = await running.ordered(running.telegram.press_label(alice, styles, "JoJo"))
    assert submit["params"]["style"] == "JOJO_style"
    assert await running.pressed(alice, await folded(running, page), "✨") == ""
    assert (await brought(running, group, page["message_id"], "✨ Upscaled"))["kind"] == "document"


async def folded(stage: Stage, page: Json) -> Json:
    """Return a page when it shows both ways on, and what is offered at first sight."""
    return await stage.changed(page, lambda seen: buttons(seen) == [*BOTH, *FOLDED])


async def test_one_s_own_in_private_and_in_a_group_those_of_the_group(
    running: Stage, alice: Person, bo: Person, group: Group
) -> None:
    other = await running.telegram.group("Others", alice, bo)
    for nobody in (alice, bo):
        assert buttons(await shown(running, nobody, nobody, EMPTY)) == []
    mine = await painted(running, alice, "/draw a fox", group)
    his = await painted(running, bo, "/draw a heron", group)
    there = await painted(running, alice, "/draw a hare", other)
    await shown(running, bo, other, EMPTY)
    assert is_same(await shown(running, bo, group), his)
    assert is_same(await shown(running, bo, bo), his)
    page = await shown(running, alice, group)
    assert is_same(page, mine)
    assert buttons(page) == FOLDED
    page = await shown(running, alice, alice)
    assert is_same(page, there)
    assert is_same(await turned(running, alice, page, "Older"), mine)


async def test_somebody_else_does_not_turn_the_pages(running: Stage, alice: Person, bo: Person, group: Group) -> None:
    for prompt in ("a fox", "a heron"):
        await painted(running, alice, f"/draw {prompt}", group)
    page = await shown(running, alice, group)
    for label in set(buttons(page)) - {"🔁 Again", "🎲 Vary", "✨ HD"}:
        assert "person who asked for this picture" in await running.pressed(bo, page, label)
    assert await running.changed(page, lambda _: True) == page
    # Taken from there to one's own chat, the button is as foreign.
    private = await shown(running, bo, bo, EMPTY)
    for row in page["buttons"]:
        for button in row:
            assert "no longer works" in await running.made_up(bo, private, button["data"])
    assert [message["text"] for message in await running.bot_messages(bo)] == [private["text"]]


async def test_a_chat_s_own_pictures_are_its_administrators(
    running: Stage, alice: Person, bo: Person, group: Group
) -> None:
    await running.telegram.promote(alice, group.id, anonymous=True)
    ada = await running.telegram.person("Ada", "en")
    await running.telegram.join(ada, group.id)
    await running.telegram.promote(ada, group.id)
    first = await painted(running, alice, "/draw a fox", group, as_chat=group.id)
    await painted(running, alice, "/draw a heron", group, as_chat=group.id)
    await painted(running, alice, "/draw her own", group)
    page = await shown(running, alice, group, as_chat=group.id)
    assert page["text"].startswith("a heron\n")
    assert "person who asked for this picture" in await running.pressed(bo, page, "Older")
    page = await turned(running, ada, page, "Older")
    assert is_same(page, first)
    assert buttons(page) == ["◀ Newer", *FOLDED]
    assert (await shown(running, ada, ada, EMPTY))["kind"] == "text"
    own = await shown(running, alice, alice)
    assert own["text"].startswith("her own\n")
    assert buttons(own) == FOLDED


async def test_what_is_no_picture_any_more_is_not_among_them(
    running: Stage, alice: Person, bo: Person, group: Group
) -> None:
    """Deleted by its button, never painted, or never brought as a file."""
    fox = await painted(running, alice, "/draw a fox", group)
    gone = await painted(running, alice, "/draw a ghost", group)
    heron = await painted(running, alice, "/draw a heron", group)
    mute = await running.telegram.group("Mute", alice)
    await running.telegram.permit(mute.id, photos=False, documents=False)
    for text, words in (("/draw a link", "Download it"), ("/draw a nude", "safety check")):
        await says(running, await answered(running, alice, text, group=mute), words)
    page = await shown(running, alice, group)
    assert await running.pressed(alice, gone, "⋯ More") == ""
    unfolded = await running.changed(gone, lambda seen: "🗑 Delete" in buttons(seen))
    assert await running.pressed(alice, unfolded, "🗑") == ""
    assert [message["message_id"] for message in await running.telegram.deleted(group.id)] == [gone["message_id"]]
    assert is_same(await turned(running, alice, page, "Older"), fox)
    private = await shown(running, alice, alice)
    assert is_same(private, heron)
    # What was turned to before it went leads on all the same.
    stale = await running.made_up(alice, private, button_of(gone, "🔁").replace("again", "older"))
    assert stale == ""
    assert is_same(await running.changed(private, lambda seen: seen["version"] > 0), fox)


def button_of(message: Json, label: str) -> str:
    """Return what the button carries that begins so."""
    return str(next(button["data"] for row in message["buttons"] for button in row if button["text"].startswith(label)))


async def test_the_last_page_may_go_while_it_is_looked_at(running: Stage, alice: Person, group: Group) -> None:
    fox = await painted(running, alice, "/draw a fox", group)
    await painted(running, alice, "/draw a heron", group)
    page = await shown(running, alice, group)
    assert await running.made_up(alice, fox, button_of(fox, "🔁").replace("again", "delete")) == ""
    assert await running.pressed(alice, page, "Older") == "There are no more pictures."
    assert (await running.changed(page, lambda _: True))["version"] == 0


async def test_deleted_from_the_history_it_is_forgotten(running: Stage, alice: Person, group: Group) -> None:
    fox = await painted(running, alice, "/draw a fox", group)
    page = await shown(running, alice, alice)
    assert await running.pressed(alice, page, "⋯ More") == ""
    unfolded = await running.changed(page, lambda seen: "🗑 Delete" in buttons(seen))
    assert await running.pressed(alice, unfolded, "🗑") == ""
    assert await running.bot_messages(alice) == []
    await running.telegram.wait_calls("deleteMessage", group.id)
    assert [message["message_id"] for message in await running.telegram.deleted(group.id)] == [fox["message_id"]]
    assert "description of this picture is deleted" in await running.pressed(alice, fox, "🔁")
    assert "no longer have this picture" in await running.pressed(alice, fox, "✨")
    await shown(running, alice, alice, EMPTY)


async def test_what_is_too_old_to_be_deleted_is_left_to_its_owner(running: Stage, alice: Person, group: Group) -> None:
    fox = await painted(running, alice, "/draw a fox", group)
    await running.telegram.age(fox, 49)
    page = await shown(running, alice, alice)
    popup = await running.made_up(alice, page, button_of(fox, "🔁").replace("again", "delete"))
    assert "delete it yourself" in popup
    assert await running.bot_messages(alice) == []
    assert buttons(await running.changed(fox, lambda seen: not seen["buttons"])) == []


async def test_pages_turn_after_a_restart_and_after_two_days(running: Stage, alice: Person, group: Group) -> None:
    await running.telegram.photo(alice, a_photo(), "/anime jojo", chat=group.id)
    (anime,) = await running.pictures(group)
    await painted(running, alice, "/draw a heron", group)
    page = await shown(running, alice, group)
    await running.restart()
    page = await turned(running, alice, page, "Older")
    assert is_same(page, anime)
    assert page["text"].startswith("JoJo · ")
    assert buttons(page) == ["◀ Newer", "🔁 Again", "🌸 Anime", "✨ HD", "⋯ More"]
    await running.telegram.age(page, 50)
    assert "no longer works" in await running.pressed(alice, page, "◀"), "it could be anybody's"
    private = await shown(running, alice, alice)
    await running.telegram.age(private, 50)
    assert is_same(await turned(running, alice, private, "Older"), anime)


async def test_a_topic_s_pages_stay_in_the_topic(running: Stage, alice: Person) -> None:
    forum = await running.telegram.group("Forum", alice, kind="forum")
    topic = await running.telegram.topic(forum.id, "Foxes", alice)
    sent = await running.telegram.say(alice, "/draw a fox", chat=forum.id, thread=topic)
    fox = await brought(running, forum, sent["message_id"])
    page = await shown(running, alice, forum, thread=topic)
    assert page["thread_id"] == topic
    assert is_same(page, fox)
    assert await running.pressed(alice, page, "🔁") == ""
    assert (await brought(running, forum, page["message_id"]))["thread_id"] == topic


async def test_everybody_reads_their_own_language(running: Stage, group: Group) -> None:
    pia = await running.telegram.person("Pia", "es")
    await running.telegram.join(pia, group.id)
    for prompt in ("un zorro", "una garza"):
        await painted(running, pia, f"/draw {prompt}", group)
    page = await shown(running, pia, pia)
    assert any("Más" in label or "▶" in label for label in buttons(page))
    assert "Older ▶" not in buttons(page)
    page = await turned(running, pia, page, "▶" if "▶" in buttons(page)[0] else buttons(page)[0])
    assert page["text"].startswith("un zorro\n")


async def test_without_its_photo_nothing_is_made_again(running: Stage, alice: Person, group: Group) -> None:
    photo = await running.telegram.photo(alice, a_photo(), "/anime jojo", chat=group.id)
    anime = await running.changed(await running.reply(group, photo["message_id"]), is_picture)
    page = await shown(running, alice, alice)
    await running.made_up(alice, page, button_of(anime, "🔁").replace("again", "delete"))
    before = len(await running.provider.submits())
    assert "no longer have this picture" in await running.pressed(alice, anime, "🔁")
    assert len(await running.provider.submits()) == before
