"""Photos that carry a command or are replied to: which file is fetched, and what is ordered from it."""

import io
from collections.abc import Awaitable, Callable
from hashlib import sha256

import pytest
from PIL import Image

from sandbox.telegram_client import Json, Person
from tests.support.stage import Stage, a_photo, is_picture, source_url

LARGE = (900, 120)
COMMANDS = {"/remix in oils": 800, "/hd": 900}
"""Each with the side of a large photo that serves it; Telegram keeps 90, 320, 800 and 900."""

shared = pytest.mark.asyncio(loop_scope="module")

Sending = Callable[[Stage, Person, str], Awaitable[tuple[Json, Json]]]
"""Gives an order; returns the message with the picture, and the message with the command."""


async def photo_caption(stage: Stage, person: Person, command: str) -> tuple[Json, Json]:
    message = await stage.telegram.photo(person, a_photo(1, LARGE), command)
    return message, message


async def document_caption(stage: Stage, person: Person, command: str) -> tuple[Json, Json]:
    message = await stage.telegram.document(person, a_photo(2, LARGE, "PNG"), command, name="fox.PNG")
    return message, message


async def photo_in_a_reply_to_another(stage: Stage, person: Person, command: str) -> tuple[Json, Json]:
    group = await stage.telegram.group("Photos", person)
    other = await stage.telegram.photo(person, a_photo(3, LARGE), chat=group.id)
    photo = a_photo(4, LARGE)
    message = await stage.telegram.photo(person, photo, command, chat=group.id, reply_to=other["message_id"])
    return message, message


async def reply_to_photo(stage: Stage, person: Person, command: str) -> tuple[Json, Json]:
    group = await stage.telegram.group("Photos", person)
    photo = await stage.telegram.photo(person, a_photo(5, LARGE), "a wolf", chat=group.id)
    return photo, await stage.telegram.say(person, command, chat=group.id, reply_to=photo["message_id"])


async def reply_to_document(stage: Stage, person: Person, command: str) -> tuple[Json, Json]:
    group = await stage.telegram.group("Photos", person)
    data = a_photo(6, LARGE, "WEBP")
    document = await stage.telegram.document(person, data, name="fox", mime_type="image/webp", chat=group.id)
    return document, await stage.telegram.say(person, command, chat=group.id, reply_to=document["message_id"])


async def reply_to_sticker(stage: Stage, person: Person, command: str) -> tuple[Json, Json]:
    group = await stage.telegram.group("Photos", person)
    sticker = await stage.telegram.sticker(person, a_photo(7), chat=group.id)
    return sticker, await stage.telegram.say(person, command, chat=group.id, reply_to=sticker["message_id"])


async def album_caption(stage: Stage, person: Person, command: str) -> tuple[Json, Json]:
    album = await stage.telegram.album(person, [a_photo(8 + n, LARGE) for n in range(3)], command)
    return album[0], album[0]


async def later_album_caption(stage: Stage, person: Person, command: str) -> tuple[Json, Json]:
    album = await stage.telegram.album(person, [a_photo(11 + n, LARGE) for n in range(3)], command, caption_on=1)
    return album[1], album[1]


async def document_album_caption(stage: Stage, person: Person, command: str) -> tuple[Json, Json]:
    pictures = [a_photo(14 + n, LARGE, "PNG") for n in range(2)]
    album = await stage.telegram.album(person, pictures, command, as_documents=True)
    return album[0], album[0]


async def reply_to_one_of_an_album(stage: Stage, person: Person, command: str) -> tuple[Json, Json]:
    group = await stage.telegram.group("Photos", person)
    album = await stage.telegram.album(person, [a_photo(16 + n, LARGE) for n in range(3)], chat=group.id)
    command_message = await stage.telegram.say(person, command, chat=group.id, reply_to=album[1]["message_id"])
    return album[1], command_message


