"""What an answer of the Bot API means, and what is none."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, TelegramError

from bot.telegram.errors import translate_error
from bot.telegram.transport import (
    LONGEST_FLOOD,
    UNTOLD_FLOOD,
    AiohttpRequest,
    FloodError,
    NoAnswerError,
    NotFoundError,
    call,
    refusal,
)
from tests.support.odd_answers import NO_ANSWERS

read = AiohttpRequest.parse_json_payload


def refused(code: Any = 400, description: Any = "Bad Request: x", **parameters: Any) -> dict[str, Any]:
    """Return a refusal in the Bot API's form."""
    body = {"ok": False, "error_code": code, "description": description}
    return body | {"parameters": parameters} if parameters else body


def meaning(status: int, answer: Any) -> TelegramError:
    """Return what an answer means that comes with this status."""
    body = json.dumps(answer).encode()
    if status != 200:
        return refusal(status, body)
    with pytest.raises(TelegramError) as caught:
        read(body)
    return caught.value


@pytest.mark.parametrize("result", [True, 0, 7, "", "x", [], {}, {"message_id": 1}])
def test_an_answer_has_a_result(result: object) -> None:
    assert read(json.dumps({"ok": True, "result": result}).encode())["result"] == result


def test_an_answer_may_begin_with_a_mark_and_hold_a_broken_letter() -> None:
    assert read(b'\xef\xbb\xbf{"ok": true, "result": "\xff"}')["result"] == "\ufffd"


@pytest.mark.parametrize("body", [value[1] for effect, value in NO_ANSWERS if effect == "body" and value[0] == 200])
def test_what_is_no_answer(body: str) -> None:
    with pytest.raises(NoAnswerError):
        read(body.encode())


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 409, 418, 500, 502, 504])
@pytest.mark.parametrize("answer", [None, {}, {"ok": True, "result": True}, {"error_code": 400, "description": "x"}])
def test_a_status_alone_is_nobodys_word(status: int, answer: Any) -> None:
    assert type(meaning(status, answer)) is NoAnswerError


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (400, BadRequest),
        (401, InvalidToken),
        (403, Forbidden),
        (404, NotFoundError),
        (409, Conflict),
        (413, BadRequest),
        (429, FloodError),
        (500, NoAnswerError),
        (420, NoAnswerError),
        (200, NoAnswerError),
    ],
)
def test_the_code_in_the_body_counts(code: int, kind: type[TelegramError]) -> None:
    for status in (code, 200, 418, 502):
        assert type(meaning(status, refused(code))) is kind
        assert type(meaning(status, refused(str(code)))) is kind
    if code >= 300:
        for unusable in (None, "x", 4.5, True, [], {}, "", "4 0 0"):
            assert type(meaning(code, refused(unusable))) is kind


@pytest.mark.parametrize("description", [None, 7, [], {}, ""])
def test_a_refusal_may_lack_words(description: object) -> None:
    error = meaning(400, refused(400, description))
    assert (type(error), error.message) == (BadRequest, "refused with 400 and without a word")


def test_words_have_an_end_and_can_be_written_down() -> None:
    words = meaning(400, refused(400, "\ud800" + "x" * 5_000)).message
    assert len(words.encode()) == 300


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        (3, 3.0),
        (2.5, 2.5),
        ("3", 3.0),
        (0, 1.0),
        (-7, 1.0),
        (10**12, LONGEST_FLOOD),
        *((nothing, UNTOLD_FLOOD) for nothing in (None, True, "x", "", [3], {}, float("nan"), float("inf"), 10**400)),
    ],
)
def test_how_long_to_wait(told: object, seconds: float) -> None:
    for status in (429, 200):
        error = meaning(status, refused(429, "Too Many Requests", retry_after=told))
        assert isinstance(error, FloodError)
        assert error.seconds == seconds


@pytest.mark.parametrize("answer", [None, {}, refused(None), refused(429) | {"parameters": [7]}])
def test_a_429_is_one_however_it_is_put(answer: Any) -> None:
    error = meaning(429, answer)
    assert isinstance(error, FloodError)
    assert error.seconds == UNTOLD_FLOOD


@pytest.mark.parametrize("moved_to", [-1_001_234, "-1001234"])
def test_a_group_has_moved(moved_to: object) -> None:
    error = meaning(400, refused(migrate_to_chat_id=moved_to))
    assert isinstance(error, ChatMigrated)
    assert error.new_chat_id == -1_001_234


@pytest.mark.parametrize("moved_to", [None, 0, 7, True, "x", -1.5, [], {}, -(2**64)])
def test_a_group_has_not_moved_to_nowhere(moved_to: object) -> None:
    assert type(meaning(400, refused(migrate_to_chat_id=moved_to))) is BadRequest


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
fields = st.fixed_dictionaries(
    {},
    optional={
        "ok": st.booleans() | values,
        "result": values,
        "error_code": st.integers(0, 999) | values,
        "description": values,
        "parameters": st.fixed_dictionaries({}, optional={"retry_after": values, "migrate_to_chat_id": values})
        | values,
    },
)


@given(st.integers(100, 999), fields | values)
def test_nothing_else_ever_comes_out(status: int, answer: Any) -> None:
    error = refusal(status, json.dumps(answer).encode())
    if not isinstance(error, ChatMigrated):
        translate_error(error)
    error.message.encode()
    try:
        assert read(json.dumps(answer).encode())["ok"] is True
    except TelegramError as exc:
        exc.message.encode()


@given(st.binary(max_size=60))
def test_nor_out_of_anything_else(body: bytes) -> None:
    with suppress(NoAnswerError):
        assert read(body)["ok"] is True


async def test_what_the_library_stumbles_over_is_no_answer() -> None:
    async def stumble(error: Exception) -> None:
        raise error

    for error in (KeyError("id"), TypeError("secret"), AttributeError(), ValueError(), RecursionError()):
        with pytest.raises(NoAnswerError) as caught:
            await call(stumble(error))
        assert caught.value.__cause__ is None
        assert "secret" not in str(caught.value)
    with pytest.raises(BadRequest):
        await call(stumble(BadRequest("no")))
