"""/anime: the style by name, or by a button that waits for an hour and survives everything."""

import asyncio
from hashlib import sha256

import pytest

from sandbox.telegram_client import Json, Person, buttons
from tests.support.stage import Stage, a_photo, pass_seconds
from tests.support.talk import button

STYLES = {
    "国风": "Chinese_style",
    "Comic": "American_style",
    "可爱风格": "Cute_style",
    "gorgeous": "Gorgeous_style",
    "恐怖": "Horrible_style",
    "elf": "Avatar_style",
    "热血": "Fighting_style",
    "steam-punk": "Machine_style",
    "赛博未来": "Cyberfuture_style",
    "jojo style": "JOJO_style",
    "🐰 Bunny": "Bunny_style",
    "貓耳": "CatEar_style",
}
"""What is typed, and what the provider is sent."""

LABELS = {
    "en": [
        ["Chinese ink", "Comic", "Cute"],
        ["Gorgeous", "Horror", "Elf"],
        ["Battle", "Steampunk", "Cyberpunk"],
        ["JoJo", "Bunny ears", "Cat ears"],
    ],
    "zh-hans": [
        ["国风", "美漫", "可爱"],
        ["华丽", "恐怖漫画", "精灵"],
        ["热血", "机械复古", "赛博未来"],
        ["JOJO", "兔耳", "猫耳"],
    ],
}

ASKED = "Which style would you like?"
TOO_OLD = "This button no longer works. Please send the command again."


shared = pytest.mark.asyncio(loop_scope="module")


async def asked(stage: Stage, person: Person, shade: int = 0) -> Json:
    """Order without a style; return the question."""
    photo = await stage.telegram.photo(person, a_photo(shade), "/anime")
    return await stage.reply(person, photo["message_id"], ASKED)


async def popup(stage: Stage, query_id: str) -> str | None:
    """Return what pops up after a press, as soon as it was answered; None if nothing does."""
    seen = 0
    while True:
        calls = await stage.telegram.wait_calls("answerCallbackQuery", count=seen + 1)
        for call in calls[seen:]:
            if call["params"]["callback_query_id"] == query_id:
                words = call["params"].get("text")
                assert words or call["params"]["show_alert"] == "false"
                return str(words) if words else None
        seen = len(calls)


@shared
async def test_every_style_can_be_typed(running: Stage) -> None:
    """Each person sends another photo, by which the provider's fetches tell whose order is whose."""
    before = len(await running.provider.submits())
    people, styles = [], {}
    for number, (name, style) in enumerate(STYLES.items()):
        person = await running.telegram.person("Somebody")
        photo = await running.telegram.photo(person, a_photo(number * 10), f"/anime {name}")
        file = await running.telegram.file(photo["photo"][-1]["file_id"])
        people.append(person)
        styles[sha256(file).hexdigest()] = style
    assert len(styles) == len(STYLES)
    for person in people:
        await running.picture(person)
    submits = (await running.provider.submits())[before:]
    ordered = {(await running.fetched(submit))["sha256"]: submit["params"]["style"] for submit in submits}
    assert ordered == styles


@shared
@pytest.mark.parametrize("language", ["en", "zh-hans"])
async def test_the_question_becomes_the_placeholder_and_the_picture(running: Stage, language: str) -> None:
    person = await running.telegram.person("Somebody", language)
    before = len(await running.provider.submits())
    photo = await running.telegram.photo(person, a_photo(), "/anime")
    question = await running.reply(person, photo["message_id"])
    assert [[entry["text"] for entry in row] for row in question["buttons"]] == LABELS[language]
    assert len(await running.provider.submits()) == before
    label = LABELS[language][1][1]
    press = running.telegram.press(person, question["message_id"], button(question, label))
    async with running.painting():
        query_id, submit = await running.ordered(press)
        placeholder = await running.said(person, "🎨")
        assert (placeholder["message_id"], placeholder["buttons"]) == (question["message_id"], [])
    picture = await running.picture(person)
    assert picture["message_id"] == question["message_id"]
    assert not {label for row in LABELS[language] for label in row} & set(buttons(picture))
    assert picture["text"].startswith(label)
    assert submit["params"]["style"] == "Horrible_style"
    assert await popup(running, query_id) is None
    assert await running.bot_messages(person) == [picture]
    assert len(await running.provider.submits()) == before + 1


