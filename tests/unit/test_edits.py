"""Edits of a message at a Telegram that is slow and fails: what was decided last is what stands there."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import BadRequest, NetworkError, TimedOut

from bot.clock import Clock
from bot.errors import HuabotError, TransientError
from bot.pipeline.messenger import (
    Button,
    ButtonData,
    Content,
    Delete,
    Document,
    Keyboard,
    MessageGoneError,
    Photo,
    Place,
    Sent,
    Text,
    put_with_retry,
)
from bot.telegram import edits
from bot.telegram.account import OwnBot
from bot.telegram.edits import Edits
from bot.telegram.messenger import TelegramMessenger
from bot.telegram.pacing import Pacer
from bot.telegram.transport import FloodError, UnreachableError
from storage.chats import Chats
from tests.support.virtual_time import in_virtual_time

CHAT, MESSAGE = 7, 55

FAILURES: dict[str, Callable[[], Exception]] = {
    "away": lambda: UnreachableError("no connection"),
    "lost": TimedOut,
    "broken": lambda: NetworkError("connection broken"),
    "flood": lambda: FloodError(1.0),
}
DONE_ALL_THE_SAME = {"lost"}
"""Failures of which only the answer is missing."""


@dataclass
class SlowBot:
    """Stands for the library's bot: one message, which calls change late, or not at all.

    Attributes:
        fates: Of each call: seconds before it is done, how it fails ('' if it does not), seconds until its answer.
        shown: What the message shows, and its buttons; None when it is deleted.
        busy: Calls under way.
    """

    fates: Iterator[tuple[float, str, float]]
    shown: tuple[Any, Any] | None = ("at first", None)
    busy: int = 0
    params: list[dict[str, Any]] = field(default_factory=list)

    async def raw(self, method: str, parameters: dict[str, Any]) -> Any:
        """Do what the Bot API would."""
        assert not self.busy, "edits of one message go one after the other"
        self.params.append(parameters)
        before, failure, after = next(self.fates)
        self.busy += 1
        await asyncio.sleep(before)
        try:
            if not failure or failure in DONE_ALL_THE_SAME:
                self._do(method, parameters)
        finally:
            await asyncio.sleep(after)
            self.busy -= 1
        if failure:
            raise FAILURES[failure]()
        return {"message_id": MESSAGE}

    def _do(self, method: str, params: dict[str, Any]) -> None:
        if self.shown is None:
            raise BadRequest("message to edit not found")
        if method == "deleteMessage":
            self.shown = None
            return
        words = params.get("text") or params.get("media", {}).get("caption") or self.shown[0]
        after = (words, params.get("reply_markup"))
        if after == self.shown:
            raise BadRequest("message is not modified")
        self.shown = after


class NoChats:
    """Stands for the table."""

    async def pause(self, chat_id: int, until: int, *, new_only: bool = False) -> None:
        """Nothing is kept."""


def messenger_over(bot: SlowBot, clock: Clock) -> TelegramMessenger:
    return TelegramMessenger(cast("OwnBot", bot), Pacer(clock), cast("Chats", NoChats()), clock)


def rows(number: int) -> Any:
    return ((Button(str(number), ButtonData("more", "", str(number))),),)


def content_of(kind: str, number: int) -> Content:
    match kind:
        case "keyboard":
            return Keyboard(rows(number))
        case "text":
            return Text(f"words {number}", rows(number))
        case "photo":
            return Photo("file", f"words {number}", buttons=rows(number))
        case "document":
            return Document("file", f"words {number}", buttons=rows(number))
    return Delete()


def labels(markup: Any) -> str:
    return str(markup["inline_keyboard"][0][0]["text"]) if markup else ""


def expected(kinds: list[str]) -> tuple[str, str] | None:
    """Return what a message shows after these decisions."""
    words, buttons = "at first", ""
    for number, kind in enumerate(kinds):
        if kind == "nothing":
            return None
        words, buttons = (words if kind == "keyboard" else f"words {number}"), str(number)
    return words, buttons


seconds = st.sampled_from([0.0, 0.01, 0.5, 2.0, 30.0])


@settings(max_examples=100, deadline=None)
@given(
    decisions=st.lists(
        st.tuples(
            seconds,
            st.sampled_from(["keyboard", "keyboard", "text", "photo", "document", "nothing"]),
            st.booleans(),
        ),
        min_size=1,
        max_size=8,
    ),
    fates=st.lists(st.tuples(seconds, st.sampled_from(["", "", *FAILURES]), seconds), max_size=20),
)
def test_what_was_decided_last_stands(
    decisions: list[tuple[float, str, bool]], fates: list[tuple[float, str, float]]
) -> None:
    bot = SlowBot(chain(fates, repeat((0.0, "", 0.0))))
    ended: list[Sent | HuabotError] = []

    async def decide(messenger: TelegramMessenger, content: Content, anew: bool) -> None:
        """Put something there until it stands: by the same object, or by one that is made anew like a picture's."""
        for _ in range(100):
            try:
                ended.append(
                    await put_with_retry(messenger, Place(CHAT), content, MESSAGE, pauses=[1.0] * 50 * (not anew))
                )
                return
            except TransientError:
                await asyncio.sleep(1.0)
            except HuabotError as exc:
                ended.append(exc)
                return
        raise AssertionError("it never ended")

    async def work(clock: Clock) -> None:
        messenger = messenger_over(bot, clock)
        async with asyncio.TaskGroup() as group:
            for number, (pause, kind, anew) in enumerate(decisions):
                await asyncio.sleep(pause)
                group.create_task(decide(messenger, content_of(kind, number), anew))
        assert len(messenger._edits._idle) <= 1
        assert not messenger._edits._busy

    in_virtual_time(work)
    shown = (bot.shown[0], labels(bot.shown[1])) if bot.shown else None
    kinds = [kind for _, kind, _ in decisions]
    assert shown == expected(kinds)
    assert len(ended) == len(decisions)
    if "nothing" not in kinds:
        assert all(isinstance(result, Sent) for result in ended)


