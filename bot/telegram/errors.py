"""Translates the Bot API's errors. Their texts are not documented, and no list of them is complete."""

from collections.abc import Callable
from dataclasses import replace

import structlog
from telegram.error import BadRequest, EndPointNotFound, Forbidden, InvalidToken, TelegramError

from bot.errors import HuabotError, NotSentError, RateLimitedError, TransientError
from bot.pipeline.messenger import (
    ChatClosedError,
    Content,
    ContentRefusedError,
    MessageGoneError,
    NoRightError,
    Place,
    Text,
)
from bot.telegram.transport import FloodError, UnreachableError

log = structlog.get_logger(__name__)

STANDS_ALREADY = ("message is not modified", "there is no text in the message to edit")
"""Refused edits that mean success: a repeated edit, and text for a message that has become the picture."""

TOPIC_GONE = ("message thread not found", "topic_deleted", "topic_id_invalid")
"""The topic was deleted, or the id is not a topic: the message goes to "General"."""

REPLY_GONE = (
    "message to be replied not found",
    "message to reply not found",
    "replied message not found",
    "reply message not found",
    "reply_message_id_invalid",
)
"""The message to reply to does not exist, and the call was refused because of that."""

GONE = (
    "message to edit not found",
    "message to delete not found",
    "message can't be edited",
    "message_id_invalid",
    "message_edit_time_expired",
    "message_author_required",
    "message identifier",
)

ONE_RIGHT = "chat_send_"
"""Content of one kind, which may be text, may not be sent; another kind may."""

NO_RIGHT = ("not enough rights to send", "have no rights to send")
"""The same for content other than text: if text is refused, nothing else can be sent."""

CLOSED = (
    "chat not found",
    "user is deactivated",
    "input_user_deactivated",
    "user_is_blocked",
    "user_banned_in_channel",
    "peer_id_invalid",
    "chat_write_forbidden",
    "chat_restricted",
    "chat_forbidden",
    "chat_admin_required",
    "chat_id_invalid",
    "channel_private",
    "channel_invalid",
    "need administrator rights",
    "have no rights to send a message",
    "not enough rights to send text messages",
    "group chat was deactivated",
    "topic_closed",
)
"""Known refusals of any content; the list is never complete."""

OUR_FAULT = (
    "can't parse",
    "message is too long",
    "message_too_long",
    "message text is empty",
    "message_empty",
    "must be non-empty",
    "utf-8",
    "entit",
    "parse_mode",
    "button",
    "keyboard",
    "reply markup",
    "reply_markup",
)
"""Refusals of a text because of its content."""

REFUSED_TOKEN_WAIT = 5.0
"""Seconds to wait after a refused token: the refusal may be temporary."""


def translate_error(exc: TelegramError, new: Content | None = None) -> HuabotError:
    """Return the pipeline's error for a Bot API error. `BadRequest` is tested before its base `NetworkError`.

    Args:
        exc: The error.
        new: The content refused as a new message; None for an edit. If even text is not accepted, nothing can be sent.
    """
    words = exc.message.lower()
    told = f"Telegram: {words[:80]}"
    if isinstance(exc, FloodError):
        return RateLimitedError("Telegram's flood control", exc.seconds)
    if isinstance(exc, BadRequest | Forbidden):
        return _kind_of_refusal(words, new, forbidden=isinstance(exc, Forbidden))(told)
    if isinstance(exc, UnreachableError):
        return NotSentError(f"Telegram cannot be reached: {words[:80]}")
    if isinstance(exc, InvalidToken | EndPointNotFound):
        return NotSentError("Telegram refuses the bot's token", REFUSED_TOKEN_WAIT)
    return TransientError(f"Telegram did not answer: {type(exc).__name__}")


def _kind_of_refusal(words: str, new: Content | None, *, forbidden: bool) -> Callable[[str], HuabotError]:
    if new is None and _any(GONE, words):
        return MessageGoneError
    if _any(CLOSED, words):
        return ChatClosedError
    if ONE_RIGHT in words:
        return NoRightError
    if isinstance(new, Text):
        return ContentRefusedError if _any(OUR_FAULT, words) and not forbidden else ChatClosedError
    if _any(NO_RIGHT, words):
        return NoRightError
    return ChatClosedError if forbidden else ContentRefusedError


def try_again_later(exc: TelegramError, hint: str = "") -> TransientError:
    """Return the error for a loop that must run for ever, and log a problem that only the operator can fix.

    Args:
        exc: The error.
        hint: What may be wrong on our side.
    """
    if isinstance(exc, FloodError):
        return TransientError("Telegram's flood control", exc.seconds)
    if isinstance(exc, InvalidToken):
        log.error("token_refused", hint="copy TELEGRAM_TOKEN again from BotFather")
        return TransientError("the token is refused")
    return TransientError(f"Telegram does not do it: {type(exc).__name__}{hint and '; '}{hint}")


def stands_already(exc: BadRequest) -> bool:
    """Return whether a refused edit means that nothing is left to do."""
    return _any(STANDS_ALREADY, exc.message.lower())


def place_nearby(place: Place, exc: BadRequest) -> Place | None:
    """Return the place to send to instead if a place was refused for its topic or its reply; else None."""
    words = exc.message.lower()
    topic_gone = _any(TOPIC_GONE, words)
    if topic_gone and place.thread_id is not None:
        return replace(place, thread_id=None)
    if place.reply_to is not None and (topic_gone or _any(REPLY_GONE, words)):
        return replace(place, reply_to=None)
    return None


def _any(phrases: tuple[str, ...], words: str) -> bool:
    return any(phrase in words for phrase in phrases)
