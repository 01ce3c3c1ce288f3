"""Reads the reply markup of a message: an inline keyboard, or a change to a person's input field or keyboard.

Source: Bot API, `InlineKeyboardMarkup`, `InlineKeyboardButton`, `CopyTextButton`, `ForceReply`,
`ReplyKeyboardMarkup`, `ReplyKeyboardRemove`. Error texts are those of the Bot API server, except for the
placeholder's length, of which only the bounds are documented.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.telegram.errors import bad_request
from sandbox.telegram.markup import units

Json = dict[str, Any]

_MAX_BUTTONS = 100
_MAX_DATA = 64
_MAX_COPIED = 256
_MAX_PLACEHOLDER = 64
_ACTIONS = {
    *("callback_data", "url", "web_app", "login_url", "copy_text", "callback_game", "pay"),
    *("switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat"),
}


@dataclass(frozen=True, slots=True)
class ReplyMarkup:
    """Represents a reply markup of one of the four kinds.

    Attributes:
        keyboard: The rows of an inline keyboard.
        input: A markup of any other kind, as sent. A message sent with one can never be edited.
    """

    keyboard: list[list[Json]] = field(default_factory=list)
    input: Json | None = None

    @property
    def force_reply(self) -> Json | None:
        """The `ForceReply`, if the markup is one."""
        return self.input if self.input and self.input.get("force_reply") else None

    @property
    def callback_data(self) -> set[str]:
        """The callback data of the buttons."""
        return {button["callback_data"] for row in self.keyboard for button in row if "callback_data" in button}


def read_markup(markup: Any, *, inline_only: bool) -> ReplyMarkup:
    """Return the markup of a `reply_markup` parameter; an absent one gives an empty markup.

    Args:
        markup: The parameter.
        inline_only: Whether only inline keyboards are allowed, as in channels and for edits.

    Raises:
        ApiError: The markup is invalid or not allowed.
    """
    if markup is None:
        return ReplyMarkup()
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return ReplyMarkup(_read_keyboard(markup["inline_keyboard"]))
    is_input = any(markup.get(name) for name in ("force_reply", "keyboard", "remove_keyboard"))
    if not is_input:
        return ReplyMarkup()
    if inline_only:
        raise bad_request("inline keyboard expected")
    if units(str(markup.get("input_field_placeholder", ""))) > _MAX_PLACEHOLDER:
        raise bad_request(f"input field placeholder must be of 1-{_MAX_PLACEHOLDER} characters")
    return ReplyMarkup(input=markup)


def _read_keyboard(keyboard: Any) -> list[list[Json]]:
    if not isinstance(keyboard, list) or not all(isinstance(row, list) for row in keyboard):
        raise bad_request("can't parse inline keyboard: Array of Arrays expected")
    rows = [row for row in keyboard if row]
    buttons = [button for row in rows for button in row]
    if len(buttons) > _MAX_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    for button in buttons:
        _check_button(button)
    return rows


def _check_button(button: Any) -> None:
    if not isinstance(button, dict) or not button.get("text"):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    if not _ACTIONS & button.keys():
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= _MAX_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if "copy_text" in button:
        copied = button["copy_text"]
        if not isinstance(copied, dict) or not 1 <= units(str(copied.get("text", ""))) <= _MAX_COPIED:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
    url = str(button.get("url", "https://"))
    if not re.match(r"(https?|tg|tonsite)://", url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    if re.match(r"https?://[^./:]+(?:[/:?#]|$)", url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