async def serving_file(stage: Stage, message: Json, side: int) -> bytes:
    """Return what Telegram keeps of a message's picture, in the size that serves."""
    for size in message.get("photo", []):
        if max(size["width"], size["height"]) == side:
            return await stage.telegram.file(size["file_id"])
    return await stage.telegram.file((message.get("document") or message["sticker"])["file_id"])


@shared
@pytest.mark.parametrize(
    ("send", "media_type"),
    [
        (photo_caption, "image/jpeg"),
        (document_caption, "image/png"),
        (photo_in_a_reply_to_another, "image/jpeg"),
        (reply_to_photo, "image/jpeg"),
        (reply_to_document, "image/webp"),
        (reply_to_sticker, "image/webp"),
        (album_caption, "image/jpeg"),
        (later_album_caption, "image/jpeg"),
        (document_album_caption, "image/png"),
        (reply_to_one_of_an_album, "image/jpeg"),
    ],
)
async def test_the_meant_picture_is_fetched_in_the_size_that_serves(
    running: Stage, send: Sending, media_type: str
) -> None:
    before = len(await running.provider.submits())
    orders = []
    for command, side in COMMANDS.items():
        person = await running.telegram.person("Somebody")
        (picture, order), submit = await running.ordered(send(running, person, command))
        fetch = await running.fetched(submit)
        served = await serving_file(running, picture, side)
        assert (fetch["sha256"], fetch["bytes"]) == (sha256(served).hexdigest(), len(served)), command
        assert fetch["content_type"] == media_type
        assert source_url(submit).startswith(f"{running.url}/media/")
        orders.append(order)
    for order in orders:
        chat_id = order["chat"]["id"]
        picture = await running.telegram.until(chat_id, result)
        assert picture["reply_to_message_id"] == order["message_id"]
        said = [message for message in await running.telegram.messages(chat_id) if message["from_bot"]]
        assert said == [picture]  # nothing about the other messages
    assert len(await running.provider.submits()) == before + len(COMMANDS)


def result(messages: list[Json]) -> Json | None:
    return next((message for message in messages if is_picture(message)), None)


@shared
@pytest.mark.parametrize(
    ("photo", "size"),
    [((400, 300), (768, 576)), ((300, 400), (576, 768)), ((51, 50), (768, 768)), ((500, 60), (768, 256))],
)
async def test_the_result_has_the_photos_shape(running: Stage, photo: tuple[int, int], size: tuple[int, int]) -> None:
    first, second = [await running.telegram.person("Somebody") for _ in range(2)]
    for person, sending in (
        (first, running.telegram.photo(first, a_photo(1, photo), "/remix in oils")),
        (second, running.telegram.document(second, a_photo(2, photo), "/anime 国风", name="IMG_1.JPEG", mime_type="")),
    ):
        _, submit = await running.ordered(sending)
        assert (submit["params"]["w"], submit["params"]["h"]) == size
        picture = await running.picture(person)
        assert (picture["width"], picture["height"]) == size
        assert f"{size[0]}×{size[1]} · seed {submit['params']['seed']}" in picture["text"]


@shared
async def test_a_file_without_a_preview_is_measured_itself(running: Stage) -> None:
    """Telegram makes no thumbnail of a picture that is 25 times as wide as high."""
    person = await running.telegram.person("Somebody")
    sending = running.telegram.document(person, a_photo(1, (500, 20)), "/remix in oils", name="fox.jpg")
    message, submit = await running.ordered(sending)
    assert "thumbnail" not in message["document"]
    assert (submit["params"]["w"], submit["params"]["h"]) == (768, 256)
    await running.picture(person)


@shared
async def test_a_small_photo_is_fetched_whole(running: Stage) -> None:
    person = await running.telegram.person("Somebody")
    photo, submit = await running.ordered(running.telegram.photo(person, a_photo(1, (767, 100)), "/remix in oils"))
    assert (await running.fetched(submit))["bytes"] == photo["photo"][-1]["file_size"]
    await running.picture(person)


