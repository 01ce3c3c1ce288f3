"""Finds the Bot API methods by name, and implements those about the bot, its webhook and its buttons.

Source: Bot API; error texts are those of the Bot API server.
"""

import re
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from sandbox.journal import Journal
from sandbox.telegram.deleting import Deleting
from sandbox.telegram.downloads import Downloads
from sandbox.telegram.errors import bad_request
from sandbox.telegram.markup import units
from sandbox.telegram.members import ChatMethods
from sandbox.telegram.menu import Menu
from sandbox.telegram.params import Params
from sandbox.telegram.profile import Profile
from sandbox.telegram.sending import Sending
from sandbox.telegram.settings import Settings
from sandbox.telegram.updates import Updates
from sandbox.telegram.webhook import Webhook, WebhookSender
from sandbox.telegram.world import Json, World

Method = Callable[[Params], Awaitable[Any]]

_ACCEPTED = ("setMyName", "setChatMenuButton")
_MAX_ANSWER = 200
_MAX_CONNECTIONS = 100
_PORTS = (443, 80, 88, 8443)


class Methods:
    """Collects all methods of the server; getUpdates is separate because it needs the connection.

    Args:
        world: The state that methods act on.
        sending: The methods that send and edit messages.
        deleting: The methods that delete messages.
        menu: The methods for the bot's menu.
        profile: The methods for the bot's descriptions.
        downloads: Implements getFile.
        updates: The queue of updates.
        webhook: Delivers the queue to a webhook.
        settings: The server's settings.
        journal: Records answers to callback queries.
    """

    def __init__(
        self,
        world: World,
        sending: Sending,
        deleting: Deleting,
        menu: Menu,
        profile: Profile,
        downloads: Downloads,
        updates: Updates,
        webhook: WebhookSender,
        settings: Settings,
        journal: Journal,
    ) -> None:
        self._world = world
        self._downloads = downloads
        self._updates = updates
        self._webhook = webhook
        self._settings = settings
        self._journal = journal
        methods: dict[str, Method] = {
            **sending.methods,
            **deleting.methods,
            **menu.methods,
            **profile.methods,
            **ChatMethods(world).methods,
            **dict.fromkeys(_ACCEPTED, self._accept),
            "getMe": self._get_me,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._get_webhook_info,
            "answerCallbackQuery": self._answer_callback_query,
            "getFile": self._get_file,
        }
        self._methods = {name.lower(): (name, method) for name, method in methods.items()}

    def find(self, name: str) -> tuple[str, Method] | None:
        """Return a method and its documented name, ignoring case; None if there is no such method."""
        return self._methods.get(name.lower())

    async def _accept(self, _: Params) -> bool:
        return True

    async def _get_me(self, _: Params) -> Json:
        return self._world.bot.as_user() | {
            "can_join_groups": True,
            "can_read_all_group_messages": not self._settings.privacy,
            "supports_inline_queries": False,
        }

    async def _set_webhook(self, params: Params) -> bool:
        url = params.text("url")
        if not url:
            return await self._delete_webhook(params)
        self._check_address(url)
        secret = params.text("secret_token")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
            raise bad_request("secret token contains unallowed characters")
        self._take_allowed(params)
        if params.flag("drop_pending_updates"):
            self._updates.drop_all()
        connections = min(max(params.integer("max_connections") or 40, 1), _MAX_CONNECTIONS)
        await self._webhook.set(Webhook(url, secret, connections))
        return True

    def _check_address(self, url: str) -> None:
        parts = urlsplit(url)
        allowed = ("https",) if self._settings.require_https else ("http", "https")
        if parts.scheme not in allowed or not parts.hostname:
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if self._settings.require_https and (parts.port or 443) not in _PORTS:
            raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")

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
        """Answer getUpdates, while the caller is connected.

        Raises:
            ApiError: Another getUpdates call or a webhook receives the updates.
        """
        self._take_allowed(params)
        limit = min(max(params.integer("limit") or 100, 1), 100)
        seconds = max(params.integer("timeout") or 0, 0)
        return await self._updates.poll(params.integer("offset") or 0, limit, seconds, is_alive)

    async def _answer_callback_query(self, params: Params) -> bool:
        press = self._world.presses.pop(params.text("callback_query_id"), None)
        if press is None or time.monotonic() - press.at > self._settings.query_lifetime:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        text = params.text("text")
        if units(text) > _MAX_ANSWER:
            raise bad_request("MESSAGE_TOO_LONG")
        self._journal.write(
            "answer",
            callback_query_id=press.id,
            chat_id=press.chat_id,
            message_id=press.message_id,
            person=press.person,
            text=text,
            alert=params.flag("show_alert"),
            seconds=time.monotonic() - press.at,
        )
        return True

    async def _get_file(self, params: Params) -> Json:
        return self._downloads.prepare(params.text("file_id"))
