"""What every scene works with: people who order and look, and the servers' journals that judge what they got."""

import asyncio
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import aiohttp

from bot.sandbox.album import Album
from bot.sandbox.apispace_client import APISpaceClient
from bot.sandbox.processes import Bot, DidNotHappenError
from bot.sandbox.telegram_client import Group, Person, TelegramClient
from bot.sandbox.transcript import Transcript

Json = dict[str, Any]

PICTURE_METHODS = frozenset({"sendPhoto", "sendDocument", "sendMediaGroup", "editMessageMedia"})
"""The Bot API methods that can bring a picture."""

PAINTED_FROM = 768
"""Pixels of the longest side that a photo is painted at: the smallest size Telegram has from there on will do."""

PAINTING, LONG_PAINTING = 0.6, 2.5
"""Seconds the provider paints; the longer ones where something must happen before its callback."""


@dataclass(slots=True)
class Figures:
    """What was measured on the way, in seconds and megabytes."""

    starts: list[float] = field(default_factory=list)
    idle_memory: float | None = None
    pictures: list[float] = field(default_factory=list)
    kill_to_picture: float = 0.0
    stops: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Order:
    """A message that was answered, mostly a command.

    Attributes:
        text: What was typed.
        chat_id: Where its picture must arrive.
        message_id: The message with the command; None if the chat no longer knows it.
        thread_id: The topic; None outside of topics.
        answer_id: The message that must become the outcome; None if it cannot any more.
        began: When it was sent, on the monotonic clock.
    """

    text: str
    chat_id: int
    message_id: int | None
    thread_id: int | None
    answer_id: int | None
    began: float


