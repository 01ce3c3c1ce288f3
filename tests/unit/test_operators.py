"""The operators' commands: what they change, what they answer, and whom they are not for."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from html import unescape
from types import SimpleNamespace
from typing import Any, cast

import pytest
from telegram import Bot, Message

from bot.errors import PermanentError, TransientError
from bot.metrics import Metrics
from bot.pipeline.intake import PAUSED
from bot.pipeline.messenger import Content, Messenger, Photo, Place, Sent, Text
from bot.pipeline.plotting import NotInstalledError, Plotter
from bot.telegram.context import Contexts
from bot.telegram.messages import Command
from bot.telegram.names import Names
from bot.telegram.operators import Operators
from bot.telegram.overview import Overview
from bot.telegram.replies import Replies
from bot.texts import Texts
from storage.chats import Chats
from storage.database import Database
from storage.jobs import Jobs
from storage.statistics import Report, Statistics
from storage.switches import Switches
from tests.support.manual_clock import ManualClock
from tests.support.orders import ready

ADMIN, ALICE, GROUP, CHANNEL = 1, 7, -100, -200
TEXTS = Texts()


def person(user_id: int, *, is_bot: bool = False) -> dict[str, Any]:
    return {"id": user_id, "is_bot": is_bot, "first_name": "P", "language_code": "en"}


def message(*, speaker: int = ADMIN, in_group: bool = False, **of: Any) -> Message:
    """Return a message of the admin in private, if nothing else is said."""
    chat = {"id": GROUP, "type": "supergroup", "title": "G"} if in_group else {"id": speaker, "type": "private"}
    read = Message.de_json({"message_id": 5, "date": 1, "chat": chat, "from": person(speaker)} | of, None)
    assert read
    return read


def replying_to(**of: Any) -> Message:
    """Return a message in the group that replies to one."""
    replied = {"message_id": 4, "date": 1, "chat": {"id": GROUP, "type": "supergroup"}, "from": person(ALICE)} | of
    return message(in_group=True, reply_to_message=replied)


class Telegram:
    """Keeps what is said."""

    def __init__(self) -> None:
        self.said: list[tuple[Place, Content]] = []

    async def put(self, place: Place, content: Content, into: int | None = None) -> Sent:
        self.said.append((place, content))
        return Sent(place.chat_id, 1)


class Painter:
    """A plotter whose picture is the number of orders, or that cannot."""

    def __init__(self) -> None:
        self.refusal: Exception | None = None

    async def plot(self, report: Report) -> bytes:
        if self.refusal:
            raise self.refusal
        return str(report.orders).encode()


class Nameless:
    """Knows nobody."""

    async def of(self, ids: Iterable[int]) -> dict[int, str]:
        return {}


class Desk:
    """An operator's conversation with the bot."""

    def __init__(self, database: Database, clock: ManualClock) -> None:
        self.telegram, self.painter = Telegram(), Painter()
        self.jobs, self.chats, self.switches = Jobs(database, clock), Chats(database, clock), Switches(database, clock)
        self.replies = Replies(cast("Bot", None), cast("Messenger", self.telegram), Metrics())
        self.operators = Operators(
            frozenset({ADMIN}),
            Statistics(database, clock),
            cast("Plotter", self.painter),
            self.chats,
            self.switches,
            cast("Names", Nameless()),
            cast("Overview", SimpleNamespace(show=None)),
        )
        self.contexts = Contexts(self.chats, TEXTS, self.replies)

    async def say(self, name: str, text: str = "", to: Message | None = None) -> str:
        """Give a command; return what is answered in words."""
        before = len(self.telegram.said)
        command = Command(name, text, "")
        await self.operators.commands[name](await self.contexts.of_message(to or message(), command))
        return await self._answer(before)

    async def quota(self, text: str, to: Message | None = None) -> str | None:
        """The same for `/quota`; None if it is not the operators'."""
        before = len(self.telegram.said)
        command = Command("quota", text, "")
        taken = await self.operators.quota(await self.contexts.of_message(to or message(), command))
        answer = await self._answer(before)
        assert taken == bool(answer)
        return answer or None

    async def _answer(self, before: int) -> str:
        await asyncio.sleep(0)
        await self.replies.stop(10)
        said = self.telegram.said[before:]
        assert len(said) <= 1
        assert all(place.reply_to == 5 for place, _ in said)
        return said[0][1].html if said else ""


@pytest.fixture
async def desk(database: Database, clock: ManualClock) -> AsyncIterator[Desk]:
    desk = Desk(database, clock)
    yield desk
    await desk.replies.stop(0)


async def test_statistics_are_a_picture_with_its_totals(desk: Desk) -> None:
    assert await desk.say("stats") == TEXTS.get("en", "operator-stats-none", days=30)
    await ready(desk.jobs)
    caption = await desk.say("stats")
    assert "1 request · 1 person · 1 picture\nHalf of the pictures came within 1 s" in caption
    place, photo = desk.telegram.said[-1]
    assert isinstance(photo, Photo)
    assert not isinstance(photo.source, str)
    assert (place.chat_id, photo.source.read()) == (ADMIN, b"1")


