"""Who may press, how often, and when: a press that does not order says why and costs nothing."""

import asyncio

import pytest

from sandbox.telegram_client import Group, Json, Person, buttons
from tests.support.stage import Stage
from tests.support.studio import ALREADY, FOREIGN, FREE, STALE, Studio

shared = pytest.mark.asyncio(loop_scope="module")

ORDERING = {"again": "🔁", "vary": "🎲", "hd": "✨", "style": "JoJo"}


async def menu_of(studio: Studio, picture: Json, action: str) -> Json:
    """Return a picture's message with the button for an action in sight."""
    return await studio.folded(picture, "⋯ More", "🌸") if action == "style" else picture


@shared
@pytest.mark.parametrize("action", ORDERING)
async def test_two_presses_at_once_are_one_order(studio: Studio, action: str) -> None:
    picture, _ = await studio.paint("/draw a fox")
    menu = await menu_of(studio, picture, action)
    repeatable = action in {"again", "vary"}
    before = len(await studio.stage.provider.submits())
    async with studio.stage.painting():
        popups = await asyncio.gather(*(studio.press(menu, ORDERING[action]) for _ in range(3)))
        assert sorted(bool(popup) for popup in popups) == [False, True, True]
        assert all(popup.startswith(ALREADY) for popup in popups if popup)
        # As long as it is under way, and for what would come out the same, after that too.
        assert (await studio.press(menu, ORDERING[action])).startswith(ALREADY)
        await asyncio.sleep(1.3 if repeatable else 0)  # for longer than presses count as one
    await studio.brought(picture)
    late = await studio.press(menu, ORDERING[action])
    if repeatable:
        assert late == ""
        await studio.brought(picture, 2)
    else:
        assert late.startswith(ALREADY)
    assert len(await studio.stage.provider.submits()) == before + 1 + repeatable
    assert await studio.charged() == 2 + repeatable


@shared
async def test_other_styles_are_other_orders(studio: Studio) -> None:
    picture, _ = await studio.paint("/draw a fox")
    menu = await menu_of(studio, picture, "style")
    popups = await asyncio.gather(*(studio.press(menu, label) for label in ("JoJo", "Elf", "Cute")))
    assert popups == [""] * 3
    assert len(await studio.replies(picture, 3, pictures=True)) == 3


@shared
async def test_what_was_deleted_can_be_had_again(studio: Studio) -> None:
    picture, _ = await studio.paint("/draw a fox")
    large, _ = await studio.make(picture, "✨")
    assert (await studio.press(picture, "✨")).startswith(ALREADY)
    assert await studio.press(large, "⋯ More", "🗑") == ""
    await studio.make(picture, "✨")


@shared
async def test_nobody_presses_for_somebody_else(studio: Studio) -> None:
    picture, submit = await studio.paint("/draw a fox")
    unfolded = await studio.folded(picture, "⋯ More")
    before = (
        len(await studio.stage.provider.history()),
        len(await studio.stage.telegram.calls("[!a]*", studio.group.id)),
    )
    for label in set(buttons(unfolded)) - {"🔁 Again", "🎲 Vary", "✨ HD", "🌸 Anime"}:
        assert (await studio.press(unfolded, label, person=studio.bo)).startswith(FOREIGN), label
    job = studio.job_of(submit)
    for action in ("cancel", "retry", "older", "change", "reword", "nonsense"):
        assert (await studio.stage.made_up(studio.bo, unfolded, f"{action}:{job}")).startswith(FOREIGN)
    for data in (f"style:{job}", f"style:{job}:vaporwave", f"anime:{job}:jojo", f"hd:{job}:jojo"):
        assert (await studio.stage.made_up(studio.bo, unfolded, data)).startswith(STALE)
    after = len(await studio.stage.provider.history()), len(await studio.stage.telegram.calls("[!a]*", studio.group.id))
    assert after == before
    assert await studio.now(picture) == unfolded
    # In another chat nothing is said of whose it is, and nothing is made of it.
    asked = await studio.stage.telegram.say(studio.bo, "/help")
    (elsewhere,) = await studio.replies(asked)
    for action in ("again", "hd", "how", "delete"):
        assert (await studio.stage.made_up(studio.bo, elsewhere, f"{action}:{job}")).startswith(STALE)


@shared
async def test_what_a_chat_owns_its_administrators_press(studio: Studio) -> None:
    """An anonymous administrator's picture, and all that comes of it."""
    admin = await studio.stage.telegram.person("Ada")
    await studio.stage.telegram.join(admin, studio.group.id)
    await studio.stage.telegram.promote(admin, studio.group.id)
    picture, _ = await studio.paint("/draw a fox", as_chat=studio.group.id)
    assert (await studio.press(picture, "🔁", person=studio.bo)).startswith(FOREIGN)
    assert (await studio.press(picture, "⋯ More", person=studio.bo)).startswith(FOREIGN)
    assert await studio.press(picture, "🔁", person=studio.alice) == ""
    other = await studio.brought(picture)
    assert await studio.press(other, "✨", person=admin) == ""
    await studio.brought(other)
    assert await studio.charged() == 0, "it is the group's"


