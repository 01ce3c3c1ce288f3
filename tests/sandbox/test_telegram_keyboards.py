"""Buttons, questions that open a reply, deletions and menus of the sandbox Telegram, over its wire."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from telegram import Update

from sandbox.telegram_client import Person, SandboxError, button, buttons
from sandbox.telegram_view import render
from sandbox.transcript import Transcript
from tests.support.telegram_wire import Wire, open_wire, picture

KEYBOARD = {
    "inline_keyboard": [
        [{"text": "🔁 again", "callback_data": "again:1"}, {"text": "✨ HD", "callback_data": "hd:1"}],
        [{"text": "ℹ️ copy", "copy_text": {"text": "/draw a cat --seed 7"}}],
    ]
}
ASK = {"force_reply": True, "selective": True, "input_field_placeholder": "a cat, but blue"}


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with open_wire() as opened:
        yield opened


@pytest.fixture
async def alice(wire: Wire) -> Person:
    person = await wire.people.person("Alice", "zh-hans", username="alice")
    await wire.people.say(person, "/start")
    return person


@pytest.fixture
async def bob(wire: Wire) -> Person:
    return await wire.people.person("Bob")


async def _photo(wire: Wire, chat_id: int, **params: Any) -> dict[str, Any]:
    packed = {name: json.dumps(value) if isinstance(value, dict) else value for name, value in params.items()}
    answer = await wire.upload("sendPhoto", "photo", picture(300, 200), "x.png", chat_id=chat_id, **packed)
    return dict(answer["result"])


async def test_a_press_brings_the_whole_message(wire: Wire, alice: Person, bob: Person) -> None:
    forum = await wire.people.group("Forum", alice, bob, kind="forum")
    thread = await wire.people.topic(forum.id, "Cats", alice)
    command = await wire.people.say(bob, "/draw a cat", chat=forum.id, thread=thread)
    reply = {"message_id": command["message_id"]}
    sent = await _photo(
        wire, forum.id, message_thread_id=thread, caption="a cat", reply_markup=KEYBOARD, reply_parameters=reply
    )
    (shown,) = [entry for entry in await wire.people.messages(forum.id) if entry["from_bot"]]
    assert buttons(shown) == ["🔁 again", "✨ HD", "ℹ️ copy"]
    assert button(shown, "copy")["copy_text"] == "/draw a cat --seed 7"
    assert (shown["caption"], shown["force_reply"], shown["chat_id"]) == ("a cat", None, forum.id)
    await wire.updates()
    query_id = await wire.people.press_label(bob, shown, "HD")
    (query,) = [update["callback_query"] for update in await wire.updates()]
    message = query["message"]
    assert (query["data"], query["from"]["id"], message["message_id"]) == ("hd:1", bob.id, sent["message_id"])
    assert (message["reply_markup"], message["caption"]) == (KEYBOARD, "a cat")
    assert message["photo"] == sent["photo"]
    assert (message["message_thread_id"], message["is_topic_message"]) == (thread, True)
    assert message["reply_to_message"]["text"] == "/draw a cat"
    assert "reply_to_message" not in message["reply_to_message"]
    await wire.call("answerCallbackQuery", callback_query_id=query["id"], text="Not yours", show_alert=True)
    answer = await wire.people.answer_to(query_id)
    assert (answer["text"], answer["alert"], answer["person"]) == ("Not yours", True, "Bob")

    for label in ("copy", "🗑"):
        with pytest.raises(SandboxError, match="copy"):
            await wire.people.press_label(bob, shown, label)
    await wire.people.delete(forum.id, command["message_id"])
    await wire.people.press_label(bob, shown, "🔁")
    await wire.people.age(shown, hours=48)
    await wire.people.press_label(bob, shown, "🔁")
    orphan, old = [update["callback_query"] for update in await wire.updates()]
    assert "reply_to_message" not in orphan["message"]
    assert old["message"] == {"chat": message["chat"], "message_id": sent["message_id"], "date": 0}
    for press in (query, old):
        parsed = Update.de_json({"update_id": 1, "callback_query": press}, None).callback_query
        assert parsed
        assert parsed.message
        assert parsed.message.is_accessible is (press is query)


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        ({"text": "x", "callback_data": "界" * 21 + "xy"}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "copy_text": {"text": "y" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "x", "copy_text": {"text": ""}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "x"}, "Text buttons are unallowed"),
        ("x", "must be of type String"),
    ],
)
async def test_odd_buttons(wire: Wire, alice: Person, odd: Any, reason: str) -> None:
    markup = {"inline_keyboard": [[odd]]}
    assert reason in await wire.refused("sendMessage", chat_id=alice.id, text="x", reply_markup=markup)
    sent = await _photo(wire, alice.id)
    where = {"chat_id": alice.id, "message_id": sent["message_id"]}
    assert reason in await wire.refused("editMessageReplyMarkup", **where, reply_markup=markup)


async def test_keyboards_and_file_ids_under_pictures(wire: Wire, alice: Person) -> None:
    sent = await _photo(wire, alice.id, caption="a cat", reply_markup=KEYBOARD)
    where = {"chat_id": alice.id, "message_id": sent["message_id"]}
    unchanged = await wire.refused("editMessageReplyMarkup", **where, reply_markup=KEYBOARD)
    assert unchanged.startswith("Bad Request: message is not modified")
    edited = await wire.call("editMessageReplyMarkup", **where)
    assert "reply_markup" not in edited
    assert (edited["caption"], edited["photo"]) == ("a cat", sent["photo"])
    assert "not modified" in await wire.refused("editMessageReplyMarkup", **where)

    photo_id = sent["photo"][0]["file_id"]
    upload = await wire.upload("sendDocument", "document", picture(8, 8), "x.png", chat_id=alice.id)
    document_id = upload["result"]["document"]["file_id"]
    again = await wire.call("sendPhoto", chat_id=alice.id, photo=photo_id, reply_markup=KEYBOARD)
    assert (again["photo"], again["reply_markup"]) == (sent["photo"], KEYBOARD)
    file = await wire.call("sendDocument", chat_id=alice.id, document=document_id, reply_markup=KEYBOARD)
    assert (file["document"], file["reply_markup"]) == (upload["result"]["document"], KEYBOARD)
    wrong = {
        "Photo as Document": ("sendDocument", "document", photo_id),
        "Document as Photo": ("sendPhoto", "photo", document_id),
    }
    for reason, (method, kind, file_id) in wrong.items():
        assert await wire.refused(method, chat_id=alice.id, **{kind: file_id}) == (
            f"Bad Request: can't use file of type {reason}"
        )
        media = {"type": kind, "media": file_id}
        assert reason in await wire.refused("editMessageMedia", **where, media=media)
    became = await wire.call("editMessageMedia", **where, media={"type": "document", "media": document_id})
    assert "photo" not in became
    assert "caption" not in became


async def test_force_reply(wire: Wire, alice: Person, bob: Person) -> None:
    group = await wire.people.group("Painters", alice, bob)
    command = await wire.people.say(bob, "/remix", chat=group.id)
    await wire.updates()
    reply = {"message_id": command["message_id"]}
    await wire.call("sendMessage", chat_id=group.id, text="What words?", reply_markup=ASK, reply_parameters=reply)
    question = (await wire.people.messages(group.id))[-1]
    assert question["force_reply"] == {"placeholder": "a cat, but blue", "selective": True, "asks": [bob.id]}
    assert "<reply: a cat, but blue>" in render([question])
    with pytest.raises(SandboxError, match="asks Alice for no reply"):
        await wire.people.answer(alice, question, "red")
    await wire.people.say(alice, "private talk", chat=group.id)
    await wire.people.answer(bob, question, "blue, please")
    (answer,) = await wire.messages()
    assert (answer["text"], answer["from"]["id"]) == ("blue, please", bob.id)
    assert answer["reply_to_message"]["message_id"] == question["message_id"]
    assert answer["reply_to_message"]["from"]["username"] == "huabot"
    assert not {"reply_to_message", "reply_markup"} & answer["reply_to_message"].keys()

    where = {"chat_id": group.id, "message_id": question["message_id"]}
    final = "Bad Request: message can't be edited"
    assert await wire.refused("editMessageText", **where, text="Never mind") == final
    assert await wire.refused("editMessageReplyMarkup", **where, reply_markup=KEYBOARD) == final
    plain = await wire.call("sendMessage", chat_id=group.id, text="@alice, and you?", reply_markup=ASK)
    assert (await wire.people.messages(group.id))[-1]["force_reply"]["asks"] == [alice.id]
    edit = {"chat_id": group.id, "message_id": plain["message_id"], "text": "x", "reply_markup": ASK}
    assert await wire.refused("editMessageText", **edit) == final
    long = ASK | {"input_field_placeholder": "x" * 65}
    assert "1-64" in await wire.refused("sendMessage", chat_id=group.id, text="x", reply_markup=long)
    everyone = {"force_reply": True}
    await wire.call("sendMessage", chat_id=group.id, text="Anyone?", reply_markup=everyone)
    await wire.people.answer(alice, (await wire.people.messages(group.id))[-1], "me")
    channel = await wire.people.channel("News", alice)
    refused = await wire.refused("sendMessage", chat_id=channel.id, text="x", reply_markup=ASK)
    assert refused == "Bad Request: inline keyboard expected"
    # In private nobody else is there to be selected.
    await wire.call("sendMessage", chat_id=alice.id, text="And here?", reply_markup=ASK)
    await wire.people.answer(alice, (await wire.people.messages(alice.id))[-1], "yes")


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_deletions(wire: Wire, alice: Person, bob: Person, kind: str) -> None:
    group = await wire.people.group("Painters", alice, bob, kind=kind)
    refusal = "Bad Request: message can't be deleted" + (" for everyone" if kind == "group" else "")
    theirs = await wire.people.say(bob, "/draw", chat=group.id)
    own, old = [await wire.call("sendMessage", chat_id=group.id, text=text) for text in ("own", "old")]
    shown = {entry["message_id"]: entry for entry in await wire.people.messages(group.id)}
    await wire.people.age(shown[old["message_id"]], hours=48)
    await wire.people.age(shown[own["message_id"]], hours=47.9)
    for message in (theirs, old):
        assert await wire.refused("deleteMessage", chat_id=group.id, message_id=message["message_id"]) == refusal
    both = [own["message_id"], old["message_id"], 999]
    assert await wire.refused("deleteMessages", chat_id=group.id, message_ids=both) == refusal
    await wire.call("deleteMessages", chat_id=group.id, message_ids=[own["message_id"], 999])
    gone = await wire.refused("deleteMessage", chat_id=group.id, message_id=own["message_id"])
    assert gone == "Bad Request: message to delete not found"
    assert [entry["text"] for entry in await wire.people.deleted(group.id)] == ["own"]
    await wire.people.bot_status(group.id, "administrator", alice)
    await wire.call("deleteMessage", chat_id=group.id, message_id=theirs["message_id"])
    assert await wire.refused("deleteMessage", chat_id=group.id, message_id=old["message_id"]) == refusal


async def test_a_deleted_screen_can_still_be_pressed(wire: Wire, alice: Person) -> None:
    sent = await wire.call("sendMessage", chat_id=alice.id, text="x", reply_markup=KEYBOARD)
    shown = (await wire.people.messages(alice.id))[-1]
    await wire.call("deleteMessage", chat_id=alice.id, message_id=sent["message_id"])
    await wire.updates()
    await wire.people.press_label(alice, shown, "again")
    (query,) = [update["callback_query"] for update in await wire.updates()]
    assert query["message"]["date"] == 0
    for entry in (event for event in await wire.people.history() if event["event"] == "delete"):
        assert entry["by_bot"]


async def test_menus(wire: Wire, alice: Person, bob: Person) -> None:
    group = await wire.people.group("Painters", alice, bob)

    async def set_menu(name: str, language_code: str = "", **scope: Any) -> None:
        commands = [{"command": f"/{name}", "description": f" {name}! "}]
        await wire.call("setMyCommands", commands=commands, scope=scope or None, language_code=language_code)

    await set_menu("plain")
    await set_menu("chinese", "zh")
    await set_menu("private", type="all_private_chats")
    await set_menu("privately_chinese", "zh", type="all_private_chats")
    await set_menu("groups", type="all_group_chats")
    assert await wire.people.menu(alice) == {"privately_chinese": "privately_chinese!"}
    assert list(await wire.people.menu(bob)) == ["private"]
    assert list(await wire.people.menu(alice, group.id)) == ["groups"]
    await set_menu("here", type="chat", chat_id=group.id)
    await set_menu("bobs", type="chat", chat_id=alice.id)
    assert list(await wire.people.menu(alice, group.id)) == ["here"]
    assert list(await wire.people.menu(alice)) == ["bobs"]
    scope = {"type": "chat", "chat_id": str(group.id)}
    assert await wire.call("getMyCommands", scope=scope) == [{"command": "here", "description": "here!"}]
    await wire.call("deleteMyCommands", scope=scope)
    assert await wire.call("getMyCommands", scope=scope) == []
    assert list(await wire.people.menu(bob, group.id)) == ["groups"]
    command = [{"command": "x", "description": "y"}]
    for odd, reason in (
        ({"language_code": "zh-hans"}, "invalid language code specified"),
        ({"language_code": "ZH"}, "invalid language code specified"),
        ({"scope": {"type": "everyone"}}, "Unsupported type specified"),
        ({"scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
        ({"commands": [{"command": "Draw", "description": "y"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "x", "description": " "}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ):
        assert reason in await wire.refused("setMyCommands", **{"commands": command} | odd)


async def test_transcript(wire: Wire, alice: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    await _photo(wire, alice.id, caption="a cat", reply_markup=KEYBOARD)
    await wire.call("sendMessage", chat_id=alice.id, text="What words?", reply_markup=ASK)
    messages = await wire.people.messages(alice.id)
    number = messages[1]["message_id"]
    with Transcript(tmp_path / "transcript.txt") as transcript:
        page = transcript.page("1  A keyboard")
        page.show(alice.id, messages, {number: Path("demo/cat.png")})
        page.press("Alice", number, "✨ HD")
        page.popup("Alice", number, "It is on its way")
        await wire.call("deleteMessage", chat_id=alice.id, message_id=number)
        for _ in range(2):
            page.show(alice.id, await wire.people.messages(alice.id))
    written = (tmp_path / "transcript.txt").read_text(encoding="utf-8")
    assert written == capsys.readouterr().out
    lines = [" ".join(line.split()) for line in written.splitlines()]
    assert [line.partition(" s ")[2] or line for line in lines] == [
        "",
        "1 A keyboard",
        "Alice #1 /start",
        "Huabot #2 [photo 300×200 → demo/cat.png]",
        "a cat",
        "[ 🔁 again ] [ ✨ HD ]",
        "[ ℹ️ copy ]",
        "Huabot #3 What words?",
        "[ reply: a cat, but blue ]",
        "Alice #2 presses [ ✨ HD ]",
        "Alice #2 sees: It is on its way",
        "#2 is deleted",
    ]
