"""Prompts as people type them, and texts cut to Telegram's size."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.prompt import MAX_PROMPT, MAX_SEED, new_seed, read_prompt, shorten


def units(text: str) -> int:
    """Return a text's length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


@given(text=st.text(max_size=200), limit=st.integers(1, 60))
@example(text="🦊" * 10, limit=4)
@example(text="a fox in the snow", limit=12)
def test_shortened_text_fits_and_is_a_prefix(text: str, limit: int) -> None:
    short = shorten(text, limit)
    short.encode("utf-8")  # half a surrogate pair could not be encoded
    assert units(short) <= limit
    if units(text) <= limit:
        assert short == text
    else:
        assert short.endswith("…")
        assert text.startswith(short[:-1])


def test_a_pair_of_surrogates_is_never_split() -> None:
    assert shorten("🦊🦊🦊", 4) == "🦊…"


def test_the_cut_is_made_at_a_near_word_end() -> None:
    assert shorten("a red fox in the snow", 18) == "a red fox in the…"
    assert shorten("a " + "x" * 30, 20) == "a " + "x" * 17 + "…"


@given(st.text(max_size=MAX_PROMPT + 20))
def test_a_prompt_is_trimmed_bounded_text_or_a_user_error(text: str) -> None:
    try:
        prompt = read_prompt(text)
    except UserError:
        return
    assert 0 < len(prompt) <= MAX_PROMPT
    assert prompt == prompt.strip()
    assert "\x00" not in prompt
    assert read_prompt(prompt) == prompt


@pytest.mark.parametrize("nothing", ["", "   ", "\n\t", "\x00", "\u200b\u2060", " "])
def test_nothing_visible_is_no_prompt(nothing: str) -> None:
    with pytest.raises(UserError) as refusal:
        read_prompt(nothing)
    assert refusal.value.code == "prompt-missing"


def test_a_prompt_keeps_its_lines_and_its_emoji() -> None:
    assert read_prompt(" a fox\n\n  in the snow 🦊 ") == "a fox\n\n  in the snow 🦊"
    assert read_prompt("🦊") == "🦊"


@pytest.mark.parametrize("character", ["x", "雪", "🦊"])
def test_the_limit_counts_characters(character: str) -> None:
    assert len(read_prompt(character * MAX_PROMPT)) == MAX_PROMPT
    with pytest.raises(UserError) as refusal:
        read_prompt(character * (MAX_PROMPT + 1))
    assert (refusal.value.code, refusal.value.params) == (
        "prompt-too-long",
        {"length": MAX_PROMPT + 1, "limit": MAX_PROMPT},
    )


def test_seeds_are_the_provider_s() -> None:
    seeds = {new_seed() for _ in range(100)}
    assert len(seeds) > 90
    assert all(0 <= seed <= MAX_SEED for seed in seeds)