def test_what_is_overtaken_while_it_waits_is_not_sent() -> None:
    bot = SlowBot(repeat((5.0, "", 0.0)))

    async def work(clock: Clock) -> None:
        messenger = messenger_over(bot, clock)
        contents = [content_of("keyboard", number) for number in range(20)]
        sent = await asyncio.gather(*(messenger.put(Place(CHAT), content, MESSAGE) for content in contents))
        assert set(sent) == {Sent(CHAT, MESSAGE)}

    in_virtual_time(work)
    assert [labels(params["reply_markup"]) for params in bot.params] == ["0", "19"]


def test_a_delivery_tried_again_keeps_the_buttons_that_were_pressed_meanwhile() -> None:
    """Its content is made anew, and may come from elsewhere by then."""
    bot = SlowBot(chain([(0.0, "lost", 0.0)], repeat((0.0, "", 0.0))))

    async def work(clock: Clock) -> None:
        messenger = messenger_over(bot, clock)
        with pytest.raises(TransientError):
            await messenger.put(Place(CHAT), Photo("https://a/1", "a fox", buttons=rows(1)), MESSAGE)
        await messenger.put(Place(CHAT), Keyboard(rows(2)), MESSAGE)
        await messenger.put(Place(CHAT), Photo("https://b/1", "a fox", buttons=rows(1)), MESSAGE)

    in_virtual_time(work)
    assert bot.shown is not None
    assert labels(bot.shown[1]) == "2"


def test_a_page_that_is_turned_to_and_fro_is_decided_anew() -> None:
    bot = SlowBot(chain([(0.0, "away", 0.0)], repeat((0.0, "", 0.0))))

    async def work(clock: Clock) -> None:
        messenger = messenger_over(bot, clock)
        first, second = Text("first", rows(1)), Text("second", rows(2))
        with pytest.raises(TransientError):
            await messenger.put(Place(CHAT), first, MESSAGE)
        await messenger.put(Place(CHAT), second, MESSAGE)
        await messenger.put(Place(CHAT), first, MESSAGE)  # its second try
        assert bot.shown is not None
        assert bot.shown[0] == "second"
        await messenger.put(Place(CHAT), Text("first", rows(1)), MESSAGE)

    in_virtual_time(work)
    assert bot.shown is not None
    assert bot.shown[0] == "first"


async def test_other_messages_do_not_wait() -> None:
    making, hold = Edits(), asyncio.Event()

    async def slow(_: Content) -> Sent:
        await hold.wait()
        return Sent(CHAT, 1)

    async def quick(_: Content) -> Sent:
        return Sent(CHAT, 2)

    waiting = asyncio.create_task(making.make((CHAT, 1), Text("slow"), slow))
    await asyncio.sleep(0)
    assert await making.make((CHAT, 2), Text("quick"), quick) == Sent(CHAT, 2)
    hold.set()
    await waiting


async def test_a_failure_for_good_is_told_and_one_that_was_cut_off_holds_nobody_up() -> None:
    making = Edits()

    async def gone(_: Content) -> Sent:
        raise MessageGoneError("gone")

    async def never(_: Content) -> Sent:
        await asyncio.Event().wait()
        raise AssertionError

    cut_off = asyncio.create_task(making.make((CHAT, 1), Text("never"), never))
    waiting = asyncio.create_task(making.make((CHAT, 1), Text("gone"), gone))
    await asyncio.sleep(0)
    cut_off.cancel()
    with pytest.raises(MessageGoneError):
        await waiting
    assert not making._busy
    assert not making._idle


async def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edits, "MOST_REMEMBERED", 5)
    making = Edits()

    async def away(_: Content) -> Sent:
        raise TransientError("away")

    for message_id in range(20):
        for _ in range(20):
            with pytest.raises(TransientError):
                await making.make((CHAT, message_id), Keyboard(()), away)
    assert len(making._idle) == 5
    assert {len(line.failed) for line in making._idle.values()} == {edits.MOST_FAILED}
