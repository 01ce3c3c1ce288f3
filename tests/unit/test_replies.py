"""Words that are no outcome: who waits for them, how long, and whom nobody waits for."""

import asyncio
from collections import defaultdict
from inspect import CORO_CLOSED, getcoroutinestate
from typing import cast

import pytest
from telegram import Bot, BotCommand, BotCommandScope

from bot.errors import HuabotError, NotSentError, RateLimitedError, TransientError
from bot.metrics import Metrics
from bot.pipeline.messenger import ChatClosedError, Content, Place, Sent, Text
from bot.telegram.context import Context
from bot.telegram.menu import CommandMenu
from bot.telegram.replies import LONGEST_WAIT, MOST_IN_A_CHAT, MOST_UNDER_WAY, TRIES, Replies
from bot.texts import Texts
from storage.chats import Chat, Chats

ALICE, BO = Place(7), Place(8)


class Telegram:
    """Takes what is said, except in chats it refuses: so many times with an error, always if they are not counted."""

    def __init__(self) -> None:
        self.said: defaultdict[Place, list[str]] = defaultdict(list)
        self.tried: defaultdict[Place, int] = defaultdict(int)
        self.answered: list[str] = []
        self.menus: list[BotCommandScope] = []
        self._refused: dict[Place, tuple[HuabotError, float]] = {}

    def refuse(self, place: Place, error: HuabotError, times: float = float("inf")) -> None:
        self._refused[place] = (error, times)

    def relent(self, place: Place) -> None:
        del self._refused[place]

    async def put(self, place: Place, content: Content, into: int | None = None) -> Sent:
        assert isinstance(content, Text)
        self.tried[place] += 1
        error, times = self._refused.get(place, (None, 0))
        if error and times > 0:
            self._refused[place] = (error, times - 1)
            raise error
        self.said[place].append(content.html)
        return Sent(place.chat_id, 1)

    async def answer_callback_query(self, query_id: str, text: str | None, *, show_alert: bool) -> None:
        assert not show_alert or text
        self.answered.append(query_id)

    async def set_my_commands(self, commands: list[BotCommand], *, scope: BotCommandScope) -> bool:
        self.menus.append(scope)
        return True


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
def replies(telegram: Telegram) -> Replies:
    return Replies(cast("Bot", telegram), telegram, Metrics())


async def come_to_rest() -> None:
    """Let everything run that waits for nothing."""
    for _ in range(5):
        await asyncio.sleep(0)


async def say(replies: Replies, place: Place, times: int = 1) -> None:
    """Send replies, each to an update of its own."""
    for number in range(times):
        replies.send(place, f"word {number}")
        await come_to_rest()


async def test_a_chat_told_to_wait_an_hour_keeps_no_replies(telegram: Telegram, replies: Replies) -> None:
    telegram.refuse(ALICE, RateLimitedError("wait", 3600.0))
    await say(replies, ALICE, MOST_IN_A_CHAT + 5)
    assert telegram.tried[ALICE] == MOST_IN_A_CHAT + 5, "none was dropped for those before it, none tried twice"
    telegram.relent(ALICE)
    await say(replies, ALICE)
    assert len(telegram.said[ALICE]) == 1


async def test_a_chat_that_waits_silences_nobody_else(telegram: Telegram, replies: Replies) -> None:
    telegram.refuse(ALICE, RateLimitedError("wait", LONGEST_WAIT))
    await say(replies, ALICE, MOST_UNDER_WAY + 1)
    assert telegram.tried[ALICE] == MOST_IN_A_CHAT
    await say(replies, BO)
    replies.popup("press", "<b>not yours</b>")
    await come_to_rest()
    assert (telegram.said[BO], telegram.answered) == (["word 0"], ["press"])
    await replies.stop(0)


async def test_no_number_of_chats_that_wait_keeps_a_press_from_its_answer(telegram: Telegram, replies: Replies) -> None:
    for number in range(MOST_UNDER_WAY):
        telegram.refuse(Place(number), RateLimitedError("wait", LONGEST_WAIT))
        replies.edit(Place(number), 1, Text("changed"))
    await come_to_rest()
    replies.popup("press")
    await come_to_rest()
    assert telegram.answered == ["press"]
    await replies.stop(0)


async def test_edits_that_wait_in_one_chat_leave_room_for_others(telegram: Telegram, replies: Replies) -> None:
    telegram.refuse(ALICE, RateLimitedError("wait", LONGEST_WAIT))
    for number in range(MOST_UNDER_WAY + 1):
        replies.edit(ALICE, number, Text("changed"))
        await come_to_rest()
    assert telegram.tried[ALICE] == MOST_IN_A_CHAT
    await say(replies, BO)
    assert telegram.said[BO] == ["word 0"]
    await replies.stop(0)


