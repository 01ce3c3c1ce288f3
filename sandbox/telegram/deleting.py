"""Implements the Bot API methods that delete messages.

Source: Bot API, `deleteMessage`, `deleteMessages`; error texts are those of the Bot API server, which
speaks of "for everyone" only in private chats and basic groups.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sandbox.journal import Journal
from sandbox.telegram.chats import ADMINS, Message
from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.params import Params
from sandbox.telegram.world import World

_MAX_DELETIONS = 100
_LASTING = {"forum_topic_created", "migrate_from_chat_id"}


class Deleting:
    """Deletes messages for the bot.

    Args:
        world: Holds the messages.
        journal: Records deletions.
    """

    def __init__(self, world: World, journal: Journal) -> None:
        self._world = world
        self._journal = journal

    @property
    def methods(self) -> Mapping[str, Callable[[Params], Awaitable[Any]]]:
        """The methods by documented name."""
        return {"deleteMessage": self._delete_message, "deleteMessages": self._delete_messages}

    async def _delete_message(self, params: Params) -> bool:
        chat = self._world.reachable_chat(params.integer("chat_id"))
        message = chat.messages.get(params.integer("message_id") or 0)
        if message is None:
            raise bad_request("message to delete not found")
        self._delete(message)
        return True

    async def _delete_messages(self, params: Params) -> bool:
        """Delete the messages that exist, or none of them if one may not be deleted."""
        chat = self._world.reachable_chat(params.integer("chat_id"))
        message_ids = params.nested("message_ids")
        if not isinstance(message_ids, list) or not 1 <= len(message_ids) <= _MAX_DELETIONS:
            raise bad_request("message identifiers are not specified")
        self._delete(
            *(chat.messages[message_id] for message_id in dict.fromkeys(message_ids) if message_id in chat.messages)
        )
        return True

    def _delete(self, *messages: Message) -> None:
        for message in messages:
            if not self._is_deletable(message):
                raise _refusal(message)
        for message in messages:
            message.chat.delete(message)
            self._journal.write("delete", chat_id=message.chat.id, message_id=message.message_id, by_bot=True)

    def _is_deletable(self, message: Message) -> bool:
        chat, is_own = message.chat, message.author.id == self._world.bot.id
        if message.is_out_of_reach or _LASTING & (message.content.service or {}).keys():
            return False
        if chat.type == "private" or chat.status(self._world.bot.id) in ADMINS:
            return True
        return is_own and chat.type != "channel" and not message.content.service


def _refusal(message: Message) -> ApiError:
    everyone = " for everyone" if message.chat.type in ("private", "group") else ""
    return bad_request(f"message can't be deleted{everyone}")
