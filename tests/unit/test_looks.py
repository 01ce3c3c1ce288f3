"""Styles: what of a picture's words becomes one, and what it may be called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.looks import LOOKS, SHOWN, folded_name, is_own_name, style_words


@pytest.mark.parametrize(
    ("prompt", "look", "words"),
    [
        ("a fox, golden hour, soft haze", "", "golden hour, soft haze"),
        ("a fox，黄昏，柔和薄雾", "", "黄昏，柔和薄雾"),
        ("a fox\nin oils", "ink wash", "in oils, ink wash"),
        ("a fox", "ink wash", "ink wash"),
        ("a fox", "", "a fox"),
        ("a fox, ", "", "a fox,"),
        ("", "", ""),
    ],
)
def test_what_is_said_after_the_first_comma_is_the_style(prompt: str, look: str, words: str) -> None:
    assert style_words(prompt, look) == words


def test_ours_are_no_names_of_ones_own() -> None:
    assert not any(is_own_name(name) for name in (*LOOKS, *SHOWN, "", "du sk", "Dusk", "x" * 21))
    assert all(is_own_name(name) for name in ("dusk", "сумерки", "黄昏", "x" * 20))


@given(st.text(), st.text())
def test_whatever_has_words_has_a_style(prompt: str, look: str) -> None:
    assert style_words(prompt, look) or not (prompt.strip() or look)


@given(st.text())
def test_a_name_is_compared_as_it_is_kept(name: str) -> None:
    assert folded_name(folded_name(name)) == folded_name(name)
