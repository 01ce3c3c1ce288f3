"""`/settings` where time and the database decide: how long an answer is waited for, and what is not taken."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

import pytest
from telegram import Bot, CallbackQuery, Chat, Message, User
from telegram.constants import ChatType

from bot.clock import SECOND
from bot.errors import TransientError
from bot.metrics import Metrics
from bot.pipeline.messenger import ButtonData, Content, Place, Sent, Text
from bot.preferences import Preferences
from bot.telegram.chat_admins import ChatAdmins
from bot.telegram.context import Contexts
from bot.telegram.menu import CommandMenu
from bot.telegram.messages import Command
from bot.telegram.questions import ANSWERED_WITHIN
from bot.telegram.replies import Replies
from bot.telegram.settings_menu import SettingsMenu
from bot.texts import Texts
from storage.chats import Chats
from storage.database import Database
from tests.support.manual_clock import ManualClock

HUABOT = User(99, "Huabot", is_bot=True, username="huabot")
ALICE = User(7, "Alice", is_bot=False, language_code="en")
PRIVATE, GROUP = Chat(7, ChatType.PRIVATE), Chat(-1_001, ChatType.SUPERGROUP)
ASKS = "✏️ What should I always leave out? Reply to this message with a few words."


class Telegram:
    """Notes what is said; Alice administers every group."""

    def __init__(self) -> None:
        self.said: list[Text] = []
        self.answers: list[str | None] = []

    async def put(self, place: Place, content: Content, into: int | None = None) -> Sent:
        assert isinstance(content, Text)
        self.said.append(content)
        return Sent(place.chat_id, 1)

    async def answer_callback_query(self, query_id: str, text: str | None, *, show_alert: bool) -> None:
        self.answers.append(text)

    async def get_chat_administrators(self, chat_id: int) -> tuple[object, ...]:
        return (type("Member", (), {"user": ALICE}),)


@dataclass
class Scene:
    """A menu, and what is around it."""

    menu: SettingsMenu
    telegram: Telegram
    replies: Replies
    chats: Chats
    contexts: Contexts
    clock: ManualClock
    database: Database

    async def press(self, choice: str, chat: Chat = PRIVATE) -> None:
        message = Message(5, datetime.now(UTC), chat, from_user=HUABOT, text="Your settings")
        query = CallbackQuery("q", ALICE, "here", message=message, data=f"set::{choice}")
        context = await self.contexts.of_press(query, ButtonData("set", choice=choice))
        await context.attempt(self.menu.press(context))
        await asyncio.sleep(0)
        await self.replies.stop(2)

    async def answer(self, text: str | None, asked: Message | None = None, chat: Chat = PRIVATE) -> bool:
        asked = asked or Message(6, datetime.now(UTC), chat, from_user=HUABOT, text=ASKS)
        message = Message(7, datetime.now(UTC), chat, from_user=ALICE, text=text, reply_to_message=asked)
        taken = await self.menu.answer(await self.contexts.of_message(message, Command("", text or "", "")))
        await self.replies.stop(2)
        return taken

    async def preferences(self, chat: Chat = PRIVATE) -> Preferences:
        return (await self.chats.find(chat.id))[chat.id].preferences


@pytest.fixture
def scene(database: Database, clock: ManualClock) -> Scene:
    texts, telegram = Texts(), Telegram()
    chats, bot = Chats(database, clock), cast("Bot", telegram)
    replies = Replies(bot, telegram, Metrics())
    commands = CommandMenu(bot, chats, texts, admins=frozenset(), operators=())
    menu = SettingsMenu(bot, ChatAdmins(bot, clock), commands, texts, clock)
    return Scene(menu, telegram, replies, chats, Contexts(chats, texts, replies), clock, database)


async def test_an_answer_is_waited_for_ten_minutes(scene: Scene) -> None:
    assert not await scene.answer("snow"), "nobody has asked"
    await scene.press("negative.own")
    assert scene.telegram.said[-1].asks
    scene.clock.advance(ANSWERED_WITHIN / SECOND)
    assert not await scene.answer("snow"), "it comes too late"
    await scene.press("negative.own")
    scene.clock.advance(ANSWERED_WITHIN / SECOND - 1)
    assert await scene.answer("snow")
    assert await scene.preferences() == Preferences(negative="snow")
    assert not await scene.answer("ice"), "one answer is enough"


@pytest.mark.parametrize("text", ["\u200b\u200d", "x" * 301])
async def test_what_does_not_fit_is_asked_for_again(scene: Scene, text: str) -> None:
    await scene.press("negative.own")
    before = await scene.preferences()
    assert await scene.answer(text)
    assert scene.telegram.said[-1].asks
    assert await scene.preferences() == before
    assert await scene.answer("x" * 300)


async def test_what_answers_something_else_is_not_taken(scene: Scene) -> None:
    await scene.press("negative.own")
    picture = Message(4, datetime.now(UTC), PRIVATE, from_user=HUABOT, caption="a fox")
    painting = Message(5, datetime.now(UTC), PRIVATE, from_user=HUABOT, text="🎨 Painting…")
    assert not await scene.answer("lovely", picture)
    assert not await scene.answer("lovely", painting)
    assert not await scene.answer(None)
    assert not await scene.answer("snow", chat=GROUP)
    assert await scene.answer("snow")


async def test_other_choices_leave_the_question_open(scene: Scene) -> None:
    await scene.press("negative.own")
    await scene.press("model.anime")
    assert await scene.answer("snow")
    assert await scene.preferences() == Preferences(model="anime", negative="snow")


@pytest.mark.sqlite_only
async def test_nothing_is_said_of_what_is_not_stored(scene: Scene) -> None:
    await scene.press("negative.own")
    said, answers = len(scene.telegram.said), len(scene.telegram.answers)
    await scene.database.rows("PRAGMA query_only = ON", {})
    with pytest.raises(TransientError):
        await scene.press("model.anime")
    with pytest.raises(TransientError):
        await scene.answer("snow")
    assert (len(scene.telegram.said), len(scene.telegram.answers)) == (said, answers)
    await scene.press("orderers.admins", GROUP)
    assert scene.telegram.answers[answers:] == ["That didn't work just now. Please tap again."]
    assert len(scene.telegram.said) == said
    await scene.database.rows("PRAGMA query_only = OFF", {})
    await scene.press("orderers.admins", GROUP)
    assert scene.telegram.answers[-1] is None
    assert (await scene.preferences(GROUP)).orderers == "admins"
