"""The Bot API methods, found by name; those about the bot, its chats, files and buttons live here.

Source: Bot API; error texts are those of the Bot API server.
"""

import json
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any

from bot.sandbox.telegram.errors import ApiError, bad_request
from bot.sandbox.telegram.files import MAX_DOWNLOAD
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram.sending import Sending
from bot.sandbox.telegram.settings import Settings
from bot.sandbox.telegram.updates import Updates
from bot.sandbox.telegram.webhook import Webhook, WebhookSender
from bot.sandbox.telegram.world import Json, World

Method = Callable[[Params], Awaitable[Any]]

_ACTIONS = {
    *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document"),
    *("choose_sticker", "find_location", "record_video_note", "upload_video_note"),
}
_ACCEPTED = ("setMyName", "setMyDescription", "setMyShortDescription", "setChatMenuButton")
_DEFAULT_SCOPE = {"type": "default"}
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_MAX_COMMANDS = 100
_MAX_ANSWER = 200


class Methods:
    """All methods of the server but getUpdates, which needs the connection itself.

    Args:
        world: What they act on.
        sending: Those about messages.
        updates: The queue.
        webhook: What delivers the queue to a webhook.
        settings: The server's settings.
    """

    def __init__(
        self, world: World, sending: Sending, updates: Updates, webhook: WebhookSender, settings: Settings
    ) -> None:
        self._world = world
        self._updates = updates
        self._webhook = webhook
        self._settings = settings
        self._commands: dict[tuple[str, str], list[Json]] = {}
        methods: dict[str, Method] = {
            **sending.methods,
            **dict.fromkeys(_ACCEPTED, self._accept),
            "getMe": self._get_me,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._get_webhook_info,
            "sendChatAction": self._send_chat_action,
            "setMessageReaction": self._set_message_reaction,
            "answerCallbackQuery": self._answer_callback_query,
            "getFile": self._get_file,
            "getChat": self._get_chat,
            "getChatMember": self._get_chat_member,
            "setMyCommands": self._set_my_commands,
            "getMyCommands": self._get_my_commands,
            "deleteMyCommands": self._delete_my_commands,
        }
        self._methods = {name.lower(): (name, method) for name, method in methods.items()}

    def find(self, name: str) -> tuple[str, Method] | None:
        """Return a method and the name it is documented under; case does not matter."""
        return self._methods.get(name.lower())

    def menu(self, language_code: str) -> list[Json]:
        """Return the commands a person with this language sees in the private chat."""
        for scope in ({"type": "all_private_chats"}, _DEFAULT_SCOPE):
            for language in (language_code, ""):
                if commands := self._commands.get((json.dumps(scope), language)):
                    return commands
        return []

    async def _accept(self, _: Params) -> bool:
        return True

    async def _get_me(self, _: Params) -> Json:
        abilities = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
        return self._world.bot.as_user() | abilities

    async def _set_webhook(self, params: Params) -> bool:
        url = params.text("url")
        if not url:
            return await self._delete_webhook(params)
        if not url.startswith(("http://", "https://")):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        secret = params.text("secret_token")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
            raise bad_request("secret token contains unallowed characters")
        self._take_allowed(params)
        if params.flag("drop_pending_updates"):
            self._updates.drop_all()
        await self._webhook.set(Webhook(url, secret, params.integer("max_connections") or 40))
        return True

    async def _delete_webhook(self, params: Params) -> bool:
        if params.flag("drop_pending_updates"):
            self._updates.drop_all()
        await self._webhook.set(None)
        return True

    async def _get_webhook_info(self, _: Params) -> Json:
        return self._webhook.info()

    def _take_allowed(self, params: Params) -> None:
        allowed = params.nested("allowed_updates")
        if isinstance(allowed, list):
            self._updates.allowed = allowed

    async def get_updates(self, params: Params, is_alive: Callable[[], bool]) -> list[Json]:
        """Answer getUpdates, as long as the caller listens.

        Raises:
            ApiError: Another call or a webhook has the updates.
        """
        self._take_allowed(params)
        limit = min(max(params.integer("limit") or 100, 1), 100)
        seconds = max(params.integer("timeout") or 0, 0)
        return await self._updates.poll(params.integer("offset") or 0, limit, seconds, is_alive)

    async def _send_chat_action(self, params: Params) -> bool:
        self._world.reachable_chat(params.integer("chat_id"))
        if params.text("action") not in _ACTIONS:
            raise bad_request("wrong parameter action in request")
        return True

    async def _set_message_reaction(self, params: Params) -> bool:
        chat = self._world.reachable_chat(params.integer("chat_id"))
        if params.integer("message_id") not in chat.messages:
            raise bad_request("message to react not found")
        return True

    async def _answer_callback_query(self, params: Params) -> bool:
        press = self._world.presses.pop(params.text("callback_query_id"), None)
        if press is None or time.monotonic() - press.at > self._settings.query_lifetime:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        if len(params.text("text")) > _MAX_ANSWER:
            raise bad_request("MESSAGE_TOO_LONG")
        return True

    async def _get_file(self, params: Params) -> Json:
        file = self._world.files.get(params.text("file_id"))
        if file is None:
            raise bad_request("invalid file_id")
        if len(file.data) > MAX_DOWNLOAD:
            raise bad_request("file is too big")
        fields = ("file_id", "file_unique_id", "file_size")
        return {name: file.as_json()[name] for name in fields} | {"file_path": file.path}

    async def _get_chat(self, params: Params) -> Json:
        gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
        return self._world.chat(params.integer("chat_id")).as_json() | {
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(gifts, True),
        }

    async def _get_chat_member(self, params: Params) -> Json:
        chat = self._world.chat(params.integer("chat_id"))
        user_id = params.integer("user_id")
        if user_id == self._world.bot.id:
            return {"status": "member", "user": self._world.bot.as_user()}
        person = self._world.people.get(user_id or 0)
        if person is None or chat.id != person.id:
            raise bad_request("PARTICIPANT_ID_INVALID")
        return {"status": "member", "user": person.as_user()}

    async def _set_my_commands(self, params: Params) -> bool:
        commands = params.nested("commands")
        if not isinstance(commands, list) or len(commands) > _MAX_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH" if commands else "can't parse commands: Array expected")
        for command in commands:
            if not _COMMAND.fullmatch(command.get("command", "").removeprefix("/")):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(command.get("description", "")) <= 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        self._commands[_menu_key(params)] = commands
        return True

    async def _get_my_commands(self, params: Params) -> list[Json]:
        return self._commands.get(_menu_key(params), [])

    async def _delete_my_commands(self, params: Params) -> bool:
        self._commands.pop(_menu_key(params), None)
        return True


def _menu_key(params: Params) -> tuple[str, str]:
    scope = params.nested("scope") or _DEFAULT_SCOPE
    if not isinstance(scope, dict) or "type" not in scope:
        raise ApiError(400, "Bad Request: can't parse BotCommandScope: Object expected")
    return json.dumps(scope, sort_keys=True), params.text("language_code")
