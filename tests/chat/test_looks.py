"""What the page is made of: no violation of accessibility in either theme or on a phone, and few bytes."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.support.browser import ChatPage

FIRST_PAGE = 150 * 1024


def check(chat: ChatPage, what: str) -> None:
    """See that axe finds nothing."""
    found = Axe().run(chat.page)
    assert found.violations_count == 0, f"{what}: {found.generate_report()}"


def test_axe_finds_nothing(browser: Browser, address: str) -> None:
    context = browser.new_context(
        viewport={"width": 1300, "height": 800}, color_scheme="light", reduced_motion="reduce"
    )
    chat = ChatPage(context.new_page(), address)
    page = chat.page
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    chat.open()
    assert 50_000 < sum(sizes) <= FIRST_PAGE
    chat.go("Painters")
    chat.say("/draw@huabot a fox")
    expect(chat.newest.locator(".photo")).to_be_visible()
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        chat.field.fill("/")
        expect(chat.commands).not_to_have_count(0)
        page.get_by_role("switch", name="Slow", exact=True).click()
        page.locator(".entry summary").first.click()
        check(chat, theme)
        page.get_by_role("switch", name="Slow", exact=True).click()
        chat.field.fill("")
    chat.newest.locator(".photo").click()
    check(chat, "a picture")
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 380, "height": 740})
    check(chat, "a phone: a chat")
    page.get_by_role("button", name="The wire").click()
    check(chat, "a phone: the wire")
    page.get_by_role("button", name="Fold the wire away").click()
    page.get_by_role("button", name="Back to the chats").click()
    expect(page.get_by_role("navigation")).to_be_visible()
    check(chat, "a phone: the chats")
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
    assert chat.complaints == []
    context.close()
