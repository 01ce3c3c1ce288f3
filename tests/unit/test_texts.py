"""The catalogues: the same messages everywhere, all of them sayable, nobody else's markup in them."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor
from hypothesis import given
from hypothesis import strategies as st

import bot.texts
from bot.job import Outcome
from bot.pipeline.wording import MODERATION_LABELS, OWN_REASONS
from bot.prompt import Style
from bot.telegram.replies import MOST_IN_A_POPUP
from bot.texts import Texts

TEXTS = Texts()
CATALOGUES = sorted(Path(str(bot.texts.__file__)).parent.glob("*.ftl"))
TELEGRAM_TAGS = {"b", "i", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler"}
NUMBERS = {"count", "limit", "hours", "length"}
COUNTS = (0, 1, 2, 3, 5, 11, 21, 22, 101)
AS_IN_ENGLISH = {"caption", "caption-anime", "list-separator", "style-jojo"}
"""Placeholders, signs and a name."""

NAMES = {
    "APISpace",
    "GIF",
    "JO",
    "JOJO",
    "JPEG",
    "MB",
    "ORIGINS",
    "PNG",
    "Q",
    "RESULT",
    "Telegram",
    "UTC",
    "WebP",
    "seed",
}
"""What is written in Latin letters everywhere."""

STYLES = {f"style-{style.name.lower()}{also}" for style in Style for also in ("", "-also")}


class Variables(Visitor):
    """Collects the variables of a message, the messages that it quotes, its own words and its choices by number."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.messages: set[str] = set()
        self.words = ""
        self.choices: list[set[str]] = []

    def visit_VariableReference(self, node: Any) -> None:  # noqa: N802
        self.names.add(node.id.name)

    def visit_MessageReference(self, node: Any) -> None:  # noqa: N802
        self.messages.add(node.id.name)

    def visit_TextElement(self, node: Any) -> None:  # noqa: N802
        self.words += node.value

    def visit_SelectExpression(self, node: Any) -> None:  # noqa: N802
        if node.selector.id.name in NUMBERS:
            self.choices.append({each.key.name for each in node.variants if isinstance(each.key, ast.Identifier)})
        self.generic_visit(node)


def read(catalogue: Path) -> dict[str, Variables]:
    """Return what each message of a catalogue is made of."""
    found: dict[str, Variables] = {}
    for entry in FluentParser().parse(catalogue.read_text(encoding="utf-8")).body:
        assert not isinstance(entry, ast.Junk), f"{catalogue.name}: {entry.content}"
        if isinstance(entry, ast.Message):
            found[entry.id.name] = Variables()
            found[entry.id.name].visit(entry)
    return found


def messages(catalogue: Path) -> dict[str, set[str]]:
    """Return the ids of a catalogue's messages and the variables of each, those of what it quotes included."""
    found = read(catalogue)
    return {name: own.names.union(*(found[each].names for each in own.messages)) for name, own in found.items()}


ENGLISH = messages(next(path for path in CATALOGUES if path.stem == "en"))


def arguments(names: set[str], number: int = 3) -> dict[str, str | int]:
    """Return something for each variable."""
    return {name: number if name in NUMBERS else "x" for name in names}


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
    assert same <= AS_IN_ENGLISH | ({"style-machine"} if catalogue.stem == "es" else set())


@pytest.mark.parametrize("language", ["ru", "zh", "zh-hant"])
def test_other_scripts_have_latin_letters_only_in_names_and_examples(language: str) -> None:
    for name, own in read(next(path for path in CATALOGUES if path.stem == language)).items():
        words = plain(re.sub(r"<code>.*?</code>|/[a-z]+", "", own.words, flags=re.DOTALL))
        assert set(re.findall(r"[A-Za-z]+", words)) <= NAMES, name


@pytest.mark.parametrize(("language", "characters"), [("zh", "gb2312"), ("zh-hant", "big5")])
def test_chinese_is_written_in_one_kind_of_characters(language: str, characters: str) -> None:
    catalogue = next(path for path in CATALOGUES if path.stem == language).read_text(encoding="utf-8")
    assert [each for each in re.findall(r"[\u4e00-\u9fff]", catalogue) if not each.encode(characters, "ignore")] == []


def test_spanish_questions_and_exclamations_are_opened() -> None:
    for name, own in read(next(path for path in CATALOGUES if path.stem == "es")).items():
        assert (own.words.count("¿"), own.words.count("¡")) == (own.words.count("?"), own.words.count("!")), name


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.stem)
def test_a_choice_by_number_has_all_plural_forms_of_the_language(catalogue: Path) -> None:
    plural = Locale.parse(catalogue.stem.replace("-", "_")).plural_form
    forms = {plural(number) for number in COUNTS}
    for name, own in read(catalogue).items():
        assert all(choice in ({"other"}, forms) for choice in own.choices), name


