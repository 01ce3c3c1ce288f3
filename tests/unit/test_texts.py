"""The catalogues: the same messages everywhere, all of them sayable, nobody else's markup in them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

import bot.texts
from bot.job import Kind, Outcome
from bot.options import Style
from bot.pipeline import keyboards
from bot.pipeline.messenger import Rows
from bot.pipeline.wording import MODERATION_LABELS, OWN_REASONS
from bot.preferences import CHOICES, Preferences, choose
from bot.telegram.replies import MOST_IN_A_POPUP
from bot.telegram.settings_pages import OF_A_GROUP, OF_A_PERSON, choice_page, main_page
from bot.texts import Texts
from tests.support.catalogues import CATALOGUES, arguments, messages, read
from tests.support.orders import painted

TEXTS = Texts()
TELEGRAM_TAGS = {"b", "i", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler"}
COUNTS = (0, 1, 2, 3, 5, 11, 21, 22, 101)
AS_IN_ENGLISH = {
    *("button-hd", "thanks-signs", "example", "health-yes", "health-no", "history-date", "list-separator", "mention"),
    *(
        "settings-chosen",
        "shared-buttons",
        "style-jojo",
        "caption",
        "caption-line",
        "caption-seed",
        "caption-translated",
    ),
}
"""Placeholders, signs and names."""

AS_IN_SPANISH = {
    *(
        "button-anime",
        "settings-orderers-admins",
        "settings-once-no",
        "caption-seconds",
        "settings-file-no",
        "settings-link-no",
        "settings-spoiler-no",
        "settings-model-anime",
    ),
    "style-machine",
}
"""What English and Spanish share."""

NAMES = {
    "ALLOWED",
    "APISPACE",
    "APISpace",
    "CHATS",
    "GIF",
    "HD",
    "ID",
    "JO",
    "JOJO",
    "JoJo",
    "JPEG",
    "MB",
    "ORIGINS",
    "PNG",
    "Q",
    "RESULT",
    "TOKEN",
    "Telegram",
    "WebP",
    "seed",
}
"""What is written in Latin letters everywhere."""

STYLES = {f"style-{style.name.lower()}{also}" for style in Style for also in ("", "-also")}


ENGLISH = messages(next(path for path in CATALOGUES if path.stem == "en"))


def plain(html: str) -> str:
    """Return a text as it is shown where there is no markup."""
    return unescape(re.sub(r"<[^>]+>", "", html))


class Markup(HTMLParser):
    """Checks that tags are Telegram's and closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        assert tag in TELEGRAM_TAGS
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.stem)
def test_every_catalogue_has_the_same_messages_with_the_same_variables(catalogue: Path) -> None:
    assert messages(catalogue) == ENGLISH


@pytest.mark.parametrize("catalogue", [path for path in CATALOGUES if path.stem != "en"], ids=lambda path: path.stem)
def test_nothing_is_left_untranslated(catalogue: Path) -> None:
    english = read(next(path for path in CATALOGUES if path.stem == "en"))
    same = {name for name, own in read(catalogue).items() if own.words == english[name].words}
    assert same <= AS_IN_ENGLISH | (AS_IN_SPANISH if catalogue.stem == "es" else set())


@pytest.mark.parametrize("language", ["ru", "zh", "zh-hant"])
def test_other_scripts_have_latin_letters_only_in_names_and_examples(language: str) -> None:
    for name, own in read(next(path for path in CATALOGUES if path.stem == language)).items():
        words = plain(re.sub(r"<code>.*?</code>|/[a-z]+(?: [a-z]+)*", "", own.words, flags=re.DOTALL))
        assert set(re.findall(r"[A-Za-z]+", words)) <= NAMES or name == "example", name


