"""What buttons carry, and what somebody may send back in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.options import Style
from bot.pipeline.messenger import ButtonData
from bot.telegram.callback_data import decode, encode

JOB = "60a24181e4000fa525faa3356a"

presses = st.builds(
    ButtonData,
    action=st.from_regex(r"[a-z]{1,12}", fullmatch=True),
    job_id=st.text("0123456789abcdef", min_size=26, max_size=26),
    choice=st.from_regex(r"([a-z0-9-]{1,16})?", fullmatch=True).filter(lambda choice: choice != "history"),
    in_history=st.booleans(),
)

near_misses = st.builds(
    "{}:{}{}".format,
    st.sampled_from(["anime", "a", "", "Anime", "animé", "anime:", "a" * 13]),
    st.sampled_from([JOB, JOB[1:], JOB + "0", JOB.upper(), JOB[:-1] + "٣", JOB[:-1] + "g"]),
    st.sampled_from(
        [
            "",
            ":",
            ":jojo",
            ":jojo\n",
            ":history",
            ":jojo.history",
            ":.history",
            ":history.history",
            "\n",
            ":JOJO",
            ":cat-ear",
            ":a:b",
            ":" + "a" * 21,
            ":é",
        ]
    ),
)


@given(presses)
def test_what_is_written_is_what_is_read(press: ButtonData) -> None:
    data = encode(press)
    assert 1 <= len(data.encode()) <= 64
    assert decode(data) == press


@pytest.mark.parametrize("style", list(Style))
def test_every_style_fits_a_button(style: Style) -> None:
    press = ButtonData("anime", JOB, style.name.lower())
    assert len(encode(press).encode()) <= 64
    assert decode(encode(press)) == press
    assert Style.__members__[press.choice.upper()] is style


@given(st.none() | st.text(max_size=80) | near_misses)
def test_anything_is_one_of_our_buttons_or_none(data: str | None) -> None:
    press = decode(data)
    if press:
        assert encode(press) == data


@pytest.mark.parametrize(
    "data",
    [
        None,
        "",
        "anime",
        f"anime:{JOB}:",
        f"anime:{JOB}:jojo\n",
        f"ANIME:{JOB}:jojo",
        f"anime:{JOB[1:]}:jojo",
        f":{JOB}",
    ],
)
def test_what_is_no_button_of_ours(data: str | None) -> None:
    assert decode(data) is None


@pytest.mark.parametrize(
    ("data", "meaning"),
    [
        (f"again:{JOB}", ButtonData("again", JOB)),
        (f"anime:{JOB}:jojo", ButtonData("anime", JOB, "jojo")),
        (f"style:{JOB}:jojo", ButtonData("style", JOB, "jojo")),
        (f"style:{JOB}:cyberfuture.history", ButtonData("style", JOB, "cyberfuture", in_history=True)),
        (f"more:{JOB}:history", ButtonData("more", JOB, in_history=True)),
        ("set::negative.own", ButtonData("set", choice="negative.own")),
        ("set::language.zh-hant", ButtonData("set", choice="language.zh-hant")),
        ("set:", ButtonData("set")),
        ("erase::yes", ButtonData("erase", choice="yes")),
    ],
)
def test_buttons_of_the_first_version_go_on_working(data: str, meaning: ButtonData) -> None:
    assert decode(data) == meaning
    assert encode(meaning) == data