@pytest.mark.parametrize(
    ("message", "forms"),
    [
        ("error-in-flight", ("картинку", "картинки", "картинок")),
        ("error-quota-person", ("картинка", "картинки", "картинок")),
        ("error-quota-group", ("картинка", "картинки", "картинок")),
        ("error-prompt-too-long", ("символ", "символа", "символов")),
    ],
)
def test_russian_counts(message: str, forms: tuple[str, str, str]) -> None:
    one, few, many = forms
    expected = {2: few, 3: few, 5: many, 11: many, 21: one, 22: few, 101: one}
    if message == "error-in-flight":
        assert "вашу картинку" in TEXTS.get("ru", message, count=1)
    else:
        expected[1] = one
    if not message.startswith("error-quota"):
        expected[0] = many
    for number, form in expected.items():
        said = TEXTS.get("ru", message, **arguments(ENGLISH[message], number))
        assert re.search(rf"\b{number} {form}\b", said), said


@pytest.mark.parametrize(
    ("language", "message", "one", "other"),
    [
        ("en", "error-in-flight", "painting a picture", "{} pictures"),
        ("en", "error-quota-person", "your one picture", "your {} pictures"),
        ("en", "error-quota-group", "its one picture", "its {} pictures"),
        ("es", "error-in-flight", "pintando una imagen", "{} imágenes"),
        ("es", "error-quota-person", "tu única imagen", "tus {} imágenes"),
        ("es", "error-quota-group", "su única imagen", "sus {} imágenes"),
    ],
)
def test_one_and_more_than_one(language: str, message: str, one: str, other: str) -> None:
    for number in COUNTS[1:]:
        said = TEXTS.get(language, message, **arguments(ENGLISH[message], number))
        assert (one if number == 1 else other.format(number)) in said


@pytest.mark.parametrize("language", TEXTS.languages)
def test_no_pictures_at_all_is_said_without_a_number(language: str) -> None:
    for message in ("error-quota-person", "error-quota-group", "error-quota-total"):
        assert not re.search(r"\d", TEXTS.get(language, message, limit=0, hours=3))


@pytest.mark.parametrize("language", TEXTS.languages)
@pytest.mark.parametrize("message", sorted(ENGLISH))
def test_every_message_can_be_said(language: str, message: str) -> None:
    for number in (0, 1, 2, 1_000):
        text = TEXTS.get(language, message, **arguments(ENGLISH[message], number))
        assert text.strip()
        assert "{" not in text
        assert len(text) <= 4_096
        markup = Markup()
        markup.feed(text)
        assert not markup.open


@given(st.text(max_size=50))
def test_other_people_s_text_stays_text(prompt: str) -> None:
    caption = TEXTS.get("en", "caption", prompt=prompt, model="<b>", size="&", seed="1")
    body = re.search(r"<code>(.*)</code>", caption, re.DOTALL)
    assert body
    assert "<" not in body[1]
    assert re.fullmatch(r"(?:[^&]|&(?:amp|lt|gt);)*", body[1])
    assert "&lt;b&gt; · &amp;" in caption


def test_long_numbers_given_as_text_are_not_grouped() -> None:
    assert "4294967295" in TEXTS.get("en", "caption", prompt="x", model="art", size="1×1", seed="4294967295")


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
    assert TEXTS.get("tlh", "painting") == TEXTS.get("en", "painting")


def test_every_word_for_an_outcome_is_in_the_catalogue() -> None:
    words = {*MODERATION_LABELS.values(), "reason-other", *OWN_REASONS.values(), *STYLES}
    assert words | {str(outcome) for outcome in Outcome if outcome is not Outcome.PICTURE} <= ENGLISH.keys()


def test_every_reason_to_turn_an_order_away_is_in_the_catalogue() -> None:
    sources = [path.read_text(encoding="utf-8") for path in Path(str(bot.texts.__file__)).parents[1].rglob("*.py")]
    codes = {code for source in sources for code in re.findall(r'UserError\("([a-z-]+)"', source)}
    assert "prompt-missing" in codes
    assert {f"error-{code}" for code in codes} <= ENGLISH.keys()


@pytest.mark.parametrize("language", TEXTS.languages)
def test_every_example_of_a_command_names_that_command(language: str) -> None:
    wordless = {"failed-rejected", "refused"}
    asked = [name for name, variables in ENGLISH.items() if "command" in variables and name not in wordless]
    assert len(asked) > 5
    for name in asked:
        for command in ("draw", "remix") if name.startswith("error-prompt") else ("remix", "anime", "hd"):
            said = TEXTS.get(language, name, **arguments(ENGLISH[name]) | {"command": command})
            assert f"<code>/{command}" in said


@pytest.mark.parametrize("language", TEXTS.languages)
def test_what_is_said_to_a_press_fits_a_pop_up(language: str) -> None:
    others = {"error-in-flight", "error-not-allowed", "error-provider-closed"}
    popups = [name for name in ENGLISH if name.startswith(("press-", "error-quota-")) or name in others]
    assert others <= set(popups)
    for name in popups:
        for number in (0, 1, 2, 1_000):
            given = arguments(ENGLISH[name], number) | ({"id": "-1001234567890"} if "id" in ENGLISH[name] else {})
            assert len(plain(TEXTS.get(language, name, **given)).encode("utf-16-le")) <= 2 * MOST_IN_A_POPUP


@pytest.mark.parametrize("language", TEXTS.languages)
def test_the_menu_s_descriptions_fit_one_line(language: str) -> None:
    for name in (name for name in ENGLISH if name.startswith("menu-")):
        assert 1 <= len(TEXTS.get(language, name)) <= 40  # Telegram takes 256