@pytest.mark.parametrize(("language", "characters"), [("zh", "gb2312"), ("zh-hant", "big5")])
def test_chinese_is_written_in_one_kind_of_characters(language: str, characters: str) -> None:
    catalogue = next(path for path in CATALOGUES if path.stem == language).read_text(encoding="utf-8")
    assert [
        character
        for character in re.findall(r"[\u4e00-\u9fff]", catalogue)
        if not character.encode(characters, "ignore")
    ] == []


def test_spanish_questions_and_exclamations_are_opened() -> None:
    for name, own in read(next(path for path in CATALOGUES if path.stem == "es")).items():
        words = plain(own.words)
        assert (words.count("¿"), words.count("¡")) == (words.count("?"), words.count("!")), name


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.stem)
def test_a_choice_by_number_has_all_plural_forms_of_the_language(catalogue: Path) -> None:
    plural = Locale.parse(catalogue.stem.replace("-", "_")).plural_form
    forms = {plural(number) for number in COUNTS}
    for name, own in read(catalogue).items():
        assert all(choice in ({"other"}, forms) for choice in own.choices), name


@pytest.mark.parametrize(
    ("message", "spelled", "forms"),
    [
        ("error-in-flight", {1}, ("картинка", "картинки", "картинок")),
        ("error-quota-person", {0}, ("картинка", "картинки", "картинок")),
        ("error-quota-group", {0}, ("картинка", "картинки", "картинок")),
        ("error-prompt-too-long", set(), ("символ", "символа", "символов")),
        ("waiting", {0}, ("картинка", "картинки", "картинок")),
        ("quota-under-way", set(), ("картинка", "картинки", "картинок")),
        ("cancelled-all", {0}, ("картинка", "картинки", "картинок")),
        ("operator-quota", {0}, ("картинки", "картинок", "картинок")),
        ("operator-stats-orders", set(), ("запрос", "запроса", "запросов")),
        ("operator-stats-none", set(), ("день", "дня", "дней")),
        ("operator-stats-people", set(), ("человек", "человека", "человек")),
        ("operator-stats-pictures", set(), ("картинка", "картинки", "картинок")),
    ],
)
def test_russian_counts(message: str, spelled: set[int], forms: tuple[str, str, str]) -> None:
    """The numbers that are `spelled` have words of their own, without a digit."""
    one, few, many = forms
    expected = {0: many, 1: one, 2: few, 3: few, 5: many, 11: many, 21: one, 22: few, 101: one}
    for number in COUNTS:
        said = TEXTS.get("ru", message, **arguments(ENGLISH[message], number))
        counted = re.search(rf"(?<!\w){number} {expected[number]}\b", said)
        assert bool(counted) == (number not in spelled), said


@pytest.mark.parametrize(
    ("language", "message", "one", "other"),
    [
        ("en", "error-in-flight", "One picture of yours is", "{} pictures of yours are"),
        ("en", "error-quota-person", "your one picture", "your {} pictures"),
        ("en", "error-quota-group", "its one picture", "its {} pictures"),
        ("en", "waiting", "1 picture ahead", "{} pictures ahead"),
        ("en", "cancelled-all", "Cancelled: 1 picture.", "Cancelled: {} pictures."),
        ("en", "cancelled-all", "1 picture is already", "{} pictures are already"),
        ("en", "quota-person", "of 1 picture left", "of {} pictures left"),
        ("en", "operator-stats-none", "last 1 day", "last {} days"),
        ("en", "operator-stats-people", "1 person", "{} people"),
        ("es", "error-in-flight", "una imagen tuya", "{} imágenes tuyas"),
        ("es", "error-quota-person", "tu única imagen", "tus {} imágenes"),
        ("es", "error-quota-group", "su única imagen", "sus {} imágenes"),
        ("es", "waiting", "1 imagen antes", "{} imágenes antes"),
        ("es", "cancelled-all", "Cancelada: 1 imagen.", "Canceladas: {} imágenes."),
        ("es", "cancelled-all", "1 imagen ya se está pintando", "{} imágenes ya se están pintando"),
        ("es", "operator-stats-people", "1 persona", "{} personas"),
    ],
)
def test_one_and_more_than_one(language: str, message: str, one: str, other: str) -> None:
    for number in COUNTS[1:]:
        said = TEXTS.get(language, message, **arguments(ENGLISH[message], number))
        assert (one if number == 1 else other.format(number)) in said


