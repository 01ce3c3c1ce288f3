"""Answers of the sandbox Telegram that are none, instead of a call and after it, and a bot that gets another name."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.support.telegram_wire import TOKEN, Wire, open_wire


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with open_wire() as wire:
        yield wire


async def answered(wire: Wire, method: str, **params: Any) -> tuple[int, str, bytes]:
    async with wire.session.post(f"{wire.url}/bot{TOKEN}/{method}", json=params) as response:
        return response.status, response.content_type, await response.read()


@pytest.mark.parametrize("effect", ["result", "body", "bulk", "raw"])
@pytest.mark.parametrize("after", [False, True])
async def test_odd_answers(wire: Wire, effect: str, after: bool) -> None:
    values: dict[str, Any] = {
        "result": [None],
        "body": [418, "[tea"],
        "bulk": 70_000,
        "raw": "HTTP/1.1 207 Odd\r\nContent-Type: x/y\r\nContent-Length: 2\r\n\r\n{}",
    }
    answers = {
        "result": (200, "application/json", b'{"ok": true, "result": [null]}'),
        "body": (418, "application/json", b"[tea"),
        "bulk": (200, "application/json", b'{"ok": true, ' + b" " * 70_000 + b'"result": true}'),
        "raw": (207, "x/y", b"{}"),
    }
    alice = await wire.people.person("Alice")
    await wire.people.say(alice, "hi")
    name = f"{effect}_after" if after else effect
    await wire.people.fault("sendMessage", name, values[effect])
    assert await answered(wire, "sendMessage", chat_id=alice.chat_id, text="hello") == answers[effect]
    assert len(await wire.people.messages(alice.chat_id)) == (2 if after else 1)
    (call,) = await wire.people.calls("sendMessage")
    assert (call["fault"], call["ok"]) == (name, after)


async def test_a_connection_may_break_off_in_the_middle_of_a_body(wire: Wire) -> None:
    await wire.people.fault("getMe", "raw", 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{"ok":tr')
    with pytest.raises(aiohttp.ClientPayloadError):
        await answered(wire, "getMe")


async def test_odd_answers_to_get_updates(wire: Wire) -> None:
    await wire.people.fault("getUpdates", "result", [7, {}])
    assert (await answered(wire, "getUpdates"))[2] == b'{"ok": true, "result": [7, {}]}'


async def test_a_bot_gets_another_name(wire: Wire) -> None:
    alice = await wire.people.person("Alice")
    group = await wire.people.group("Painters", alice)
    await wire.updates()
    sent = await wire.call("sendMessage", chat_id=group.id, text="before")
    await wire.people.rename_bot("pictor")
    assert (await wire.call("getMe"))["username"] == "pictor"
    for text in ("/draw@huabot a fox", "/draw@Pictor a hare"):
        await wire.people.say(alice, text, chat=group.id)
    assert [message["text"] for message in await wire.messages()] == ["/draw@Pictor a hare"]
    shown = {message["message_id"]: message for message in await wire.people.messages(group.id)}
    assert shown[sent["message_id"]]["from_bot"]
    await wire.call("editMessageText", chat_id=group.id, message_id=sent["message_id"], text="after")