@shared
async def test_many_presses_paint_one_picture(running: Stage) -> None:
    person = await running.telegram.person("Somebody")
    question = await asked(running, person)
    before = len(await running.provider.submits())
    presses = [
        running.telegram.press(person, question["message_id"], button(question, label))
        for label in ("JoJo", "JoJo", "Elf", "Cute")
    ]
    async with running.painting():
        query_ids = await asyncio.gather(*presses)
        await running.said(person, "🎨")
    picture = await running.picture(person)
    late = await running.telegram.press(person, picture["message_id"], button(question, "Elf"))
    assert [await popup(running, query_id) for query_id in (*query_ids, late)] == [None] * 5
    assert len(await running.provider.submits()) == before + 1
    assert await running.bot_messages(person) == [picture]
    edits = await running.telegram.calls("edit*", person.chat_id)
    assert [edit["method"] for edit in edits] == ["editMessageText", "editMessageMedia"]


@shared
async def test_only_who_ordered_may_choose(running: Stage) -> None:
    alice, bo = await running.telegram.person("Alice"), await running.telegram.person("Bo", "zh-hans")
    group = await running.telegram.group("Painters", alice, bo)
    photo = await running.telegram.photo(alice, a_photo(), "/anime@huabot", chat=group.id)
    question = await running.reply(group, photo["message_id"], ASKED)
    before = len(await running.provider.submits())
    foreign = await running.telegram.press(bo, question["message_id"], button(question, "JoJo"), chat=group.id)
    assert (await popup(running, foreign) or "").startswith("只有发起这张画的人")
    assert len(await running.provider.submits()) == before
    own = running.telegram.press(alice, question["message_id"], button(question, "Elf"), chat=group.id)
    query_id, submit = await running.ordered(own)
    assert submit["params"]["style"] == "Avatar_style"
    assert await popup(running, query_id) is None
    assert (await running.picture(group))["message_id"] == question["message_id"]


@shared
async def test_made_up_buttons_are_answered_and_do_nothing(running: Stage) -> None:
    alice, bo = [await running.telegram.person("Somebody") for _ in range(2)]
    question, foreign = await asked(running, alice), await asked(running, bo)
    job = button(question, "JoJo").split(":")[1]
    made_up = [
        "x",
        "anime",
        "anime:",
        f"style:{job}",
        f"anime:{job}:vaporwave",
        f"anime:{job}:__class__",
        f"anime:{job}:jojo:jojo",
        f"again:{job}:jojo",
        f"anime:{'0' * 26}:jojo",
        f"anime:{job.upper()}:jojo",
        "💣" * 16,
        button(foreign, "JoJo"),
    ]
    before = len(await running.provider.submits())
    for data in made_up:
        query_id = await running.telegram.press(alice, question["message_id"], data, made_up=True)
        assert await popup(running, query_id) == TOO_OLD, data
    assert len(await running.provider.submits()) == before
    for person, asking in ((alice, question), (bo, foreign)):
        await running.telegram.press(person, asking["message_id"], button(asking, "JoJo"))
        assert (await running.picture(person))["message_id"] == asking["message_id"]


@shared
async def test_a_question_in_doubt_is_asked_again_and_either_may_be_answered(running: Stage) -> None:
    person = await running.telegram.person("Somebody")
    await running.telegram.fault("sendMessage", "drop_after", chat_id=person.chat_id)
    await running.telegram.photo(person, a_photo(), "/anime")
    await running.telegram.wait_calls("sendMessage", person.chat_id, count=2)
    first, _ = await running.bot_messages(person)
    await running.telegram.press(person, first["message_id"], button(first, "JoJo"))
    assert (await running.picture(person))["message_id"] == first["message_id"]


@shared
async def test_a_deleted_question_is_replaced_by_a_reply(running: Stage) -> None:
    person = await running.telegram.person("Somebody")
    question = await asked(running, person)
    async with running.painting():
        await running.ordered(running.telegram.press(person, question["message_id"], button(question, "JoJo")))
        await running.telegram.delete(person.chat_id, question["message_id"])
    picture = await running.picture(person)
    assert await running.bot_messages(person) == [picture]
    assert picture["message_id"] != question["message_id"]