async def test_the_end_waits_for_what_follows_from_what_was_begun(telegram: Telegram, replies: Replies) -> None:
    async def order() -> None:
        await asyncio.sleep(0.01)
        replies.send(ALICE, "taken")

    replies.soon(order())
    await replies.stop(2)
    assert telegram.said[ALICE] == ["taken"]


@pytest.mark.parametrize("error", [RateLimitedError("wait", 0.01), NotSentError("no connection", 0.01)])
async def test_what_was_not_said_is_said_later(telegram: Telegram, replies: Replies, error: TransientError) -> None:
    telegram.refuse(ALICE, error, TRIES - 1)
    await say(replies, ALICE)
    assert not telegram.said[ALICE]
    await replies.stop(2)
    assert (telegram.said[ALICE], telegram.tried[ALICE]) == (["word 0"], TRIES)


@pytest.mark.parametrize("error", [TransientError("in doubt"), ChatClosedError("blocked")])
async def test_what_may_have_been_said_or_never_can_be_is_not_repeated(
    telegram: Telegram, replies: Replies, error: HuabotError
) -> None:
    telegram.refuse(ALICE, error, 1)
    await say(replies, ALICE)
    await replies.stop(2)
    assert (telegram.said[ALICE], telegram.tried[ALICE]) == ([], 1)


@pytest.mark.parametrize(
    "error",
    [
        RateLimitedError("wait", 3600.0),
        NotSentError("no connection", 0.001),  # until it is given up
        TransientError("in doubt"),
        ChatClosedError("blocked"),
        RateLimitedError("wait", LONGEST_WAIT),  # cut off while it waits
        None,
    ],
    ids=repr,
)
async def test_however_a_reply_ends_another_may_follow(
    telegram: Telegram, replies: Replies, error: HuabotError | None
) -> None:
    if error:
        telegram.refuse(ALICE, error)
    await say(replies, ALICE, MOST_IN_A_CHAT)
    await replies.stop(2 if isinstance(error, NotSentError) else 0)
    if error:
        telegram.relent(ALICE)
    before = len(telegram.said[ALICE])
    await say(replies, ALICE, MOST_IN_A_CHAT)
    assert len(telegram.said[ALICE]) - before == MOST_IN_A_CHAT


async def test_replies_to_one_update_are_counted_before_they_are_sent(telegram: Telegram, replies: Replies) -> None:
    telegram.refuse(ALICE, RateLimitedError("wait", LONGEST_WAIT))
    for number in range(MOST_IN_A_CHAT + 5):
        replies.send(ALICE, f"word {number}")  # all for one update, before any is sent
    await come_to_rest()
    assert telegram.tried[ALICE] == MOST_IN_A_CHAT
    await replies.stop(0)
    await say(replies, BO)
    assert telegram.said[BO] == ["word 0"]


@pytest.mark.parametrize("begins", [True, False])
async def test_work_that_never_begins_is_closed(
    telegram: Telegram, replies: Replies, monkeypatch: pytest.MonkeyPatch, *, begins: bool
) -> None:
    """Because there is too much of it, or because the process ends: else Python warns that nobody awaited it."""
    monkeypatch.setattr("bot.telegram.replies.MOST_UNDER_WAY", int(begins))

    async def work() -> None:
        raise AssertionError("it begins")

    later, chat = work(), Chat(ALICE.chat_id)
    context = Context(chat, chat, ALICE, Texts().bind("en"), replies, cast("Chats", None))
    assert context.later(later) is begins
    await replies.stop(0)
    assert getcoroutinestate(later) == CORO_CLOSED


async def test_a_menu_that_was_dropped_is_published_at_the_next_message(
    telegram: Telegram, replies: Replies, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = Texts()
    menu = CommandMenu(cast("Bot", telegram), cast("Chats", None), texts, admins=frozenset(), operators=())
    chat = Chat(ALICE.chat_id, language="zh-hant")
    context = Context(chat, chat, ALICE, texts.bind("zh-hant"), replies, cast("Chats", None))
    with monkeypatch.context() as flooded:
        flooded.setattr("bot.telegram.replies.MOST_UNDER_WAY", 0)
        menu.meet(context)
    menu.meet(context)
    menu.meet(context)
    await replies.stop(2)
    assert len(telegram.menus) == 1
