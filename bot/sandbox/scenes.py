"""The demo's scenes: what people write, what they must see, and what must stand in the servers' journals."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.sandbox.album import keep_picture
from bot.sandbox.apispace_client import APISpaceClient
from bot.sandbox.processes import Bot, DidNotHappenError
from bot.sandbox.telegram_client import Person, TelegramClient
from bot.sandbox.transcript import Transcript

Json = dict[str, Any]

PICTURE_METHODS = frozenset({"sendPhoto", "sendDocument", "sendMediaGroup", "editMessageMedia"})
"""The Bot API methods that can bring a picture."""

LONG_PAINTING = 3.0
"""Seconds the provider paints in the scene with the kill, so that the kill comes before the callback."""

STOP_SECONDS = 10.0
"""A bot that is asked to end must have ended by then."""


@dataclass(slots=True)
class Figures:
    """What was measured on the way, in seconds and megabytes."""

    starts: list[float] = field(default_factory=list)
    idle_memory: float | None = None
    pictures: list[float] = field(default_factory=list)
    kill_to_picture: float = 0.0
    stop: float = 0.0


@dataclass(frozen=True, slots=True)
class Order:
    """A `/draw` that was answered with a placeholder.

    Attributes:
        position: Where Telegram's journal stood before it.
        began: When it was sent, on the monotonic clock.
        message: The command.
        placeholder_id: The message that must become the outcome.
    """

    person: Person
    prompt: str
    position: int
    began: float
    message: Json
    placeholder_id: int


class Scenes:
    """Plays the scenes in order; each raises `DidNotHappenError` if something is amiss.

    Args:
        telegram: The people, and Telegram's journal.
        provider: The provider's switches and journal.
        bot: The bot, running.
        transcript: Where the conversation is written.
        folder: Where pictures are kept.
        patience: Seconds that anything may take to be seen.
        figures: Where measurements are noted.
    """

    def __init__(
        self,
        telegram: TelegramClient,
        provider: APISpaceClient,
        bot: Bot,
        transcript: Transcript,
        folder: Path,
        patience: float,
        figures: Figures,
    ) -> None:
        self._telegram = telegram
        self._provider = provider
        self._bot = bot
        self._transcript = transcript
        self._folder = folder
        self._patience = patience
        self._figures = figures
        self.pictures: list[Path] = []

    async def play(self) -> None:
        """Play all of them."""
        alice = await self._telegram.person("Alice")
        xiaoming = await self._telegram.person("小明", language_code="zh-hans")
        await self._first_picture(alice)
        await self._chinese_picture(xiaoming)
        await self._refusal(xiaoming)
        await self._failure(alice)
        await self._mistakes(alice)
        await self._kill(alice)
        await self._end()

    async def _first_picture(self, alice: Person) -> None:
        self._transcript.scene("1  Alice says hello and orders a picture")
        hello = await self._telegram.say(alice, "/start")
        await self._answer(alice, hello, "Alice was not greeted", lambda seen: "I paint" in seen["text"])
        order = await self._order(alice, "a red fox in the snow", "Painting")
        await self._picture(order, "01-red-fox-in-the-snow.png")

    async def _chinese_picture(self, xiaoming: Person) -> None:
        self._transcript.scene("2  小明 (Xiaoming) orders one in Chinese")
        order = await self._order(xiaoming, "一座云中的梦幻城堡，日落", "正在画")
        await self._picture(order, "02-castle-in-the-clouds.png")

    async def _refusal(self, xiaoming: Person) -> None:
        self._transcript.scene("3  小明 orders something that moderation refuses")
        order = await self._order(xiaoming, "血腥的古战场", "正在画")
        await self._words(order, "安全审核", "暴力", "本次不")
        data = (await self._callback(order))["body"]["data"]
        if data["safe"] or data["reason"] != "Terrorism":
            raise DidNotHappenError("The provider did not refuse the picture as violent.")
        await self._no_picture(order)
        self._transcript.check("the provider's reason (Terrorism) was told in his words, and no picture was shown")

    async def _failure(self, alice: Person) -> None:
        self._transcript.scene("4  The provider fails")
        order = await self._order(alice, "boom", "Painting")
        seen = await self._words(order, "This did not count")
        body = (await self._callback(order))["body"]
        if body["success"] or "Error" not in body["data"]["reason"]:
            raise DidNotHappenError("The provider did not report a failure with a developer's traceback.")
        if "Error" in seen["text"]:
            raise DidNotHappenError("Alice was shown the developer's traceback.")
        await self._no_picture(order)
        self._transcript.check("the provider's traceback was not shown to her")

    async def _mistakes(self, alice: Person) -> None:
        self._transcript.scene("5  Mistakes")
        before = len(await self._provider.submits())
        lone = await self._telegram.say(alice, "/draw")
        helps = "was not answered with an example"
        await self._answer(alice, lone, f"A lone /draw {helps}", lambda seen: "for example" in seen["text"])
        chatter = await self._telegram.say(alice, "hello there")
        await self._answer(alice, chatter, f"“hello there” {helps}", lambda seen: "/draw a red fox" in seen["text"])
        if len(await self._provider.submits()) != before:
            raise DidNotHappenError("A mistake was ordered at the provider.")
        self._transcript.check("nothing was ordered at the provider")

    async def _kill(self, alice: Person) -> None:
        self._transcript.scene("6  The bot is killed between the order and the provider's callback")
        await self._provider.settings(paint_seconds=LONG_PAINTING)
        order = await self._order(alice, "a sailboat on a moonlit sea", "Painting")
        submit = await self._submit(order)
        await self._bot.process.kill()
        killed = time.monotonic()
        if any(callback["uid"] == submit["uid"] for callback in await self._provider.callbacks()):
            raise DidNotHappenError("The bot could not be killed before the provider's callback.")
        self._transcript.event("kill -9: the provider has the order, the bot is gone")
        self._figures.starts.append(await self._bot.start())
        self._transcript.event("the bot was started again")
        await self._picture(order, "03-sailboat-on-a-moonlit-sea.png")
        self._transcript.check("it was her second of two pictures a day: the failure in scene 4 was not counted")
        self._figures.kill_to_picture = time.monotonic() - killed

    async def _end(self) -> None:
        self._transcript.scene("7  The bot is asked to end (SIGTERM)")
        began = time.monotonic()
        code = await self._bot.process.stop()
        self._figures.stop = time.monotonic() - began
        if code != 0:
            raise DidNotHappenError(f"The bot did not end well: its exit code was {code}, not 0.")
        if self._figures.stop > STOP_SECONDS:
            raise DidNotHappenError(f"The bot took {self._figures.stop:.1f} s to end.")
        self._transcript.event("the bot has ended with exit code 0")

    async def _order(self, person: Person, prompt: str, painting: str) -> Order:
        """Order a picture, and see the placeholder that says so in the person's language."""
        position, began = len(await self._telegram.history()), time.monotonic()
        message = await self._telegram.say(person, f"/draw {prompt}")
        missing = f"“/draw {prompt}” was not answered with a placeholder"
        placeholder = await self._answer(person, message, missing, lambda seen: painting in seen["text"])
        return Order(person, prompt, position, began, message, placeholder["message_id"])

    async def _picture(self, order: Order, file_name: str) -> None:
        """See the picture with its prompt in the placeholder's place, keep it, and see that it came and cost once."""
        path = self._folder / file_name
        seen = await self._answer(
            order.person,
            order.message,
            f"The picture for “{order.prompt}” did not arrive",
            lambda seen: seen["kind"] == "photo" and order.prompt in seen["text"],
            picture=path,
        )
        self._figures.pictures.append(time.monotonic() - order.began)
        keep_picture(await self._telegram.file(seen["file_id"]), path)
        self.pictures.append(path)
        into = [call["message_id"] for call in await self._picture_calls(order)]
        if into != [order.placeholder_id]:
            where = ", ".join(f"#{number}" for number in into) or "no message"
            raise DidNotHappenError(
                f"The picture should have come once, into #{order.placeholder_id}, but came to {where}."
            )
        billed = [submit for submit in await self._provider.submits() if _is_for(submit, order) and submit["billed"]]
        if len(billed) != 1:
            raise DidNotHappenError(f"The provider was ordered “{order.prompt}” {len(billed)} times instead of once.")
        callback = await self._callback(order)
        self._transcript.check(
            f"one order billed by the provider, one picture delivered, callback answered in {callback['ms']:.0f} ms"
        )

    async def _words(self, order: Order, *words: str) -> Json:
        """See the placeholder become an explanation that holds these words."""
        missing = f"The end of “{order.prompt}” was not told in the words {' … '.join(words)}"
        return await self._answer(
            order.person, order.message, missing, lambda seen: all(word in seen["text"] for word in words)
        )

    async def _no_picture(self, order: Order) -> None:
        if await self._picture_calls(order):
            raise DidNotHappenError(f"{order.person.name} was sent a picture for “{order.prompt}”.")

    async def _answer(
        self, person: Person, to: Json, missing: str, accept: Callable[[Json], bool], picture: Path | None = None
    ) -> Json:
        """Show the chat as it goes on, until an answer to a message is as it should be."""

        def look(messages: list[Json]) -> Json | None:
            self._transcript.show(person.name, person.chat_id, messages, picture)
            answers = [each for each in messages if each["reply_to_message_id"] == to["message_id"]]
            return next((each for each in answers if each["from_bot"] and accept(each)), None)

        try:
            return await self._telegram.until(person.chat_id, look, self._patience)
        except TimeoutError:
            raise DidNotHappenError(f"{missing} within {self._patience:g} s.") from None

    async def _picture_calls(self, order: Order) -> list[Json]:
        calls = await self._telegram.calls(chat_id=order.person.chat_id)
        return [
            call for call in calls if call["n"] >= order.position and call["method"] in PICTURE_METHODS and call["ok"]
        ]

    async def _submit(self, order: Order) -> Json:
        try:
            return await self._provider.wait("submit", lambda entry: _is_for(entry, order), seconds=self._patience)
        except TimeoutError:
            raise DidNotHappenError(f"“{order.prompt}” was not ordered at the provider.") from None

    async def _callback(self, order: Order) -> Json:
        uid = (await self._submit(order))["uid"]
        try:
            return await self._provider.wait(
                "callback", lambda entry: entry["uid"] == uid and entry["ok"], seconds=self._patience
            )
        except TimeoutError:
            raise DidNotHappenError(f"The callback for “{order.prompt}” was not answered well.") from None


def _is_for(submit: Json, order: Order) -> bool:
    return (submit["params"] or {}).get("text") == order.prompt
