"""What hangs on a message beside its content: an inline keyboard, or a change to where people write.

Source: Bot API, `InlineKeyboardMarkup`, `InlineKeyboardButton`, `CopyTextButton`, `ForceReply`,
`ReplyKeyboardMarkup`, `ReplyKeyboardRemove`. Error texts are those of the Bot API server, but for a
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
    """One of the four kinds.

    Attributes:
        keyboard: The rows of an inline keyboard.
        input: Any other kind, as it was sent. A message that came with one can never be edited.
    """

    keyboard: list[list[Json]] = field(default_factory=list)
    input: Json | None = None

    @property
    def force_reply(self) -> Json | None:
        """The `ForceReply`, if it is one."""
        return self.input if self.input and self.input.get("force_reply") else None

    @property
    def callback_data(self) -> set[str]:
        """What its buttons carry to the bot."""
        return {button["callback_data"] for row in self.keyboard for button in row if "callback_data" in button}


def read_markup(markup: Any, *, inline_only: bool) -> ReplyMarkup:
    """Return what a `reply_markup` parameter asks for; without one there is neither keyboard nor anything else.

    Args:
        markup: The parameter.
        inline_only: As in channels and for edits.

    Raises:
        ApiError: It is not allowed.
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
