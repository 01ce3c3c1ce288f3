"""Describes messages as people see them, in a format of the sandbox's own.

Source: none for the format. Recipients of a ForceReply: Bot API, `ForceReply`, field `selective`.
"""

from sandbox.telegram.chats import Json, Message
from sandbox.telegram.markup import slice_units
from sandbox.telegram.world import World


class Screen:
    """Renders messages.

    Args:
        world: Holds the people and the bot.
    """

    def __init__(self, world: World) -> None:
        self._world = world

    def show(self, message: Message) -> Json:
        """Return everything a person can see of a message."""
        content, file, sender = message.content, message.content.file, message.sender
        has_caption = content.kind not in ("text", "service")
        return {
            "message_id": message.message_id,
            "chat_id": message.chat.id,
            "date": message.date,
            "edit_date": message.edit_date,
            "from_bot": message.author.id == self._world.bot.id,
            "from_id": sender.id if sender else None,
            "from_name": message.sender_chat.title if message.sender_chat else message.author.name,
            "sender_chat_id": message.sender_chat.id if message.sender_chat else None,
            "kind": content.kind,
            "spoiler": content.spoiler,
            "text": next(iter(content.service)) if content.service else content.text,
            "caption": content.text if has_caption else None,
            "entities": list(content.entities),
            "buttons": [[_button(button) for button in row] for row in message.markup.keyboard],
            "force_reply": self._force_reply(message),
            "reply_to_message_id": message.reply_to.message_id if message.reply_to else None,
            "thread_id": message.topic_id,
            "direct_topic_id": message.direct_topic,
            "media_group_id": message.media_group_id,
            "file_id": file.file_id if file else None,
            "file_unique_id": file.file_unique_id if file else None,
            "file_name": file.name if file else None,
            "file_size": len(file.data) if file else None,
            "thumbnail_id": file.thumbnail.file_id if file and file.thumbnail else None,
            "mime_type": file.mime_type if file else None,
            "width": file.width if file else None,
            "height": file.height if file else None,
            "version": message.version,
        }

    def _force_reply(self, message: Message) -> Json | None:
        asked = message.markup.force_reply
        if asked is None:
            return None
        return {
            "placeholder": asked.get("input_field_placeholder"),
            "selective": bool(asked.get("selective")),
            "asks": self._asked(message),
        }

    def _asked(self, message: Message) -> list[int] | None:
        """Return the ids of those whose client opens the reply, None for all; in private, `selective` has no effect."""
        asked = message.markup.force_reply
        if not asked or not asked.get("selective") or message.chat.type == "private":
            return None
        by_name = {person.username.lower(): person.id for person in self._world.people.values() if person.username}
        found = {message.reply_to.author.id} if message.reply_to else set()
        for entity in message.content.entities:
            words = slice_units(message.content.text, entity["offset"], entity["length"])
            if entity["type"] == "text_mention":
                found.add(entity["user"]["id"])
            elif entity["type"] == "mention" and words[1:].lower() in by_name:
                found.add(by_name[words[1:].lower()])
        return sorted(found & self._world.people.keys())


def _button(button: Json) -> Json:
    shown = {
        "text": button["text"],
        "data": button.get("callback_data"),
        "url": button.get("url"),
        "copy_text": button.get("copy_text", {}).get("text"),
        "style": button.get("style"),
    }
    return {name: value for name, value in shown.items() if value is not None}
