"""What goes wrong on purpose, and what must not go wrong by it: kills, refusals, lost connections, strange words."""

import http.server
import json
import re
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from tests.support.browser import ChatPage, ask


class Cable:
    """A connection to the chat page that can be cut."""

    def __init__(self, address: str) -> None:
        self._port = int(address.rpartition(":")[2])
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._ends: list[socket.socket] = []
        self._is_cut = False
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break all connections, and take no others."""
        self._is_cut = True
        for end in self._ends:
            with_close(end)
        self._ends.clear()

    def mend(self) -> None:
        """Let connections through again."""
        self._is_cut = False

    def close(self) -> None:
        self.cut()
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            if self._is_cut:
                with_close(near)
                continue
            far = socket.create_connection(("127.0.0.1", self._port))
            self._ends += [near, far]
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=carry, args=(source, sink), daemon=True).start()


def carry(source: socket.socket, sink: socket.socket) -> None:
    """Carry bytes until one end is gone."""
    try:
        while data := source.recv(65536):
            sink.sendall(data)
    except OSError:
        pass
    with_close(source)
    with_close(sink)


def with_close(end: socket.socket) -> None:
    """Close a socket under whoever reads from it."""
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


def say(address: str, chat_id: int, person: int, text: str) -> None:
    """Write something elsewhere."""
    ask(address, "POST", f"/sandbox/chats/{chat_id}/messages?person={person}", {"text": text})


def test_refusal_kill_and_scene(chat: ChatPage) -> None:
    page = chat.page
    refuses = page.get_by_role("switch", name="Refuses")
    refuses.click()
    expect(refuses).to_have_attribute("aria-checked", "true")
    chat.say("/draw a castle")
    expect(page.locator(".order").first).to_contain_text("refused (Porn)")
    expect(page.locator(".order").first.locator(".done")).to_have_count(4)
    refuses.click()
    expect(refuses).to_have_attribute("aria-checked", "false")
    chat.newest.locator(".key").first.click()
    chat.sees_picture("a castle")

    chat.open("?scene=killed")  # a permalink plays by itself
    scene = page.locator(".scene")
    expect(scene).to_contain_text("The bot is killed in the middle")
    expect(page.locator(".entry", has_text="killed with SIGKILL")).to_be_visible()
    expect(scene).to_contain_text("nothing was lost")
    chat.sees_picture("a lighthouse")
    expect(page.get_by_role("switch", checked=True)).to_have_count(0)


def test_the_kill_switch(chat: ChatPage) -> None:
    page = chat.page
    state = page.locator(".switches [role=status]")
    kill, stop, start = (page.locator(f"[data-action={action}]") for action in ("kill", "stop", "start"))
    kill.click()
    expect(page.locator(".entry", has_text="killed with SIGKILL").first).to_be_visible()
    stop.click()  # while it is dead, or on its way back
    expect(state).to_have_text("The bot is stopped.")
    expect(page.locator(".top .state")).to_have_text("the bot is stopped")
    chat.say("/quota")
    start.click()
    expect(state).to_have_text("The bot runs.")
    expect(chat.newest).to_contain_text("pictures left today")


def test_every_scene_plays_to_its_end(address: str) -> None:
    state = ask(address, "GET", "/chat/state")
    with urllib.request.urlopen(f"{address}/chat/events?after={state['after']}", timeout=60) as stream:
        for scene in state["scenes"]:
            assert ask(address, "POST", f"/chat/scenes/{scene}")["begun"]
            ended = None
            while ended is None:
                line = stream.readline().decode()
                entry = json.loads(line.removeprefix("data: "))["entry"] if line.startswith("data: ") else {}
                if (entry.get("event"), entry.get("state")) == ("scene", "ends"):
                    ended = entry
            assert ended["name"] == scene
            assert ended["error"] == ""


def test_a_lost_connection_and_two_windows(chat: ChatPage, context: BrowserContext, address: str) -> None:
    cable = Cable(address)
    other = ChatPage(context.new_page(), cable.address)
    other.open()
    for window in (chat, other):
        window.speak_as("Bob")
        window.go("Portraits")
    forum = next(entry for entry in ask(address, "GET", "/chat/state")["chats"] if entry["is_forum"])
    thread = next(topic["thread"] for topic in forum["topics"] if topic["name"] == "Portraits")
    bob = 1_000_002
    path = f"/sandbox/chats/{forum['id']}/messages?person={bob}&thread={thread}"
    other.say("before")
    expect(chat.newest).to_contain_text("before")
    cable.cut()
    expect(other.page.get_by_role("alert")).to_contain_text("connection to the sandbox is lost")
    other.say("not sent")
    other.toast("Not sent")
    expect(other.field).to_have_value("not sent")
    for number in range(5):
        ask(address, "POST", path, {"text": f"meanwhile {number}"})
    first = chat.messages.first.get_attribute("data-id")
    ask(address, "DELETE", f"/sandbox/chats/{forum['id']}/messages/{first}")
    cable.mend()
    expect(other.page.get_by_role("alert")).to_be_hidden()
    for window in (chat, other):
        expect(window.newest).to_contain_text("meanwhile 4")
        expect(window.page.locator("article", has_text="meanwhile")).to_have_count(5)
        expect(window.page.locator(f"[data-id='{first}']")).to_have_count(0)
    other.page.close()
    cable.close()


def test_what_is_sent_stands_at_once_and_goes_if_it_does_not_arrive(chat: ChatPage) -> None:
    page, under_way = chat.page, chat.page.locator("article.under-way")
    chat.be_newcomer("Uma")
    held: list[Route] = []
    page.route(
        "**/messages?*", lambda route: held.append(route) if route.request.method == "POST" else route.fallback()
    )

    def caught() -> Route:
        while not held:
            page.wait_for_timeout(10)
        return held.pop()

    chat.say("hold this")
    expect(under_way).to_have_text(re.compile("hold this"))
    caught().abort()
    expect(under_way).to_have_count(0)
    expect(chat.field).to_have_value("hold this")
    chat.field.press("Enter")
    expect(under_way).to_have_count(1)
    caught().continue_()
    expect(page.locator("article.own[data-id]")).to_contain_text("hold this")
    expect(under_way).to_have_count(0)
    for words in ("one", "two"):
        chat.say(words)
    expect(under_way).to_have_count(2)
    caught().continue_()
    expect(under_way).to_have_count(1)
    expect(under_way).to_have_text(re.compile("two"))
    caught().continue_()
    expect(under_way).to_have_count(0)
    expect(page.locator("article.own[data-id]")).to_have_text([re.compile(words) for words in ("hold", "one", "two")])
    page.unroute_all()
    chat.complaints.clear()  # about the request that was cut off


@pytest.mark.parametrize("is_faster", [True, False])
def test_what_is_sent_while_a_chat_is_being_opened_stays(chat: ChatPage, *, is_faster: bool) -> None:
    page, under_way = chat.page, chat.page.locator("article.under-way")
    opening: list[Route] = []
    posting: list[Route] = []
    page.route("**/chat/messages/*", lambda route: opening.append(route))  # noqa: PLW0108  marked by the library
    page.route("**/messages?*", lambda route: posting.append(route))  # noqa: PLW0108
    chat.be_newcomer(f"Vera {is_faster}")
    chat.say("hold this")
    expect(under_way).to_have_count(1)
    while not posting:
        page.wait_for_timeout(10)
    routes = [*posting, *opening] if is_faster else [*opening, *posting]
    for route in routes:
        expect(under_way).to_have_count(1)
        with page.expect_response(route.request.url) as answered:
            route.continue_()
        answered.value.finished()
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")  # it is drawn
    expect(page.locator("article.own[data-id]")).to_contain_text("hold this")
    expect(under_way).to_have_count(0)
    page.unroute_all()


def test_strange_words(chat: ChatPage) -> None:
    page = chat.page
    entities = [{"type": "bold", "offset": 0, "length": 6}, {"type": "italic", "offset": 3, "length": 6}]
    rows = [
        {"text": "<img src=x onerror=alert(1)>", "data": "x"},
        {"text": "Copy", "copy_text": "copied words", "style": "primary"},
        {"text": "Delete", "data": "d", "style": "danger"},
        {"text": "Yes", "data": "y", "style": "success"},
        {"text": "Bad link", "url": "javascript:alert(1)"},
        {"text": "Bot", "url": "https://t.me/huabot?start=gift"},
    ]

    def strange(route: Any) -> None:
        answer = route.fetch().json()
        message = {
            **answer["messages"][0],
            "kind": "text",
            "file_id": None,
            "text": "<b>abc</b>def",
            "entities": entities,
            "buttons": [[row] for row in rows],
        }
        links = [{"type": "text_link", "offset": 0, "length": 4, "url": "javascript:alert(1)"}]
        answer["messages"] += [
            {**message, "message_id": 901, "from_bot": True, "from_name": "<script>\u202eevil"},
            {
                **message,
                "message_id": 902,
                "text": "link and secret",
                "entities": [*links, {"type": "spoiler", "offset": 9, "length": 6}],
                "buttons": [],
            },
        ]
        route.fulfill(json=answer)

    chat.say("مرحبا <script>alert(1)</script> & \u202eright to left")
    expect(chat.newest).to_contain_text("<script>alert(1)</script>")
    page.route("**/chat/messages/*", strange)
    chat.go("Painters")
    said = page.locator("[data-id='901']")
    expect(said.locator(".text")).to_have_text("<b>abc</b>def")
    expect(said.locator(".text b i")).to_have_text("abc")
    expect(said.locator(".author bdi")).to_have_text("<script>\u202eevil")
    assert page.locator("a[href^='javascript']").count() == page.locator(".log script, .log [onerror]").count() == 0
    expect(said.locator(".key.danger")).to_have_text("Delete")
    expect(said.locator(".key.success")).to_have_text("Yes")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    said.locator(".key.primary").click()
    chat.toast("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "copied words"
    secret = page.locator("[data-id='902']").get_by_role("button", name="Hidden text")
    secret.click()
    expect(page.locator(".spoiler-shown")).to_have_text("secret")
    page.unroute("**/chat/messages/*")
    said.get_by_role("link", name="Bot").click()
    page.get_by_role("button", name="Start: gift").click()
    expect(page.locator("article.own").last).to_contain_text("/start gift")


def test_many_messages(chat: ChatPage, address: str) -> None:
    page = chat.page
    chat.speak_as("Zoe")
    chat.go("General")
    forum = next(entry for entry in ask(address, "GET", "/chat/state")["chats"] if entry["is_forum"])
    for number in range(320):
        say(address, forum["id"], 1_000_003, f"line {number}")
    expect(chat.newest).to_contain_text("line 319")
    assert chat.messages.count() <= 300
    log = page.get_by_role("log")
    for _ in range(6):
        log.evaluate("log => log.scrollTo(0, 0)")
        if page.locator("article", has_text="line 100").count():
            break
        page.wait_for_timeout(50)
    expect(page.locator("article", has_text="line 100")).to_have_count(1)
    expect(page.get_by_role("button", name="To the newest")).to_be_visible()
    numbers = log.evaluate("log => [...log.querySelectorAll('article[data-id]')].map(each => Number(each.dataset.id))")
    assert len(numbers) > 100
    assert numbers == sorted(set(numbers))
    # Whoever is at the top again as soon as older ones have come gets all of them.
    log.evaluate("""log => {
        const toTheTop = () => log.scrollTo(0, 0);
        new MutationObserver(toTheTop).observe(log.querySelector(".messages"), { childList: true });
        toTheTop();
    }""")
    expect(page.locator("article .text", has_text=re.compile("^line 0$"))).to_have_count(1)


@contextmanager
def site(address: str) -> Iterator[str]:
    """Another site on this machine, whose page tries what it can."""
    tries = f"""<!doctype html><title>0</title><script>
    const target = {json.dumps(address)};
    const body = JSON.stringify({{ text: "from elsewhere" }});
    const tries = [
      fetch(target + "/sandbox/chats/1000001/messages", {{ method: "POST", mode: "no-cors", body }}),
      fetch(target + "/chat/bot/kill", {{ method: "POST", mode: "no-cors" }}),
      fetch(target + "/chat/state").then((answer) => answer.text()).then(() => (document.title = "read")),
    ];
    const stream = new EventSource(target + "/chat/events?after=0");
    stream.onopen = () => (document.title = "heard");
    const frame = Object.assign(document.createElement("iframe"), {{ src: target + "/?scene=killed" }});
    document.documentElement.append(frame);
    Promise.allSettled([...tries, new Promise((seen) => (stream.onerror = seen))])
      .then(() => (document.title += " done"));
    </script><a href="{address}/?scene=killed">play</a>"""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(tries.encode())

        def log_message(self, *_: object) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def standing(address: str) -> object:
    """Return what another site might want to change: whether the bot runs, and what Alice reads."""
    bot = ask(address, "GET", "/chat/state")["bot"]
    read = ask(address, "GET", "/sandbox/chats/1000001/messages")
    return bot, {name: value for name, value in read.items() if name != "journal"}  # that grows by the bot's own calls


def test_another_site_in_the_same_browser_moves_nothing(chat: ChatPage, context: BrowserContext, address: str) -> None:
    before = standing(address)
    with site(address) as elsewhere:
        page = context.new_page()
        page.goto(elsewhere)
        expect(page).to_have_title("0 done")
        assert standing(address) == before
        page.get_by_role("link", name="play").click()
        expect(page.get_by_role("alertdialog")).to_contain_text("Play this scene?")
        assert standing(address) == before
        page.close()


def test_whoever_is_refused_gets_the_guarded_headers_too(address: str) -> None:
    for path, headers, status in (("/", {"Host": "site.example"}, 403), ("/nothing", {}, 404)):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(urllib.request.Request(address + path, headers=headers), timeout=30)
        with refused.value as answer:
            assert answer.code == status
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_taken_port_is_named_and_another_one_taken(opened: tuple[str, list[str]], taken_port: int) -> None:
    address, lines = opened
    assert f"Port {taken_port} is taken" in "".join(lines)
    assert address != f"http://127.0.0.1:{taken_port}"
    assert ask(address, "GET", "/chat/state")["people"]