@dataclass(slots=True)
class Stage:
    """The demo's cast and its witnesses. Everything is judged by what happened since the scene began.

    Attributes:
        telegram: The people, and Telegram's journal.
        provider: The provider's switches and journal.
        bot: The bot, running.
        transcript: Where the conversation is written.
        album: Where pictures are kept.
        session: Fetches what the provider painted.
        patience: Seconds that anything may take to be seen.
        figures: Where measurements are noted.
        alice: Speaks English.
        bob: Likewise.
        xiaoming: Speaks Chinese.
        painters: A group of Alice and Bob.
    """

    telegram: TelegramClient
    provider: APISpaceClient
    bot: Bot
    transcript: Transcript
    album: Album
    session: aiohttp.ClientSession
    patience: float
    figures: Figures
    alice: Person
    bob: Person
    xiaoming: Person
    painters: Group
    _marks: tuple[int, int] = (0, 0)

    async def scene(self, title: str) -> None:
        """Begin a scene."""
        self._marks = len(await self.telegram.history()), len(await self.provider.history())
        self.transcript.scene(title)

    async def ask(self, message: Json, words: str, picture: Path | None = None) -> Order:
        """See a message that was just sent answered with these words, in its topic.

        Args:
            message: What somebody wrote, as Telegram took it.
            words: What the answer must say.
            picture: Where the photo that came with it is kept.
        """
        text = message.get("text") or message.get("caption") or "[a picture]"
        thread_id = message["message_thread_id"] if message.get("is_topic_message") else None
        order = Order(text, message["chat"]["id"], message["message_id"], thread_id, None, time.monotonic())
        missing = f"“{text}” was not answered with “{words}”"
        answer = await self.answer(order, missing, lambda seen: words in seen["text"], picture)
        if answer["thread_id"] != thread_id:
            raise DidNotHappenError(f"“{text}” was answered in another topic.")
        return replace(order, answer_id=answer["message_id"])

    async def becomes(self, order: Order, *words: str) -> Json:
        """See an order's answer become an explanation that holds these words."""
        missing = f"The end of “{order.text}” was not told in the words {' … '.join(words)}"
        return await self.answer(order, missing, lambda seen: all(word in seen["text"] for word in words))

    async def answer(
        self, order: Order, missing: str, accept: Callable[[Json], Any], picture: Path | None = None
    ) -> Json:
        """Show the chat as it goes on, until an answer to an order is as it should be.

        Raises:
            DidNotHappenError: It never was; the sentence begins with `missing`.
        """

        def look(messages: list[Json]) -> Json | None:
            self.transcript.show(order.chat_id, messages, picture)
            answers = [each for each in messages if each["reply_to_message_id"] == order.message_id]
            return next((each for each in answers if each["from_bot"] and accept(each)), None)

        try:
            return await self.telegram.until(order.chat_id, look, self.patience)
        except TimeoutError:
            raise DidNotHappenError(f"{missing} within {self.patience:g} s.") from None

    async def picture(self, order: Order, words: str, name: str, kind: str = "photo") -> Path:
        """See an order's picture arrive in its place, keep it, and see that it came and cost once.

        Args:
            order: What was ordered.
            words: What its caption must say.
            name: What the file is called in the demo's folder.
            kind: `photo` or `document`.

        Returns:
            The kept file.
        """
        path = self.album.path(name)
        missing = f"The picture for “{order.text}” did not arrive"
        seen = await self.answer(order, missing, lambda seen: seen["kind"] == kind and words in seen["text"], path)
        self.figures.pictures.append(time.monotonic() - order.began)
        data = await self.telegram.file(seen["file_id"])
        await asyncio.to_thread(self.album.keep, data, path)
        came = [(call["chat_id"], call["message_id"]) for call in await self._picture_calls()]
        if came != [(order.chat_id, order.answer_id or seen["message_id"])] or seen["thread_id"] != order.thread_id:
            where = ", ".join(f"#{number} of {chat_id}" for chat_id, number in came)
            raise DidNotHappenError(f"The picture for “{order.text}” should have come once, but came to {where}.")
        billed = [submit for submit in await self._submits() if submit["billed"]]
        if len(billed) != 1:
            raise DidNotHappenError(f"The provider was ordered “{order.text}” {len(billed)} times instead of once.")
        callback = await self.callback()
        self.transcript.check(f"ordered once, delivered once; the callback was answered in {callback['ms']:.0f} ms")
        if kind == "document":
            await self._require_same_bytes(data, callback["body"]["data"]["cdn"])
        return path

    async def fetched(self, message: Json) -> None:
        """See that the provider fetched the right file of a message with a picture, before the scene's order ended."""
        file = message.get("document") or next(
            size for size in message["photo"] if max(size["width"], size["height"]) >= PAINTED_FROM
        )
        expected = hashlib.sha256(await self.telegram.file(file["file_id"])).hexdigest()
        uid = (await self.submit())["uid"]
        fetches = [each for each in await self._provider_since("photo") if each["uid"] == uid]
        if {each["sha256"] for each in fetches if each["status"] == 200} != {expected}:
            raise DidNotHappenError("The provider did not get the picture that was meant.")
        what = f"this photo, in the size {file['width']}×{file['height']}" if "width" in file else "this file as it is"
        self.transcript.check(f"the provider fetched {what}")

    async def no_picture(self) -> None:
        """See that nobody was sent a picture."""
        if await self._picture_calls():
            raise DidNotHappenError("A picture was sent where none should be.")

    async def nothing_ordered(self) -> None:
        """See that the provider was asked for nothing."""
        if await self._submits():
            raise DidNotHappenError("The provider was asked for something.")

    async def submit(self) -> Json:
        """Return the provider's record of the scene's order, as soon as it got there."""
        return await self._entry("submit", lambda entry: entry["billed"], "It was not ordered at the provider")

    async def callback(self) -> Json:
        """Return the provider's record of the scene's callback, as soon as the bot answered it."""
        uid = (await self.submit())["uid"]
        return await self._entry(
            "callback", lambda entry: entry["uid"] == uid and entry["ok"], "The callback was not answered well"
        )

    async def telegram_since(self, event: str) -> list[Json]:
        """Return Telegram's records of one kind since the scene began."""
        return [entry for entry in await self.telegram.history(self._marks[0]) if entry["event"] == event]

    async def _picture_calls(self) -> list[Json]:
        return [call for call in await self.telegram_since("call") if call["method"] in PICTURE_METHODS and call["ok"]]

    async def _submits(self) -> list[Json]:
        return await self._provider_since("submit")

    async def _provider_since(self, event: str) -> list[Json]:
        return [entry for entry in (await self.provider.history())[self._marks[1] :] if entry["event"] == event]

    async def _entry(self, event: str, fits: Callable[[Json], bool], missing: str) -> Json:
        try:
            return await self.provider.wait(event, fits, seconds=self.patience, after=self._marks[1])
        except TimeoutError:
            raise DidNotHappenError(f"{missing} within {self.patience:g} s.") from None

    async def _require_same_bytes(self, data: bytes, url: str) -> None:
        async with self.session.get(url) as response:
            original = await response.read()
        if data != original:
            raise DidNotHappenError("The file is not what the provider made, byte for byte.")
        self.transcript.check(f"all {len(data):,} bytes are as the provider made them")
