"""What every scene works with: people who order, press and look, and the servers' journals that judge what they got."""

import asyncio
import hashlib
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sandbox.album import Album
from sandbox.apispace_client import APISpaceClient
from sandbox.processes import Bot, DidNotHappenError
from sandbox.scenes.cast import Cast, Figures, Order, Picture, words_of
from sandbox.scenes.evidence import Evidence
from sandbox.scenes.languages import ways
from sandbox.telegram_client import Person, SandboxError, TelegramClient, button
from sandbox.transcript import Page, Transcript

Json = dict[str, Any]

PAINTED_FROM = 768
"""Pixels of the longest side that a photo is painted at: the smallest size Telegram has from there on will do."""

PAINTING, LONG_PAINTING = 0.4, 2.5
"""Seconds the provider paints; the longer ones where something must happen before its callback."""


@dataclass(slots=True)
class Stage:
    """The demo's cast and its witnesses. Everything is judged by what happened since the scene began.

    Attributes:
        telegram: The people's hands, and Telegram's switches.
        provider: The provider's switches.
        bot: The bot, running.
        transcript: Where conversations are written.
        album: Where pictures are kept.
        evidence: Both servers' journals.
        patience: Seconds that anything may take to be seen.
        figures: Where measurements are noted.
        cast: Who plays.
        everybodys: The language that everybody speaks; '' where each has their own.
        language: The one of this scene. What an answer must say stands there in English.
        settled: The provider's orders whose end has been seen, over all scenes.
    """

    telegram: TelegramClient
    provider: APISpaceClient
    bot: Bot
    transcript: Transcript
    album: Album
    evidence: Evidence
    patience: float
    figures: Figures
    cast: Cast
    everybodys: str = ""
    language: str = "en"
    settled: set[str] = field(default_factory=set)
    _page: Page | None = None
    _kept: defaultdict[int, dict[int, Path]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def page(self) -> Page:
        """Where this scene's conversation is written."""
        if self._page is None:
            raise RuntimeError("no scene has begun")
        return self._page

    async def scene(self, title: str) -> "Stage":
        """Return the stage for a scene that begins now."""
        return replace(self, evidence=await self.evidence.from_now(), _page=self.transcript.page(title))

    def speaking(self, language: str) -> "Stage":
        """Return the stage for somebody who speaks another language, unless everybody speaks the same."""
        return replace(self, language=self.everybodys or language)

    def says(self, text: str, words: str) -> bool:
        """Whether a text says this, in the scene's language."""
        return any(way in text for way in ways(words, self.language))

    async def ask(self, message: Json, words: str, name: str = "") -> Order:
        """See a message that was just sent answered with these words, in its topic.

        Args:
            message: What somebody wrote, as Telegram took it.
            words: What the answer must say.
            name: What the picture will be called, if the answer is one at once.
        """
        (order,) = await self.ask_for(message, name, words=words)
        return order

    async def ask_for(self, message: Json, *names: str, words: str = "") -> list[Order]:
        """See the same answered several times, as an order for several pictures is, once for each picture's name."""
        text = message.get("text") or message.get("caption") or "[a picture]"
        thread_id = message["message_thread_id"] if message.get("is_topic_message") else None
        order = Order(text, message["chat"]["id"], message["message_id"], thread_id, None, time.monotonic())

        def answered(messages: list[Json]) -> list[Json]:
            found = [each for each in messages if order.is_answered_by(each) and self._said(each, words)]
            for name, each in zip(names, found, strict=False):
                if name:
                    self._kept[order.chat_id][each["message_id"]] = self.album.path(name)
            return found if len(found) >= len(names) else []

        answers = await self.look(order, f"“{text}” was not answered with “{words}”", answered)
        if any(answer["thread_id"] != thread_id for answer in answers):
            raise DidNotHappenError(f"“{text}” was answered in another topic.")
        return [replace(order, answer_id=answer["message_id"]) for answer in answers]

    def keep(self, message: Json, data: bytes, name: str) -> Path:
        """Keep a picture that somebody has just sent."""
        path = self.album.keep(data, self.album.path(name))
        self._kept[message["chat"]["id"]][message["message_id"]] = path
        return path

    async def becomes(self, order: Order, *words: str) -> Json:
        """See an order's answer become one that holds these words, or shows them on its buttons."""
        missing = f"The answer to “{order.text}” did not say {' … '.join(words)}"
        return await self.answer(order, missing, lambda seen: all(self.says(words_of(seen), word) for word in words))

    async def answer(self, order: Order, missing: str, accept: Callable[[Json], Any]) -> Json:
        """Show the chat as it goes on, until the answer to an order is as it should be; else say what is missing."""

        def accepted(messages: list[Json]) -> Json | None:
            return next((each for each in messages if order.is_answered_by(each) and accept(each)), None)

        seen: Json = await self.look(order, missing, accepted)
        return seen

    async def look(self, order: Order, missing: str, find: Callable[[list[Json]], Any]) -> Any:
        """Show an order's chat as it goes on, until something is found in it.

        Raises:
            DidNotHappenError: It never was; the sentence begins with `missing`.
        """

        def seen(messages: list[Json]) -> Any:
            found = find(messages)
            self.show(order.chat_id, messages)
            return found

        try:
            return await self.telegram.until(order.chat_id, seen, self.patience)
        except TimeoutError:
            raise DidNotHappenError(f"{missing} within {self.patience:g} s.") from None

    def show(self, chat_id: int, messages: list[Json]) -> None:
        """Write what is new in a chat."""
        self.page.show(chat_id, messages, self._kept[chat_id], self.cast.places[chat_id])

    async def scroll_to(self, person: Person, words: str) -> Order:
        """Return the newest of the bot's pictures in somebody's private chat whose caption begins so."""
        messages = await self.telegram.messages(person.chat_id)
        found = next((each for each in reversed(messages) if each["from_bot"] and each["text"].startswith(words)), None)
        if found is None:
            raise DidNotHappenError(f"{person.name} cannot find “{words}” any more.")
        return Order(words, person.chat_id, found["reply_to_message_id"], None, found["message_id"], time.monotonic())

    async def press(self, person: Person, order: Order, label: str) -> str:
        """Press a button under an order's answer, and return the words that pop up; "" if there are none."""
        messages = await self.telegram.messages(order.chat_id)
        shown = next(each for each in messages if each["message_id"] == order.answer_id)
        pressed = self._button(shown, label)
        self.page.press(person.name, shown["message_id"], pressed["text"])
        query_id = await self.telegram.press_label(person, shown, pressed["text"])
        try:
            answer = await self.telegram.answer_to(query_id, self.patience)
        except TimeoutError:
            raise DidNotHappenError(f"{person.name}'s press was not answered within {self.patience:g} s.") from None
        self.figures.presses.append(answer["seconds"])
        if words := str(answer["text"]):
            self.page.popup(person.name, shown["message_id"], words)
        return words

    async def make(self, person: Person, order: Order, label: str, words: str, name: str = "") -> Order:
        """Press a button that is answered by another message, in reply to the one it is under.

        Args:
            person: Who presses.
            order: What the button is under.
            label: What the button says.
            words: What the answer must say.
            name: What the picture will be called, if the answer becomes one.
        """
        before = {each["message_id"] for each in await self.telegram.messages(order.chat_id)}
        began = time.monotonic()
        if popup := await self.press(person, order, label):
            raise DidNotHappenError(f"{person.name} pressed {label}, and was told: {popup}")
        pressed = Order(label, order.chat_id, order.answer_id, order.thread_id, None, began)
        seen = await self.answer(
            pressed,
            f"{label} was not answered with “{words}”",
            lambda each: each["message_id"] not in before and self._said(each, words),
        )
        if name:
            self._kept[order.chat_id][seen["message_id"]] = self.album.path(name)
        return replace(pressed, answer_id=seen["message_id"])

    async def picture(self, order: Order, words: str, name: str, kind: str = "photo") -> Picture:
        """See an order's picture arrive in its place, keep it, and see that it came and cost once.

        Args:
            order: What was ordered.
            words: What its caption must say.
            name: What the file is called in the demo's folder.
            kind: `photo` or `document`.
        """
        path = self.album.path(name)
        if order.answer_id:
            self._kept[order.chat_id][order.answer_id] = path
        missing = f"The picture for “{order.text}” did not arrive"
        seen = await self.answer(order, missing, lambda each: each["kind"] == kind and self.says(each["text"], words))
        self.figures.pictures.append(time.monotonic() - order.began)
        data = await self.telegram.file(seen["file_id"])
        await asyncio.to_thread(self.album.keep, data, path)
        callback, calls = await self.evidence.origin(order.chat_id, seen["message_id"])
        came = [(call["chat_id"], call["message_id"]) for call in calls]
        if came != [(order.chat_id, order.answer_id or seen["message_id"])] or seen["thread_id"] != order.thread_id:
            where = ", ".join(f"#{number} of {chat_id}" for chat_id, number in came)
            raise DidNotHappenError(f"The picture for “{order.text}” should have come once, but came to {where}.")
        submit = await self._ordered_once(order, callback["uid"])
        number = seen["message_id"]
        self.page.check(
            f"#{number} was ordered once, and came once; the callback was answered in {callback['ms']:.0f} ms"
        )
        if kind == "document":
            self.page.check(f"all {len(data):,} bytes of it are as the provider made them")
        return Picture(replace(order, answer_id=seen["message_id"]), path, data, seen, submit)

    def _said(self, message: Json, words: str) -> bool:
        """Whether a message says this; one that was changed before anybody looked may have said so."""
        return self.says(words_of(message), words) or message["version"] > 0

    def _button(self, message: Json, label: str) -> Json:
        for way in ways(label, self.language):
            with suppress(SandboxError):
                return button(message, way)
        raise DidNotHappenError(f"There is no button “{label}” under “{message['text']}”.")

    async def _ordered_once(self, order: Order, uid: str) -> Json:
        """Return the provider's record of an order, for which no other of the same is under way."""
        billed = [submit for submit in await self.evidence.billed() if submit["uid"] not in self.settled]
        submit = next(each for each in billed if each["uid"] == uid)
        alike = [each for each in billed if await self._recipe(each) == await self._recipe(submit)]
        if len(alike) != 1:
            raise DidNotHappenError(f"The provider was ordered “{order.text}” {len(alike)} times instead of once.")
        self.settled.add(uid)
        return submit

    async def _recipe(self, submit: Json) -> tuple[Json, set[str]]:
        what = {name: value for name, value in submit["params"].items() if name not in {"url", "image_url"}}
        return what, await self._fetched_by(submit)

    async def _fetched_by(self, submit: Json) -> set[str]:
        photos = [each for each in await self.evidence.provider_since("photo") if each["uid"] == submit["uid"]]
        return {each["sha256"] for each in photos if each["status"] == 200}

    async def fetched(self, submit: Json, message: Json) -> None:
        """See that the provider fetched, for an order, the right file of somebody's message with a picture."""
        file = message.get("document") or next(
            size for size in message["photo"] if max(size["width"], size["height"]) >= PAINTED_FROM
        )
        what = f"this photo, in the size {file['width']}×{file['height']}" if "width" in file else "this file as it is"
        await self.fetched_file(submit, await self.telegram.file(file["file_id"]), what)

    async def fetched_file(self, submit: Json, data: bytes, what: str) -> None:
        """See that the provider fetched these bytes for an order, and none but them."""
        if await self._fetched_by(submit) != {hashlib.sha256(data).hexdigest()}:
            raise DidNotHappenError("The provider did not get the picture that was meant.")
        self.page.check(f"the provider fetched {what}")

    async def ended(self, prompt: str) -> Json:
        """Return the body of the provider's callback for an order without a picture."""
        uid = (await self.evidence.submit(prompt))["uid"]
        self.settled.add(uid)
        return dict((await self.evidence.callback(uid))["body"])

    async def no_picture(self, chat_id: int) -> None:
        """See that no picture was sent to a chat."""
        if await self.evidence.pictures(chat_id):
            raise DidNotHappenError("A picture was sent where none should be.")

    async def not_ordered(self, *prompts: str, kind: str = "") -> None:
        """See that the provider was not asked for these words, or for anything of this kind; without both, for nothing.

        Other scenes may be played at the same time, so most scenes must say what they mean.
        """
        for submit in await self.evidence.provider_since("submit"):
            meant = submit["params"].get("text") in prompts or submit["kind"] == kind
            if meant or not (prompts or kind):
                raise DidNotHappenError("The provider was asked for something.")

    async def all_settled(self, evidence: Evidence) -> None:
        """See that every order which the provider took was somebody's, and that its end was seen."""
        billed = {submit["uid"] for submit in await evidence.billed()}
        if stray := billed - self.settled:
            raise DidNotHappenError(f"The provider was given {len(stray)} orders that nobody gave.")
