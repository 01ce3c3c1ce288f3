"""`python -m tests.screenshots`: the chat page's pictures in docs/, made again in a real Chromium."""

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, expect

from tests.support.browser import PATIENCE, ChatPage, chat_process, chromium
from tests.support.programs import ROOT

SIZE = {"width": 1280, "height": 800}
COLOURS = 256


def main() -> None:
    """Make both pictures."""
    with chromium() as browser, chat_process("--port", "0") as (address, _):
        draw(browser, address, "light", "chat-light.png", private)
        draw(browser, address, "dark", "chat-dark.png", group)


def draw(
    browser: Browser, address: str, theme: Literal["light", "dark"], name: str, play: Callable[[ChatPage], None]
) -> None:
    """Play something, and take a picture of it."""
    page = browser.new_page(viewport=SIZE, color_scheme=theme, locale="en-GB")
    chat = ChatPage(page, address)
    chat.open()
    play(chat)
    expect(page.locator(".waiting")).to_have_count(0)
    save(page.screenshot(), ROOT / "docs" / name)
    page.close()


def private(chat: ChatPage) -> None:
    """Alice draws a fox."""
    chat.say("/start")
    expect(chat.page.locator("article.theirs")).to_have_count(1, timeout=PATIENCE)
    chat.say("/draw a red fox in the snow")
    chat.sees_picture("a red fox in the snow")


def group(chat: ChatPage) -> None:
    """Bob sends his cat to a group, and Alice has it painted anew; the bot is killed meanwhile."""
    page = chat.page
    chat.speak_as("Bob")
    chat.go("Painters")
    page.get_by_role("button", name="Attach a photo or file").click()
    page.get_by_role("menuitem", name="A cat").click()
    page.get_by_role("textbox", name="Caption").press("Enter")
    expect(chat.newest.locator("img")).to_be_visible(timeout=PATIENCE)
    chat.speak_as("Alice")
    photo = chat.newest
    photo.hover()
    photo.get_by_role("button", name="What to do with this message").click()
    page.get_by_role("menuitem", name="Reply").click()
    chat.say("/remix as an oil painting")
    expect(page.locator(".entry .what", has_text="GET the photo").first).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="kill −9").click()
    expect(chat.newest).to_contain_text("as an oil painting", timeout=PATIENCE)
    expect(chat.newest.locator(".photo")).to_be_visible(timeout=PATIENCE)
    page.mouse.move(5, 5)


def save(png: bytes, path: Path) -> None:
    """Keep a screenshot in few bytes."""
    with Image.open(io.BytesIO(png)) as shot:
        few = shot.convert("RGB").quantize(COLOURS, dither=Image.Dither.FLOYDSTEINBERG)
    few.save(path, optimize=True)
    sys.stdout.write(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB\n")


if __name__ == "__main__":
    main()