@pytest.mark.parametrize("language", TEXTS.languages)
@pytest.mark.parametrize(("minutes", "seconds", "shown"), [(0, 0, []), (0, 45, ["45"]), (7, 0, ["7"])])
def test_a_wait_is_said_in_one_unit_or_not_at_all(language: str, minutes: int, seconds: int, shown: list[str]) -> None:
    lasting = {"minutes": minutes, "seconds": seconds}
    assert re.findall(r"\d+", TEXTS.get(language, "painting", **lasting)) == shown
    assert re.findall(r"\d+", TEXTS.get(language, "waiting", ahead=3, **lasting)) == ["3", *shown]
    assert re.findall(r"\d+", TEXTS.get(language, "waiting", ahead=0, **lasting)) == shown


@pytest.mark.parametrize("language", TEXTS.languages)
def test_no_pictures_at_all_is_said_without_a_number(language: str) -> None:
    for message in ("error-quota-person", "error-quota-group", "error-quota-total"):
        assert not re.search(r"\d", TEXTS.get(language, message, limit=0, hours=3))


@pytest.mark.parametrize("language", TEXTS.languages)
def test_every_message_can_be_said(language: str) -> None:
    for message, number in product(ENGLISH, (0, 1, 2, 1_000)):
        text = TEXTS.get(language, message, **arguments(ENGLISH[message], number))
        assert text.strip() or (message, number) == ("lasting", 0), message  # nobody knows how long
        assert "{" not in text, message
        assert len(text) <= 4_096, message
        markup = Markup()
        markup.feed(text)
        assert not markup.open, message


@given(st.text(max_size=50))
def test_other_people_s_text_stays_text(prompt: str) -> None:
    caption = TEXTS.get("en", "caption", prompt=prompt, line="<b> & 1 · 9")
    body = re.search(r"<code>(.*)</code>", caption, re.DOTALL)
    assert body
    assert "<" not in body[1]
    assert re.fullmatch(r"(?:[^&]|&(?:amp|lt|gt);)*", body[1])
    assert "&lt;b&gt; &amp; 1" in caption


TURNS = {"\u202a": "\u202c", "\u202e": "\u202c", "\u2066": "\u2069", "\u2067": "\u2069"}


@pytest.mark.parametrize(
    "text", ["\u202eאב\u202c fox", "\u2067\u202e\u202c\u2069", "שלום", "\u2068a\u2069\n\u2068b\u2069"]
)
def test_what_turns_only_itself_is_shown_as_it_is(text: str) -> None:
    assert f"<code>{text}</code>" in TEXTS.get("en", "settings-negative-noted", value=text)


@given(st.text("ab\n\u202a\u202e\u202c\u2066\u2067\u2069", max_size=12))
def test_other_people_s_text_turns_no_other(text: str) -> None:
    for line in TEXTS.get("en", "error-style-unknown", style=text, styles="jojo").splitlines():
        ends: list[str] = []
        for sign in line:
            if sign in TURNS:
                ends.append(TURNS[sign])
            elif sign in TURNS.values():
                assert ends.pop() == sign
        assert ends == []


