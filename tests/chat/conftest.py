"""One chat page and one browser for all tests of a worker; each test has a window of its own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.support.browser import ChatPage, chat_process, chromium


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def address(browser: Browser) -> Iterator[str]:
    """Where `make chat` has its page."""
    with chat_process("--port", "0", "--quick") as (address, _):
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Windows that share what a browser keeps."""
    context = browser.new_context(viewport={"width": 1300, "height": 800}, locale="en-GB")
    yield context
    context.close()


@pytest.fixture
def chat(context: BrowserContext, address: str) -> Iterator[ChatPage]:
    """The page, open and with the bot there; at the end nothing must have gone wrong in it."""
    chat = ChatPage(context.new_page(), address)
    chat.open()
    yield chat
    assert chat.complaints == []