@pytest.mark.parametrize(
    ("refusal", "why"),
    [(TransientError("late"), "failed"), (PermanentError("broken"), "failed"), (NotInstalledError("absent"), "lean")],
    ids=repr,
)
async def test_statistics_that_cannot_be_drawn_are_told_in_words(desk: Desk, refusal: Exception, why: str) -> None:
    figures = TEXTS.get("en", "operator-stats-none", days=30)
    desk.painter.refusal = refusal
    assert await desk.say("stats") == f"{figures}\n\n{TEXTS.get('en', f'operator-stats-{why}')}"
    desk.painter.refusal = None
    assert await desk.say("stats") == figures


async def test_statistics_are_not_for_a_group_s_eyes(desk: Desk) -> None:
    assert await desk.say("stats", to=message(in_group=True)) == TEXTS.get("en", "operator-stats-private")
    assert isinstance(desk.telegram.said[-1][1], Text)


@pytest.mark.parametrize(
    ("text", "to", "meant"),
    [
        ("42", message(), 42),
        (" -1001234567890\n", message(), -1001234567890),
        ("−1001234567890", message(), -1001234567890),
        ("42", message(in_group=True), 42),
        ("", message(in_group=True), GROUP),
        ("", replying_to(), ALICE),
        ("42", replying_to(), 42),
        ("", replying_to(sender_chat={"id": CHANNEL, "type": "channel", "title": "C"}), CHANNEL),
        ("", replying_to(**{"from": person(99, is_bot=True)}), GROUP),
        ("", replying_to(forum_topic_created={"name": "T", "icon_color": 1}), GROUP),
    ],
)
async def test_access_is_for_whom_it_names(desk: Desk, text: str, to: Message, meant: int) -> None:
    for name, access in (("deny", "denied"), ("allow", "allowed")):
        assert f"<code>{meant}</code>" in await desk.say(name, text, to)
        assert (await desk.chats.find(meant))[meant].access == access


@pytest.mark.parametrize(
    "text", ["", "Alice", "@alice", "0", "-", "--5", "1 2", "1.5", "9" * 17, "٤٢", "<b>", "\u200b7"]
)
async def test_access_for_nobody_is_explained(desk: Desk, text: str) -> None:
    assert await desk.say("deny", text) == TEXTS.get("en", "operator-access-usage", command="deny")


async def test_a_quota_is_set_told_and_taken_back(desk: Desk) -> None:
    default = TEXTS.get("en", "operator-quota-default", id="-100")
    assert await desk.quota("-100") == default
    for text, daily in (("-100 50", 50), ("-100 0", 0), ("–100  1000000", 1_000_000)):
        told = TEXTS.get("en", "operator-quota", id="-100", count=daily)
        assert await desk.quota(text) == told
        assert (await desk.chats.find(GROUP))[GROUP].daily == daily
        assert await desk.quota("-100") == told
    assert await desk.quota("-100 DEFAULT") == default
    assert (await desk.chats.find(GROUP))[GROUP].daily is None


@pytest.mark.parametrize(
    "text", ["Alice", "7 many", "7 -1", "7 1000001", "7 5 5", "7 99999999999", "0 5", "7 ٤", "7 1e3"]
)
async def test_a_quota_of_nonsense_is_explained(desk: Desk, text: str) -> None:
    assert await desk.quota(text) == TEXTS.get("en", "operator-quota-usage")
    assert (await desk.chats.find(ALICE))[ALICE].daily is None


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("", message()),
        (" \n", message()),
        ("7 5", message(speaker=ALICE)),
        ("7 5", message(in_group=True, sender_chat={"id": GROUP, "type": "supergroup", "title": "G"})),
    ],
    ids=["no words", "blanks", "somebody else", "anonymous"],
)
async def test_a_quota_that_is_not_the_operators_is_left_to_others(desk: Desk, text: str, to: Message) -> None:
    assert await desk.quota(text, to) is None
    assert (await desk.chats.find(ALICE))[ALICE].daily is None


async def test_a_pause_lasts_until_it_is_ended(desk: Desk) -> None:
    said = [await desk.say(name) for name in ("resume", "pause", "pause", "resume")]
    texts = ("operator-resumed-already", "operator-paused", "operator-paused-already", "operator-resumed")
    assert said == [TEXTS.get("en", text) for text in texts]
    await desk.say("pause")
    assert await desk.switches.is_on(PAUSED)


def test_each_command_has_its_line_in_the_menu(desk: Desk) -> None:
    for name in desk.operators.commands:
        assert 3 <= len(unescape(TEXTS.get("en", f"menu-{name}"))) <= 256
