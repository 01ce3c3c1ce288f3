"""Drives the chat page in a real Chromium: the sandbox process, the browser, and the actions of a user."""

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
"""Milliseconds until something must be visible, even on a busy machine."""

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
    """Run the system's Chromium inside the context; where it is missing the test is skipped, but in CI it fails."""
    path = program("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUICK_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def ask(address: str, method: str, path: str, body: Any = None) -> Any:
    """Send a request to the chat page's API and return the JSON response."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"} if data else {}
    request = urllib.request.Request(address + path, data, headers, method=method)
    with urllib.request.urlopen(request, timeout=PATIENCE / 1000) as response:
        return json.load(response)


class ChatPage:
    """Acts as a user of the page, and checks what the page shows.

    Args:
        page: The browser's page.
        address: The base URL of the chat page.
    """

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.complaints: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)

    def open(self, query: str = "") -> None:
        """Open the page and wait until the bot is ready."""
        self.page.goto(f"{self.address}/{query}")
        expect(self.page.locator("[data-action=kill]")).to_be_enabled()

    @property
    def field(self) -> Locator:
        """The input field for messages."""
        return self.page.locator(".composer textarea")

    @property
    def commands(self) -> Locator:
        """The list of commands that a slash opens."""
        return self.page.locator("ul.commands li")

    @property
    def messages(self) -> Locator:
        """The messages that are shown."""
        return self.page.locator("article.message")

    @property
    def newest(self) -> Locator:
        """The newest message that is shown."""
        return self.messages.last

    def say(self, text: str) -> None:
        """Send a message."""
        self.field.fill(text)
        self.field.press("Enter")

    def speak_as(self, name: str) -> None:
        """Act as another user."""
        self.page.locator(".person", has_text=name).click()

    def be_newcomer(self, name: str) -> None:
        """Create a user, reload the page and act as that user."""
        ask(self.address, "POST", "/sandbox/people", {"id": None, "name": name})
        self.open()
        self.speak_as(name)

    def tab_to(self, wanted: Locator) -> None:
        """Move the focus to an element with the Tab key alone."""
        for _ in range(MOST_TABS):
            if wanted.evaluate("each => each === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{wanted} was not reached")

    def go(self, chat: str) -> None:
        """Open a chat or topic from the list; click again if the list moved under the first click."""
        row = self.page.locator(".chat", has=self.page.locator(".chat-title", has_text=chat))
        row.click()
        for _ in range(3):
            if row.get_attribute("aria-current"):
                return
            row.click()
        expect(row).to_have_attribute("aria-current", "true")

    def sees_picture(self, text: str | re.Pattern[str]) -> Locator:
        """Check that the bot's newest picture has this text in its message, and return the message."""
        newest = self.page.locator("article.theirs", has=self.page.locator(".photo, .file")).last
        expect(newest).to_contain_text(text)
        return newest

    def toast(self, text: str | re.Pattern[str]) -> None:
        """Check that a toast with this text is visible."""
        expect(self.page.locator(".toast", has_text=text).last).to_be_visible()


def a_file(path: Path, data: bytes) -> Path:
    """Write the data to a file and return its path."""
    path.write_bytes(data)
    return path