@pytest.mark.parametrize("language", TEXTS.languages)
def test_other_people_s_text_is_no_mention_and_no_link(language: str) -> None:
    """Telegram looks for those everywhere but in code."""
    typed = {
        "admin-origin": {"origin"},
        "caption": {"prompt"},
        "error-option-value": {"option", "value"},
        "error-option-missing-value": {"option"},
        "error-option-unknown": {"option", "nearest"},
        "error-style-unknown": {"style"},
        "error-style-none": {"name"},
        "how": {"line"},
        "settings-negative-noted": {"value"},
        "settings-negative-which": {"value"},
        "style-adds": {"words"},
        "style-deleted": {"name"},
        "style-saved": {"name", "words"},
        "unknown-command": {"name"},
    }
    for name, variables in typed.items():
        for variable in variables:
            said = TEXTS.get(language, name, **arguments(ENGLISH[name]) | {variable: "@somebody"})
            assert "@somebody" in said
            assert "@somebody" not in re.sub(r"<code>[^<]*</code>", "", said), (name, variable)


def test_long_numbers_given_as_text_are_not_grouped() -> None:
    caption = TEXTS.get("en", "caption-seed", seed="4294967295")
    assert "4294967295" in caption


def test_a_missing_argument_or_message_is_an_error() -> None:
    with pytest.raises(LookupError):
        TEXTS.get("en", "refused")
    with pytest.raises(LookupError):
        TEXTS.get("en", "no-such-message")


@pytest.mark.parametrize(
    ("language", "codes"),
    [
        ("en", [None, "", "-", "en-GB", "de", "zha"]),
        ("ru", ["ru", "ru-RU"]),
        ("es", ["es", "es-419"]),
        ("zh", ["zh", "zh-hans", "zh-CN", "zh-SG", "zh-Hans-HK"]),
        ("zh-hant", ["zh-hant", "zh-hant-raw", "zh-Hant-TW", "zh-TW", "ZH_TW", "zh-HK", "zh-mo"]),
    ],
)
def test_a_person_s_language(language: str, codes: list[str | None]) -> None:
    assert {TEXTS.language_for(code) for code in codes} == {language}


def test_a_language_without_catalogue_is_spoken_to_in_english() -> None:
    assert TEXTS.get("tlh", "which-style") == TEXTS.get("en", "which-style")


def test_every_word_for_an_outcome_is_in_the_catalogue() -> None:
    words = {*MODERATION_LABELS.values(), "reason-other", *OWN_REASONS.values(), *STYLES}
    assert words | {str(outcome) for outcome in Outcome if outcome is not Outcome.PICTURE} <= ENGLISH.keys()


def test_every_reason_to_turn_an_order_away_is_in_the_catalogue() -> None:
    sources = [path.read_text(encoding="utf-8") for path in Path(str(bot.texts.__file__)).parents[1].rglob("*.py")]
    codes = {code for source in sources for code in re.findall(r'UserError\("([a-z-]+)"', source)}
    asked_for = {"prompt-missing"}  # no refusal: `which-words` asks for them
    assert asked_for < codes
    assert {f"error-{code}" for code in codes - asked_for} | {"which-words"} <= ENGLISH.keys()


@pytest.mark.parametrize("language", TEXTS.languages)
def test_every_example_of_a_command_names_that_command(language: str) -> None:
    wordless = {"error-option-not-here", "failed-rejected", "how", "refused", "shared", "which-words"}
    asked = [name for name, variables in ENGLISH.items() if "command" in variables and name not in wordless]
    assert len(asked) > 5
    for name in asked:
        for command in ("draw", "remix") if name.startswith("error-prompt") else ("remix", "anime", "hd"):
            said = TEXTS.get(language, name, **arguments(ENGLISH[name]) | {"command": command})
            assert f"<code>/{command}" in said


@pytest.mark.parametrize("language", TEXTS.languages)
@pytest.mark.parametrize(("command", "sign"), [("anime", "🌸"), ("hd", "✨")])
def test_what_is_not_offered_is_named_nowhere(language: str, command: str, sign: str) -> None:
    texts = Texts({command})
    about_it = {f"button-{command}", f"caption-{command}", "error-style-unknown", "which-style"}
    named_by_others = {"admin-path", "error-option-not-here", "operator-access-usage"}
    bare_sparkles, by_paragraph = {"done-below", "done-picture"}, {"help"}
    for name in ENGLISH.keys() - about_it - named_by_others - bare_sparkles - by_paragraph:
        for kind in Kind:
            said = texts.get(language, name, **arguments(ENGLISH[name]) | {"command": kind, "nearest": "hd"})
            assert not re.search(rf"/{command}\b|{sign}", said), name
    buttons = next(part for part in texts.get(language, "help", username="x").split("\n\n") if "🎲" in part)
    assert sign not in buttons


