"""/hd: the provider's file arrives as a document, byte for byte."""

import io

import pytest
from PIL import Image

from tests.support.provider import painted
from tests.support.stage import Stage, a_photo

shared = pytest.mark.asyncio(loop_scope="module")


@shared
@pytest.mark.parametrize(("caption", "is_anime"), [("/hd", False), ("/hd anime", True), ("/hd ANIME please", True)])
async def test_the_original_file_takes_the_placeholders_place(running: Stage, caption: str, is_anime: bool) -> None:
    person = await running.telegram.person("Somebody")
    await running.provider.settings(paint_seconds=0.3)
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
    await running.provider.settings(paint_seconds=0.3)
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
    person = await running.telegram.person("Somebody")
    await running.provider.settings(result_bytes=10_500_000)
    if anew:
        await running.telegram.fault("sendMessage", "drop_after", chat_id=person.chat_id)
    await running.ordered(running.telegram.photo(person, a_photo(1), "/hd"))
    document = await running.picture(person)
    (call,) = await running.telegram.calls("sendDocument" if anew else "editMessageMedia", person.chat_id)
    assert call["params"]["preview"]["size"] <= 200_000
    with Image.open(io.BytesIO(await running.telegram.file(document["thumbnail_id"]))) as preview:
        assert (preview.format, max(preview.size)) == ("JPEG", 320)
        small = preview.resize((4, 4)).tobytes()
    with Image.open(io.BytesIO(await running.telegram.file(document["file_id"]))) as whole:
        large = whole.convert("RGB").resize((4, 4)).tobytes()
    assert max(abs(one - other) for one, other in zip(small, large, strict=True)) < 24


@shared
async def test_more_than_fifty_megabytes_are_a_link(running: Stage) -> None:
    person = await running.telegram.person("Somebody")
    await running.provider.settings(result_bytes=52_500_000)
    _, submit = await running.ordered(running.telegram.photo(person, a_photo(1), "/hd"))
    link = await running.said(person, "too large to send on Telegram")
    assert (await painted(running, submit))[1] in link["text"]
    assert await running.bot_messages(person) == [link]
    assert await running.telegram.calls("editMessageMedia", person.chat_id) == []
