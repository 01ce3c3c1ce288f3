"""The sandbox Telegram's groups, topics, channels, rights and migrations, judged on the wire."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from telegram import Update

from sandbox.patience import PATIENCE
from sandbox.telegram_client import Person, SandboxError
from tests.support.telegram_wire import BOT_ID, Wire, open_wire

pytestmark = pytest.mark.asyncio(loop_scope="module")

KEYBOARD = {"inline_keyboard": [[{"text": "Again", "callback_data": "again:1"}]]}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared() -> AsyncIterator[Wire]:
    async with open_wire() as wire:
        yield wire


@pytest_asyncio.fixture(loop_scope="module")
async def wire(shared: Wire) -> AsyncIterator[Wire]:
    await shared.updates()
    yield shared
    await shared.people.clear_faults()
    await shared.people.settings(privacy=True, enforce_limits=False, query_lifetime=60, group_limit=20)


@pytest_asyncio.fixture(loop_scope="module")
async def alice(wire: Wire) -> Person:
    return await wire.people.person("Alice", username="alice")


@pytest_asyncio.fixture(loop_scope="module")
async def bob(wire: Wire) -> Person:
    return await wire.people.person("Bob")


async def test_the_bot_comes_goes_and_is_kicked(wire: Wire, alice: Person, bob: Person) -> None:
    group = await wire.people.group("Friends", alice, bob, kind="group")
    came, notice = await wire.updates()
    assert group.id < 0
    assert came["my_chat_member"]["old_chat_member"]["status"] == "left"
    assert came["my_chat_member"]["new_chat_member"] == {
        "status": "member",
        "user": came["my_chat_member"]["new_chat_member"]["user"],
    }
    assert [user["id"] for user in notice["message"]["new_chat_members"]] == [BOT_ID]
    assert notice["message"]["from"]["id"] == alice.id
    carol = await wire.people.person("Carol")
    with pytest.raises(SandboxError, match="not in this chat"):
        await wire.people.say(carol, "/draw", chat=group.id)
    await wire.people.join(carol, group.id)
    await wire.people.leave(carol, group.id)
    joined, left = await wire.messages()
    assert (joined["new_chat_members"][0]["id"], left["left_chat_member"]["id"]) == (carol.id, carol.id)

    await wire.people.bot_status(group.id, "kicked", alice)
    gone, kicked = await wire.updates()
    assert gone["message"]["left_chat_member"]["id"] == BOT_ID
    assert kicked["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    await wire.people.say(bob, "/draw a fox", chat=group.id)
    assert await wire.updates() == []
    sent = await wire.answer("sendMessage", chat_id=group.id, text="x")
    assert (sent["error_code"], sent["description"]) == (403, "Forbidden: bot was kicked from the group chat")
    other = await wire.people.group("Others", alice, bot="left")
    refusal = "Forbidden: bot is not a member of the supergroup chat"
    assert await wire.refused("sendMessage", chat_id=other.id, text="x") == refusal


async def test_privacy_mode(wire: Wire, alice: Person, bob: Person) -> None:
    group = await wire.people.group("Quiet", alice, bob)
    await wire.updates()
    sent = await wire.call("sendMessage", chat_id=group.id, text="hello")
    theirs = await wire.people.say(bob, "hello", chat=group.id)
    here: dict[str, int] = {"chat": group.id}
    for text in ("a fox", "please /draw a fox", "/draw@otherbot a fox", "/draw@huabot2 a fox", "@alice hi"):
        await wire.people.say(alice, text, **here)
    await wire.people.say(alice, "no", chat=group.id, reply_to=theirs["message_id"])
    assert await wire.updates() == []
    meant = ["/draw", "/draw@HuaBot 🦊", "hi @huabot"]
    for text in meant:
        await wire.people.say(alice, text, **here)
    await wire.people.say(alice, "thanks", chat=group.id, reply_to=sent["message_id"])
    edited = await wire.people.say(alice, "/drew", **here)
    await wire.people.edit(alice, edited["message_id"], "/draw", chat=group.id)
    kinds = [next(iter(update)) for update in await wire.updates()]
    assert kinds == ["message"] * 5 + ["edited_message"]
    says = [e for e in await wire.people.history() if e["event"] == "say" and e["chat_id"] == group.id]
    assert [e["seen"] for e in says] == [False] * 7 + [True] * 5
    await wire.people.settings(privacy=False)
    assert (await wire.call("getMe"))["can_read_all_group_messages"]
    await wire.people.say(alice, "a fox", **here)
    await wire.people.settings(privacy=True)
    await wire.people.bot_status(group.id, "administrator", alice)
    await wire.people.say(alice, "a wolf", **here)
    assert [m["text"] for m in await wire.messages()] == ["a fox", "a wolf"]


async def test_topics(wire: Wire, alice: Person, bob: Person) -> None:
    forum = await wire.people.group("Studio", alice, bob, kind="forum")
    thread = await wire.people.topic(forum.id, "Foxes", alice)
    (_, created) = await wire.messages()
    assert created["chat"]["is_forum"]
    assert (created["message_id"], created["message_thread_id"]) == (thread, thread)
    assert created["forum_topic_created"]["name"] == "Foxes"
    order = await wire.people.say(bob, "/draw a fox", chat=forum.id, thread=thread)
    reply = await wire.people.say(alice, "/draw", chat=forum.id, reply_to=order["message_id"])
    general = await wire.people.say(bob, "/draw", chat=forum.id, thread=1)
    answer = await wire.people.say(bob, "/draw", chat=forum.id, reply_to=general["message_id"])
    for message in (order, reply):
        assert (message["message_thread_id"], message["is_topic_message"]) == (thread, True)
    assert order["reply_to_message"]["forum_topic_created"]
    assert reply["reply_to_message"]["text"] == "/draw a fox"
    assert "reply_to_message" not in reply["reply_to_message"]
    assert not {"message_thread_id", "is_topic_message", "reply_to_message"} & general.keys()
    assert answer["message_thread_id"] == general["message_id"]
    assert "is_topic_message" not in answer

    chat = {"chat_id": forum.id, "text": "x"}
    for wrong in (1, 999, general["message_id"]):
        refusal = await wire.refused("sendMessage", **chat, message_thread_id=wrong)
        assert refusal == "Bad Request: message thread not found"
    sent = await wire.call("sendMessage", **chat, message_thread_id=thread)
    assert sent["reply_to_message"]["message_id"] == thread
    sent = await wire.call("sendMessage", **chat, reply_parameters={"message_id": order["message_id"]})
    assert sent["message_thread_id"] == thread
    await wire.people.close_topic(forum.id, thread, alice)
    assert "forum_topic_closed" in (await wire.messages())[-1]
    assert await wire.refused("sendMessage", **chat, message_thread_id=thread) == "Bad Request: TOPIC_CLOSED"
    with pytest.raises(SandboxError, match="TOPIC_CLOSED"):
        await wire.people.say(bob, "/draw", chat=forum.id, thread=thread)
    assert (await wire.call("sendMessage", **chat))["message_id"]
    await wire.people.close_topic(forum.id, 1, alice)
    assert await wire.refused("sendMessage", **chat) == "Bad Request: TOPIC_CLOSED"
    await wire.people.bot_status(forum.id, "administrator", alice)
    await wire.call("sendMessage", **chat)
    views = await wire.people.messages(forum.id)
    assert [m["thread_id"] for m in views if m["text"] == "/draw a fox"] == [thread]
    assert [m["text"] for m in views if m["kind"] == "service"][:2] == ["new_chat_members", "forum_topic_created"]


async def test_replies_in_a_supergroup_make_threads_that_are_no_topics(wire: Wire, alice: Person) -> None:
    group = await wire.people.group("Plain", alice)
    first = await wire.people.say(alice, "/draw", chat=group.id)
    second = await wire.people.say(alice, "/draw", chat=group.id, reply_to=first["message_id"])
    third = await wire.people.say(alice, "/draw", chat=group.id, reply_to=second["message_id"])
    assert "message_thread_id" not in first
    for message in (second, third):
        assert message["message_thread_id"] == first["message_id"]
        assert "is_topic_message" not in message
    sending = {"chat_id": group.id, "text": "x", "message_thread_id": first["message_id"]}
    assert await wire.refused("sendMessage", **sending) == "Bad Request: message thread not found"


async def test_channel_and_its_discussion(wire: Wire, alice: Person) -> None:
    group = await wire.people.group("Talk", alice, bot="administrator")
    channel = await wire.people.channel("News", alice, discussion=group.id)
    await wire.updates()
    post = await wire.people.say(alice, "/draw a fox", chat=channel.id)
    await wire.people.edit(alice, post["message_id"], "/draw a wolf", chat=channel.id)
    first, forward, edited = await wire.updates()
    assert "from" not in first["channel_post"]
    assert first["channel_post"]["sender_chat"]["id"] == channel.id
    assert edited["edited_channel_post"]["text"] == "/draw a wolf"
    message = forward["message"]
    assert (message["from"]["id"], message["from"]["is_bot"]) == (777000, False)
    assert (message["sender_chat"]["id"], message["is_automatic_forward"]) == (channel.id, True)
    assert message["forward_origin"]["message_id"] == post["message_id"]
    assert (await wire.call("sendMessage", chat_id=channel.id, text="x"))["sender_chat"]["id"] == channel.id
    lurking = await wire.people.channel("Lurking", alice, bot="member")
    refusal = "Bad Request: need administrator rights in the channel chat"
    assert await wire.refused("sendMessage", chat_id=lurking.id, text="x") == refusal


async def test_hidden_senders_and_who_is_in_a_group(wire: Wire, alice: Person, bob: Person) -> None:
    group = await wire.people.group("Masks", alice, bob)
    channel = await wire.people.channel("Mine", bob)
    await wire.updates()
    await wire.people.promote(alice, group.id, anonymous=True)
    await wire.people.say(alice, "/draw", chat=group.id, as_chat=group.id)
    await wire.people.say(bob, "/draw", chat=group.id, as_chat=channel.id)
    admin, writer = await wire.messages()
    assert (admin["from"]["id"], admin["sender_chat"]["id"]) == (1087968824, group.id)
    assert (writer["from"]["id"], writer["sender_chat"]["id"]) == (136817688, channel.id)
    for person, chat in ((bob, group.id), (alice, channel.id)):
        with pytest.raises(SandboxError):
            await wire.people.say(person, "/draw", chat=group.id, as_chat=chat)
    sent = await wire.call("sendMessage", chat_id=group.id, text="x", reply_markup=KEYBOARD)
    await wire.people.press(alice, sent["message_id"], "again:1", chat=group.id)
    ((query,),) = [update.values() for update in await wire.updates()]
    assert (query["from"]["id"], query["message"]["chat"]["id"]) == (alice.id, group.id)

    async def status(user_id: int) -> str:
        return str((await wire.call("getChatMember", chat_id=group.id, user_id=user_id))["status"])

    carol = await wire.people.person("Carol")
    assert [await status(user_id) for user_id in (alice.id, bob.id, carol.id, BOT_ID)] == [
        "creator",
        "member",
        "left",
        "member",
    ]
    refusal = await wire.refused("getChatMember", chat_id=group.id, user_id=5)
    assert refusal == "Bad Request: PARTICIPANT_ID_INVALID"
    await wire.people.promote(bob, group.id)
    admins = await wire.call("getChatAdministrators", chat_id=group.id)
    assert [(a["user"]["id"], a["is_anonymous"]) for a in admins] == [(alice.id, True), (bob.id, False)]
    await wire.people.say(alice, "/start")
    refusal = await wire.refused("getChatAdministrators", chat_id=alice.id)
    assert refusal == "Bad Request: there are no administrators in the private chat"


async def test_rights(wire: Wire, alice: Person) -> None:
    group = await wire.people.group("Strict", alice)
    here = {"chat_id": group.id}
    sent = await wire.call("sendMessage", **here, text="…")
    photo = json.dumps({"type": "photo", "media": "attach://f"})
    await wire.people.permit(group.id, photos=False)
    refusal = "Bad Request: not enough rights to send photos to the chat"
    assert (await wire.upload("sendPhoto", "photo", b"x", "p.png", **here))["description"] == refusal
    edit = await wire.upload("editMessageMedia", "f", b"x", "p.png", **here, message_id=sent["message_id"], media=photo)
    assert edit["description"] == refusal
    assert (await wire.upload("sendDocument", "document", b"x", "d.bin", **here))["ok"]
    await wire.people.permit(group.id, documents=False, texts=False)
    refusal = "Bad Request: not enough rights to send documents to the chat"
    assert (await wire.upload("sendDocument", "document", b"x", "d.bin", **here))["description"] == refusal
    refusal = "Bad Request: not enough rights to send text messages to the chat"
    assert await wire.refused("sendMessage", **here, text="x") == refusal
    edited = {**here, "message_id": sent["message_id"]}
    assert (await wire.answer("editMessageText", **edited, text="still mine"))["ok"]
    await wire.people.permit(group.id, write=False)
    assert await wire.refused("sendMessage", **here, text="x") == "Bad Request: have no rights to send a message"
    assert await wire.refused("editMessageText", **edited, text="x") == "Bad Request: CHAT_WRITE_FORBIDDEN"
    theirs = await wire.people.say(alice, "/draw", chat=group.id)
    deletion = {**here, "message_id": theirs["message_id"]}
    assert await wire.refused("deleteMessage", **deletion) == "Bad Request: message can't be deleted"
    await wire.people.bot_status(group.id, "administrator", alice)
    await wire.call("sendMessage", **here, text="x")
    assert await wire.call("deleteMessage", **deletion)


@pytest.mark.parametrize("announce", [True, False])
async def test_migration(wire: Wire, alice: Person, announce: bool) -> None:
    old = await wire.people.group("Growing", alice, kind="group")
    sent = await wire.call("sendMessage", chat_id=old.id, text="…")
    await wire.updates()
    new = await wire.people.migrate(old.id, announce=announce)
    notices = await wire.messages()
    if announce:
        to, come = notices
        assert (to["chat"]["id"], to["migrate_to_chat_id"]) == (old.id, new.id)
        assert (come["chat"]["id"], come["migrate_from_chat_id"], come["message_id"]) == (new.id, old.id, 1)
    else:
        assert notices == []
    calls: dict[str, dict[str, Any]] = {
        "sendMessage": {"text": "x"},
        "editMessageText": {"text": "x", "message_id": sent["message_id"]},
        "deleteMessage": {"message_id": sent["message_id"]},
        "getChatMember": {"user_id": alice.id},
    }
    for method, params in calls.items():
        body = await wire.answer(method, chat_id=old.id, **params)
        assert body["error_code"] == 400
        assert body["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
        assert body["parameters"] == {"migrate_to_chat_id": new.id}
    edit = {"chat_id": new.id, "message_id": sent["message_id"] + 5, "text": "x"}
    assert await wire.refused("editMessageText", **edit) == "Bad Request: message to edit not found"
    with pytest.raises(SandboxError, match="has become"):
        await wire.people.say(alice, "/draw", chat=old.id)
    assert (await wire.people.say(alice, "/draw", chat=new.id))["message_id"] == (2 if announce else 1)


async def test_presses_in_a_group(wire: Wire, alice: Person, bob: Person) -> None:
    group = await wire.people.group("Buttons", alice, bob)
    sent = await wire.call("sendMessage", chat_id=group.id, text="x", reply_markup=KEYBOARD)
    number = sent["message_id"]
    await wire.call("editMessageReplyMarkup", chat_id=group.id, message_id=number)
    await wire.updates()
    await wire.people.press(bob, number, "again:1", chat=group.id)
    with pytest.raises(SandboxError, match="never had this button"):
        await wire.people.press(bob, number, "made:up", chat=group.id)
    await wire.people.press(bob, number, "made:up", chat=group.id, made_up=True, inaccessible=True)
    stale, fake = [update["callback_query"] for update in await wire.updates()]
    assert "reply_markup" not in stale["message"]
    assert stale["chat_instance"] == fake["chat_instance"] != str(group.id)
    assert (fake["data"], fake["message"]["date"]) == ("made:up", 0)
    await wire.people.settings(query_lifetime=0)
    old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await wire.refused("answerCallbackQuery", callback_query_id=stale["id"]) == old
    assert await wire.refused("answerCallbackQuery", callback_query_id="1") == old
    assert Update.de_json({"update_id": 1, "callback_query": fake}, None).callback_query


async def test_a_group_is_flooded_on_its_own(wire: Wire, alice: Person) -> None:
    group = await wire.people.group("Busy", alice)
    other = await wire.people.group("Idle", alice)
    await wire.people.settings(enforce_limits=True, group_limit=2)
    for _ in range(2):
        sent = await wire.call("sendMessage", chat_id=group.id, text="x")
    flooded = await wire.answer("sendMessage", chat_id=group.id, text="x")
    assert flooded["error_code"] == 429
    seconds = flooded["parameters"]["retry_after"]
    assert 1 <= seconds <= 60
    assert flooded["description"] == f"Too Many Requests: retry after {seconds}"
    await wire.call("editMessageText", chat_id=group.id, message_id=sent["message_id"], text="edits do not count")
    await wire.call("sendMessage", chat_id=other.id, text="x")
    assert [c["status"] for c in await wire.people.calls("sendMessage", group.id)] == [200, 200, 429]


async def test_menu_by_scope(wire: Wire, alice: Person, bob: Person) -> None:
    group = await wire.people.group("Menu", alice, bob)
    scopes: list[dict[str, Any]] = [
        {"type": "default"},
        {"type": "all_private_chats"},
        {"type": "all_group_chats"},
        {"type": "all_chat_administrators"},
        {"type": "chat_member", "chat_id": group.id, "user_id": bob.id},
    ]
    for scope in scopes:
        commands = [{"command": "draw", "description": scope["type"]}]
        await wire.call("setMyCommands", commands=commands, scope=scope)

    async def shown(**where: int) -> str:
        return str((await wire.people.commands("zh", **where))[0]["description"])

    assert await shown() == "all_private_chats"
    assert await shown(chat_id=group.id) == "all_group_chats"
    assert await shown(chat_id=group.id, person_id=alice.id) == "all_chat_administrators"
    assert await shown(chat_id=group.id, person_id=bob.id) == "chat_member"


async def test_webhook_for_several_chats(wire: Wire, alice: Person, bob: Person) -> None:
    busy, most, delivered = 0, 0, asyncio.Event()
    seen: list[tuple[int, str]] = []

    async def hook(request: web.Request) -> web.Response:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        message = (await request.json())["message"]
        await asyncio.sleep(0.05)
        busy -= 1
        seen.append((message["chat"]["id"], message["text"]))
        if len(seen) == 1:
            return web.Response(status=503, headers={"Retry-After": "1"})
        if len(seen) == 7:
            delivered.set()
        return web.Response()

    app = web.Application()
    app.router.add_post("/telegram/hook", hook)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram/hook"
    try:
        await wire.people.settings(require_https=True)
        refusal = "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
        assert await wire.refused("setWebhook", url=url) == refusal
        refusal = "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
        assert await wire.refused("setWebhook", url="https://bot.example:8080/x") == refusal
        await wire.people.settings(require_https=False)
        options = {"secret_token": "s", "max_connections": 2, "allowed_updates": ["message"]}
        await wire.call("setWebhook", url=url, drop_pending_updates=True, **options)
        people = [alice, bob, await wire.people.person("Carol")]
        sent = await wire.call("getWebhookInfo")
        assert (sent["max_connections"], sent["allowed_updates"]) == (2, ["message"])
        for text in ("/one", "/two"):
            for person in people:
                await wire.people.say(person, text)
        await wire.people.block(bob)
        async with asyncio.timeout(PATIENCE):
            await delivered.wait()
        assert most == 2
        for person in people:
            texts = [text for chat, text in seen if chat == person.chat_id]
            assert texts in (["/one", "/two"], ["/one", "/one", "/two"])
        entries = [e for e in await wire.people.history() if e["event"] == "webhook"]
        refused = next(e for e in entries if e["status"] == 503)
        again = next(e for e in entries if e["status"] == 200 and e["update_id"] == refused["update_id"])
        assert again["at"] - refused["at"] >= 1
    finally:
        await wire.call("deleteWebhook", drop_pending_updates=True)
        await runner.cleanup()
    assert await wire.updates() == []
    await wire.call("getUpdates", allowed_updates=["callback_query"])
    await wire.people.say(alice, "/draw")
    assert await wire.updates() == []
    await wire.call("getUpdates", allowed_updates=[])
