"""Telegram's answers that are valid JSON, or not even that, and no answer: whatever can be read of them counts."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import pytest

from sandbox.telegram_client import Person
from tests.support.stage import Stage, is_picture

pytestmark = pytest.mark.asyncio(loop_scope="module")

SETTINGS = {
    "provider_concurrency": 50,
    "daily_pictures": 5,
    "daily_pictures_total": 1_000,
}

COMMAND, ANSWER = 1, 2
"""In a new private chat: the person's first message, and what the bot says to it."""

Answer = tuple[str, Any]
"""How a call that was done is answered: an effect of the sandbox's, and its value."""

TELLING: list[Answer] = [
    ("result_after", {"message_id": ANSWER}),
    ("result_after", {"message_id": ANSWER, "date": None, "chat": None, "from": 7, "photo": {}, "document": []}),
    ("result_after", {"message_id": ANSWER, "date": "now", "chat": {"id": "x"}, "entities": 5, "photo": [5]}),
    ("result_after", {"message_id": ANSWER, "date": 1e300, "chat": {}, "photo": [{"file_id": 7}], "reply_markup": []}),
    ("body_after", [200, r'{"ok": true, "result": {"message_id": 2, "photo": [{"file_id": "\ud800"}]}}']),
    ("body_after", [201, '{"result": {"message_id": 2}, "ok": true, "new": [[[]]]}']),
]
"""Answers in which the message's id can be read."""

MUTE: list[Answer] = [
    *[("result_after", result) for result in (None, True, [], {}, "2", 2, [{"message_id": ANSWER}])],
    *[("result_after", {"message_id": number}) for number in (0, -2, "2", 2.5, True, None, [2], 1 << 70)],
    *[("body_after", [200, body]) for body in ('{"ok":true}', "[]", "null", "2", '"ok"', "", "<html>", "{", "\0")],
    ("body_after", [200, "[" * 100_000]),
    ("body_after", [200, '{"ok": true, "result": {"message_id": Infinity}}']),
]
"""Answers that name no message."""

SOME_MUTE = MUTE[::4]


async def play(stage: Stage, answers: Iterable[Answer], scene: Callable[[Person, Answer], Awaitable[None]]) -> None:
    """Play a scene with each of the answers, some at once, each in somebody's empty chat."""
    told = list(answers)
    people = [await stage.telegram.person(f"Person {number}") for number, _ in enumerate(told)]
    some = asyncio.Semaphore(6)

    async def played(person: Person, answer: Answer) -> None:
        async with some:
            await scene(person, answer)

    ended = await asyncio.gather(*map(played, people, told), return_exceptions=True)
    failures = [(str(answer)[:80], failed) for answer, failed in zip(told, ended, strict=True) if failed]
    assert failures == []


async def test_where_the_id_can_be_read_the_placeholder_becomes_the_picture(running: Stage) -> None:
    async def scene(person: Person, answer: Answer) -> None:
        for method in ("sendMessage", "editMessageMedia"):
            await running.telegram.fault(method, *answer, chat_id=person.id)
        await running.telegram.say(person, "/draw a fox")
        assert (await running.picture(person))["message_id"] == ANSWER

    await play(running, TELLING, scene)
    people = {call["chat_id"] for call in await running.telegram.calls("editMessageMedia")}
    for person in people:
        assert len(await running.telegram.calls("send*", person)) == 1


async def test_where_it_cannot_be_read_the_order_goes_on_without(running: Stage) -> None:
    async def scene(person: Person, answer: Answer) -> None:
        await running.telegram.fault("sendMessage", *answer, chat_id=person.id)
        await running.telegram.say(person, "/draw a fox")
        assert (await running.picture(person))["reply_to_message_id"] == COMMAND
        assert len(await running.telegram.calls("send*", person.id)) == 2

    await play(running, MUTE, scene)


@pytest.mark.parametrize(("prompt", "answers"), [("a fox", MUTE), ("boom", SOME_MUTE)], ids=["picture", "words"])
async def test_an_edit_is_made_or_made_again_at_once(running: Stage, prompt: str, answers: list[Answer]) -> None:
    async def scene(person: Person, answer: Answer) -> None:
        await running.telegram.fault("editMessage*", *answer, chat_id=person.id)
        await running.telegram.say(person, f"/draw {prompt}")
        (outcome,) = await running.telegram.until(
            person.id,
            lambda seen: [message for message in seen if is_picture(message) or "couldn't finish" in message["text"]],
        )
        assert outcome["message_id"] == ANSWER
        if "result" not in str(answer):  # perhaps it was not made
            await running.telegram.wait_calls("editMessage*", person.id, count=2)
        assert len(await running.bot_messages(person)) == 1

    await play(running, answers, scene)


async def test_what_was_asked_is_not_asked_again(running: Stage) -> None:
    async def scene(person: Person, answer: Answer) -> None:
        await running.telegram.fault("sendMessage", *answer, chat_id=person.id)
        await running.telegram.say(person, "/draw")
        question = await running.said(person, "What should I paint?")
        await running.telegram.answer(person, question, "a fox")
        await running.picture(person)
        assert [message["message_id"] for message in await running.bot_messages(person)] == [ANSWER, ANSWER + 2]

    await play(running, TELLING, scene)


@pytest.mark.parametrize(
    ("method", "answers"), [("sendPhoto", [*TELLING, *SOME_MUTE]), ("sendDocument", TELLING)], ids=["photo", "document"]
)
async def test_a_picture_that_replies_comes_once_where_that_can_be_read_else_again_at_once(
    running: Stage, method: str, answers: list[Answer]
) -> None:
    async def scene(person: Person, answer: Answer) -> None:
        effect, value = answer
        if answer in TELLING and isinstance(value, dict):
            value = value | {"message_id": ANSWER + 1}
        await running.telegram.fault("sendMessage", "drop_after", chat_id=person.id)
        if method == "sendDocument":
            await running.telegram.fault("sendPhoto", "error", [400, "Bad Request: no"], times=None, chat_id=person.id)
        await running.telegram.fault(method, effect, value, chat_id=person.id)
        await running.telegram.say(person, "/draw a fox")
        count = 1 if answer in TELLING else 2
        await running.telegram.wait_calls(method, person.id, count)
        assert len(await running.pictures(person, count)) == count

    await play(running, answers, scene)


async def test_a_deletion_is_made_or_made_again_at_once(running: Stage) -> None:
    async def scene(person: Person, answer: Answer) -> None:
        await running.telegram.say(person, "/draw a fox")
        picture = await running.picture(person)
        await running.telegram.fault("deleteMessage", *answer, chat_id=person.id)
        data = picture["buttons"][0][0]["data"].replace("again", "delete")
        assert await running.made_up(person, picture, data) == ""
        assert await running.bot_messages(person) == []

    await play(running, SOME_MUTE, scene)
