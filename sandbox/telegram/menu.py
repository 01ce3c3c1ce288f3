"""Implements the bot's command menu: the commands by scope, and the menu that a user sees.

Source: Bot API, `setMyCommands`, `BotCommandScope` and "Determining list of commands".
"""

import json
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

from sandbox.telegram.chats import ADMINS, Chat, Json
from sandbox.telegram.errors import bad_request
from sandbox.telegram.params import Params
from sandbox.telegram.world import World

_DEFAULT_SCOPE = {"type": "default"}
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_MAX_COMMANDS = 100
_BROAD = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
_NARROW = ("chat", "chat_administrators", "chat_member")


class Menu:
    """Stores the commands by scope and language.

    Args:
        world: Holds the chats and people that a scope may name.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._commands: dict[tuple[str, str], list[Json]] = {}

    @property
    def methods(self) -> Mapping[str, Callable[[Params], Awaitable[Any]]]:
        """The methods by documented name."""
        return {
            "setMyCommands": self._set,
            "getMyCommands": self._get,
            "deleteMyCommands": self._delete,
        }

    def shown(self, chat: Chat | None, person_id: int | None, language_code: str) -> list[Json]:
        """Return the commands a user sees in a chat; without a chat, in a private chat of their own.

        Clients report languages like `zh-hans` or `pt-br`; menus use only the part before the hyphen.
        """
        for scope in _scopes(chat, person_id):
            for language in (language_code.partition("-")[0], ""):
                if commands := self._commands.get((_key(scope), language)):
                    return commands
        return []

    async def _set(self, params: Params) -> bool:
        commands = params.nested("commands")
        if not isinstance(commands, list) or len(commands) > _MAX_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH" if commands else "can't parse commands: Array expected")
        taken = []
        for command in commands:
            name, description = command.get("command", "").removeprefix("/"), command.get("description", "").strip()
            if not _COMMAND.fullmatch(name):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(description) <= 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
            taken.append({"command": name, "description": description})
        self._commands[self._place(params)] = taken
        return True

    async def _get(self, params: Params) -> list[Json]:
        return self._commands.get(self._place(params), [])

    async def _delete(self, params: Params) -> bool:
        self._commands.pop(self._place(params), None)
        return True

    def _place(self, params: Params) -> tuple[str, str]:
        """Return the scope and the language that a call names.

        Raises:
            ApiError: The scope or the language is invalid, or the scope names a chat that the bot cannot reach or an
                unknown account.
        """
        scope = params.nested("scope") or _DEFAULT_SCOPE
        if not isinstance(scope, dict) or "type" not in scope:
            raise bad_request("can't parse BotCommandScope: Object expected")
        if scope["type"] not in (*_BROAD, *_NARROW):
            raise bad_request("can't parse BotCommandScope: Unsupported type specified")
        language_code = params.text("language_code")
        if not re.fullmatch(r"|[a-z]{2}", language_code):
            raise bad_request("invalid language code specified")
        place = {"type": scope["type"]}
        if scope["type"] in _NARROW:
            place["chat_id"] = self._world.reachable_chat(Params(scope).integer("chat_id")).id
        if scope["type"] == "chat_member":
            place["user_id"] = self._world.account(Params(scope).integer("user_id") or 0).id
        return _key(place), language_code


def _scopes(chat: Chat | None, person_id: int | None) -> Iterator[Json]:
    """Yield the scopes that apply to a user in a chat, narrowest first."""
    if chat is None or chat.type == "private":
        if chat:
            yield {"type": "chat", "chat_id": chat.id}
        yield {"type": "all_private_chats"}
    else:
        is_admin = person_id is not None and chat.status(person_id) in ADMINS
        yield {"type": "chat_member", "chat_id": chat.id, "user_id": person_id}
        if is_admin:
            yield {"type": "chat_administrators", "chat_id": chat.id}
        yield {"type": "chat", "chat_id": chat.id}
        if is_admin:
            yield {"type": "all_chat_administrators"}
        yield {"type": "all_group_chats"}
    yield _DEFAULT_SCOPE


def _key(scope: Json) -> str:
    return json.dumps(scope, sort_keys=True)