async def test_only_what_was_chosen_is_charged(stage: Stage, alice: Person) -> None:
    await stage.start(daily_pictures=1)
    first, second = await asked(stage, alice, 1), await asked(stage, alice, 2)
    query_id = await stage.telegram.press(alice, second["message_id"], button(second, "JoJo"))
    assert await popup(stage, query_id) is None
    picture = await stage.picture(alice)
    assert picture["message_id"] == second["message_id"]
    query_id = await stage.telegram.press(alice, first["message_id"], button(first, "Elf"))
    assert (await popup(stage, query_id) or "").startswith("🌙 You have used your one picture for today")
    await stage.telegram.photo(alice, a_photo(3), "/anime")
    await stage.said(alice, "You have used your one picture for today")
    await stage.stop()
    assert await stage.billed() == 1
    assert first in await stage.bot_messages(alice)  # may be pressed tomorrow


async def test_a_button_works_after_a_restart_until_the_hour_is_over(stage: Stage, alice: Person) -> None:
    """The time before somebody chose does not count against the deadlines of the order."""
    await stage.start(queue_deadline=60)
    question = await asked(stage, alice)
    await pass_seconds(stage, 3_540)
    await stage.telegram.press(alice, question["message_id"], button(question, "Cat ears"), inaccessible=True)
    picture = await stage.picture(alice)
    assert picture["message_id"] == question["message_id"]
    (submit,) = await stage.provider.submits()
    assert submit["params"]["style"] == "CatEar_style"
    assert len(await stage.telegram.calls("sendMessage", alice.chat_id)) == 1


async def test_a_question_nobody_answers_is_forgotten_after_an_hour(stage: Stage, alice: Person) -> None:
    await stage.start(daily_pictures=1)
    question = await asked(stage, alice)
    await pass_seconds(stage, 3_600)
    forgotten = await stage.said(alice, "No style was chosen")
    assert (forgotten["message_id"], forgotten["buttons"]) == (question["message_id"], [])
    query_id = await stage.telegram.press(alice, question["message_id"], button(question, "JoJo"))
    assert await popup(stage, query_id) == TOO_OLD
    assert await stage.provider.submits() == []


async def test_a_file_that_is_no_picture_is_told_in_the_question(stage: Stage, alice: Person, bo: Person) -> None:
    await stage.start(daily_pictures_total=1)
    document = await stage.telegram.document(alice, b"words", "/anime", name="fox.png")
    question = await stage.reply(alice, document["message_id"], ASKED)
    await stage.telegram.press(alice, question["message_id"], button(question, "JoJo"))
    told = await stage.said(alice, "couldn't open that file as a picture")
    assert (told["message_id"], told["buttons"]) == (question["message_id"], [])
    await stage.telegram.photo(bo, a_photo(), "/anime jojo")
    await stage.picture(bo)
    assert await stage.billed() == 1


@shared
async def test_so_many_portraits_as_the_command_asked_for(running: Stage) -> None:
    """Two are more than the day allows here, and that is said."""
    person = await running.telegram.person("Somebody")
    photo = await running.telegram.photo(person, a_photo(), "/anime --n 2 --seed 5")
    question = await running.reply(person, photo["message_id"], ASKED)
    query = await running.telegram.press(person, question["message_id"], button(question, "JoJo"))
    assert await popup(running, query) is None
    picture = await running.picture(person)
    assert "seed 5 " in picture["text"]
    await running.said(person, "You have used your one picture for today")


async def test_a_full_disk_delays_the_others_and_loses_none(
    stage: Stage, alice: Person, bo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first was chosen, the rest cannot be taken; everybody else is served."""
    await stage.start()
    photo = await stage.telegram.photo(alice, a_photo(), "/anime --n 3")
    question = await stage.reply(alice, photo["message_id"], ASKED)
    with monkeypatch.context() as full:
        full.setattr("storage.sqlite.MIN_FREE_BYTES", 2**62)
        await stage.telegram.press(alice, question["message_id"], button(question, "JoJo"))
        await stage.picture(alice)
        asked = await stage.telegram.say(bo, "/quota")
        await stage.reply(bo, asked["message_id"])
        await stage.restart()
    assert len(await stage.pictures(alice, 3)) == 3
    assert await stage.billed() == 3
