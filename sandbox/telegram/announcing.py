"""Turns messages into updates for the bot, subject to privacy mode in groups.

Source: Bot API, `Update`; Bot features, "Privacy mode"; BotFather's text for /setprivacy.
"""

from sandbox.telegram.chats import ADMINS, MEMBERS, Chat, Json, Message
from sandbox.telegram.content import Content
from sandbox.telegram.markup import slice_units
from sandbox.telegram.people import Person
from sandbox.telegram.settings import Settings
from sandbox.telegram.updates import Updates
from sandbox.telegram.world import Where, World


class Announcer:
    """Announces messages to the bot, as far as it may see them.

    Args:
        world: Holds the bot and the chats.
        updates: The queue of updates for the bot.
        settings: Says whether privacy mode is on.
    """

    def __init__(self, world: World, updates: Updates, settings: Settings) -> None:
        self._world = world
        self._updates = updates
        self._settings = settings

    def announce(self, message: Message, *, edited: bool = False) -> None:
        """Queue an update for a new or edited message, if the bot may see it."""
        if self.is_seen(message):
            kind = "channel_post" if message.chat.type == "channel" else "message"
            self._updates.add(f"edited_{kind}" if edited else kind, message.as_json())

    def notice(self, chat: Chat, actor: Person, service: Json, where: Where | None = None) -> Message:
        """Post a service message, and announce it to the bot."""
        message = self._world.post(chat, actor, Content(service=service), where)
        self.announce(message)
        return message

    def is_seen(self, message: Message) -> bool:
        """Return whether the bot may see a message."""
        chat, bot = message.chat, self._world.bot
        if message.author.id == bot.id and not message.content.service:
            return False
        if chat.type == "private":
            return True
        status = chat.status(bot.id)
        if status not in MEMBERS:
            return False
        if chat.type == "channel" or message.content.service:
            return True
        if message.author.is_bot:
            return False
        if message.ephemeral_id is not None:
            return True
        if status in ADMINS or not self._settings.privacy or chat.direct_topics is not None:
            return True
        return self._is_meant_for_bot(message)

    def _is_meant_for_bot(self, message: Message) -> bool:
        if message.reply_to and message.reply_to.author.id == self._world.bot.id:
            return True
        address = f"@{self._world.bot.username}".lower()
        for entity in message.content.entities:
            words = slice_units(message.content.text, entity["offset"], entity["length"]).lower()
            if entity["type"] == "mention" and words == address:
                return True
            if (
                entity["type"] == "bot_command"
                and entity["offset"] == 0
                and ("@" not in words or words.endswith(address))
            ):
                return True
        return False