@shared
async def test_a_press_changes_no_message_that_is_about_something_else(studio: Studio) -> None:
    """What a press carries need not stand on any button."""
    fox, submit = await studio.paint("/draw a fox")
    heron, _ = await studio.paint("/draw a heron", studio.bo)
    asked = await studio.stage.telegram.say(studio.bo, "/settings", chat=studio.group.id)
    settings = await studio.stage.reply(studio.group, asked["message_id"])
    for foreign in (heron, settings):
        for action in ("delete", "older", "newer", "more", "less", "anime"):
            popup = await studio.stage.made_up(studio.alice, foreign, f"{action}:{studio.job_of(submit)}")
            assert popup.startswith(STALE), action
        assert await studio.now(foreign) == foreign
    await studio.stage.telegram.age(heron, 50)
    for action in ("delete", "older", "more", "anime"):
        popup = await studio.stage.made_up(studio.alice, heron, f"{action}:{studio.job_of(submit)}")
        assert popup.startswith(STALE), action
    assert await studio.now(fox) == fox
    assert await studio.stage.telegram.deleted(studio.group.id) == []


@shared
async def test_a_press_changes_no_message_that_has_the_same_number_elsewhere(studio: Studio) -> None:
    """Each group counts its messages by itself: in one of his own, anybody can have a picture with any number."""
    telegram = studio.stage.telegram
    await studio.paint("/draw an owl", studio.bo)
    for _ in range(3):
        await telegram.say(studio.alice, "just talking", chat=studio.group.id)
    picture, _ = await studio.paint("/draw a fox")
    own = await telegram.group("Bo's own", studio.bo)
    number = 0
    while number < picture["message_id"] - 2:
        number = (await telegram.say(studio.bo, "just talking", chat=own.id))["message_id"]
    _, submit = await studio.stage.ordered(telegram.say(studio.bo, "/draw a heron", chat=own.id))
    theirs = await studio.stage.picture(own)
    assert theirs["message_id"] == picture["message_id"]
    for action in ("delete", "older", "newer", "more", "less", "style", "anime"):
        popup = await studio.stage.made_up(studio.bo, picture, f"{action}:{studio.job_of(submit)}")
        assert popup.startswith(STALE), action
    assert await studio.now(picture) == picture


@shared
async def test_made_up_and_stale_buttons_say_so(studio: Studio) -> None:
    picture, submit = await studio.paint("/draw a fox")
    job = studio.job_of(submit)
    before = len(await studio.stage.provider.submits())
    stale = [
        *("", ":", "again", "again:", "hd:?", "🔁", "a" * 64, f"again:{job}:"),
        *(f"again:{'0' * 26}", f"again:{job.upper()}", f"again:{job[:-1]}", f"AGAIN:{job}", f"again::{job}"),
        *(f"style:{job}", f"style:{job}:", f"style:{job}:vaporwave", f"style:{job}:__class__", f"anime:{job}:jojo"),
        *(f"retry:{job}", f"nonsense:{job}", f"erase:{job}:yes", f"delete:{job}:1", f"how:{job}:1", f"file:{job}:1"),
    ]
    for data in filter(None, stale):
        assert (await studio.stage.made_up(studio.alice, picture, data)).startswith(STALE), data
    assert (await studio.stage.made_up(studio.alice, picture, f"cancel:{job}")).startswith("Too late")
    assert len(await studio.stage.provider.submits()) == before
    assert await studio.stage.bugs() == []
    assert await studio.now(picture) == picture


@shared
async def test_there_is_nothing_to_press_before_there_is_a_picture(studio: Studio) -> None:
    await studio.stage.provider.settings(concurrency=0)
    saying = studio.stage.telegram.say(studio.alice, "/draw a fox", chat=studio.group.id)
    asked, submit = await studio.stage.ordered(saying)
    (placeholder,) = await studio.replies(asked)
    assert placeholder["buttons"] == []
    job = studio.job_of(submit)
    for action, words in {
        "vary": "no longer have",
        "hd": "no longer have",
        "delete": "tap again",
        "retry": STALE,
    }.items():
        assert words in await studio.stage.made_up(studio.alice, placeholder, f"{action}:{job}"), action
    await studio.stage.provider.settings(concurrency=4)
    await studio.brought(asked)


# Bots of their own


