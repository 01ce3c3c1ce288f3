"""A photo that comes in private without a word is asked about, by buttons that go on working."""

import asyncio
from hashlib import sha256

import pytest

from sandbox.telegram_client import Json, Person, buttons
from tests.support.stage import Stage, a_photo, pass_seconds, source_url
from tests.support.studio import ALREADY, FREE, STALE, Studio

shared = pytest.mark.asyncio(loop_scope="module")

ASKS = "What should I do with it?"
OFFERED = ["🖌 Remix", "🌸 Anime", "✨ HD"]


async def asked(stage: Stage, person: Person, photo: Json) -> Json:
    """Return the question about a photo."""
    question = await stage.reply(person, photo["message_id"], ASKS)
    assert buttons(question) == OFFERED
    return question


async def brought(stage: Stage, person: Person, message: Json, count: int = 1) -> Json:
    """Return the count-th picture that replies to a message, as soon as it is there."""

    def find(seen: list[Json]) -> Json | None:
        replies = [m for m in seen if m["reply_to_message_id"] == message["message_id"] and m["file_id"]]
        return replies[count - 1] if len(replies) >= count else None

    return await stage.telegram.until(person.chat_id, find)


async def hash_of(stage: Stage, photo: Json) -> str:
    """Return the fingerprint of the largest form of a photo that somebody sent, or of their file."""
    file = photo["photo"][-1] if "photo" in photo else photo["document"]
    return sha256(await stage.telegram.file(file["file_id"])).hexdigest()


async def ordered_from(stage: Stage, photo: Json) -> Json:
    """Return what was ordered from a photo, which nobody else has sent."""
    file = await hash_of(stage, photo)
    fetch = await stage.provider.wait("photo", lambda entry: entry["sha256"] == file)
    return next(submit for submit in await stage.provider.submits() if source_url(submit) == fetch["url"])


@shared
async def test_each_button_does_what_it_says_with_the_photo(studio: Studio) -> None:
    before = len(await studio.stage.provider.submits())
    await asyncio.gather(made_large(studio.stage), drawn_in_a_style(studio.stage), repainted(studio.stage))
    assert len(await studio.stage.provider.submits()) == before + 3


async def made_large(stage: Stage) -> None:
    person = await stage.telegram.person("Somebody")
    photo = await stage.telegram.photo(person, a_photo(11, (900, 600)))
    question = await asked(stage, person, photo)
    assert await stage.pressed(person, question, "✨") == ""
    submit = await ordered_from(stage, photo)
    assert (submit["kind"], submit["params"]["is_anime"]) == ("hd", False)
    assert (await brought(stage, person, question))["kind"] == "document"
    assert (await stage.pressed(person, question, "✨")).startswith(ALREADY)


async def drawn_in_a_style(stage: Stage) -> None:
    person = await stage.telegram.person("Somebody")
    photo = await stage.telegram.photo(person, a_photo(12, (900, 600)))
    question = await asked(stage, person, photo)
    assert await stage.pressed(person, question, "🌸") == ""
    styles = await stage.changed(question, lambda seen: len(buttons(seen)) == 13)
    assert await stage.pressed(person, styles, "↩ Back") == ""
    await stage.changed(question, lambda seen: buttons(seen) == OFFERED)
    assert await stage.pressed(person, styles, "JoJo") == ""
    params = (await ordered_from(stage, photo))["params"]
    assert (params["style"], params["w"], params["h"]) == ("JOJO_style", 768, 512)
    assert (await brought(stage, person, question))["text"].startswith("JoJo")
    await stage.changed(question, lambda seen: buttons(seen) == OFFERED)


async def repainted(stage: Stage) -> None:
    person = await stage.telegram.person("Somebody")
    photo = await stage.telegram.photo(person, a_photo(13, (600, 900)))
    question = await asked(stage, person, photo)
    assert await stage.pressed(person, question, "🖌") == ""
    words = await stage.reply(person, question["message_id"], "How should I repaint it?")
    answer = await stage.telegram.answer(person, words, "in oils")
    params = (await ordered_from(stage, photo))["params"]
    assert (params["text"], params["w"], params["h"]) == ("in oils", 512, 768)
    await brought(stage, person, answer)


@shared
async def test_a_picture_sent_as_a_file_is_asked_about_too(studio: Studio) -> None:
    stage, alice = studio.stage, studio.alice
    document = await stage.telegram.document(alice, a_photo(13, (200, 300), "PNG"), name="fox.png")
    question = await asked(stage, alice, document)
    _, submit = await stage.ordered(stage.pressed(alice, question, "✨"))
    assert await studio.hash_at_provider(submit) == await hash_of(stage, document)
    await brought(stage, alice, question)
    styles = await studio.folded(question, "🌸")
    _, submit = await stage.ordered(stage.pressed(alice, styles, "Elf"))
    assert (submit["params"]["w"], submit["params"]["h"]) == (512, 768)
    await brought(stage, alice, question, 2)