@shared
async def test_draw_as_a_caption_paints_from_words(running: Stage) -> None:
    first, second = [await running.telegram.person("Somebody") for _ in range(2)]
    fetched = len(await running.telegram.calls("getFile"))
    for person, sending in (
        (first, running.telegram.photo(first, a_photo(1, LARGE), "/draw a red fox")),
        (second, running.telegram.document(second, a_photo(1, LARGE), "/draw a red fox", name="fox.jpg")),
    ):
        _, submit = await running.ordered(sending)
        assert (submit["path"], submit["params"]["text"]) == ("txt2img", "a red fox")
        assert (submit["params"]["w"], submit["params"]["h"]) == (512, 512)
        assert "url" not in submit["params"]
        await running.picture(person)
    assert len(await running.telegram.calls("getFile")) == fetched


async def test_the_bots_own_results_are_pictures_too(stage: Stage, alice: Person) -> None:
    await stage.start()
    await stage.telegram.say(alice, "/draw a fox")
    drawn = await stage.picture(alice)
    assert drawn["kind"] == "photo"
    chain = (("/hd", "document", (2048, 2048)), ("/remix in oils", "photo", (768, 768)))
    before = drawn
    for count, (command, kind, size) in enumerate(chain, start=2):
        _, submit = await stage.ordered(stage.telegram.say(alice, command, reply_to=before["message_id"]))
        fetch = await stage.fetched(submit)
        assert fetch["sha256"] == sha256(await stage.telegram.file(before["file_id"])).hexdigest()
        before = (await stage.pictures(alice, count))[-1]
        assert before["kind"] == kind
        with Image.open(io.BytesIO(await stage.telegram.file(before["file_id"]))) as opened:
            assert opened.size == size


async def test_a_picture_of_another_chat_can_be_quoted(stage: Stage, alice: Person, bo: Person) -> None:
    await stage.start()
    group = await stage.telegram.group("Painters", bo)
    photo = await stage.telegram.photo(bo, a_photo(1, LARGE), chat=group.id)
    command = await stage.telegram.say(alice, "look")
    quoting = {
        **command,
        "message_id": command["message_id"] + 100,
        "text": "/hd",
        "entities": [{"type": "bot_command", "offset": 0, "length": 3}],
        "external_reply": {
            "origin": {"type": "hidden_user", "sender_user_name": "Bo", "date": photo["date"]},
            "photo": photo["photo"],
        },
    }
    update = stage.telegram.raw_update({"update_id": 900_000_001, "message": quoting})
    _, submit = await stage.ordered(update)
    largest = await stage.telegram.file(photo["photo"][-1]["file_id"])
    assert (await stage.fetched(submit))["sha256"] == sha256(largest).hexdigest()
    await stage.picture(alice)


async def test_every_command_orders_with_all_its_parameters(stage: Stage) -> None:
    await stage.provider.settings(remix_path="repaint", anime_path="acg", hd_path="enlarge")
    await stage.start(apispace_remix_path="repaint", apispace_anime_path="acg", apispace_hd_path="enlarge")
    drawing = {"w": 768, "h": 576, "negative_prompt": "", "sampler": "k_euler", "num_steps": 20}
    remix = {"text": "in oils,\nplease", "model": "art", "guidance_scale": 7.5, "fidelity": 0.2, **drawing}
    anime = {"style": "CatEar_style", "fidelity": 0.2, **drawing}
    expected = {
        "/remix in oils,\nplease": ("repaint", "img2img.sd", {"url": "", "seed": 0, **remix}),
        "/anime 猫耳": ("acg", None, {"image_url": "", "seed": 0, **anime}),
        "/hd": ("enlarge", "img2img.sr", {"url": "", "is_anime": False}),
        "/hd anime": ("enlarge", "img2img.sr", {"url": "", "is_anime": True}),
    }
    for layout in ("params", "flat"):
        await stage.provider.settings(anime_layout=layout)
        await stage.restart(apispace_anime_layout=layout)
        for command, (path, task, params) in expected.items():
            person = await stage.telegram.person("Somebody")
            _, submit = await stage.ordered(stage.telegram.photo(person, a_photo(1, (400, 300)), command))
            given = dict(submit["params"])
            url = given.get("url") or given.get("image_url")
            assert (submit["path"], submit["task"]) == (path, task)
            assert [key for key, value in given.items() if value == url] == [key for key in params if "url" in key]
            assert given | {"url" if "url" in params else "image_url": ""} | {"seed": 0} == params | {"seed": 0}
            assert type(given.get("seed", 0)) is int
            assert submit["notify_url"].startswith(f"{stage.url}/callback/")
            await stage.picture(person)


