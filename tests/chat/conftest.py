"""One chat page and one browser for all tests of a worker; each test has a window of its own."""

import socket
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
def taken_port() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken.getsockname()[1]


@pytest.fixture(scope="session")
def opened(browser: Browser, taken_port: int) -> Iterator[tuple[str, list[str]]]:
    """Where `make chat` has its page, though it wanted a taken port; and what it said about that."""
    with chat_process("--port", str(taken_port), "--quick") as opened:
        yield opened


@pytest.fixture(scope="session")
def address(opened: tuple[str, list[str]]) -> str:
    """Where the page is."""
    return opened[0]


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
