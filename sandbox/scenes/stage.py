"""Provides everything a scene needs: people who order, press and look, and the servers' journals as evidence."""

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
"""Pixels of the longest side at which a photo is painted: Telegram's smallest size of at least this is sufficient."""

PAINTING, LONG_PAINTING = 0.4, 2.5
"""Seconds the provider paints; the longer time where something must happen before its callback."""


@dataclass(slots=True)
class Stage:
    """Holds the demo's cast and evidence. A scene is judged by what happened since it began.

    Attributes:
        telegram: Acts for the people, and controls Telegram's switches.
        provider: Controls the provider's switches.
        bot: The running bot.
        transcript: Receives the conversations.
        album: Stores the pictures.
        evidence: Both servers' journals.
        patience: The longest wait for any single event, in seconds.
        figures: Collects measurements.
        cast: The people.
        everybodys: The language that everybody speaks; '' if each person speaks their own.
        language: The language of this scene. Scenes give the words of expected answers in English.
        settled: The uids of orders at the provider whose end was observed, over all scenes.
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
        """The page of this scene's conversation."""
        if self._page is None:
            raise RuntimeError("no scene has begun")
        return self._page

    async def scene(self, title: str) -> "Stage":
        """Return a stage for a scene that begins now."""
        return replace(self, evidence=await self.evidence.from_now(), _page=self.transcript.page(title))

    def speaking(self, language: str) -> "Stage":
        """Return a stage in another language, unless everybody speaks the same one."""
        return replace(self, language=self.everybodys or language)

    def says(self, text: str, words: str) -> bool:
        """Return whether a text contains these words, in the scene's language."""
        return any(way in text for way in ways(words, self.language))

    async def ask(self, message: Json, words: str, name: str = "") -> Order:
        """Wait until a message is answered with these words, in its topic.

        Args:
            message: The message, as returned by Telegram.
            words: The words that the answer must contain.
            name: The file name of the picture, if the answer may be one at once.
        """
        (order,) = await self.ask_for(message, name, words=words)
        return order

    async def ask_for(self, message: Json, *names: str, words: str = "") -> list[Order]:
        """Wait for one answer per picture name to an order for several pictures."""
        text = message.get("text") or message.get("caption") or "[a picture]"
        thread_id = message["message_thread_id"] if message.get("is_topic_message") else None
        order = Order(text, message["chat"]["id"], message["message_id"], thread_id, None, time.monotonic())

        def answered(messages: list[Json]) -> list[Json]:
            found = [answer for answer in messages if order.is_answered_by(answer) and self._said(answer, words)]
            for name, answer in zip(names, found, strict=False):
                if name:
                    self._kept[order.chat_id][answer["message_id"]] = self.album.path(name)
            return found if len(found) >= len(names) else []

        answers = await self.look(order, f"“{text}” was not answered with “{words}”", answered)
        if any(answer["thread_id"] != thread_id for answer in answers):
            raise DidNotHappenError(f"“{text}” was answered in another topic.")
        return [replace(order, answer_id=answer["message_id"]) for answer in answers]

    def keep(self, message: Json, data: bytes, name: str) -> Path:
        """Keep a picture that a person has just sent."""
        path = self.album.keep(data, self.album.path(name))
        self._kept[message["chat"]["id"]][message["message_id"]] = path
        return path

    async def becomes(self, order: Order, *words: str) -> Json:
        """Wait until an order's answer contains all these words, in its text or on its buttons."""
        missing = f"The answer to “{order.text}” did not say {' … '.join(words)}"
        return await self.answer(order, missing, lambda seen: all(self.says(words_of(seen), word) for word in words))

    async def answer(self, order: Order, missing: str, accept: Callable[[Json], Any]) -> Json:
        """Show the chat until `accept` takes the answer to an order; else the error begins with `missing`."""

        def accepted(messages: list[Json]) -> Json | None:
            return next((message for message in messages if order.is_answered_by(message) and accept(message)), None)

        seen: Json = await self.look(order, missing, accepted)
        return seen

    async def look(self, order: Order, missing: str, find: Callable[[list[Json]], Any]) -> Any:
        """Show an order's chat until `find` returns a true value, and return that.

        Raises:
            DidNotHappenError: Nothing was found in time; the message begins with `missing`.
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
        """Write the changes of a chat to the page."""
        self.page.show(chat_id, messages, self._kept[chat_id], self.cast.places[chat_id])

    async def scroll_to(self, person: Person, words: str) -> Order:
        """Return the newest of the bot's messages in a person's private chat whose text begins with these words."""
        messages = await self.telegram.messages(person.chat_id)
        found = next((post for post in reversed(messages) if post["from_bot"] and post["text"].startswith(words)), None)
        if found is None:
            raise DidNotHappenError(f"{person.name} cannot find “{words}” any more.")
        return Order(words, person.chat_id, found["reply_to_message_id"], None, found["message_id"], time.monotonic())

    async def press(self, person: Person, order: Order, label: str) -> str:
        """Press a button under an order's answer, and return the text of the pop-up; "" if there is none."""
        messages = await self.telegram.messages(order.chat_id)
        shown = next(message for message in messages if message["message_id"] == order.answer_id)
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
        """Press a button that is answered by a new message, in reply to the message with the button.

        Args:
            person: The person who presses.
            order: The order with the button under its answer.
            label: The label of the button.
            words: The words that the answer must contain.
            name: The file name of the picture, if the answer becomes one.
        """
        before = {message["message_id"] for message in await self.telegram.messages(order.chat_id)}
        began = time.monotonic()
        if popup := await self.press(person, order, label):
            raise DidNotHappenError(f"{person.name} pressed {label}, and was told: {popup}")
        pressed = Order(label, order.chat_id, order.answer_id, order.thread_id, None, began)
        seen = await self.answer(
            pressed,
            f"{label} was not answered with “{words}”",
            lambda message: message["message_id"] not in before and self._said(message, words),
        )
        if name:
            self._kept[order.chat_id][seen["message_id"]] = self.album.path(name)
        return replace(pressed, answer_id=seen["message_id"])

    async def picture(self, order: Order, words: str, name: str, kind: str = "photo") -> Picture:
        """Wait for an order's picture in its place, keep it, and check that it was delivered and billed once.

        Args:
            order: The order.
            words: The words that the caption must contain.
            name: The file name in the demo's folder.
            kind: `photo` or `document`.
        """
        path = self.album.path(name)
        if order.answer_id:
            self._kept[order.chat_id][order.answer_id] = path
        missing = f"The picture for “{order.text}” did not arrive"
        seen = await self.answer(order, missing, lambda post: post["kind"] == kind and self.says(post["text"], words))
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
        """Return whether a message contains these words; an edited one counts, because it may have contained them."""
        return self.says(words_of(message), words) or message["version"] > 0

    def _button(self, message: Json, label: str) -> Json:
        for way in ways(label, self.language):
            with suppress(SandboxError):
                return button(message, way)
        raise DidNotHappenError(f"There is no button “{label}” under “{message['text']}”.")

    async def _ordered_once(self, order: Order, uid: str) -> Json:
        """Return the provider's record of an order; no identical order may be open."""
        billed = [submit for submit in await self.evidence.billed() if submit["uid"] not in self.settled]
        submit = next(entry for entry in billed if entry["uid"] == uid)
        alike = [entry for entry in billed if await self._recipe(entry) == await self._recipe(submit)]
        if len(alike) != 1:
            raise DidNotHappenError(f"The provider was ordered “{order.text}” {len(alike)} times instead of once.")
        self.settled.add(uid)
        return submit

    async def _recipe(self, submit: Json) -> tuple[Json, set[str]]:
        what = {name: value for name, value in submit["params"].items() if name not in {"url", "image_url"}}
        return what, await self._fetched_by(submit)

    async def _fetched_by(self, submit: Json) -> set[str]:
        photos = [photo for photo in await self.evidence.provider_since("photo") if photo["uid"] == submit["uid"]]
        return {photo["sha256"] for photo in photos if photo["status"] == 200}

    async def fetched(self, submit: Json, message: Json) -> None:
        """Check that, for an order, the provider fetched the right file of a message with a photo or a document."""
        file = message.get("document") or next(
            size for size in message["photo"] if max(size["width"], size["height"]) >= PAINTED_FROM
        )
        what = f"this photo, in the size {file['width']}×{file['height']}" if "width" in file else "this file as it is"
        await self.fetched_file(submit, await self.telegram.file(file["file_id"]), what)

    async def fetched_file(self, submit: Json, data: bytes, what: str) -> None:
        """Check that the provider fetched exactly these bytes for an order."""
        if await self._fetched_by(submit) != {hashlib.sha256(data).hexdigest()}:
            raise DidNotHappenError("The provider did not get the picture that was meant.")
        self.page.check(f"the provider fetched {what}")

    async def ended(self, prompt: str) -> Json:
        """Return the body of the provider's callback for an order without a picture."""
        uid = (await self.evidence.submit(prompt))["uid"]
        self.settled.add(uid)
        return dict((await self.evidence.callback(uid))["body"])

    async def no_picture(self, chat_id: int) -> None:
        """Check that no picture was sent to a chat."""
        if await self.evidence.pictures(chat_id):
            raise DidNotHappenError("A picture was sent where none should be.")

    async def not_ordered(self, *prompts: str, kind: str = "") -> None:
        """Check that the provider got no order with these prompts or of this kind; without both, no order at all.

        Other scenes may be played at the same time, so most scenes must give prompts or a kind.
        """
        for submit in await self.evidence.provider_since("submit"):
            meant = submit["params"].get("text") in prompts or submit["kind"] == kind
            if meant or not (prompts or kind):
                raise DidNotHappenError("The provider was asked for something.")

    async def all_settled(self, evidence: Evidence) -> None:
        """Check that the provider accepted no orders but those whose end was observed."""
        billed = {submit["uid"] for submit in await evidence.billed()}
        if stray := billed - self.settled:
            raise DidNotHappenError(f"The provider was given {len(stray)} orders that nobody gave.")
