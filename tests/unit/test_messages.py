"""What messages say, as Telegram sends them: commands, speakers, places, pictures."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Message

from bot.errors import UserError
from bot.job import Kind, Source
from bot.pipeline.messenger import Place
from bot.telegram.messages import (
    MAX_SOURCE_BYTES,
    Command,
    Photo,
    find_photo,
    has_file,
    identity_of,
    is_from_people,
    is_meant_as_picture,
    language_code_of,
    place_of,
    read_command,
    sender_id,
)

ALICE = {"id": 7, "is_bot": False, "first_name": "Alice", "language_code": "zh-hans"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
AS_CHANNEL = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
OTHER_BOT = {"id": 99, "is_bot": True, "first_name": "Other", "username": "otherbot"}
TELEGRAM = {"id": 777000, "is_bot": False, "first_name": "Telegram"}

PRIVATE = {"id": 7, "type": "private", "first_name": "Alice"}
GROUP = {"id": -100, "type": "supergroup", "title": "G", "is_forum": True}
CHANNEL = {"id": -200, "type": "channel", "title": "C"}

COMMAND = {"type": "bot_command", "offset": 0}


def message(**of: Any) -> Message:
    """Return a message as Telegram sends it; Alice's in private if nothing else is said."""
    raw = {"message_id": 1, "date": 1_770_000_000, "chat": PRIVATE, "from": ALICE} | of
    read = Message.de_json({name: value for name, value in raw.items() if value is not None}, None)
    assert read
    return read


def typed(text: str, part: str = "text") -> Message:
    """Return a message with the entities that Telegram finds in it, as a text or as a photo's caption."""
    found = re.match(r"/[A-Za-z0-9_]{1,32}(@[A-Za-z0-9_]{3,32})?", text)
    entities = [COMMAND | {"length": len(found[0])}] if found else []
    units = len(text.encode("utf-16-le")) // 2
    entities += [{"type": "italic", "offset": units - 1, "length": 1}] if units > 40 else []
    if part == "text":
        return message(text=text, entities=entities)
    return message(photo=PHOTO, caption=text, caption_entities=entities)


def size(name: str, width: int, height: int, file_size: int | None = 1_000) -> dict[str, Any]:
    return {"file_id": name, "file_unique_id": name, "width": width, "height": height, "file_size": file_size}


PHOTO = [size("s", 90, 60), size("m", 320, 213), size("x", 800, 533), size("y", 1280, 853)]
SMALL_PHOTO = [size("s", 90, 60), size("m", 320, 213)]
CHOSEN = Photo(Source("x", checked=True), (800, 533))


def document(mime: str | None = "image/png", name: str | None = "a.png", **more: Any) -> dict[str, Any]:
    return {"file_id": "d", "file_unique_id": "d", "mime_type": mime, "file_name": name, "file_size": 5_000, **more}


def sticker(*, animated: bool = False, video: bool = False) -> dict[str, Any]:
    moving = {"is_animated": animated, "is_video": video, "type": "regular"}
    return size("k", 512, 384) | moving


VIDEO = size("v", 640, 480) | {"duration": 3, "mime_type": "video/mp4"}
NOTE = {"file_id": "n", "file_unique_id": "n", "length": 240, "duration": 3}
GIF = {"animation": VIDEO, "document": document("video/mp4", "a.mp4")}


def inside(**of: Any) -> dict[str, Any]:
    """Return a message that is replied to."""
    return {"message_id": 9, "date": 1_769_000_000, "chat": GROUP, "from": OTHER_BOT} | of


def elsewhere(**of: Any) -> dict[str, Any]:
    """Return a message of another chat that is replied to."""
    return {"origin": {"type": "hidden_user", "date": 1_769_000_000, "sender_user_name": "Bob"}} | of


# Commands.

names = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,20}", fullmatch=True)
rests = st.text(max_size=60).map(lambda text: re.sub(r"^[A-Za-z0-9_@]+", " ", text))
parts = st.sampled_from(["text", "caption"])


