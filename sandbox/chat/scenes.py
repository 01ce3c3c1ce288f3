"""Scenes that play by themselves on the page, for talks and for whoever has one minute.

A scene acts as people do, through Telegram's control routes, and names the captions that the page shows meanwhile.
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
"""Seconds that a caption is usually given."""


@dataclass(frozen=True, slots=True)
class Director:
    """What a scene works with.

    Attributes:
        telegram: People's hands.
        cast: Who plays, and where.
        bot: The bot's process.
        switches: What goes wrong.
        samples: Photos to send.
        journal: Where captions are noted, for the page to show.
        reading: Seconds that a caption is given.
    """

    telegram: TelegramClient
    cast: Cast
    bot: BotSwitch
    switches: Switchboard
    samples: Samples
    journal: Journal
    reading: float

    async def tell(self, caption: str, **facts: Any) -> None:
        """Show a caption, one of the page's own words, long enough to be read."""
        self.journal.write("scene", state="caption", caption=caption, **facts)
        await asyncio.sleep(self.reading)

    async def answered(self, message: Json) -> Json:
        """Return the bot's answer to a message, as soon as there is one."""
        return await self._until(message, lambda found: found)

    async def painted(self, message: Json) -> Json:
        """Return the answer once it is a picture."""
        return await self._until(message, lambda found: found["kind"] in {"photo", "document"})

    async def told(self, message: Json) -> Json:
        """Return the answer once it has buttons to go on with and is no placeholder any more."""
        return await self._until(message, lambda found: found["version"] and found["buttons"])

    async def _until(self, message: Json, accept: Callable[[Json], Any]) -> Json:
        chat_id, number = message["chat"]["id"], message["message_id"]

        def look(messages: list[Json]) -> Json | None:
            newer = [each for each in messages if each["from_bot"] and each["message_id"] > number]
            answers = [each for each in newer if each["reply_to_message_id"] == number]
            return next((each for each in answers or newer if accept(each)), None)

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
        director: What scenes work with.
    """

    def __init__(self, director: Director) -> None:
        self._director = director
        self._playing: asyncio.Task[None] | None = None

    def play(self, name: str) -> bool:
        """Begin a scene; while another one plays, nothing happens.

        Raises:
            KeyError: There is no such scene.
        """
        scene = SCENES[name]
        if self._playing and not self._playing.done():
            return False
        self._playing = asyncio.create_task(self._play(name, scene))
        return True

    async def stop(self) -> None:
        """End the scene that plays."""
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
