"""What Telegram's refusals mean to the pipeline: which may be repeated, which end the job."""

import pytest
from telegram.error import BadRequest, EndPointNotFound, Forbidden, InvalidToken, NetworkError, TelegramError, TimedOut

from bot.errors import NotSentError, PermanentError, RateLimitedError, TransientError
from bot.pipeline.messenger import ChatClosedError, ContentRefusedError, MessageGoneError, NoRightError, Photo, Text
from bot.telegram.errors import translate_error
from bot.telegram.transport import FloodError, UnreachableError


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("message to edit not found", MessageGoneError),
        ("message can't be edited", MessageGoneError),
        ("MESSAGE_ID_INVALID", MessageGoneError),
        ("have no rights to send a message", ChatClosedError),
        ("not enough rights to send text messages to the chat", ChatClosedError),
        ("CHAT_WRITE_FORBIDDEN", ChatClosedError),
        ("TOPIC_CLOSED", ChatClosedError),
        ("chat not found", ChatClosedError),
        ("not enough rights to send photos to the chat", NoRightError),
        ("not enough rights to send documents to the chat", NoRightError),
        ("failed to get HTTP URL content", ContentRefusedError),
        ("wrong type of the web page content", ContentRefusedError),
        ("WEBPAGE_CURL_FAILED", ContentRefusedError),
        ("PHOTO_INVALID_DIMENSIONS", ContentRefusedError),
    ],
)
def test_a_bad_request_is_never_repeated_as_it_is(words: str, meaning: type[PermanentError]) -> None:
    """`BadRequest` is a `NetworkError` to the library, but nothing is in doubt."""
    assert isinstance(BadRequest(words), NetworkError)
    assert type(translate_error(BadRequest(words))) is meaning


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (UnreachableError("no connection"), NotSentError),
        (TimedOut(), TransientError),
        (NetworkError("connection broken"), TransientError),
        (FloodError(7), RateLimitedError),
        (Forbidden("Forbidden: bot was blocked by the user"), ChatClosedError),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), ChatClosedError),
        (Forbidden("Forbidden: CHAT_SEND_PLAIN_FORBIDDEN"), NoRightError),
        (InvalidToken(), NotSentError),
        (EndPointNotFound("Not Found"), NotSentError),
    ],
)
def test_what_may_have_been_done_is_told_from_what_was_not(error: TelegramError, meaning: type[Exception]) -> None:
    assert type(translate_error(error)) is meaning


def test_the_wait_is_telegrams_own() -> None:
    meaning = translate_error(FloodError(7))
    assert isinstance(meaning, RateLimitedError)
    assert meaning.retry_after == 7


@pytest.mark.parametrize(
    ("words", "of_words", "of_a_photo"),
    [
        ("MESSAGE_ID_INVALID", ChatClosedError, ContentRefusedError),  # nothing was to be edited
        ("SOMETHING_NEW", ChatClosedError, ContentRefusedError),
        ("CHAT_SEND_PHOTOS_FORBIDDEN", NoRightError, NoRightError),
        ("CHAT_SEND_PLAIN_FORBIDDEN", NoRightError, NoRightError),
        ("not enough rights to send photos to the chat", NoRightError, NoRightError),
        ("have no rights to send a message", ChatClosedError, ChatClosedError),
        ("can't parse entities: unexpected end tag at byte offset 3", ContentRefusedError, ContentRefusedError),
        ("message is too long", ContentRefusedError, ContentRefusedError),
        ("BUTTON_DATA_INVALID", ContentRefusedError, ContentRefusedError),
        ("inline keyboard expected", ContentRefusedError, ContentRefusedError),
        ("can't parse reply keyboard markup JSON object", ContentRefusedError, ContentRefusedError),
    ],
)
def test_words_are_the_last_form_of_a_new_message(
    words: str, of_words: type[PermanentError], of_a_photo: type[PermanentError]
) -> None:
    assert type(translate_error(BadRequest(words), Text("a fox"))) is of_words
    assert type(translate_error(BadRequest(words), Photo("file", "a fox"))) is of_a_photo
