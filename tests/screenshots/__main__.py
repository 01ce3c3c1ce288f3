"""`python -m tests.screenshots`: the chat page's pictures in docs/, made again in a real Chromium."""

import io
import sys
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import expect

from tests.support.browser import ChatPage, chat_process, chromium
from tests.support.programs import ROOT

SIZE = {"width": 1280, "height": 800}
COLOURS = 256
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def main() -> None:
    """Let Alice draw a fox, and take a picture of it in each theme."""
    with chromium() as browser, chat_process("--port", "0") as (address, _):
        page = browser.new_page(viewport=SIZE, locale="en-GB")
        chat = ChatPage(page, address)
        chat.open()
        chat.say("/start")
        expect(page.locator("article.theirs")).to_have_count(1)
        chat.say("/draw a red fox in the snow")
        chat.sees_picture("a red fox in the snow")
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            save(page.screenshot(), ROOT / "docs" / f"chat-{theme}.png")


def save(png: bytes, path: Path) -> None:
    """Keep a screenshot in few bytes."""
    with Image.open(io.BytesIO(png)) as shot:
        few = shot.convert("RGB").quantize(COLOURS, dither=Image.Dither.FLOYDSTEINBERG)
    few.save(path, optimize=True)
    sys.stdout.write(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB\n")


if __name__ == "__main__":
    main()
