"""Orders that cannot be painted for want of a proper picture: words with an example, no order, no charge."""

import asyncio
import io
import random
import struct
import zlib
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from PIL import Image

from bot.pipeline import announce
from sandbox.telegram_client import Json, Person, TelegramClient
from tests.support.stage import Stage, a_photo

EXAMPLES = {
    "en": {"remix": "/remix as a", "anime": "/anime jojo", "hd": "/hd"},
    "zh-hans": {"remix": "/remix ", "anime": "/anime 猫耳", "hd": "/hd"},
}

Mistake = Callable[[TelegramClient, Person], Awaitable[Json]]
"""Sends something by mistake; returns the message that will be answered."""


def bomb() -> bytes:
    """Return the beginning of a PNG that says it has 3.6 billion pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header)) + bytes(64)


def jpeg_claiming(width: int, height: int) -> bytes:
    """Return a small progressive JPEG whose frame says that it is this large."""
    out = io.BytesIO()
    Image.new("CMYK", (64, 64)).save(out, "JPEG", progressive=True)
    jpeg = bytearray(out.getvalue())
    frame = jpeg.index(b"\xff\xc2")
    jpeg[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(jpeg)


def gif() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "teal").save(out, "GIF")
    return out.getvalue()


def too_large() -> bytes:
    return a_photo() + bytes(20 * 1024 * 1024)


def document(data: bytes, caption: str, name: str, mime_type: str | None = None) -> Mistake:
    return lambda telegram, person: telegram.document(person, data, caption, name=name, mime_type=mime_type)


def reply(send: Mistake, command: str) -> Mistake:
    async def mistake(telegram: TelegramClient, person: Person) -> Json:
        return await telegram.say(person, command, reply_to=(await send(telegram, person))["message_id"])

    return mistake


REFUSED: list[tuple[str, str, str, list[Mistake]]] = [
    (
        "Show me which picture",
        "请告诉我是哪张图片",
        "remix",
        [lambda telegram, person: telegram.say(person, "/remix in oils")],
    ),
    (
        "Show me which picture",
        "请告诉我是哪张图片",
        "anime",
        [lambda telegram, person: telegram.say(person, "/anime"), lambda tg, p: tg.say(p, "/anime vaporwave")],
    ),
    ("Show me which picture", "请告诉我是哪张图片", "hd", [lambda telegram, person: telegram.say(person, "/hd")]),
    (
        "There is no picture in the message you replied to",
        "你回复的消息里没有图片",
        "hd",
        [reply(lambda telegram, person: telegram.say(person, "a wolf"), "/hd")],
    ),
    (
        "only work on still images",
        "只能处理静止的图片",
        "remix",
        [
            lambda telegram, person: telegram.video(person, "/remix in oils"),
            lambda telegram, person: telegram.animation(person, "/remix in oils"),
            reply(lambda telegram, person: telegram.sticker(person, kind="animated"), "/remix in oils"),
            reply(lambda telegram, person: telegram.sticker(person, kind="video"), "/remix in oils"),
        ],
    ),
    (
        "I can't read that file as a picture",
        "这个文件不是我能读的图片",
        "anime",
        [
            document(b"%PDF-1.7 words", "/anime jojo", "notes.pdf"),
            document(gif(), "/anime", "fox.gif"),
            document(a_photo(), "/anime", "fox.heic", "image/heic"),
            reply(document(b"words", "notes", "notes.txt"), "/anime"),
        ],
    ),
    (
        "over Telegram's 20 MB",
        "超过 Telegram 给机器人的 20 MB",
        "hd",
        [document(too_large(), "/hd", "fox.jpg")],
    ),
    (
        "I don't know the style “vaporwave”",
        "我不认识“vaporwave”这种风格",
        "anime",
        [lambda telegram, person: telegram.photo(person, a_photo(), "/anime vaporwave")],
    ),
]
"""English words, Chinese words, the command of the example, and what is answered so: none of these becomes a job."""

BROKEN = [
    document(b"words, not colours", "/hd", "fox.png"),
    document(gif(), "/hd", "fox.jpg", "image/jpeg"),
    document(a_photo()[:20], "/hd", "fox.jpg", "application/octet-stream"),
    document(a_photo(1, (900, 900), "PNG")[:-400], "/hd", "fox.png"),
]
"""What is seen to be no picture only when it is looked at."""


async def answer_to(stage: Stage, person: Person, mistake: Mistake, command: str) -> str:
    """Make a mistake; return the answer, having checked that it shows an example that can be tapped."""
    message = await mistake(stage.telegram, person)
    answer = await stage.telegram.until(
        person.chat_id,
        lambda messages: next(
            (m for m in messages if m["reply_to_message_id"] == message["message_id"] and "🎨" not in m["text"]), None
        ),
    )
    text = str(answer["text"]).encode("utf-16-le")
    code = [entity for entity in answer["entities"] if entity["type"] == "code"]
    shown = [text[e["offset"] * 2 : (e["offset"] + e["length"]) * 2].decode("utf-16-le") for e in code]
    assert [example for example in shown if example.startswith(EXAMPLES[person.language_code][command])], answer["text"]
    return str(answer["text"])


async def test_what_cannot_be_painted_is_answered_with_an_example(stage: Stage, alice: Person) -> None:
    await stage.start(daily_pictures_total=1)

    async def check(language: str, words: str, command: str, mistake: Mistake) -> None:
        person = await stage.telegram.person("Somebody", language)
        assert words in await answer_to(stage, person, mistake, command)

    checks = [
        check(language, words, command, mistake)
        for english, chinese, command, mistakes in REFUSED
        for mistake in mistakes
        for language, words in (("en", english), ("zh-hans", chinese))
    ]
    await asyncio.gather(*checks)
    assert await stage.telegram.calls("getFile") == []
    assert await stage.provider.submits() == []
    await still_there(stage, alice)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "couldn't open that file as a picture"), ("zh-hans", "这个文件没法")]
)
async def test_a_file_that_is_no_picture_is_told_and_given_back(
    stage: Stage, alice: Person, language: str, words: str
) -> None:
    await stage.start(daily_pictures_total=1)
    for mistake in BROKEN:
        person = await stage.telegram.person("Somebody", language)
        assert words in await answer_to(stage, person, mistake, "hd")
        assert len(await stage.bot_messages(person)) == 1
    assert await stage.provider.submits() == []
    await still_there(stage, alice)


@pytest.mark.parametrize(("language", "words"), [("en", "more than 120 megapixels"), ("zh-hans", "超过 1.2 亿像素")])
async def test_a_file_of_too_many_pixels_is_told_and_given_back(
    stage: Stage, alice: Person, language: str, words: str
) -> None:
    await stage.start(daily_pictures_total=1)
    for behind in (0, 1_200_000):
        person = await stage.telegram.person("Somebody", language)
        mistake = document(bomb() + bytes(behind), "/hd", "fox.png")
        assert words in await answer_to(stage, person, mistake, "hd")
    assert await stage.provider.submits() == []
    await still_there(stage, alice)


async def test_a_file_of_108_megapixels_is_painted_in_its_own_shape(stage: Stage, alice: Person) -> None:
    """Read from its header: no thumbnail tells it, and nothing is decoded."""
    await stage.start()
    photograph = jpeg_claiming(9_000, 12_000)
    message = await stage.telegram.document(alice, photograph, "/remix in oils", name="fox.jpg")
    assert "thumbnail" not in message["document"]
    (submit,) = await stage.submitted()
    assert (submit["params"]["w"], submit["params"]["h"]) == (576, 768)


async def test_a_file_whose_size_only_telegram_knows_is_too_large(stage: Stage, alice: Person, bo: Person) -> None:
    await stage.start(daily_pictures_total=1)
    group = await stage.telegram.group("Painters", alice)
    await stage.telegram.say(alice, "/start")
    message = await stage.telegram.document(alice, too_large(), name="fox.jpg", chat=group.id)
    entities = [{"type": "bot_command", "offset": 0, "length": 3}]
    silent = {name: value for name, value in message["document"].items() if name != "file_size"}
    private = {"id": alice.chat_id, "type": "private", "first_name": "Alice"}
    again = {
        **message,
        "chat": private,
        "message_id": 100,
        "caption": "/hd",
        "caption_entities": entities,
        "document": silent,
    }
    await stage.telegram.raw_update({"update_id": 900_000_001, "message": again})
    assert "It doesn't count" in (await stage.said(alice, "over Telegram's 20 MB"))["text"]
    assert await stage.provider.submits() == []
    await still_there(stage, bo)


async def test_a_large_picture_that_breaks_off_is_given_back(stage: Stage, alice: Person, bo: Person) -> None:
    """Only its beginning is looked at; that its end is missing, the provider finds out."""
    await stage.start(daily_pictures_total=1)
    out = io.BytesIO()
    Image.frombytes("RGB", (700, 700), random.Random(7).randbytes(1_470_000)).save(out, "PNG")
    await stage.telegram.document(alice, out.getvalue()[:-400], "/remix in oils", name="fox.png")
    assert "doesn't count" in (await stage.said(alice, "couldn't finish"))["text"]
    await still_there(stage, bo)


async def test_a_source_that_telegram_has_lost_is_given_back(stage: Stage, alice: Person, bo: Person) -> None:
    await stage.telegram.fault("getFile", "error", [400, "Bad Request: invalid file_id"])
    await stage.start(daily_pictures_total=1)
    await stage.telegram.document(alice, a_photo(), "/hd", name="fox.jpg")
    assert "doesn't count" in (await stage.said(alice, "couldn't fetch your picture"))["text"]
    assert await stage.provider.submits() == []
    await still_there(stage, bo)


@pytest.mark.parametrize(
    ("where", "effect", "value"),
    [
        ("getFile", "error", [400, "Bad Request: wrong file_id or the file is temporarily unavailable"]),
        ("file", "status", 502),
        ("file", "cut", 10),
    ],
)
async def test_a_source_that_is_away_is_looked_at_again(
    stage: Stage, alice: Person, where: str, effect: str, value: Any
) -> None:
    await stage.telegram.fault(where, effect, value)
    await stage.start()
    await stage.telegram.document(alice, a_photo(), "/hd", name="fox.jpg")
    picture = await stage.picture(alice)
    assert await stage.bot_messages(alice) == [picture]


async def test_telegram_being_away_says_nothing_of_the_source(
    stage: Stage, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announce, "LOOKS", 0)  # as if it had been looked at in vain until now
    await stage.telegram.fault("getFile", "retry_after", 1)
    await stage.start()
    await stage.telegram.document(alice, a_photo(), "/hd", name="fox.jpg")
    await stage.picture(alice)


async def still_there(stage: Stage, person: Person) -> None:
    """Order the only picture of the day."""
    await stage.telegram.photo(person, a_photo(), "/hd")
    await stage.picture(person)
