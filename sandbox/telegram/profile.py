"""Implements the bot's descriptions: the text in its empty chat, and the text that a shared link shows.

Source: Bot API, `setMyDescription`, `setMyShortDescription` and their `getMy…`.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sandbox.telegram.chats import Json
from sandbox.telegram.errors import bad_request
from sandbox.telegram.params import Params

_LONGEST = {"description": 512, "short_description": 120}


class Profile:
    """Stores the bot's descriptions by language."""

    def __init__(self) -> None:
        self._texts: dict[tuple[str, str], str] = {}

    @property
    def methods(self) -> Mapping[str, Callable[[Params], Awaitable[Any]]]:
        """The methods by documented name."""
        return {
            "setMyDescription": lambda params: self._set(params, "description"),
            "getMyDescription": lambda params: self._get(params, "description"),
            "setMyShortDescription": lambda params: self._set(params, "short_description"),
            "getMyShortDescription": lambda params: self._get(params, "short_description"),
        }

    def shown(self, language_code: str) -> Json:
        """Return both texts as a user with this client language sees them."""
        languages = (language_code.partition("-")[0], "")
        return {
            name: next(filter(None, (self._texts.get((name, language)) for language in languages)), "")
            for name in _LONGEST
        }

    async def _set(self, params: Params, name: str) -> bool:
        text = params.text(name)
        if len(text) > _LONGEST[name]:
            raise bad_request("BOT_DESCRIPTION_TOO_LONG")
        self._texts[name, _language(params)] = text
        return True

    async def _get(self, params: Params, name: str) -> Json:
        return {name: self._texts.get((name, _language(params)), "")}


def _language(params: Params) -> str:
    language_code = params.text("language_code")
    if not re.fullmatch(r"|[a-z]{2}", language_code):
        raise bad_request("invalid language code specified")
    return language_code
