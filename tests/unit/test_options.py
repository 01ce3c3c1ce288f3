"""Prompts as people type them, and texts cut to Telegram's size."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.options import MAX_PROMPT, MAX_SEED, new_seed, read_prompt, shorten
from bot.sizes import SHORTEST, SIDE, STEP, size_like


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
        prompt = read_prompt(text, "draw")
    except UserError:
        return
    assert 0 < len(prompt) <= MAX_PROMPT
    assert prompt == prompt.strip()
    assert "\x00" not in prompt
    assert read_prompt(prompt, "draw") == prompt


@pytest.mark.parametrize("nothing", ["", "   ", "\n\t", "\x00", "\u200b\u2060", " "])
def test_nothing_visible_is_no_prompt(nothing: str) -> None:
    with pytest.raises(UserError) as refusal:
        read_prompt(nothing, "remix")
    assert (refusal.value.code, refusal.value.params) == ("prompt-missing", {"command": "remix"})


def test_a_prompt_keeps_its_lines_and_its_emoji() -> None:
    assert read_prompt(" a fox\n\n  in the snow 🦊 ", "draw") == "a fox\n\n  in the snow 🦊"
    assert read_prompt("a\0 fox", "draw") == "a fox"
    assert read_prompt("🦊", "draw") == "🦊"


@pytest.mark.parametrize("character", ["x", "雪", "🦊"])
def test_the_limit_counts_characters(character: str) -> None:
    assert len(read_prompt(character * MAX_PROMPT, "draw")) == MAX_PROMPT
    with pytest.raises(UserError) as refusal:
        read_prompt(character * (MAX_PROMPT + 1), "draw")
    assert (refusal.value.code, refusal.value.params) == (
        "prompt-too-long",
        {"length": MAX_PROMPT + 1, "limit": MAX_PROMPT, "command": "draw"},
    )


def test_seeds_are_the_provider_s() -> None:
    seeds = {new_seed() for _ in range(100)}
    assert len(seeds) > 90
    assert all(0 <= seed <= MAX_SEED for seed in seeds)


@given(width=st.integers(1, 100_000), height=st.integers(1, 100_000))
@example(width=1, height=100_000)
@example(width=3, height=1)
def test_a_source_s_shape_becomes_a_size_the_provider_takes(width: int, height: int) -> None:
    size = size_like(width, height)
    assert max(size) == SIDE == 768
    assert min(size) >= SHORTEST == 256
    assert all(side % STEP == 0 for side in size)
    assert size_like(height, width) == size[::-1]
    assert (size[0] - size[1]) * (width - height) >= 0
    short = SIDE * min(width, height) / max(width, height)
    assert abs(min(size) - short) <= STEP / 2 or (short < SHORTEST and min(size) == SHORTEST)


@pytest.mark.parametrize(
    ("source", "size"),
    [
        ((800, 600), (768, 576)),
        ((600, 800), (576, 768)),
        ((512, 512), (768, 768)),
        ((1920, 1080), (768, 448)),
        ((90, 51), (768, 448)),
        ((100, 1), (768, 256)),
    ],
)
def test_the_sizes_of_usual_sources(source: tuple[int, int], size: tuple[int, int]) -> None:
    assert size_like(*source) == size
