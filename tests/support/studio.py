"""Sets up a group in which people order pictures and press the buttons under them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sandbox.telegram_client import Group, Json, Person
from tests.support.stage import Stage, chat_of, is_picture

FREE: dict[str, Any] = dict.fromkeys(
    ["daily_pictures", "daily_pictures_group", "daily_pictures_total", "max_in_flight"]
)
"""Settings of a bot that counts pictures but has no quotas."""

ALREADY = "That is already on its way, or done"
FOREIGN = "Only the person who asked for this picture"
STALE = "This button no longer works"


def differing(one: Json, other: Json) -> set[str]:
    """Return the names of the fields in which two orders differ."""
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}


@dataclass(frozen=True)
class Studio:
    """Bundles Alice, Bo and the bot in Alice's group; in a group the bot may send many messages at once."""

    stage: Stage
    alice: Person
    bo: Person
    group: Group

    @classmethod
    async def open(cls, stage: Stage, kind: str = "supergroup") -> "Studio":
        """Create a group of new people, whom the bot does not know."""
        alice, bo = await stage.telegram.person("Alice"), await stage.telegram.person("Bo")
        return cls(stage, alice, bo, await stage.telegram.group("Painters", alice, bo, kind=kind))

    async def paint(self, text: str, person: Person | None = None, **where: Any) -> tuple[Json, Json]:
        """Order a picture with a text message; return the picture and the provider's submit."""
        saying = self.stage.telegram.say(person or self.alice, text, **{"chat": self.group.id, **where})
        message, submit = await self.stage.ordered(saying)
        return await self.brought(message), submit

    async def paint_from(self, photo: bytes, caption: str) -> tuple[Json, Json]:
        """Order a picture with a photo whose caption is a command; return the picture and the provider's submit."""
        sending = self.stage.telegram.photo(self.alice, photo, caption, chat=self.group.id)
        message, submit = await self.stage.ordered(sending)
        return await self.brought({"chat_id": self.group.id, **message}), submit

    async def press(self, message: Json, *labels: str, person: Person | None = None) -> str:
        """Press buttons one after the other, each once the message has changed; return the last popup's text."""
        *first, last = labels
        for label in first:
            await self.stage.pressed(person or self.alice, message, label)
            message = await self._after(message)
        return await self.stage.pressed(person or self.alice, message, last)

    async def make(self, picture: Json, *labels: str, count: int = 1) -> tuple[Json, Json]:
        """Press buttons, the last of which orders; return the count-th picture that replies, and the submit."""
        popup, submit = await self.stage.ordered(self.press(picture, *labels))
        assert popup == ""
        return await self.brought(picture, count), submit

    async def brought(self, message: Json, count: int = 1) -> Json:
        """Wait for the count-th picture that replies to a message, and return it."""
        return (await self.replies(message, count, pictures=True))[count - 1]

    async def replies(self, message: Json, count: int = 1, *, pictures: bool = False) -> list[Json]:
        """Wait until this many of the bot's replies to a message, or of its pictures among them, exist; return them."""

        def find(seen: Iterable[Json]) -> list[Json] | None:
            found = [reply for reply in seen if reply["reply_to_message_id"] == message["message_id"]]
            found = [reply for reply in found if is_picture(reply) or (reply["from_bot"] and not pictures)]
            return found if len(found) >= count else None

        chat = message["chat_id"] if "chat_id" in message else message["chat"]["id"]
        return await self.stage.telegram.until(chat, find)

    async def now(self, message: Json) -> Json:
        """Return the current version of a message."""
        return await self.stage.changed(message, lambda _: True)

    async def folded(self, message: Json, *labels: str) -> Json:
        """Press buttons that only change the keyboard; return the message with the last keyboard."""
        for label in labels:
            assert await self.stage.pressed(self.alice, message, label) == ""
            message = await self._after(message)
        return message

    async def _after(self, message: Json) -> Json:
        """Wait until a message has changed, and return the new version."""
        return await self.stage.changed(message, lambda seen: seen["version"] > message["version"])

    async def charged(self, where: Person | Group | None = None) -> int:
        """Return how many of Alice's pictures `/quota` counts today."""
        chat = chat_of(where or self.group)
        asked = await self.stage.telegram.say(self.alice, "/quota", chat=chat)
        (told,) = await self.replies(asked)
        found = re.search(r"Your pictures today: (\d+)", told["text"])
        assert found, told["text"]
        return int(found[1])

    def job_of(self, submit: Json) -> str:
        """Return the job id of a submit, as it stands in the buttons' callback data."""
        return str(submit["notify_url"].rpartition("/")[2].partition(".")[0])

    async def hash_of(self, picture: Json) -> str:
        """Return the SHA-256 of a message's file, as Telegram serves it."""
        return sha256(await self.stage.telegram.file(picture["file_id"])).hexdigest()

    async def hash_at_provider(self, submit: Json) -> str:
        """Return the SHA-256 of the photo that the provider fetched for an order."""
        return str((await self.stage.fetched(submit))["sha256"])
