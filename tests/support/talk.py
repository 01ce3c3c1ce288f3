"""Asking the bot for something, and waiting for what comes of it."""

from typing import Unpack

from sandbox.telegram_client import Group, Json, Person, Where
from tests.support.stage import Stage, is_picture


async def answered(
    stage: Stage, person: Person, text: str, words: str = "", group: Group | None = None, **where: Unpack[Where]
) -> Json:
    """Write something, in private or in a group; return the bot's reply that has these words."""
    where["chat"] = group.id if group else None
    sent = await stage.telegram.say(person, text, **where)
    return await stage.reply(group or person, sent["message_id"], words)


async def painted(stage: Stage, person: Person, text: str, group: Group | None = None, **where: Unpack[Where]) -> Json:
    """The same with an order; return the picture."""
    return await stage.changed(await answered(stage, person, text, group=group, **where), is_picture)


async def says(stage: Stage, message: Json, words: str) -> Json:
    """Return a message as soon as it has these words."""
    return await stage.changed(message, lambda seen: words in seen["text"])


def button(question: Json, label: str) -> str:
    """Return what a button under a message carries."""
    return next(str(each["data"]) for row in question["buttons"] for each in row if each["text"] == label)