@given(name=names, rest=rests, addressee=st.sampled_from(["", "huabot", "HuaBot", "other_bot"]), part=parts)
def test_what_is_typed_is_what_is_read(name: str, rest: str, addressee: str, part: str) -> None:
    read = read_command(typed(f"/{name}{addressee and '@'}{addressee}{rest}", part))
    assert read == Command(name.lower(), rest, addressee.lower())


@pytest.mark.parametrize("part", ["text", "caption"])
def test_lines_and_emoji_are_kept(part: str) -> None:
    assert read_command(typed("/draw 🦊 a fox\n\n  in the snow 🏔\n", part)) == Command(
        "draw", " 🦊 a fox\n\n  in the snow 🏔\n", ""
    )


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"text": ""},
        {"text": "a fox"},
        {"text": "/draw but nobody marked it"},
        {"text": "🦊 /draw a fox", "entities": [COMMAND | {"offset": 3, "length": 5}]},
        {"text": "#draw a fox", "entities": [{"type": "hashtag", "offset": 0, "length": 5}]},
        {"photo": PHOTO},
        {"photo": PHOTO, "caption": "look: /remix", "caption_entities": [COMMAND | {"offset": 6, "length": 6}]},
    ],
)
def test_what_is_no_command(other: dict[str, Any]) -> None:
    assert read_command(message(**other)) is None


def test_a_command_inside_formatted_text_is_a_command() -> None:
    # Of two entities at one place the longer one comes first.
    bold = [{"type": "bold", "offset": 0, "length": 11}, COMMAND | {"length": 5}]
    assert read_command(message(text="/draw a fox", entities=bold)) == Command("draw", " a fox", "")


# Speakers and places.


@pytest.mark.parametrize(
    ("of", "people", "speaker", "language"),
    [
        ({}, True, 7, "zh-hans"),
        ({"chat": GROUP}, True, 7, "zh-hans"),
        ({"chat": GROUP, "from": OTHER_BOT}, False, 99, None),
        ({"chat": GROUP, "from": ANONYMOUS, "sender_chat": GROUP}, True, -100, None),
        ({"chat": GROUP, "from": AS_CHANNEL, "sender_chat": CHANNEL}, True, -200, None),
        ({"chat": GROUP, "from": TELEGRAM, "sender_chat": CHANNEL, "is_automatic_forward": True}, False, -200, None),
        ({"chat": CHANNEL, "from": None}, False, -200, None),
    ],
    ids=["person", "in a group", "bot", "anonymous admin", "as a channel", "forwarded by itself", "nobody"],
)
def test_who_speaks(of: dict[str, Any], people: bool, speaker: int, language: str | None) -> None:
    spoken = message(text="x", **of)
    assert (is_from_people(spoken), sender_id(spoken), language_code_of(spoken)) == (people, speaker, language)


@pytest.mark.parametrize(
    ("of", "thread"),
    [
        ({}, None),
        ({"message_thread_id": 3, "is_topic_message": True}, 3),
        ({"message_thread_id": 3}, None),  # a thread of replies
        ({"message_thread_id": 1, "is_topic_message": False}, None),
    ],
)
def test_only_a_topic_s_message_has_a_thread(of: dict[str, Any], thread: int | None) -> None:
    assert place_of(message(chat=GROUP, text="x", **of)) == Place(-100, thread, 1)


def test_an_ordinary_message_is_its_number() -> None:
    assert identity_of(message(message_id=42, text="x", ephemeral_message_id=3)) == "42"


def test_one_without_a_number_is_whose_and_when_and_its_ephemeral_number() -> None:
    ways: list[dict[str, Any]] = [
        {},
        {"ephemeral_message_id": 1},
        {"ephemeral_message_id": 2},
        {"ephemeral_message_id": 1, "date": 1_770_000_001},
        {"ephemeral_message_id": 1, "from": TELEGRAM},
    ]
    read = [message(chat=GROUP, message_id=0, text="x", **way) for way in ways]
    assert len({identity_of(parsed) for parsed in read}) == len(ways)
    assert identity_of(read[1]) == identity_of(message(chat=GROUP, message_id=0, text="y", **ways[1]))
    assert all(place_of(parsed) == Place(-100) for parsed in read)


