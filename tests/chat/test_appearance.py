"""What the page is made of: no violation of accessibility in either theme or on a phone, and few bytes."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.support.browser import ChatPage

FIRST_PAGE = 150 * 1024


def check(chat: ChatPage, what: str, *rules: str) -> None:
    """See that axe finds nothing; of all its rules, unless some are named."""
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    found = Axe().run(chat.page, options=options)
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
        check(chat, theme, *(["color-contrast"] if theme == "dark" else []))
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
    chat.go("Landscapes")
    chat.say("on the phone")
    expect(chat.newest).to_contain_text("on the phone")
    assert chat.complaints == []
    context.close()


def test_the_theme_is_chosen_and_kept(chat: ChatPage) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    seen = {}
    for theme in ("light", "dark"):
        chat.page.get_by_role("button", name="Theme: ").click()
        expect(chat.page.get_by_role("button", name=f"Theme: {theme}")).to_be_visible()
        chat.open()
        seen[theme] = chat.page.evaluate(paper)
    assert seen["light"] != seen["dark"]
    chat.page.get_by_role("button", name="Theme: dark").click()
    expect(chat.page.get_by_role("button", name="Theme: system")).to_be_visible()
