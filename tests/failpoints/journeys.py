"""Defines the journeys: what people do, and what they must have in the end wherever the bot was killed."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

from sandbox.telegram_client import Json
from tests.failpoints.theatre import Journey, Theatre
from tests.support.stage import a_photo, is_picture

PROMPT = "a red fox"

T = TypeVar("T")


async def _draw(theatre: Theatre) -> None:
    said = await theatre.stage.telegram.say(theatre.alice, f"/draw {PROMPT}")
    await _picture_for(theatre, said["message_id"])


async def _remix(theatre: Theatre, *, document: bool) -> None:
    telegram = theatre.stage.telegram
    send = telegram.document if document else telegram.photo
    said = await send(theatre.alice, a_photo(1), "/remix as an oil painting")
    await _picture_for(theatre, said["message_id"])


async def _hd(theatre: Theatre) -> None:
    said = await theatre.stage.telegram.photo(theatre.alice, a_photo(2), "/hd")
    await _picture_for(theatre, said["message_id"])


async def _anime(theatre: Theatre) -> None:
    """Choose a style with a button of the question, and wait for the picture."""
    telegram = theatre.stage.telegram
    said = await telegram.photo(theatre.alice, a_photo(3), "/anime")
    question = await theatre.stage.reply(theatre.alice, said["message_id"], "Which style")
    await telegram.press_label(theatre.alice, question, "JoJo")
    await _picture_for(theatre, said["message_id"])


async def _a_picture(theatre: Theatre) -> None:
    said = await theatre.stage.telegram.say(theatre.alice, f"/draw {PROMPT}")
    theatre.memory["picture"] = await _picture_for(theatre, said["message_id"])


async def _press(theatre: Theatre, *labels: str) -> None:
    """Press buttons of a picture, one after the other, and wait for the picture that the last one orders."""
    picture, telegram = theatre.memory["picture"], theatre.stage.telegram
    for label in labels[:-1]:
        picture = await _pressed(
            theatre,
            partial(telegram.press_label, theatre.alice, picture, label),
            partial(theatre.stage.changed, picture, lambda seen, v=picture["version"]: seen["version"] > v),
        )
    await telegram.press_label(theatre.alice, picture, labels[-1])
    await _picture_for(theatre, picture["message_id"])


async def _pressed(
    theatre: Theatre, press: Callable[[], Awaitable[object]], effect: Callable[[float], Awaitable[T]]
) -> T:
    """Press until the press has its effect: a kill may lose what is not stored, such as unfolded buttons."""
    while True:
        await press()
        with suppress(TimeoutError):
            return await effect(theatre.unheard)


async def _delete(theatre: Theatre) -> None:
    picture, telegram = theatre.memory["picture"], theatre.stage.telegram
    gone, chat, data = picture["message_id"], picture["chat_id"], f"delete:{_job_of(picture)}"
    await _pressed(
        theatre,
        partial(telegram.press, theatre.alice, gone, data, chat=chat, made_up=True),
        partial(telegram.until, chat, lambda seen: all(message["message_id"] != gone for message in seen)),
    )
    await _nothing_in_history(theatre)


async def _somebody_before(theatre: Theatre) -> None:
    """Let the provider accept Bo's order and not finish it, so that other orders must wait."""
    stage = theatre.stage
    await stage.provider.settings(concurrency=0)
    await stage.telegram.say(theatre.bo, "/draw a heron")
    await stage.provider.wait("submit", after=len(await stage.provider.history()))


async def _cancel(theatre: Theatre) -> None:
    """Cancel a waiting order; the cancellation must be shown."""
    stage = theatre.stage
    said = await stage.telegram.say(theatre.alice, f"/draw {PROMPT}")
    with suppress(TimeoutError):  # a placeholder is sent at most once: a kill may lose it
        await stage.reply(theatre.alice, said["message_id"], seconds=2)
    await stage.telegram.say(theatre.alice, "/cancel")
    await stage.telegram.until(
        theatre.alice.chat_id,
        lambda seen: any(message["from_bot"] and "Cancelled" in message["text"] for message in seen),
    )
    await stage.provider.settings(concurrency=4)
    await stage.picture(theatre.bo)


