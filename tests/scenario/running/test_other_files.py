"""Files that we cannot work on, in private and without a command: people are told what to do instead."""

from collections.abc import Awaitable, Callable

import pytest

from sandbox.telegram_client import Json, Person, TelegramClient
from tests.support.stage import Stage, a_photo
from tests.support.talk import answered

pytestmark = pytest.mark.asyncio(loop_scope="module")

SETTINGS = {"daily_pictures": 5, "max_in_flight": None}

ASKS = "What should I do with it?"
WRONG = "I can't read that file as a picture. Send it as a JPEG, PNG or WebP, or simply as a photo, and I will ask you"
MOVES = "I can only work on still images, not on videos, GIFs or animated stickers. Send a photo and I will"

Send = Callable[[TelegramClient, Person], Awaitable[Json]]


def file(name: str | None, mime_type: str | None = None) -> Send:
    return lambda telegram, person: telegram.document(person, b"\0\0\0\x18ftypheic", name=name, mime_type=mime_type)


TOLD: dict[str, tuple[Send, str]] = {
    "heic": (file("IMG_1.HEIC", "image/heic"), WRONG),
    "heic by its name": (file("IMG_1.HEIC"), WRONG),
    "heic by its name alone": (file("IMG_1.heic", "application/octet-stream"), WRONG),
    "tiff": (file("fox.tiff", "image/tiff"), WRONG),
    "gif": (file("fox.gif", "image/gif"), WRONG),
    "bmp": (file("fox.bmp", "image/bmp"), WRONG),
    "raw": (file("fox.dng", "image/x-adobe-dng"), WRONG),
    "film": (file("fox.mov", "video/quicktime"), WRONG),
    "text": (file("notes.pdf", "application/pdf"), WRONG),
    "video": (lambda telegram, person: telegram.video(person), MOVES),
    "video with words": (lambda telegram, person: telegram.video(person, "as an oil painting"), MOVES),
    "animation": (lambda telegram, person: telegram.animation(person), MOVES),
    "sticker": (lambda telegram, person: telegram.sticker(person, kind="animated"), MOVES),
}


@pytest.mark.parametrize("kind", TOLD)
async def test_what_to_do_instead_is_told_even_after_small_talk(running: Stage, alice: Person, kind: str) -> None:
    send, words = TOLD[kind]
    await answered(running, alice, "hi", "I turn words into pictures")
    sent = await send(running.telegram, alice)
    await running.reply(alice, sent["message_id"], words)
    assert len(await running.bot_messages(alice)) == 2


async def everything_said(stage: Stage, person: Person) -> list[str]:
    """Return all that the bot has said to somebody, once it has said what there was to say."""
    sent = await stage.telegram.say(person, "/quota")
    await stage.reply(person, sent["message_id"])
    return [message["text"] for message in await stage.bot_messages(person)][:-1]


async def test_an_album_is_told_once(running: Stage, alice: Person, bo: Person) -> None:
    parts = await running.telegram.album(alice, [b"one", b"two", b"three"], as_documents=True, name="IMG_1.heic")
    clips = await running.telegram.album(bo, ["video", "video"])
    await running.reply(alice, parts[0]["message_id"], WRONG)
    await running.reply(bo, clips[0]["message_id"], MOVES)
    assert len(await everything_said(running, alice)) == 1
    assert len(await everything_said(running, bo)) == 1


async def test_of_a_mixed_album_the_photos_are_asked_about(running: Stage, alice: Person) -> None:
    parts = await running.telegram.album(alice, ["video", a_photo(60), "video", a_photo(61)])
    await running.reply(alice, parts[1]["message_id"], ASKS)
    assert len(await everything_said(running, alice)) == 1


async def test_an_album_with_a_command_is_told_by_the_command(running: Stage, alice: Person) -> None:
    parts = await running.telegram.album(alice, ["video", "video"], "/remix in oils", caption_on=1)
    await running.reply(alice, parts[1]["message_id"], "I can only work on still images")
    assert len(await everything_said(running, alice)) == 1


async def test_each_picture_is_told_but_files_that_are_none_once_a_minute(
    running: Stage, alice: Person, bo: Person
) -> None:
    for _ in range(2):
        sent = await TOLD["heic"][0](running.telegram, alice)
        await running.reply(alice, sent["message_id"], WRONG)
    for kind in ("text", "text", "sticker"):
        await TOLD[kind][0](running.telegram, bo)
    assert [WRONG in text for text in await everything_said(running, bo)] == [True]


async def test_in_a_group_nobody_is_told(running: Stage, alice: Person) -> None:
    await running.telegram.settings(privacy=False)
    try:
        group = await running.telegram.group("Painters", alice)
        await running.telegram.document(alice, b"heic", name="IMG_1.HEIC", chat=group.id)
        await running.telegram.video(alice, chat=group.id)
        await answered(running, alice, "/quota", group=group)
        assert len(await running.bot_messages(group)) == 1
    finally:
        await running.telegram.settings(privacy=True)
