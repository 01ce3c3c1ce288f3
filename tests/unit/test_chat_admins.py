"""Who administers a chat: how often Telegram is asked, and what is believed for how long."""

from collections import Counter
from types import SimpleNamespace
from typing import Any, cast

import pytest
from telegram import Bot
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, TelegramError, TimedOut

from bot.errors import PermanentError, TransientError
from bot.telegram.chat_admins import MOST_REMEMBERED, REMEMBERED_FOR, ChatAdmins
from tests.support.manual_clock import ManualClock

GROUP, ADA, MAX = -1_001, 7, 8


class Telegram:
    """Knows the administrators of all chats; may refuse to list them, or to tell of one."""

    def __init__(self) -> None:
        self.administrators = {ADA}
        self.asked: Counter[int] = Counter()
        self.asked_of_one = 0
        self.refusal: TelegramError | None = None
        self.refusal_of_one: TelegramError | None = None

    async def get_chat_administrators(self, chat_id: int) -> tuple[Any, ...]:
        self.asked[chat_id] += 1
        if self.refusal:
            raise self.refusal
        return tuple(SimpleNamespace(user=SimpleNamespace(id=user_id)) for user_id in self.administrators)

    async def get_chat_member(self, chat_id: int, user_id: int) -> Any:
        self.asked_of_one += 1
        if self.refusal_of_one:
            raise self.refusal_of_one
        is_one = user_id in self.administrators
        return SimpleNamespace(status=ChatMemberStatus.ADMINISTRATOR if is_one else ChatMemberStatus.MEMBER)


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
def administrators(telegram: Telegram, clock: ManualClock) -> ChatAdmins:
    return ChatAdmins(cast("Bot", telegram), clock)


async def test_one_answer_serves_everybody_for_a_minute(
    telegram: Telegram, administrators: ChatAdmins, clock: ManualClock
) -> None:
    for _ in range(3):
        assert await administrators.include(ADA, GROUP)
        assert not await administrators.include(MAX, GROUP)
    assert telegram.asked[GROUP] == 1
    telegram.administrators = {MAX}
    clock.advance(REMEMBERED_FOR / 1e6 - 1)
    assert await administrators.include(ADA, GROUP)
    clock.advance(1.0)
    assert not await administrators.include(ADA, GROUP)
    assert await administrators.include(MAX, GROUP)
    assert telegram.asked[GROUP] == 2


async def test_another_chat_is_another_question(telegram: Telegram, administrators: ChatAdmins) -> None:
    assert await administrators.include(ADA, GROUP)
    telegram.administrators = set()
    assert not await administrators.include(ADA, GROUP - 1)
    assert await administrators.include(ADA, GROUP)


async def test_who_may_not_see_the_list_asks_about_one(telegram: Telegram, administrators: ChatAdmins) -> None:
    telegram.refusal = BadRequest("CHAT_ADMIN_REQUIRED")
    assert await administrators.include(ADA, GROUP)
    assert not await administrators.include(MAX, GROUP)
    assert telegram.asked_of_one == 2
    telegram.refusal = None
    assert await administrators.include(ADA, GROUP), "a refusal is not remembered"
    assert telegram.asked_of_one == 2


@pytest.mark.parametrize(
    ("refusal", "meaning"), [(BadRequest("CHAT_ADMIN_REQUIRED"), PermanentError), (TimedOut(), TransientError)]
)
async def test_an_answer_that_never_came_is_not_remembered(
    telegram: Telegram, administrators: ChatAdmins, refusal: TelegramError, meaning: type[Exception]
) -> None:
    telegram.refusal, telegram.refusal_of_one = TimedOut(), refusal
    with pytest.raises(meaning):
        await administrators.include(ADA, GROUP)
    telegram.refusal = None
    assert await administrators.include(ADA, GROUP)


async def test_memory_has_an_end(telegram: Telegram, administrators: ChatAdmins) -> None:
    for chat_id in range(MOST_REMEMBERED + 1):
        await administrators.include(ADA, chat_id)
    await administrators.include(ADA, MOST_REMEMBERED)
    await administrators.include(ADA, 0)
    assert (telegram.asked[MOST_REMEMBERED], telegram.asked[0]) == (1, 2)
