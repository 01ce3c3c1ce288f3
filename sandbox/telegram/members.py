"""Implements the Bot API methods about chats and their members.

Source: Bot API, `getChat`, `ChatMember` and its kinds, `getChatAdministrators`.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sandbox.telegram.chats import ADMINS, Chat, Json
from sandbox.telegram.errors import bad_request
from sandbox.telegram.params import Params
from sandbox.telegram.people import Person
from sandbox.telegram.world import World

_ADMIN_RIGHTS = (
    *("can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members"),
    *("can_promote_members", "can_change_info", "can_invite_users"),
    *("can_post_stories", "can_edit_stories", "can_delete_stories"),
)
_GROUP_ADMIN_RIGHTS = ("can_pin_messages", "can_manage_tags")
_SUPERGROUP_ADMIN_RIGHTS = (*_GROUP_ADMIN_RIGHTS, "can_manage_topics")
_CHANNEL_ADMIN_RIGHTS = ("can_post_messages", "can_edit_messages", "can_manage_direct_messages")
_ACTIONS = {
    *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document"),
    *("choose_sticker", "find_location", "record_video_note", "upload_video_note"),
}


def member_json(chat: Chat, person: Person) -> Json:
    """Return the Bot API's `ChatMember` for a person, of the kind that fits their status."""
    status = chat.status(person.id)
    member: Json = {"user": person.as_user(), "status": status}
    match status:
        case "creator":
            return member | {"is_anonymous": person.id in chat.anonymous}
        case "administrator":
            kinds = {"channel": _CHANNEL_ADMIN_RIGHTS, "supergroup": _SUPERGROUP_ADMIN_RIGHTS}
            own = kinds.get(chat.type, _GROUP_ADMIN_RIGHTS)
            flags = {"can_be_edited": False, "is_anonymous": person.id in chat.anonymous}
            return member | flags | dict.fromkeys((*_ADMIN_RIGHTS, *own), True)
        case "kicked":
            return member | {"until_date": 0}
    return member


class ChatMethods:
    """Answers the bot's calls about chats.

    Args:
        world: Holds the chats and the people.
    """

    def __init__(self, world: World) -> None:
        self._world = world

    @property
    def methods(self) -> Mapping[str, Callable[[Params], Awaitable[Any]]]:
        """The methods by documented name."""
        return {
            "sendChatAction": self._send_chat_action,
            "setMessageReaction": self._set_message_reaction,
            "getChat": self._get_chat,
            "getChatMember": self._get_chat_member,
            "getChatMemberCount": self._get_chat_member_count,
            "getChatAdministrators": self._get_chat_administrators,
        }

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

    async def _get_chat(self, params: Params) -> Json:
        gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
        chat = self._visible_chat(params)
        full = chat.as_json() | {
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(gifts, True),
        }
        return full | ({"linked_chat_id": chat.discussion} if chat.discussion else {})

    async def _get_chat_member(self, params: Params) -> Json:
        chat = self._visible_chat(params)
        person = self._world.account(params.integer("user_id") or 0)
        if chat.type != "private":
            return member_json(chat, person)
        if person.id not in (chat.id, self._world.bot.id):
            raise bad_request("PARTICIPANT_ID_INVALID")
        return {"user": person.as_user(), "status": "member"}

    async def _get_chat_member_count(self, params: Params) -> int:
        chat = self._visible_chat(params)
        return 2 if chat.type == "private" else sum(s not in ("left", "kicked") for s in chat.members.values())

    async def _get_chat_administrators(self, params: Params) -> list[Json]:
        chat = self._visible_chat(params)
        if chat.type == "private":
            raise bad_request("there are no administrators in the private chat")
        accounts = [self._world.account(user_id) for user_id, status in chat.members.items() if status in ADMINS]
        others = params.flag("return_bots")
        # Other bots are included only on request; this bot always is.
        return [
            member_json(chat, account)
            for account in accounts
            if others or not account.is_bot or account.id == self._world.bot.id
        ]

    def _visible_chat(self, params: Params) -> Chat:
        """Return a chat the bot may query; private chats also while their person blocks the bot."""
        chat = self._world.chat(params.integer("chat_id"))
        return chat if chat.type == "private" else self._world.reachable_chat(chat.id)
