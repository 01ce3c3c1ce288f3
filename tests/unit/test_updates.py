"""Updates in: what waits for what, and whatever comes is acknowledged."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs
from telegram import Update
from telegram.ext import ApplicationBuilder, ExtBot, TypeHandler

from bot.errors import TransientError
from bot.metrics import Metrics
from bot.telegram.handled import HandledHere
from bot.telegram.updates import Updates, lane_of
from bot.web.webhook import MAX_UPDATE, SECRET_HEADER, WebhookRoute
from sandbox.patience import PATIENCE

TOKEN = "1234567:AAscenario-0123456789-abcdefghijklm"
SENDER = {"id": 7, "is_bot": False, "first_name": "Alice"}


class World:
    """Updates, with a handler that the test gives it."""

    def __init__(self, handle: Callable[[Update], Any]) -> None:
        async def callback(update: Update, _: object) -> None:
            await handle(update)

        application = ApplicationBuilder().bot(ExtBot(TOKEN)).updater(None).build()
        application._initialized = True  # nothing of it speaks to Telegram here
        application.add_handler(TypeHandler(Update, callback))
        self.metrics = Metrics()
        self.updates = Updates(application, HandledHere(), self.metrics)
        self.updates.open()


def update(number: int, **kind: Any) -> dict[str, Any]:
    return {"update_id": number, **kind}


def inline_press(number: int, person: int = 7) -> dict[str, Any]:
    query = {"id": str(number), "from": SENDER | {"id": person}, "inline_message_id": "x", "chat_instance": "1"}
    return update(number, callback_query=query)


def checkout(number: int) -> dict[str, Any]:
    query = {"id": "1", "from": SENDER, "currency": "XTR", "total_amount": 1, "invoice_payload": "x"}
    return update(number, pre_checkout_query=query)


def message(number: int, chat: Any = 7) -> dict[str, Any]:
    what = {"message_id": number, "date": 1, "chat": {"id": chat, "type": "private"}, "from": SENDER, "text": "x"}
    return update(number, message=what)


async def test_updates_without_a_chat_wait_for_no_other() -> None:
    began, held = asyncio.Event(), asyncio.Event()
    seen = list[int]()

    async def handle(update: Update) -> None:
        seen.append(update.update_id)
        if update.update_id == 1:
            began.set()
            await held.wait()

    world = World(handle)
    slow = asyncio.create_task(world.updates.take(inline_press(1)))
    await began.wait()
    async with asyncio.timeout(PATIENCE):
        for raw in (inline_press(2), inline_press(3, 8), checkout(4), message(5)):
            await world.updates.take(raw)
    assert seen == [1, 2, 3, 4, 5]
    held.set()
    await slow


async def test_updates_of_a_chat_keep_their_order() -> None:
    began, held = asyncio.Event(), asyncio.Event()
    seen = list[int]()

    async def handle(update: Update) -> None:
        began.set()
        await held.wait()
        seen.append(update.update_id)

    world = World(handle)
    taking = [asyncio.create_task(world.updates.take(message(number))) for number in (3, 1, 2)]
    await began.wait()
    held.set()
    await asyncio.gather(*taking)
    assert seen == [3, 1, 2]


def test_lanes() -> None:
    bot = ExtBot(TOKEN)
    lanes = [
        lane_of(read)
        for raw in (message(1), message(2), message(3, -7), inline_press(4), checkout(5), update(6))
        if (read := Update.de_json(raw, bot))
    ]
    assert lanes[0] == lanes[1]
    assert len(set(lanes)) == 5


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([2**31, 2**63, -(2**63), 2**70, 10**18, -1, 0]),
    st.floats(),
    st.text(st.characters(exclude_categories=()), max_size=20),
)
JSON = st.recursive(
    ODD,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
USER = st.fixed_dictionaries(
    {"id": ODD | st.just(7)}, optional={"is_bot": ODD, "first_name": ODD | st.just("A"), "language_code": ODD}
)
CHAT = st.fixed_dictionaries({"id": ODD | st.just(7)}, optional={"type": ODD | st.just("private"), "title": ODD})
ENTITY = st.fixed_dictionaries({"type": ODD | st.just("bot_command"), "offset": ODD, "length": ODD})
MESSAGE = st.fixed_dictionaries(
    {"message_id": ODD | st.just(9), "date": ODD | st.just(1), "chat": CHAT | JSON},
    optional={
        "from": USER | JSON,
        "text": ODD | st.just("/draw a fox"),
        "entities": st.lists(ENTITY, max_size=2) | JSON,
        "photo": JSON,
        "reply_to_message": JSON,
        "sender_chat": CHAT | JSON,
        "message_thread_id": ODD,
    },
)
UPDATE = st.fixed_dictionaries(
    {"update_id": ODD | st.integers(1, 100)},
    optional={
        "message": MESSAGE | JSON,
        "callback_query": st.fixed_dictionaries(
            {"id": ODD, "from": USER | JSON}, optional={"message": MESSAGE | JSON, "data": ODD, "chat_instance": ODD}
        ),
        "my_chat_member": JSON,
        "pre_checkout_query": JSON,
        "edited_message": MESSAGE,
        "unknown": JSON,
    },
)


@pytest.fixture(scope="module")
def route() -> web.RouteDef:
    """The webhook's route, with a handler that stumbles."""

    async def handle(update: Update) -> None:
        if update.message and update.message.text:
            raise KeyError(update.message.text.encode())

    (route,) = WebhookRoute("/updates", lambda _: True, World(handle).updates).routes()
    return route


@settings(deadline=None, max_examples=200)
@given(UPDATE | JSON)
def test_whatever_telegram_posts_is_acknowledged(route: web.RouteDef, raw: Any) -> None:
    async def go() -> int:
        response = await route.handler(posted(json.dumps(raw).encode()))
        return int(response.status)

    with capture_logs():  # or tracebacks would be drawn for most of them
        status = asyncio.run(go())
    assert status == (200 if isinstance(raw, dict) else 400)


def posted(body: bytes) -> web.Request:
    """Return a request with this body."""

    pieces = [body]

    class Content:
        async def readany(self) -> bytes:
            return pieces.pop() if pieces else b""

    headers = {SECRET_HEADER: "x", "Content-Type": "application/json", "Content-Length": str(len(body))}
    assert len(body) <= MAX_UPDATE
    return make_mocked_request("POST", "/updates", headers, payload=Content())


async def test_a_transient_failure_is_not_acknowledged() -> None:
    async def handle(_: Update) -> None:
        raise TransientError("locked")

    with pytest.raises(TransientError):
        await World(handle).updates.take(message(1))
