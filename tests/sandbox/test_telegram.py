"""The sandbox Telegram, driven by python-telegram-bot and by a bare HTTP client."""

import asyncio
import io
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
import telegram
from aiohttp import web
from PIL import Image
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaDocument, InputMediaPhoto, ReplyParameters
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter

from sandbox.patience import PATIENCE
from sandbox.telegram.rules import format_text
from sandbox.telegram.server import TelegramServer
from sandbox.telegram_client import Person, SandboxError, TelegramClient

TOKEN = "4242:not-a-secret"
KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Again", callback_data="again:1")]])


def picture(width: int = 512, height: int = 512) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(out, "PNG")
    return out.getvalue()


@dataclass
class Stage:
    url: str
    bot: telegram.Bot
    people: TelegramClient
    session: aiohttp.ClientSession
    alice: Person

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        async with self.session.post(f"{self.url}/bot{TOKEN}/{method}", json=params) as response:
            body = await response.json()
            assert isinstance(body, dict)
            return body

    async def refused(self, method: str, **params: Any) -> str:
        body = await self.call(method, **params)
        assert not body["ok"], body
        return str(body["description"])


@pytest.fixture
async def stage(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    # Without it the library warns whenever it is told to wait.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    server = TelegramServer(TOKEN)
    url = await server.start()
    bot = telegram.Bot(TOKEN, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot")
    async with aiohttp.ClientSession() as session, bot:
        people = TelegramClient(url, session)
        yield Stage(url, bot, people, session, await people.person("Alice", "en"))
    await server.stop()


Serve = Callable[[Callable[[web.Request], Awaitable[web.StreamResponse]]], Awaitable[str]]


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    runners: list[web.AppRunner] = []

    async def start(handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> str:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", handler)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        runners.append(runner)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    yield start
    for runner in runners:
        await runner.cleanup()


async def test_update_is_repeated_until_an_offset_acknowledges_it(stage: Stage) -> None:
    await stage.people.say(stage.alice, "/draw@huabot 🐈 a cat")
    first = await stage.bot.get_updates(timeout=5)
    assert [u.update_id for u in await stage.bot.get_updates()] == [first[0].update_id]
    message = first[0].message
    assert message
    assert message.from_user
    assert message.from_user.language_code == "en"
    assert message.parse_entities() == {message.entities[0]: "/draw@huabot"}
    assert await stage.bot.get_updates(offset=first[0].update_id + 1) == ()


async def test_old_update_comes_again_below_the_offset(stage: Stage) -> None:
    await stage.people.say(stage.alice, "one")
    await stage.people.say(stage.alice, "two")
    one, two = await stage.bot.get_updates()
    await stage.people.repeat_update(one.update_id, times=2)
    after = two.update_id + 1
    assert [u.update_id for u in await stage.bot.get_updates(offset=after)] == [one.update_id] * 2
    assert await stage.bot.get_updates(offset=after) == ()
    await stage.people.raw_update({"update_id": "odd"})
    assert (await stage.call("getUpdates", offset=after))["result"] == [{"update_id": "odd"}]
    assert (await stage.call("getUpdates", offset=after))["result"] == []


async def test_negative_offset_keeps_only_the_last(stage: Stage) -> None:
    for text in "abc":
        await stage.people.say(stage.alice, text)
    (last,) = await stage.bot.get_updates(offset=-1)
    assert last.message
    assert last.message.text == "c"


async def test_long_poll_waits_and_the_older_of_two_is_ended(stage: Stage) -> None:
    older = asyncio.create_task(stage.bot.get_updates(timeout=10))
    await asyncio.sleep(0.2)
    newer = asyncio.create_task(stage.call("getUpdates", timeout=10))
    with pytest.raises(Conflict, match="terminated by other getUpdates"):
        await older
    await stage.people.say(stage.alice, "hello")
    assert len((await newer)["result"]) == 1


async def test_wrong_token_and_unknown_method(stage: Stage) -> None:
    async with stage.session.get(f"{stage.url}/bot1:x/getMe") as response:
        assert (response.status, (await response.json())["description"]) == (401, "Unauthorized")
    assert await stage.refused("dance") == "Not Found"
    assert (await stage.call("GETME"))["result"]["username"] == "huabot"


async def test_placeholder_becomes_a_photo_by_url(stage: Stage, serve: Serve) -> None:
    async def show(request: web.Request) -> web.Response:
        return web.Response(body=picture(900, 600), content_type="image/png")

    source = await serve(show)
    ordered = await stage.people.say(stage.alice, "/draw a cat")
    reply = ReplyParameters(ordered["message_id"])
    sent = await stage.bot.send_message(stage.alice.chat_id, "Painting…", reply_parameters=reply, reply_markup=KEYBOARD)
    media = InputMediaPhoto(f"{source}/1.png", caption="<b>a cat</b>", parse_mode="HTML")
    edited = await sent.edit_media(media)
    assert isinstance(edited, telegram.Message)
    assert [max(size.width, size.height) for size in edited.photo] == [90, 320, 800, 900]
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_media(media)

    seen = await stage.people.until(stage.alice.chat_id, lambda ms: [m for m in ms if m["kind"] == "photo"])
    assert seen[0]["text"] == "a cat"
    assert seen[0]["entities"] == [{"offset": 0, "length": 5, "type": "bold"}]
    assert seen[0]["buttons"] == []
    assert (seen[0]["width"], seen[0]["height"], seen[0]["version"]) == (900, 600, 1)
    with Image.open(io.BytesIO(await stage.people.file(seen[0]["file_id"]))) as shown:
        assert (shown.format, shown.size) == ("JPEG", (900, 600))
    file = await stage.bot.get_file(seen[0]["file_id"])
    assert await file.download_as_bytearray() == await stage.people.file(seen[0]["file_id"])
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await sent.edit_text("text again")
    again = await stage.bot.send_photo(stage.alice.chat_id, seen[0]["file_id"])
    assert again.photo[-1].file_unique_id == seen[0]["file_unique_id"]
    assert [e["url"] for e in await stage.people.history() if e["event"] == "fetch"] == [f"{source}/1.png"]


async def test_failed_address_stays_failed(stage: Stage, serve: Serve) -> None:
    answers = [web.Response(status=404), web.Response(body=picture()), web.Response(text="words")]

    async def show(request: web.Request) -> web.Response:
        return answers.pop(0)

    source = await serve(show)
    await stage.people.say(stage.alice, "hi")
    photo = {"chat_id": stage.alice.chat_id, "photo": f"{source}/a.png"}
    for _ in range(2):
        assert await stage.refused("sendPhoto", **photo) == "Bad Request: failed to get HTTP URL content"
    assert (await stage.call("sendPhoto", **photo | {"photo": f"{source}/b.png"}))["ok"]
    wrong_type = "Bad Request: wrong type of the web page content"
    assert await stage.refused("sendPhoto", **photo | {"photo": f"{source}/c.png"}) == wrong_type


async def test_document_keeps_its_bytes(stage: Stage) -> None:
    await stage.people.say(stage.alice, "/hd")
    original = picture(6144, 4096)
    sent = await stage.bot.send_message(stage.alice.chat_id, "…")
    with pytest.raises(BadRequest, match="Photo_invalid_dimensions"):
        await stage.bot.send_photo(stage.alice.chat_id, original)
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await stage.bot.send_photo(stage.alice.chat_id, b"no picture")
    media = InputMediaDocument(original, filename="hd.png")
    await stage.bot.edit_message_media(media, stage.alice.chat_id, sent.message_id)
    (_, shown) = await stage.people.messages(stage.alice.chat_id)
    assert (shown["kind"], shown["file_name"]) == ("document", "hd.png")
    assert await stage.people.file(shown["file_id"]) == original


async def test_too_large_an_upload(stage: Stage) -> None:
    await stage.people.say(stage.alice, "hi")
    form = aiohttp.FormData({"chat_id": str(stage.alice.chat_id)})
    form.add_field("document", io.BytesIO(bytes(50 * 1024 * 1024 + 1)), filename="big.bin")
    async with stage.session.post(f"{stage.url}/bot{TOKEN}/sendDocument", data=form) as response:
        assert (response.status, (await response.json())["description"]) == (413, "Request Entity Too Large")


async def test_buttons(stage: Stage) -> None:
    await stage.people.say(stage.alice, "hi")
    sent = await stage.bot.send_message(stage.alice.chat_id, "choose", reply_markup=KEYBOARD)
    query_id = await stage.people.press(stage.alice, sent.message_id, "again:1")
    query = (await stage.bot.get_updates(offset=-1))[0].callback_query
    assert query
    assert (query.id, query.data, query.from_user.id) == (query_id, "again:1", stage.alice.id)
    assert await query.answer("yes")
    with pytest.raises(BadRequest, match="Query is too old"):
        await query.answer()
    with pytest.raises(SandboxError, match="never had this button"):
        await stage.people.press(stage.alice, sent.message_id, "other")
    data = {"inline_keyboard": [[{"text": "x", "callback_data": "ж" * 33}]]}
    refusal = await stage.refused("sendMessage", chat_id=stage.alice.chat_id, text="x", reply_markup=data)
    assert refusal == "Bad Request: BUTTON_DATA_INVALID"


async def test_rules_of_sending_and_editing(stage: Stage) -> None:
    chat = {"chat_id": stage.alice.chat_id}
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await stage.bot.send_message(stage.alice.chat_id, "hello?")
    theirs = await stage.people.say(stage.alice, "hi")
    bad = "Bad Request: "
    assert await stage.refused("sendMessage", chat_id=5, text="x") == bad + "chat not found"
    assert await stage.refused("sendMessage", **chat, text=" \n") == bad + "message text is empty"
    assert await stage.refused("sendMessage", **chat, text="🎨" * 2049) == bad + "message is too long"
    assert (await stage.call("sendMessage", **chat, text=f"<b>{'🎨' * 2048}</b>", parse_mode="HTML"))["ok"]
    reply = {"reply_parameters": {"message_id": 99}}
    assert await stage.refused("sendMessage", **chat, text="x", **reply) == bad + "message to be replied not found"
    reply["reply_parameters"]["allow_sending_without_reply"] = True
    assert "reply_to_message" not in (await stage.call("sendMessage", **chat, text="x", **reply))["result"]
    edit = await stage.refused("editMessageText", **chat, message_id=99, text="x")
    assert edit == bad + "message to edit not found"
    edit = await stage.refused("editMessageText", **chat, message_id=theirs["message_id"], text="x")
    assert edit == bad + "message can't be edited"
    sent = (await stage.call("sendMessage", **chat, text="x"))["result"]
    edit = await stage.refused("editMessageText", **chat, message_id=sent["message_id"], text="x")
    assert edit.startswith(bad + "message is not modified: ")
    assert (await stage.call("deleteMessage", **chat, message_id=sent["message_id"]))["result"] is True
    form = aiohttp.FormData({"chat_id": str(stage.alice.chat_id), "caption": "c" * 1025})
    form.add_field("photo", picture(), filename="p.png")
    async with stage.session.post(f"{stage.url}/bot{TOKEN}/sendPhoto", data=form) as response:
        assert (await response.json())["description"] == bad + "message caption is too long"
    await stage.people.block(stage.alice)
    assert await stage.refused("sendMessage", **chat, text="x") == "Forbidden: bot was blocked by the user"
    changes = [u.my_chat_member for u in await stage.bot.get_updates() if u.my_chat_member]
    assert [c.new_chat_member.status for c in changes] == ["kicked"]


def test_markup() -> None:
    source = (
        '<b>🎨 <i>x</i></b> &lt;&#33; <pre><code class="language-py">/a</code></pre> '
        '<a href="http://e.org">@abcd</a> /b'
    )
    text, entities = format_text(source, "HTML", None)
    assert text == "🎨 x <! /a @abcd /b"
    assert entities == (
        {"offset": 0, "length": 4, "type": "bold"},
        {"offset": 3, "length": 1, "type": "italic"},
        {"offset": 8, "length": 2, "type": "pre", "language": "py"},
        {"offset": 11, "length": 5, "type": "text_link", "url": "http://e.org"},
        {"offset": 17, "length": 2, "type": "bot_command"},
    )


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("a <cat>", 'Unsupported start tag "cat" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
    ],
)
async def test_bad_html(stage: Stage, source: str, reason: str) -> None:
    await stage.people.say(stage.alice, "hi")
    refusal = await stage.refused("sendMessage", chat_id=stage.alice.chat_id, text=source, parse_mode="HTML")
    assert refusal == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize("told", ["", "Thu, 01 Jan 1970 00:16:40 GMT"])
async def test_a_clock_of_its_own(stage: Stage, told: str) -> None:
    await stage.people.fault("getMe", "date", told)
    async with stage.session.get(f"{stage.url}/bot{TOKEN}/getMe") as response:
        assert (response.status, response.headers["Date"]) == (200, told)


async def test_faults(stage: Stage) -> None:
    await stage.people.say(stage.alice, "hi")
    chat_id = stage.alice.chat_id
    await stage.people.fault("sendMessage", "retry_after", 7)
    with pytest.raises(RetryAfter) as raised:
        await stage.bot.send_message(chat_id, "a")
    assert raised.value.retry_after == timedelta(seconds=7)
    await stage.people.fault("sendMessage", "error", [403, "Forbidden: bot was kicked"], chat_id=chat_id)
    with pytest.raises(Forbidden):
        await stage.bot.send_message(chat_id, "a")
    for effect, value in [("drop", None), ("status", 502), ("drop_after", None), ("status_after", 500)]:
        await stage.people.fault("send*", effect, value)
        with pytest.raises(NetworkError):
            await stage.bot.send_message(chat_id, effect)
    await stage.people.fault("sendMessage", "delay_after", 0.3)
    started = time.monotonic()
    await stage.bot.send_message(chat_id, "late")
    assert time.monotonic() - started > 0.29
    texts = [m["text"] for m in await stage.people.messages(chat_id)]
    assert texts == ["hi", "drop_after", "status_after", "late"]
    calls = await stage.people.calls("sendMessage", chat_id)
    assert [(c["fault"], c["ok"], c["status"]) for c in calls] == [
        ("retry_after", False, 429),
        ("error", False, 403),
        ("drop", False, None),
        ("status", False, 502),
        ("drop_after", True, None),
        ("status_after", True, 500),
        ("delay_after", True, 200),
    ]


async def test_webhook_is_posted_until_it_is_accepted(stage: Stage, serve: Serve) -> None:
    statuses = [503, 500]
    got: list[tuple[int, str]] = []
    accepted = asyncio.Event()

    async def hook(request: web.Request) -> web.Response:
        got.append(((await request.json())["update_id"], request.headers["X-Telegram-Bot-Api-Secret-Token"]))
        if statuses:
            return web.Response(status=statuses.pop(0))
        if len(got) == 4:
            accepted.set()
        return web.Response()

    await stage.bot.set_webhook(await serve(hook), secret_token="s3cret")
    assert (await stage.refused("getUpdates")).startswith("Conflict: can't use getUpdates method while webhook")
    await stage.people.say(stage.alice, "one")
    await stage.people.say(stage.alice, "two")
    async with asyncio.timeout(PATIENCE):
        await accepted.wait()
    one = got[0][0]
    assert got == [(one, "s3cret")] * 3 + [(one + 1, "s3cret")]
    info = await stage.bot.get_webhook_info()
    assert info.pending_update_count == 0
    await stage.bot.delete_webhook()
    await stage.people.say(stage.alice, "three")
    assert len(await stage.bot.get_updates()) == 1


async def test_flood_control_is_off_until_asked_for(stage: Stage) -> None:
    await stage.people.say(stage.alice, "hi")
    for text in "abcdef":
        await stage.bot.send_message(stage.alice.chat_id, text)
    await stage.people.settings(enforce_limits=True)
    for text in "abc":
        await stage.bot.send_message(stage.alice.chat_id, text)
    with pytest.raises(RetryAfter):
        await stage.bot.send_message(stage.alice.chat_id, "d")


async def test_journal_waits_and_knows_no_token(stage: Stage) -> None:
    await stage.people.say(stage.alice, "hi")
    waiting = asyncio.create_task(stage.people.wait_calls("send*", stage.alice.chat_id, count=2))
    await stage.bot.send_message(stage.alice.chat_id, f"my token is {TOKEN}")
    await stage.bot.send_photo(stage.alice.chat_id, picture(), caption="c")
    text, photo = await waiting
    assert text["params"]["text"] == "my token is <token>"
    (upload,) = [value for value in photo["params"].values() if isinstance(value, dict)]
    assert upload["size"] == len(picture())
    assert TOKEN not in repr([e for e in await stage.people.history() if e["event"] == "call"])
    with pytest.raises(TimeoutError, match="my token"):
        await stage.people.until(stage.alice.chat_id, lambda _: None, seconds=0.2)


async def test_photo_of_a_person_and_menu(stage: Stage) -> None:
    await stage.people.photo(stage.alice, picture(1600, 900), "/remix in oil")
    message = (await stage.bot.get_updates())[0].message
    assert message
    assert message.parse_caption_entities() == {message.caption_entities[0]: "/remix"}
    assert message.photo[-1].width == 1600
    await stage.bot.set_my_commands([("draw", "Paint")])
    await stage.bot.set_my_commands([("draw", "画")], language_code="zh")
    assert (await stage.people.commands("zh"))[0]["description"] == "画"
    assert (await stage.people.commands("fr"))[0]["description"] == "Paint"
    assert (await stage.bot.get_chat(stage.alice.chat_id)).first_name == "Alice"
    assert (await stage.bot.get_chat_member(stage.alice.chat_id, stage.alice.id)).status == "member"


async def test_edits_of_a_person(stage: Stage) -> None:
    said = await stage.people.say(stage.alice, "/draw a cat")
    await stage.people.edit(stage.alice, said["message_id"], "/draw a dog")
    edited = (await stage.bot.get_updates())[1].edited_message
    assert edited
    assert edited.text == "/draw a dog"


async def test_stops_at_once_with_a_poll_open() -> None:
    server = TelegramServer(TOKEN)
    url = await server.start()
    async with aiohttp.ClientSession() as session:
        poll = asyncio.create_task(session.get(f"{url}/bot{TOKEN}/getUpdates?timeout=30"))
        watch = asyncio.create_task(TelegramClient(url, session).history(after=50, seconds=PATIENCE))
        await asyncio.sleep(0.1)
        started = time.monotonic()
        await server.stop()
        assert time.monotonic() - started < 1
        await asyncio.gather(poll, watch, return_exceptions=True)
        if not poll.exception():
            poll.result().release()