@pytest.mark.parametrize("language", TEXTS.languages)
def test_what_is_said_to_a_press_fits_a_pop_up(language: str) -> None:
    others = {
        *("error-admins-only", "error-in-flight", "error-not-allowed", "error-paused", "error-provider-closed"),
        "error-not-offered",
        *("error-try-again", "history-end"),
    }
    begin = ("press-", "error-press-", "error-quota-")
    popups = [name for name in ENGLISH if name.startswith(begin) or name in others]
    assert others <= set(popups)
    for name in popups:
        for number in (0, 1, 2, 1_000):
            given = arguments(ENGLISH[name], number) | ({"id": "-1001234567890"} if "id" in ENGLISH[name] else {})
            assert len(plain(TEXTS.get(language, name, **given)).encode("utf-16-le")) <= 2 * MOST_IN_A_POPUP


@pytest.mark.parametrize("language", TEXTS.languages)
def test_the_menu_s_descriptions_fit_one_line(language: str) -> None:
    for name in (name for name in ENGLISH if name.startswith("menu-")):
        assert 1 <= len(TEXTS.get(language, name)) <= 40  # Telegram takes 256


@pytest.mark.parametrize("language", TEXTS.languages)
def test_a_button_has_its_sign(language: str) -> None:
    for name in (name for name in ENGLISH if name.startswith("button-")):
        label, english = (TEXTS.get(code, name, words="x" * 16).split() for code in (language, "en"))
        if name == "button-older":
            assert label[-1] == english[-1]
        elif name != "button-erase-no":
            assert label[0] == english[0]


def columns(label: str) -> int:
    """Return how wide a label is, in Latin letters: Chinese and emoji are twice as wide."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" or sign == "\ufe0f" for sign in label)
    return len(label) - label.count("\ufe0f") + wide


def keyboards_in(language: str) -> Iterator[Rows]:
    """Return every keyboard that does not hold somebody's own words."""
    for kind in Kind:
        job = painted(kind)
        job = replace(job, order=replace(job.order, language=language))
        for unfolded, in_history in product((False, True), repeat=2):
            yield keyboards.under(TEXTS, job, unfolded=unfolded, in_history=in_history)
        yield keyboards.in_history(TEXTS, job, older=True, newer=True)
        yield from (keyboards.to_confirm(TEXTS, job, nearest) for nearest in ("", "--style watercolour"))
        yield from (of(TEXTS, job) for of in (keyboards.styles, keyboards.while_waiting, keyboards.after_failure))
    for group, fields in ((False, OF_A_PERSON), (True, OF_A_GROUP)):
        everything = [Preferences()]
        for field in fields:
            yield choice_page(TEXTS.bind(language), Preferences(), field).buttons
            if field != "negative":
                everything += [choose(Preferences(), field, value) or Preferences() for value in CHOICES[field]]
        yield from (main_page(TEXTS.bind(language), preferences, group=group).buttons for preferences in everything)


@pytest.mark.parametrize("language", TEXTS.languages)
def test_labels_are_shown_whole_on_a_phone(language: str) -> None:
    """A phone shows about 30 columns of a label that is alone in its row."""
    whole = {1: 30, 2: 16, 3: 11}
    labels = {(button.label, len(row)) for rows in keyboards_in(language) for row in rows for button in row}
    assert [(label, beside) for label, beside in labels if columns(label) > whole[beside]] == []
