"""A group in which people order pictures and press the buttons under them."""

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
"""Settings of a bot that counts pictures but limits nobody."""

ALREADY = "That is already on its way, or done"
FOREIGN = "Only the person who asked for this picture"
STALE = "This button no longer works"


def differing(one: Json, other: Json) -> set[str]:
    """Return what two orders differ in."""
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}


@dataclass(frozen=True)
class Studio:
    """Alice, Bo and the bot in Alice's group, where the bot may say much at once."""

    stage: Stage
    alice: Person
    bo: Person
    group: Group

    @classmethod
    async def open(cls, stage: Stage, kind: str = "supergroup") -> "Studio":
        """Bring people together whom the bot has not met before."""
        alice, bo = await stage.telegram.person("Alice"), await stage.telegram.person("Bo")
        return cls(stage, alice, bo, await stage.telegram.group("Painters", alice, bo, kind=kind))

    async def paint(self, text: str, person: Person | None = None, **where: Any) -> tuple[Json, Json]:
        """Order by words; return the picture and what reached the provider."""
        saying = self.stage.telegram.say(person or self.alice, text, **{"chat": self.group.id, **where})
        message, submit = await self.stage.ordered(saying)
        return await self.brought(message), submit

    async def paint_from(self, photo: bytes, caption: str) -> tuple[Json, Json]:
        """The same by a photo with a command in its caption."""
        sending = self.stage.telegram.photo(self.alice, photo, caption, chat=self.group.id)
        message, submit = await self.stage.ordered(sending)
        return await self.brought({"chat_id": self.group.id, **message}), submit

    async def press(self, message: Json, *labels: str, person: Person | None = None) -> str:
        """Press buttons of a message one after the other, looking again in between; return what popped up last."""
        *first, last = labels
        for label in first:
            await self.stage.pressed(person or self.alice, message, label)
            message = await self._after(message)
        return await self.stage.pressed(person or self.alice, message, last)

    async def make(self, picture: Json, *labels: str, count: int = 1) -> tuple[Json, Json]:
        """Press a button that orders; return the count-th picture that came of this one, and what was ordered."""
        popup, submit = await self.stage.ordered(self.press(picture, *labels))
        assert popup == ""
        return await self.brought(picture, count), submit

    async def brought(self, message: Json, count: int = 1) -> Json:
        """Return the count-th picture that replies to a message, as soon as it is there."""
        return (await self.replies(message, count, pictures=True))[count - 1]

    async def replies(self, message: Json, count: int = 1, *, pictures: bool = False) -> list[Json]:
        """Return the bot's replies to a message, or of these the pictures, as soon as there are so many."""

        def find(seen: Iterable[Json]) -> list[Json] | None:
            found = [each for each in seen if each["reply_to_message_id"] == message["message_id"]]
            found = [each for each in found if is_picture(each) or (each["from_bot"] and not pictures)]
            return found if len(found) >= count else None

        chat = message["chat_id"] if "chat_id" in message else message["chat"]["id"]
        return await self.stage.telegram.until(chat, find)

    async def now(self, message: Json) -> Json:
        """Return a message as it is shown now."""
        return await self.stage.changed(message, lambda _: True)

    async def folded(self, message: Json, *labels: str) -> Json:
        """Press buttons that only change the buttons; return the message with the last ones."""
        for label in labels:
            assert await self.stage.pressed(self.alice, message, label) == ""
            message = await self._after(message)
        return message

    async def _after(self, message: Json) -> Json:
        """Return a message as soon as it is another than it was."""
        return await self.stage.changed(message, lambda seen: seen["version"] > message["version"])

    async def charged(self, where: Person | Group | None = None) -> int:
        """Return how many pictures of today `/quota` counts for Alice."""
        chat = chat_of(where or self.group)
        asked = await self.stage.telegram.say(self.alice, "/quota", chat=chat)
        (told,) = await self.replies(asked)
        found = re.search(r"Your pictures today: (\d+)", told["text"])
        assert found, told["text"]
        return int(found[1])

    def job_of(self, submit: Json) -> str:
        """Return what buttons call the job for which an order reached the provider."""
        return str(submit["notify_url"].rpartition("/")[2].partition(".")[0])

    async def hash_of(self, picture: Json) -> str:
        """Return the fingerprint of a message's file, as anybody would download it."""
        return sha256(await self.stage.telegram.file(picture["file_id"])).hexdigest()

    async def hash_at_provider(self, submit: Json) -> str:
        """Return the fingerprint of the photo that the provider fetched for an order."""
        return str((await self.stage.fetched(submit))["sha256"])
