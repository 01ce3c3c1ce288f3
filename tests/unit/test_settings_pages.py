"""The pages of `/settings`: everything can be reached, what holds is shown, every button fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pipeline.messenger import Text
from bot.preferences import CHOICES, PRESETS, Preferences, choose, chosen
from bot.telegram.callback_data import decode, encode
from bot.telegram.settings_pages import OF_A_GROUP, OF_A_PERSON, OWN, choice_page, main_page
from bot.texts import Texts
from tests.support.preferences import anything_set

TEXTS = Texts()
languages = st.sampled_from(TEXTS.languages)


def choices(page: Text) -> dict[str, str]:
    """Return what the buttons choose, and what stands on them."""
    return {button.press.choice: button.label for row in page.buttons for button in row}


def test_everything_can_be_set_somewhere() -> None:
    assert {*OF_A_PERSON, *OF_A_GROUP} == CHOICES.keys()


@given(languages, anything_set, st.booleans())
def test_the_main_page_leads_to_every_field(language: str, preferences: Preferences, group: bool) -> None:
    page = main_page(TEXTS.bind(language), preferences, group=group)
    assert tuple(choices(page)) == (OF_A_GROUP if group else OF_A_PERSON)
    assert all(len(row) == 1 for row in page.buttons)
    assert all(0 < len(label.encode("utf-16-le")) <= 2 * 100 for label in choices(page).values())


@given(languages, anything_set)
def test_a_page_of_choices_marks_what_holds_and_leads_back(language: str, preferences: Preferences) -> None:
    for field in CHOICES:
        page = choice_page(TEXTS.bind(language), preferences, field)
        labels = choices(page)
        own = [f"negative.{OWN}"] if field == "negative" else []
        assert list(labels) == [*(f"{field}.{value}" for value in CHOICES[field]), *own, ""]
        marked = {choice for choice, label in labels.items() if label.startswith("✓")}
        value = chosen(preferences, field)
        assert marked == ({f"{field}.{value}"} if value else set())
        assert len(page.buttons[-1]) == 1, "the way back"


@given(languages, anything_set)
def test_every_button_can_be_carried(language: str, preferences: Preferences) -> None:
    pages = [main_page(TEXTS.bind(language), preferences, group=group) for group in (False, True)]
    pages += [choice_page(TEXTS.bind(language), preferences, field) for field in CHOICES]
    for button in (button for page in pages for row in page.buttons for button in row):
        data = encode(button.press)
        assert len(data.encode()) <= 64
        assert decode(data) == button.press
        assert not button.press.job_id


@pytest.mark.parametrize(
    ("field", "value", "label"),
    [
        ("language", "ru", "🌐 Language: {}"),
        ("language", "auto", "🌐 Language: automatic"),
        ("model", "anime", "🖌 Model: anime"),
        ("size", "768x448", "📐 Size: 768×448"),
        ("negative", "none", "🚫 Avoid: nothing"),
        ("negative", "text", "🚫 Avoid: text, watermark, logo"),
        ("file", "yes", "📄 Pictures as files: yes"),
        ("tell", "never", "🔔 Notify me: never"),
        ("orderers", "admins", "👥 Who can paint: admins"),
        ("daily", "default", "🖼 Pictures a day: default"),
        ("daily", "20", "🖼 Pictures a day: 20"),
    ],
)
def test_what_holds_is_shown(field: str, value: str, label: str) -> None:
    preferences = choose(Preferences(), field, value)
    assert preferences is not None
    page = main_page(TEXTS.bind("en"), preferences, group=field in OF_A_GROUP)
    assert choices(page)[field] == label.format(TEXTS.get(value, "settings-own-name"))


def test_own_words_are_shown_as_they_were_typed() -> None:
    preferences = Preferences(negative="<b> & {x}", daily=7)
    assert choices(main_page(TEXTS.bind("en"), preferences, group=False))["negative"] == "🚫 Avoid: <b> & {x}"
    assert choices(main_page(TEXTS.bind("en"), preferences, group=True))["daily"] == "🖼 Pictures a day: 7"
    page = choice_page(TEXTS.bind("en"), preferences, "negative")
    assert "Now: <code>&lt;b&gt; &amp; {x}</code>" in page.html
    long = Preferences(negative="no " * 100)
    assert len(choices(main_page(TEXTS.bind("en"), long, group=False))["negative"]) < 50


def test_the_painter_s_words_are_english_everywhere() -> None:
    for language in TEXTS.languages:
        labels = set(choices(choice_page(TEXTS.bind(language), Preferences(), "negative")).values())
        assert {words for words in PRESETS.values() if words} <= labels


def test_languages_are_named_as_they_name_themselves() -> None:
    names = {language: TEXTS.get(language, "settings-own-name") for language in TEXTS.languages}
    for language in TEXTS.languages:
        labels = choices(choice_page(TEXTS.bind(language), Preferences(), "language"))
        assert {name: labels[f"language.{name}"] for name in names} == names
