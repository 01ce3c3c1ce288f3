"""/hd: the provider's file arrives as a document, byte for byte."""

import io

import pytest
from PIL import Image

from sandbox.telegram_client import Json, Person
from tests.support.provider import painted
from tests.support.stage import Stage, a_photo

shared = pytest.mark.asyncio(loop_scope="module")


@shared
@pytest.mark.parametrize(("caption", "is_anime"), [("/hd", False), ("/hd anime", True), ("/hd ANIME please", True)])
async def test_the_original_file_takes_the_placeholders_place(running: Stage, caption: str, is_anime: bool) -> None:
    person = await running.telegram.person("Somebody")
    async with running.painting():
        _, submit = await running.ordered(running.telegram.photo(person, a_photo(1, (300, 200)), caption))
        assert submit["params"]["is_anime"] is is_anime
        placeholder = await running.said(person, "Painting")
    document = await running.picture(person)
    assert (document["kind"], document["message_id"]) == ("document", placeholder["message_id"])
    assert document["file_name"].endswith(".png")
    assert document["text"].startswith("✨ Upscaled")
    file = await running.telegram.file(document["file_id"])
    assert file == (await painted(running, submit))[0]
    with Image.open(io.BytesIO(file)) as opened:
        assert opened.size == (1200, 800)
    assert await running.bot_messages(person) == [document]
    assert len(await running.telegram.calls("editMessageMedia", person.chat_id)) == 1


@shared
async def test_a_reply_carries_the_original_file_too(running: Stage) -> None:
    person = await running.telegram.person("Somebody")
    async with running.painting():
        photo, submit = await running.ordered(running.telegram.photo(person, a_photo(1), "/hd"))
        placeholder = await running.said(person, "Painting")
        await running.telegram.delete(person.chat_id, placeholder["message_id"])
    document = await running.picture(person)
    assert (document["kind"], document["reply_to_message_id"]) == ("document", photo["message_id"])
    assert await running.telegram.file(document["file_id"]) == (await painted(running, submit))[0]


@shared
async def test_an_upload_in_doubt_is_repeated_and_shows_one_file(running: Stage) -> None:
    person = await running.telegram.person("Somebody")
    await running.telegram.fault("editMessageMedia", "drop_after", chat_id=person.chat_id)
    _, submit = await running.ordered(running.telegram.photo(person, a_photo(1), "/hd"))
    await running.telegram.wait_calls("editMessageMedia", person.chat_id, count=2)
    document = await running.picture(person)
    assert await running.telegram.file(document["file_id"]) == (await painted(running, submit))[0]
    assert await running.bot_messages(person) == [document]


@shared
async def test_forty_nine_megabytes_arrive(running: Stage) -> None:
    person = await running.telegram.person("Somebody")
    await running.provider.settings(result_bytes=49_000_000)
    _, submit = await running.ordered(running.telegram.photo(person, a_photo(1), "/hd"))
    document = await running.picture(person)
    assert document["file_size"] == 49_000_000
    assert await running.telegram.file(document["file_id"]) == (await painted(running, submit))[0]


@shared
@pytest.mark.parametrize("anew", [False, True], ids=["placeholder", "new message"])
async def test_what_is_too_large_for_a_preview_of_telegrams_comes_with_one(running: Stage, *, anew: bool) -> None:
    """Of a sticker Telegram has no small size that could be shown."""
    person = await running.telegram.person("Somebody")
    sticker = await running.telegram.sticker(person, a_photo(1, (512, 512), "PNG"))
    await running.said(person, "Reply to it with")
    await running.provider.settings(result_bytes=10_500_000)
    if anew:
        await running.telegram.fault("sendMessage", "drop_after", chat_id=person.chat_id)
    await running.ordered(running.telegram.say(person, "/hd", reply_to=sticker["message_id"]))
    document = await running.picture(person)
    (call,) = await running.telegram.calls("sendDocument" if anew else "editMessageMedia", person.chat_id)
    assert call["params"]["preview"]["size"] <= 200_000
    with Image.open(io.BytesIO(await running.telegram.file(document["thumbnail_id"]))) as preview:
        assert (preview.format, max(preview.size)) == ("JPEG", 320)
        small = preview.resize((4, 4)).tobytes()
    with Image.open(io.BytesIO(await running.telegram.file(document["file_id"]))) as whole:
        large = whole.convert("RGB").resize((4, 4)).tobytes()
    assert max(abs(one - other) for one, other in zip(small, large, strict=True)) < 24


async def thumbnail_sent(stage: Stage, person: Person) -> Json:
    """Return what was uploaded to be shown for the one file that somebody got."""
    (call,) = [
        edit
        for edit in await stage.telegram.calls("editMessageMedia", person.chat_id)
        if edit["params"]["media"]["type"] == "document"
    ]
    assert call["params"]["media"]["thumbnail"] == "attach://preview"
    preview: Json = call["params"]["preview"]
    return preview


@shared
@pytest.mark.parametrize("as_file", [False, True], ids=["photo", "file"])
async def test_it_shows_the_small_size_that_telegram_has_of_its_source(running: Stage, *, as_file: bool) -> None:
    """Nothing is decoded: it is the same picture."""
    person = await running.telegram.person("Somebody")
    source = a_photo(30, (1200, 900))
    if as_file:
        await running.telegram.document(person, source, "/hd", name="photo.jpg")
    else:
        await running.telegram.photo(person, source, "/hd")
    await running.picture(person)
    assert 0 < (await thumbnail_sent(running, person))["size"] <= 200_000


async def test_one_that_a_button_has_made_shows_it_too(stage: Stage, alice: Person) -> None:
    await stage.start()
    await stage.telegram.say(alice, "/draw a fox")
    assert await stage.pressed(alice, await stage.picture(alice), "✨") == ""
    await stage.pictures(alice, 2)
    assert 0 < (await thumbnail_sent(stage, alice))["size"] <= 200_000


@shared
async def test_what_is_covered_shows_nothing(running: Stage) -> None:
    person = await running.telegram.person("Somebody")
    await running.provider.settings(result_bytes=10_500_000)
    await running.telegram.photo(person, a_photo(31, (1200, 900)), "/hd", spoiler=True)
    document = await running.picture(person)
    (call,) = await running.telegram.calls("editMessageMedia", person.chat_id)
    assert "thumbnail" not in call["params"]["media"]
    assert document["thumbnail_id"] is None


@shared
async def test_a_small_size_that_cannot_be_had_holds_nothing_up(running: Stage) -> None:
    person = await running.telegram.person("Somebody")
    sent = running.telegram.photo(person, a_photo(32, (1200, 900)), "/hd")
    await running.provider.settings(paint_seconds=1.0)
    _, submit = await running.ordered(sent)
    await running.fetched(submit)  # from now on files are asked for to be shown alone
    await running.telegram.fault("getFile", "error", [400, "Bad Request: file is temporarily unavailable"], times=None)
    assert (await running.picture(person))["kind"] == "document"
    (call,) = await running.telegram.calls("editMessageMedia", person.chat_id)
    assert "thumbnail" not in call["params"]["media"]


@shared
async def test_more_than_fifty_megabytes_are_a_link(running: Stage) -> None:
    person = await running.telegram.person("Somebody")
    await running.provider.settings(result_bytes=52_500_000)
    _, submit = await running.ordered(running.telegram.photo(person, a_photo(1), "/hd"))
    link = await running.said(person, "too large to send on Telegram")
    assert (await painted(running, submit))[1] in link["text"]
    assert await running.bot_messages(person) == [link]
    assert await running.telegram.calls("editMessageMedia", person.chat_id) == []