# Pictures.


def test_a_spoiler_is_seen_wherever_the_photo_is() -> None:
    covered = {"photo": PHOTO, "has_media_spoiler": True}
    assert find_photo(message(**covered), Kind.REMIX).spoiler
    assert find_photo(message(text="/remix", reply_to_message=inside(**covered)), Kind.REMIX).spoiler
    assert find_photo(message(text="/remix", external_reply=elsewhere(**covered)), Kind.REMIX).spoiler


@pytest.mark.parametrize(
    ("of", "file", "picture"),
    [
        ({"photo": PHOTO}, True, True),
        ({"document": document("image/heic", "a.heic")}, True, True),
        ({"document": document(None, "A.HEIC")}, True, True),
        ({"document": document("application/octet-stream", "a.nef")}, True, True),
        ({"document": document("video/mp4", "a.mp4")}, True, True),
        ({"document": document("application/pdf", "a.pdf")}, True, False),
        ({"document": document(None, "a.zip")}, True, False),
        (GIF, True, True),
        ({"video": VIDEO}, True, True),
        ({"video_note": NOTE}, True, True),
        ({"sticker": sticker(video=True)}, True, False),
        ({"sticker": sticker()}, False, False),
        ({"text": "a fox"}, False, False),
        ({"audio": {"file_id": "a", "file_unique_id": "a", "duration": 1}}, False, False),
    ],
)
def test_what_people_show_us(of: dict[str, Any], file: bool, picture: bool) -> None:
    assert (has_file(message(**of)), is_meant_as_picture(message(**of))) == (file, picture)


@pytest.mark.parametrize(
    ("of", "found"),
    [
        ({"photo": PHOTO}, CHOSEN),
        ({"document": document()}, Photo(Source("d", checked=False), None)),
        (
            {"document": document("IMAGE/JPEG", None, thumbnail=size("t", 320, 180))},
            Photo(Source("d", checked=False), (320, 180)),
        ),
        ({"document": document(None, "A.JPG")}, Photo(Source("d", checked=False), None)),
        ({"document": document(None, None)}, Photo(Source("d", checked=False), None)),
        ({"document": document("application/octet-stream", "a.webp")}, Photo(Source("d", checked=False), None)),
        ({"sticker": sticker()}, Photo(Source("k", checked=True), (512, 384))),
    ],
    ids=["photo", "document", "document with thumbnail", "by its name", "of no name", "of unknown type", "sticker"],
)
def test_a_picture_is_found_wherever_it_may_be(of: dict[str, Any], found: Photo) -> None:
    assert find_photo(message(**of), Kind.REMIX) == found
    assert find_photo(message(text="/remix", reply_to_message=inside(**of)), Kind.REMIX) == found
    assert find_photo(message(text="/remix", external_reply=elsewhere(**of)), Kind.REMIX) == found


@pytest.mark.parametrize(
    ("of", "code"),
    [
        ({"sticker": sticker(animated=True)}, "photo-moves"),
        ({"sticker": sticker(video=True)}, "photo-moves"),
        (GIF, "photo-moves"),
        ({"video": VIDEO}, "photo-moves"),
        ({"video_note": NOTE}, "photo-moves"),
        ({"document": document("application/pdf", "a.pdf")}, "photo-wrong-type"),
        ({"document": document("image/gif", "a.gif")}, "photo-wrong-type"),
        ({"document": document("image/svg+xml", "a.png")}, "photo-wrong-type"),
        ({"document": document(None, "a.png.exe")}, "photo-wrong-type"),
        ({"document": document(file_size=MAX_SOURCE_BYTES + 1)}, "photo-too-large"),
        ({"photo": [size("h", 4_000, 4_000, MAX_SOURCE_BYTES + 1)]}, "photo-too-large"),
    ],
)
def test_what_cannot_be_worked_on_is_said(of: dict[str, Any], code: str) -> None:
    for part in (of, {"reply_to_message": inside(**of)}, {"external_reply": elsewhere(**of)}):
        with pytest.raises(UserError) as refusal:
            find_photo(message(text="/hd", **part), Kind.HD)
        assert (refusal.value.code, refusal.value.params) == (code, {"command": "hd"})


