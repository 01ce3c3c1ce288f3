"""The catalogues: the same messages everywhere, all of them sayable, nobody else's markup in them."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
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
STYLES = {f"style-{style.name.lower()}{also}" for style in Style for also in ("", "-also")}


class Variables(Visitor):
    """Collects the variables of a message, and the messages that it quotes."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.messages: set[str] = set()

    def visit_VariableReference(self, node: Any) -> None:  # noqa: N802
        self.names.add(node.id.name)

    def visit_MessageReference(self, node: Any) -> None:  # noqa: N802
        self.messages.add(node.id.name)


def messages(catalogue: Path) -> dict[str, set[str]]:
    """Return the ids of a catalogue's messages and the variables of each, those of what it quotes included."""
    found: dict[str, set[str]] = {}
    quoted: dict[str, set[str]] = {}
    for entry in FluentParser().parse(catalogue.read_text(encoding="utf-8")).body:
        assert not isinstance(entry, ast.Junk), f"{catalogue.name}: {entry.content}"
        if isinstance(entry, ast.Message):
            variables = Variables()
            variables.visit(entry)
            found[entry.id.name] = variables.names
            quoted[entry.id.name] = variables.messages
    return {name: own.union(*(found[each] for each in quoted[name])) for name, own in found.items()}


ENGLISH = messages(next(path for path in CATALOGUES if path.stem == "en"))


def arguments(names: set[str], number: int = 3) -> dict[str, str | int]:
    """Return something for each variable."""
    return {name: number if name in NUMBERS else "x" for name in names}


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
    ("code", "language"),
    [(None, "en"), ("", "en"), ("en-GB", "en"), ("de", "en"), ("zh", "zh"), ("zh-hans", "zh"), ("ZH_TW", "zh")],
)
def test_a_person_s_language(code: str | None, language: str) -> None:
    assert TEXTS.language_for(code) == language


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
    for name in (name for name in ENGLISH if name.startswith("press-")):
        assert len(TEXTS.get(language, name)) <= MOST_IN_A_POPUP
