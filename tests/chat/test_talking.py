"""People talk to the real bot on the page: by keyboard alone, with photos, in groups and topics, in five languages."""

import base64
import io
import json
import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from sandbox.chat.server import PAGE
from tests.support.browser import ChatPage, a_file, ask

WORD = re.compile(r'^  ("[^"]+"): (".*"),$', re.MULTILINE)

LANGUAGES = {
    "es": ("/quota", "Imágenes que te quedan hoy"),
    "ru": ("/history", "Ваших картинок здесь пока нет"),
    "zh-hans": ("/settings", "你的设置"),
    "zh-hant": ("/privacy", "我保留什麼"),
    "en": ("/help", "What I can do"),
}
"""In each of them a command, and what its answer begins with."""

OTHERS = {
    "cancel": "You have nothing in the queue",
    "id": "Your ID",
    "styles": "Tap one and tell me what to paint",
    "deleteme": "Delete everything",
}

ALICE = 1_000_001

DROP = """async ([name, type, data, kind]) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const carried = new DataTransfer();
    carried.items.add(new File([bytes], name, { type }));
    const event = kind === "paste"
        ? new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true })
        : new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true });
    document.querySelector("textarea").dispatchEvent(event);
}"""


DROP_MUCH = """() => {
    const carried = new DataTransfer();
    carried.items.add(new File([new Uint8Array(51e6)], "film.mp4", { type: "video/mp4" }));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


def a_photo(shade: int = 90, size: tuple[int, int] = (320, 240)) -> bytes:
    """Return a small photo."""
    out = io.BytesIO()
    Image.new("RGB", size, (shade, 120, 200)).save(out, "JPEG")
    return out.getvalue()


def bring(page: Page, kind: str, name: str, mime_type: str, data: bytes) -> None:
    """Drop or paste a file."""
    page.evaluate(DROP, [name, mime_type, base64.b64encode(data).decode(), kind])


def send(page: Page, caption: str = "") -> None:
    """Send what is looked at once more."""
    field = page.get_by_role("textbox", name="Caption")
    field.fill(caption)
    field.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)


def test_by_keyboard_alone(chat: ChatPage) -> None:
    page, keys = chat.page, chat.page.keyboard
    chat.be_newcomer("Ida")
    expect(page.locator(".description")).not_to_be_empty()
    chat.tab_to(page.locator(".start"))
    keys.press("Enter")
    expect(page.locator("article.theirs")).to_have_count(1)

    chat.tab_to(chat.field)
    keys.type("/")
    expect(chat.commands).not_to_have_count(0)
    keys.type("dr")
    expect(chat.commands).to_have_count(1)
    keys.press("Tab")
    keys.type("a koi in a pond")
    keys.press("Enter")
    picture = chat.sees_picture("a koi in a pond")
    assert picture.locator(".text").text_content() != "/draw a koi in a pond"

    keys.press("Shift+Tab")
    chat.tab_to(picture.get_by_role("button", name=re.compile("^Open photo")))
    keys.press("Enter")
    expect(page.locator("dialog.lightbox img")).to_be_visible()
    keys.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)

    chat.tab_to(picture.locator(".key").last)
    keys.press("Enter")
    expect(chat.newest.locator(".key")).not_to_have_count(4)
    expect(chat.newest.locator(".waiting")).to_have_count(0)

    chat.field.focus()
    keys.type("/draw")
    keys.press("Enter")
    expect(page.locator(".about")).to_contain_text("Reply to Huabot")
    expect(chat.field).to_be_focused()
    keys.type("a boat")
    keys.press("Enter")
    chat.sees_picture("a boat")

    keys.type("hello ther")
    keys.press("Enter")
    own = page.locator("article.own[data-id]").last
    expect(own).to_contain_text("hello ther")
    keys.press("ArrowUp")
    expect(chat.field).to_have_value("hello ther")
    keys.type("e")
    keys.press("Enter")
    expect(own).to_contain_text("hello there")
    expect(own).to_contain_text("edited")
    chat.tab_to(own.get_by_role("button", name="What to do"))
    keys.press("Enter")
    keys.press("End")
    keys.press("Enter")
    expect(page.locator("article.own", has_text="hello there")).to_have_count(0)


def test_the_menu_stays_for_whoever_comes_back_to_the_field(chat: ChatPage) -> None:
    chat.field.fill("/")
    expect(chat.commands).not_to_have_count(0)
    chat.page.evaluate("""() => {
        document.querySelector(".composer textarea").blur();
        document.querySelector(".composer textarea").focus();
        return new Promise((over) => setTimeout(over, 300));  // longer than the menu stays without the field
    }""")
    expect(chat.page.locator("ul.commands")).to_be_visible(timeout=1)
    chat.page.get_by_role("log").focus()
    expect(chat.page.locator("ul.commands")).to_be_hidden()


def test_photos_and_files(chat: ChatPage, tmp_path: Path) -> None:
    page = chat.page
    chat.speak_as("Bob")
    page.get_by_role("button", name="Attach").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("menuitem", name="Choose").click()
    chooser.value.set_files(a_file(tmp_path / "photo.jpg", a_photo()))
    send(page, "/remix as an oil painting")
    chat.sees_picture("as an oil painting")

    bring(page, "paste", "pasted.jpg", "image/jpeg", a_photo(10))
    page.get_by_role("checkbox", name="Cover").check()
    send(page, "/anime jojo")
    cover = chat.page.locator("article.theirs").last.get_by_role("button", name="Covered photo")
    expect(cover).to_be_visible()
    cover.click()
    expect(page.locator("article.theirs").last.get_by_role("button", name=re.compile("^Open photo"))).to_be_visible()

    bring(page, "drop", "old.jpg", "image/jpeg", a_photo(200, (200, 200)))
    page.get_by_role("checkbox", name="Send as a file").check()
    send(page, "/hd")
    file = page.locator("article.theirs").last.locator("a.file")
    expect(file).to_be_visible()
    with page.expect_download() as download:
        file.click()
    with Image.open(download.value.path()) as made:
        assert max(made.size) > 200

    bring(page, "drop", "notes <b>.txt", "text/plain", b"no picture")
    expect(page.locator("dialog")).to_contain_text("notes <b>.txt")
    send(page, "/remix in blue")
    expect(page.locator("article.own").last).to_contain_text("notes <b>.txt")
    expect(chat.newest).to_have_class("message theirs")
    bring(page, "drop", "empty.jpg", "image/jpeg", b"")
    chat.toast("empty")
    page.evaluate(DROP_MUCH)
    chat.toast("film.mp4 has 51.0 MB; Telegram takes 50 MB")

    large = io.BytesIO()
    Image.new("RGB", (3400, 3000), (40, 90, 160)).save(large, "PNG", compress_level=0)
    assert len(large.getvalue()) > 30_000_000
    page.locator("input[type=file]").set_input_files(a_file(tmp_path / "large.png", large.getvalue()))
    send(page)
    sent = page.locator("article.own").last.locator("img")
    expect(sent).to_be_visible()


def test_groups_and_topics(chat: ChatPage) -> None:
    page = chat.page
    chat.speak_as("Bob")
    chat.go("Painters")
    page.get_by_role("button", name="Attach").click()
    page.get_by_role("menuitem", name="A cat").click()
    send(page)
    photo = page.locator("article.own").last
    expect(photo.locator("img")).to_be_visible()

    chat.speak_as("Alice")
    theirs = page.locator("article", has=page.locator(".author", has_text="Bob")).last
    theirs.hover()
    theirs.get_by_role("button", name="What to do").click()
    page.get_by_role("menuitem", name="Reply").click()
    chat.say("/remix in blue")
    expect(chat.newest.locator(".photo")).to_be_visible()
    expect(chat.newest.locator(".quote")).to_contain_text("/remix in blue")

    chat.speak_as("Zoe")
    chat.newest.locator(".key").last.click()
    chat.toast("Only the person who asked for this picture")
    chat.speak_as("Bob")
    chat.field.fill("/")
    expect(chat.commands).not_to_have_count(0)
    chat.field.press("Enter")
    expect(page.locator("article.own").last).to_contain_text("@huabot")
    expect(page.locator(".about")).to_contain_text("Reply to Huabot")

    chat.go("Landscapes")
    chat.say("/draw@huabot a lake")
    expect(chat.newest.locator(".photo")).to_be_visible()
    chat.go("General")
    expect(page.locator("article", has_text="a lake")).to_have_count(0)

    group = next(
        entry["id"] for entry in ask(chat.address, "GET", "/chat/state")["chats"] if entry["title"] == "Painters"
    )
    text = {"text": "look at this"}
    ask(chat.address, "POST", f"/sandbox/chats/{group}/messages?person={ALICE}", text)
    painters = page.locator(".chat", has_text="Painters")
    expect(painters.locator(".unread")).to_have_text("1 unread")
    expect(page).to_have_title(re.compile(r"^\(\d+\) Huabot"))
    painters.click()
    expect(page.locator(".divider")).to_have_text("Unread messages")
    expect(painters.locator(".unread")).to_have_count(0)


SAID = """() => [
    ...[...document.querySelectorAll("*")].flatMap((each) =>
        ["aria-label", "title", "placeholder"].map((name) => each.getAttribute(name))),
    ...[...document.querySelectorAll("[data-said]")].flatMap((each) =>
        [...each.childNodes].filter((child) => child.nodeType === Node.TEXT_NODE).map((child) => child.data)),
    ...[".state", ".switches [role=status]", "title"].map((selector) => document.querySelector(selector).textContent),
].filter(Boolean)"""


def words(language: str) -> dict[str, str]:
    """Return the page's own words."""
    text = (PAGE / "texts" / f"{language}.js").read_text(encoding="utf-8")
    return dict(json.loads("[" + ",".join(f"[{key}, {value}]" for key, value in re.findall(WORD, text)) + "]"))