async def test_a_wrong_path_is_named_and_costs_nothing(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    paths = {"APISPACE_REMIX_PATH": "/remix in oils", "APISPACE_ANIME_PATH": "/anime jojo", "APISPACE_HD_PATH": "/hd"}
    await stage.start(daily_pictures_total=3, **{setting.lower(): "wrong" for setting in paths})
    for setting, command in paths.items():
        person = await stage.telegram.person("Somebody")
        photo = await stage.telegram.photo(person, a_photo(1), command)
        answer = await stage.reply(person, photo["message_id"], "Painting is not available right now")
        assert "doesn't count" in answer["text"]
        lines = [line for line in capsys.readouterr().out.splitlines() if "_PATH" in line]
        assert len(lines) == 1
        assert setting in lines[0]
        assert "error" in lines[0]
    right = {"apispace_remix_path": "img2img", "apispace_anime_path": "img2acg", "apispace_hd_path": "img2img-sr"}
    await stage.restart(**right)
    for command in paths.values():
        person = await stage.telegram.person("Somebody")
        await stage.telegram.photo(person, a_photo(1), command)
        await stage.picture(person)
    assert await stage.billed() == len(paths)


async def test_a_wrong_layout_is_named_and_costs_nothing(
    stage: Stage, alice: Person, bo: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    await stage.provider.settings(anime_layout="flat")
    await stage.start(daily_pictures_total=1)
    await stage.telegram.photo(alice, a_photo(1), "/anime jojo")
    assert "doesn't count" in (await stage.said(alice, "rejected this request"))["text"]
    lines = [line for line in capsys.readouterr().out.splitlines() if "APISPACE_ANIME_LAYOUT" in line]
    assert len(lines) == 1
    await stage.restart(apispace_anime_layout="flat")
    await stage.telegram.photo(bo, a_photo(1), "/anime jojo")
    await stage.picture(bo)


async def test_a_photo_alone_orders_nothing_but_is_asked_about(stage: Stage, alice: Person) -> None:
    await stage.start()
    await stage.telegram.photo(alice, a_photo(1))
    await stage.telegram.sticker(alice, a_photo(2))
    await stage.telegram.edit(alice, (await stage.telegram.photo(alice, a_photo(3), "hm"))["message_id"], "/hd")
    await stage.telegram.photo(alice, a_photo(4), "/hd")
    await stage.picture(alice)
    for words, count in (("What should I do with it?", 2), ("Nice one!", 1)):
        await stage.telegram.until(
            alice.chat_id, lambda shown, words=words, count=count: sum(words in m["text"] for m in shown) == count
        )
    await stage.stop()
    assert len(await stage.bot_messages(alice)) == 4
    assert await stage.billed() == 1


async def test_moderation_judges_photos_but_never_the_large_ones(stage: Stage, alice: Person, bo: Person) -> None:
    await stage.provider.settings(photo_verdict="Porn")
    await stage.start(daily_pictures_total=1)
    await stage.telegram.photo(alice, a_photo(1), "/remix in oils")
    assert "doesn't count" in (await stage.said(alice, "too revealing"))["text"]
    await stage.telegram.photo(bo, a_photo(1), "/anime jojo")
    await stage.said(bo, "安全审核")
    carol = await stage.telegram.person("Carol")
    await stage.telegram.photo(carol, a_photo(1), "/hd")
    assert (await stage.picture(carol))["kind"] == "document"
