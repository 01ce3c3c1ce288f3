"""Whatever people write, what is said about it can be made, and Telegram takes it: its limits count parsed text."""

import re
from contextlib import suppress
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.derive import LONGEST_LINE, recipe
from bot.errors import UserError
from bot.grammar import parse
from bot.job import Kind
from bot.options import MAX_PROMPT, MAX_SEED, Options, Style, read_prompt
from bot.pipeline.messenger import Text
from bot.pipeline.wording import caption
from bot.preferences import MAX_NEGATIVE, Preferences, one_line
from bot.telegram.settings_pages import choice_page, main_page
from bot.telegram.styles import Styles
from bot.texts import Texts
from tests.support.catalogues import CATALOGUES, arguments, messages
from tests.support.orders import painted

TEXTS = Texts()
STYLES = Styles(TEXTS)
TEXT_UNITS, CAPTION_UNITS = 4_096, 1_024
"""Telegram's limits of a message and of a caption, in UTF-16 units after parsing (Bot API)."""

NASTY = [
    "&",
    "<>",
    "\U0001f469",
    "a",
    "<b>",
    "&amp;",
    "\0",
    "\n",
    "雪",
    "\u202e",
    "{",
    "}",
    "--",
    '"',
    "--no ",
    "x --ar ",
]
LANGUAGES = st.sampled_from(TEXTS.languages)


def words(most: int) -> st.SearchStrategy[str]:
    """Return texts of up to so many characters: now and then all of one sign that weighs much, here or there."""
    repeated = st.tuples(st.sampled_from(NASTY), st.integers(1, most)).map(lambda pair: (pair[0] * pair[1])[:most])
    return st.one_of(repeated, st.text(max_size=60), st.lists(st.sampled_from(NASTY), max_size=60).map("".join))


def shown(html: str) -> str:
    """Return what Telegram shows of a text in HTML, in which there is no sign of markup but ours."""
    bare = re.sub(r"</?(?:b|i|u|s|code|pre|a|blockquote)(?: [^<>]*)?>", "", html)
    assert not re.search(r"[<>]|&(?!(?:amp|lt|gt);)", bare)
    return unescape(bare)


def as_it_runs(text: str) -> str:
    """Return a text without what changes its direction, which may be left out."""
    return re.sub("[\u202a-\u202e\u2066-\u2069]", "", text)


def units(text: str) -> int:
    """Return a text's length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("language", [path.stem for path in CATALOGUES])
@pytest.mark.parametrize("sign", ["&", "<>", "\U0001f469", "\0prompt\0", "{ $line }"])
def test_no_text_fails_by_the_length_of_what_it_names(language: str, sign: str) -> None:
    long = sign * 4_000
    for name, variables in messages(next(path for path in CATALOGUES if path.stem == language)).items():
        given_words = {variable: long if value == "x" else value for variable, value in arguments(variables).items()}
        said = TEXTS.get(language, name, **given_words)
        if any(
            value == long
            for variable, value in given_words.items()
            if variable not in {"command", "person", "translated"}
        ):
            assert long in shown(said), name


def test_a_choice_by_somebodys_words_is_made_by_all_of_them() -> None:
    assert "<code>/remix" in TEXTS.get("en", "error-photo-missing", command="remix")
    assert "<code>/hd" in TEXTS.get("en", "error-photo-missing", command="&" * 3_000)


@given(LANGUAGES, words(MAX_PROMPT), st.sampled_from(Kind))
def test_every_caption_fits(language: str, prompt: str, kind: Kind) -> None:
    options = Options(MAX_SEED, model="anime", style=Style.AMERICAN, spoiler=True)
    job = painted(kind, options, prompt)
    dated = f"{caption(TEXTS, job)}\n{TEXTS.get(language, 'history-date', date='2026-12-31')}"
    assert units(shown(dated)) <= CAPTION_UNITS
    if kind in {Kind.DRAW, Kind.REMIX} and units(prompt) <= 800:
        assert as_it_runs(prompt) in as_it_runs(shown(dated))


@given(LANGUAGES, words(MAX_PROMPT).filter(bool), words(MAX_PROMPT), st.sampled_from([Kind.DRAW, Kind.REMIX]))
def test_every_line_to_copy_comes_whole_or_is_refused_in_words(
    language: str, prompt: str, negative: str, kind: Kind
) -> None:
    options = Options(MAX_SEED, "basic", 768, 768, 100, 29.95, "k_euler_a", negative, 0.25)
    job = painted(kind, options, prompt)
    if units(prompt) + units(negative) > 3_700:
        with suppress(UserError):
            assert units(recipe(job)) <= LONGEST_LINE
        return
    line = recipe(job)
    said = shown(TEXTS.get(language, "how", line=line, command=kind))
    assert as_it_runs(line) in as_it_runs(said)
    assert units(said) <= TEXT_UNITS


@given(LANGUAGES, words(4_000), st.sampled_from([Kind.DRAW, Kind.REMIX, Kind.ANIME]))
def test_every_refusal_fits(language: str, text: str, kind: Kind) -> None:
    refusal = refusal_of(language, text, kind)
    if refusal and refusal.code != "prompt-missing":  # the words are asked for
        assert units(shown(TEXTS.get(language, f"error-{refusal.code}", **refusal.params))) <= 1_000


def refusal_of(language: str, text: str, kind: Kind) -> UserError | None:
    """Return why an order in these words is not taken."""
    try:
        parsed = parse(text, Options(7), kind)
        if kind is Kind.ANIME:
            STYLES.read(parsed.prompt, language)
        else:
            read_prompt(parsed.prompt, kind)
    except UserError as refusal:
        return refusal
    return None


@given(LANGUAGES, words(MAX_NEGATIVE))
def test_every_page_of_settings_fits(language: str, text: str) -> None:
    avoided = Preferences(negative=one_line(text)[:MAX_NEGATIVE])
    pages: list[Text] = [
        main_page(TEXTS.bind(language), avoided, group=False),
        choice_page(TEXTS.bind(language), avoided, "negative"),
        Text(TEXTS.get(language, "settings-negative-noted", value=avoided.negative)),
    ]
    for page in pages:
        assert units(shown(page.html)) <= TEXT_UNITS
        assert all(units(button.label) <= 64 for row in page.buttons for button in row)


def test_a_line_longer_than_a_message_is_refused() -> None:
    woman = "\U0001f469"
    with pytest.raises(UserError, match="press-too-long"):
        recipe(painted(Kind.DRAW, Options(7, negative=woman * MAX_PROMPT), woman * MAX_PROMPT))