async def _delete_me(theatre: Theatre) -> None:
    stage = theatre.stage
    while True:  # a question is not stored: the person asks again if none comes
        said = await stage.telegram.say(theatre.alice, "/deleteme")
        try:
            question = await stage.reply(theatre.alice, said["message_id"], "everything", seconds=3)
            break
        except TimeoutError:
            continue
    await stage.telegram.press_label(theatre.alice, question, "Delete everything")
    with suppress(TimeoutError):  # a kill may lose the answer
        await stage.changed(question, lambda seen: "forgotten everything" in seen["text"], seconds=5)
    await _nothing_in_history(theatre)


async def _nothing_in_history(theatre: Theatre) -> None:
    """Ask for the history until it is empty; an answer may be lost with the process."""
    stage = theatre.stage
    while True:
        asked = await stage.telegram.say(theatre.alice, "/history")
        try:
            told = await stage.reply(theatre.alice, asked["message_id"], seconds=2)
        except TimeoutError:
            continue
        if "no pictures here yet" in told["text"]:
            return


async def _picture_for(theatre: Theatre, message_id: int) -> Json:
    """Wait for the picture that replies to a message, and return it."""

    def find(seen: list[Json]) -> Json | None:
        return next((m for m in seen if is_picture(m) and m["reply_to_message_id"] == message_id), None)

    return await theatre.stage.telegram.until(theatre.alice.chat_id, find, 40)


def _job_of(picture: Json) -> str:
    return str(picture["buttons"][0][0]["data"].split(":")[1])


SUBMITTED = frozenset(
    f"{point}:{side}"
    for point in (
        "→accepted:commit",
        "accepted→submitting:commit",
        "submitting→submitted:commit",
        "submitted→ready:commit",
        "ready→delivered:commit",
        "telegram:sendMessage",
        "telegram:editMessageMedia",
        "provider:submit",
    )
    for side in ("before", "after")
) | {"web:callback:received", "web:callback:before-200", "web:callback:after-200", "telegram:getUpdates:after"}
"""The points of every order that gets a placeholder, is painted and is delivered."""

FETCHED = SUBMITTED | {
    "telegram:getFile:before",
    "telegram:getFile:after",
    "telegram:file:before",
    "web:media:received",
}
BY_UPLOAD = frozenset({"provider:picture:before", "provider:picture:after"})
PRESSED = SUBMITTED | {"telegram:answerCallbackQuery:before", "telegram:answerCallbackQuery:after"}

DRAW = Journey("draw", _draw, SUBMITTED, 22)


def _pressing(name: str, *labels: str, at_least: frozenset[str] = PRESSED, fewest: int = 24) -> Journey:
    async def play(theatre: Theatre) -> None:
        await _press(theatre, *labels)

    return Journey(f"press {name}", play, at_least, fewest, prepare=_a_picture)


OTHERS = (
    Journey("remix a photo", partial(_remix, document=False), FETCHED, 30),
    Journey("remix a document", partial(_remix, document=True), FETCHED, 34),
    Journey(
        "anime with a question",
        _anime,
        FETCHED - {"→accepted:commit:before", "→accepted:commit:after"}
        | {
            "→draft:commit:before",
            "→draft:commit:after",
            "draft→accepted:commit:before",
            "draft→accepted:commit:after",
        },
        38,
    ),
    Journey("hd", _hd, FETCHED | BY_UPLOAD, 34),
    _pressing("again", "🔁"),
    _pressing("vary", "🎲", at_least=PRESSED | FETCHED, fewest=30),
    _pressing("hd", "✨", at_least=PRESSED | FETCHED | BY_UPLOAD, fewest=32),
    _pressing("a style", "⋯", "🌸", "JoJo", at_least=PRESSED | FETCHED, fewest=32),
    Journey(
        "press delete",
        _delete,
        frozenset(
            {"telegram:deleteMessage:before", "telegram:deleteMessage:after", "telegram:answerCallbackQuery:before"}
        ),
        8,
        prepare=_a_picture,
    ),
    Journey(
        "cancel",
        _cancel,
        frozenset({"→accepted:commit:after", "queued→ready:commit:before", "queued→ready:commit:after"}),
        14,
        prepare=_somebody_before,
        settings={"provider_concurrency": 1},
        ends=frozenset({"delivered", "taken back"}),
    ),
    Journey(
        "deleteme",
        _delete_me,
        frozenset({"telegram:answerCallbackQuery:before", "telegram:sendMessage:before"}),
        8,
        prepare=_a_picture,
    ),
)
