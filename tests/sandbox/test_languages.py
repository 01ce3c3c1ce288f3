"""What the demo expects to read in another language is what the catalogues say there."""

import pytest

from sandbox.scenes.languages import CODES, ways

PAINTING = {"en": "Painting", "zh": "🎨 正在画……", "zh-hant": "🎨 正在畫……", "ru": "🎨 Рисую…", "es": "🎨 Pintando…"}


@pytest.mark.parametrize("language", CODES)
def test_words_are_found_in_every_language(language: str) -> None:
    assert PAINTING[language] in ways("Painting", language)
    assert ways("a sailboat on a moonlit sea", language) == ("a sailboat on a moonlit sea",)


def test_one_sign_may_be_a_word() -> None:
    assert "人" in ways("people", "zh")


def test_of_a_text_with_variants_each_may_be_read() -> None:
    found = ways("pictures ahead of yours", "ru")
    assert {"картинка.", "картинки.", "картинок."} <= set(found)
    assert not any(sign in way for way in found for sign in "{}[]<>$")
