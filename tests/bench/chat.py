"""Measures the chat page in a real Chromium: how soon a bubble appears, and how smoothly 2,000 messages scroll.

The figures are from the browser's own trace: user timings for bubbles, the main thread's tasks for scrolling.
"""

import asyncio
import itertools
import json
import shutil
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import aiohttp
from playwright.sync_api import Browser, Request

from tests.support.browser import ChatPage, ask, chat_process, chromium

PRESSES = 30
ANSWERS = 20
MESSAGES = 10_000
SCROLLED = 2_000
LONG_TASK = 50.0
"""The milliseconds of a main-thread task from which on people notice it."""

STUCK = 60.0
"""Seconds after which the scrolling fails if the older messages are not loaded."""

AT_ONCE = 8
ALICE, BOB = 1_000_001, 1_000_002
GROUP = "Painters"
_CATEGORIES = ["blink.user_timing", "toplevel"]
_TASK = "ThreadControllerImpl::RunTask"

WATCH = """() => {
    addEventListener("keydown", (event) => event.key === "Enter" && performance.mark("key"), true);
    new MutationObserver((changes) => {
        for (const change of changes) {
            const elements = [...change.addedNodes].filter((node) => node.nodeType === Node.ELEMENT_NODE);
            for (const added of elements.flatMap((node) => [node, ...node.querySelectorAll(".message")])) {
                if (!added.classList.contains("message")) continue;
                const own = added.classList.contains("own");
                const at = performance.timeOrigin + performance.now();
                requestAnimationFrame(() => performance.mark(own ? "own" : "theirs", { detail: null }));
                (window.seen ??= {})[added.dataset.id] = at;
            }
        }
    }).observe(document.querySelector(".messages"), { childList: true, subtree: true });
}"""


@dataclass(frozen=True, slots=True)
class Chat:
    """Holds the figures of the chat page.

    Attributes:
        first_page: The bytes that the first page loads.
        keys: Milliseconds from a key press until its bubble is drawn.
        answers: Milliseconds from the bot's call to Telegram until its bubble is there.
        opened: Milliseconds until a chat of `MESSAGES` messages is shown.
        scrolled: The number of messages that were scrolled through.
        tasks: Milliseconds of the main thread's tasks meanwhile: wall time and CPU time.
    """

    first_page: int
    keys: Sequence[float]
    answers: Sequence[float]
    opened: float
    scrolled: int
    tasks: Sequence[tuple[float, float]]


def measure() -> Chat | None:
    """Run the page, the bot and a browser; return None where there is no Chromium."""
    if not shutil.which("chromium"):
        return None
    with chromium() as browser, chat_process("--port", "0", "--quick") as (address, _):
        page = browser.new_page(viewport={"width": 1300, "height": 800})
        finished: list[Request] = []
        page.on("requestfinished", lambda request: finished.append(request))  # noqa: PLW0108  it gets an attribute
        chat = ChatPage(page, address)
        chat.open()
        first_page = sum(request.sizes()["responseBodySize"] for request in list(finished))
        keys, answers = _talk(browser, chat)
        with ThreadPoolExecutor(1) as thread:  # the browser's own event loop runs in this thread
            thread.submit(lambda: asyncio.run(_fill(address))).result()
        opened, scrolled, tasks = _scroll(browser, chat)
        return Chat(first_page, keys, answers, opened, scrolled, tasks)


def _talk(browser: Browser, chat: ChatPage) -> tuple[list[float], list[float]]:
    page = chat.page
    page.evaluate(WATCH)
    chat.go(GROUP)  # the bot does not react here, so that the machine is idle otherwise
    browser.start_tracing(page=page, categories=_CATEGORIES)
    for number in range(PRESSES):
        chat.say(f"bubble {number}")
        page.locator("article.own", has_text=f"bubble {number}").last.wait_for()
    trace = json.loads(browser.stop_tracing())["traceEvents"]
    marks = sorted((event["ts"], event["name"]) for event in trace if event["name"] in {"key", "own"})
    keys = [
        (later[0] - earlier[0]) / 1000
        for earlier, later in itertools.pairwise(marks)
        if (earlier[1], later[1]) == ("key", "own")
    ]
    chat.go("Huabot")
    for _ in range(ANSWERS):
        before = page.locator("article.theirs").count()
        chat.say("/quota")
        page.locator("article.theirs").nth(before).wait_for()
    seen: dict[str, float] = page.evaluate("window.seen")
    calls = page.evaluate("fetch('/sandbox/journal').then((answer) => answer.json())")["entries"]
    sent = [entry for entry in calls if entry.get("method") == "sendMessage" and entry["chat_id"] == ALICE]
    answers = [
        seen[str(entry["message_id"])] - entry["received"] * 1000 for entry in sent if str(entry["message_id"]) in seen
    ]
    return keys, answers


async def _fill(address: str) -> None:
    """Let Bob write `MESSAGES` messages in a group, where the bot does not react to them."""
    chats = (await asyncio.to_thread(ask, address, "GET", "/chat/state"))["chats"]
    group = next(chat["id"] for chat in chats if chat["title"] == GROUP)
    path = f"{address}/sandbox/chats/{group}/messages?person={BOB}"
    numbers = iter(range(MESSAGES))

    async def write(session: aiohttp.ClientSession) -> None:
        for number in numbers:
            text = f"{number}: " + "a line that is as long as people write, more or less, " * (number % 4)
            async with session.post(path, json={"text": text}) as response:
                response.raise_for_status()

    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*(write(session) for _ in range(AT_ONCE)))


def _scroll(browser: Browser, chat: ChatPage) -> tuple[float, int, list[tuple[float, float]]]:
    page = chat.page
    chat.speak_as("Bob")
    page.evaluate("window.began = performance.now()")
    chat.go(GROUP)
    page.locator("article.own", has_text=f"{MESSAGES - 1}: ").wait_for()
    opened = float(page.evaluate("performance.now() - window.began"))
    log = page.get_by_role("log")
    log.hover()
    browser.start_tracing(page=page, categories=_CATEGORIES)
    deadline = time.monotonic() + STUCK
    while (scrolled := chat.messages.count()) < SCROLLED:
        assert time.monotonic() < deadline, f"{scrolled} messages, and no older ones come"
        for _ in range(8):  # counting is a task of the page, too
            page.mouse.wheel(0, -1500)
            page.wait_for_timeout(16)
    for _ in range(40):
        page.mouse.wheel(0, 2500)
        page.wait_for_timeout(16)
    trace = json.loads(browser.stop_tracing())["traceEvents"]
    return opened, scrolled, _tasks_of(trace)


def _tasks_of(trace: list[dict[str, Any]]) -> list[tuple[float, float]]:
    """Return the milliseconds of the main thread's tasks: wall time and CPU time."""
    mains = {
        (event["pid"], event["tid"])
        for event in trace
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    return [
        (event["dur"] / 1000, event.get("tdur", event["dur"]) / 1000)
        for event in trace
        if event["name"] == _TASK and (event["pid"], event["tid"]) in mains and "dur" in event
    ]
