"""What is said to the Bot API, and what is read of its answers."""

import io
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import InputFile

from bot.clock import Clock
from bot.errors import TransientError
from bot.pipeline.messenger import Button, ButtonData, Content, Document, Photo, Place, Sent, Text
from bot.telegram.account import OwnBot
from bot.telegram.messenger import TelegramMessenger
from bot.telegram.pacing import Pacer
from storage.chats import Chats
from tests.support.manual_clock import ManualClock

NOT_INTEGERS = st.one_of(st.none(), st.booleans(), st.floats(), st.text(), st.integers(max_value=0))
JSON = st.recursive(
    st.one_of(NOT_INTEGERS, st.integers()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.sampled_from(["photo", "document", "file_id"]), inner)),
)


class Echo:
    """Stands for the library's bot: notes what is asked of it, and answers what it is told to."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.asked: list[tuple[str, dict[str, Any]]] = []

    async def raw(self, method: str, parameters: dict[str, Any]) -> Any:
        self.asked.append((method, {k: v for k, v in parameters.items() if v is not None}))
        return self.answer


def over(bot: Echo, clock: Clock | None = None) -> TelegramMessenger:
    clock = clock or ManualClock()
    return TelegramMessenger(cast("OwnBot", bot), Pacer(clock), cast("Chats", None), clock)


@settings(max_examples=40, deadline=None)
@given(rest=st.dictionaries(st.sampled_from(["photo", "document", "chat", "date"]), JSON))
async def test_an_id_is_read_whatever_else_is_odd(rest: dict[str, Any]) -> None:
    sent = await over(Echo(rest | {"message_id": 5})).put(Place(7), Text("a fox"))
    assert (sent.chat_id, sent.message_id) == (7, 5)
    assert sent.file_id is None or sent.file_id.isascii()


@settings(max_examples=40, deadline=None)
@given(st.one_of(JSON, st.fixed_dictionaries({"message_id": NOT_INTEGERS})))
async def test_without_one_nothing_is_known_of_what_is_new_and_an_edit_was_made(answer: Any) -> None:
    with pytest.raises(TransientError) as doubt:
        await over(Echo(answer)).put(Place(7), Text("a fox"))
    assert type(doubt.value) is TransientError
    edited = await over(Echo(answer)).put(Place(7), Text("a fox"), into=5)
    assert (edited.chat_id, edited.message_id) == (7, 5)


@pytest.mark.parametrize(
    ("answer", "file_id"),
    [
        ({"photo": [{"file_id": "small"}, {"file_id": "large"}]}, "large"),
        ({"document": {"file_id": "file"}}, "file"),
        ({"photo": [], "document": {"file_id": "file"}}, "file"),
        ({"document": {"file_id": "\ud800"}}, None),
    ],
)
async def test_the_file_is_the_largest_size_or_the_document(answer: dict[str, Any], file_id: str | None) -> None:
    assert await over(Echo({"message_id": 5} | answer)).put(Place(7), Photo("f", "")) == Sent(7, 5, file_id)


@pytest.mark.parametrize("content", [Text("a fox"), Photo("file", "a fox"), Document("file", "a fox")])
async def test_every_new_message_names_its_topic_and_no_edit_does(content: Content) -> None:
    bot = Echo({"message_id": 5})
    messenger = over(bot)
    await messenger.put(Place(-7, reply_to=3, direct_topic_id=9), content)
    (_, params) = bot.asked[0]
    assert params["direct_messages_topic_id"] == 9
    assert params["reply_parameters"] == {"message_id": 3, "allow_sending_without_reply": True}
    assert "message_thread_id" not in params


@pytest.mark.parametrize("reply_to", [None, 0])
async def test_what_has_no_message_id_is_not_replied_to(reply_to: int | None) -> None:
    bot = Echo({"message_id": 5})
    await over(bot).put(Place(7, reply_to=reply_to), Text("a fox"))
    assert "reply_parameters" not in bot.asked[0][1]


@pytest.mark.parametrize("spoiler", [False, True])
async def test_what_is_covered_stays_so(spoiler: bool) -> None:
    bot = Echo({"message_id": 5})
    photo = Photo(io.BytesIO(b"fox"), "a fox", spoiler=spoiler)
    await over(bot).put(Place(7), photo)
    await over(bot).put(Place(7), photo, into=5)
    (send, sent), (edit, edited) = bot.asked
    assert (send, edit) == ("sendPhoto", "editMessageMedia")
    assert sent.get("has_spoiler", False) is edited["media"].get("has_spoiler", False) is spoiler
    assert isinstance(sent["photo"], InputFile)
    assert edited["media"]["media"] == "attach://file"
    assert isinstance(edited["file"], InputFile)


async def test_buttons_and_questions() -> None:
    bot = Echo({"message_id": 5})
    rows = ((Button("⋯", ButtonData("more", "1")), Button("🗑", ButtonData("delete", "1"))),)
    await over(bot).put(Place(7), Text("a fox", rows))
    await over(bot).put(Place(8), Text("Which?", asks=True))
    keyboard = [[{"text": "⋯", "callback_data": "more:1"}, {"text": "🗑", "callback_data": "delete:1"}]]
    assert [params["reply_markup"] for _, params in bot.asked] == [
        {"inline_keyboard": keyboard},
        {"force_reply": True, "selective": True},
    ]
