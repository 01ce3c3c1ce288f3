"""Plays automatic scenes on the page, for talks and for users who have only a minute.

A scene acts as people do, through Telegram's control routes, and names the captions for the page to show meanwhile.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sandbox.chat.bot import BotSwitch
from sandbox.chat.cast import Cast
from sandbox.chat.samples import Samples
from sandbox.chat.switches import Switchboard
from sandbox.journal import Journal
from sandbox.patience import PATIENCE
from sandbox.telegram_client import SandboxError, TelegramClient

Json = dict[str, Any]

READING = 2.5
"""The default number of seconds for reading a caption."""


@dataclass(frozen=True, slots=True)
class Director:
    """Provides everything a scene needs.

    Attributes:
        telegram: Acts for the people.
        cast: The people and the chats.
        bot: The bot's process.
        switches: Turns faults on and off.
        samples: Photos to send.
        journal: Records captions, for the page to show.
        reading: Seconds for reading a caption.
    """

    telegram: TelegramClient
    cast: Cast
    bot: BotSwitch
    switches: Switchboard
    samples: Samples
    journal: Journal
    reading: float

    async def tell(self, caption: str, **facts: Any) -> None:
        """Show a caption, given by its name on the page, long enough to be read."""
        self.journal.write("scene", state="caption", caption=caption, **facts)
        await asyncio.sleep(self.reading)

    async def answered(self, message: Json) -> Json:
        """Return the bot's answer to a message, as soon as it exists."""
        return await self._until(message, lambda found: found)

    async def painted(self, message: Json) -> Json:
        """Return the bot's answer once it is a picture."""
        return await self._until(message, lambda found: found["kind"] in {"photo", "document"})

    async def told(self, message: Json) -> Json:
        """Return the bot's answer once it has been edited from a placeholder into a message with buttons."""
        return await self._until(message, lambda found: found["version"] and found["buttons"])

    async def _until(self, message: Json, accept: Callable[[Json], Any]) -> Json:
        chat_id, number = message["chat"]["id"], message["message_id"]

        def look(messages: list[Json]) -> Json | None:
            newer = [reply for reply in messages if reply["from_bot"] and reply["message_id"] > number]
            answers = [reply for reply in newer if reply["reply_to_message_id"] == number]
            return next((reply for reply in answers or newer if accept(reply)), None)

        return await self.telegram.until(chat_id, look, PATIENCE)


async def _first_picture(on: Director) -> None:
    alice = on.cast.people[0]
    await on.tell("meets", chat_id=alice.chat_id, person_id=alice.id)
    await on.answered(await on.telegram.say(alice, "/start"))
    await on.tell("orders")
    picture = await on.painted(await on.telegram.say(alice, "/draw a red fox in the snow"))
    await on.tell("another")
    await on.telegram.press_label(alice, picture, "🔁")


async def _killed(on: Director) -> None:
    alice = on.cast.people[0]
    await on.switches.turn("slow", on=True)
    await on.tell("slow", chat_id=alice.chat_id, person_id=alice.id)
    order = await on.telegram.say(alice, "/draw a lighthouse in a storm at night")
    await on.answered(order)
    await on.tell("sigkill")
    await on.bot.kill()
    await on.tell("goes-on")
    await on.painted(order)
    await on.tell("not-lost")


async def _contradiction(on: Director) -> None:
    alice = on.cast.people[0]
    await on.switches.turn("contradicts", on=True)
    await on.tell("two-callbacks", chat_id=alice.chat_id, person_id=alice.id)
    await on.painted(await on.telegram.say(alice, "/draw a koi in a pond"))
    await on.tell("first-stands")


async def _refusal(on: Director) -> None:
    alice = on.cast.people[0]
    await on.switches.turn("refuses", on=True)
    await on.tell("refuses", chat_id=alice.chat_id, person_id=alice.id)
    answer = await on.told(await on.telegram.say(alice, "/draw a castle above the clouds"))
    await on.tell("told-why")
    await on.switches.turn("refuses", on=False)
    await on.telegram.press_label(alice, answer, "🔁")
    await on.tell("second-try")


async def _group(on: Director) -> None:
    alice, bob = on.cast.people[:2]
    where = on.cast.group.id
    photo = await on.samples.jpeg("cat")
    await on.tell("cat", chat_id=where, person_id=alice.id)
    cat = await on.telegram.photo(bob, photo, chat=where)
    await on.tell("replies")
    order = await on.telegram.say(alice, "/remix as an oil painting", chat=where, reply_to=cat["message_id"])
    await on.painted(order)
    await on.tell("answers-her")


Scene = Callable[[Director], Awaitable[None]]

SCENES: dict[str, Scene] = {
    "first-picture": _first_picture,
    "killed": _killed,
    "contradiction": _contradiction,
    "refusal": _refusal,
    "group": _group,
}


class Stage:
    """Plays one scene at a time.

    Args:
        director: Provides everything the scenes need.
    """

    def __init__(self, director: Director) -> None:
        self._director = director
        self._playing: asyncio.Task[None] | None = None

    def play(self, name: str) -> bool:
        """Start a scene and return True; while another one plays, return False.

        Raises:
            KeyError: There is no such scene.
        """
        scene = SCENES[name]
        if self._playing and not self._playing.done():
            return False
        self._playing = asyncio.create_task(self._play(name, scene))
        return True

    async def stop(self) -> None:
        """Cancel the scene that plays."""
        if self._playing and not self._playing.done():
            self._playing.cancel()
            await asyncio.gather(self._playing, return_exceptions=True)

    async def _play(self, name: str, scene: Scene) -> None:
        journal = self._director.journal
        journal.write("scene", state="begins", name=name)
        failure = ""
        try:
            await self._director.switches.all_off()
            await self._director.bot.start()
            await scene(self._director)
        except (TimeoutError, SandboxError) as error:
            failure = str(error).splitlines()[0]
        finally:
            await self._director.switches.all_off()
            journal.write("scene", state="ends", name=name, error=failure)