@shared
async def test_so_many_as_the_words_beside_it_asked_for(studio: Studio) -> None:
    stage, alice = studio.stage, studio.alice
    photo = await stage.telegram.photo(alice, a_photo(14), "as a watercolour --n 2 --seed 7")
    question = await asked(stage, alice, photo)
    assert await stage.pressed(alice, question, "🖌") == ""
    first, second = [await brought(stage, alice, question, count) for count in (1, 2)]
    assert all("as a watercolour" in picture["text"] for picture in (first, second))
    assert ("seed 7 " in first["text"], "seed 8 " in second["text"]) == (True, True)
    assert await stage.pressed(alice, second, "🔁") == ""
    await stage.reply(alice, second["message_id"])
    photo = await stage.telegram.photo(alice, a_photo(15), "--n 2 --seed 7 --fidelity 0.4")
    question = await asked(stage, alice, photo)
    styles = await studio.folded(question, "🌸")
    assert await stage.pressed(alice, styles, "JoJo") == ""
    drawn = [await brought(stage, alice, question, count) for count in (1, 2)]
    assert {"seed 7 " in picture["text"] for picture in drawn} == {True, False}
    latest = (await stage.provider.submits())[-1]
    assert (latest["params"]["style"], latest["params"]["fidelity"]) == ("JOJO_style", 0.4)


@shared
async def test_a_file_that_is_no_picture_is_told_when_it_is_looked_at(studio: Studio) -> None:
    stage, alice = studio.stage, studio.alice
    document = await stage.telegram.document(alice, b"words", name="fox.png")
    question = await asked(stage, alice, document)
    before = len(await stage.provider.submits())
    assert await stage.pressed(alice, question, "✨") == ""
    told = await stage.reply(alice, question["message_id"], "couldn't open that file as a picture")
    assert told["buttons"] == []
    assert len(await stage.provider.submits()) == before
    assert await studio.charged() == 0


@shared
async def test_an_album_is_asked_about_once_and_one_with_a_command_not_at_all(studio: Studio) -> None:
    stage, alice, bo = studio.stage, studio.alice, studio.bo
    commanded = await stage.telegram.album(bo, [a_photo(14), a_photo(15), a_photo(16)], "/hd", caption_on=2)
    photos = await stage.telegram.album(alice, [a_photo(17), a_photo(18), a_photo(19)])
    await asked(stage, alice, photos[0])
    await brought(stage, bo, commanded[2])
    await stage.telegram.say(alice, "/help")  # whatever else there were to say has been said before this
    await stage.said(alice, "What I can do")
    assert sum(ASKS in message["text"] for message in await stage.bot_messages(alice)) == 1
    assert len(await stage.bot_messages(bo)) == 1


@shared
async def test_in_groups_nobody_is_asked(studio: Studio) -> None:
    await studio.stage.telegram.settings(privacy=False)
    try:
        await studio.stage.telegram.photo(studio.alice, a_photo(20), chat=studio.group.id)
        await studio.paint("/draw a fox")
        assert len(await studio.stage.bot_messages(studio.group)) == 1
    finally:
        await studio.stage.telegram.settings(privacy=True)


@shared
async def test_made_up_buttons_about_a_photo_do_nothing(studio: Studio) -> None:
    stage, alice = studio.stage, studio.alice
    question = await asked(stage, alice, await stage.telegram.photo(alice, a_photo(21)))
    job = question["buttons"][0][0]["data"].partition(":")[2]
    before = len(await stage.provider.submits())
    for action in ("again", "vary", "retry", "how", "anime", "style"):
        data = f"{action}:{job}:nonsense" if action in {"anime", "style"} else f"{action}:{job}"
        assert (await stage.made_up(alice, question, data)).startswith(STALE), action
    assert len(await stage.provider.submits()) == before
    assert await stage.bugs() == []


async def test_the_buttons_work_after_a_restart_and_after_the_hour(stage: Stage, alice: Person) -> None:
    await stage.start(**FREE)
    studio = Studio(stage, alice, alice, await stage.telegram.group("Painters", alice))
    photo = await stage.telegram.photo(alice, a_photo(22))
    question = await asked(stage, alice, photo)
    await stage.restart()
    _, submit = await stage.ordered(stage.pressed(alice, question, "✨"))
    assert await studio.hash_at_provider(submit) == await hash_of(stage, photo)
    await brought(stage, alice, question)
    await pass_seconds(stage, 3_700)
    styles = await studio.folded(question, "🌸")
    _, submit = await stage.ordered(stage.pressed(alice, styles, "JoJo"))
    assert await studio.hash_at_provider(submit) == await hash_of(stage, photo)
    await brought(stage, alice, question, 2)
    assert buttons(await stage.changed(question, lambda seen: buttons(seen) == OFFERED)) == OFFERED
    assert not [m for m in await stage.bot_messages(alice) if "dropped this request" in m["text"]]
