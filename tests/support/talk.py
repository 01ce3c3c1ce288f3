"""Sends messages to the bot and waits for its replies."""

from typing import Unpack

from sandbox.telegram_client import Group, Json, Person, Where
from tests.support.stage import Stage, is_picture


async def answered(
    stage: Stage, person: Person, text: str, words: str = "", group: Group | None = None, **where: Unpack[Where]
) -> Json:
    """Send a message, in private or in a group; return the bot's reply that contains these words."""
    where["chat"] = group.id if group else None
    sent = await stage.telegram.say(person, text, **where)
    return await stage.reply(group or person, sent["message_id"], words)


async def painted(stage: Stage, person: Person, text: str, group: Group | None = None, **where: Unpack[Where]) -> Json:
    """Send an order, in private or in a group; return the picture."""
    return await stage.changed(await answered(stage, person, text, group=group, **where), is_picture)


async def says(stage: Stage, message: Json, words: str) -> Json:
    """Wait until a message contains these words, and return it."""
    return await stage.changed(message, lambda seen: words in seen["text"])


def button(question: Json, label: str) -> str:
    """Return the callback data of the button with this label."""
    return next(
        str(candidate["data"]) for row in question["buttons"] for candidate in row if candidate["text"] == label
    )
