"""The chat page in a real Chromium: the sandbox as a process, the browser, and a person's hands."""

import json
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.support.programs import ROOT, program

PATIENCE = 60_000
"""Milliseconds that anything may take to be seen, on a machine however busy."""

expect.set_options(timeout=PATIENCE)

MOST_TABS = 150

QUICK_FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]


@contextmanager
def chat_process(*arguments: str) -> Iterator[tuple[str, list[str]]]:
    """Run `python -m sandbox chat` inside the context; yield the page's address and the lines before it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sandbox", "chat", *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    try:
        lines = []
        for line in process.stdout:
            if line.startswith("ready "):
                yield line.split()[1], lines
                break
            lines.append(line)
        else:
            raise RuntimeError("the chat page ended before it was ready")
    finally:
        process.terminate()
        assert process.wait(timeout=30) == 0
        process.stdout.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the system's Chromium inside the context; without one the test is skipped, but in CI it fails."""
    path = program("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUICK_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def ask(address: str, method: str, path: str, body: Any = None) -> Any:
    """Ask the chat page something, as a program does."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"} if data else {}
    request = urllib.request.Request(address + path, data, headers, method=method)
    with urllib.request.urlopen(request, timeout=PATIENCE / 1000) as response:
        return json.load(response)


class ChatPage:
    """What somebody does on the page, and sees there.

    Args:
        page: The browser's page.
        address: Where the chat page is.
    """

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.complaints: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)

    def open(self, query: str = "") -> None:
        """Open the page, and see the bot ready."""
        self.page.goto(f"{self.address}/{query}")
        expect(self.page.locator("[data-action=kill]")).to_be_enabled()

    @property
    def field(self) -> Locator:
        """Where one writes."""
        return self.page.locator(".composer textarea")

    @property
    def commands(self) -> Locator:
        """The commands that come up behind a slash."""
        return self.page.locator("ul.commands li")

    @property
    def messages(self) -> Locator:
        """The messages that are shown."""
        return self.page.locator("article.message")

    @property
    def newest(self) -> Locator:
        """The newest of them."""
        return self.messages.last

    def say(self, text: str) -> None:
        """Write something."""
        self.field.fill(text)
        self.field.press("Enter")

    def speak_as(self, name: str) -> None:
        """Become somebody else."""
        self.page.locator(".person", has_text=name).click()

    def be_newcomer(self, name: str) -> None:
        """Become somebody who has not been there before."""
        ask(self.address, "POST", "/sandbox/people", {"id": None, "name": name})
        self.open()
        self.speak_as(name)

    def tab_to(self, wanted: Locator) -> None:
        """Reach something by the Tab key alone."""
        for _ in range(MOST_TABS):
            if wanted.evaluate("each => each === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{wanted} was not reached")

    def go(self, chat: str) -> None:
        """Open a chat or topic from the list; whoever misses it because the list has just moved clicks again."""
        row = self.page.locator(".chat", has=self.page.locator(".chat-title", has_text=chat))
        row.click()
        for _ in range(3):
            if row.get_attribute("aria-current"):
                return
            row.click()
        expect(row).to_have_attribute("aria-current", "true")

    def sees_picture(self, text: str | re.Pattern[str]) -> Locator:
        """See the newest message of the bot be a picture with these words under it, and return it."""
        newest = self.page.locator("article.theirs", has=self.page.locator(".photo, .file")).last
        expect(newest).to_contain_text(text)
        return newest

    def toast(self, text: str | re.Pattern[str]) -> None:
        """See a toast."""
        expect(self.page.locator(".toast", has_text=text).last).to_be_visible()


def a_file(path: Path, data: bytes) -> Path:
    """Return a file with this in it."""
    path.write_bytes(data)
    return path
