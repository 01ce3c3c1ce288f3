"""What operators are told although Telegram is away, and that it is told once."""

import asyncio

import pytest

from bot.errors import HuabotError, NotSentError, PermanentError, RateLimitedError, TransientError
from bot.metrics import Metrics
from bot.pipeline import alerts
from bot.pipeline.alerts import OperatorAlerts
from bot.pipeline.messenger import Content, Place, Sent, Text
from bot.tasks import Tasks
from bot.texts import Texts
from sandbox.patience import PATIENCE
from storage.chats import Chats

ADMIN, TEXTS = 1, Texts()
WARNING = Text(TEXTS.get("en", "admin-provider-closed", status="401"))


class Telegram:
    """Fails at first, each time for another reason, and keeps what it was given."""

    def __init__(self) -> None:
        self.errors: list[HuabotError] = []
        self.given: list[tuple[Place, Content]] = []

    async def put(self, place: Place, content: Content, into: int | None = None) -> Sent:
        self.given.append((place, content))
        if self.errors:
            raise self.errors.pop()
        return Sent(place.chat_id, 1)


@pytest.mark.parametrize(
    ("errors", "tries"),
    [
        ([], 1),
        ([NotSentError("no connection"), RateLimitedError("wait", 0.01), NotSentError("no connection")], 4),
        ([TransientError("it may stand there")], 2),
        ([PermanentError("blocked")], 1),
    ],
)
async def test_what_may_not_have_been_heard_is_said_again(
    chats: Chats, monkeypatch: pytest.MonkeyPatch, errors: list[HuabotError], tries: int
) -> None:
    monkeypatch.setattr(alerts, "PAUSES", (0.01,) * 5)
    telegram = Telegram()
    telegram.errors = errors
    admins = OperatorAlerts(frozenset({ADMIN}), chats, telegram, TEXTS, Tasks(Metrics()))
    before = asyncio.all_tasks()
    admins.tell("admin-provider-closed", status="401")
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*asyncio.all_tasks() - before)
    assert telegram.given == [(Place(ADMIN), WARNING)] * tries