def test_what_is_just_not_too_large_is_taken() -> None:
    assert find_photo(message(document=document(file_size=MAX_SOURCE_BYTES)), Kind.HD)
    assert find_photo(message(document=document(file_size=None)), Kind.HD)


@pytest.mark.parametrize(
    ("of", "code"),
    [
        ({}, "photo-missing"),
        ({"reply_to_message": inside(text="a fox")}, "photo-not-there"),
        ({"reply_to_message": inside(audio={"file_id": "a", "file_unique_id": "a", "duration": 1})}, "photo-not-there"),
        ({"external_reply": elsewhere()}, "photo-not-there"),
        (
            {
                "chat": GROUP,
                "is_topic_message": True,
                "message_thread_id": 3,
                "reply_to_message": inside(forum_topic_created={"name": "T", "icon_color": 7_322_096}),
            },
            "photo-missing",
        ),
    ],
    ids=["nothing", "a text", "a sound", "a text elsewhere", "a topic's beginning"],
)
def test_where_there_is_none_it_is_said_how_to_show_one(of: dict[str, Any], code: str) -> None:
    with pytest.raises(UserError) as refusal:
        find_photo(message(text="/anime", **of), Kind.ANIME)
    assert (refusal.value.code, refusal.value.params) == (code, {"command": "anime"})


def test_the_own_picture_comes_before_the_one_replied_to() -> None:
    other = [size("o", 1_000, 1_000)]
    assert find_photo(message(photo=PHOTO, reply_to_message=inside(photo=other)), Kind.REMIX) == CHOSEN
    assert find_photo(message(photo=PHOTO, reply_to_message=inside(video=VIDEO)), Kind.REMIX) == CHOSEN
    assert find_photo(message(text="/remix", reply_to_message=inside(photo=PHOTO)), Kind.REMIX) == CHOSEN


@pytest.mark.parametrize(
    ("kind", "sizes", "chosen"),
    [
        (Kind.REMIX, PHOTO, "x"),
        (Kind.ANIME, PHOTO, "x"),
        (Kind.HD, PHOTO, "y"),
        (Kind.REMIX, SMALL_PHOTO, "m"),
        (Kind.HD, SMALL_PHOTO[::-1], "m"),
        (Kind.ANIME, [size("tall", 432, 768), size("taller", 720, 1280)], "tall"),
        (Kind.ANIME, [size("almost", 767, 767), size("large", 1280, 1280)], "large"),
    ],
)
def test_the_smallest_size_that_serves_is_taken(kind: Kind, sizes: list[dict[str, Any]], chosen: str) -> None:
    found = find_photo(message(photo=sizes), kind).source
    assert replace(found, thumbnail="") == Source(chosen, checked=True)
    assert found.thumbnail == ("m" if kind is Kind.HD else ""), "what Telegram has of it already is shown for the file"


@given(
    kind=st.sampled_from([Kind.REMIX, Kind.ANIME, Kind.HD]),
    sides=st.lists(st.integers(1, 2_560), min_size=1, max_size=5, unique=True),
)
def test_no_smaller_size_would_have_served(kind: Kind, sides: list[int]) -> None:
    sizes = [size(str(side), side, max(1, side * 3 // 4)) for side in sides]
    chosen = int(find_photo(message(photo=sizes), kind).source.file_id)
    serving = [side for side in sides if side >= 768 and kind is not Kind.HD]
    assert chosen == (min(serving) if serving else max(sides))


def test_a_size_that_tells_nothing_is_none() -> None:
    flat = document(thumbnail=size("t", 0, 0))
    assert find_photo(message(document=flat), Kind.REMIX).size is None
