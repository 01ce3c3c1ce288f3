"""Makes updates as Telegram does."""

import time
from typing import Any

from sandbox.telegram_client import Json, Person
from tests.support.stage import Stage


async def update_ids(stage: Stage) -> list[int]:
    """Return the ids of all updates so far."""
    return [entry["update"]["update_id"] for entry in await stage.telegram.history() if entry["event"] == "update"]


def order(update_id: int, person: Person, message_id: int, text: str = "/draw a fox", **changes: Any) -> Json:
    """Return the update of an order in a private chat, as Telegram would make it."""
    command = {"type": "bot_command", "offset": 0, "length": 5}
    sender = {"id": person.id, "is_bot": False, "first_name": person.name, "language_code": person.language_code}
    message = {"message_id": message_id, "date": int(time.time()), "text": text, "entities": [command], "from": sender}
    return {"update_id": update_id, "message": {**message, "chat": {"id": person.id, "type": "private"}, **changes}}