async def nothing_ordered(studio: Studio, picture: Json, words: str) -> None:
    """Press all that orders; see that it is answered with these words and nothing else happens."""
    before = len(await studio.stage.provider.submits()), len(await studio.stage.bot_messages(studio.group))
    for label in ("🔁", "🎲", "✨"):
        assert words in await studio.press(picture, label), label
    styles = await studio.folded(picture, "⋯ More", "🌸")
    assert words in await studio.press(styles, "JoJo")
    assert len(buttons(await studio.now(picture))) == 13, "another style, or later"
    unfolded = await studio.folded(styles, "↩ Back", "⋯ More")
    assert words in await studio.press(unfolded, "🖌")
    after = len(await studio.stage.provider.submits()), len(await studio.stage.bot_messages(studio.group))
    assert after == before
    for label in ("📄", "ℹ️"):  # what costs nothing is not refused
        assert words not in await studio.press(unfolded, label)


async def test_who_has_used_up_the_day_is_told_in_a_popup(stage: Stage) -> None:
    await stage.start(daily_pictures=1)
    studio = await Studio.open(stage)
    picture, _ = await studio.paint("/draw a fox")
    await nothing_ordered(studio, picture, "used your one picture")
    assert await stage.billed() == 1


async def test_who_has_enough_under_way_is_told_in_a_popup(stage: Stage) -> None:
    await stage.start(max_in_flight=1)
    studio = await Studio.open(stage)
    picture, _ = await studio.paint("/draw a fox")
    await stage.provider.settings(concurrency=0)
    await stage.ordered(stage.telegram.say(studio.alice, "/draw a heron"))
    await nothing_ordered(studio, picture, "in progress")
    await stage.provider.settings(concurrency=4)
    await stage.picture(studio.alice)
    _, submit = await studio.make(picture, "🔁")
    assert submit["params"]["text"] == "a fox"
    assert await stage.billed() == 3


async def test_a_bot_that_takes_no_orders_says_so_in_a_popup(stage: Stage, admin: Person) -> None:
    await stage.start(admin_ids=str(admin.id), **FREE)
    studio = await Studio.open(stage)
    picture, _ = await studio.paint("/draw a fox")
    await stage.telegram.say(admin, "/pause")
    await stage.said(admin, "Paused")
    await nothing_ordered(studio, picture, "paused")
    await stage.telegram.say(admin, "/resume")
    await stage.said(admin, "take requests again")
    await stage.provider.fault("submit", "out_of_calls", times=None)
    refused = await stage.telegram.say(studio.alice, "/draw a heron", chat=studio.group.id)
    await stage.reply(studio.group, refused["message_id"], "not available right now")
    await nothing_ordered(studio, await studio.folded(await studio.now(picture), "↩ Back"), "not available right now")
    assert await stage.billed() == 1


async def test_forgotten_words_are_not_made_up(stage: Stage) -> None:
    """What needs them says that they are forgotten; what starts from the picture alone goes on working."""
    await stage.start(**FREE)
    studio = await Studio.open(stage)
    picture, _ = await studio.paint("/draw a fox")
    await stage.stop()
    stage.sql("UPDATE jobs SET prompt = '', forgotten = 1")
    await stage.start()
    before = len(await stage.provider.submits())
    for label in ("🔁", "🎲"):
        assert "description of this picture is deleted" in await studio.press(picture, label)
    unfolded = await studio.folded(picture, "⋯ More")
    assert "description of this picture is deleted" in await studio.press(unfolded, "ℹ️")
    assert len(await stage.provider.submits()) == before
    large, _ = await studio.make(unfolded, "✨")
    assert large["kind"] == "document"
    _, submit = await studio.make(unfolded, "🌸", "JoJo", count=2)
    assert await studio.hash_at_provider(submit) == await studio.hash_of(picture)
    assert await studio.press(await studio.folded(await studio.now(picture), "⋯ More"), "🖌") == ""
    question = await stage.reply(studio.group, picture["message_id"], "How should I repaint it?")
    answer, submit = await stage.ordered(stage.telegram.answer(studio.alice, question, "in oils"))
    assert submit["params"]["text"] == "in oils"
    await studio.brought(answer)


# What lasts


async def test_buttons_outlive_the_bot_and_the_group(stage: Stage) -> None:
    """Pressed after a restart; and in the group's old place, which has become another, they order in the new one."""
    await stage.start(**FREE)
    studio = await Studio.open(stage, "group")
    picture, _ = await studio.paint("/draw a fox")
    await stage.restart()
    again, submit = await studio.make(picture, "🔁")
    assert submit["params"]["text"] == "a fox"
    moved: Group = await stage.telegram.migrate(studio.group.id)
    await stage.telegram.say(studio.alice, "/help@huabot", chat=moved.id)
    await stage.said(moved, "What I can do")
    _, submit = await stage.ordered(studio.press(picture, "✨"))
    large = await stage.picture(moved)
    assert (large["kind"], submit["kind"]) == ("document", "hd")
    assert await studio.hash_at_provider(submit) == await studio.hash_of(picture)
    assert (await studio.press(again, "⋯ More", person=studio.bo)).startswith((FOREIGN, STALE))
    assert await stage.bugs() == []
