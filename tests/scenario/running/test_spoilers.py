"""A photo that was covered by a spoiler stays covered, whatever is made of it; a file cannot be covered."""

from typing import Any

import pytest

from sandbox.telegram_client import Group, Json, Person, buttons
from tests.support.stage import Stage, a_photo, chat_of, is_picture
from tests.support.talk import answered

pytestmark = pytest.mark.asyncio(loop_scope="module")

SETTINGS = {"daily_pictures": 100, "daily_pictures_group": None, "daily_pictures_total": None, "max_in_flight": None}


async def brought(stage: Stage, where: Person | Group, message_id: int, count: int = 1) -> Json:
    """Return the count-th picture that replies to a message."""

    def find(seen: list[Json]) -> Json | None:
        found = [message for message in seen if is_picture(message) and message["reply_to_message_id"] == message_id]
        return found[count - 1] if len(found) >= count else None

    return await stage.telegram.until(chat_of(where), find)


async def repainted(stage: Stage, person: Person, group: Group, **how: Any) -> Json:
    """Let somebody have a photo repainted; return the picture."""
    sent = await stage.telegram.photo(person, a_photo(50), "/remix in oils", chat=group.id, **how)
    return await brought(stage, group, sent["message_id"])


async def unfolded(stage: Stage, person: Person, picture: Json) -> Json:
    """Return a picture with all its buttons."""
    assert await stage.pressed(person, picture, "⋯ More") == ""
    return await stage.changed(picture, lambda seen: any("🗑" in label for label in buttons(seen)))


async def test_what_was_covered_stays_covered(running: Stage, alice: Person, group: Group) -> None:
    picture = await repainted(running, alice, group, spoiler=True)
    assert (picture["kind"], picture["spoiler"]) == ("photo", True)
    assert not (await repainted(running, alice, group))["spoiler"]


async def test_a_photo_that_is_replied_to_stays_covered_too(running: Stage, alice: Person, group: Group) -> None:
    photo = await running.telegram.photo(alice, a_photo(51), spoiler=True, chat=group.id)
    sent = await running.telegram.say(alice, "/anime jojo", chat=group.id, reply_to=photo["message_id"])
    picture = await brought(running, group, sent["message_id"])
    assert picture["spoiler"]
    sent = await running.telegram.say(alice, "/remix again", chat=group.id, reply_to=picture["message_id"])
    assert (await brought(running, group, sent["message_id"]))["spoiler"]


async def test_whatever_is_made_of_it_stays_covered(running: Stage, alice: Person, group: Group) -> None:
    picture = await repainted(running, alice, group, spoiler=True)
    made = 0
    for label in ("🔁", "🎲"):
        assert await running.pressed(alice, picture, label) == ""
        made += 1
        assert (await brought(running, group, picture["message_id"], made))["spoiler"], label
    picture = await unfolded(running, alice, picture)
    assert await running.pressed(alice, picture, "🌸") == ""
    styles = await running.changed(picture, lambda seen: "JoJo" in buttons(seen))
    assert await running.pressed(alice, styles, "JoJo") == ""
    assert (await brought(running, group, picture["message_id"], made + 1))["spoiler"]
    assert await running.made_up(alice, picture, picture["buttons"][0][0]["data"].replace("again", "remix")) == ""
    asked = await running.reply(group, picture["message_id"], "How should I repaint it?")
    answer = await running.telegram.answer(alice, asked, "in chalk")
    assert (await brought(running, group, answer["message_id"]))["spoiler"]


async def test_an_enlarged_one_is_a_file_and_what_is_made_of_that_is_covered(
    running: Stage, alice: Person, group: Group
) -> None:
    sent = await running.telegram.photo(alice, a_photo(52), "/hd", spoiler=True, chat=group.id)
    file = await brought(running, group, sent["message_id"])
    assert (file["kind"], file["spoiler"]) == ("document", False)
    assert await running.pressed(alice, file, "🌸") == ""
    styles = await running.changed(file, lambda seen: "JoJo" in buttons(seen))
    assert await running.pressed(alice, styles, "JoJo") == ""
    assert (await brought(running, group, file["message_id"]))["spoiler"]


async def test_the_history_shows_it_covered(running: Stage, alice: Person, group: Group) -> None:
    for spoiler in (False, True):
        await repainted(running, alice, group, spoiler=spoiler)
    shown = await answered(running, alice, "/history")
    assert shown["spoiler"]
    assert await running.pressed(alice, shown, "▶") == ""
    older = await running.changed(shown, lambda seen: not seen["spoiler"])
    assert await running.pressed(alice, older, "◀") == ""
    await running.changed(shown, lambda seen: seen["spoiler"])


async def test_a_question_does_not_uncover_it(running: Stage, alice: Person) -> None:
    photo = await running.telegram.photo(alice, a_photo(53), spoiler=True)
    question = await running.reply(alice, photo["message_id"], "What should I do with it?")
    assert await running.pressed(alice, question, "🌸") == ""
    styles = await running.changed(question, lambda seen: "JoJo" in buttons(seen))
    assert await running.pressed(alice, styles, "JoJo") == ""
    assert (await brought(running, alice, question["message_id"]))["spoiler"]
    photo = await running.telegram.photo(alice, a_photo(54), "/anime", spoiler=True)
    question = await running.reply(alice, photo["message_id"], "Which style")
    assert await running.pressed(alice, question, "JoJo") == ""
    assert (await running.changed(question, is_picture))["spoiler"]


async def test_one_that_telegram_cannot_fetch_is_uploaded_covered(running: Stage, alice: Person, group: Group) -> None:
    error = [400, "Bad Request: failed to get HTTP URL content"]
    await running.telegram.fault("editMessageMedia", "error", error, times=1, chat_id=group.id)
    assert (await repainted(running, alice, group, spoiler=True))["spoiler"]


@pytest.mark.parametrize("private", [False, True])
async def test_a_chat_that_wants_it_has_its_pictures_covered(
    running: Stage, alice: Person, group: Group, private: bool
) -> None:
    where: Person | Group = alice if private else group
    chat = None if private else group.id
    sent = await running.telegram.say(alice, "/draw a fox", chat=chat)
    before = await brought(running, where, sent["message_id"])
    assert not before["spoiler"]
    sent = await running.telegram.say(alice, "/settings", chat=chat)
    menu = await running.reply(where, sent["message_id"])
    assert await running.pressed(alice, menu, "🫣") == ""
    page = await running.changed(menu, lambda seen: "yes" in buttons(seen))
    assert await running.pressed(alice, page, "yes") == ""
    await running.changed(menu, lambda seen: "🫣 Pictures covered: yes" in buttons(seen))
    sent = await running.telegram.say(alice, "/draw a heron", chat=chat)
    picture = await brought(running, where, sent["message_id"])
    assert picture["spoiler"]
    # Whatever is made of an older one, too; and so it stays when its buttons change.
    assert await running.pressed(alice, before, "🔁") == ""
    assert (await brought(running, where, before["message_id"]))["spoiler"]
    assert (await unfolded(running, alice, picture))["spoiler"]
    # What is shown there is covered, though it was not when it came; elsewhere it is shown as it was.
    sent = await running.telegram.say(alice, "/history", chat=chat)
    shown = await brought(running, where, sent["message_id"])
    for _ in range(2):
        assert shown["spoiler"]
        assert await running.pressed(alice, shown, "▶") == ""
        shown = await running.changed(shown, lambda seen, was=shown["text"]: seen["text"] != was)
    assert (shown["text"].startswith("a fox"), shown["spoiler"]) == (True, True)