def test_five_languages(chat: ChatPage) -> None:
    page = chat.page
    english = words("en")
    chat.be_newcomer("Ivo")
    page.get_by_role("switch", name="Slow", exact=True).click()
    page.get_by_role("switch", name="Slow", exact=True).click()
    for language, (command, answer) in LANGUAGES.items():
        page.locator(".me select").select_option(language)
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.locator(".log")).to_have_attribute("lang", language)
        own = words(language)
        expect(page.get_by_role("combobox", name=own["your-language"], exact=True)).to_have_value(language)
        chat.field.fill("/")
        expect(chat.commands.first.locator(".command-words")).to_have_attribute("lang", language)
        chat.commands.filter(has_text=command).click()
        expect(page.locator("article.theirs").last).to_contain_text(answer)
        shown = {re.sub(r"^\(\d+\) ", "", text) for text in page.evaluate(SAID)}  # of the title: how many are unread
        assert {own["message"], own["title"], own["bot-ready"], own["what-to-do"], own["hint-slow"]} <= shown
        assert {text for key, text in english.items() if own[key] != text} & shown == set()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_every_other_command(chat: ChatPage) -> None:
    chat.be_newcomer("Eve <b>\u202e")
    expect(chat.page.locator(".person bdi").last).to_have_text("Eve <b>\u202e")
    chat.field.fill("/")
    expect(chat.commands).not_to_have_count(0)
    menu = {name.removeprefix("/") for name in chat.page.locator(".command-name").all_text_contents()}
    assert menu == {command.removeprefix("/") for command, _ in LANGUAGES.values()} | set(OTHERS) | {
        *("start", "draw", "remix", "anime", "hd")  # of the other tests
    }
    for command, answer in OTHERS.items():
        chat.say(f"/{command}")
        expect(chat.page.locator("article.theirs").last).to_contain_text(answer)
