"""The sandbox Telegram's media: what people send, how the bot gets at it, and what may go wrong there."""

import io
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from PIL import Image
from telegram import Update

from sandbox.telegram_client import Person, SandboxError
from tests.support.telegram_wire import TOKEN, Wire, open_wire, picture

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared() -> AsyncIterator[Wire]:
    async with open_wire() as wire:
        yield wire


@pytest_asyncio.fixture(loop_scope="module")
async def wire(shared: Wire) -> AsyncIterator[Wire]:
    await shared.updates()
    yield shared
    await shared.people.clear_faults()
    await shared.people.settings(file_lifetime=3600)


@pytest_asyncio.fixture(loop_scope="module")
async def alice(wire: Wire) -> Person:
    return await wire.people.person("Alice")


async def path_of(wire: Wire, file_id: str) -> str:
    return str((await wire.call("getFile", file_id=file_id))["file_path"])


async def download(wire: Wire, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    async with wire.session.get(f"{wire.url}/file/bot{TOKEN}/{path}", headers=headers) as response:
        return response.status, dict(response.headers), await response.read()


@pytest.mark.parametrize(
    ("size", "sides"),
    [
        ((60, 40), [60]),
        ((90, 90), [90]),
        ((1024, 768), [90, 320, 800, 1024]),
        ((1500, 900), [90, 320, 800, 1280, 1500]),
        ((900, 4000), [90, 320, 800, 1280, 2560]),
    ],
)
async def test_sizes_of_a_photo(wire: Wire, alice: Person, size: tuple[int, int], sides: list[int]) -> None:
    photo = (await wire.people.photo(alice, picture(*size)))["photo"]
    assert [max(variant["width"], variant["height"]) for variant in photo] == sides
    assert len({variant[key] for variant in photo for key in ("file_id", "file_unique_id")}) == 2 * len(sides)
    smallest = photo[0]
    _, headers, body = await download(wire, await path_of(wire, smallest["file_id"]))
    assert int(headers["Content-Length"]) == smallest["file_size"] == len(body)
    with Image.open(io.BytesIO(body)) as opened:
        assert (opened.format, opened.size) == ("JPEG", (smallest["width"], smallest["height"]))


async def test_documents(wire: Wire, alice: Person) -> None:
    data = picture(640, 480)
    honest = (await wire.people.document(alice, data, "/hd 🦊", name="fox.png"))["document"]
    assert (honest["file_name"], honest["mime_type"], honest["file_size"]) == ("fox.png", "image/png", len(data))
    assert (honest["thumbnail"]["width"], honest["thumbnail"]["height"]) == (320, 240)
    assert (await download(wire, await path_of(wire, honest["file_id"])))[2] == data
    bare = (await wire.people.document(alice, data, name=None))["document"]
    assert not {"file_name", "mime_type"} & bare.keys()
    lying = (await wire.people.document(alice, b"words", name="fox.png", mime_type="image/jpeg"))["document"]
    assert (lying["mime_type"], "thumbnail" in lying) == ("image/jpeg", False)
    captioned = (await wire.messages())[0]
    assert captioned["caption_entities"] == [{"type": "bot_command", "offset": 0, "length": 3}]


async def test_stickers_and_clips(wire: Wire, alice: Person) -> None:
    still = (await wire.people.sticker(alice, picture(200, 100)))["sticker"]
    assert (still["width"], still["height"], still["is_animated"], still["is_video"]) == (512, 256, False, False)
    _, _, body = await download(wire, await path_of(wire, still["file_id"]))
    with Image.open(io.BytesIO(body)) as opened:
        assert (opened.format, opened.size) == ("WEBP", (512, 256))
    for kind, flags in (("animated", (True, False)), ("video", (False, True))):
        moving = (await wire.people.sticker(alice, kind=kind))["sticker"]
        assert (moving["is_animated"], moving["is_video"]) == flags
    video = await wire.people.video(alice, "/remix")
    assert (video["video"]["duration"], video["caption"], "document" in video) == (3, "/remix", False)
    animation = await wire.people.animation(alice)
    assert animation["document"]["file_id"] == animation["animation"]["file_id"]
    for update in await wire.updates():
        assert Update.de_json({"update_id": 1, **update}, None).effective_message


async def test_album_under_privacy(wire: Wire, alice: Person) -> None:
    group = await wire.people.group("Albums", alice)
    await wire.updates()
    pictures = [picture(64 + n) for n in range(3)]
    sent = await wire.people.album(alice, pictures, "/anime@huabot jojo", caption_on=1, chat=group.id)
    assert len({message["media_group_id"] for message in sent}) == 1
    assert ["caption" in message for message in sent] == [False, True, False]
    (seen,) = await wire.messages()
    assert seen["message_id"] == sent[1]["message_id"]
    reply = await wire.people.say(alice, "/hd", chat=group.id, reply_to=sent[2]["message_id"])
    assert reply["reply_to_message"]["photo"][-1]["width"] == 66
    assert await wire.messages() == [reply]
    private = await wire.people.album(alice, pictures, as_documents=True)
    assert [m["document"]["file_size"] for m in await wire.messages()] == [len(data) for data in pictures]
    assert private[0]["media_group_id"] != sent[0]["media_group_id"]


async def test_replies_to_the_bots_own_results(wire: Wire, alice: Person) -> None:
    await wire.people.say(alice, "/start")
    data = picture(300, 200)
    photo = (await wire.upload("sendPhoto", "photo", data, "p.png", chat_id=alice.chat_id))["result"]
    document = (await wire.upload("sendDocument", "document", data, "hd.png", chat_id=alice.chat_id))["result"]
    assert document["document"]["thumbnail"]
    for result in (photo, document):
        reply = await wire.people.say(alice, "/hd", reply_to=result["message_id"])
        assert reply["reply_to_message"]["from"]["is_bot"]
    assert (await download(wire, await path_of(wire, document["document"]["file_id"])))[2] == data
    again = await wire.call("sendDocument", chat_id=alice.chat_id, document=document["document"]["file_id"])
    assert again["document"]["file_unique_id"] == document["document"]["file_unique_id"]
    wrong = {"chat_id": alice.chat_id, "photo": document["document"]["file_id"]}
    assert await wire.refused("sendPhoto", **wrong) == "Bad Request: can't use file of type Document as Photo"


async def test_ranges(wire: Wire, alice: Person) -> None:
    data = bytes(range(256)) * 1000
    sent = await wire.people.document(alice, data, name="noise.bin")
    path = await path_of(wire, sent["document"]["file_id"])
    cases: list[tuple[str, int, bytes, str | None]] = [
        ("bytes=0-9", 206, data[:10], f"bytes 0-9/{len(data)}"),
        ("bytes=200000-", 206, data[200_000:], f"bytes 200000-{len(data) - 1}/{len(data)}"),
        ("bytes=-5", 206, data[-5:], f"bytes {len(data) - 5}-{len(data) - 1}/{len(data)}"),
        ("bytes=0-999999", 206, data, f"bytes 0-{len(data) - 1}/{len(data)}"),
        ("bytes=999999-", 416, b"", f"bytes */{len(data)}"),
        ("lines=1-2", 200, data, None),
    ]
    for asked, status, body, content_range in cases:
        got = await download(wire, path, Range=asked)
        assert (got[0], got[1].get("Content-Range"), got[2]) == (status, content_range, body)
    async with wire.session.head(f"{wire.url}/file/bot{TOKEN}/{path}") as head:
        assert (head.status, head.headers["Content-Length"], head.headers["Accept-Ranges"]) == (
            200,
            str(len(data)),
            "bytes",
        )
    calls = await wire.people.calls("file")
    assert [(c["range"], c["status"], c["size"]) for c in calls[-7:-5]] == [
        ("bytes=0-9", 206, 10),
        ("bytes=200000-", 206, len(data) - 200_000),
    ]
    async with wire.session.get(f"{wire.url}/file/botwrong/{path}") as response:
        assert response.status == 401


async def test_paths_expire_and_big_files_have_none(wire: Wire, alice: Person) -> None:
    sent = await wire.people.document(alice, b"small", name="a.bin")
    file_id = sent["document"]["file_id"]
    guess = f"documents/{file_id}"
    assert (await download(wire, guess))[0] == 404
    path = await path_of(wire, file_id)
    await wire.people.expire_files()
    assert (await download(wire, path))[0] == 404
    assert await path_of(wire, file_id) == path
    assert (await download(wire, path))[2] == b"small"
    await wire.people.settings(file_lifetime=0)
    assert (await download(wire, path))[0] == 404
    big = await wire.people.document(alice, bytes(20 * 1024 * 1024 + 1), name="big.bin")
    assert await wire.refused("getFile", file_id=big["document"]["file_id"]) == "Bad Request: file is too big"
    assert await wire.refused("getFile", file_id="x") == "Bad Request: invalid file_id"


async def test_faults_of_downloads(wire: Wire, alice: Person) -> None:
    data = bytes(300_000)
    sent = await wire.people.document(alice, data, name="a.bin")
    path = await path_of(wire, sent["document"]["file_id"])
    await wire.people.fault("file", "cut", 100_000, file_path=path)
    with pytest.raises(aiohttp.ClientPayloadError):
        await download(wire, path)
    await wire.people.fault("file", "status", 500)
    assert (await download(wire, path))[0] == 500
    await wire.people.fault("file", "error", [404, "Not Found"])
    assert (await download(wire, path))[0] == 404
    # aiohttp repeats a GET by itself when a connection it kept turns out to be dead.
    await wire.people.fault("file", "drop", times=2)
    with pytest.raises(aiohttp.ClientError):
        await download(wire, path)
    await wire.people.fault("file", "trickle", 1_500_000)
    began = time.monotonic()
    assert (await download(wire, path))[2] == data
    assert time.monotonic() - began >= 0.15
    calls: list[dict[str, Any]] = (await wire.people.calls("file"))[-6:]
    assert [(c["fault"], c["ok"], c["size"]) for c in calls] == [
        ("cut", False, 100_000),
        ("status", False, 0),
        ("error", False, 0),
        ("drop", False, 0),
        ("drop", False, 0),
        ("trickle", True, len(data)),
    ]
    assert TOKEN not in repr(calls)


async def test_spoilers_of_people_and_of_the_bot(wire: Wire, alice: Person) -> None:
    sent = await wire.people.photo(alice, picture(), spoiler=True)
    assert (await wire.messages())[-1]["has_media_spoiler"] is True
    where = {"chat_id": alice.chat_id}
    file_id = sent["photo"][-1]["file_id"]
    shown = await wire.call("sendPhoto", photo=file_id, has_spoiler=True, **where)
    assert shown["has_media_spoiler"] is True
    media = {"type": "photo", "media": file_id}
    place = where | {"message_id": shown["message_id"]}
    assert "has_media_spoiler" not in await wire.call("editMessageMedia", media=media, **place)
    assert (await wire.call("editMessageMedia", media=media | {"has_spoiler": True}, **place))["has_media_spoiler"]
    assert [message["spoiler"] for message in await wire.people.messages(alice.chat_id)] == [True, True]
    assert "has_media_spoiler" not in await wire.people.photo(alice, picture())


async def test_ephemeral_messages_are_seen_by_the_bot_alone(wire: Wire, alice: Person) -> None:
    group = await wire.people.group("Painters", alice)
    before = await wire.people.messages(group.id)
    await wire.messages()
    for number in (1, 2, 1):
        await wire.people.say(alice, "/draw a fox", chat=group.id, ephemeral=number)
    seen = [(message["message_id"], message["ephemeral_message_id"]) for message in await wire.messages()]
    assert seen == [(0, 1), (0, 2), (0, 1)]
    assert await wire.people.messages(group.id) == before
    with pytest.raises(SandboxError, match="for groups alone"):
        await wire.people.say(alice, "/draw a fox", ephemeral=1)


async def test_albums_of_files_and_clips(wire: Wire, alice: Person) -> None:
    await wire.people.album(alice, [picture(), "video"], "look")
    await wire.people.album(alice, [b"one", b"two"], as_documents=True, name="a.heic")
    photo, video, one, two = await wire.messages()
    assert ("photo" in photo, "video" in video, photo["caption"]) == (True, True, "look")
    assert photo["media_group_id"] == video["media_group_id"] != one["media_group_id"] == two["media_group_id"]
    assert one["document"]["file_name"] == "a.heic"
