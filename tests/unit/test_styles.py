"""The twelve styles by any of their names, and forgivingly."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.options import Style
from bot.telegram.styles import Styles
from bot.texts import Texts

TEXTS = Texts()
STYLES = Styles(TEXTS)

NAMES = [
    (style, name.strip())
    for style in Style
    for language in TEXTS.languages
    for name in (
        str(style),
        TEXTS.get(language, f"style-{style.name.lower()}"),
        *TEXTS.get(language, f"style-{style.name.lower()}-also").split(","),
    )
]


def variants(name: str) -> list[str]:
    """Return a name as people type it."""
    spoken = name.replace("_", " ")
    return [name, f"  {name}\n", name.upper(), name.lower(), spoken, spoken.replace(" ", "-"), f"{name}!", f"✨{name}"]


@pytest.mark.parametrize("language", TEXTS.languages)
def test_every_name_is_its_style_s_in_every_language(language: str) -> None:
    assert len(NAMES) > 60
    for style, name in NAMES:
        words = (" style", "风格", " 风格", "風格", " стиль", " estilo")
        with_the_word = [] if "_" in name else [f"{name}{word}" for word in words]
        for typed in (*variants(name), *with_the_word):
            assert STYLES.read(typed, language) is style, typed


def test_no_name_belongs_to_two_styles() -> None:
    owners: dict[str, Style] = {}
    for style, name in NAMES:
        assert owners.setdefault(re.sub(r"\W|_|style$", "", name.lower()), style) is style, name


@pytest.mark.parametrize(
    ("typed", "style"),
    [
        ("jojo", Style.JOJO),
        ("JoJo style", Style.JOJO),
        ("cat ear", Style.CATEAR),
        ("cat-ears", Style.CATEAR),
        ("catear", Style.CATEAR),
        ("猫耳", Style.CATEAR),
        ("貓耳 風格", Style.CATEAR),
        ("ＪＯＪＯ", Style.JOJO),
        ("赛博朋克", Style.CYBERFUTURE),
        ("cyber punk", Style.CYBERFUTURE),
        ("国风风格", Style.CHINESE),
        ("chinesse", Style.CHINESE),
        ("gorgous", Style.GORGEOUS),
        ("steam punk", Style.MACHINE),
        ("🐰 bunny ears 🐰", Style.BUNNY),
        ("賽博龐克", Style.CYBERFUTURE),
        ("кошачьи-ушки", Style.CATEAR),
        ("кошачие ушки", Style.CATEAR),
        ("Джоджо стиль", Style.JOJO),
        ("ЭЛЬФ", Style.AVATAR),
        ("orejas de gatos", Style.CATEAR),
        ("COMIC", Style.AMERICAN),
        ("esplendido", Style.GORGEOUS),
    ],
)
def test_forgiven(typed: str, style: Style) -> None:
    assert STYLES.read(typed, "en") is style


@pytest.mark.parametrize("nothing", ["", "   ", "\n"])
def test_no_style_is_none(nothing: str) -> None:
    assert STYLES.read(nothing, "en") is None


@pytest.mark.parametrize(
    "typed", ["impressionist", "style", "风格", "!!!", "油画", "акварель", "acuarela", "a", "x" * 5_000, "🎨"]
)
@pytest.mark.parametrize("language", TEXTS.languages)
def test_an_unknown_one_is_told_all_twelve(typed: str, language: str) -> None:
    with pytest.raises(UserError) as refusal:
        STYLES.read(typed, language)
    assert refusal.value.code == "style-unknown"
    told = str(refusal.value.params["styles"]).split(TEXTS.get(language, "list-separator"))
    assert told == [TEXTS.get(language, f"style-{style.name.lower()}") for style in Style]
    assert len(told) == len(set(told)) == 12
    assert len(str(refusal.value.params["style"])) <= 40


@given(st.text(max_size=60))
def test_any_text_is_a_style_none_or_a_user_error(typed: str) -> None:
    try:
        style = STYLES.read(typed, "zh")
    except UserError:
        return
    assert (style is None) == (not typed.strip())


@pytest.mark.parametrize(
    "word", ["anime", "ANIME please", "это рисунок", "рисованный", "мультик", "手绘", "手繪", "un dibujo"]
)
def test_words_for_a_drawn_picture(word: str) -> None:
    assert STYLES.mean_drawn(word)


@pytest.mark.parametrize("word", ["", "please", "фото", "foto", "照片", "x2"])
def test_other_words_mean_a_photo(word: str) -> None:
    assert not STYLES.mean_drawn(word)
